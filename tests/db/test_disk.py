"""What was said to be kept on SQLite is there after a power cut, though nobody's write waits for another's disk."""

import asyncio
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.engine import Database
from bot.db.once import first_of
from bot.db.wire_tables import Inbound
from bot.settings import Settings
from tests.db.conftest import on_sqlite
from tests.db.rows import NOW, WORKSPACE, enrollment

WRITERS = [f"U{number:03}" for number in range(30)]
SYNC = "fdatasync" if hasattr(os, "fdatasync") else "fsync"

pytestmark = on_sqlite


@dataclass
class Power:
    """After each round of the disk: what lay on it when the round began, and so survives a cut from its end on."""

    data: Path
    rounds: list[Path] = field(default_factory=list)
    goes_on: Callable[[], None] = lambda: None

    def __call__(self, _: int) -> None:
        """One round."""
        safe = shutil.copytree(self.data, self.data.parent / f"round {len(self.rounds)}", dirs_exist_ok=True)
        self.goes_on()
        self.rounds.append(safe)


@pytest.fixture
async def power(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Power:
    """The disk under the test's own database, which is warm."""
    async with database.begin() as session:
        session.add(enrollment("UANA"))
    power = Power(settings.data_dir)
    monkeypatch.setattr(os, SYNC, power)
    return power


def enrolled(data: Path) -> set[str]:
    """Who is in this folder's database, opened as after a power cut."""
    with closing(sqlite3.connect(data / "shoulder.db")) as there:
        return {caseworker for (caseworker,) in there.execute("SELECT caseworker FROM enrollments")}


async def enroll(database: Database, person: str) -> None:
    """Write one row."""
    async with database.begin() as session:
        session.add(enrollment(person))


async def test_what_was_said_to_be_kept_survives_a_power_cut(database: Database, power: Power) -> None:
    """Thirty write at once; each finds their row in what was on the disk when they were told."""
    told: dict[str, Path] = {}

    async def write(person: str) -> None:
        await enroll(database, person)
        told[person] = power.rounds[-1]

    await asyncio.gather(*map(write, WRITERS))

    assert [] == [person for person, safe in told.items() if person not in enrolled(safe)]


async def test_whoever_commits_meanwhile_shares_the_next_wait(database: Database, power: Power) -> None:
    """While the disk works for the first, the others commit; one more round is enough for all of them."""
    committed = threading.Event()
    power.goes_on = lambda: committed.wait(10) and None
    writing = asyncio.gather(*(enroll(database, person) for person in WRITERS))
    async with asyncio.timeout(10):
        while not {*WRITERS} <= enrolled(power.data):
            await asyncio.sleep(0)
    committed.set()
    await writing

    assert 2 == len(power.rounds)


async def test_a_disk_that_fails_is_told_to_whoever_wrote(database: Database, power: Power) -> None:
    """What the disk did not take is never said to be kept; the next who writes asks the disk anew."""

    def fail() -> None:
        raise OSError(5, "Input/output error")

    power.goes_on = fail
    with pytest.raises(OSError, match="Input/output error"):
        await enroll(database, "UBEN")
    power.goes_on = lambda: None
    await enroll(database, "UCORA")

    assert {"UBEN", "UCORA"} <= enrolled(power.rounds[-1])


async def test_what_is_jotted_down_in_passing_waits_for_no_disk(database: Database, power: Power) -> None:
    """A signature is remembered without a wait."""
    await database.jot(first_of(Inbound), workspace=WORKSPACE, key="heard", received_at=NOW)

    assert [] == power.rounds


async def test_who_wrote_nothing_waits_for_no_disk(database: Database, power: Power) -> None:
    """Many a transaction finds that there is nothing to write."""
    async with database.begin():
        pass

    assert [] == power.rounds


async def test_a_transaction_of_the_engines_own_waits_for_the_disk_by_itself(database: Database) -> None:
    """A migration commits through the engine, on the very line that was used otherwise before."""
    await enroll(database, "UBEN")
    async with database.engine.begin() as connection:
        waits = await connection.scalar(text("PRAGMA synchronous"))

    assert 2 == waits
