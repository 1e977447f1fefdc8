"""Half an hour of a busy life against the real app, and what it left behind: `python -m tests.soak --minutes 30`, `make soak`.

A crowd asks, answers and looks; Slack repeats itself, says 429, is slow and takes lines away; beside the process that is watched
another one is stopped and started all the time (on SQLite there is one process, and it is left alone). It stops by itself.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import update

from bench.ports import free_port
from bench.processes import Process
from bot import app as composition
from bot.db.engine import Database
from bot.db.tables import Enrollment
from bot.sandbox.server import Sandbox, SandboxOptions
from bot.task_queue import TaskQueue
from tests.faults.chaos import CROWD, WITH_A_CROWD, enroll_the_crowd
from tests.soak_judge import Figures, Sample, faults_in
from tests.world import (
    CLOCK_TOKEN,
    ROOT,
    SECRET,
    Engine,
    Person,
    Refusal,
    Transport,
    World,
    environment,
    settings_for,
    with_database,
)

SECONDS_BETWEEN_SAMPLES = 2.0
SECONDS_BETWEEN_RESTARTS = (10.0, 30.0)
REST_BETWEEN_DEEDS = (0.5, 2.0)
PATIENCE_SECONDS = 15.0  # a machine that does other things, too, may be slow; what is never answered is something else
TYPED = ("help", "status", "why", "goals")
TROUBLES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("chat.postMessage", "ratelimited", {"retry_after": 1}),
    ("chat.postMessage", "http_500", {}),
    ("chat.postMessage", "drop_after", {}),
    ("chat.postMessage", "slow", {"seconds": 0.5}),
    ("chat.update", "ratelimited", {"retry_after": 1}),
    ("events", "duplicate", {}),
    ("events", "drop_ack", {}),
    ("events", "late", {"seconds": 0.5}),
    ("interactive", "duplicate", {}),
    ("socket", "refresh", {}),
    ("socket", "disconnect", {}),
)


@dataclass(frozen=True)
class Plan:
    """How long, by which way, on which database, how many people at once, and what is started as the app."""

    seconds: float
    transport: Transport = "socket"
    engine: Engine = "postgres"
    people: int = 8
    command: tuple[str, ...] = ("-m", "bot", "serve")
    seed: int = 0


@dataclass
class Soak:
    """Everything that takes part."""

    plan: Plan
    sandbox: Sandbox
    world: World
    database: Database
    chance: random.Random
    figures: Figures = field(default_factory=Figures)
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until it is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.over.wait()

    async def numbers(self) -> dict[str, float]:
        """What the watched process says of itself."""
        async with self.world.http.get(f"http://127.0.0.1:{self.ports['watched']}/metrics") as answer:
            found = re.findall(r"^shoulder_(\w+) ([0-9.e+-]+)$", await answer.text(), re.MULTILINE)
        return {name: float(value) for name, value in found}


async def run(folder: Path, plan: Plan) -> Figures:
    """Live through it, and give what was measured."""
    async with _stage(folder, plan) as soak:
        await _start(soak, "watched")
        soak.figures.tasks_before = await _tasks_at_rest(soak)
        async with asyncio.TaskGroup() as together:
            background = [_watch(soak), _ask_people(soak), _troubles(soak)]
            if plan.engine != "sqlite":
                background.append(_restart(soak, "other"))
            background += [_live(soak, f"UP{number}") for number in range(plan.people)]
            for each in background:
                together.create_task(each)
            await asyncio.sleep(plan.seconds)
            soak.over.set()
        soak.sandbox.faults.clear()
        soak.figures.tasks_after = await _tasks_at_rest(soak)
        _read_log(soak)
        return soak.figures


@asynccontextmanager
async def _stage(folder: Path, plan: Plan) -> AsyncIterator[Soak]:
    options = SandboxOptions(
        SECRET,
        CLOCK_TOKEN,
        plan.transport,
        None,
        seed=WITH_A_CROWD,
        retry_waits=(0.2, 0.5, 1.0, 2.0, 4.0),
        answer_seconds=PATIENCE_SECONDS,
    )
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(options)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        quick = {"beat_seconds": 1.0, "landing_seconds": 2.0, "slack_timeout_seconds": 5}
        settings = settings_for(folder, sandbox.url, plan.transport, **quick)
        settings = await with_database(stack, settings, plan.engine, datetime.now(UTC))
        database = await stack.enter_async_context(composition.open_database(settings))
        if plan.engine != "sqlite":
            database.dispatch = TaskQueue(settings.database_address)
        await enroll_the_crowd(database, settings)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        world = World(sandbox.url, settings, http)
        soak = Soak(plan, sandbox, world, database, random.Random(plan.seed))
        try:
            yield soak
        finally:
            for name in list(soak.processes):
                await _stop(soak, name)


async def _start(soak: Soak, name: str) -> None:
    port = free_port()
    with (soak.world.settings.data_dir / f"{name}.log").open("ab") as log:
        soak.processes[name] = process = await asyncio.create_subprocess_exec(
            sys.executable,
            *soak.plan.command,
            cwd=ROOT,
            env=environment(soak.world.settings, port),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )
    async with asyncio.timeout(120):
        while not await _ready(soak, port):
            assert process.returncode is None, f"{name} did not start: see its log"
            await asyncio.sleep(0.1)
    soak.ports[name] = port
    if name == "watched":
        await soak.sandbox.set_app_url(f"http://127.0.0.1:{port}")


async def _ready(soak: Soak, port: int) -> bool:
    try:
        async with soak.world.http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _stop(soak: Soak, name: str) -> None:
    """SIGTERM, and how long it took to end, and with what."""
    process, began = soak.processes.pop(name), time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    code = await process.wait()
    soak.figures.stops.append((round(time.monotonic() - began, 1), code))


async def _restart(soak: Soak, name: str) -> None:
    while not soak.over.is_set():
        await _start(soak, name)
        await soak.rest(soak.chance.uniform(*SECONDS_BETWEEN_RESTARTS))
        await _stop(soak, name)
        soak.figures.restarts += 1


async def _watch(soak: Soak) -> None:
    """Measure now and then, and count what was brought before the pretend Slack forgets it."""
    began = time.monotonic()
    watched = Process(soak.processes["watched"].pid, soak.ports["watched"], 0.0)
    while not soak.over.is_set():
        await soak.rest(min(SECONDS_BETWEEN_SAMPLES, soak.plan.seconds / 30))
        tasks = int((await soak.numbers())["tasks"])
        soak.figures.samples.append(Sample(time.monotonic() - began, watched.resident_mib(), tasks))
        _read_log(soak)


def _read_log(soak: Soak) -> None:
    """All that is settled: what waits for its answer is no entry yet."""
    log = soak.sandbox.workspace.log
    for entry in list(log.entries):
        soak.figures.note(entry)
    log.entries.clear()


async def _ask_people(soak: Soak) -> None:
    """One person's hour comes after the other."""
    while not soak.over.is_set():
        person = f"UP{soak.chance.randrange(CROWD)}"
        async with soak.database.begin() as session:
            theirs = update(Enrollment).where(Enrollment.caseworker == person)
            await session.execute(theirs.values(next_nudge_at=datetime.now(UTC)))
        await soak.rest(1.0)


