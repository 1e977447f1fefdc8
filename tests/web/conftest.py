"""One world for each file of tests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.world import World, in_one_process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One world for all of this file: what is refused leaves nothing behind for the next test."""
    async with in_one_process(tmp_path_factory.mktemp("web"), transport="http") as made:
        yield made
