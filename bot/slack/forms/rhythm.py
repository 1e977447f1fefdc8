"""Days and hours, as they are asked in several forms."""

from dataclasses import replace
from datetime import time

from bot.coaching import said
from bot.coaching.errors import BadChoice
from bot.coaching.language import say
from bot.coaching.schedule import Rhythm, check_rhythm
from bot.slack.blocks import Block, checkboxes, input_block, timepicker
from bot.slack.forms.reading import AtField, View, at, clock, several

DAYS, OPENS, CLOSES = "days", "opens", "closes"
NAMES = said.DAYS


def inputs(rhythm: Rhythm | None) -> list[Block]:
    """The three inputs, filled with what stands already."""
    days = [str(day) for day in sorted(rhythm.days)] if rhythm else ["0", "2"]
    opens, closes = (rhythm.at, rhythm.until) if rhythm else (time(9, 30), time(12, 30))
    boxes = checkboxes([(str(n), say(name)) for n, name in enumerate(NAMES)], initial=days)
    return [
        input_block(DAYS, say("Which days work? Pick up to three."), boxes),
        input_block(OPENS, say("From"), timepicker(f"{opens:%H:%M}")),
        input_block(
            CLOSES, say("Until"), timepicker(f"{closes:%H:%M}"), hint=say("I never write outside these hours.")
        ),
    ]


def read(view: View, zone: str) -> Rhythm:
    """The rhythm that was picked, in this zone; raises AtField for what no picker offers."""
    picked = several(view, DAYS)
    if not set(picked) <= set("0123456"):
        raise AtField(DAYS, str(BadChoice()))
    rhythm = Rhythm(frozenset(map(int, picked)), clock(view, OPENS), clock(view, CLOSES), zone)
    with at(DAYS):
        check_rhythm(replace(rhythm, at=time.min, until=time.max))
    with at(CLOSES):
        check_rhythm(rhythm)
    return rhythm
