"""How each message looks in Slack: a value in, text and blocks out. The text alone says it all, for small screens."""

from typing import assert_never

from bot.coaching import messages
from bot.coaching.audience import Extent
from bot.coaching.language import mark, say
from bot.coaching.messages import Message
from bot.slack import ids, review_status, success_posts, workflow_posts
from bot.slack.blocks import Block, actions, button, context, section, shorten, take_it_back
from bot.slack.digest_post import digest, digest_in_sections, digest_in_words, digest_without_chart
from bot.slack.payloads import Payload

LOOK_AT_PLAN = mark("Take a look at it now. Later on you can say here what became of it.")
NO_NAMES = mark("No names, dates, or places, please.")


def variants(message: Message) -> tuple[Payload, ...]:
    """The ways to say it, best first: a workspace that cannot draw a chart gets the table, or the words alone."""
    if isinstance(message, messages.CoachDigest):
        words = digest_in_words(message)
        ways = (digest(message), digest_without_chart(message), digest_in_sections(message))
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
            return _closed(message)
        case messages.Invitation() | messages.AgreementChanged():
            return _to_agree(message)
        case messages.Receipt():
            return _receipt(message)
        case messages.Celebration() | messages.ForCoach() | messages.CoachNote() | messages.Celebrated():
            return success_posts.payload(message)
        case messages.CoachDigest():
            return variants(message)[0]
        case messages.GoalWaits() | messages.NewCoach():
            return _goal_waits(message) if isinstance(message, messages.GoalWaits) else _new_coach(message)
        case messages.ReadyToAsk() | messages.Offer():
            return workflow_posts.payload(message)
        case messages.Notice():
            offer = [actions(button(say("Send it again"), ids.SEND_AGAIN, message.again))] if message.again else []
            return Payload(message.line, (section(message.line), *offer))
        case _:
            assert_never(message)


def _nudge(message: messages.Nudge) -> Payload:
    # A plan was typed in a form, so it stands in a form again, and in no message.
    question = say(LOOK_AT_PLAN) if message.plan_for else message.question
    blocks = [
        section(f"{_opening(message)}\n*{question}*"),
        context(
            f"{message.topic} · {message.readers}",
            f"{say(NO_NAMES)} {review_status.of_question(reviewed=message.reviewed) or say('Roles are fine.')}",
            message.note,
        ),
        actions(
            button(
                say("See my plan") if message.plan_for else say("Reflect"),
                ids.REFLECT,
                message.nudge_id,
                style="primary",
            ),
            button(say("Later"), ids.LATER, message.nudge_id),
            button(say("Not today"), ids.NOT_TODAY, message.nudge_id),
        ),
    ]
    return Payload(shorten(question, 150), tuple(blocks))


def _closed(message: messages.ClosedNudge) -> Payload:
    question, line = section(f"_{message.topic}_\n{message.question}"), say(message.line)
    if not message.begun:
        return Payload(line, (question, context(line)))
    kept = context(f"{line} {say('What you have answered is kept, for you alone.')}")
    return Payload(line, (question, kept, actions(button(say("Reflect"), ids.REFLECT, message.begun))))


def _opening(message: messages.Nudge) -> str:
    if message.asked_by:
        who = f"<@{message.asked_by}>"
        return say("{who} asked me to send you this. It is for your growth, not your review.", who=who)
    if message.suggested_by:
        who = f"<@{message.suggested_by}>"
        return say("{who} suggested this one for you. It is for your growth, not your review.", who=who)
    if message.session:
        return say("Your coaching session is {when}. Here is a minute to get ready for it.", when=message.session)
    if message.goes_on:
        return say("As you wanted: {what}.", what=message.goes_on)
    if message.plan_for:
        return say("As you wanted: your if-then plan for {day}.", day=message.plan_for)
    if message.checking_back:
        return say("Checking back on your plan.")
    return say("A question for you, when you have a minute.")


def _goal_waits(message: messages.GoalWaits) -> Payload:
    text = say(
        "{who} put a goal for you two into words. It counts once you both say yes. There is no rush.",
        who=f"<@{message.other}>",
    )
    return Payload(text, (section(text), actions(button(say("See it"), ids.SEE_GOAL, message.goal_id))))


