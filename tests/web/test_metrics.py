"""What Prometheus reads: how old the outbox is, and nothing about people."""

import asyncio
import re

from tests.world import World

ANAS_TIME = "2026-11-02T15:30:00+00:00"


async def numbers(world: World) -> dict[str, float]:
    """The page, as names and numbers."""
    async with world.http.get(f"{world.app_url}/metrics") as answer:
        text = await answer.text()
    return {name: float(value) for name, value in re.findall(r"^(\w+) ([0-9.e+-]+)$", text, re.MULTILINE)}


async def test_an_outbox_with_nothing_due_has_no_age(http_world: World) -> None:
    """All is said: nothing is due, nothing is unclear."""
    found = await numbers(http_world)

    assert (0, 0, 0) == tuple(found[f"shoulder_outbox_{name}"] for name in ("age_seconds", "due", "unclear"))


async def test_what_waits_for_slack_grows_old(http_world: World) -> None:
    """Slack is gone for ten minutes: the page tells how long the oldest message has been waiting, and that it is unclear."""
    assert http_world.app is not None
    await http_world.post("faults", method="chat.postMessage", kind="drop_before", times=99)
    await http_world.post("clock", to=ANAS_TIME)
    http_world.app.clock.run_ahead((await http_world.get("clock"))["offset_seconds"] + 600)
    found = await numbers(http_world)

    assert 1 == found["shoulder_outbox_due"] == found["shoulder_outbox_unclear"]
    assert 500 < found["shoulder_outbox_age_seconds"] <= 601


async def test_the_last_beat_is_told(http_world: World) -> None:
    """Seconds since this process last planned; a clock that stopped is seen here."""
    await http_world.settle()
    await asyncio.sleep(0.05)

    assert 0 < (await numbers(http_world))["shoulder_beat_age_seconds"] < 60


async def test_no_person_and_no_workspace_in_the_numbers(http_world: World) -> None:
    """Names of people, channels and teams are nowhere on the page."""
    async with http_world.http.get(f"{http_world.app_url}/metrics") as answer:
        text = await answer.text()

    assert not [name for name in ("UANA", "UCORA", "CWINS", "T0SHOULDER") if name in text]
