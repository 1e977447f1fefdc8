"""Somebody new to this work says so themselves; for a year they get the more concrete questions first.

Novices lean on rules and are soon overloaded (the Dreyfus stages; evidence for skills in other fields), so what can be
picked from a list or marked on a scale comes before a blank page.
"""

from datetime import datetime, timedelta

from bot.coaching.questions import Format

A_YEAR = timedelta(days=365)
CONCRETE = frozenset({Format.CHOICE, Format.SCALE})


def is_new(since: datetime | None, now: datetime) -> bool:
    """Whether they said so less than a year ago."""
    return since is not None and now - since < A_YEAR


def said(since: datetime | None, *, new: bool, now: datetime) -> datetime | None:
    """From when on it counts, after a form: who says so again keeps the day on which they first did."""
    return (since if is_new(since, now) else now) if new else None
