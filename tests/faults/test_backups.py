"""A backup while the app runs, a database that is lost, and what the people find afterwards; on both databases."""

import os
import shutil
import stat
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.services import beat
from bot.settings import Settings
from tests import by_hand, postgres
from tests.cli.typed import Said, Shoulder, typing
from tests.faults.ledger import never_twice_never_lost, states
from tests.journeys.acts import answer, ask
from tests.journeys.goals_acts import agreed
from tests.world import MONDAY_9_29, Engine, World, environment, in_one_process

ANSWER = "I let the grandmother talk first"
DONE = "The database is back."


@pytest.fixture(params=["sqlite", "postgres", "guarded"])
def database(request: pytest.FixtureRequest) -> Engine:
    """SQLite, PostgreSQL, and PostgreSQL whose policies keep workspaces apart."""
    kind: Engine = request.param
    return kind


@pytest.fixture
async def world(tmp_path: Path, database: Engine) -> AsyncIterator[World]:
    """The demo's program on a Monday morning."""
    async with in_one_process(tmp_path, database=database) as made:
        yield made


@pytest.fixture
def shoulder(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shoulder:
    """Type `shoulder …` where the app is deployed, with PostgreSQL's own programs at hand."""

    async def run(settings: Settings, *words: str) -> Said:
        for name, value in environment(settings, 0).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PATH", os.pathsep.join([str(postgres.programs()), os.environ["PATH"]]))
        return await typing(monkeypatch, capfd, *words)

    return run


def place(settings: Settings) -> Path:
    """Where the copies go."""
    return settings.data_dir.parent


async def back_up(shoulder: Shoulder, settings: Settings) -> None:
    """Both copies, in their two files."""
    for words in (["--to", str(place(settings) / "words")], ["--to", str(place(settings) / "keys"), "--keys"]):
        said = await shoulder(settings, "db", "backup", *words)
        assert (0, "") == (said.code, said.err)


async def restore(shoulder: Shoulder, settings: Settings) -> Said:
    """The chest, then the database; gives what was said at the end."""
    keys = await shoulder(settings, "db", "restore", str(place(settings) / "keys"), "--keys")
    assert Said(0, "The key chest is back.\n", "") == keys
    return await shoulder(settings, "db", "restore", str(place(settings) / "words"))


@contextmanager
def a_new_machine(settings: Settings) -> Iterator[Settings]:
    """All is lost but the master key, which was kept apart: an empty folder, or an empty PostgreSQL."""
    new = settings.model_copy(update={"data_dir": place(settings) / "new"})
    new.data_dir.mkdir()
    shutil.copy(settings.data_dir / "sealing.key", new.data_dir)
    if not settings.database_url:
        yield new
        return
    with postgres.fresh() as url:
        owned = postgres.server().give_away(url) if "ordinary:" in settings.database_url else url
        yield new.model_copy(update={"database_url": owned})


def all_of(copy: Path) -> str:
    """Every page of a zip."""
    with zipfile.ZipFile(copy) as opened:
        return "".join(opened.read(name).decode("utf-8-sig") for name in opened.namelist())


async def test_what_people_wrote_is_there_again(world: World, shoulder: Shoulder) -> None:
    """Ana answered; copies were made while the app ran; all was lost and put back: her own copy holds her words."""
    await world.next_nudge()
    await answer(world.person("UANA"), ANSWER)
    await back_up(shoulder, world.settings)
    with a_new_machine(world.settings) as new:
        said = await restore(shoulder, new)
        own = await shoulder(new, "export", "--person", "UANA", "--to", str(place(new) / "own.zip"))

    assert [(0, ""), (0, "")] == [(said.code, said.err), (own.code, own.err)]
    assert ANSWER in all_of(place(new) / "own.zip")


async def test_who_was_erased_stays_erased_also_when_they_wrote_again(world: World, shoulder: Shoulder) -> None:
    """Ana's words were copied, then erased; she wrote again, with a new key. The old copy comes back beside today's chest."""
    await world.next_nudge()
    await answer(world.person("UANA"), ANSWER, "coach")
    await agreed(world, at_home=True, words=ANSWER)
    await back_up(shoulder, world.settings)
    erased = await shoulder(world.settings, "erase", "--person", "UANA")
    await ask(world.person("USAM"), "@ana kin")
    await answer(world.person("UANA"), "I listened", "supervisor")
    await shoulder(world.settings, "db", "backup", "--keys", "--to", str(place(world.settings) / "keys"))
    with a_new_machine(world.settings) as new:
        said = await restore(shoulder, new)
        own = await shoulder(new, "export", "--person", "UANA", "--to", str(place(new) / "own.zip"))
        async with app.open_database(new) as database:
            await beat.keep(database, now=MONDAY_9_29 + timedelta(days=62))

    assert [0, 0, 0] == [erased.code, said.code, own.code]
    assert ANSWER not in all_of(place(new) / "own.zip")


async def test_what_went_out_after_the_backup_is_not_said_again(world: World, shoulder: Shoulder) -> None:
    """A question was owed when the copy was made, and went out then. After the loss it is found in Slack: once."""
    await world.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=30)
    await world.next_nudge()
    owed = states(world, "nudge")
    await back_up(shoulder, world.settings)
    await world.post("clock", advance_seconds=60)
    with a_new_machine(world.settings) as new:
        said = await restore(shoulder, new)
        async with app.running(new, listening=False) as again:
            await again.send_everything()

            world.settings = new
            assert ["waiting"] == owed
            assert f"{DONE} 1 messages may have gone out since then: each is looked for in Slack first.\n" == said.out
            await never_twice_never_lost(world, "nudge")


