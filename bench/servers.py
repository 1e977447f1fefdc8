"""The app and bare Bolt as they are run: each a process of its own, on the core that is measured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bench import ours
from bench.databases import Place
from bench.ports import free_port
from bench.pretend_slack import Reached
from bench.processes import SERVER_CORE, Process, module, running


@asynccontextmanager
async def app(place: Place, slack: Reached, **changed: Any) -> AsyncIterator[Process]:
    """`shoulder serve`, answering."""
    port = free_port()
    chosen = ours.settings(place, slack.api, port=port, **changed)
    async with running(
        ours.SERVE, port=port, core=SERVER_CORE, log=place.folder / "serve.log", environment=ours.environment(chosen)
    ) as process:
        yield process


@asynccontextmanager
async def bare_bolt(place: Place, slack: Reached, *, wait_for_listener: bool = False) -> AsyncIterator[Process]:
    """Bolt and SQLAlchemy with nothing in them, answering."""
    port = free_port()
    database = place.url or f"sqlite:///{place.file}"
    command = module("bench.baselines.bare_bolt", "--port", port, "--slack", slack.api, "--database", database)
    command += ["--wait-for-listener"] if wait_for_listener else []
    async with running(command, port=port, core=SERVER_CORE, log=place.folder / "bolt.log") as process:
        yield process


@asynccontextmanager
async def worker(place: Place, slack: Reached, name: str, **changed: Any) -> AsyncIterator[Process]:
    """`shoulder work`, started; it says so in its log, for it has no door to knock at."""
    log = place.folder / f"work-{name}.log"
    chosen = ours.settings(place, slack.api, **changed)
    async with running(
        ours.WORK, port=0, core=None, log=log, environment=ours.environment(chosen), says='"started"'
    ) as process:
        yield process
