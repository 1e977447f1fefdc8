"""The migrations make the schema that the code speaks of, and a database from the future is left alone."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.app import open_database
from bot.db import migrate, queries
from bot.db.engine import Database, create
from bot.db.migrate import FOLDER, DatabaseIsNewer, DatabaseIsOlder
from bot.db.tables import Base
from bot.settings import Settings
from tests.db.conftest import Open


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    """Alembic finds no difference between a migrated database and tables.py, in tables, columns, types and keys."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with database.engine.connect() as connection:
        assert [] == await connection.run_sync(differences)


async def test_the_differences_would_be_seen(database: Database) -> None:
    """The comparison is not blind: a column that somebody added by hand is named."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE nudges ADD COLUMN mood VARCHAR"))

        assert "mood" in str(await connection.run_sync(differences))


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


async def test_a_newer_database_is_not_touched(database: Database, opened: Open, tmp_path: Path) -> None:
    """Nothing in it has changed after the refusal."""
    await _pretend_version(database, "9999")
    await database.close()
    before = _dump(tmp_path)

    with pytest.raises(DatabaseIsNewer):
        await start(opened)

    assert before == _dump(tmp_path)


def _dump(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "data" / "shoulder.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


async def test_a_database_without_our_tables_is_older(tmp_path: Path) -> None:
    """An empty database that nobody upgraded is refused with the command that mends it."""
    database = create(f"sqlite:///{tmp_path / 'empty.db'}")
    try:
        with pytest.raises(DatabaseIsOlder, match="shoulder db upgrade"):
            await migrate.check(database)
    finally:
        await database.close()


async def test_whoever_was_enrolled_before_is_looked_after_in_time(settings: Settings, tmp_path: Path) -> None:
    """Each caseworker and each coach gets a row for what Slack says of them, once, with the zone that we know."""
    from tests.db.first_version import a_database_of_the_first_version  # noqa: PLC0415

    await a_database_of_the_first_version(settings, "I asked first.")
    with sqlite3.connect(settings.data_dir / "shoulder.db") as file:
        file.execute(
            "INSERT INTO coaches (workspace, person, zone, next_digest_at) VALUES"
            " ('T0SHOULDER', 'UCORA', 'America/Chicago', '2026-11-09 14:00:00.000000'),"
            " ('T0SHOULDER', 'UANA', 'America/Chicago', '2026-11-09 14:00:00.000000')"
        )
    file.close()

    async with open_database(settings) as database, database.read() as session:
        known = await queries.whereabouts(session, "T0SHOULDER", ("UANA", "UCORA", "USAM"))

    assert {"UANA": "UTC", "UCORA": "America/Chicago"} == {person: each.zone for person, each in known.items()}
    assert not any(each.gone or each.away for each in known.values())
