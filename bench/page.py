"""Put the figures into docs/performance.md, between its two marks, with the machine that they come from."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench import postgres, results
from bench.results import Row

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGINS, ENDS = "<!-- figures: written by `make bench` -->", "<!-- end of the figures -->"
ASKED_FOR = {
    "beat_idle_1m_vs_1k_sqlite": "A beat with nobody due: 1,000,000 people against 1,000, SQLite",
    "beat_idle_1m_vs_1k_postgres": "The same on PostgreSQL",
    "beat_1000_due_of_100k_vs_apscheduler": "A beat with 1,000 due of 100,000, against APScheduler with a job each",
    "start_100k_vs_apscheduler": "Ready for 100,000 people, against adding 100,000 jobs",
    "loop_held_ms": "Longest time that a beat with 1,000 due holds the event loop, against 20 ms",
    "send_vs_bare_sdk": "Planned, posted and settled, one worker, against the SDK in a loop",
    "send_two_workers_vs_one": "Two workers against one, a Slack that takes 50 ms a message, PostgreSQL",
    "ack_p99_vs_bare_bolt": "99th percentile of answers at 200 a second while 1,000 nudges go out, against bare Bolt",
    "rss_vs_bare_bolt": "Memory of `serve` at rest, against bare Bolt with SQLAlchemy",
}
"""What the figures were asked for, by their names in latest.json."""


def write(path: Path = PAGE) -> None:
    """Write the figures of latest.json into the page, and leave the rest of it as it is."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGINS)
    after = rest.partition(ENDS)[2]
    block = f"{BEGINS}\n\n{machine()}\n\n{tables(results.read())}\n\n{ENDS}"
    path.write_text(before + block + after, encoding="utf-8")


def tables(rows: Iterable[Row]) -> str:
    """What was asked for, and then everything else that was measured."""
    by_name = {each.name: each for each in rows}
    asked = [_line(title, by_name[name]) for name, title in ASKED_FOR.items() if name in by_name]
    others = [_line(f"`{each.name}`", each) for each in by_name.values() if each.name not in ASKED_FOR]
    head = "| what | ours | baseline | beside | ratio | must |\n|---|---|---|---|---|---|\n"
    return f"{head}{chr(10).join(asked)}\n\nEverything that was measured beside it:\n\n{head}{chr(10).join(others)}"


def _line(title: str, each: Row) -> str:
    verdict = {None: "", True: f"{each.must}", False: f"{each.must}, **not reached**"}[each.reached]
    figures = f"{each.ours:,.5g} {each.unit} | {each.baseline:,.5g} {each.unit} | {each.beside}"
    return f"| {title} | {figures} | {each.ratio:,.3g}× ({each.ratio_is}) | {verdict} |"


def machine() -> str:
    """The machine and the versions, in one line."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Machine: {os.cpu_count()} cores ({_processor()}), {gib:.0f} GiB, {platform.system()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}. "
        f"Medians of {_rounds()} rounds."
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _postgres() -> str:
    programs = postgres.binaries()
    if programs is None:
        return "no PostgreSQL"
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return f"PostgreSQL {said.split()[2]}"


def _rounds() -> int:
    return min((each.rounds for each in results.read()), default=0)
