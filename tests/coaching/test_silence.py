"""How silence lowers a rhythm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import silence

PER_WEEK, SILENT = st.integers(1, 3), st.integers(0, 20)


@pytest.mark.parametrize(
    ("per_week", "a_step"),
    [(3, [3, 3, 2, 2, 1, 1, "?", 0, 0]), (2, [2, 2, 1, 1, "?", 0, 0]), (1, [1, 1, "?", 0])],
)
def test_each_two_lower_it_by_one(per_week: int, a_step: list[object]) -> None:
    """Three, two, one, the question, nothing."""
    assert a_step == [_at(per_week, silent) for silent in range(len(a_step))]


def _at(per_week: int, silent: int) -> object:
    if silence.waits(per_week, silent):
        return 0
    return "?" if silence.asks_pause(per_week, silent) else silence.at_most(per_week, silent)


@given(PER_WEEK, SILENT)
def test_more_silence_never_allows_more(per_week: int, silent: int) -> None:
    """Law 2."""
    assert silence.at_most(per_week, silent + 1) <= silence.at_most(per_week, silent) <= per_week


@given(PER_WEEK, SILENT)
def test_whoever_waits_goes_on_waiting(per_week: int, silent: int) -> None:
    """The question is put once."""
    asked = [each for each in range(silent + 1) if silence.asks_pause(per_week, each)]

    assert len(asked) <= 1
    assert silence.waits(per_week, silent + 1) or not silence.waits(per_week, silent)


@given(SILENT)
def test_who_wants_none_is_never_asked(silent: int) -> None:
    """Somebody who is asked only when they want to be has no rhythm to lower."""
    assert (False, False, "") == (silence.asks_pause(0, silent), silence.waits(0, silent), silence.in_words(0, silent))


@given(PER_WEEK, SILENT)
def test_it_is_said_just_when_it_is_so(per_week: int, silent: int) -> None:
    """Words for a lowered rhythm, and for no other."""
    assert silence.is_lower(per_week, silent) == bool(silence.in_words(per_week, silent))
