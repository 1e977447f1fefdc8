"""What a command said, and what the database holds after it."""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.cli import main
from bot.settings import Settings


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Shoulder = Callable[..., Awaitable[Said]]


async def typing(patch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: str) -> Said:
    """Type `shoulder` and these words, in a thread of its own."""
    patch.setattr(sys, "argv", ["shoulder", *words])
    capfd.readouterr()
    code = await asyncio.to_thread(_code)
    out, err = capfd.readouterr()
    return Said(code, out, err)


def _code() -> int:
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


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
