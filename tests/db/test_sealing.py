"""People's words are sealed: whoever holds the file alone cannot read them, nor change or move them unseen."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import aliased, undefer

from bot.db.door import NotThroughTheDoor, through_the_door
from bot.db.engine import Database
from bot.db.sealed import WrongKey, place_of_answer, seal, unseal
from bot.db.tables import Answer
from bot.settings import Settings
from tests import by_hand
from tests.db.conftest import Open, on_sqlite
from tests.db.rows import WORDS, answered, read

KEY = bytes(range(32))
SAID = WORDS.encode()
PLACE = place_of_answer("T1", "UANA", "r1", "question")


@given(st.binary(), st.text())
def test_what_was_sealed_opens_again(words: bytes, place: str) -> None:
    """Any words, any place."""
    assert words == unseal(KEY, seal(KEY, words, place), place)


@given(st.binary(min_size=4))
def test_the_words_are_not_in_the_sealed_bytes(words: bytes) -> None:
    """Nothing of four characters or more shows through."""
    assert words not in seal(KEY, words, PLACE)


def test_the_same_words_look_different_each_time() -> None:
    """Nobody can tell that two people wrote the same."""
    assert seal(KEY, SAID, PLACE) != seal(KEY, SAID, PLACE)


@given(st.data())
def test_changed_bytes_do_not_open(data: st.DataObject) -> None:
    """Flip any one bit anywhere."""
    sealed = bytearray(seal(KEY, SAID, PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(WrongKey):
        unseal(KEY, bytes(sealed), PLACE)


@given(st.data())
def test_bytes_that_were_cut_do_not_open(data: st.DataObject) -> None:
    """Nor do those of which only the beginning is left."""
    sealed = seal(KEY, SAID, PLACE)

    with pytest.raises(WrongKey):
        unseal(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        place_of_answer("T2", "UANA", "r1", "question"),
        place_of_answer("T1", "UBEN", "r1", "question"),
        place_of_answer("T1", "UANA", "r2", "question"),
        place_of_answer("T1", "UANA", "r1", "next"),
        "celebrations/T1/UANA/r1",
    ],
)
def test_bytes_moved_to_another_place_do_not_open(elsewhere: str) -> None:
    """Another workspace, person, row, step or table."""
    with pytest.raises(WrongKey):
        unseal(KEY, seal(KEY, SAID, PLACE), elsewhere)


def test_another_key_does_not_open() -> None:
    """A key that differs in one bit is another key."""
    with pytest.raises(WrongKey):
        unseal(bytes([1, *KEY[1:]]), seal(KEY, SAID, PLACE), PLACE)


@on_sqlite
async def test_words_are_not_in_the_file(database: Database, tmp_path: Path) -> None:
    """Not in the database, not in its log, not in UTF-8 and not in UTF-16."""
    draft = await answered(database)
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())

    assert draft.id.encode() in written
    assert SAID not in written
    assert WORDS.encode("utf-16-le") not in written


async def test_words_are_in_no_row(database: Database, settings: Settings) -> None:
    """Nor is what was written in any value that a query could bring."""
    draft = await answered(database)
    written = b"\n".join(by_hand.values(settings))

    assert draft.id.encode() in written
    assert SAID not in written


async def test_words_come_back_through_the_door(database: Database) -> None:
    """The one way to read them."""
    assert {"question": WORDS} == await read(database, await answered(database))


async def test_what_the_door_fetches_is_sealed(database: Database) -> None:
    """A query that names the column, and may, has nothing to read."""
    await answered(database)

    async with database.read() as session:
        found = await session.scalar(through_the_door(select(Answer.words)))

    assert found is not None
    assert SAID not in found


ANSWERS: Any = Answer.__table__
AROUND: dict[str, Any] = {
    "by its name": select(Answer.words),
    "the whole table": select(ANSWERS),
    "an alias": select(aliased(Answer).words),
    "a table's alias": select(ANSWERS.alias()),
    "a subquery": select(select(Answer.words).subquery()),
    "under another name": select(Answer.words.label("said")),
    "undeferred": select(Answer).options(undefer(Answer.words)),
    "what was deleted": delete(Answer).returning(Answer.words),
    "what was written": update(Answer).values(position=1).returning(ANSWERS),
}


@pytest.mark.parametrize("way", AROUND)
async def test_nobody_goes_around_the_door(database: Database, way: str) -> None:
    """However sealed words are asked for, the database is not asked when it is not by the door."""
    await answered(database)

    async with database.begin() as session:
        with pytest.raises(NotThroughTheDoor):
            await session.execute(AROUND[way])


async def test_words_do_not_come_along_with_their_row(database: Database) -> None:
    """Reading them from a row by accident raises."""
    await answered(database)

    async with database.read() as session:
        row = (await session.scalars(select(Answer))).one()
        with pytest.raises(InvalidRequestError):
            _ = row.words


async def test_words_swapped_between_people_do_not_open(database: Database, settings: Settings) -> None:
    """Somebody with the database in hand puts Ben's words in the place of Ana's: they are no words there."""
    ana, ben = await answered(database), await answered(database, "UBEN", "Ben wrote this.")
    bens = "(SELECT words FROM answers WHERE reflection_id = :ben)"
    swap = f"UPDATE answers SET words = {bens} WHERE reflection_id = :ana"  # noqa: S608
    by_hand.write(settings, swap, ana=ana.id, ben=ben.id)

    assert {} == await read(database, ana)


async def test_the_second_start_uses_the_first_key(database: Database, opened: Open) -> None:
    """What was sealed yesterday opens today."""
    draft = await answered(database)
    await database.close()

    async with opened() as again:
        assert {"question": WORDS} == await read(again, draft)
