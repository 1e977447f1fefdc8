"""Every benchmark runs from end to end on a handful of everything, so that none of them rots; the figures mean nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import page, results
from bench.__main__ import BENCHMARKS
from tests.world import ROOT

ON_SQLITE = {
    "beat": {"beat_idle_1m_vs_1k_sqlite", "beat_1000_due_of_100k_vs_apscheduler", "loop_held_ms"},
    "start": {"start_100k_vs_apscheduler", "rss_vs_bare_bolt"},
    "send": {"send_vs_bare_sdk"},
    "ack": {"ack_p99_vs_bare_bolt"},
    "digest": {"digest_of_12_people_52_weeks_sqlite"},
}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_and_writes_its_rows(name: str, tmp_path: Path) -> None:
    """It ends well, and each figure that it was asked for is there, with a ratio."""
    to = tmp_path / "rows.json"
    command = [sys.executable, "-m", "bench", "--quick", "--sqlite-only", "--only", name, "--to", to]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)

    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert ON_SQLITE[name] <= {row.name for row in results.read(to) if row.ratio > 0}


def test_each_figure_that_was_asked_for_is_measured_by_some_benchmark() -> None:
    """What is not measured on SQLite is a figure of PostgreSQL or of two workers."""
    measured = {name for names in ON_SQLITE.values() for name in names}

    assert {"beat_idle_1m_vs_1k_postgres", "send_two_workers_vs_one"} == page.ASKED_FOR.keys() - measured
