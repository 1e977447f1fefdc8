"""A hard day: everything goes quiet for as long as somebody picks, nobody is told, and people who can help are named."""

from datetime import datetime, time, timedelta

from bot.coaching import schedule
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.slack import ids
from bot.slack.blocks import Block, context, escape, input_block, modal, radio, section
from bot.slack.forms.reading import AtField, View, required
from bot.slack.forms.said import said

HOW_LONG = "how_long"
DAYS = {"today": 1, "three_days": 3, "week": 7}
LABELS = {"today": mark("for today"), "three_days": mark("for three days"), "week": mark("for a week")}
OPENING = mark("I will go quiet for as long as you pick. Nobody is told, and you need not say why.")
PAUSED = mark("You are paused, so nothing comes. Type `/coach-checkin resume` when you want me back.")
AGAIN = mark("Type `/coach-checkin resume` when you want me back sooner.")


def ask(helplines: str) -> Block:
    """How long, and whom to call."""
    choices = radio([(key, say(label).capitalize()) for key, label in LABELS.items()], initial="today")
    blocks = [section(say(OPENING)), input_block(HOW_LONG, say("How long?"), choices), context(escape(helplines))]
    return modal(ids.HARD_DAY_FORM, say("A hard day"), blocks, submit=say("Go quiet"), close=say("Cancel"))


def read(view: View, now: datetime, zone: str) -> datetime:
    """The start of the local day on which it is over, in UTC; raises AtField for what was not on offer."""
    days = DAYS.get(required(view, HOW_LONG))
    if days is None:
        raise AtField(HOW_LONG, str(BadChoice()))
    return schedule.instant(schedule.local_date(now, zone) + timedelta(days=days), time(), zone)


def quiet(until: str, helplines: str) -> Block:
    """It is done; without an end for somebody who is paused until they say so."""
    nothing = f"{say('Nothing comes before {until}.', until=until)} {say(AGAIN)}" if until else say(PAUSED)
    return said(say("I am quiet now"), f"{nothing}\n{escape(helplines)}")
