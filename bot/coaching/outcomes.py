"""What one language brings to telling effort from outcome: its ways to tell how a case went, and to tell what one did."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """A way to tell how a case went, and what somebody may have done on the way there: said of themselves, or by their coach."""

    pattern: re.Pattern[str]
    own: str
    coach: str


@dataclass(frozen=True)
class Speech:
    """One language: its outcomes, where a sentence falls into clauses, how a clause begins in which somebody does something,
    and what stands between two of them."""

    outcomes: tuple[Outcome, ...]
    clauses: re.Pattern[str]
    doing: re.Pattern[str]
    between: str


def told_by(own: str, coach: str, *patterns: str) -> Outcome:
    """An outcome that any of these patterns tells."""
    return Outcome(re.compile("|".join(patterns), re.IGNORECASE), own, coach)
