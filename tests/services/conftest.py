"""A database for each test of the services, on every engine that we know."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.engine import Database
from tests.services.engines import ENGINES, seed
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
