"""When a message may come: moments, windows and weeks, in the zone where the caseworker lives."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import schedule
from bot.coaching.errors import BadRhythm
from bot.coaching.schedule import Rhythm

KANSAS = "America/Chicago"
TUESDAY = date(2026, 11, 24)
MON_WED = Rhythm(frozenset({0, 2}), time(9, 30), time(12, 30), KANSAS)
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)

zones = st.sampled_from([KANSAS, "America/Nuuk", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"])
days = st.frozensets(st.integers(0, 6), min_size=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
minutes = st.integers(0, 1438)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    first = draw(minutes)
    return Rhythm(draw(days), clock(first), clock(draw(st.integers(first + 1, 1439))), draw(zones))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        (date(2026, 7, 1), time(9, 30), KANSAS, "2026-07-01 14:30"),
        (date(2026, 12, 1), time(9, 30), KANSAS, "2026-12-01 15:30"),
        (date(2026, 3, 8), time(2, 0), "America/New_York", "2026-03-08 07:00"),
        (date(2026, 3, 8), time(2, 30), "America/New_York", "2026-03-08 07:00"),
        (date(2026, 3, 8), time(3, 0), "America/New_York", "2026-03-08 07:00"),
        (date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01 05:30"),
        (date(2026, 11, 1), time(2, 0), "America/New_York", "2026-11-01 07:00"),
        (date(2026, 3, 28), time(23, 30), "America/Nuuk", "2026-03-29 01:00"),
    ],
)
def test_a_local_time_is_one_moment(day, at, zone, moment):
    """A skipped time moves to the first minute that exists; a repeated one is the first of the two."""
    assert schedule.instant(day, at, zone) == utc(moment)


def test_a_repeated_time_is_the_first_even_if_the_second_was_meant():
    """The fold mark that Python keeps on a time changes nothing."""
    assert schedule.instant(date(2026, 11, 1), time(1, 30, fold=1), "America/New_York") == utc("2026-11-01 05:30")


def test_the_date_is_the_one_on_the_wall():
    """Late on a Kansas evening it is the next day in UTC, and still today for the caseworker."""
    assert schedule.local_date(utc("2026-11-25 05:00"), KANSAS) == TUESDAY


def test_a_week_begins_on_its_local_monday():
    """Sunday night in Kansas is Monday in UTC, and belongs to the week that ends."""
    assert schedule.week_of(utc("2026-11-30 05:00"), KANSAS) == date(2026, 11, 23)


def test_a_weekly_moment_is_strictly_later():
    """At the very moment of this week's digest, the next one is a week away, at the same local hour."""
    first = schedule.weekly(0, time(8), "America/New_York", utc("2026-10-20 00:00"))

    assert [first, schedule.weekly(0, time(8), "America/New_York", first)] == [
        utc("2026-10-26 12:00"),
        utc("2026-11-02 13:00"),
    ]


def test_the_next_window_opens_on_the_next_day_picked():
    """On a Tuesday, Mondays and Wednesdays come next on Wednesday, at the local hours."""
    window = schedule.next_window(MON_WED, NOW)

    assert (window.day, window.opens, window.closes) == (
        date(2026, 11, 25),
        utc("2026-11-25 15:30"),
        utc("2026-11-25 18:30"),
    )


def test_at_the_moment_a_window_opens_the_next_one_is_another():
    """So that planning the next message never finds the one just sent."""
    window = schedule.next_window(MON_WED, NOW)

    assert schedule.next_window(MON_WED, window.opens).day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("now", "inside"),
    [
        ("2026-11-25 15:29", False),
        ("2026-11-25 15:30", True),
        ("2026-11-25 18:29", True),
        ("2026-11-25 18:30", False),
        ("2026-11-26 16:00", False),
    ],
)
def test_a_window_holds_its_first_minute_and_not_its_last(now, inside):
    """Messages come from the first minute on, and none at the end or on another day."""
    assert (schedule.window_at(MON_WED, utc(now)) is not None) == inside


def test_the_first_window_may_be_the_one_now():
    """A check-back that is due today goes out today while the hours last, and else on the next day picked."""
    wednesday = date(2026, 11, 25)

    found = [schedule.first_window_from(MON_WED, wednesday, utc(f"2026-11-25 {now}")).day for now in ("16:00", "18:30")]

    assert found == [wednesday, date(2026, 11, 30)]


def test_the_first_window_waits_for_its_day():
    """A check-back for next week does not come this week."""
    assert schedule.first_window_from(MON_WED, date(2026, 12, 1), NOW).day == date(2026, 12, 2)


