"""When the parts of a path come: counted back from a day, or some days on, and never two in the same hours."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.parts import last_hours_until, placed
from bot.coaching.questions import Part
from bot.coaching.schedule import Rhythm, window_at

MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)  # ten in the morning in Chicago
MEETING = (Part("before", -2, "day"), Part("eve", -1, "day"), Part("after", 1, "day"))
KIN = (Part("second", 7), Part("third", 14), Part("fourth", 21))


def hours(days: set[int], off: frozenset[date] = frozenset()) -> Rhythm:
    return Rhythm(frozenset(days), time(9, 30), time(12, 30), "America/Chicago", off)


EVERY_DAY = hours({0, 1, 2, 3, 4})
RHYTHMS = st.builds(
    hours,
    st.sets(st.integers(0, 6), min_size=1, max_size=3),
    st.frozensets(st.integers(0, 40).map(lambda days: MONDAY + timedelta(days=days)), max_size=6),
)
DAYS = st.integers(-3, 40).map(lambda days: MONDAY + timedelta(days=days))


def come(parts: tuple[Part, ...], rhythm: Rhythm, **given: str) -> list[tuple[str, date]]:
    return [(part.path, window.day) for part, window in placed(parts, given, rhythm, MONDAY, NOW)]


def test_a_meeting_is_counted_back_from_its_day() -> None:
    """Two days before, one day before, and the day after."""
    found = come(MEETING, EVERY_DAY, day="2026-11-12")

    assert [("before", date(2026, 11, 10)), ("eve", date(2026, 11, 11)), ("after", date(2026, 11, 13))] == found


def test_what_is_for_before_comes_before_also_with_few_days() -> None:
    """Mondays and Wednesdays, and a meeting on Friday: the eve comes on Wednesday, and the earlier one on Monday."""
    found = come(MEETING, hours({0, 2}), day="2026-11-13")

    assert [("before", date(2026, 11, 9)), ("eve", date(2026, 11, 11)), ("after", date(2026, 11, 16))] == found


def test_for_a_meeting_tomorrow_there_is_only_the_eve() -> None:
    """What would come too late is left out, and what is nearest to the day is not."""
    assert ["eve", "after"] == [path for path, _ in come(MEETING, EVERY_DAY, day="2026-11-03")]


def test_what_was_just_written_does_not_come_back_at_once() -> None:
    """The eve of tomorrow's meeting, named at ten in hours to 12:30, comes at noon; named after half past eleven, not at all."""
    parts, given = MEETING[1:2], {"day": "2026-11-03"}
    late = datetime(2026, 11, 2, 17, 31, tzinfo=UTC)

    ((_, window),) = placed(parts, given, EVERY_DAY, MONDAY, NOW)

    assert datetime(2026, 11, 2, 18, 0, tzinfo=UTC) == window.opens
    assert [] == placed(parts, given, EVERY_DAY, MONDAY, late)


@given(RHYTHMS, DAYS, st.integers(0, 1439))
def test_nothing_is_brought_back_within_half_an_hour_of_its_hours(rhythm: Rhythm, day: date, minute: int) -> None:
    """Whenever somebody finishes inside hours of theirs: what comes up to the day begins later, and is not after it."""
    now = NOW + timedelta(minutes=minute)
    found = last_hours_until(rhythm, day, now)

    assert found is None or (found.opens > now and found.day <= day)
    if found is not None and window_at(rhythm, now):
        assert found.opens >= now + timedelta(minutes=30)


def test_for_a_meeting_that_was_there_is_only_the_look_back() -> None:
    """Nothing comes before a day that has passed."""
    assert [("after", MONDAY)] == come(MEETING, EVERY_DAY, day="2026-11-01")


def test_without_a_day_nothing_is_counted_from_it() -> None:
    """The day was left empty."""
    assert [] == come(MEETING, EVERY_DAY)


def test_kin_search_comes_once_a_week() -> None:
    """One, two and three weeks after it was begun."""
    assert [MONDAY + timedelta(days=days) for days in (7, 14, 21)] == [day for _, day in come(KIN, EVERY_DAY)]


def test_what_was_not_wanted_does_not_come() -> None:
    """A part that hangs on an answer."""
    parts = (Part("return", 7, wanted_by="next"),)

    assert [] == come(parts, EVERY_DAY)
    assert ["return"] == [path for path, _ in come(parts, EVERY_DAY, next="I will wait.")]


@given(RHYTHMS, DAYS)
def test_each_part_has_hours_of_its_own_on_the_right_side_of_the_day(rhythm: Rhythm, day: date) -> None:
    """Whatever days somebody picked and whatever is closed: inside their hours, in order, before is never after."""
    found = placed(MEETING, {"day": day.isoformat()}, rhythm, MONDAY, NOW)
    days = [window.day for _, window in found]

    assert days == sorted(set(days))
    assert all(rhythm.has(each) for each in days)
    assert all(window.closes > NOW for _, window in found)
    assert all((window.day < day) == (part.days < 0) for part, window in found)
