"""A transaction means what it says: all or nothing, nobody's write is lost, and readers do not queue."""

import asyncio
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import column, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import sqlite
from bot.db.engine import Database, address
from bot.db.once import first_of, insert_once
from bot.db.plainly import Phrase
from bot.db.tables import Enrollment, Nudge, Program
from bot.db.wire_tables import Inbound
from tests.db.rows import NOW, WORKSPACE, enrollment, keep, nudge, program


class ChangedMyMind(Exception):
    """Something failed half way."""


async def count(database: Database, table: type) -> int:
    """How many rows there are."""
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_what_fails_half_way_leaves_nothing(database: Database) -> None:
    """The rows written before the failure are gone."""
    with suppress(ChangedMyMind):
        async with database.begin() as session:
            session.add(program())
            await session.flush()
            raise ChangedMyMind

    assert 0 == await count(database, Program)


async def test_a_savepoint_that_fails_takes_only_its_own_rows(database: Database) -> None:
    """What was written before the savepoint stays."""
    async with database.begin() as session:
        session.add(enrollment("UANA"))
        await session.flush()
        with suppress(ChangedMyMind):
            async with session.begin_nested():
                session.add(enrollment("UBEN"))
                await session.flush()
                raise ChangedMyMind

    async with database.read() as session:
        assert ["UANA"] == list(await session.scalars(select(Enrollment.caseworker)))


async def test_rows_of_a_kept_savepoint_fall_with_the_whole(database: Database) -> None:
    """A savepoint is no commit: when the transaction around it fails, its rows go too."""
    with suppress(ChangedMyMind):
        async with database.begin() as session:
            async with session.begin_nested():
                session.add(program())
            raise ChangedMyMind

    assert 0 == await count(database, Program)


async def test_two_hundred_writers_at_once_lose_nothing(database: Database) -> None:
    """200 tasks read a number and hold its row, add one and write it back; all 200 are counted."""
    await keep(database, program())

    async def add_one() -> None:
        async with database.begin() as session:
            found = await session.get_one(Program, WORKSPACE, with_for_update=True)
            found.digest_day += 1

    await asyncio.gather(*(add_one() for _ in range(200)))

    async with database.read() as session:
        assert 200 == (await session.get_one(Program, WORKSPACE)).digest_day


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    """While a writer holds its transaction open, somebody reads what stood before."""
    async with database.begin() as writing:
        writing.add(program())
        await writing.flush()

        async with asyncio.timeout(2):
            assert 0 == await count(database, Program)


async def test_a_reader_sees_one_moment(database: Database) -> None:
    """A write that is committed meanwhile does not show up half way through a reading."""
    async with database.read() as reading:
        before = await reading.scalar(select(func.count()).select_from(Program))
        await keep(database, program())
        after = await reading.scalar(select(func.count()).select_from(Program))

    assert (0, 0) == (before, after)


async def test_a_reading_changes_nothing(database: Database) -> None:
    """What is written by mistake in a reading is not kept."""
    async with database.read() as session:
        session.add(program())
        await session.flush()

    assert 0 == await count(database, Program)


async def test_what_was_read_can_be_used_after_the_reading(database: Database) -> None:
    """Rows keep their values when their transaction is over."""
    await keep(database, program())

    async with database.read() as session:
        found = await session.get_one(Program, WORKSPACE)

    assert "ULEE" == found.lead


async def test_a_row_that_may_exist_once_is_written_once(database: Database) -> None:
    """The first insert says yes, the second says no."""
    await keep(database, place := enrollment())

    async with database.begin() as session:
        said = [await insert_once(session, nudge(place.id)) for _ in range(2)]

    assert [True, False] == said
    assert 1 == await count(database, Nudge)


async def test_a_lost_race_leaves_the_transaction_alive(database: Database) -> None:
    """After the second insert was refused, the same transaction still writes and commits."""
    await keep(database, place := enrollment())

    async with database.begin() as session:
        await insert_once(session, nudge(place.id))
        await insert_once(session, nudge(place.id))
        session.add(program())

    assert 1 == await count(database, Program)


async def test_of_fifty_who_write_the_same_row_one_wins(database: Database) -> None:
    """Fifty tasks at once: one is told that it was first."""

    async def hear() -> bool:
        async with database.begin() as session:
            return await insert_once(session, Inbound(workspace=WORKSPACE, key="Ev1", received_at=NOW))

    assert 1 == sum(await asyncio.gather(*(hear() for _ in range(50))))


async def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    """Foreign keys are kept on SQLite too."""
    with pytest.raises(IntegrityError):
        await keep(database, nudge("no such enrollment"))


