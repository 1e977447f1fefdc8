"""How each message looks in Slack: a value in, text and blocks out. The text alone says it all, for small screens."""

from typing import assert_never

from bot.coaching import messages
from bot.coaching.audience import Part
from bot.coaching.messages import Message
from bot.slack import ids, success_posts
from bot.slack.blocks import Block, actions, button, confirm, context, section, shorten
from bot.slack.digest_post import digest, digest_in_words, digest_without_chart
from bot.slack.payloads import Payload

NOT_REVIEWED = "Draft question: parent partners have not reviewed it yet."


def variants(message: Message) -> tuple[Payload, ...]:
    """The ways to say it, best first: a workspace that cannot draw a chart gets the table, or the words alone."""
    if isinstance(message, messages.WeeklyDigest):
        words = digest_in_words(message)
        ways = (digest(message), digest_without_chart(message), [section(words)])
        return tuple(Payload(shorten(words, 3900), tuple(way)) for way in ways)
    return (payload(message),)


def payload(message: Message) -> Payload:
    """The best way to say it."""
    match message:
        case messages.Nudge():
            return _nudge(message)
        case messages.ShallIPause():
            return _shall_i_pause(message)
        case messages.ClosedNudge():
            return Payload(message.line, (section(f"_{message.topic}_\n{message.question}"), context(message.line)))
        case messages.Invitation():
            return _invitation(message)
        case messages.AgreementChanged():
            return _agreement_changed(message)
        case messages.Receipt():
            return _receipt(message)
        case messages.Celebration() | messages.ForCoach() | messages.CoachNote() | messages.Celebrated():
            return success_posts.payload(message)
        case messages.WeeklyDigest():
            return variants(message)[0]
        case messages.GoalWaits():
            return _goal_waits(message)
        case messages.Notice():
            return Payload(message.line, (section(message.line),))
        case _:
            assert_never(message)


def _nudge(message: messages.Nudge) -> Payload:
    blocks = [
        section(f"{_opening(message)}\n*{message.question}*"),
        context(
            f"{message.topic} · {message.readers}",
            "No names, dates, or places, please. Roles are fine."
            if message.reviewed
            else f"No names, dates, or places, please. {NOT_REVIEWED}",
            message.note,
        ),
        actions(
            button("Reflect", ids.REFLECT, message.nudge_id, style="primary"),
            button("Later", ids.LATER, message.nudge_id),
            button("Not today", ids.NOT_TODAY, message.nudge_id),
        ),
    ]
    return Payload(shorten(message.question, 150), tuple(blocks))


def _opening(message: messages.Nudge) -> str:
    if message.asked_by:
        return f"<@{message.asked_by}> asked me to send you this. It is for your growth, not your review."
    if message.suggested_by:
        return f"<@{message.suggested_by}> suggested this one for you. It is for your growth, not your review."
    if message.session:
        return f"Your coaching session is {message.session}. Here is a minute to get ready for it."
    if message.goes_on:
        return f"As you wanted: {message.goes_on}."
    return "Checking back on your plan." if message.checking_back else "A question for you, when you have a minute."


def _goal_waits(message: messages.GoalWaits) -> Payload:
    text = f"<@{message.other}> put a goal for you two into words. It counts once you both say yes. There is no rush."
    return Payload(text, (section(text), actions(button("See it", ids.SEE_GOAL, message.goal_id))))


def _shall_i_pause(message: messages.ShallIPause) -> Payload:
    blocks = (
        section(f"*{message.question}*"),
        context(message.line),
        actions(
            button("Pause", ids.PAUSE_NOW, message.nudge_id),
            button("Keep going", ids.KEEP_GOING, message.nudge_id),
        ),
    )
    return Payload(message.question, blocks)


def _invitation(message: messages.Invitation) -> Payload:
    text = (
        f"Hi! <@{message.invited_by}> invited you to Shoulder to Shoulder, with <@{message.coach}> as your coach. "
        "I send short questions between coaching sessions. Your answers are yours: you pick who can read each one."
    )
    blocks = [
        section(text),
        section(
            "It is your choice. Nothing comes before your yes, and you can pause or leave at any time; nobody is told."
        ),
        actions(
            button("Read the agreement", ids.READ_AGREEMENT, message.enrollment_id, style="primary"),
            button("Not now", ids.NOT_NOW, message.enrollment_id),
        ),
    ]
    return Payload("You are invited to Shoulder to Shoulder. It is your choice.", tuple(blocks))


def _agreement_changed(message: messages.AgreementChanged) -> Payload:
    text = (
        "Our agreement changed: what is kept and how long, or whom to call. Please read it when you have a minute. "
        "I send no questions until you say yes."
    )
    buttons = [
        button("Read the agreement", ids.READ_AGREEMENT, message.enrollment_id, style="primary"),
        button("Not now", ids.NOT_NOW, message.enrollment_id),
    ]
    return Payload(text, (section(text), actions(*buttons)))


def _receipt(message: messages.Receipt) -> Payload:
    if message.withdrawn:
        gone = messages.DELETED_BY_OFFICE if message.by_office else messages.WITHDRAWN
        return Payload(gone, (section(gone), *_seen(message)))
    sharing = message.sharing
    who = messages.readers(sharing.audience, sharing.reader, message.circle)
    some = " They see only what you picked." if message.kept_back and sharing.reader else ""
    part = " They see your last answer only." if sharing.part is Part.LAST and sharing.reader else some
    text = f"Kept: {message.topic}. {who}{part}"
    chat = "What you type in this chat, Slack keeps as well. In the form, only I do." if message.typed_in_chat else ""
    blocks = [
        section(f":white_check_mark: *Kept* · {message.topic}\n{who}{part}"),
        *([context(chat, message.note)] if chat or message.note else []),
        *_seen(message),
        actions(*_receipt_buttons(message)),
    ]
    return Payload(text, tuple(blocks))


def _seen(message: messages.Receipt) -> list[Block]:
    readers = ", ".join(message.reads)
    gone = " It is out of my digest now, but what was read cannot be unread." if message.withdrawn else ""
    return [context(f":eyes: Shown to {readers}.{gone}")] if readers else []


def _receipt_buttons(message: messages.Receipt) -> list[Block]:
    gone = confirm("Take it back?", "The words will be deleted. This cannot be undone.", "Take it back")
    buttons = [
        button("Who can read it", ids.WHO_CAN_READ, message.checkin_id),
        button("Read or edit", ids.EDIT, message.checkin_id),
        button("Take it back", ids.WITHDRAW, message.checkin_id, confirm=gone),
    ]
    celebrate = button("Celebrate a small success", ids.CELEBRATE, message.checkin_id)
    return [*buttons, celebrate] if message.may_celebrate else buttons
