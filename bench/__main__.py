"""Run the benchmarks: `python -m bench`, `--only NAME` for some of them, `--quick` to see that they run at all."""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bench import ack, beat, digest, page, postgres, results, send, start
from bench.databases import Trial
from bench.results import Row
from bench.sizes import FULL, QUICK

BENCHMARKS: dict[str, Callable[[Trial], AsyncIterator[Row]]] = {
    "beat": beat.measure,
    "start": start.measure,
    "send": send.measure,
    "ack": ack.measure,
    "digest": digest.measure,
}


def main() -> None:
    """Measure, print the table, and keep the figures. A quick run keeps them only where `--to` says."""
    wanted = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped, whoever stops us
    to = wanted.to or (None if wanted.quick else results.LATEST)
    with postgres.server() as url:
        trial = Trial(QUICK if wanted.quick else FULL, None if wanted.sqlite_only else url)
        print(results.HEAD)
        for name in wanted.only or BENCHMARKS:
            asyncio.run(_measure(name, trial, to))
    if to == results.LATEST:
        page.write()


async def _measure(name: str, trial: Trial, to: Path | None) -> None:
    """One benchmark: each row is printed and kept as soon as it is there."""
    began = time.monotonic()
    async for each in BENCHMARKS[name](trial):
        print(results.line(each), flush=True)
        if to:
            results.keep([each], to)
    print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="this one; may be given again")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, whose figures mean nothing")
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--to", type=Path, help="the file to keep the rows in, instead of bench/latest.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