async def test_an_error_of_the_database_tells_no_values(database: Database) -> None:
    """The text of a database error holds no parameters: they may be somebody's words."""
    with pytest.raises(IntegrityError) as refused:
        await keep(database, nudge("a very private thing"))

    assert "a very private thing" not in str(refused.value)


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    """A naive datetime is a mistake, and nothing is written."""
    with pytest.raises(StatementError, match="a moment needs its zone"):
        await keep(database, Inbound(workspace=WORKSPACE, key="Ev1", received_at=NOW.replace(tzinfo=None)))


async def test_a_moment_comes_back_in_utc(database: Database) -> None:
    """What was said in Chicago's time is read in UTC, and is the same moment."""
    in_chicago = NOW.astimezone(ZoneInfo("America/Chicago"))
    await keep(database, Inbound(workspace=WORKSPACE, key="Ev1", received_at=in_chicago))

    async with database.read() as session:
        found = await _received(session)

    assert (NOW, UTC) == (found, found.tzinfo)


async def _received(session: AsyncSession) -> datetime:
    return (await session.get_one(Inbound, (WORKSPACE, "Ev1"))).received_at


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("sqlite:///a.db", "sqlite+intheloop:///a.db"),
        ("postgres://me:pw@host/db", "postgresql+psycopg://me:pw@host/db"),
        ("postgresql://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
    ],
)
def test_addresses_are_taken_as_platforms_hand_them_out(given: str, wanted: str) -> None:
    """The driver is ours to pick."""
    assert wanted == address(given)


async def test_a_long_transaction_lets_everybody_else_go_on(database: Database) -> None:
    """A statement that takes a while runs beside the event loop, on SQLite too."""
    slow = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n"
    )
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    async with database.begin(long=True) as session:
        ticking = asyncio.create_task(tick())
        await asyncio.sleep(0)
        before = ticks
        await session.execute(slow)
        ticking.cancel()

    assert ticks > before + 50


async def test_many_short_statements_let_everybody_else_go_on(database: Database) -> None:
    """A transaction that asks a thousand small things is no reason for a click to wait until its end."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    async with database.begin() as session:
        ticking = asyncio.create_task(tick())
        for number in range(1000):
            await session.execute(select(number))
        ticking.cancel()

    assert ticks > 5


async def test_scrubbing_waits_for_a_writer_beside_the_event_loop(database: Database) -> None:
    """A purge scrubs while somebody else is writing: the writer can finish, and nobody stands still meanwhile."""
    written = asyncio.Event()

    async def write() -> None:
        async with database.begin(long=True) as session:
            session.add(program())
            await session.flush()
            written.set()
            for number in range(50):
                await session.execute(select(number))

    async with asyncio.timeout(5):
        writing = asyncio.create_task(write())
        await written.wait()
        await database.scrub()
        await writing


async def test_only_what_is_written_in_passing_does_not_wait_for_the_disk(database: Database) -> None:
    """SQLite waits for the disk (2) at every commit but that one (1), also when the same line is used for both."""
    if database.engine.dialect.name != "sqlite":
        return

    async def kept() -> Any:
        async with database.begin() as session:
            return await session.scalar(text("PRAGMA synchronous"))

    heard = first_of(Inbound)
    synchronous = Phrase(lambda _: text("PRAGMA synchronous").columns(column("synchronous")))
    await database.jot(heard, workspace=WORKSPACE, key="heard", received_at=NOW)
    waits = [await kept(), (await database.jot(synchronous))[0].synchronous, await kept()]

    assert [2, 1, 2] == waits
    assert 1 == await count(database, Inbound)


async def test_whoever_is_cut_off_leaves_a_line_that_can_be_used(database: Database) -> None:
    """A long statement is cancelled while it runs: it is heard to its end, and the next transaction finds everything in order."""
    counting = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) SELECT count(*) FROM n"

    async def look() -> None:
        async with database.begin(long=True) as session:
            await session.execute(text(counting))

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.01)
    looking.cancel()
    await asyncio.wait({looking})
    async with database.begin() as session:
        session.add(program())

    assert looking.cancelled()
    assert 1 == await count(database, Program)


async def test_whoever_is_told_to_stop_twice_still_waits_for_the_statement() -> None:
    """SQLite runs a long statement in another thread: a line that was closed meanwhile took the whole process with it."""
    may_end, ended = threading.Event(), threading.Event()

    def statement() -> None:
        may_end.wait(5)
        ended.set()

    running = asyncio.create_task(sqlite._beside(statement))
    for _ in range(3):
        await asyncio.sleep(0.001)
        running.cancel()
    await asyncio.sleep(0.001)
    too_soon = running.done()
    may_end.set()
    await asyncio.wait({running})

    assert not too_soon
    assert ended.is_set()
    assert running.cancelled()
