"""What time it is in the workspace, and names that are never given twice."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MICROSECONDS = 1_000_000
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Clock:
    """Real time plus an offset that people may push forward. Instants are UTC; the offset is in seconds."""

    def __init__(self, real: Callable[[], float] = time.time, start_at: datetime | None = None) -> None:
        """`real` gives Unix seconds; `start_at` (with a zone) is the instant at which the workspace opens."""
        self.real = real
        self.start_at = start_at
        self.offset = 0.0
        self.last_stamp = 0
        self.restart()

    def restart(self) -> None:
        """Go back to the instant of opening: to real time when none was given."""
        self.offset = self.start_at.timestamp() - self.real() if self.start_at else 0.0
        self.last_stamp = 0

    def now(self) -> datetime:
        """The instant it is in the workspace."""
        return datetime.fromtimestamp(self.seconds(), tz=UTC)

    def seconds(self) -> float:
        """The same instant in Unix seconds."""
        return self.real() + self.offset

    def advance(self, by: timedelta) -> None:
        """Push the clock forward."""
        self.offset += by.total_seconds()

    def stamp(self) -> str:
        """A new message ts: ten digits, a dot, six digits; unique, and never earlier than the one before."""
        self.last_stamp = max(int(self.seconds() * MICROSECONDS), self.last_stamp + 1)
        return stamp_text(self.last_stamp)


def stamp_text(microseconds: int) -> str:
    """Microseconds since 1970 in the form that Slack writes a ts."""
    return f"{microseconds // MICROSECONDS:010d}.{microseconds % MICROSECONDS:06d}"


class Ids:
    """Names such as V7K2M00001. They carry the moment of the first start, so that no restart gives one twice."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        """`real` gives Unix seconds."""
        self.run = base32(int(real() * 1000))
        self.count = 0

    def new(self, prefix: str) -> str:
        """The next name that starts with Slack's letters for its kind (V, Ev, T …)."""
        self.count += 1
        return f"{prefix}{self.run}{self.count:06d}"


def base32(number: int) -> str:
    """A whole number above zero in 32 capitals and digits, none of which look alike."""
    text = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text
