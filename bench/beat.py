"""One beat of the clock: who is due is asked of an index, and planned; beside it, a scheduler with a job for each person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench import ours, seeding
from bench.baselines import job_per_person
from bench.bulk import Store, store
from bench.databases import Engine, Trial, fresh
from bench.results import ITS_BY_OURS, Row, row
from bench.rounds import Pair, alternate, longest_hold, milliseconds
from bench.seeding import MONDAY, Crowd
from bot.db.engine import Database

MOST_HELD_MS = 20
ITS_NAME = "APScheduler, a job for each person"


@dataclass(frozen=True)
class Scene:
    """So many people in the app, and beside it as many jobs in APScheduler."""

    crowd: Crowd
    candidates: int
    database: Database
    store: Store
    scheduler: AsyncIOScheduler
    jobs: Store

    async def our_beat(self, due: int) -> float:
        """The milliseconds of one beat with so many due, each of whom gets a question."""
        self._set(due)
        took = await milliseconds(self._plan(due))
        asked = seeding.asked_anew(self.store, self.crowd)
        assert asked == due, f"{asked} were asked, {due} were due"
        return took

    async def our_hold(self, due: int) -> float:
        """The longest time that such a beat holds the event loop."""
        self._set(due)
        return await longest_hold(self._plan(due))

    def _set(self, due: int) -> None:
        seeding.put_back(self.store, self.crowd, self.candidates)
        seeding.fall_due(self.store, due, MONDAY)

    async def _plan(self, due: int) -> None:
        planned = await ours.plan(self.database, MONDAY)
        assert planned == due, f"{planned} planned, {due} were due"

    async def its_beat(self, due: int) -> float:
        """The milliseconds that APScheduler takes until as many jobs have run."""
        job_per_person.fall_due(self.jobs, self.scheduler, due, of=self.candidates)
        return await milliseconds(job_per_person.tick(self.scheduler, due))

    async def its_hold(self, due: int) -> float:
        """The longest time that it holds the event loop."""
        job_per_person.fall_due(self.jobs, self.scheduler, due, of=self.candidates)
        return await longest_hold(job_per_person.tick(self.scheduler, due))


@asynccontextmanager
async def scene(trial: Trial, engine: Engine, people: int) -> AsyncIterator[Scene]:
    """Set it up. The first beat of a day also clears up after yesterday: it has gone by when this is ready."""
    candidates, crowd = min(max(trial.sizes.due), people), Crowd(people)
    with fresh(trial, engine) as place, fresh(trial, engine) as its_place:
        async with ours.opened(place) as database, job_per_person.scheduler(its_place) as scheduler:
            with store(place) as rows, store(its_place) as jobs:
                seeding.enroll(rows, crowd)
                seeding.remember(rows, crowd, candidates, trial.sizes.history)
                seeding.hear(rows, crowd, people)
                rows.settle()
                job_per_person.fill(jobs, scheduler, people)
                jobs.settle()
                await ours.count(database, seeding.places(crowd, candidates), MONDAY)
                seeding.set_aside(rows)
                await ours.plan(database, MONDAY)
                yield Scene(crowd, candidates, database, rows, scheduler, jobs)


async def measure(trial: Trial) -> AsyncIterator[Row]:
    """Every size and every crowd, on every database."""
    for engine in trial.engines:
        idle: dict[int, list[float]] = {}
        for people in trial.sizes.people:
            async with scene(trial, engine, people) as at:
                found = await _sizes(trial, engine, at, idle)
                found += await _held(trial, engine, at) if people == trial.sizes.beside else []
            for each in found:
                yield each
        yield _flat(engine, idle)


async def _sizes(trial: Trial, engine: Engine, at: Scene, idle: dict[int, list[float]]) -> list[Row]:
    rows = []
    for due in trial.sizes.due:
        pairs = await alternate(trial.sizes.rounds, lambda due=due: at.our_beat(due), lambda due=due: at.its_beat(due))
        if due == 0:
            idle[at.crowd.people] = [pair.ours for pair in pairs]
        rows.append(row(f"beat_{due}_due_of_{short(at.crowd.people)}_{engine}", pairs, "ms", ITS_NAME, ITS_BY_OURS))
        if due == max(trial.sizes.due) and at.crowd.people == trial.sizes.beside:
            name = "beat_1000_due_of_100k_vs_apscheduler" + ("" if engine == "sqlite" else f"_{engine}")
            rows.append(row(name, pairs, "ms", ITS_NAME, ITS_BY_OURS, "≥ 10"))
    return rows


async def _held(trial: Trial, engine: Engine, at: Scene) -> list[Row]:
    """How long an answer to Slack might have to wait for a beat."""
    due = at.candidates
    pairs = await alternate(trial.sizes.rounds, lambda: at.our_hold(due), lambda: at.its_hold(due))
    limits = [Pair(pair.ours, MOST_HELD_MS) for pair in pairs]
    mark = "" if engine == "sqlite" else f"_{engine}"
    return [
        row(f"loop_held_ms{mark}", limits, "ms", "the limit", must="≤ 1"),
        row(f"loop_held_vs_apscheduler{mark}", pairs, "ms", ITS_NAME, ITS_BY_OURS),
    ]


def _flat(engine: Engine, idle: dict[int, list[float]]) -> Row:
    """The largest program against the smallest, with nobody due."""
    pairs = [Pair(*both) for both in zip(idle[max(idle)], idle[min(idle)], strict=True)]
    return row(f"beat_idle_1m_vs_1k_{engine}", pairs, "ms", "the same with 1,000 people", must="≤ 2")


def short(people: int) -> str:
    """1000 as 1k, 1000000 as 1m."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if people >= size:
            return f"{people // size}{letter}"
    return str(people)
