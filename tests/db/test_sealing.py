"""People's words are sealed: whoever holds the file alone cannot read them, nor change or move them unseen."""

import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from bot.app import open_database
from bot.db.engine import Database
from bot.db.sealed import Sealer, WrongKey, key_from_file, read_key
from bot.db.tables import Answer
from bot.settings import Settings
from tests.db.conftest import Open
from tests.db.rows import WORDS, answer, keep, reflection

KEY = bytes(range(32))


@given(st.text(), st.text())
def test_what_was_sealed_opens_again(words: str, place: str) -> None:
    """Any words, any place."""
    assert words == Sealer(KEY).open(Sealer(KEY).seal(words, place), place)


@given(st.text(min_size=4))
def test_the_words_are_not_in_the_sealed_bytes(words: str) -> None:
    """Nothing of four characters or more shows through."""
    assert words.encode() not in Sealer(KEY).seal(words, "answers.words")


def test_the_same_words_look_different_each_time() -> None:
    """Nobody can tell that two people wrote the same."""
    assert Sealer(KEY).seal(WORDS, "answers.words") != Sealer(KEY).seal(WORDS, "answers.words")


@given(st.data())
def test_changed_bytes_do_not_open(data: st.DataObject) -> None:
    """Flip any one bit anywhere."""
    sealed = bytearray(Sealer(KEY).seal(WORDS, "answers.words"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(WrongKey):
        Sealer(KEY).open(bytes(sealed), "answers.words")


@given(st.data())
def test_bytes_that_were_cut_do_not_open(data: st.DataObject) -> None:
    """Nor do those of which only the beginning is left."""
    sealed = Sealer(KEY).seal(WORDS, "answers.words")

    with pytest.raises(WrongKey):
        Sealer(KEY).open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], "answers.words")


def test_bytes_moved_to_another_column_do_not_open() -> None:
    """What was sealed as an answer is no celebration."""
    with pytest.raises(WrongKey):
        Sealer(KEY).open(Sealer(KEY).seal(WORDS, "answers.words"), "celebrations.words")


def test_another_key_does_not_open() -> None:
    """A key that differs in one bit is another key."""
    with pytest.raises(WrongKey):
        Sealer(bytes([1, *KEY[1:]])).open(Sealer(KEY).seal(WORDS, "answers.words"), "answers.words")


async def test_words_are_not_in_the_file(database: Database, tmp_path: Path) -> None:
    """Not in the database, not in its log, not in UTF-8 and not in UTF-16."""
    draft = await reflection(database)
    await keep(database, answer(draft.id))
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())

    assert draft.id.encode() in written
    assert WORDS.encode() not in written
    assert WORDS.encode("utf-16-le") not in written


async def test_words_come_back_when_they_are_asked_for_by_name(database: Database) -> None:
    """The one way to read them."""
    draft = await reflection(database)
    await keep(database, answer(draft.id))

    async with database.read() as session:
        assert WORDS == await session.scalar(select(Answer.words))


async def test_words_do_not_come_along_with_their_row(database: Database) -> None:
    """Reading them from a row by accident raises."""
    draft = await reflection(database)
    await keep(database, answer(draft.id))

    async with database.read() as session:
        row = (await session.scalars(select(Answer))).one()
        with pytest.raises(InvalidRequestError):
            _ = row.words


async def test_words_moved_between_columns_of_the_file_do_not_open(database: Database, tmp_path: Path) -> None:
    """Somebody with the file in hand puts a coach's known word in the place of an answer: it does not open."""
    draft = await reflection(database)
    await keep(database, answer(draft.id))
    _by_hand(tmp_path, "UPDATE answers SET words = (SELECT canary FROM key_checks)")

    async with database.read() as session:
        with pytest.raises(WrongKey):
            await session.scalar(select(Answer.words))


def _by_hand(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "data" / "shoulder.db")
    with connection:
        connection.execute(statement)
    connection.close()


async def start(settings: Settings) -> None:
    """Start as the app does, and stop again."""
    async with open_database(settings):
        pass


async def test_a_wrong_key_stops_the_start(database: Database, settings: Settings) -> None:
    """With one sentence that says what to do."""
    await database.close()
    other = settings.model_copy(update={"sealing_key": SecretStr("ab" * 32)})

    with pytest.raises(WrongKey) as refused:
        await start(other)

    assert (
        "The sealing key does not open what is kept. Give back the key this database was made with (SEALING_KEY)."
        == str(refused.value)
    )


async def test_the_right_key_can_come_from_the_settings(settings: Settings) -> None:
    """A key that a deployment gives is used, and no key file is made."""
    given = settings.model_copy(update={"sealing_key": SecretStr("ab" * 32)})
    for _ in range(2):
        await start(given)

    assert not (settings.data_dir / "sealing.key").exists()


async def test_the_key_file_is_its_owners_alone(database: Database, settings: Settings) -> None:
    """Mode 0600."""
    assert 0o600 == stat.S_IMODE((settings.data_dir / "sealing.key").stat().st_mode)


async def test_the_key_is_not_in_the_database(database: Database, settings: Settings, tmp_path: Path) -> None:
    """Neither as hex digits nor as bytes."""
    key = key_from_file(settings.data_dir / "sealing.key")
    kept = b"".join(path.read_bytes() for path in settings.data_dir.glob("shoulder.db*"))

    assert key not in kept
    assert key.hex().encode() not in kept


async def test_the_second_start_uses_the_first_key(database: Database, opened: Open) -> None:
    """What was sealed yesterday opens today."""
    draft = await reflection(database)
    await keep(database, answer(draft.id))
    await database.close()

    async with opened() as again, again.read() as session:
        assert WORDS == await session.scalar(select(Answer.words))


@pytest.mark.parametrize("key", ["", "ab", "zz" * 32, "ab" * 33, "é" * 64])
def test_what_is_no_key_is_refused_in_words(key: str) -> None:
    """Too short, too long, or no hex digits."""
    with pytest.raises(WrongKey, match="64 hex digits"):
        Sealer(read_key(key))
