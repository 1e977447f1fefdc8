"""A real database of the test's own: a SQLite file, and one of PostgreSQL's."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.app import open_database
from bot.db import engine, migrate
from bot.db.engine import Database
from bot.settings import Settings
from tests import postgres
from tests.world import Engine

Open = Callable[[], AbstractAsyncContextManager[Database]]


on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""For what only SQLite has: its files."""
on_postgres = pytest.mark.parametrize("kind", ["postgres"], indirect=True)
"""For what only PostgreSQL has: several processes, and several databases beside each other."""


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> Engine:
    """Each test runs on both databases, unless it is marked."""
    kind: Engine = request.param
    return kind


@pytest.fixture
async def settings(tmp_path: Path, kind: Engine) -> AsyncIterator[Settings]:
    """Settings that keep everything in this test's folder, or in its own database of PostgreSQL's."""
    here = Settings(_env_file=None, data_dir=tmp_path / "data")
    if kind == "sqlite":
        yield here
    else:
        with postgres.fresh(await postgres.template("today's shape", upgrade)) as url:
            yield here.model_copy(update={"database_url": url})


async def upgrade(url: str) -> None:
    """Bring the database of this address to today's shape."""
    database = engine.create(url)
    await migrate.upgrade(database)
    await database.close()


@pytest.fixture
def opened(settings: Settings) -> Open:
    """Open the database as the app does at its start, as often as the test likes."""
    return lambda: open_database(settings)


@pytest.fixture
async def database(opened: Open) -> AsyncIterator[Database]:
    """The database, open."""
    async with opened() as made:
        yield made


def chest_settings(settings: Settings) -> Settings:
    """The same, pointed at the key chest, to look into it by hand."""
    return settings.model_copy(update={"database_url": settings.keys_address})