async def _troubles(soak: Soak) -> None:
    while not soak.over.is_set():
        method, kind, how = soak.chance.choice(TROUBLES)
        if not any(trouble.method == method for trouble in soak.sandbox.faults.troubles):
            try:
                await soak.world.post("faults", method=method, kind=kind, **how)
            except Refusal:
                continue
            soak.figures.troubles[f"{method} {kind}"] += 1
        await soak.rest(soak.chance.uniform(0.5, 3.0))


async def _live(soak: Soak, name: str) -> None:
    """One person after the other, each doing one thing, with a rest between."""
    number = int(name[2:])
    while not soak.over.is_set():
        person = soak.world.person(f"UP{number}")
        what, deed = await _deed(soak, person)
        try:
            async with asyncio.timeout(20):
                await deed
            soak.figures.deeds[what] += 1
        except (TimeoutError, Refusal, AssertionError):
            soak.figures.deeds[f"{what}, given up"] += 1
        number = (number + soak.plan.people) % CROWD
        await soak.rest(soak.chance.uniform(*REST_BETWEEN_DEEDS))


async def _deed(soak: Soak, person: Person) -> tuple[str, Awaitable[Any]]:
    asked = any("nudge_reflect" in str(message) for message in await soak.world.messages(person.id))
    match soak.chance.randrange(6):
        case 0 | 1 if asked:
            return "answers", _answer(person)
        case 2:
            return "looks", person.home()
        case 3:
            return "writes", person.say("I asked before I guessed.")
        case 4:
            return "opens a menu", _menu(person)
    return "types", person.command(soak.chance.choice(TYPED))


async def _answer(person: Person) -> None:
    await person.press("nudge_reflect")
    await person.submit(await person.walk("I asked before I guessed."), audience="only_me")


async def _menu(person: Person) -> None:
    await person.command()
    await person.world.post("close", user=person.id, view_id=(await person.form("check_in_menu"))["id"])


async def _tasks_at_rest(soak: Soak) -> int:
    """How many tasks there are when nothing is under way: the fewest of a few looks."""
    await asyncio.sleep(min(5.0, soak.plan.seconds / 4))
    looks = []
    for _ in range(10):
        looks.append(int((await soak.numbers())["tasks"]))
        await asyncio.sleep(0.2)
    return min(looks)


def told(figures: Figures, plan: Plan) -> str:
    """The figures, for people."""
    after = [each for each in figures.samples if each.at >= 0.2 * figures.samples[-1].at]
    lines = {
        "minutes": round(plan.seconds / 60, 1),
        "by": f"{plan.transport}, {plan.engine}, seed {plan.seed}",
        "memory MiB": f"{after[0].mib:.1f} after warming up, {after[-1].mib:.1f} at the end, growth {figures.growth:+.1%}",
        "tasks at rest": f"{figures.tasks_before} before, {figures.tasks_after} after",
        "brought": dict(figures.brought.most_common()),
        "never answered": len(figures.unanswered),
        "retries": figures.retries,
        "slowest answer ms": figures.slowest_ms,
        "answers after three seconds": figures.late,
        "deeds": dict(figures.deeds.most_common()),
        "troubles": dict(figures.troubles.most_common()),
        "restarts": figures.restarts,
        "slowest stop s": max((seconds for seconds, _ in figures.stops), default=0.0),
    }
    return json.dumps(lines, indent=1)


def main() -> None:
    """Run it, print the figures, and fail when they are not sound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--transport", choices=["http", "socket"], default="socket")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--people", type=int, default=8, help="how many do something at the same time")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    asked = parser.parse_args()
    plan = Plan(asked.minutes * 60, asked.transport, asked.engine, asked.people, seed=asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(Path(folder), plan))
    faults = faults_in(figures)
    print(told(figures, plan), *(faults or ["Sound."]), *figures.unanswered[:20], sep="\n")  # noqa: T201
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
