"""The main journey, as the people live it; on each database, and both ways that Slack has to reach us."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import ON_BOTH, World, in_one_process


@pytest.fixture(params=ON_BOTH, ids="-".join)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The demo's program at 9:29 on a Monday in Chicago."""
    transport, database = request.param
    async with in_one_process(tmp_path, transport=transport, database=database) as made:
        yield made


async def test_a_small_success_is_celebrated_and_the_coach_gets_the_digest(world: World) -> None:
    """Ana is nudged in her hours, reflects, shares with Cora, celebrates and takes it back; on Monday Cora reads on."""
    ana = world.person("UANA")

    await world.next_nudge()
    await ana.press("nudge_reflect")
    sharing = await ana.walk("I asked first what she wanted.")
    preview = (await ana.submit(sharing, audience="coach", success="I asked before I guessed"))["view"]
    await ana.submit(preview, words="I asked first, and it helped")
    await world.settle()

    assert [":tada: <@UANA> shared a small success: I asked first, and it helped"] == await world.texts("CWINS")

    await ana.press("celebration_withdraw")
    await world.settle()

    assert [] == await world.texts("CWINS")

    await world.next_digest()
    digest = (await world.messages("UCORA"))[-1]

    assert {"data_visualization", "table"} <= {block["type"] for block in digest["blocks"]}
    assert "I asked first what she wanted." in str(digest["blocks"])


async def test_whoever_pushes_the_clock_hears_what_was_sent(http_world: World) -> None:
    """One question went out: the clock's answer counts it, whichever beat has carried it."""
    assert 1 == (await http_world.next_nudge())["app"]["delivered"]
    assert 0 == (await http_world.settle())["app"]["delivered"]
