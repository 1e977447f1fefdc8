"""How long Slack waits for an answer: half commands, half steps of a reflection that are saved before the form goes on."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from bench import load, ours, pretend_slack, seeding, servers
from bench.bulk import Store, store
from bench.databases import Engine, Place, Trial, fresh
from bench.knocks import Writer, knocks
from bench.pretend_slack import Reached
from bench.processes import Process
from bench.results import Row, row
from bench.rounds import Pair
from bench.seeding import Crowd

BOLT = "bare Bolt, ack()"
EAGER_BOLT = "bare Bolt, process_before_response"
BEAT_SECONDS = 1.0
POSTS_PER_SECOND = 100.0
"""Twenty-five times what Slack is asked to bear, so that a thousand messages go out while the load lasts."""
WARMING_SECONDS = 1.0
PATIENCE_SECONDS = 120
A_TICK_MS = 10  # the system counts processor time in ticks
QUIET_MS = 50


@dataclass(frozen=True)
class Waits:
    """How long answers took, in milliseconds, how many were no good, and the processor time of one in microseconds."""

    p50: float
    p99: float
    longest: float
    failures: int
    cpu: float


@dataclass
class Scene:
    """The app, bare Bolt and a quicker form of it, side by side; people who write, and people who fall due."""

    trial: Trial
    crowd: Crowd
    place: Place
    rows: Store
    slack: Reached
    writers: list[Writer]
    app: Process
    bolt: Process
    eager_bolt: Process
    turn: int = 0

    async def load(self, process: Process, rate: int, seconds: float | None = None) -> Waits:
        """The answers of one server under so many requests a second, and then a moment for it to catch its breath."""
        self.turn += 1
        count = max(2, round(rate * (seconds or self.trial.sizes.load_seconds)))
        chance = Random(self.turn)  # noqa: S311 - chance, not a secret
        host = f"127.0.0.1:{process.port}"
        requests = knocks(self.writers, count, host=host, slack=self.slack.url, chance=chance)
        before = process.worked_ms()
        waited = await load.knock(
            process.port,
            requests,
            rate=rate,
            folder=self.place.folder,
            seed=self.turn,
            forms_go_on=process is self.app,
        )
        await self._quiet(process)
        worked = max(process.worked_ms() - before, A_TICK_MS) * 1000 / count
        return Waits(waited.p50, waited.p99, waited.longest, waited.failures, worked)

    async def load_while_due(self, rate: int) -> Waits:
        """The app's answers while everybody whose time has come is planned and sent."""
        await self.slack.forget()
        seeding.put_back(self.rows, self.crowd, self.trial.sizes.messages)
        seeding.fall_due(self.rows, self.trial.sizes.messages, datetime.now(UTC))
        waits = await self.load(self.app, rate)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self.slack.told()).deliveries < self.trial.sizes.messages or self._unsettled():
                await asyncio.sleep(0.05)
        return waits

    def _unsettled(self) -> int:
        found: int = self.rows.one("SELECT count(*) FROM deliveries WHERE kind = 'nudge' AND state <> 'sent'")
        return found

    async def _quiet(self, process: Process) -> None:
        """Wait until it answers at once again."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                asked = time.perf_counter()
                async with self.slack.http.get(f"http://127.0.0.1:{process.port}/healthz"):
                    if (time.perf_counter() - asked) * 1000 < QUIET_MS:
                        return


@asynccontextmanager
async def scene(trial: Trial, engine: Engine) -> AsyncIterator[Scene]:
    """Set it up, everything warm."""
    due, writers = trial.sizes.messages, trial.sizes.writers
    crowd = Crowd(due + writers, now=datetime.now(UTC), all_day=True)
    async with AsyncExitStack() as stack:
        place, its_place = (stack.enter_context(fresh(trial, engine)) for _ in range(2))
        slack = await stack.enter_async_context(pretend_slack.slack(place.folder))
        rows, writing = await _program(stack, place, crowd, range(due + 1, due + writers + 1))
        app = await stack.enter_async_context(
            servers.app(place, slack, beat_seconds=BEAT_SECONDS, posts_per_second=POSTS_PER_SECOND)
        )
        bolt = await stack.enter_async_context(servers.bare_bolt(its_place, slack))
        eager = await stack.enter_async_context(servers.bare_bolt(its_place, slack, wait_for_listener=True))
        made = Scene(trial, crowd, place, rows, slack, writing, app, bolt, eager)
        for process in (app, bolt, eager):
            await made.load(process, trial.sizes.calm_rate, WARMING_SECONDS)
        yield made


async def _program(stack: AsyncExitStack, place: Place, crowd: Crowd, numbers: range) -> tuple[Store, list[Writer]]:
    async with ours.opened(place) as database:
        rows = stack.enter_context(store(place))
        seeding.enroll(rows, crowd)
        writers = seeding.open_reflections(rows, crowd, numbers)
        await ours.give_keys(database, [writer.person for writer in writers])
        rows.settle()
        await ours.plan(database, crowd.now)
        await ours.count(database, seeding.places(crowd, crowd.people), crowd.now)
        seeding.set_aside(rows)
    return rows, writers


async def measure(trial: Trial) -> AsyncIterator[Row]:
    """On every database: with nothing else to do, and while people fall due."""
    for engine in trial.engines:
        async with scene(trial, engine) as at:
            found = await _measure(trial, at, "" if engine == "sqlite" else f"_{engine}")
        for each in found:
            yield each


async def _measure(trial: Trial, at: Scene, mark: str) -> list[Row]:
    calm, busy = trial.sizes.calm_rate, trial.sizes.busy_rate
    due, eager, idle, slow = [], [], [], []
    for _ in range(trial.sizes.rounds):
        its, ours_due = await at.load(at.bolt, busy), await at.load_while_due(busy)
        its_eager, ours_idle = await at.load(at.eager_bolt, busy), await at.load(at.app, busy)
        its_calm, ours_calm = await at.load(at.bolt, calm), await at.load(at.app, calm)
        due.append((ours_due, its))
        eager.append((ours_due, its_eager))
        idle.append((ours_idle, its))
        slow.append((ours_calm, its_calm))
    return [
        row(f"ack_p99_vs_bare_bolt{mark}", _pairs(due, "p99"), "ms", BOLT, must="≤ 1.2"),
        row(f"ack_p50_while_due{mark}", _pairs(due, "p50"), "ms", BOLT),
        row(f"ack_longest_while_due{mark}", _pairs(due, "longest"), "ms", BOLT),
        row(f"ack_p99_while_due_vs_eager_bolt{mark}", _pairs(eager, "p99"), "ms", EAGER_BOLT),
        row(f"ack_p99_idle_200{mark}", _pairs(idle, "p99"), "ms", BOLT),
        row(f"ack_p50_idle_200{mark}", _pairs(idle, "p50"), "ms", BOLT),
        row(f"ack_cpu_idle_200{mark}", _pairs(idle, "cpu"), "µs", BOLT),
        row(f"ack_p99_idle_50{mark}", _pairs(slow, "p99"), "ms", BOLT),
        row(f"ack_p50_idle_50{mark}", _pairs(slow, "p50"), "ms", BOLT),
        row(f"ack_cpu_idle_50{mark}", _pairs(slow, "cpu"), "µs", BOLT),
    ]


def _pairs(rounds: list[tuple[Waits, Waits]], mark: str) -> list[Pair]:
    return [Pair(getattr(our, mark), getattr(its, mark)) for our, its in rounds]
