"""A world in which the first messages have arrived, so that a trouble meets what the test is about; on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.ledger import calm
from tests.world import Engine, World, in_one_process


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Engine:
    """Every fault is met on SQLite and on PostgreSQL."""
    kind: Engine = request.param
    return kind


@pytest.fixture
async def begun(tmp_path: Path, database: Engine) -> AsyncIterator[World]:
    """The demo's program, with its invitations sent; still before Ana's time."""
    async with in_one_process(tmp_path, database=database) as world:
        await calm(world)
        yield world
