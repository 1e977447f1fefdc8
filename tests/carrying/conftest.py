"""An office on each kind of database, and one on PostgreSQL alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.carrying.office import Office, office
from tests.services.engines import ENGINES


@pytest.fixture(params=sorted(ENGINES))
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """On each database: on SQLite the process carries by itself, on PostgreSQL a task queue calls."""
    async with office(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[Office]:
    """On PostgreSQL, where several workers may share the work."""
    async with office("postgres", tmp_path) as opened:
        yield opened