def test_hours_that_spring_skips_come_later_that_day():
    """A window that falls wholly into the gap opens after it and lasts as long."""
    rhythm = Rhythm(frozenset({6}), time(2, 10), time(2, 40), "America/New_York")

    window = schedule.window_on(rhythm, date(2026, 3, 8))

    assert (window.opens, window.closes) == (utc("2026-03-08 07:00"), utc("2026-03-08 07:30"))


@given(rhythms(), moments)
def test_the_next_window_is_later_and_on_a_day_picked(rhythm, now):
    """Whatever the rhythm and the moment: later, on one of the days, within eight days, and open when it opens."""
    window = schedule.next_window(rhythm, now)

    assert now < window.opens < window.closes
    assert window.day.weekday() in rhythm.days
    assert window.opens - now < timedelta(days=9)
    assert schedule.window_at(rhythm, window.opens) == window


@given(rhythms(), moments)
def test_no_window_is_passed_over(rhythm, now):
    """Between now and the next window, no day that was picked opens."""
    window = schedule.next_window(rhythm, now)
    between = (window.day - timedelta(days=number) for number in range(1, 9))

    assert all(schedule.window_on(rhythm, day).opens <= now for day in between if day.weekday() in rhythm.days)


def test_a_day_off_has_no_window():
    """Closed on Wednesday, Nov 25: no window is open then, and the next one is on Monday."""
    closed = replace(MON_WED, days_off=frozenset({date(2026, 11, 25)}))

    assert schedule.window_at(closed, utc("2026-11-25 16:00")) is None
    assert schedule.next_window(closed, NOW).day == date(2026, 11, 30)
    assert schedule.first_window_from(closed, date(2026, 11, 25), NOW).day == date(2026, 11, 30)


@given(rhythms(), moments, st.frozensets(st.integers(-3, 40), max_size=30))
def test_days_off_move_a_window_to_the_next_day_that_is_none(rhythm, now, off):
    """The next window is never on a day off, and every window before it was."""
    today = schedule.local_date(now, rhythm.zone)
    days_off = frozenset(today + timedelta(days=number) for number in off)

    with_days_off = replace(rhythm, days_off=days_off)

    window, usual, open_now = (
        schedule.next_window(with_days_off, now),
        schedule.next_window(rhythm, now),
        schedule.window_at(with_days_off, now),
    )
    while usual.day in days_off:
        usual = schedule.next_window(rhythm, usual.opens)

    assert window == usual
    assert open_now is None or open_now.day not in days_off


def test_a_moment_inside_their_hours_is_kept():
    """Ten o'clock is fine as it is; two in the afternoon waits for the next hours."""
    asked = (utc("2026-11-25 16:00"), utc("2026-11-25 20:00"))

    assert [schedule.next_moment(MON_WED, at) for at in asked] == [utc("2026-11-25 16:00"), utc("2026-11-30 15:30")]


def test_only_their_own_days_are_left_out():
    """Of a closed week, Monday and Wednesday concern somebody whose days are Mondays and Wednesdays."""
    week = frozenset(date(2026, 12, day) for day in range(21, 28))

    found = schedule.left_out(replace(MON_WED, days_off=week), date(2026, 12, 22), date(2026, 12, 31))

    assert found == [date(2026, 12, 23)]


@pytest.mark.parametrize(
    ("day", "closed", "comes"),
    [
        (0, [], "2026-11-30 14:00"),
        (0, ["2026-11-30"], "2026-12-01 14:00"),
        (4, ["2026-11-27"], "2026-11-30 14:00"),
        (4, ["2026-11-26", "2026-11-27", "2026-11-30"], "2026-12-01 14:00"),
        (5, [], "2026-11-28 14:00"),
    ],
)
def test_a_weekly_moment_on_a_day_off_comes_on_the_next_working_day(day, closed, comes):
    """From Monday to Tuesday; from Friday over the weekend to Monday; a Saturday that was picked stays."""
    days_off = frozenset(map(date.fromisoformat, closed))

    moment = schedule.weekly(day, time(8), KANSAS, NOW, days_off)

    assert moment == utc(comes)
    assert schedule.slot_of(day, schedule.local_date(moment, KANSAS), days_off).weekday() == day


def test_two_closed_weeks_bring_one_moment():
    """Closed over two Fridays: both come to the same Monday, which stands for the later one; then all is as usual."""
    closed = frozenset(date(2026, 12, 21) + timedelta(days=number) for number in range(14))

    first = schedule.weekly(4, time(8), KANSAS, utc("2026-12-18 14:00"), closed)
    second = schedule.weekly(4, time(8), KANSAS, first, closed)

    assert (first, second) == (utc("2027-01-04 14:00"), utc("2027-01-08 14:00"))
    assert schedule.slot_of(4, date(2027, 1, 4), closed) == date(2027, 1, 1)