def _new_coach(message: messages.NewCoach) -> Payload:
    who = {"coach": f"<@{message.coach}>", "before": f"<@{message.before}>"}
    asked = f"{message.before} {message.coach}"  # a yes is to these two, whoever coaches by then
    text = say("Your coach is {coach} now.", **who)
    if message.supervises:
        text += " " + say("{coach} is your coach and your supervisor.", coach=who["coach"])
    if not message.asks:
        more = say("What you share from now on as “my coach” goes to them. In App Home you see who reads each answer.")
        return Payload(f"{text} {more}", (section(f"{text} {more}"),))
    question = say(
        "What you shared with {before} stays as it is. May {coach} read it, in place of {before}? There is no need to answer: "
        "without a yes nothing goes along, and nobody is told.",
        **who,
    )
    one_by_one = say(
        "What you wrote about bias, stress or wellbeing never goes along like this. You can share it one by one."
    )
    blocks = (
        section(f"{text} {question}"),
        context(one_by_one),
        actions(
            button(say("Yes, they may read it"), ids.GO_ALONG, asked),
            button(say("No, leave it"), ids.KEEP_BACK, asked),
        ),
    )
    return Payload(f"{text} {question}", blocks)


def _shall_i_pause(message: messages.ShallIPause) -> Payload:
    blocks = (
        section(f"*{say(message.question)}*"),
        context(say(message.line)),
        actions(
            button(say("Pause"), ids.PAUSE_NOW, message.nudge_id),
            button(say("Keep going"), ids.KEEP_GOING, message.nudge_id),
        ),
    )
    return Payload(say(message.question), blocks)


def _to_agree(message: messages.Invitation | messages.AgreementChanged) -> Payload:
    return _invitation(message) if isinstance(message, messages.Invitation) else _agreement_changed(message)


def _invitation(message: messages.Invitation) -> Payload:
    text = say(
        "Hi! {who} invited you to Shoulder to Shoulder, with {coach} as your coach. I send short questions between "
        "coaching sessions. Your answers are yours: you pick who can read each one.",
        who=f"<@{message.invited_by}>",
        coach=f"<@{message.coach}>",
    )
    blocks = [
        section(text),
        section(
            say(
                "It is your choice. Nothing comes before your yes, and you can pause or leave at any time; "
                "nobody is told."
            )
        ),
        actions(
            button(say("Read the agreement"), ids.READ_AGREEMENT, message.enrollment_id, style="primary"),
            button(say("Not now"), ids.NOT_NOW, message.enrollment_id),
        ),
    ]
    return Payload(say("You are invited to Shoulder to Shoulder. It is your choice."), tuple(blocks))


def _agreement_changed(message: messages.AgreementChanged) -> Payload:
    text = say(
        "Our agreement changed: what is kept and how long, or whom to call. Please read it when you have a minute. "
        "I send no questions until you say yes."
    )
    buttons = [
        button(say("Read the agreement"), ids.READ_AGREEMENT, message.enrollment_id, style="primary"),
        button(say("Not now"), ids.NOT_NOW, message.enrollment_id),
    ]
    return Payload(text, (section(text), actions(*buttons)))


def _receipt(message: messages.Receipt) -> Payload:
    if message.withdrawn:
        gone = say(messages.DELETED_BY_OFFICE if message.by_office else messages.WITHDRAWN)
        return Payload(gone, (section(gone), *_seen(message)))
    sharing = message.sharing
    who = messages.readers(sharing.audience, sharing.reader, message.circle)
    some = " " + say("They see only what you picked.") if message.kept_back and sharing.reader else ""
    part = " " + say("They see your last answer only.") if sharing.extent is Extent.LAST and sharing.reader else some
    text = f"{say('Kept')}: {message.topic}. {who}{part}"
    as_well = say("What you type in this chat, Slack keeps as well. In the form, only I do.")
    chat = as_well if message.typed_in_chat else ""
    blocks = [
        section(f":white_check_mark: *{say('Kept')}* · {message.topic}\n{who}{part}"),
        *([context(chat, say(message.note) if message.note else "")] if chat or message.note else []),
        *_seen(message),
        actions(*_receipt_buttons(message)),
    ]
    return Payload(text, tuple(blocks))


def _seen(message: messages.Receipt) -> list[Block]:
    readers = ", ".join(message.reads)
    gone = " " + say("It is out of my digest now, but what was read cannot be unread.") if message.withdrawn else ""
    shown = say("Shown to {readers}.", readers=readers)
    return [context(f":eyes: {shown}{gone}")] if readers else []


def _receipt_buttons(message: messages.Receipt) -> list[Block]:
    gone = take_it_back()
    buttons = [
        button(say("Who can read it"), ids.WHO_CAN_READ, message.checkin_id),
        button(say("Read or edit"), ids.EDIT, message.checkin_id),
        button(say("Take it back"), ids.WITHDRAW, message.checkin_id, confirm=gone),
    ]
    celebrate = button(say("Celebrate a small success"), ids.CELEBRATE, message.checkin_id)
    return [*buttons, celebrate] if message.may_celebrate else buttons
