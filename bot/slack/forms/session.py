"""The date of a coaching session: set it, move it, or take it away. A coach says first with whom."""

from datetime import date, datetime

from bot.coaching import schedule
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.slack import ids
from bot.slack.blocks import Block, checkboxes, context, input_block, modal, section, timepicker
from bot.slack.forms.reading import AtField, View, clock, given, required, several

PERSON, DAY, AT, NONE = "person", "day", "at", "none"
NO_MESSAGE = mark("This is no calendar, and I send no message about it. Please tell each other too.")
CUES = mark(
    "A day before, inside their hours, I ask the caseworker what they want from it. They pick what the coach gets to see."
)


def ask(stands: str, *, zone: str, with_person: bool) -> Block:
    """The day and the hour; `stands` says in words what is set now, if anything is."""
    person = {"type": "users_select"}
    gone = checkboxes([("gone", say("There is no session: take the date away"))])
    blocks = [
        *([section(stands)] if stands else []),
        *([input_block(PERSON, say("With whom?"), person)] if with_person else []),
        input_block(DAY, say("Which day?"), {"type": "datepicker"}, optional=True),
        input_block(
            AT, say("At what time?"), timepicker("10:00"), hint=say("In your own time zone ({zone}).", zone=zone)
        ),
        input_block(NONE, say("Or"), gone, optional=True),
        context(say(CUES), say(NO_MESSAGE)),
    ]
    return modal(ids.SESSION_FORM, say("Your coaching session"), blocks, submit=say("Save"), close=say("Cancel"))


def read_person(view: View) -> str | None:
    """With whom, where the form asks that; raises AtField when it was left empty."""
    return required(view, PERSON) if any(each.get("block_id") == PERSON for each in view.get("blocks", [])) else None


def read(view: View, zone: str) -> datetime | None:
    """The moment in UTC, or None to take the date away; raises AtField for no day, or one that no picker offers."""
    if several(view, NONE):
        return None
    picked = given(view, DAY)
    if not picked:
        raise AtField(DAY, say("Please pick a day, or say that there is no session."))
    try:
        day = date.fromisoformat(picked)
    except ValueError:
        raise AtField(DAY, str(BadChoice())) from None
    return schedule.instant(day, clock(view, AT), zone)
