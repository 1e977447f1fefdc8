"""What a command said, and what the database holds after it."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.settings import Settings


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Shoulder = Callable[..., Awaitable[Said]]


def dump(settings: Settings) -> list[str]:
    """All that the database holds."""
    connection = sqlite3.connect(settings.data_dir / "shoulder.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def enrolled(settings: Settings) -> list[tuple[str, ...]]:
    """Who has a place, with whom, and when."""
    connection = sqlite3.connect(settings.data_dir / "shoulder.db")
    asked = "SELECT caseworker, coach, supervisor, channel, zone, days, standing FROM enrollments ORDER BY caseworker"
    try:
        return list(connection.execute(asked))
    finally:
        connection.close()
