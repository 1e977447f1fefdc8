"""Start a process, keep it to one core, wait until it answers, see what it takes, and stop it."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parent.parent

SERVER_CORE = 0
"""What is measured runs here, on a machine with two cores or more."""

OTHER_CORE = 1
"""The load and the pretend Slack run here."""

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Process:
    """A running process and where it listens. `ready_ms`: from its start until it first answered."""

    pid: int
    port: int
    ready_ms: float

    def resident_mib(self) -> float:
        """The memory that it holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def worked_ms(self) -> float:
        """The processor time that it has taken so far: what else the machine does changes it little."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(
    command: Sequence[str],
    *,
    port: int,
    core: int | None,
    log: Path,
    environment: Mapping[str, str] | None = None,
    says: str | None = None,
) -> AsyncIterator[Process]:
    """Run this until the block ends. It is ready when it answers at /healthz, or when its log `says` so."""
    log.unlink(missing_ok=True)
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    if core is not None:
        keep_to(core, process.pid)
    try:
        await _until_ready(process, log, f"http://127.0.0.1:{port}/healthz", says)
        yield Process(process.pid, port, (time.perf_counter() - started) * 1000)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, PATIENCE_SECONDS)
        process.kill()
        process.wait()


async def _until_ready(process: subprocess.Popen[bytes], log: Path, url: str, says: str | None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS), aiohttp.ClientSession() as http:
        while not (says in _read(log) if says else await _answers(http, url)):
            assert process.poll() is None, _read(log)[-3000:]
            await asyncio.sleep(0.005)


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")


async def _answers(http: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with http.get(url) as answer:
            return answer.status == 200
    return False


def keep_to(core: int, pid: int = 0) -> None:
    """Keep a process (this one without an id) to one core, where the machine has it and the system lets us."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > core:
        os.sched_setaffinity(pid, {core})


def let_go() -> None:
    """Let this process run anywhere again."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(range(os.cpu_count() or 1)))


def module(name: str, *arguments: object) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-m", name, *(str(each) for each in arguments)]
