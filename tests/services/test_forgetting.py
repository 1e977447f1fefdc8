"""Whoever is erased has no key afterwards, also when the app is cut off between their words and their key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.db.chest import Chest, DataKey
from bot.db.engine import Database
from bot.db.record_tables import KeyToForget
from bot.services import beat, enrollments, inbound, own_keys, records, words
from tests.db.rows import WORKSPACE, draft, read
from tests.services.deeds import NOW, SAID, count, written

TWO_DAYS_LATER = NOW.replace(day=NOW.day + 2)


async def chest_of(database: Database) -> Chest:
    """The key chest of this database."""
    async with database.read() as session:
        return own_keys.chest_of(session)


@asynccontextmanager
async def out_of_reach(chest: Chest) -> AsyncIterator[None]:
    """The chest's keys cannot be reached for a while."""
    await _rename(chest, "data_keys", "elsewhere")
    yield
    await _rename(chest, "elsewhere", "data_keys")


async def _rename(chest: Chest, name: str, to: str) -> None:
    async with chest.database.begin() as session:
        await session.execute(text(f"ALTER TABLE {name} RENAME TO {to}"))


@pytest.fixture
async def cut_off(nudged: tuple[Database, str]) -> Database:
    """Ana's words were deleted, and her key could not be."""
    database, nudge_id = nudged
    await written(database, nudge_id)
    async with out_of_reach(await chest_of(database)):
        with pytest.raises(DBAPIError):
            await records.erase(database, WORKSPACE, "UANA", by="UANA", now=NOW)
    return database


async def keys(database: Database) -> int:
    """How many people have a key."""
    return await count((await chest_of(database)).database, DataKey)


async def test_an_erase_that_was_cut_off_is_finished_by_the_next_beat(cut_off: Database) -> None:
    """However late it comes: the key is gone then, and nothing is owed any more."""
    before = await keys(cut_off)

    await beat.keep(cut_off, now=TWO_DAYS_LATER)

    assert (1, 0) == (before, await keys(cut_off))
    assert 0 == await count(cut_off, KeyToForget)


async def test_new_words_do_not_go_with_the_old_key(cut_off: Database) -> None:
    """Ana writes again before the beat: her old key goes first, and what she wrote now opens after the beat."""
    chest = await chest_of(cut_off)
    old = await chest.keys_of(WORKSPACE, ["UANA"])
    async with cut_off.begin() as session:
        session.add(made := draft((await enrollments.ever(session, WORKSPACE, "UANA")).id))
        await session.flush()
        given = words.Given("question", 0, "answer", "What did you try?", SAID)
        await words.keep(session, made, given, author="UANA", now=NOW)

    await beat.keep(cut_off, now=TWO_DAYS_LATER)

    assert old != await chest.keys_of(WORKSPACE, ["UANA"])
    assert {"question": SAID} == await read(cut_off, made)


async def test_an_erase_forgets_the_key_at_once(nudged: tuple[Database, str]) -> None:
    """When nothing goes wrong, nothing is left for later."""
    database, nudge_id = nudged
    await written(database, nudge_id)

    await records.erase(database, WORKSPACE, "UANA", by="UANA", now=NOW)

    assert 0 == await keys(database)
    assert 0 == await count(database, KeyToForget)


async def test_what_was_heard_is_let_go_of_after_a_day(database: Database) -> None:
    """No sender repeats it any more then; a day that is not over yet keeps it."""
    await inbound.first_on(database, WORKSPACE, "heard", now=NOW)

    await beat.keep(database, now=NOW + timedelta(hours=23))
    known = await inbound.knows(database, WORKSPACE, "heard")
    await beat.keep(database, now=NOW + timedelta(hours=25))

    assert (True, False) == (known, await inbound.knows(database, WORKSPACE, "heard"))
