"""The migrations make the schema that the code speaks of, and a database from the future is left alone."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, text

from bot.app import open_database
from bot.coaching.digest_times import Wish
from bot.db import migrate, queries, row_security
from bot.db.engine import Database, create
from bot.db.migrate import FOLDER, DatabaseIsNewer, DatabaseIsOlder
from bot.db.row_security import TablesAreBusy
from bot.db.tables import Base, Coach
from bot.services.digest_times import wish_of
from bot.settings import Settings
from tests import by_hand, postgres
from tests.db.conftest import Open, on_postgres
from tests.db.first_version import a_database_of_the_first_version, migrated_to
from tests.world import ROOT, Engine, environment


def differences(connection: Connection) -> list[object]:
    """What Alembic would write into the next migration."""
    context = MigrationContext.configure(connection, opts={"include_name": migrate.is_ours})
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    """Alembic finds no difference between a migrated database and tables.py, in tables, columns, types and keys."""
    async with database.engine.connect() as connection:
        assert [] == await connection.run_sync(differences)


async def test_the_differences_would_be_seen(database: Database) -> None:
    """The comparison is not blind: a column or a table that somebody added by hand is named."""
    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE nudges ADD COLUMN mood VARCHAR"))
        await connection.execute(text("CREATE TABLE moods (id INTEGER)"))
        seen = str(await connection.run_sync(differences))

    assert "mood" in seen
    assert "moods" in seen


async def test_what_others_keep_beside_our_tables_is_theirs(database: Database) -> None:
    """The task queue and the key chest have tables of their own, which are no difference of ours."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS procrastinate_jobs (id INTEGER)"))
        await connection.execute(text("CREATE TABLE IF NOT EXISTS data_keys (id INTEGER)"))

        assert [] == await connection.run_sync(differences)


async def test_the_migrations_are_one_line_of_versions() -> None:
    """There is one head, so that an upgrade knows where to go."""
    assert 1 == len(ScriptDirectory(str(FOLDER)).get_heads())


async def test_a_migration_needs_none_of_todays_tables() -> None:
    """A migration stands on its own: it imports nothing of the app, so it means the same in years."""
    for script in FOLDER.glob("versions/*.py"):
        assert "from bot" not in script.read_text(encoding="utf-8")


async def test_upgrading_twice_changes_nothing(database: Database, opened: Open) -> None:
    """The second start finds everything in place."""
    await database.close()

    async with opened() as again:
        await migrate.check(again)


async def start(opened: Open) -> None:
    """Start as the app does, and stop again."""
    async with opened():
        pass


async def _pretend_version(database: Database, version: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


async def test_a_database_newer_than_the_code_is_refused(database: Database, opened: Open) -> None:
    """The app does not start, and says which way out there is."""
    await _pretend_version(database, "9999")
    await database.close()

    with pytest.raises(DatabaseIsNewer) as refused:
        await start(opened)

    assert "This database was made by a newer version of the app. Start that version, or restore an older copy." == str(
        refused.value
    )


async def test_a_newer_database_is_not_touched(database: Database, opened: Open, settings: Settings) -> None:
    """Nothing in it has changed after the refusal, whether it was to be upgraded or only opened."""
    await _pretend_version(database, "9999")
    await database.close()
    before = by_hand.values(settings)

    for upgrade in (False, True):
        with pytest.raises(DatabaseIsNewer):
            async with open_database(settings, upgrade=upgrade):
                pass

    assert before == by_hand.values(settings)


async def test_a_database_without_our_tables_is_older(kind: Engine, tmp_path: Path) -> None:
    """An empty database that nobody upgraded is refused with the command that mends it."""
    async with empty(kind, tmp_path) as url:
        database = create(url)
        try:
            with pytest.raises(DatabaseIsOlder, match="shoulder db upgrade"):
                await migrate.check(database)
        finally:
            await database.close()


async def test_of_several_who_upgrade_at_once_each_finds_it_done(kind: Engine, tmp_path: Path) -> None:
    """Two processes of one deployment upgrade an empty database at the same moment."""
    async with empty(kind, tmp_path) as url:
        settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url, sealing_key=SecretStr("ab" * 32))
        command = (sys.executable, "-m", "bot", "db", "upgrade")
        where = {"cwd": ROOT, "env": environment(settings, 0)}
        begun = [await asyncio.create_subprocess_exec(*command, **where) for _ in range(2)]
        ended = [await each.wait() for each in begun]

        assert [0, 0] == ended
        assert 1 == by_hand.count(settings, "alembic_version") == by_hand.count(settings, "chest_names")


