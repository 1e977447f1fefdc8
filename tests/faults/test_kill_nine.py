"""kill -9 at each moment that could lose or double something. The app starts again, and the books are right."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import by_hand
from tests.faults.ledger import calm, never_twice_never_lost, quiet, states
from tests.faults.owing import OWING, almost, nudge
from tests.world import Engine, World, apart

DEADLY = ("-m", "tests.faults.app_that_dies")


@pytest.fixture
async def fragile(tmp_path: Path, database: Engine) -> AsyncIterator[World]:
    """The pretend Slack here and the app in a process of its own."""
    async with apart(tmp_path, database=database) as world:
        yield world
    assert '"level": "error"' not in (world.settings.data_dir / "app.log").read_text()


async def live_until(world: World, moment: str, kind: str) -> None:
    """Start the app that will die, and bring about what it dies of; it is dead when this returns."""
    await world.start(*DEADLY, "--at", moment, "--kind", kind)
    await calm(world)
    await almost(world, kind)
    await OWING[kind](world)
    await dead(world)


async def dead(world: World) -> None:
    """Wait for the end, and see that it was SIGKILL."""
    assert world.process is not None
    assert -9 == await world.process.wait()


async def live_again(world: World) -> None:
    """Start the real app, and let time pass until nothing is owed."""
    await world.start()
    await quiet(world)


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("after_planning", "nudge"),
        ("after_planning", "digest"),
        ("after_claiming", "nudge"),
        ("after_claiming", "celebration"),
        ("before_slack_hears", "nudge"),
        ("after_slack_took_it", "nudge"),
        ("after_slack_took_it", "celebration"),
        ("after_slack_took_it", "digest"),
        ("after_settling", "nudge"),
    ],
)
async def test_killed_while_carrying(fragile: World, moment: str, kind: str) -> None:
    """Killed at this moment and started again: the message stands in Slack, once."""
    await live_until(fragile, moment, kind)
    await live_again(fragile)

    await never_twice_never_lost(fragile, kind)


async def test_killed_again_while_looking(fragile: World) -> None:
    """Killed after Slack took it, and again between the look at the channel and the settling: still once."""
    await live_until(fragile, "after_slack_took_it", "nudge")
    await fragile.start(*DEADLY, "--at", "after_looking")
    await fragile.post("clock", advance_seconds=10)
    await dead(fragile)
    await live_again(fragile)

    await never_twice_never_lost(fragile, "nudge")


async def test_killed_after_saving_a_step(fragile: World) -> None:
    """Killed when a step was just saved: the draft is there, and the path goes on with the next step."""
    await fragile.start(*DEADLY, "--at", "after_saving_a_step")
    ana = fragile.person("UANA")
    await nudge(fragile)
    await ana.press("nudge_reflect")
    first = await ana.form("reflection_step")
    position = {block["block_id"]: "I asked first." for block in first["blocks"] if block["type"] == "input"}
    await ana.submit(first, **position)
    await dead(fragile)

    assert 1 == by_hand.count(fragile.settings, "answers")

    await fragile.start()
    await ana.press("nudge_reflect")
    reopened = await fragile.eventually(lambda: _another_form(fragile, first["id"]))

    assert 1 == by_hand.count(fragile.settings, "reflections")
    assert reopened["callback_id"] in ("reflection_step", "reflection_sharing")
    assert reopened["private_metadata"] != first["private_metadata"]
    assert ["sent"] == states(fragile, "nudge")


async def _another_form(world: World, before: str) -> object:
    form = await world.person("UANA").form()
    return form if form["id"] != before else None
