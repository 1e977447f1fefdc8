"""When what belongs to a coaching session comes: its cue prompts and its digest, a day before it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coaching import schedule
from bot.coaching.errors import BadChoice
from bot.coaching.paths import Path
from bot.coaching.questions import Step
from bot.coaching.schedule import Rhythm, Window

ONE_DAY = timedelta(days=1)
FARTHEST = timedelta(days=366)
AT_SESSION = "at my next session"
"""A time to check back that is on offer where a session has a date."""
_WEEKEND = (5, 6)


@dataclass(frozen=True)
class NextSession:
    """The session that comes next: with which coach, when (UTC), and who of the two set the date."""

    coach: str
    at: datetime
    set_by: str


def check_date(at: datetime, now: datetime) -> None:
    """Refuse a session that lies behind `now`, or more than a year ahead; raises BadChoice."""
    if at <= now:
        raise BadChoice("That moment has passed. Please pick one that is still to come.")
    if at - now > FARTHEST:
        raise BadChoice("That is more than a year away. Please pick a day that is closer.")


def cues_at(rhythm: Rhythm, at: datetime, now: datetime) -> tuple[Window, datetime] | None:
    """When the cue prompts before a session at `at` come: in which hours of the caseworker's, and at which moment in them.

    A day before it; outside their hours, when the last of them up to then begin; and when none are left, in the first that
    are still before the session. None when there are no such hours: late help is none. Coaches are to send cue prompts
    before each session (the Coaching Toolkit, p. 80).
    """
    wanted = at - ONE_DAY
    if now <= wanted:
        if window := schedule.window_at(rhythm, wanted):
            return window, wanted
        if (window := _last_before(rhythm, wanted, now)) is not None:
            return window, max(window.opens, now)
    window = schedule.window_at(rhythm, now) or schedule.next_window(rhythm, now)
    moment = max(window.opens, now)
    return (window, moment) if moment < at else None


def digest_at(at: datetime, zone: str, days_off: Collection[date] = ()) -> datetime:
    """When the digest before a session at `at` comes, in the coach's zone: a day before it, at the same time of day.

    On a weekend or a closed day it comes earlier, on the last working day before: a coach reads it at work.
    """
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() - ONE_DAY
    while day in days_off or day.weekday() in _WEEKEND:
        day -= ONE_DAY
    return schedule.instant(day, local.time(), zone)


def offered(path: Path, *, has_date: bool) -> Path:
    """The path as it is put to somebody: without “at my next session” where no session has a date.

    A step that asks for nothing else is left out.
    """
    if has_date:
        return path
    steps = (_without(each) for each in path.steps)
    return replace(path, steps=tuple(each for each in steps if len(each.choices) != 1))


def _last_before(rhythm: Rhythm, wanted: datetime, now: datetime) -> Window | None:
    """The last of their hours that are over at the wanted moment, and not over yet at `now`."""
    day = schedule.local_date(wanted, rhythm.zone)
    window = schedule.last_window_until(rhythm, day, now)
    if window is not None and window.opens > wanted:
        window = schedule.last_window_until(rhythm, window.day - ONE_DAY, now)
    return window


def _without(step: Step) -> Step:
    left = [each for each in step.offers() if each[0] != AT_SESSION]
    labels = tuple(label for _, label in left) if step.labels else ()
    return replace(step, choices=tuple(choice for choice, _ in left), labels=labels)
