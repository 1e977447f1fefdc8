"""Starting and resting: how soon the app answers with a whole state enrolled, and what it holds when nothing happens."""

import asyncio
import compileall
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench import ours, pretend_slack, seeding, servers
from bench.baselines import job_per_person
from bench.bulk import store
from bench.databases import Engine, Place, Trial, fresh
from bench.pretend_slack import Reached
from bench.processes import ROOT, Process
from bench.results import ITS_BY_OURS, Row, row
from bench.rounds import Pair, milliseconds
from bench.seeding import Crowd

AT_REST_SECONDS = 2
BOLT = "bare Bolt with SQLAlchemy"


async def measure(trial: Trial) -> AsyncIterator[Row]:
    """On every database. What is measured is a start of what is installed: the app's files are compiled, as Bolt's are."""
    compileall.compile_dir(ROOT / "bot", quiet=1)
    for engine in trial.engines:
        for each in await _measure(trial, engine):
            yield each


async def _measure(trial: Trial, engine: Engine) -> list[Row]:
    started, resting, adding = [], [], []
    every = trial.sizes.jobs_added // trial.sizes.rounds
    async with _scene(trial, engine) as (place, its_place, slack, scheduler):
        for number in range(trial.sizes.rounds):
            ready, memory = await _one_start(trial, place, its_place, slack)
            added = await milliseconds(_add(scheduler, number * every, every))
            started.append(ready)
            resting.append(memory)
            adding.append(Pair(ready.ours / 1000, added / every * trial.sizes.beside / 1000))
    mark = "" if engine == "sqlite" else f"_{engine}"
    sample = f"add_job for as many, from a sample of {trial.sizes.jobs_added:,}"
    return [
        row(f"start_100k_vs_apscheduler{mark}", adding, "s", sample, ITS_BY_OURS, "≥ 100"),
        row(f"start_vs_bare_bolt{mark}", started, "ms", BOLT),
        row(f"rss_vs_bare_bolt{mark}", resting, "MiB", BOLT, must="≤ 1.5"),
    ]


@asynccontextmanager
async def _scene(trial: Trial, engine: Engine) -> AsyncIterator[tuple[Place, Place, Reached, AsyncIOScheduler]]:
    """Everybody enrolled in the one database, the other empty, and a scheduler without jobs."""
    with fresh(trial, engine) as place, fresh(trial, engine) as its_place:
        async with ours.opened(place):
            with store(place) as rows:
                seeding.enroll(rows, Crowd(trial.sizes.beside, now=datetime.now(UTC)))  # nobody is due just now
                rows.settle()
        async with pretend_slack.slack(Path(place.folder)) as slack, job_per_person.scheduler(its_place) as scheduler:
            yield place, its_place, slack, scheduler


async def _one_start(trial: Trial, place: Place, its_place: Place, slack: Reached) -> tuple[Pair, Pair]:
    """The milliseconds until each answers, and the memory that each holds after a moment's rest."""
    rest = AT_REST_SECONDS if trial.sizes.rounds > 1 else 0
    async with servers.app(place, slack) as app:
        our_memory = await _at_rest(app, rest)
    async with servers.bare_bolt(its_place, slack) as bolt:
        its_memory = await _at_rest(bolt, rest)
    return Pair(app.ready_ms, bolt.ready_ms), Pair(our_memory, its_memory)


async def _at_rest(process: Process, seconds: float) -> float:
    await asyncio.sleep(seconds)
    return process.resident_mib()


async def _add(scheduler: AsyncIOScheduler, before: int, count: int) -> None:
    job_per_person.add(scheduler, range(before + 1, before + count + 1))
