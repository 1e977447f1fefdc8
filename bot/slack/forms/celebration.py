"""The forms for a small success: write it, see it as it will look, change it, and pick where it goes."""

from collections.abc import Sequence

from bot.coaching.errors import BadChoice
from bot.coaching.small_success import Voice, Where, another_way
from bot.services.celebrations import ONE_A_WEEK, Preview
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, quote, radio, section, text_input
from bot.slack.forms import effort
from bot.slack.forms.reading import View, given, held_id, hold, required
from bot.slack.forms.reflection import NO_NAMES

WORDS = "words"
WHERE = "where"
CELEBRATION = "celebration"
CHECKIN = "checkin"
MOST_IDEAS = 3
HINT = "Say what you did, not how a case went."
SECOND = f"{ONE_A_WEEK} Your coach alone can have this one, or you keep it for later. Next week there is room again."


def write(checkin_id: str | None, caseworker: str, ideas: Sequence[str]) -> Block:
    """Ask for the small success, with a few lines of the library to start from."""
    examples = [f"“{idea.replace('{name}', f'<@{caseworker}>')}”" for idea in ideas[:MOST_IDEAS]]
    blocks = [
        input_block(
            WORDS, "What small success would you like to celebrate?", text_input(most=500), hint=f"{HINT} {NO_NAMES}"
        ),
        context("Some ways to say it:", *examples),
    ]
    metadata = hold(checkin=checkin_id) if checkin_id else ""
    return modal(ids.SUCCESS_FORM, "A small success", blocks, submit="See it first", close="Cancel", metadata=metadata)


def preview(now: Preview) -> Block:
    """Show it as it will look; what stands in the field when it is sent is what is posted, or sent to the coach."""
    title, seen = _seen(now)
    blocks = [
        *([] if now.room or now.gone else [section(SECOND)]),
        section(title),
        section(f":tada: <@{now.caseworker}> shared a small success\n{quote(now.words)}"),
        input_block(WORDS, "Change it if you like", text_input(initial=now.words, most=500), hint=f"{HINT} {NO_NAMES}"),
        *([] if now.gone else [input_block(WHERE, "Where shall it go?", radio(_places(now), initial=now.starts_at))]),
        context(f"{seen} You can take it back at any time."),
    ]
    metadata = hold(celebration=now.celebration_id)
    view = modal(ids.PREVIEW_FORM, "Before it goes", blocks, submit="Done", close="Not now", metadata=metadata)
    suggested = another_way(now.words)
    return view if suggested is None else effort.again(view, WORDS, now.words, suggested, Voice.OWN)


def _seen(now: Preview) -> tuple[str, str]:
    """What is said above it and below, by where it is pointed at."""
    match now.starts_at:
        case Where.CHANNEL:
            return f"This is how it will look in <#{now.channel}>:", "Everybody in the channel can read it."
        case Where.COACH:
            return f"This is how it will look for <@{now.coach}>:", f"<@{now.coach}> alone can read it."
        case Where.LATER:
            return "This is how it will look:", "As long as you keep it, only you can read it."


def _places(now: Preview) -> list[tuple[str, str]]:
    """The channel when there is room in it this week; the coach alone, with all that they are; or nowhere yet."""
    coach = f"To <@{now.coach}> alone{', also my supervisor' if now.coach_supervises else ''}, who may write back"
    channel = [(Where.CHANNEL.value, f"In <#{now.channel}>")] if now.room else []
    return [*channel, (Where.COACH.value, coach), (Where.LATER.value, "Nowhere yet. Keep it for later")]


def read_words(view: View) -> str:
    """The words; raises BadChoice when there are none."""
    return required(view, WORDS)


def read_preview(view: View) -> tuple[str, str, bool, Where]:
    """The celebration, its words, whether its author wants just these, and where it goes; raises BadChoice or AtField."""
    said, kept = effort.picked(view, WORDS, Voice.OWN)
    where = given(view, WHERE) or Where.CHANNEL
    if where not in set(Where):
        raise BadChoice
    return held_id(view, CELEBRATION), said, kept, Where(where)
