"""APScheduler as it is often used for reminders: one cron job for each person, kept in its own SQLAlchemy job store."""

import asyncio
import pickle
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.engine import make_url

from bench.bulk import Store, opaque
from bench.databases import Place

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")


class _Reminded:
    """How many people were reminded, and a bell for when it is all of them."""

    count = 0
    wanted = 0
    all = asyncio.Event()


async def remind() -> None:
    """The job of a person: APScheduler is not charged for anything beyond calling it."""
    _Reminded.count += 1
    if _Reminded.count >= _Reminded.wanted:
        _Reminded.all.set()


@asynccontextmanager
async def scheduler(place: Place) -> AsyncIterator[AsyncIOScheduler]:
    """A scheduler, held still, that forgives lateness: with its default of one second it would drop what is late."""
    made = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=address(place))},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "misfire_grace_time": None},
        timezone=UTC,
    )
    made.start(paused=True)
    try:
        yield made
    finally:
        made.shutdown(wait=False)


def address(place: Place) -> str:
    """Where its job store keeps the jobs."""
    if not place.url:
        return f"sqlite:///{place.file}"
    return make_url(place.url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def trigger(number: int) -> CronTrigger:
    """Two days a week at an hour of the person's own, in their zone."""
    day = number % 3
    return CronTrigger(
        day_of_week=f"{day},{day + 2}", hour=8 + number % 4, minute=number % 60, timezone=ZONES[number % 4]
    )


def add(made: AsyncIOScheduler, numbers: Sequence[int]) -> None:
    """Add the jobs of these people, as a program would when it starts or when they join."""
    for number in numbers:
        made.add_job(remind, trigger(number), id=opaque("job", number))


def fill(store: Store, made: AsyncIOScheduler, jobs: int) -> None:
    """Put that many jobs into its store at once, none of them due; `add` would take minutes.

    They share one person's state. Only the jobs that fall due are ever read, and those get their own.
    """
    at = (datetime.now(UTC) + timedelta(days=1)).timestamp()
    state = _state(made, 1, datetime.now(UTC) + timedelta(days=1))
    store.run(
        "CREATE TEMPORARY TABLE one_state (state bytea)"
        if not store.is_sqlite
        else "CREATE TEMP TABLE one_state (state blob)"
    )
    store.fill("INSERT INTO one_state VALUES (?)", [(state,)])
    store.run(
        f"""INSERT INTO apscheduler_jobs (id, next_run_time, job_state)
        SELECT md5('job' || i), {at} + i % 300000, state FROM one_state CROSS JOIN {store.series(jobs)}""",
        "DROP TABLE one_state",
    )


def fall_due(store: Store, made: AsyncIOScheduler, jobs: int, *, of: int) -> None:
    """The time of the first jobs came half a second ago; that of the others among the first `of` is tomorrow."""
    now, tomorrow = datetime.now(UTC) - timedelta(seconds=0.5), datetime.now(UTC) + timedelta(days=1)
    moments = [(number, now if number <= jobs else tomorrow) for number in range(1, of + 1)]
    rows = [(at.timestamp(), _state(made, number, at), opaque("job", number)) for number, at in moments]
    store.fill("UPDATE apscheduler_jobs SET next_run_time = ?, job_state = ? WHERE id = ?", rows)


def _state(made: AsyncIOScheduler, number: int, at: datetime) -> bytes:
    values: dict[str, Any] = {
        "trigger": trigger(number),
        "executor": "default",
        "func": remind,
        "args": (),
        "kwargs": {},
        "id": opaque("job", number),
        "name": "remind",
        "misfire_grace_time": None,
        "coalesce": True,
        "max_instances": 1,
        "next_run_time": at,
    }
    return pickle.dumps(Job(made, **values).__getstate__(), pickle.HIGHEST_PROTOCOL)


async def tick(made: AsyncIOScheduler, due: int) -> None:
    """One look for what is due, until the job of everybody who is due has run."""
    _Reminded.count, _Reminded.wanted, _Reminded.all = 0, due, asyncio.Event()
    made.resume()  # wakes it up: it looks in its store on the event loop's next turn
    if due:
        await _Reminded.all.wait()
    else:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    made.pause()
