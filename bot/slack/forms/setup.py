"""The forms that set a program up and give people their place in it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.coaching import closings, language, schedule
from bot.coaching.closings import NEVER_CLOSED, PLACES, Closings
from bot.coaching.errors import BadChoice, TooLong
from bot.coaching.language import mark, say
from bot.coaching.lines import read_line, read_number
from bot.coaching.people import Roles
from bot.coaching.records import CLASSES, OFFERED, Retention, check_retention, days_in_words
from bot.services.enrollments import Place
from bot.services.programs import ProgramPlan
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, section, select, text_input, timepicker
from bot.slack.forms import rhythm
from bot.slack.forms.reading import AtField, View, at, clock, given, is_id, required, several

HOTLINE, ON_CALL, HELPLINE, DIGEST_DAY, DIGEST_AT = "hotline", "on_call", "helpline", "digest_day", "digest_at"
CASEWORKERS, COACH, SUPERVISOR, CHANNEL = "caseworkers", "coach", "supervisor", "channel"
PRIVACY = "privacy_contact"
HOLIDAYS, CLOSED, WORKS = "holidays_of", "closed_days", "work_days"
KEEP = {
    "words": mark("Keep what people answered for"),
    "facts": mark("Keep that they were asked, and who read it, for"),
    "celebrations": mark("Keep small successes for"),
    "deliveries": mark("Keep what was sent, and when, for"),
    "audit": mark("Keep agreements, and what was done, for"),
}
HOW_LONG = mark(
    "*How long records are kept* is your agency's decision. Please ask your records officer. Nothing is kept for ever, "
    "and a change is told to everybody in the agreement, which they are asked again."
)
ON_CLOSED_DAYS = mark(
    "*On days when your agency is closed* no question and no digest comes. They move to the next day."
)
WHOM = mark("These lines are shown where somebody may need them. I cannot take reports or handle an emergency myself.")
LINES = (
    (HOTLINE, mark("Child abuse hotline"), mark("A name and a number")),
    (ON_CALL, mark("On-call supervisor line"), mark("A name and a number")),
    (HELPLINE, mark("Help for staff"), mark("Your employee assistance program")),
    (PRIVACY, mark("Privacy contact"), mark("Who helps if a name slips out")),
)
LINE_MOST = 120
DAYS_MOST = 3000  # as many days as are taken fit, each on a line of its own


def setup(now: ProgramPlan | None) -> Block:
    """Whom to call, and when the digest comes. The two numbers must be there before anybody is enrolled."""
    days = [(str(n), say(name)) for n, name in enumerate(rhythm.NAMES)]
    blocks = [
        section(say(WHOM)),
        *(_line(block_id, say(label), _stands(now, block_id), say(hint)) for block_id, label, hint in LINES),
        section(say(HOW_LONG)),
        *(_keep(name, now.retention if now else None) for name in CLASSES),
        input_block(
            DIGEST_DAY, say("Day of the coaches' digest"), select(days, initial=str(now.digest_day) if now else "0")
        ),
        input_block(
            DIGEST_AT, say("Time, in each coach's own zone"), timepicker(f"{now.digest_at:%H:%M}" if now else "08:00")
        ),
        section(say(ON_CLOSED_DAYS)),
        *_closings(now.closings if now else NEVER_CLOSED),
    ]
    return modal(ids.SETUP_FORM, say("Set up the program"), blocks, submit=say("Save"), close=say("Cancel"))


def _stands(now: ProgramPlan | None, line: str) -> str | None:
    return getattr(now, line) or None if now else None


def _closings(now: Closings) -> list[Block]:
    """Whose public holidays count, the agency's own closing days, and the holidays on which it works."""
    typed = (
        (CLOSED, say("Your own closing days"), now.closed, say("One a line, or with commas: Nov 27, Dec 24 to Dec 31")),
        (WORKS, say("Public holidays on which you work"), now.works, say("These come off the list: Oct 12")),
    )
    return [
        input_block(HOLIDAYS, say("Public holidays of"), select(_places(), initial=now.place)),
        *(
            input_block(
                block_id,
                label,
                text_input(initial=_typed(days), most=DAYS_MOST),
                hint=hint,
                optional=True,
            )
            for block_id, label, days, hint in typed
        ),
    ]


def _typed(days: Iterable[date]) -> str | None:
    """Days one a line, as they can be typed in every language; as people write them, where that is English."""
    if language.reading() == language.ENGLISH:
        return closings.in_words(days).replace(", ", "\n") or None
    return "\n".join(f"{each}" for each in sorted(days)) or None


def _places() -> list[tuple[str, str]]:
    """Where public holidays can be taken from. A state keeps its name in every language."""
    return [(key, say(name)) for key, name in PLACES.items()]


