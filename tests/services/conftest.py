"""A database for each test of the services, on every engine that we know."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.tables import Nudge
from bot.services import beat, digests
from tests.db.rows import enrollment
from tests.services.deeds import MONDAYS_DIGEST, NOW, do, finish, written
from tests.services.engines import ENGINES, LIBRARY, seed
from tests.world import MONDAY_9_29


@pytest.fixture(params=sorted(ENGINES))
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database in today's shape, with nobody in it."""
    async with ENGINES[request.param](tmp_path) as database:
        yield database


@pytest.fixture
async def database(empty: Database) -> Database:
    """The demo's program on a Monday at 9:29 am in Chicago, a minute before Ana's time."""
    await seed(empty, MONDAY_9_29)
    return empty


@pytest.fixture
async def twenty(database: Database) -> Database:
    """Twenty more caseworkers beside the demo's, all enrolled in November."""
    async with database.begin() as session:
        session.add_all(enrollment(f"U{number:02}") for number in range(20))
    return database


@pytest.fixture
async def nudged(database: Database) -> tuple[Database, str]:
    """It is half past nine and Ana has her nudge; gives its id."""
    await beat.plan(database, LIBRARY, now=NOW)
    async with database.read() as session:
        return database, str(await session.scalar(select(Nudge.id)))


@pytest.fixture
async def shared(nudged: tuple[Database, str]) -> tuple[Database, str]:
    """Ana has shared a check-in with Cora; gives its id. It is a week later, and Cora's digest is due."""
    database, nudge_id = nudged
    made = await do(database, finish(await written(database, nudge_id)))
    await do(database, lambda session: digests.plan_due(session, now=MONDAYS_DIGEST))
    return database, str(made.id)
