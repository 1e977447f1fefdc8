"""How long somebody counts as new to the work."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.newness import A_YEAR, is_new, said

NOW = datetime(2026, 11, 2, tzinfo=UTC)
since = st.none() | st.integers(0, 800).map(lambda days: NOW - timedelta(days=days))


def test_it_lasts_a_year() -> None:
    """To the day."""
    assert [True, False, False] == [
        is_new(NOW - A_YEAR + timedelta(days=1), NOW),
        is_new(NOW - A_YEAR, NOW),
        is_new(None, NOW),
    ]


@given(since)
def test_saying_so_makes_it_so_and_taking_it_back_ends_it(before: datetime | None) -> None:
    """Whatever stood before."""
    assert is_new(said(before, new=True, now=NOW), NOW)
    assert said(before, new=False, now=NOW) is None


@given(since)
def test_saying_so_again_lengthens_nothing(before: datetime | None) -> None:
    """Who is new stays so from the day on which they first said it."""
    if is_new(before, NOW):
        assert before == said(before, new=True, now=NOW)
