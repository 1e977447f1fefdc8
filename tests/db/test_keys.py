"""Keys: one for each person, under their workspace's, under the master key; kept apart from the words."""

import asyncio
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.app import open_chest, open_database
from bot.db.chest import KeysAreMissing
from bot.db.engine import Database
from bot.db.masters import read_file, read_key
from bot.db.sealed import WrongKey
from bot.db.tables import Reflection
from bot.services import words
from bot.settings import Settings
from tests import by_hand, postgres
from tests.db.conftest import Open, chest_settings, on_postgres, on_sqlite
from tests.db.first_version import a_database_of_the_first_version
from tests.db.rows import NOW, WORDS, WORKSPACE, answered, draft, read
from tests.world import Engine

WRONG = "The sealing key does not open what is kept. Give back the key this database was made with (SEALING_KEY)."


async def start(settings: Settings) -> None:
    """Start as the app does, and stop again."""
    async with open_database(settings):
        pass


async def erase(settings: Settings, person: str) -> None:
    """Delete this person's key."""
    chest = open_chest(settings)
    await chest.forget(WORKSPACE, person)
    await chest.database.close()


async def test_a_wrong_key_stops_the_start(database: Database, settings: Settings) -> None:
    """With one sentence that says what to do."""
    await database.close()
    other = settings.model_copy(update={"sealing_key": SecretStr("ab" * 32)})

    with pytest.raises(WrongKey) as refused:
        await start(other)

    assert str(refused.value) == WRONG


async def test_a_missing_key_file_stops_the_start(database: Database, settings: Settings) -> None:
    """A new key is not quietly made for old words."""
    await answered(database)
    await database.close()
    (settings.data_dir / "sealing.key").unlink()

    with pytest.raises(WrongKey) as refused:
        await start(settings)

    assert str(refused.value) == WRONG


async def lose_the_chest(settings: Settings, kind: Engine) -> None:
    """Its file is gone, or its tables were not restored."""
    if kind == "sqlite":
        for file in settings.data_dir.glob("keys.db*"):
            file.unlink()
    else:
        for table in ("data_keys", "workspace_keys", "chest"):
            by_hand.write(settings, f"DROP TABLE {table}")


async def test_a_missing_chest_stops_the_start(database: Database, settings: Settings, kind: Engine) -> None:
    """Words without their keys: one sentence says what to put back."""
    await answered(database)
    await database.close()
    await lose_the_chest(settings, kind)

    with pytest.raises(KeysAreMissing, match=r"Put back the keys\.db"):
        await start(settings)


async def test_the_right_key_can_come_from_the_settings(settings: Settings) -> None:
    """A key that a deployment gives is used, and no key file is made."""
    given = settings.model_copy(update={"sealing_key": SecretStr("ab" * 32)})
    for _ in range(2):
        await start(given)

    assert not (settings.data_dir / "sealing.key").exists()


async def test_the_key_file_is_its_owners_alone(database: Database, settings: Settings) -> None:
    """Mode 0600."""
    assert stat.S_IMODE((settings.data_dir / "sealing.key").stat().st_mode) == 0o600


async def test_the_master_key_is_in_no_database(database: Database, settings: Settings) -> None:
    """Neither as hex digits nor as bytes, neither beside the words nor in the chest."""
    await answered(database)
    (key,) = read_file(settings.data_dir / "sealing.key")
    kept = b"".join([path.read_bytes() for path in settings.data_dir.glob("*.db*")] or by_hand.values(settings))

    assert key not in kept
    assert key.hex().encode() not in kept


@on_sqlite
async def test_an_erased_persons_words_are_gone_from_every_backup(
    database: Database, settings: Settings, opened: Open
) -> None:
    """A copy of the database from before opens for everybody else, and not for them."""
    ana, ben = await answered(database), await answered(database, "UBEN", "Ben wrote this.")
    await database.close()
    backup = (settings.data_dir / "shoulder.db").read_bytes()
    await erase(settings, "UANA")
    for file in settings.data_dir.glob("shoulder.db*"):
        file.unlink()
    (settings.data_dir / "shoulder.db").write_bytes(backup)

    async with opened() as restored:
        assert await read(restored, ana) == {}
        assert await read(restored, ben, "UBEN") == {"question": "Ben wrote this."}