def test_a_moment_that_nothing_moved_is_its_own_slot():
    """A Tuesday after an ordinary Monday was meant for Tuesday."""
    assert schedule.slot_of(0, TUESDAY, frozenset()) == TUESDAY


@given(rhythms(), moments, st.integers(-3, 20))
def test_the_first_window_from_a_day_is_never_over(rhythm, now, later):
    """It is on or after the day asked for, and has time left."""
    day = schedule.local_date(now, rhythm.zone) + timedelta(days=later)

    window = schedule.first_window_from(rhythm, day, now)

    assert window.day >= day
    assert window.closes > now


@pytest.mark.parametrize(
    "rhythm",
    [
        Rhythm(frozenset(), time(9), time(10), KANSAS),
        Rhythm(frozenset(range(4)), time(9), time(10), KANSAS),
        Rhythm(frozenset({1}), time(10), time(10), KANSAS),
        Rhythm(frozenset({1}), time(11), time(10), KANSAS),
    ],
)
def test_a_rhythm_has_one_to_three_days_and_hours_in_order(rhythm):
    """No days, four days, and hours that end at or before their start are refused."""
    with pytest.raises(BadRhythm):
        schedule.check_rhythm(rhythm)


def test_a_rhythm_within_the_cap_is_fine():
    """Two days a week, the usual dose."""
    schedule.check_rhythm(MON_WED)


def test_a_rhythm_without_days_has_no_next_window():
    """It is refused in words instead of being looked for without end."""
    with pytest.raises(BadRhythm, match="at least one day"):
        schedule.next_window(Rhythm(frozenset(), time(9), time(10), KANSAS), NOW)


@pytest.mark.parametrize(
    ("days_picked", "words"),
    [
        ({0}, "Mondays, 9:30 am to noon (America/Chicago)"),
        ({2, 0}, "Mondays and Wednesdays, 9:30 am to noon (America/Chicago)"),
        ({4, 0, 2}, "Mondays, Wednesdays and Fridays, 9:30 am to noon (America/Chicago)"),
    ],
)
def test_a_rhythm_reads_as_people_say_it(days_picked, words):
    """Days in the order of the week, hours on a twelve-hour clock."""
    assert schedule.in_words(Rhythm(frozenset(days_picked), time(9, 30), time(12), KANSAS)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-25 15:30", "Wednesday, Nov 25 at 9:30 am"),
        ("2026-11-25 18:00", "Wednesday, Nov 25 at noon"),
        ("2026-11-26 06:05", "Thursday, Nov 26 at 12:05 am"),
    ],
)
def test_a_moment_reads_in_local_time(at, words):
    """Never in UTC."""
    assert schedule.moment_in_words(utc(at), KANSAS) == words


def test_a_pause_ends_at_the_start_of_the_local_day():
    """ "Friday", said on a Tuesday, is this Friday's midnight in Kansas."""
    assert schedule.read_until("until Friday", NOW, KANSAS) == utc("2026-11-27 06:00")


def test_a_pause_without_an_end_lasts_until_they_resume():
    """Nothing said is no end."""
    assert schedule.read_until(" ", NOW, KANSAS) is None


def test_a_pause_can_end_on_a_day_whose_midnight_does_not_exist():
    """In Cairo clocks jump from midnight to one o'clock on that Friday."""
    assert schedule.read_until("2026-04-24", utc("2026-04-01 00:00"), "Africa/Cairo") == utc("2026-04-23 22:00")


@given(rhythm=rhythms(), now=moments, who=st.text(max_size=12), most=st.integers(0, 120))
def test_a_moment_of_ones_own_is_early_in_the_window(rhythm: Rhythm, now: datetime, who: str, most: int) -> None:
    """It is inside the window's first half, at most so long after it opens, and always the same."""
    window = schedule.next_window(rhythm, now)
    found = schedule.moment_in(window, who, timedelta(minutes=most))

    assert window.opens <= found < window.closes
    assert found - window.opens <= min(timedelta(minutes=most), (window.closes - window.opens) / 2)
    assert found == schedule.moment_in(window, who, timedelta(minutes=most))


def test_people_are_spread_evenly() -> None:
    """A thousand people with the same hours: each quarter of the fifteen minutes gets about a quarter of them."""
    window = schedule.next_window(MON_WED, NOW)
    moments_of_all = [schedule.moment_in(window, f"person {each}", timedelta(minutes=15)) for each in range(1000)]
    quarters = [int((moment - window.opens) / timedelta(minutes=3.75)) for moment in moments_of_all]

    assert all(200 < quarters.count(quarter) < 300 for quarter in range(4))
