"""Knock at a server as Slack would: at moments that chance picks, whether or not it has answered the knock before.

A process of its own. Each answer is timed from the moment at which its request was due, so that a server which stands
still is charged for everybody who would have waited meanwhile.
"""

import argparse
import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import quantiles

from bench.processes import OTHER_CORE, keep_to, module

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
FORM = b"\r\n\r\npayload="
LONGEST_WAIT = 30


@dataclass(frozen=True)
class Waited:
    """How long answers took, in milliseconds, and how many were no good: those count as the longest wait there is."""

    p50: float
    p95: float
    p99: float
    longest: float
    answers: int
    failures: int


async def knock(
    port: int, requests: Sequence[bytes], *, rate: float, folder: Path, seed: int, forms_go_on: bool
) -> Waited:
    """Send these at so many a second, from a process on the core that is not measured.

    `forms_go_on`: an answer to a form is good only when it brings the next step, so that what was said is surely kept.
    """
    asked = folder / "requests.json"
    asked.write_text(json.dumps([each.decode() for each in requests]), encoding="utf-8")
    command = module("bench.load", "--port", port, "--rate", rate, "--seed", seed, "--requests", asked)
    command += ["--forms-go-on"] if forms_go_on else []
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0, "the load broke"
    return Waited(**json.loads(said))


class Lines:
    """Connections to a server, kept open and used again."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request; gives the status and the body."""
        reader, writer = await self._line()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        self._free.append((reader, writer))
        return int(head.split(b" ", 2)[1]), body

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The connection that was used last, or a new one; servers hang up on those that were idle for a while."""
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        """Hang up."""
        for _, writer in self._free:
            writer.close()


async def fire(lines: Lines, requests: Sequence[bytes], rate: float, chance: Random, *, forms_go_on: bool) -> Waited:
    """Send each when its moment comes."""
    waits: list[float] = []
    failures = 0

    async def one(request: bytes, due: float) -> None:
        nonlocal failures
        good = await _is_good(lines, request, forms_go_on=forms_go_on)
        waits.append((time.perf_counter() - due) * 1000 if good else LONGEST_WAIT * 1000)
        failures += not good

    due = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for request in requests:
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(one(request, due))
    marks = quantiles(waits, n=100)
    return Waited(marks[49], marks[94], marks[98], max(waits), len(waits), failures)


async def _is_good(lines: Lines, request: bytes, *, forms_go_on: bool) -> bool:
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            status, body = await lines.ask(request)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
    return status == 200 and (b'"update"' in body or not (forms_go_on and FORM in request))


async def _main(given: argparse.Namespace) -> None:
    requests = [each.encode() for each in json.loads(given.requests.read_text(encoding="utf-8"))]
    lines = Lines(given.port)
    waited = await fire(lines, requests, given.rate, Random(given.seed), forms_go_on=given.forms_go_on)  # noqa: S311
    lines.close()
    print(json.dumps(asdict(waited)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--requests", type=Path, required=True)
    parser.add_argument("--forms-go-on", action="store_true")
    keep_to(OTHER_CORE)
    asyncio.run(_main(parser.parse_args()))
