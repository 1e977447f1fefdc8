"""A hard day: everything goes quiet for as long as somebody picks, nobody is told, and people who can help are named."""

from datetime import datetime, time, timedelta

from bot.coaching import schedule
from bot.coaching.errors import BadChoice
from bot.slack import ids
from bot.slack.blocks import Block, context, escape, input_block, modal, radio, section
from bot.slack.forms.reading import AtField, View, required
from bot.slack.forms.said import said

HOW_LONG = "how_long"
DAYS = {"today": 1, "three_days": 3, "week": 7}
LABELS = {"today": "for today", "three_days": "for three days", "week": "for a week"}
OPENING = "I will go quiet for as long as you pick. Nobody is told, and you need not say why."
AGAIN = "Type `/coach-checkin resume` when you want me back sooner."


def ask(helplines: str) -> Block:
    """How long, and whom to call."""
    choices = radio([(key, label.capitalize()) for key, label in LABELS.items()], initial="today")
    blocks = [section(OPENING), input_block(HOW_LONG, "How long?", choices), context(escape(helplines))]
    return modal(ids.HARD_DAY_FORM, "A hard day", blocks, submit="Go quiet", close="Cancel")


def read(view: View, now: datetime, zone: str) -> datetime:
    """The start of the local day on which it is over, in UTC; raises AtField for what was not on offer."""
    days = DAYS.get(required(view, HOW_LONG))
    if days is None:
        raise AtField(HOW_LONG, str(BadChoice()))
    return schedule.instant(schedule.local_date(now, zone) + timedelta(days=days), time(), zone)


def quiet(until: str, helplines: str) -> Block:
    """It is done."""
    return said("I am quiet now", f"Nothing comes before {until}. {AGAIN}\n{escape(helplines)}")
