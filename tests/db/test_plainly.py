"""What is said to the database at its driver means what every other statement means."""

from typing import Any

import pytest
from sqlalchemy import bindparam, column, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.db.door import NotThroughTheDoor
from bot.db.engine import Database
from bot.db.once import first_of
from bot.db.plainly import Phrase, rows, several
from bot.db.tables import Answer, Program
from bot.db.wire_tables import Inbound
from tests.db.conftest import on_postgres
from tests.db.rows import NOW, WORKSPACE, program

HERE = Phrase(lambda _: select(Program.lead, Program.set_up_at).where(Program.workspace == bindparam("here")))
LEADS = Phrase(lambda _: update(Program).where(Program.workspace == bindparam("here")).values(lead=bindparam("by")))
HEARD = first_of(Inbound)
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

    assert "a secret" not in str(met.value)
    assert not isinstance(met.value, DBAPIError)
