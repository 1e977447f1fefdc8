"""As a platform runs it: one web process, two workers, one PostgreSQL."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import app as composition
from bot.db.wire_tables import Beat
from tests import by_hand
from tests.faults.ledger import rows
from tests.world import ROOT, World, apart, environment

HOW: list[tuple[str, ...]] = [(), ("--clock-only",)]
WORKERS = len(HOW)


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[World]:
    """`shoulder serve --web-only` is reached by Slack, and two `shoulder work` do the rest; the second hears nothing."""
    async with apart(tmp_path, transport="socket", database="postgres", beat_seconds=0.5) as world:
        workers = [await work(world, number) for number in range(WORKERS)]
        try:
            await world.start("-m", "bot", "serve", "--web-only")
            await world.eventually(lambda: all_started(world), seconds=40)
            yield world
        finally:
            for each in workers:
                with suppress(ProcessLookupError):
                    each.terminate()
            ended = [await each.wait() for each in workers]

        assert [0] * WORKERS == ended


async def all_started(world: World) -> bool:
    """Whether every worker says in its log that it has started."""
    return all('"started"' in log_of(world, number).read_text() for number in range(WORKERS))


def log_of(world: World, number: int) -> Path:
    return world.settings.data_dir / f"worker{number}.log"


async def work(world: World, number: int) -> asyncio.subprocess.Process:
    """One `shoulder work`."""
    with log_of(world, number).open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "work", *HOW[number]),
            cwd=ROOT,
            env=environment(world.settings, 0),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )


async def all_sent(world: World) -> bool:
    """Whether there is something in the ledger, and all of it is settled."""
    states = Counter(row["state"] for row in rows(world))
    return bool(states) and set(states) <= {"sent", "withdrawn"}


async def test_the_web_hears_and_the_workers_say(platform: World) -> None:
    """The invitations of the seeded program are said by the workers; the web process has no beat and carries nothing."""
    await platform.eventually(lambda: all_sent(platform), seconds=40)
    async with platform.http.get(f"{platform.app_url}/metrics") as answer:
        text = await answer.text()
    async with platform.http.get(f"{platform.app_url}/healthz") as answer:
        well = await answer.json()

    await platform.eventually(lambda: lines(platform, 4))

    assert {"ok": True, "reasons": []} == well
    assert ["plan"] == [row["name"] for row in by_hand.read(platform.settings, select(Beat))]
    assert any("You are invited" in said for said in await platform.texts("UDEE"))
    assert "shoulder_beat_age_seconds" not in text


async def test_what_is_owed_by_a_click_is_said_at_once(platform: World) -> None:
    """Dee reads the agreement and says yes in the web process: her message changes within a moment, by a worker's hand."""
    await platform.eventually(lambda: all_sent(platform), seconds=40)
    dee = platform.person("UDEE")
    await dee.press("agreement_read")
    await dee.submit(await dee.form("agreement_form"))

    async def changed() -> bool:
        return "You are in." in str(await dee.inbox())

    await platform.eventually(changed)


async def lines(world: World, number: int) -> bool:
    """Whether just so many lines were opened in Socket Mode: two by each process that listens."""
    log = (await world.get("log"))["entries"]
    return number == len([each for each in log if each["kind"] == "apps.connections.open"])


async def test_a_web_process_has_the_databases_time(tmp_path: Path) -> None:
    """Its machine's clock is two minutes fast: what is done there is done at the time that whoever carries has."""
    async with (
        apart(tmp_path, database="postgres", clock_url="", beat_seconds=0.05) as world,
        composition.running(world.settings, listening=False, carrying=False) as web,
    ):
        web.clock.run_ahead(120)

        async def agreed() -> bool:
            return abs(web.clock() - datetime.now(UTC)) < timedelta(minutes=1)

        await world.eventually(agreed)
