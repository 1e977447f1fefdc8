"""The stage on which people tamper."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.slack.forging import Stage, set_the_stage
from tests.world import in_one_process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One program for all of a file: what is refused leaves nothing behind for the next test."""
    async with in_one_process(tmp_path_factory.mktemp("tampering")) as world:
        yield await set_the_stage(world)
