"""The windows about records: how the program is used, what I was shown, and legal holds."""

from collections.abc import Sequence

from bot.coaching import schedule
from bot.coaching.audience import Surface
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.coaching.people import is_id
from bot.services.audit import Asked, Log, Reading
from bot.services.holds import Hold
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, radio, section
from bot.slack.forms.reading import View, given, required

WHAT, WHOSE = "what", "whose"
PLACE, LIFT = "place", "lift"
MOST_CHARACTERS = 2900
PLACES = {
    Surface.HOME: mark("in App Home"),
    Surface.PREVIEW: mark("in the coming digest"),
    Surface.COMMAND: mark("in an answer to a command"),
    Surface.DIGEST: mark("in the digest"),
    Surface.MESSAGE: mark("in a message"),
}


def log(found: Log, zone: str) -> Block:
    """The last four weeks, for the program lead: who asked, who was shown what was shared, what was done. No words."""
    asked = ["• " + _asked(each) for each in found.asked]
    deeds = [
        f"• {schedule.day_in_words(each.at, zone)}: {_deed(each.actor, each.deed, each.person)}" for each in found.deeds
    ]
    blocks = [
        *_part(say("Who asked for check-ins"), asked),
        *_part(say("Who was shown what was shared"), [_reading(each, zone, named=True) for each in found.readings]),
        *_part(say("What was done with records"), deeds),
        context(say("The last four weeks. No answers, no topics, no counts of records, and nobody's silence.")),
        context(say("Records that have had their time are purged once a day.")),
    ]
    return modal("said", say("How it is used"), blocks, submit=None, close=say("Close"))


def readings(found: Sequence[Reading], zone: str) -> Block:
    """What this person was shown lately; the author of each can see the same."""
    lines = [_reading(each, zone, named=False) for each in found]
    note = context(say("Each person sees this about their own words, too."))
    return modal(
        "said",
        say("What I was shown"),
        [*_part(say("What you were shown"), lines), note],
        submit=None,
        close=say("Close"),
    )


def _reading(each: Reading, zone: str, *, named: bool) -> str:
    parts = {"whose": f"<@{each.caseworker}>", "where": say(PLACES.get(each.surface, each.surface))}
    if named:
        what = say("{who} was shown words of {whose}, {where}", who=_actor(each.reader), **parts)
    else:
        what = say("You were shown words of {whose}, {where}", **parts)
    return f"• {schedule.day_in_words(each.at, zone)}: {what}"


def _actor(actor: str) -> str:
    return f"<@{actor}>" if is_id(actor) else actor


def _asked(each: Asked) -> str:
    times = say("once") if each.times == 1 else say("{count} times", count=each.times)
    parts = {"asker": f"<@{each.asker}>", "who": f"<@{each.caseworker}>", "times": times}
    return say("{asker} asked {who}: {times}", **parts)


def _deed(actor: str, deed: str, person: str | None) -> str:
    did = f"{_actor(actor)} {say(deed)}"
    return say("{did} of {person}", did=did, person=f"<@{person}>") if person else did


def _part(title: str, lines: Sequence[str]) -> list[Block]:
    text = "\n".join(dict.fromkeys(lines)) or say("Nothing.")  # what was opened ten times on one day is one line
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n…"
    return [section(f"*{title}*\n{text}")]


def holds(standing: Sequence[Hold], zone: str) -> Block:
    """The holds that stand, and a form to place or lift one."""
    lines = [
        "• " + say("{who}, since {day}", who=_whose(each), day=schedule.day_in_words(each.since, zone))
        for each in standing
    ]
    ways = [(PLACE, say("Place a hold")), (LIFT, say("Lift a hold"))]
    blocks = [
        *_part(say("Legal holds"), lines),
        section(
            say(
                "While a hold stands, nothing it covers is purged or deleted. The people it covers are told in App Home."
            )
        ),
        input_block(WHAT, say("What to do"), radio(ways, initial=PLACE)),
        input_block(
            WHOSE,
            say("Whose records"),
            {"type": "users_select"},
            hint=say("Leave it empty for everybody's."),
            optional=True,
        ),
    ]
    return modal(ids.HOLD_FORM, say("Legal holds"), blocks, submit=say("Save"), close=say("Cancel"))


def _whose(each: Hold) -> str:
    return say("everybody") if each.person is None else f"<@{each.person}>"


def read_hold(view: View) -> tuple[bool, str | None]:
    """Whether to place (or else lift), and whose; None for everybody's. Raises AtField or BadChoice."""
    what = required(view, WHAT)
    if what not in (PLACE, LIFT):
        raise BadChoice
    return what == PLACE, given(view, WHOSE)
