"""When a message may come: the days and hours each caseworker picked, in the place where they live.

Each moment is worked out from a local date, a local time and an IANA zone, and is then an instant in UTC. Weekdays
count from Monday = 0. A local time that spring skips moves to the first minute that exists; one that autumn repeats
is the first of the two.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.coaching.errors import BadRhythm
from bot.coaching.language import mark, say
from bot.coaching.said import DAYS, MONTHS, read_day, read_days, read_hours, read_span, read_zone

__all__ = [
    "Rhythm",
    "Window",
    "check_rhythm",
    "first_window_from",
    "in_words",
    "instant",
    "last_window_until",
    "left_out",
    "local_date",
    "moment_in",
    "moment_in_words",
    "monday_of",
    "next_moment",
    "next_window",
    "read_days",
    "read_hours",
    "read_span",
    "read_until",
    "read_zone",
    "slot_of",
    "week_of",
    "weekly",
    "window_at",
    "window_on",
]

MOST_DAYS = 3
WEEKLY = (
    mark("Mondays"),
    mark("Tuesdays"),
    mark("Wednesdays"),
    mark("Thursdays"),
    mark("Fridays"),
    mark("Saturdays"),
    mark("Sundays"),
)
_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_LONGEST_CLOSING = timedelta(days=35)
_WEEKEND = (5, 6)


@dataclass(frozen=True)
class Rhythm:
    """The weekdays a caseworker picked, and the local hours (`at` before `until`) in which a message may come.

    Nothing comes on `days_off`: local days on which their agency is closed, or they are away.
    """

    days: frozenset[int]
    at: time
    until: time
    zone: str
    days_off: frozenset[date] = frozenset()

    def has(self, day: date) -> bool:
        """Whether a message may come on this local day."""
        return day.weekday() in self.days and day not in self.days_off


@dataclass(frozen=True)
class Window:
    """One local day's hours: from `opens` up to, not with, `closes`, both in UTC."""

    day: date
    opens: datetime
    closes: datetime


@lru_cache(maxsize=4096)  # many people share their hours, and a beat asks for all of them
def instant(day: date, at: time, zone: str) -> datetime:
    """The moment in UTC when clocks in this zone show this time on this day: once, whatever the clocks do."""
    local = datetime.combine(day, at.replace(fold=0), ZoneInfo(zone))
    while _is_skipped(local):
        local = local.replace(second=0, microsecond=0) + _ONE_MINUTE
    return local.astimezone(UTC)


def local_date(now: datetime, zone: str) -> date:
    """The date on the wall in this zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def week_of(now: datetime, zone: str) -> date:
    """The Monday that began the local week."""
    return monday_of(local_date(now, zone))


def monday_of(day: date) -> date:
    """The Monday of a local day's week."""
    return day - timedelta(days=day.weekday())


def weekly(day: int, at: time, zone: str, after: datetime, days_off: Collection[date] = ()) -> datetime:
    """The next moment strictly after `after` when it is this weekday and time in this zone.

    What would fall on a day off comes at that time on the next day that is none; from Monday to Friday it stays there.
    """
    start = local_date(after, zone) - (_LONGEST_CLOSING if days_off else _ONE_DAY)
    slots = _days_from(start, lambda each: each.weekday() == day)
    moments = (instant(_working_day(each, days_off), at, zone) for each in slots)
    return next(moment for moment in moments if moment > after)


def slot_of(day: int, moved: date, days_off: Collection[date]) -> date:
    """The local day for which a weekly moment on `moved` was meant, before days off moved it on."""
    each = moved
    while each == moved or each in days_off or each.weekday() in _WEEKEND:
        if each.weekday() == day and (each == moved or each in days_off):
            return each
        each -= _ONE_DAY
    return moved


def check_rhythm(rhythm: Rhythm, most_days: int = MOST_DAYS) -> None:
    """Refuse a rhythm with no days, more than `most_days` a week, or hours that end before they start.

    Raises BadRhythm. Three a week is the cap because parents sent five texts a week opted out more than those sent
    one or three (Cortes, Fricke, Loeb and Song 2018, a study from another field).
    """
    if not rhythm.days:
        raise BadRhythm("Please pick at least one day.")
    if len(rhythm.days) > most_days:
        raise BadRhythm(say("Please pick at most {most} days a week. A little at a time works best.", most=most_days))
    if rhythm.at >= rhythm.until:
        raise BadRhythm("The end has to come after the start, on the same day.")


def window_on(rhythm: Rhythm, day: date) -> Window:
    """The caseworker's hours on this local day, whether or not it is one of their days."""
    opens, closes = instant(day, rhythm.at, rhythm.zone), instant(day, rhythm.until, rhythm.zone)
    if opens == closes:
        # Spring skipped all of these hours: they come later that day, and last as long as ever.
        closes += datetime.combine(day, rhythm.until) - datetime.combine(day, rhythm.at)
    return Window(day, opens, closes)


def next_window(rhythm: Rhythm, after: datetime) -> Window:
    """The first window that opens strictly after `after`. Raises BadRhythm when there are no days."""
    yesterday = local_date(after, rhythm.zone) - _ONE_DAY
    return next(window for window in _windows_from(rhythm, yesterday) if window.opens > after)


def window_at(rhythm: Rhythm, now: datetime) -> Window | None:
    """The window that `now` is in, or None outside the caseworker's days and hours."""
    today = local_date(now, rhythm.zone)
    windows = (window_on(rhythm, day) for day in (today - _ONE_DAY, today) if rhythm.has(day))
    return next((window for window in windows if window.opens <= now < window.closes), None)


