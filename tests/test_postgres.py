"""The PostgreSQL of the tests: it is there, or its absence is said in one sentence; and it goes when the tests go."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.world import ROOT

HOLD = """
import signal, sys
from tests import postgres
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs us in the background had it ignored
print(postgres.server().folder, postgres.server().url("postgres"), flush=True)
sys.stdin.read()
"""


def test_without_programs_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is skipped: the tests fail, and say how to mend it."""
    monkeypatch.setenv("PGBIN", str(tmp_path))

    with pytest.raises(postgres.NoPostgres, match="apt-get install postgresql"):
        postgres.Server()


def test_a_port_that_somebody_took_is_no_trouble() -> None:
    """Another one is found."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        made = postgres.Server()
        made.port = other.getsockname()[1]
        made.start()
    try:
        with psycopg.connect(made.url("postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        made.stop()

    assert not made.folder.exists()


def test_what_was_written_is_there_after_a_power_cut() -> None:
    """A durable server that is stopped at once and started again has what was committed."""
    made = postgres.Server(durable=True)
    made.start()
    try:
        with psycopg.connect(made.url("postgres")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        made.stop(keep=True)
        made.start()
        with psycopg.connect(made.url("postgres")) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    finally:
        made.stop()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
async def test_it_goes_when_the_tests_go(end: signal.Signals) -> None:
    """Killed or cut off by Ctrl-C: no server is left, and no folder."""
    tests = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLD,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert tests.stdout is not None
    folder, url = (await tests.stdout.readline()).decode().split()
    os.kill(tests.pid, end)
    await tests.wait()

    async with asyncio.timeout(30):
        while Path(folder).exists():
            await asyncio.sleep(0.02)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url).close()