@asynccontextmanager
async def empty(kind: Engine, folder: Path) -> AsyncIterator[str]:
    """The address of a database with nothing in it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
    else:
        with postgres.fresh() as url:
            yield url


async def test_whoever_was_enrolled_before_is_looked_after_in_time(kind: Engine, tmp_path: Path) -> None:
    """Everybody with a part gets a row for what Slack says of them, once, with the zone that we know."""
    async with empty(kind, tmp_path) as url:
        settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url)
        await a_database_of_the_first_version(settings, "I asked first.")
        for coach in ("UCORA", "UANA"):
            coaches = (
                "INSERT INTO coaches (workspace, person, zone, next_digest_at)"
                " VALUES ('T0SHOULDER', :coach, 'America/Chicago', :at)"
            )
            by_hand.write(settings, coaches, coach=coach, at=datetime(2026, 11, 9, 14, tzinfo=UTC))
        async with open_database(settings, upgrade=True) as database, database.read() as session:
            known = await queries.whereabouts(session, "T0SHOULDER", ("UANA", "UCORA", "USAM"))

    assert {"UANA": "UTC", "UCORA": "America/Chicago", "USAM": None} == {
        person: each.zone for person, each in known.items()
    }
    assert not any(each.gone or each.away for each in known.values())


async def test_what_a_coach_chose_for_their_digest_is_taken_apart(kind: Engine, tmp_path: Path) -> None:
    """A day and hour, a day before each session, and nothing chosen: each is what it was."""
    wishes = {"UCORA": "4 08:30", "USAM": "sessions", "ULEE": None}
    async with empty(kind, tmp_path) as url:
        settings = Settings(_env_file=None, data_dir=tmp_path, database_url=url)
        await migrated_to(settings, "0015")
        for coach, wish in wishes.items():
            coaches = (
                "INSERT INTO coaches (workspace, person, zone, next_digest_at, digest_wish)"
                " VALUES ('T0SHOULDER', :coach, 'America/Chicago', :at, :wish)"
            )
            by_hand.write(settings, coaches, coach=coach, at=datetime(2026, 11, 9, 14, tzinfo=UTC), wish=wish)
        async with open_database(settings, upgrade=True) as database, database.read() as session:
            found = {each: await session.get_one(Coach, ("T0SHOULDER", each)) for each in wishes}
            chosen = {each: wish_of(coach) for each, coach in found.items()}

    assert {"UCORA": Wish(own=(4, time(8, 30))), "USAM": Wish(before_sessions=True), "ULEE": Wish()} == chosen


@on_postgres
async def test_an_upgrade_never_waits_long_for_a_table(
    kind: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a backup reads a table the upgrade gives up soon, for everybody would queue behind it; the next one is done."""
    monkeypatch.setattr(migrate, "SECONDS_OF_PATIENCE", 0.02)
    monkeypatch.setattr(migrate, "A_BREATH", 0)
    async with empty(kind, tmp_path) as url:
        await migrated_to(Settings(_env_file=None, data_dir=tmp_path, database_url=url), "0020")
        database = create(url)
        with psycopg.connect(url) as backup:
            backup.execute("LOCK TABLE deliveries IN ACCESS SHARE MODE")
            with pytest.raises(TablesAreBusy, match="run this again"):
                async with asyncio.timeout(5):
                    await migrate.upgrade(database)
        await migrate.upgrade(database)
        await migrate.check(database)
        await database.close()


@on_postgres
async def test_an_upgrade_leaves_tables_alone_that_stay_as_they_are(
    kind: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row-level security is on and people are at work: where nothing of a table changes, the upgrade does not wait for it."""
    monkeypatch.setattr(migrate, "SECONDS_OF_PATIENCE", 0.02)
    async with empty(kind, tmp_path) as url:
        await migrated_to(Settings(_env_file=None, data_dir=tmp_path, database_url=url), "0021")
        database = create(url)
        await row_security.turn(database, on=True)
        with psycopg.connect(url) as click:
            click.execute("LOCK TABLE enrollments IN ROW EXCLUSIVE MODE")
            await migrate.upgrade(database)
        await migrate.check(database)
        await database.close()


async def test_versions_are_the_migrations_of_alembic() -> None:
    """The versions that the app knows without Alembic, by their files' names, are Alembic's, in its order."""
    scripts = list(ScriptDirectory(str(FOLDER)).walk_revisions())

    assert migrate.VERSIONS == tuple(script.revision for script in reversed(scripts))
