"""The stage on which everybody knocks."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.privacy.knocking import keep_for_herself
from tests.slack.forging import Stage, set_the_stage
from tests.world import in_one_process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One program for all of it; Ana has kept words that nobody else may see."""
    async with in_one_process(tmp_path_factory.mktemp("fuzz")) as world:
        made = await set_the_stage(world)
        yield replace(made, **await keep_for_herself(world))
