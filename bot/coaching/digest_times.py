"""When a coach wants their digest: on the program's day, on a day and hour of their own, or a day before each session."""

from datetime import time

SESSIONS = "sessions"


def before_sessions(wish: str | None) -> bool:
    """Whether they want one before each session, and none for the week."""
    return wish == SESSIONS


def day_and_time(wish: str | None, day: int, at: time) -> tuple[int, time]:
    """Their weekday (Monday is 0) and local time; the program's `day` and `at` where they picked none.

    >>> day_and_time("4 08:30", 0, time(8))
    (4, datetime.time(8, 30))
    """
    if wish is None or before_sessions(wish):
        return day, at
    picked, clock = wish.split(" ")
    return int(picked), time.fromisoformat(clock)


def written(day: int, at: time) -> str:
    """A weekday and a local time as they are kept.

    >>> written(4, time(8, 30))
    '4 08:30'
    """
    return f"{day} {at:%H:%M}"
