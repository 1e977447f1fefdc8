"""Lines whom to call: seen, and with a number."""

import pytest

from bot.coaching.errors import CoachingError
from bot.coaching.lines import read_line, read_number, says_something, visible

BLANKS = ("", " ", "\u200b", "\u00a0\u200d", "\ufeff", "\u2060\u00ad", "\u3164", "\u2800", "\u202e", "\n\t", "\x00")


@pytest.mark.parametrize("blank", BLANKS)
def test_what_nobody_sees_is_no_line(blank: str) -> None:
    """It is left empty as far as a caseworker can tell."""
    with pytest.raises(CoachingError, match="Please fill this in"):
        read_line(blank)
    assert not says_something(blank)


@pytest.mark.parametrize("said", ["x", "ask me", "the usual one", "line 1", "12"])
def test_what_nobody_can_call_is_no_number(said: str) -> None:
    """Somebody in need must have a number."""
    with pytest.raises(CoachingError, match="a number that people can call"):
        read_number(said)


@pytest.mark.parametrize("said", ["911", "Hotline, 1-800-555-0100", "(555) 0100 ext. 3", "Línea, 555 0100"])
def test_a_number_stays_as_it_was_written(said: str) -> None:
    """However an agency writes it."""
    assert said == read_number(said)


def test_signs_that_nobody_sees_are_taken_out() -> None:
    """And each gap is one blank."""
    assert "Hotline, 555 0100" == visible("\u200bHotline,\u00a0 555\u200d 0100\ufeff ")
