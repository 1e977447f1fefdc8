"""Every zone, every day of 2026 and 2027, every half hour: one moment for each local day asked for."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from bot.coaching.schedule import Rhythm, instant, next_window

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
ALL_DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
EDGES = datetime(2025, 12, 29, tzinfo=UTC), datetime(2028, 1, 3, tzinfo=UTC)
STEP, MINUTE = timedelta(hours=6), timedelta(minutes=1)

Stretch = tuple[datetime, datetime, timedelta]


def offset(moment: datetime, place: ZoneInfo) -> timedelta:
    found = moment.astimezone(place).utcoffset()
    assert found is not None
    return found


@cache
def stretches(zone: str) -> tuple[Stretch, ...]:
    """The zone's stretches of one offset, from and to in UTC, found from the UTC side: no local time is read here.

    Offsets are looked at every six hours and each change is then closed in on to the minute.
    """
    place, (start, end) = ZoneInfo(zone), EDGES
    found, at = [], start
    while at < end:
        if offset(at + STEP, place) != offset(at, place):
            change = first_minute_of_change(at, place)
            found.append((start, change, offset(at, place)))
            start = change
        at += STEP
    return (*found, (start, at, offset(start, place)))


def first_minute_of_change(before: datetime, place: ZoneInfo) -> datetime:
    low, high = before, before + STEP
    while high - low > MINUTE:
        middle = low + (high - low) // MINUTE // 2 * MINUTE
        low, high = (middle, high) if offset(middle, place) == offset(before, place) else (low, middle)
    return high


def expected(local: datetime, zone: str) -> datetime:
    """The first UTC minute that shows this local time, or else the start of the stretch that skipped it."""
    for start, end, shift in stretches(zone):
        if start <= local - shift < end:
            return local - shift
    return next(start for start, _end, shift in stretches(zone) if start + shift > local)


def check(zone: str, days: list[date]) -> None:
    for at in HALF_HOURS:
        moments = [instant(day, at, zone) for day in days]
        assert moments == [expected(datetime.combine(day, at, UTC), zone) for day in days], (zone, at)
        assert all(first < second for first, second in pairwise(moments)), (zone, at)


def one_zone_of_each_kind() -> list[str]:
    kinds = {stretches(zone): zone for zone in sorted(available_timezones())}
    return list(kinds.values())


def test_every_half_hour_of_two_years_is_one_moment_in_every_kind_of_zone():
    """One firing a day, each later than the last, on all 730 days at all 48 half hours.

    Many of the 599 names share one history of offsets in these years. `instant` knows a zone only by its offsets, so
    each history is walked in full once, under one name; the next test visits the changes under every name.
    """
    kinds = one_zone_of_each_kind()

    for zone in kinds:
        check(zone, ALL_DAYS)

    assert len(kinds) > 50


def test_every_name_is_right_around_every_change_of_its_clocks():
    """Under every zone's own name: the day of each change, the day before and the day after, at all 48 half hours."""
    changes = 0

    for zone in sorted(available_timezones()):
        for _start, end, shift in stretches(zone)[:-1]:
            day = (end + shift).date()
            check(zone, [day + timedelta(days=number) for number in (-1, 0, 1)])
            changes += 1

    assert changes > 500


def test_windows_follow_each_other_day_by_day_around_every_change():
    """A daily rhythm gives each day once, in order, when each next window is asked for from the one before."""
    every_day = frozenset(range(7))

    for zone in one_zone_of_each_kind():
        for _start, end, shift in stretches(zone)[:-1]:
            day = (end + shift).date()
            for at in HALF_HOURS[:-1]:
                rhythm = Rhythm(every_day, at, time(23, 59), zone)
                asked, moment = [], instant(day - timedelta(days=2), at, zone)
                for _ in range(4):
                    window = next_window(rhythm, moment)
                    asked.append(window.day)
                    moment = window.opens
                    assert window.opens < window.closes, (zone, window)

                assert asked == [day + timedelta(days=number) for number in (-1, 0, 1, 2)], (zone, at)
