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
from tests.world import ROOT

Opening = Callable[[Path], AbstractAsyncContextManager[Database]]
LIBRARY: Library = library.load(ROOT / "prompts")
MASTERS = Masters((bytes(range(32)),))


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Database]:
    """A SQLite file, in today's shape."""
    chest = Chest(engine.create(f"sqlite+aiosqlite:///{folder / 'keys.db'}"), MASTERS)
    database = engine.create(f"sqlite+aiosqlite:///{folder / 'shoulder.db'}", chest)
    try:
        await migrate.upgrade(database)
        await keys.prove(database, chest)
        yield database
    finally:
        await database.close()
        await chest.database.close()


ENGINES: dict[str, Opening] = {"sqlite": sqlite}


async def seed(database: Database, now: datetime) -> None:
    """The demo's program: Ana (Mondays and Wednesdays) and Ben (Tuesdays and Thursdays) have said yes."""
    await seed_program(database, LIBRARY, now)
