"""Bring the database to the shape that this code expects, and refuse one that is newer than the code."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, column, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from bot.cannot_start import CannotStart
from bot.db import row_security
from bot.db.chest import ChestBase
from bot.db.engine import Database
from bot.db.row_security import MEANING, TablesAreBusy
from bot.db.turns import take_turn

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = tuple(sorted(path.name.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py")))
TRIES = 5
SECONDS_OF_PATIENCE = (
    0.8  # less than PostgreSQL's second before it ends one of two that wait for each other: it is never a click
)
A_BREATH = 0.5
_kept = table("alembic_version", column("version_num"))


class DatabaseIsNewer(CannotStart):
    """This database was made by a newer version of the app. Start that version, or restore an older copy."""


class DatabaseIsOlder(CannotStart):
    """This database is older than the app. Run `shoulder db upgrade` first."""


async def upgrade(database: Database) -> None:
    """Run every migration that is missing; raises DatabaseIsNewer when the database knows one that we do not.

    Of several processes that begin it at once, one does it and the others find it done. While the version before runs, it
    never waits long for a table, for everybody would queue behind it. Raises TablesAreBusy when one cannot be had; then nothing
    was changed.
    """
    for _ in range(TRIES - 1):
        with suppress(TablesAreBusy):
            return await _try(database)
        await asyncio.sleep(A_BREATH)
    return await _try(database)


async def _try(database: Database) -> None:
    try:
        async with database.engine.begin() as connection:
            await take_turn(connection, "upgrade")
            await connection.run_sync(_upgrade)
    except DBAPIError as problem:
        raise MEANING.get(getattr(problem.orig, "sqlstate", ""), problem) from None


async def check(database: Database) -> None:
    """Raise DatabaseIsNewer or DatabaseIsOlder unless the shape is exactly ours."""
    async with database.engine.execution_options(read_only=True).connect() as connection:
        at = await connection.run_sync(_version)
    if at != VERSIONS[-1]:
        raise DatabaseIsOlder if at is None or at in VERSIONS else DatabaseIsNewer


async def has_table(database: Database, name: str) -> bool:
    """Whether there is such a table; an empty database has none."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda line: inspect(line).has_table(name))


def _version(connection: Connection) -> str | None:
    """The migration that this database has come to, without asking Alembic: most starts need nothing else of it."""
    if not inspect(connection).has_table(_kept.name):
        return None
    return connection.scalar(select(_kept.c.version_num))


def _upgrade(connection: Connection) -> None:
    at = _version(connection)
    if at is not None and at not in VERSIONS:
        raise DatabaseIsNewer
    if at != VERSIONS[-1]:
        from alembic import command  # noqa: PLC0415 - ten megabytes that a running app need not hold

        if connection.dialect.name != "sqlite":
            connection.execute(text(f"SET LOCAL lock_timeout = '{SECONDS_OF_PATIENCE}s'"))
        command.upgrade(config(connection), "head")
        row_security.renew(connection)


def config(connection: Connection) -> "Config":
    """Alembic's settings in code: no ini file at the root."""
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own column types into migrations as plain SQLAlchemy: a migration must not import today's code."""
    plain = {"Instant": "sa.DateTime(timezone=True)", "Sealed": "sa.LargeBinary()"}
    return plain.get(type(item).__name__, False) if kind == "type" else False


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """Whether a migration may speak of it: the task queue and the key chest look after their own tables."""
    return kind != "table" or not (str(name).startswith("procrastinate_") or name in ChestBase.metadata.tables)
