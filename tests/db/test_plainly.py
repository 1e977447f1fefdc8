"""What is said to the database at its driver means what every other statement means."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import bindparam, column, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.db import sqlite
from bot.db.door import NotThroughTheDoor
from bot.db.engine import Database
from bot.db.once import first_of
from bot.db.plainly import Phrase, rows, several
from bot.db.tables import Answer, Program
from bot.db.wire_tables import Inbound
from tests.db.conftest import on_postgres, on_sqlite
from tests.db.rows import NOW, WORKSPACE, program

HERE = Phrase(lambda _: select(Program.lead, Program.set_up_at).where(Program.workspace == bindparam("here")))
LEADS = Phrase(lambda _: update(Program).where(Program.workspace == bindparam("here")).values(lead=bindparam("by")))
HEARD = first_of(Inbound)
CUT = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
NOTE = {"workspace": WORKSPACE, "key": "k", "received_at": NOW}


async def test_a_phrase_sees_what_its_session_has_not_written_yet(database: Database) -> None:
    """A row that was added just now is found, its moments aware and in UTC."""
    async with database.begin() as session:
        session.add(program())
        [found] = await rows(session, HERE, here=WORKSPACE)

    assert ("ULEE", NOW) == tuple(found)


async def test_several_are_said_in_their_order(database: Database) -> None:
    """The second sees what the first has done, and both are undone with their transaction."""
    async with database.begin() as session:
        session.add(program())
    async with database.read() as session:  # never committed
        changed, found = await several(session, (LEADS, {"here": WORKSPACE, "by": "U'%s"}), (HERE, {"here": WORKSPACE}))
    after = await database.ask(HERE, here=WORKSPACE)

    assert ([], "U'%s", "ULEE") == (changed, found[0].lead, after[0].lead)


async def test_what_is_jotted_down_twice_is_written_once(database: Database) -> None:
    """The second one finds that it was not the first, also within one workspace's rows."""
    within = database.within(WORKSPACE)

    assert [1, 0, 0] == [len(await each.jot(HEARD, **NOTE)) for each in (within, within, database)]


async def test_words_leave_by_no_phrase_but_through_the_door(database: Database) -> None:
    """Whoever puts one together that fetches them gets an error when it is first said, and nothing is read."""
    stolen = Phrase(lambda _: select(Answer.words))

    with pytest.raises(NotThroughTheDoor):
        await database.ask(stolen)
    async with database.read() as session:
        with pytest.raises(NotThroughTheDoor):
            await rows(session, stolen)


@on_postgres
async def test_a_question_alone_says_whose_rows_it_is_about(database: Database) -> None:
    """And leaves nothing behind on its connection."""
    said = Phrase(lambda _: text("SELECT current_setting('app.workspace')").columns(column("said")))
    asked = [(await each.ask(said))[0].said for each in (database.within(WORKSPACE), database)]

    assert [WORKSPACE, "*"] == asked


@on_postgres
@pytest.mark.parametrize("alone", [True, False])
async def test_an_error_tells_no_values(database: Database, alone: bool) -> None:
    """PostgreSQL would quote the row; only what is wrong with it stays."""
    wrong: Any = Phrase(lambda _: update(Program).values(set_up_at=None, lead=bindparam("by")))
    async with database.begin() as session:
        session.add(program())
    with pytest.raises(Exception, match="not-null") as met:
        async with database.begin() as session:
            await (database.jot(wrong, by="a secret") if alone else rows(session, wrong, by="a secret"))

    assert "a secret" not in f"{met.value} {met.value.__cause__}"
    assert isinstance(met.value, DBAPIError)  # as every other statement's


@on_postgres
async def test_a_line_that_was_cut_is_told_for_all_of_them(database: Database) -> None:
    """After a restart of PostgreSQL one question fails, and not one for each line that waits in the pool."""
    async with database.read() as one, database.read() as two, database.read() as three:
        [await each.execute(select(1)) for each in (one, two, three)]
    async with database.read() as stays:
        await stays.execute(CUT)
        with pytest.raises(DBAPIError):
            await database.ask(HERE, here=WORKSPACE)
        found = await database.ask(HERE, here=WORKSPACE)

    assert [] == found


@on_sqlite
@pytest.mark.parametrize("jots", [True, False])
async def test_who_cannot_begin_hears_it_as_every_other_error(
    database: Database, monkeypatch: pytest.MonkeyPatch, jots: bool
) -> None:
    """Another program holds the file for longer than we wait; whoever tries again waits for a DBAPIError."""
    monkeypatch.setattr(sqlite, "MOST_PATIENCE_MS", 1)
    with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DBAPIError, match="locked"):
            await (database.jot(HEARD, **NOTE) if jots else write(database))
        other.rollback()
        kept = await database.jot(HEARD, **NOTE)

    assert 1 == len(kept)


async def write(database: Database) -> None:
    """A transaction that writes."""
    async with database.begin() as session:
        session.add(program())
