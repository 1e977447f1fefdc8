"""How a small success looks: in the channel, to the coach it is for, to its owner; and the note that a coach wrote."""

from bot.coaching import messages
from bot.coaching.language import mark, say
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, confirm, context, escape, quote, section, shorten
from bot.slack.payloads import Payload

MOST_OF_TEXT = 3000
SHARED = mark("{who} shared a small success")
AboutSuccess = messages.Celebration | messages.ForCoach | messages.CoachNote | messages.Celebrated


def payload(message: AboutSuccess) -> Payload:
    """The one way to say each of them."""
    match message:
        case messages.Celebration():
            return celebration(message)
        case messages.ForCoach():
            return for_coach(message)
        case messages.CoachNote():
            return coach_note(message)
        case messages.Celebrated():
            return celebrated(message)


def shown(caseworker: str, words: str) -> Block:
    """A small success as the channel sees it, and its owner before it goes."""
    return section(f":tada: {say(SHARED, who=f'<@{caseworker}>')}\n{quote(words)}")


def celebration(message: messages.Celebration) -> Payload:
    """The post in the channel, with the coach's own sentence when there is one."""
    text = f":tada: <@{message.caseworker}> shared a small success: {escape(message.words)}"
    added = (
        [section(f":raised_hands: <@{message.note_by}>, their coach\n{quote(message.note)}")] if message.note else []
    )
    said = f"{text} <@{message.note_by}>: {escape(message.note)}" if message.note else text
    label = "Their coach: change your sentence" if message.note else "Their coach: add a sentence"
    blocks = (
        shown(message.caseworker, message.words),
        *added,
        context(message.line),
        actions(button(label, ids.COACH_NOTE, message.celebration_id)),
    )
    return Payload(shorten(said, MOST_OF_TEXT), blocks)


def for_coach(message: messages.ForCoach) -> Payload:
    """To the coach alone, with a way to write back."""
    shared = f":tada: {say('{who} shared a small success with you alone', who=f'<@{message.caseworker}>')}"
    text = f"{shared}: {escape(message.words)}"
    wrote = [section(f"{say('You wrote back:')}\n{quote(message.wrote)}")] if message.wrote else []
    label = say("Change your note") if message.wrote else say("Write a note back")
    blocks = (
        section(f"{shared}\n{quote(message.words)}"),
        *wrote,
        context(say("A note is welcome, and never owed. They get it in their own hours.")),
        actions(button(label, ids.COACH_NOTE, message.celebration_id)),
    )
    return Payload(shorten(text, MOST_OF_TEXT), blocks)


def coach_note(message: messages.CoachNote) -> Payload:
    """To the owner of the small success alone."""
    said = say("{coach} wrote to you about your small success of {day}", coach=f"<@{message.coach}>", day=message.day)
    opening = f":sunflower: {said}"
    text = shorten(f"{opening}: {escape(message.words)}", MOST_OF_TEXT)
    return Payload(text, (section(f"{opening}\n{quote(message.words)}"),))


def celebrated(message: messages.Celebrated) -> Payload:
    """To its owner: where it stands, to change or take back."""
    if message.withdrawn:
        text = _out(message)
        return Payload(text, (section(text),))
    coach, channel = f"<@{message.coach}>", f"<#{message.channel}>"
    alone = say("Your small success goes to {coach} alone, who may write you a note.", coach=coach)
    text = alone if message.coach else say("Your small success goes to {channel}.", channel=channel)
    gone = confirm(say("Take it back?"), say("It will be removed from where it stands."), say("Take it back"))
    row = actions(
        button(say("Change it"), ids.CHANGE_CELEBRATION, message.celebration_id),
        button(say("Take it back"), ids.UNCELEBRATE, message.celebration_id, confirm=gone),
    )
    return Payload(text, (section(f":tada: {text}"), row))


def _out(message: messages.Celebrated) -> str:
    """Who took it out: its owner, time, or the agency's office. Nobody is told that they did what they did not do."""
    messages_of = say("{coach}'s messages", coach=f"<@{message.coach}>")
    where = messages_of if message.coach else f"<#{message.channel}>"
    if message.by_office:
        return say("Your agency's office deleted what you wrote. Your small success is out of {where}.", where=where)
    if message.purged:
        return say("Your small success has had its time and is out of {where}.", where=where)
    return say("You took your small success back from {where}.", where=where)
