"""The forms for a small success: write it, see it as it will look, change it, and pick where it goes."""

from collections.abc import Sequence

from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.coaching.small_success import Voice, Where, another_way
from bot.services.celebrations import ONE_A_WEEK, Preview
from bot.slack import ids, success_posts
from bot.slack.blocks import Block, context, input_block, modal, radio, section, text_input
from bot.slack.forms import effort
from bot.slack.forms.reading import View, given, held_id, hold, required
from bot.slack.forms.reflection import NO_NAMES

WORDS = "words"
WHERE = "where"
CELEBRATION = "celebration"
CHECKIN = "checkin"
MOST_IDEAS = 3
HINT = mark("Say what you did, not how a case went.")
SECOND = mark("Your coach alone can have this one, or you keep it for later. Next week there is room again.")


def write(checkin_id: str | None, caseworker: str, ideas: Sequence[str]) -> Block:
    """Ask for the small success, with a few lines of the library to start from."""
    examples = [f"“{idea.replace('{name}', f'<@{caseworker}>')}”" for idea in ideas[:MOST_IDEAS]]
    blocks = [
        input_block(WORDS, say("What small success would you like to celebrate?"), text_input(most=500), hint=_hint()),
        context(say("Some ways to say it:"), *examples),
    ]
    metadata = hold(checkin=checkin_id) if checkin_id else ""
    return modal(
        ids.SUCCESS_FORM,
        say("A small success"),
        blocks,
        submit=say("See it first"),
        close=say("Cancel"),
        metadata=metadata,
    )


def _hint() -> str:
    return f"{say(HINT)} {say(NO_NAMES)}"


def preview(now: Preview) -> Block:
    """Show it as it will look; what stands in the field when it is sent is what is posted, or sent to the coach."""
    title, seen = _seen(now)
    blocks = [
        *([] if now.room or now.gone else [section(f"{say(ONE_A_WEEK)} {say(SECOND)}")]),
        section(title),
        success_posts.shown(now.caseworker, now.words),
        input_block(WORDS, say("Change it if you like"), text_input(initial=now.words, most=500), hint=_hint()),
        *(
            []
            if now.gone
            else [input_block(WHERE, say("Where shall it go?"), radio(_places(now), initial=now.starts_at))]
        ),
        context(f"{seen} {say('You can take it back at any time.')}"),
    ]
    metadata = hold(celebration=now.celebration_id, coach=now.coach, channel=now.channel)
    view = modal(
        ids.PREVIEW_FORM, say("Before it goes"), blocks, submit=say("Done"), close=say("Not now"), metadata=metadata
    )
    suggested = another_way(now.words)
    return view if suggested is None else effort.again(view, WORDS, now.words, suggested, Voice.OWN)


def _seen(now: Preview) -> tuple[str, str]:
    """What is said above it and below, by where it is pointed at."""
    match now.starts_at:
        case Where.CHANNEL:
            looks = say("This is how it will look in {where}:", where=f"<#{now.channel}>")
            return looks, say("Everybody in the channel can read it.")
        case Where.COACH:
            coach = f"<@{now.coach}>"
            return say("This is how it will look for {coach}:", coach=coach), say(
                "{coach} alone can read it.", coach=coach
            )
        case Where.LATER:
            return say("This is how it will look:"), say("As long as you keep it, only you can read it.")


def _places(now: Preview) -> list[tuple[str, str]]:
    """The channel when there is room in it this week; the coach alone, with all that they are; or nowhere yet."""
    who = f"<@{now.coach}>"
    both = say("To {coach} alone, also my supervisor, who may write back", coach=who)
    coach = both if now.coach_supervises else say("To {coach} alone, who may write back", coach=who)
    channel = [(Where.CHANNEL.value, say("In {where}", where=f"<#{now.channel}>"))] if now.room else []
    return [*channel, (Where.COACH.value, coach), (Where.LATER.value, say("Nowhere yet. Keep it for later"))]


def read_words(view: View) -> str:
    """The words; raises BadChoice when there are none."""
    return required(view, WORDS)


def read_preview(view: View) -> tuple[str, str, bool, Where, str]:
    """The celebration, its words, whether its author wants just these, where it goes, and the coach or channel that was named.

    Raises BadChoice or AtField.
    """
    said, kept = effort.picked(view, WORDS, Voice.OWN)
    where = given(view, WHERE) or Where.CHANNEL
    if where not in set(Where):
        raise BadChoice
    named = held_id(view, "coach" if where == Where.COACH else "channel")
    return held_id(view, CELEBRATION), said, kept, Where(where), named
