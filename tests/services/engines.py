"""The databases that the services are tested on: each is one entry here, and every test then runs on it too."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot import library
from bot.coaching.prompts import Library
from bot.db import engine, keys, migrate
from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.masters import Masters
from bot.sandbox.run import seed_program
from tests import postgres
from tests.world import ROOT

Opening = Callable[[Path], AbstractAsyncContextManager[Database]]
LIBRARY: Library = library.load(ROOT / "prompts")
MASTERS = Masters((bytes(range(32)),))
FILES = ("shoulder.db", "keys.db")
_PREPARED: dict[str, bytes] = {}
"""What the files hold before anybody is in them: made once, then copied, as PostgreSQL does."""


@asynccontextmanager
async def on_sqlite(folder: Path) -> AsyncIterator[Database]:
    """A SQLite file, in today's shape, and the keys in another one."""
    words, keys_ = (f"sqlite+intheloop:///{folder / name}" for name in FILES)
    if not _PREPARED:
        await _prepare(words, keys_)
        _PREPARED.update({name: (folder / name).read_bytes() for name in FILES})
    for name, content in _PREPARED.items():
        (folder / name).write_bytes(content)
    async with _opened(words, keys_) as (database, _):
        yield database


@asynccontextmanager
async def on_postgres(_: Path) -> AsyncIterator[Database]:
    """A database of PostgreSQL's, copied from one in today's shape, with the keys in it."""
    with postgres.fresh(await postgres.template("services", lambda url: _prepare(url, url))) as url:
        async with _opened(url, url) as (database, _):
            yield database


async def _prepare(words: str, keys_: str) -> None:
    async with _opened(words, keys_) as (database, chest):
        await migrate.upgrade(database)
        await keys.prove(database, chest)


@asynccontextmanager
async def _opened(words: str, keys_: str) -> AsyncIterator[tuple[Database, Chest]]:
    chest = Chest(engine.create(keys_), MASTERS)
    database = engine.create(words, chest)
    try:
        yield database, chest
    finally:
        await database.close()
        await chest.database.close()


ENGINES: dict[str, Opening] = {"sqlite": on_sqlite, "postgres": on_postgres}


async def seed(database: Database, now: datetime) -> None:
    """The demo's program: Ana (Mondays and Wednesdays) and Ben (Tuesdays and Thursdays) have said yes."""
    await seed_program(database, LIBRARY, now)
