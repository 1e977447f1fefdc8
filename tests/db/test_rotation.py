"""The master key can be changed while the app runs, and a crash in between loses nothing."""

import asyncio

import pytest
from pydantic import SecretStr

from bot.app import open_chest, open_database
from bot.db import rotation
from bot.db.engine import Database
from bot.db.masters import name_of, read_file
from bot.db.sealed import WrongKey, new_key
from bot.db.tables import Reflection
from bot.services import words
from bot.services.words import Given
from bot.settings import Settings
from tests import by_hand
from tests.db.conftest import Open, chest_settings, on_sqlite
from tests.db.rows import NOW, WORDS, answered, read, reflection


async def rotate(settings: Settings) -> int:
    """As `shoulder db rotate-key` does."""
    chest = open_chest(settings)
    try:
        return await rotation.rotate(chest)
    finally:
        await chest.database.close()


def masters_in_use(settings: Settings) -> set[str]:
    """The names of the master keys that anything in the chest is wrapped with."""
    found = by_hand.read(chest_settings(settings), "SELECT master FROM workspace_keys UNION SELECT master FROM chest")
    return {row["master"] for row in found}


async def test_after_a_rotation_only_the_new_key_is_needed(
    database: Database, settings: Settings, opened: Open
) -> None:
    """The old one is gone from the file, and wraps nothing any more."""
    draft = await answered(database)
    (old,) = read_file(settings.data_dir / "sealing.key")

    assert await rotate(settings) == 1

    (new,) = read_file(settings.data_dir / "sealing.key")
    assert (new != old, masters_in_use(settings)) == (True, {name_of(new)})
    async with opened() as again:
        assert await read(again, draft) == {"question": WORDS}


async def test_the_running_app_goes_on_through_a_rotation(database: Database, settings: Settings) -> None:
    """Opened before, it reads what was kept before, and keeps what comes after."""
    before = await answered(database)

    await rotate(settings)

    assert await read(database, before) == {"question": WORDS}
    after = await answered(database, "UBEN", "Written after.")
    assert await read(database, after, "UBEN") == {"question": "Written after."}


async def test_the_first_word_after_a_rotation_opens_after_a_restart(
    database: Database, settings: Settings, opened: Open
) -> None:
    """The app was started before it, and nobody had written yet: it does not seal under the key that was dropped."""
    await rotate(settings)

    after = await answered(database)

    assert masters_in_use(settings) == {name_of(read_file(settings.data_dir / "sealing.key")[0])}
    async with opened() as again:
        assert await read(again, after) == {"question": WORDS}


async def test_an_app_that_was_not_given_the_new_key_seals_nothing(settings: Settings) -> None:
    """Its environment has the key from before the rotation alone: it refuses, and no words are lost later."""
    old, new = "ab" * 32, "cd" * 32
    only_old, both = (
        settings.model_copy(update={"sealing_key": SecretStr(now), "sealing_keys_before": SecretStr(before)})
        for now, before in ((old, ""), (new, old))
    )
    async with open_database(only_old) as database:
        await rotate(both)

        with pytest.raises(WrongKey):
            await answered(database)

    assert masters_in_use(settings) == {name_of(bytes.fromhex(new))}


async def test_people_who_join_during_a_rotation_are_taken_along(
    database: Database, settings: Settings, opened: Open
) -> None:
    """Thirty people write their first words while everybody's keys are wrapped anew: all of it opens afterwards."""
    before = await answered(database)
    people = [f"U{number}" for number in range(30)]
    drafts = [await reflection(database, person) for person in people]

    async def write(person: str, draft: Reflection) -> None:
        async with database.begin() as session:
            given = Given("question", 0, "answer", "What did you try?", person)
            await words.keep(session, draft, given, author=person, now=NOW)

    await asyncio.gather(rotate(settings), *map(write, people, drafts))
    await rotate(settings)

    async with opened() as again:
        assert await read(again, before) == {"question": WORDS}
        for person, draft in zip(people, drafts, strict=True):
            assert await read(again, draft, person) == {"question": person}


async def test_a_rotation_that_was_cut_off_is_finished_by_the_next(
    database: Database, settings: Settings, opened: Open
) -> None:
    """Killed after the new key was written and one person was moved: both keys open, and the next run ends it."""
    drafts = {person: await answered(database, person) for person in ("UANA", "UBEN")}
    chest = open_chest(settings)
    chest.masters.put_first(new_key())
    async with chest.database.begin() as session:
        await rotation._new_key_of(session, chest, "T0SHOULDER")
    await chest.database.close()
    async with opened() as halfway:
        assert await read(halfway, drafts["UANA"]) == {"question": WORDS}

    assert await rotate(settings) == 2

    assert len(read_file(settings.data_dir / "sealing.key")) == 1
    for person, draft in drafts.items():
        assert await read(database, draft, person) == {"question": WORDS}


async def test_with_keys_of_the_environment_the_old_one_is_needed_until_it_is_done(settings: Settings) -> None:
    """SEALING_KEY is new, SEALING_KEYS_BEFORE the old one; after the rotation the new one is enough."""
    old, new = "ab" * 32, "cd" * 32
    only_old, both, only_new = (
        settings.model_copy(update={"sealing_key": SecretStr(now), "sealing_keys_before": SecretStr(before)})
        for now, before in ((old, ""), (new, old), (new, ""))
    )
    async with open_database(only_old) as database:
        draft = await answered(database)
    with pytest.raises(WrongKey):
        async with open_database(only_new):
            pass

    async with open_database(both) as database:
        assert await read(database, draft) == {"question": WORDS}
    assert await rotate(both) == 1

    async with open_database(only_new) as database:
        assert await read(database, draft) == {"question": WORDS}


@on_sqlite
async def test_a_rotation_leaves_no_bytes_of_the_old_wrapping(database: Database, settings: Settings) -> None:
    """Whoever finds the old master key later finds nothing in the chest that it opens."""
    await answered(database)
    wrapped = "SELECT wrapped FROM workspace_keys UNION SELECT wrapped FROM data_keys"
    old = [row["wrapped"] for row in by_hand.read(chest_settings(settings), wrapped)]

    await rotate(settings)

    kept = b"".join(path.read_bytes() for path in settings.data_dir.glob("keys.db*"))
    assert not [each for each in old if each[13:45] in kept]