def _read_closings(view: View, today: date) -> Closings:
    place = required(view, HOLIDAYS)
    if place not in PLACES:
        raise AtField(HOLIDAYS, str(BadChoice()))
    days = {}
    for block_id in (CLOSED, WORKS):
        with at(block_id):
            days[block_id] = closings.read_dates(given(view, block_id) or "", today)
    return Closings(place, days[CLOSED], days[WORKS])


def closed_ahead(days: Sequence[date]) -> str:
    """The closed days to come, as their lead can check them: "Closed days ahead: Nov 26, Nov 27, Dec 25"."""
    named = ", ".join(schedule.day_in_short(each) for each in days)
    return say("Closed days ahead: {days}.", days=named) if named else say("No closed days ahead.")


def _keep(name: str, now: Retention | None) -> Block:
    """One class of record. Nothing is picked beforehand: the agency decides."""
    days = getattr(now, name) if now else 0
    choices = sorted({*OFFERED, *([days] if days else [])})
    picker = select([(str(each), days_in_words(each)) for each in choices], initial=str(days) if days else None)
    return input_block(keep_block(name), say(KEEP[name]), picker)


def keep_block(name: str) -> str:
    """The block in which the days of this class are picked."""
    return f"keep_{name}"


def _line(block_id: str, label: str, now: str | None, hint: str) -> Block:
    return input_block(block_id, label, text_input(initial=now, most=LINE_MOST, multiline=False), hint=hint)


def read_setup(view: View, today: date) -> ProgramPlan:
    """What was filled in; raises AtField."""
    hotline, on_call = (_read_line(view, block, read_number) for block in (HOTLINE, ON_CALL))
    helpline, privacy = (_read_line(view, block, read_line) for block in (HELPLINE, PRIVACY))
    day = required(view, DIGEST_DAY)
    if day not in set("0123456"):
        raise AtField(DIGEST_DAY, str(BadChoice()))
    return ProgramPlan(
        hotline=hotline,
        on_call=on_call,
        helpline=helpline,
        privacy_contact=privacy,
        retention=_read_retention(view),
        digest_day=int(day),
        digest_at=clock(view, DIGEST_AT),
        closings=_read_closings(view, today),
    )


def _read_retention(view: View) -> Retention:
    """The days of each class; raises AtField for one that nobody picked, or that cannot be."""
    days = {name: required(view, keep_block(name)) for name in CLASSES}
    for name, said in days.items():
        if not (said.isascii() and said.isdecimal() and len(said) <= 5):
            raise AtField(keep_block(name), str(BadChoice()))
    kept = Retention(**{name: int(said) for name, said in days.items()})
    with at(keep_block("words")):
        check_retention(kept)
    return kept


def _read_line(view: View, block_id: str, read: Callable[[str], str]) -> str:
    with at(block_id):
        line = read(required(view, block_id))
    if len(line) > LINE_MOST:
        raise AtField(block_id, str(TooLong()))
    return line


# Not those that another organization is in: a small success is for the people of here.
CHANNELS = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}


def enroll(coach: str | None) -> Block:
    """Who is invited, with whom, and which days to start from. Each of them still says yes or not."""
    everyone = {"type": "multi_users_select", "max_selected_items": 50}
    blocks = [
        input_block(CASEWORKERS, say("Caseworkers"), everyone),
        input_block(COACH, say("Their coach"), {"type": "users_select"} | ({"initial_user": coach} if coach else {})),
        input_block(SUPERVISOR, say("Their supervisor"), {"type": "users_select"}),
        input_block(
            CHANNEL,
            say("Coach channel, for small successes"),
            {"type": "conversations_select", "filter": CHANNELS},
        ),
        *rhythm.inputs(None),
        context(say("They pick their own days and hours when they say yes. Nothing is sent before that.")),
    ]
    return modal(ids.ENROLL_FORM, say("Enroll people"), blocks, submit=say("Invite"), close=say("Cancel"))


def read_enroll(view: View) -> tuple[list[str], str, str, str]:
    """Caseworkers, coach, supervisor and channel; raises AtField when one is missing or no channel."""
    caseworkers = several(view, CASEWORKERS)
    if not caseworkers:
        raise AtField(CASEWORKERS, say("Please pick at least one person."))
    channel = required(view, CHANNEL)
    if not channel.startswith(("C", "G")) or not is_id(channel):
        raise AtField(CHANNEL, say("Please pick a channel."))
    return caseworkers, required(view, COACH), required(view, SUPERVISOR), channel


def place(view: View, caseworker: str, zone: str) -> Place:
    """One caseworker's place, in their own zone."""
    _, coach, supervisor, channel = read_enroll(view)
    return Place(Roles(caseworker, coach, supervisor), channel, rhythm.read(view, zone))