@on_postgres
async def test_with_a_chest_of_its_own_the_same_holds_on_postgresql(settings: Settings) -> None:
    """KEYS_DATABASE_URL names another database, so that a backup of this one holds no keys."""
    with postgres.fresh() as chest:
        apart = settings.model_copy(update={"keys_database_url": chest})
        async with open_database(apart) as database:
            ana, ben = await answered(database), await answered(database, "UBEN", "Ben wrote this.")
        with postgres.fresh(make_url(settings.database_url).database or "") as backup:
            await erase(apart, "UANA")
            async with open_database(apart.model_copy(update={"database_url": backup})) as restored:
                assert await read(restored, ana) == {}
                assert await read(restored, ben, "UBEN") == {"question": "Ben wrote this."}


async def test_who_writes_again_after_being_erased_reads_what_is_new(database: Database, settings: Settings) -> None:
    """What their key before sealed, as a backup brings it back, is no words; what the new one sealed is read as ever."""
    old = await answered(database)
    await erase(settings, "UANA")
    async with database.begin() as session:
        new = draft(old.enrollment_id)
        session.add(new)
        await session.flush()
        await words.keep(session, new, words.Given("question", 0, "answer", "?", "New."), author="UANA", now=NOW)

    assert ({}, {"question": "New."}) == (await read(database, old), await read(database, new))


@on_sqlite
async def test_an_erased_key_leaves_no_bytes(database: Database, settings: Settings) -> None:
    """The wrapped key is overwritten in the chest's file and its log."""
    await answered(database)
    (wrapped,) = by_hand.read(chest_settings(settings), "SELECT wrapped FROM data_keys WHERE person = 'UANA'")

    await erase(settings, "UANA")

    kept = b"".join(path.read_bytes() for path in settings.data_dir.glob("keys.db*"))
    assert wrapped["wrapped"][13:45] not in kept


async def test_a_key_swapped_between_people_does_not_open(database: Database, settings: Settings) -> None:
    """Somebody with the chest in hand gives Ben Ana's key: it does not open."""
    draft = await answered(database)
    await answered(database, "UBEN")
    bens = "(SELECT wrapped FROM data_keys WHERE person = 'UBEN')"
    by_hand.write(chest_settings(settings), f"UPDATE data_keys SET wrapped = {bens} WHERE person = 'UANA'")  # noqa: S608

    with pytest.raises(WrongKey):
        await read(database, draft)


async def test_of_many_who_need_a_key_at_once_all_get_the_same(database: Database, settings: Settings) -> None:
    """The first words of a person, sent twice at the same moment: one key for the person, one for the workspace."""
    chest = open_chest(settings)
    given = await asyncio.gather(*(chest.key_for(WORKSPACE, "UANA") for _ in range(8)))
    await chest.database.close()

    assert 1 == len(set(given))
    assert 1 == by_hand.count(chest_settings(settings), "workspace_keys")


@pytest.mark.parametrize("key", ["", "ab", "zz" * 32, "ab" * 33, "é" * 64])
def test_what_is_no_key_is_refused_in_words(key: str) -> None:
    """Too short, too long, or no hex digits."""
    with pytest.raises(WrongKey, match="64 hex digits"):
        read_key(key)


async def test_an_empty_key_file_is_refused_in_words(database: Database, settings: Settings) -> None:
    """Somebody truncated it."""
    await database.close()
    (settings.data_dir / "sealing.key").write_text("")

    with pytest.raises(WrongKey, match="The key file is empty"):
        await start(settings)


async def test_words_of_the_first_version_are_brought_over(kind: Engine, tmp_path: Path) -> None:
    """What one key had sealed for everybody is sealed with each author's own key, once."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh()) if kind == "postgres" else ""
        settings = Settings(_env_file=None, data_dir=tmp_path / "data", database_url=url)
        reflection_id = await a_database_of_the_first_version(settings, WORDS)

        for _ in range(2):
            async with open_database(settings, upgrade=True) as database, database.read() as session:
                draft = await session.get_one(Reflection, reflection_id)
                assert await read(database, draft) == {"question": WORDS}
