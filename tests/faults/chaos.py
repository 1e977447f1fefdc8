"""Kill and pause the workers at random moments while Slack is in trouble too, and then count: `make chaos`.

Everything is real but Slack and the people: processes, signals, databases, HTTP. The seed is printed; the same seed asks
for the same troubles, though never at the very same moments.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select, update

from bench.ports import free_port
from bot import app as composition
from bot import library
from bot.coaching.people import Roles
from bot.coaching.schedule import Rhythm
from bot.db.engine import Database
from bot.db.tables import Delivery, Enrollment
from bot.sandbox.run import LEAD
from bot.sandbox.seed import DEMO_SEED, Person
from bot.sandbox.server import Sandbox, SandboxOptions
from bot.services import enrollments
from bot.services.enrollments import Place
from bot.services.outbox import CHANGES
from bot.settings import Settings
from bot.task_queue import TaskQueue
from tests import by_hand
from tests.carrying.office import TEAM, owe
from tests.world import CLOCK_TOKEN, ROOT, SECRET, Engine, environment, settings_for, with_database

WORKERS = {"postgres": 2, "sqlite": 1}
LEASE, LANDING, TIMEOUT = 1.0, 1.5, 1
PAUSE = (LEASE + 0.5, LEASE + 2.5)
CROWD = 40
WITH_A_CROWD = replace(
    DEMO_SEED,
    people=DEMO_SEED.people
    + tuple(Person(f"UP{n}", f"p{n}", f"P {n}", "", "UTC", f"p{n}@example.org") for n in range(CROWD)),
)
OPEN = ("waiting", "claimed", "unknown")
POSTS, UPDATES, LOOKS = "chat.postMessage", "chat.update", "conversations.history"
TROUBLES = (
    (POSTS, "drop_after", {}),
    (POSTS, "drop_after", {}),
    (POSTS, "drop_before", {}),
    (POSTS, "http_500", {}),
    (POSTS, "ratelimited", {"retry_after": 1}),
    (POSTS, "slow", {"seconds": 0.4}),
    (POSTS, "slow", {"seconds": 1.6}),  # longer than we wait: taken, and the answer is lost
    (UPDATES, "drop_after", {}),
    (UPDATES, "http_503", {}),
    (LOOKS, "ratelimited", {"retry_after": 1}),
    (LOOKS, "http_500", {}),
    ("events", "duplicate", {}),
    ("events", "drop_ack", {}),
    ("events", "late", {"seconds": 0.5}),
)


@dataclass(frozen=True)
class Campaign:
    """What is to happen. `blind`: the workers believe that an unclear message never arrived, and do not look."""

    engine: Engine
    kills: int
    pauses: int
    seed: int
    blind: bool = False


@dataclass
class Report:
    """What came of it. Lost, twice and stuck are counted by the metadata in the pretend Slack and by the ledger."""

    engine: str
    seed: int
    kills: int = 0
    pauses: int = 0
    troubles: int = 0
    owed: int = 0
    replies: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    answered_twice: int = 0
    seconds: float = 0.0


@dataclass
class Stage:
    """Everything that the campaign plays with."""

    campaign: Campaign
    chance: random.Random
    sandbox: Sandbox
    settings: Settings
    http: aiohttp.ClientSession
    database: Database
    report: Report
    left: Counter[str]
    processes: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)


async def run(folder: Path, campaign: Campaign) -> Report:
    """Play it, wait until all is quiet, and count."""
    began = time.monotonic()
    async with _stage(folder, campaign) as stage:
        workers = range(WORKERS[campaign.engine])
        async with asyncio.TaskGroup() as together:
            life = [_busy_life(stage), _troubles(stage), _people_reply(stage)]
            background = [together.create_task(each) for each in life]
            await asyncio.gather(*(_torment(stage, worker) for worker in workers))
            stage.over.set()
            await asyncio.gather(*background)
        stage.sandbox.faults.clear()
        await _quiet(stage)
        _count(stage)
        stage.report.seconds = round(time.monotonic() - began, 1)
        return stage.report


@asynccontextmanager
async def _stage(folder: Path, campaign: Campaign) -> AsyncIterator[Stage]:
    options = SandboxOptions(
        SECRET, CLOCK_TOKEN, "http", None, seed=WITH_A_CROWD, retry_waits=(0.2, 0.5, 1.0, 2.0, 4.0)
    )
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(options)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        troubled = {"beat_seconds": 0.5, "landing_seconds": LANDING, "lease_seconds": LEASE}
        settings = settings_for(folder, sandbox.url, "http", slack_timeout_seconds=TIMEOUT, **troubled)
        settings = await with_database(stack, settings, campaign.engine, datetime.now(UTC))
        database = await stack.enter_async_context(composition.open_database(settings))
        if campaign.engine == "postgres":
            database.dispatch = TaskQueue(settings.database_address)
        await enroll_the_crowd(database, settings)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        chance, report = random.Random(campaign.seed), Report(campaign.engine, campaign.seed)
        left = Counter(kills=campaign.kills, pauses=campaign.pauses)
        stage = Stage(campaign, chance, sandbox, settings, http, database, report, left)
        try:
            yield stage
        finally:
            for process in stage.processes.values():
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def enroll_the_crowd(database: Database, settings: Settings) -> None:
    """The crowd has said yes, and wants questions at any hour of these days."""
    now = datetime.now(UTC)
    days = frozenset({now.weekday(), (now + timedelta(hours=1)).weekday()})
    rhythm = Rhythm(days, clock(0, 0), clock(23, 59), "UTC")
    version = library.load(settings.prompts_dir).paths["agreement"].version
    async with database.begin() as session:
        for number in range(CROWD):
            place = Place(Roles(f"UP{number}", "UCORA", "USAM"), "CWINS", rhythm)
            await enrollments.enroll(session, TEAM, place, by=LEAD, coach_zone="UTC", now=now)
            yes = {"version": version, "rhythm": rhythm, "per_week": 2, "cheer": "channel", "now": now}
            await enrollments.accept(session, TEAM, f"UP{number}", **yes)  # type: ignore[arg-type]


async def _torment(stage: Stage, worker: int) -> None:
    """Start the worker; kill or pause it at random moments until the campaign has had its number of each."""
    await _start(stage, worker)
    while +stage.left:
        await asyncio.sleep(stage.chance.uniform(0.05, 0.9))
        if not (deed := stage.chance.choice(sorted((+stage.left).elements()) or [""])):
            break
        stage.left[deed] -= 1
        await (_kill(stage, worker) if deed == "kills" else _pause(stage, worker))


async def _start(stage: Stage, worker: int) -> None:
    port = free_port()
    module = "tests.faults.blind_app" if stage.campaign.blind else "bot"
    with (stage.settings.data_dir / f"worker{worker}.log").open("ab") as log:
        stage.processes[worker] = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, "serve"),
            cwd=ROOT,
            env=environment(stage.settings, port),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    async with asyncio.timeout(60):
        while not await _answers(stage, url):
            assert stage.processes[worker].returncode is None, "a worker did not start: see its log"
            await asyncio.sleep(0.05)
    await stage.sandbox.set_app_url(url)


async def _answers(stage: Stage, url: str) -> bool:
    try:
        async with stage.http.get(f"{url}/healthz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _kill(stage: Stage, worker: int) -> None:
    stage.processes[worker].send_signal(signal.SIGKILL)
    await stage.processes[worker].wait()
    stage.report.kills += 1
    await _start(stage, worker)


async def _pause(stage: Stage, worker: int) -> None:
    stage.processes[worker].send_signal(signal.SIGSTOP)
    await asyncio.sleep(stage.chance.uniform(*PAUSE))
    stage.processes[worker].send_signal(signal.SIGCONT)
    stage.report.pauses += 1


async def _busy_life(stage: Stage) -> None:
    """Messages come to be owed all the time, and one person's hour after the other comes."""
    number, hours = 0, stage.chance.sample(range(CROWD), CROWD)
    while not stage.over.is_set():
        async with stage.database.begin() as session:
            for _ in range(stage.chance.randint(1, 4)):
                await owe(session, f"n{number}", to=f"UP{stage.chance.randrange(CROWD)}")
                number += 1
            if hours:
                theirs = Enrollment.caseworker == f"UP{hours.pop()}"
                await session.execute(update(Enrollment).where(theirs).values(next_nudge_at=datetime.now(UTC)))
        await asyncio.sleep(stage.chance.uniform(0.1, 0.4))


