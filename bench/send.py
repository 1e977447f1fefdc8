"""From “their time has come” to “Slack has it and we know”: planned, composed, posted and settled, for everybody who is due."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import ours, pretend_slack, seeding, servers
from bench.baselines import bare_sdk
from bench.bulk import Store, opaque, store
from bench.databases import Engine, Place, Trial, fresh
from bench.pretend_slack import Reached
from bench.processes import SERVER_CORE, keep_to, let_go
from bench.results import Row, row
from bench.rounds import Pair
from bench.seeding import Crowd
from bot.db.engine import Database
from bot.services.courier import Courier

LOOP = "the SDK in a loop"
ONE = "the same with one worker"
BEAT_SECONDS = 0.25
PATIENCE_SECONDS = 300


class NotOnceEach(Exception):
    """Somebody got a message twice, or not at all: then no rate means anything."""


@dataclass(frozen=True)
class Scene:
    """People whose first question is due, a database that knows them, and a Slack that counts."""

    crowd: Crowd
    place: Place
    database: Database
    rows: Store
    slack: Reached

    def set(self) -> datetime:
        """Everybody is due, from now on, and nobody has had anything; gives the moment."""
        seeding.put_back(self.rows, self.crowd, self.crowd.people)
        now = datetime.now(UTC)
        seeding.fall_due(self.rows, self.crowd.people, now)
        return now

    async def check(self) -> None:
        """Everybody's message was taken once, and stands in the database as sent; raises NotOnceEach."""
        told, people = await self.slack.told(), self.crowd.people
        sent = self.rows.one("SELECT count(*) FROM deliveries WHERE kind = 'nudge' AND state = 'sent'")
        if (people, people, people) != (told.posts, told.deliveries, sent):
            raise NotOnceEach(f"{people} were owed one; {told.posts} were posted, {sent} stand as sent")


@asynccontextmanager
async def scene(trial: Trial, engine: Engine, people: int) -> AsyncIterator[Scene]:
    """Set it up, with the first beat of the day gone by."""
    crowd = Crowd(people, now=datetime.now(UTC), all_day=True)
    with fresh(trial, engine) as place:
        async with ours.opened(place) as database, pretend_slack.slack(place.folder) as slack:
            with store(place) as rows:
                seeding.enroll(rows, crowd)
                rows.settle()
                await ours.plan(database, crowd.now)
                await ours.count(database, seeding.places(crowd, people), crowd.now)
                seeding.set_aside(rows)
                yield Scene(crowd, place, database, rows, slack)


async def measure(trial: Trial) -> AsyncIterator[Row]:
    """One worker beside the bare loop, and two workers beside one."""
    for engine in trial.engines:
        async with scene(trial, engine, trial.sizes.messages) as at:
            found = await _beside_the_loop(trial, engine, at)
        for each in found:
            yield each
    if "postgres" in trial.engines:
        async with scene(trial, "postgres", trial.sizes.messages_when_slow) as at:
            pairs = await _one_and_two(trial, at, wait=trial.sizes.slow_ms / 1000)
        yield row("send_two_workers_vs_one", pairs, "per s", ONE, must="≥ 1.6")
        async with scene(trial, "postgres", trial.sizes.messages) as at:
            pairs = await _one_and_two(trial, at, wait=0.0)
        yield row("send_two_workers_vs_one_zero_latency", pairs, "per s", ONE)


async def _beside_the_loop(trial: Trial, engine: Engine, at: Scene) -> list[Row]:
    """Rates in messages a second, each round our way, the plain loop, and the loop with ten at once."""
    plain, ten = [], []
    keep_to(SERVER_CORE)
    try:
        async with ours.courier(at.place, at.database, at.slack.api) as carrying:
            for _ in range(trial.sizes.rounds):
                our_rate = await _our_rate(at, carrying)
                plain.append(Pair(our_rate, await _its_rate(at, at_once=1)))
                ten.append(Pair(our_rate, await _its_rate(at, at_once=10)))
    finally:
        let_go()
    mark = "" if engine == "sqlite" else f"_{engine}"
    return [
        row(f"send_vs_bare_sdk{mark}", plain, "per s", LOOP, must="≥ 0.5"),
        row(f"send_vs_bare_sdk_ten_at_once{mark}", ten, "per s", f"{LOOP}, ten at once"),
    ]


async def _our_rate(at: Scene, carrying: Courier) -> float:
    await at.slack.forget()
    now = at.set()
    started = time.perf_counter()
    await ours.plan(at.database, now)
    await ours.send(carrying)
    took = time.perf_counter() - started
    await at.check()
    return at.crowd.people / took


async def _its_rate(at: Scene, *, at_once: int) -> float:
    await at.slack.forget()
    people = range(1, at.crowd.people + 1)
    messages = [ours.nudge_as_posted(opaque("delivery", number), opaque("nudge", number)) for number in people]
    started = time.perf_counter()
    await bare_sdk.post_all(at.slack.api, messages, at_once=at_once)
    return len(messages) / (time.perf_counter() - started)


async def _one_and_two(trial: Trial, at: Scene, *, wait: float) -> list[Pair]:
    """The rates of two worker processes and of one; they are started anew for each round.

    Two workers who say something twice have the rate zero.
    """
    pairs = []
    for _ in range(trial.sizes.rounds):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(servers.worker(at.place, at.slack, "one", beat_seconds=BEAT_SECONDS))
            one = await _workers_rate(at, wait)
            await stack.enter_async_context(servers.worker(at.place, at.slack, "two", beat_seconds=BEAT_SECONDS))
            try:
                pairs.append(Pair(await _workers_rate(at, wait), one))
            except NotOnceEach as wrong:
                print(f"two workers: {wrong}")
                pairs.append(Pair(0.0, one))
    return pairs


async def _workers_rate(at: Scene, wait: float) -> float:
    """From the moment that everybody is due to the moment that the last one is settled, as the database has it."""
    await at.slack.forget(wait=wait)
    due = at.set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while at.rows.one("SELECT count(*) FROM deliveries WHERE kind = 'nudge' AND state = 'sent'") < at.crowd.people:
            await asyncio.sleep(0.02)
    await at.check()
    last: datetime = at.rows.one("SELECT max(settled_at) FROM deliveries WHERE kind = 'nudge'")
    return at.crowd.people / (last - due).total_seconds()
