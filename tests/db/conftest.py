"""A real SQLite database in a folder of the test's own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.app import open_database
from bot.db.engine import Database
from bot.settings import Settings

Open = Callable[[], AbstractAsyncContextManager[Database]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that keep everything in this test's folder."""
    return Settings(_env_file=None, data_dir=tmp_path / "data")


@pytest.fixture
def opened(settings: Settings) -> Open:
    """Open the database as the app does at its start, as often as the test likes."""
    return lambda: open_database(settings)


@pytest.fixture
async def database(opened: Open) -> AsyncIterator[Database]:
    """The database, open."""
    async with opened() as made:
        yield made
