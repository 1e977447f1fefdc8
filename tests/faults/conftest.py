"""A world in which the first messages have arrived, so that a trouble meets what the test is about."""

import pytest

from tests.faults.ledger import calm
from tests.world import World


@pytest.fixture
async def begun(http_world: World) -> World:
    """The demo's program, with its invitations sent; still before Ana's time."""
    await calm(http_world)
    return http_world
