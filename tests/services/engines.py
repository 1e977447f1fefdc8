"""The databases that the services are tested on: each is one entry here, and every test then runs on it too."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot import library
from bot.coaching.prompts import Library
from bot.db import engine, migrate
from bot.db.engine import Database
from bot.db.sealed import Sealer
from bot.sandbox.run import seed_program
from tests.world import ROOT

Opening = Callable[[Path], AbstractAsyncContextManager[Database]]
LIBRARY: Library = library.load(ROOT / "prompts")
SEALER = Sealer(bytes(range(32)))


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Database]:
    """A SQLite file, in today's shape."""
    database = engine.create(f"sqlite+aiosqlite:///{folder / 'shoulder.db'}", SEALER)
    try:
        await migrate.upgrade(database)
        yield database
    finally:
        await database.close()


ENGINES: dict[str, Opening] = {"sqlite": sqlite}


async def seed(database: Database, now: datetime) -> None:
    """The demo's program: Ana (Mondays and Wednesdays) and Ben (Tuesdays and Thursdays) have said yes."""
    await seed_program(database, LIBRARY, now)
