"""The windows about records: how the program is used, what I was shown, and legal holds."""

from collections.abc import Sequence

from bot.coaching import schedule
from bot.coaching.audience import Surface
from bot.coaching.errors import BadChoice
from bot.services.audit import Log, Reading
from bot.services.holds import Hold
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, radio, section
from bot.slack.forms.reading import View, given, required

WHAT, WHOSE, EVERYBODY = "what", "whose", "everybody"
PLACE, LIFT = "place", "lift"
MOST_CHARACTERS = 2900
PLACES = {
    Surface.HOME: "in App Home",
    Surface.DIGEST: "in the digest",
    Surface.MESSAGE: "in a message",
    Surface.PREVIEW: "in the coming digest",
    Surface.COMMAND: "in an answer to a command",
}


def log(found: Log, zone: str) -> Block:
    """The last four weeks, for the program lead: who asked, who was shown what was shared, what was done. No words."""
    asked = [f"• <@{each.asker}> asked <@{each.caseworker}>: {_times(each.times)}" for each in found.asked]
    deeds = [
        f"• {schedule.day_in_words(each.at, zone)}: {_actor(each.actor)} {each.deed}"
        + (f" of <@{each.person}>" if each.person else "")
        for each in found.deeds
    ]
    blocks = [
        *_part("Who asked for check-ins", asked),
        *_part("Who was shown what was shared", [_reading(each, zone, named=True) for each in found.readings]),
        *_part("What was done with records", deeds),
        context("The last four weeks. No answers, no topics, no counts of records, and nobody's silence."),
        context("Records that have had their time are purged once a day."),
    ]
    return modal("said", "How it is used", blocks, submit=None, close="Close")


def readings(found: Sequence[Reading], zone: str) -> Block:
    """What this person was shown lately; the author of each can see the same."""
    lines = [_reading(each, zone, named=False) for each in found]
    blocks = [*_part("What you were shown", lines), context("Each person sees this about their own words, too.")]
    return modal("said", "What I was shown", blocks, submit=None, close="Close")


def _reading(each: Reading, zone: str, *, named: bool) -> str:
    who = f"{_actor(each.reader)} was shown" if named else "You were shown"
    return f"• {schedule.day_in_words(each.at, zone)}: {who} words of <@{each.caseworker}>, {PLACES.get(each.surface, each.surface)}"


def _actor(actor: str) -> str:
    return f"<@{actor}>" if actor.startswith(("U", "W")) else actor


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _part(title: str, lines: Sequence[str]) -> list[Block]:
    text = "\n".join(dict.fromkeys(lines)) or "Nothing."  # what was opened ten times on one day is one line
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n…"
    return [section(f"*{title}*\n{text}")]


def holds(standing: Sequence[Hold], zone: str) -> Block:
    """The holds that stand, and a form to place or lift one."""
    lines = [
        f"• {'everybody' if each.person is None else f'<@{each.person}>'}, since {schedule.day_in_words(each.since, zone)}"
        for each in standing
    ]
    blocks = [
        *_part("Legal holds", lines),
        section(
            "While a hold stands, nothing it covers is purged or deleted. The people it covers are told in App Home."
        ),
        input_block(WHAT, "What to do", radio([(PLACE, "Place a hold"), (LIFT, "Lift a hold")], initial=PLACE)),
        input_block(
            WHOSE, "Whose records", {"type": "users_select"}, hint="Leave it empty for everybody's.", optional=True
        ),
    ]
    return modal(ids.HOLD_FORM, "Legal holds", blocks, submit="Save", close="Cancel")


def read_hold(view: View) -> tuple[bool, str | None]:
    """Whether to place (or else lift), and whose; None for everybody's. Raises AtField or BadChoice."""
    what = required(view, WHAT)
    if what not in (PLACE, LIFT):
        raise BadChoice
    return what == PLACE, given(view, WHOSE)
