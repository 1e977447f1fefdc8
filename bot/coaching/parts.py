"""When the parts of a path, and the reminder of a plan, come: counted back from a day, or some days after it was finished."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.coaching import schedule
from bot.coaching.questions import Part
from bot.coaching.schedule import Rhythm, Window

_ONE_DAY = timedelta(days=1)
_HALF_AN_HOUR = timedelta(minutes=30)
Placed = tuple[Part, Window]


def placed(
    parts: Sequence[Part], given: Mapping[str, str], rhythm: Rhythm, finished: date, now: datetime
) -> list[Placed]:
    """The parts that will come, each in hours of its own, in the order of their days.

    What is meant for before a day comes in the last hours of theirs up to then, and is left out when there are none: late
    help is none. What is meant for after comes in the first hours from then on. `given` are the answers of the path, by step.
    """
    wanted = sorted(((day, part) for part in parts if (day := _day(part, given, finished))), key=lambda each: each[0])
    before = _counted_back([(day, part) for day, part in wanted if _is_before(part)], rhythm, now)
    after: list[Placed] = []
    for day, part in wanted:
        if not _is_before(part):
            last = [window.day + _ONE_DAY for _, window in (*before, *after)]
            after.append((part, schedule.first_window_from(rhythm, max([day, *last]), now)))
    return [*before, *after]


def last_hours_until(rhythm: Rhythm, day: date, now: datetime) -> Window | None:
    """The last of their hours up to this local day that begin after `now`; without any, the last half hour of the open ones.

    What somebody has just written does not come back to them at once: the hours that are open now count only when their last
    half hour begins half an hour from now or later. None when nothing is left up to the day.
    """
    window = schedule.last_window_until(rhythm, day, now)
    if window is None or window.opens > now:
        return window
    late = window.closes - _HALF_AN_HOUR
    return replace(window, opens=late) if late >= now + _HALF_AN_HOUR else None


def first_hours_from(rhythm: Rhythm, day: date, now: datetime) -> Window:
    """The first of their hours on or after this local day; of those that are open now, the end, or when that is near, the next ones.

    Raises BadRhythm without days.
    """
    window = schedule.first_window_from(rhythm, day, now)
    if window.opens > now:
        return window
    return last_hours_until(rhythm, window.day, now) or schedule.next_window(rhythm, now)


def _is_before(part: Part) -> bool:
    return part.of is not None and part.days <= 0


def _day(part: Part, given: Mapping[str, str], finished: date) -> date | None:
    """The local day that a part is meant for; None when its author did not want it, or named no day."""
    if part.wanted_by is not None and not given.get(part.wanted_by):
        return None
    named = given.get(part.of) if part.of else finished.isoformat()
    return date.fromisoformat(named) + part.days * _ONE_DAY if named else None


def _counted_back(wanted: Sequence[tuple[date, Part]], rhythm: Rhythm, now: datetime) -> list[Placed]:
    """From the last to the first, so that the one nearest to the day is never left out for another."""
    found: list[Placed] = []
    for day, part in reversed(wanted):
        latest = min([day, *(window.day - _ONE_DAY for _, window in found)])
        window = last_hours_until(rhythm, latest, now)
        if window is not None:
            found.append((part, window))
    return found[::-1]
