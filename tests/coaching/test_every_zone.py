"""Every zone, every day of 2026 and 2027, every half hour: one moment for each local day asked for."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from bot.coaching.schedule import Rhythm, instant, local_date, next_window, slot_of, weekly

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


def off_around(zone: str) -> frozenset[date]:
    """Closed on every 17th day, and two weeks away around each change of the clocks: the change itself is among them."""
    changes = [(end + shift).date() for _start, end, shift in stretches(zone)[:-1]]
    away = (change + timedelta(days=number) for change in changes for number in range(-6, 8))
    return frozenset(ALL_DAYS[::17]) | frozenset(away)


def test_two_years_with_closed_days_and_days_away_miss_nothing_and_bring_nothing_twice():
    """In every kind of zone a daily rhythm, asked from window to window, gives each day that is not off once, in order."""
    every_day = frozenset(range(7))

    for zone in one_zone_of_each_kind():
        off = off_around(zone)
        for at in (time(0), time(0, 30), time(2, 30), time(9, 30)):
            rhythm = Rhythm(every_day, at, time(23, 59), zone, off)
            asked, moment = list[date](), instant(FIRST - timedelta(days=1), at, zone)
            while not asked or asked[-1] < LAST:
                window = next_window(rhythm, moment)
                asked.append(window.day)
                moment = window.opens

            assert asked[:-1] == [day for day in ALL_DAYS if day not in off and day < asked[-1]], (zone, at)


def test_two_years_of_digests_miss_no_week_and_bring_none_twice():
    """In every kind of zone each weekly moment comes once, on its day or the next working day, for the week it was meant."""
    for zone in one_zone_of_each_kind():
        off = off_around(zone)
        for day, at in ((0, time(8)), (6, time(2, 30))):
            slots = [each for each in ALL_DAYS if each.weekday() == day]
            moments, after = list[datetime](), instant(FIRST - timedelta(days=1), at, zone)
            while after < EDGES[1] - timedelta(days=40):
                after = weekly(day, at, zone, after, off)
                moments.append(after)

            wanted = [expected(datetime.combine(working_day(slot, off), at, UTC), zone) for slot in slots]
            assert [each for each in sorted(set(wanted)) if each <= moments[-1]] == moments, (zone, day)
            found = {slot_of(day, local_date(moment, zone), off) for moment in moments}
            assert {slot for slot in found if slot in slots} == found, (zone, day)


def working_day(day: date, off: frozenset[date]) -> date:
    """Reckoned here once more, by looking at one day after the other."""
    if day not in off:
        return day
    ahead = (day + timedelta(days=number) for number in range(1, 60))
    return next(each for each in ahead if each not in off and (each.weekday() < 5 or day.weekday() > 4))
