"""When what belongs to a coaching session comes: a day before, in somebody's own hours, and never late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.coaching import schedule, sessions
from bot.coaching.audience import Audience
from bot.coaching.errors import BadChoice
from bot.coaching.paths import Path, Step
from bot.coaching.questions import Format
from bot.coaching.schedule import Rhythm

CHICAGO = "America/Chicago"
HOURS = Rhythm(frozenset({0, 2}), time(9, 30), time(12, 30), CHICAGO)
MONDAY_8 = datetime(2026, 11, 2, 14, tzinfo=UTC)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return schedule.instant(date(2026, 11, day), time(hour, minute), CHICAGO)


@pytest.mark.parametrize(
    ("session", "cues"),
    [
        (local(12, 10), local(11, 10)),  # Thursday at ten: Wednesday at ten, inside their hours
        (local(12, 14), local(11, 9, 30)),  # a day before is past their hours: when the last of them began
        (local(11, 10), local(9, 9, 30)),  # a day before is a Tuesday, which is none of theirs
        (local(2, 10), local(2, 9, 30)),  # only these hours are left
    ],
)
def test_cue_prompts_come_a_day_before_in_their_hours(session: datetime, cues: datetime):
    """In the hours a day before, else the last up to then, else the first that are left."""
    found = sessions.cues_at(HOURS, session, MONDAY_8)

    assert found is not None
    assert cues == found[1]


def test_late_help_is_none():
    """A session today at nine, before their hours: nothing comes."""
    assert sessions.cues_at(HOURS, local(2, 9), MONDAY_8) is None


moments = st.integers(1, 60 * 24 * 30).map(lambda minutes: MONDAY_8 + timedelta(minutes=minutes))
days_off = st.frozensets(st.integers(2, 30).map(lambda day: date(2026, 11, day)), max_size=12)


@given(moments, st.frozensets(st.integers(0, 6), min_size=1, max_size=3), days_off)
def test_cue_prompts_are_never_outside_their_hours_nor_after_the_session(at, days, off):
    """Whatever their days, days off and session: inside a window, not in the past, before the session."""
    rhythm = Rhythm(days, time(9, 30), time(12, 30), CHICAGO, off)
    found = sessions.cues_at(rhythm, at, MONDAY_8)
    assume(found is not None)
    window, moment = found

    assert window == schedule.window_at(rhythm, moment)
    assert MONDAY_8 <= moment < at


@given(moments, days_off)
def test_the_digest_before_a_session_comes_on_a_working_day_at_its_hour(at, off):
    """A day before or more, at the same time on the coach's wall, on no weekend and no closed day."""
    moment = sessions.digest_at(at, CHICAGO, off)
    day = schedule.local_date(moment, CHICAGO)

    assert day < schedule.local_date(at, CHICAGO)
    assert day.weekday() < 5
    assert day not in off


def test_the_digest_before_a_monday_comes_on_friday():
    """A coach reads it at work."""
    assert local(6, 10) == sessions.digest_at(local(9, 10), CHICAGO)


@pytest.mark.parametrize("at", [MONDAY_8, MONDAY_8 - timedelta(days=1), MONDAY_8 + timedelta(days=400)])
def test_a_date_lies_ahead_and_not_too_far(at):
    """What has passed, or is more than a year away, is no date."""
    with pytest.raises(BadChoice):
        sessions.check_date(at, MONDAY_8)


def path(*choices: str) -> Path:
    step = Step("back", Format.CHOICE, "When?", choices=choices, role="check_back")
    return Path("x", "X", None, None, Audience.ONLY_ME, (step,), 1, ())


def test_at_my_next_session_is_offered_where_there_is_a_date():
    """Without one the choice goes; a step that asks for nothing else goes with it."""
    three, two = path("in a week", sessions.AT_SESSION, "no"), path(sessions.AT_SESSION, "no")

    assert three == sessions.offered(three, has_date=True)
    assert ("in a week", "no") == sessions.offered(three, has_date=False).steps[0].choices
    assert () == sessions.offered(two, has_date=False).steps