async def _troubles(stage: Stage) -> None:
    """Slack cuts lines after it took a message, answers 429 and 500, is slow, and repeats events."""
    while not stage.over.is_set():
        method, kind, how = stage.chance.choice(TROUBLES)
        # Troubles that nobody has met yet are enough: piled up, they would be an outage of hours, and its long waits.
        if not any(trouble.method == method for trouble in stage.sandbox.faults.troubles):
            stage.sandbox.faults.ask_for({"method": method, "kind": kind, **how})
            stage.report.troubles += 1
        await asyncio.sleep(stage.chance.uniform(0.1, 0.5))


async def _people_reply(stage: Stage) -> None:
    """Whoever was asked something writes back, once; Slack may tell us so twice."""
    replied: set[str] = set()
    while not stage.over.is_set():
        for person in [f"UP{n}" for n in range(CROWD)]:
            asked = "nudge_reflect" in str(stage.sandbox.workspace.messages.get(f"D{person[1:]}", ""))
            if asked and person not in replied:
                replied.add(person)
                said = {"user": person, "channel": "UBOT", "text": "I asked before I guessed."}
                async with stage.http.post(f"{stage.sandbox.url}/_sandbox/message", json=said):
                    stage.report.replies += 1
        await asyncio.sleep(0.3)


