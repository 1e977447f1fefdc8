"""Days and hours, as they are asked in several forms."""

from datetime import time

from bot.coaching.errors import BadChoice
from bot.coaching.schedule import Rhythm
from bot.slack.blocks import Block, checkboxes, input_block, timepicker
from bot.slack.forms.reading import View, required, several

DAYS, OPENS, CLOSES = "days", "opens", "closes"
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def inputs(rhythm: Rhythm | None) -> list[Block]:
    """The three inputs, filled with what stands already."""
    days = [str(day) for day in sorted(rhythm.days)] if rhythm else ["0", "2"]
    opens, closes = (rhythm.at, rhythm.until) if rhythm else (time(9, 30), time(12, 30))
    boxes = checkboxes([(str(n), name) for n, name in enumerate(NAMES)], initial=days)
    return [
        input_block(DAYS, "Which days work? Pick up to three.", boxes),
        input_block(OPENS, "From", timepicker(f"{opens:%H:%M}")),
        input_block(CLOSES, "Until", timepicker(f"{closes:%H:%M}"), hint="I never write outside these hours."),
    ]


def read(view: View, zone: str) -> Rhythm:
    """The rhythm that was picked, in this zone; raises BadChoice for what no picker offers."""
    try:
        days = frozenset(int(day) for day in several(view, DAYS))
        at, until = (time.fromisoformat(required(view, block)) for block in (OPENS, CLOSES))
    except ValueError:
        raise BadChoice from None
    if not days <= set(range(7)):
        raise BadChoice
    return Rhythm(days, at, until, zone)