def first_window_from(rhythm: Rhythm, day: date, now: datetime) -> Window:
    """The first window on or after this local day that is not over at `now`. Raises BadRhythm without days."""
    start = max(day, local_date(now, rhythm.zone) - _ONE_DAY)
    return next(window for window in _windows_from(rhythm, start) if window.closes > now)


def last_window_until(rhythm: Rhythm, day: date, now: datetime) -> Window | None:
    """The last window up to this local day that is not over at `now`; None when there is none any more."""
    while day >= local_date(now, rhythm.zone):
        if rhythm.has(day) and (window := window_on(rhythm, day)).closes > now:
            return window
        day -= _ONE_DAY
    return None


def moment_in(window: Window, who: str, most: timedelta) -> datetime:
    """This person's own moment in a window, at most `most` after it opens and in its first half.

    The same person and day always give the same moment, and people are spread evenly: an agency where everybody picked
    nine o'clock does not get all its questions in one minute.
    """
    room = min(most, (window.closes - window.opens) / 2)
    share = int.from_bytes(sha256(f"{who}:{window.day}".encode()).digest()[:4]) / 2**32
    return window.opens + room * share


def next_moment(rhythm: Rhythm, at: datetime) -> datetime:
    """`at` itself when it is inside their hours, else the start of their next window. Raises BadRhythm without days."""
    return at if window_at(rhythm, at) else next_window(rhythm, at).opens


def left_out(rhythm: Rhythm, first: date, last: date) -> list[date]:
    """The days of theirs from `first` to `last` on which nothing comes, because they are days off."""
    return sorted(day for day in rhythm.days_off if first <= day <= last and day.weekday() in rhythm.days)


def read_until(text: str, now: datetime, zone: str) -> datetime | None:
    """When a pause ends: the start, in UTC, of the local day in "friday", "dec 1", "2026-12-01" or "2 weeks".

    Nothing said is None: until they resume. Raises BadRhythm for a day that cannot be read, has passed, or is more
    than a year away.
    """
    day = read_day(text, local_date(now, zone))
    return None if day is None else instant(day, time(), zone)


def in_words(rhythm: Rhythm) -> str:
    """The rhythm as people say it: "Mondays and Wednesdays, 9:30 am to 12:30 pm (America/Chicago)"."""
    *most, last = [say(WEEKLY[day]) for day in sorted(rhythm.days)] or [say("No days")]
    days = f"{', '.join(most)}{say(' and ')}{last}" if most else last
    hours = say("{opens} to {closes}", opens=_clock_in_words(rhythm.at), closes=_clock_in_words(rhythm.until))
    return f"{days}, {hours} ({rhythm.zone})"


def moment_in_words(at: datetime, zone: str, *, year: int | None = None) -> str:
    """The moment on the wall in this zone: "Wednesday, Nov 25 at 9:30 am"; with its year when that is not this `year`."""
    local = at.astimezone(ZoneInfo(zone))
    day, half = day_of_week(local.date(), year=year), "am" if local.hour < 12 else "pm"
    if local.hour % 12 == 1:  # a text of its own, for other languages say one o'clock in the singular: "a la 1:30 pm"
        return say("{day} at 1:{minute} {half}", day=day, minute=f"{local.minute:02}", half=half)
    return say("{day} at {time}", day=day, time=_clock_in_words(local.time()))


def day_in_words(at: datetime, zone: str) -> str:
    """The local day of a moment: "Wednesday, Nov 25"."""
    return day_of_week(at.astimezone(ZoneInfo(zone)).date())


def day_of_month(day: date) -> str:
    """A day of this year: "November 25"."""
    return say("{month} {number}", month=say(f"{day:%B}"), number=day.day)


def day_in_short(day: date) -> str:
    """A day of this year in little room: "Nov 25"."""
    return say("{month} {number}", month=say(MONTHS[day.month - 1]), number=day.day)


def day_of_week(day: date, *, year: int | None = None) -> str:
    """A day as people say it: "Wednesday, Nov 25"; with its year when that is not this `year`."""
    weekday, month = say(DAYS[day.weekday()]), say(MONTHS[day.month - 1])
    said = say("{weekday}, {month} {number}", weekday=weekday, month=month, number=day.day)
    return said if year in (None, day.year) else say("{day}, {year}", day=said, year=day.year)


def _is_skipped(local: datetime) -> bool:
    # Python reads a time in a gap twice: before the change (fold 0) it lands later than after it (fold 1).
    return local.replace(fold=1).astimezone(UTC) < local.astimezone(UTC)


def _days_from(start: date, wanted: Callable[[date], bool]) -> Iterator[date]:
    day = start
    while True:
        if wanted(day):
            yield day
        day += _ONE_DAY


def _windows_from(rhythm: Rhythm, start: date) -> Iterator[Window]:
    if not rhythm.days:
        raise BadRhythm("Please pick at least one day.")
    return (window_on(rhythm, day) for day in _days_from(start, rhythm.has))


def _working_day(day: date, days_off: Collection[date]) -> date:
    """This day, or when it is off, the next one that is not: a working day moves to a working day."""
    each = day
    while each in days_off or (each.weekday() in _WEEKEND and day.weekday() not in _WEEKEND):
        each += _ONE_DAY
    return each


def _clock_in_words(at: time) -> str:
    if at == time(12):
        return say("noon")
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"
