"""Whom to call must be a line that somebody can see and call: blanks that look like words are no number."""

import unicodedata

from bot.coaching.errors import CoachingError
from bot.coaching.language import mark

FEWEST_DIGITS = 3  # 911, 988
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs by their class, and nothing on the screen
FILL_IN = mark("Please fill this in.")
NO_NUMBER = mark("Please write a number that people can call, like 555 0100.")


def visible(said: str) -> str:
    """The line without signs that nobody sees, each gap one blank; empty when nothing is left."""
    shown = (" " if sign in BLANK or sign.isspace() else sign for sign in said)
    return " ".join("".join(sign for sign in shown if unicodedata.category(sign) not in UNSEEN).split())


def says_something(said: str) -> bool:
    """Whether there is a sign in it that somebody can see."""
    return any(not (sign in BLANK or sign.isspace() or unicodedata.category(sign) in UNSEEN) for sign in said)


def read_line(said: str) -> str:
    """A line that says something; raises CoachingError for a blank."""
    if not (line := visible(said)):
        raise CoachingError(FILL_IN)
    return line


def read_number(said: str) -> str:
    """A line with a number in it; raises CoachingError for one that nobody can call."""
    line = read_line(said)
    if sum(sign.isdecimal() for sign in line) < FEWEST_DIGITS:
        raise CoachingError(NO_NUMBER)
    return line