async def _quiet(stage: Stage, seconds: float = 660.0) -> None:
    """Wait until nothing is owed; no message waits longer than ten minutes for its next attempt."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while any(row["state"] in OPEN for row in _rows(stage)):
                await asyncio.sleep(0.5)


def _rows(stage: Stage) -> list[dict[str, Any]]:
    return by_hand.read(stage.settings, select(Delivery.__table__))


def _count(stage: Stage) -> None:
    """Each message that was owed stands in Slack once; each person's words were kept once."""
    arrived = Counter(
        str(message["metadata"]["event_payload"]["delivery"])
        for messages in stage.sandbox.workspace.messages.values()
        for message in messages
        if "metadata" in message
    )
    rows, report = _rows(stage), stage.report
    report.owed = len(rows)
    posts = [row for row in rows if row["kind"] not in CHANGES]
    report.stuck = [_told(row) for row in rows if row["state"] in OPEN]
    settled_otherwise = ("withdrawn",)  # a question that was answered meanwhile is not asked again
    report.lost = [
        _told(row)
        for row in posts
        if row["state"] not in (*OPEN, *settled_otherwise) and not (row["state"] == "sent" and arrived[row["id"]])
    ]
    report.twice = [_told(row) for row in posts if arrived[row["id"]] > 1]
    kept = by_hand.read(stage.settings, "SELECT reflection_id, count(*) AS times FROM checkins GROUP BY reflection_id")
    report.answered_twice = sum(row["times"] > 1 for row in kept)


def _told(row: dict[str, Any]) -> str:
    return f"{row['kind']} {row['id'][:8]} {row['state']} {row['reason']} after {row['attempts']}"


def main() -> None:
    """Run campaigns on both databases, and one without looking, which has to see doubles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=210, help="kill -9 in all: five of seven on PostgreSQL")
    parser.add_argument("--pauses", type=int, default=63, help="pauses longer than a lease, likewise")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    asked = parser.parse_args()
    campaigns = [
        Campaign("postgres", asked.kills * 5 // 7, asked.pauses * 5 // 7, asked.seed),
        Campaign("sqlite", asked.kills - asked.kills * 5 // 7, asked.pauses - asked.pauses * 5 // 7, asked.seed),
        Campaign("postgres", asked.kills // 7, asked.pauses // 7, asked.seed, blind=True),
    ]
    sound = True
    for campaign in campaigns:
        with tempfile.TemporaryDirectory() as folder:
            report = asyncio.run(run(Path(folder), campaign))
        print(json.dumps({"blind": campaign.blind, **asdict(report)}, indent=1), flush=True)  # noqa: T201
        bad = bool(report.lost or report.twice or report.stuck or report.answered_twice)
        sound = sound and (bool(report.twice) if campaign.blind else not bad)
    print("0 lost, 0 twice, 0 stuck; and without looking there are doubles." if sound else "Not sound.")  # noqa: T201
    raise SystemExit(not sound)


if __name__ == "__main__":
    main()