async def test_the_copy_of_the_words_holds_no_key(world: World, shoulder: Shoulder) -> None:
    """Only its owner may read it, and put back without a chest it is refused, with the mend."""
    await back_up(shoulder, world.settings)
    with a_new_machine(world.settings) as new:
        said = await shoulder(new, "db", "restore", str(place(new) / "words"))

    first = "Put the key chest back first: `shoulder db restore --keys FILE`. Nothing was changed.\n"
    assert Said(1, "", first) == said
    assert 0o600 == stat.S_IMODE((place(new) / "words").stat().st_mode)
    assert b"data_keys" not in (place(new) / "words").read_bytes()


async def test_nothing_that_stands_is_written_over(world: World, shoulder: Shoulder) -> None:
    """Where a database is, none is put; where a chest is, neither; and the rows are as they were."""
    stands = world.settings.model_copy(update={"clock_url": ""})
    with a_new_machine(stands) as new:
        await back_up(shoulder, stands)
        assert 0 == (await restore(shoulder, new)).code
        before = by_hand.count(new, "enrollments")

        words = await shoulder(new, "db", "restore", str(place(new) / "words"))
        keys = await shoulder(new, "db", "restore", str(place(new) / "keys"), "--keys")

        assert (1, 1) == (words.code, keys.code)
        assert "nothing was changed" in words.err
        assert "nothing was changed" in keys.err
        assert before == by_hand.count(new, "enrollments")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_a_crash_left_is_not_written_into_what_is_put_back(world: World, shoulder: Shoulder) -> None:
    """The database that was lost is moved away, and its log stays behind: SQLite would read it as a part of the one put back."""
    await back_up(shoulder, world.settings)
    await world.next_nudge()
    log = (world.settings.data_dir / "shoulder.db-wal").read_bytes()
    with a_new_machine(world.settings) as new:
        left = new.data_dir / "shoulder.db-wal"
        left.write_bytes(log)
        refused = await restore(shoulder, new)
        left.unlink()
        said = await shoulder(new, "db", "restore", str(place(new) / "words"))

    assert (1, True) == (refused.code, str(left) in refused.err)
    assert "nothing was changed" in refused.err
    assert (0, "") == (said.code, said.err)


async def test_any_other_file_is_refused(world: World, shoulder: Shoulder) -> None:
    """A text in the place of a backup: one sentence, and nothing is there afterwards."""
    (place(world.settings) / "keys").write_text("no backup at all")
    with a_new_machine(world.settings) as new:
        said = await shoulder(new, "db", "restore", str(place(new) / "keys"), "--keys")

    assert 1 == said.code
    assert said.err.count("\n") == 1
    assert not (new.data_dir / "keys.db").exists()
