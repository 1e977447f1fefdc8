"""When a coach's digest comes: as in the whole program, on a day and hour of their own, or a day before each session."""

from bot.coaching.digest_times import Wish
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, radio, select, timepicker
from bot.slack.forms.reading import AtField, View, clock, required
from bot.slack.forms.rhythm import NAMES

WHICH, DAY, AT = "which", "day", "at"
PROGRAM, OWN, SESSIONS = "program", "own", "sessions"
LABELS = {
    PROGRAM: mark("Once a week, as in the whole program"),
    OWN: mark("Once a week, on the day and hour below"),
    SESSIONS: mark("A day before each session with a date"),
}
NO_DATE = mark(
    "Before sessions, I send one for each person with a date. What others share with you stands in App Home."
)


def ask(wish: Wish, *, day: int, at: str, zone: str) -> Block:
    """The three ways; `day` and `at` ("08:00") are what stands now."""
    now = SESSIONS if wish.before_sessions else OWN if wish.own else PROGRAM
    ways = radio([(way, say(label)) for way, label in LABELS.items()], initial=now)
    days = select([(str(number), say(name)) for number, name in enumerate(NAMES)], initial=str(day))
    blocks = [
        input_block(WHICH, say("When do you want your digest?"), ways),
        input_block(DAY, say("Which day?"), days),
        input_block(AT, say("At what time?"), timepicker(at), hint=say("In your own time zone ({zone}).", zone=zone)),
        context(say(NO_DATE)),
    ]
    return modal(ids.DIGEST_TIME_FORM, say("Your digest"), blocks, submit=say("Save"), close=say("Cancel"))


def read(view: View) -> Wish:
    """What they chose; raises AtField for what was not on offer."""
    which = required(view, WHICH)
    if which not in LABELS:
        raise AtField(WHICH, str(BadChoice()))
    if which != OWN:
        return Wish(before_sessions=which == SESSIONS)
    day = required(view, DAY)
    if day not in set("0123456"):
        raise AtField(DAY, str(BadChoice()))
    return Wish(own=(int(day), clock(view, AT)))
