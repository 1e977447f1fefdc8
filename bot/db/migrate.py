"""Bring the database to the shape that this code expects, and refuse one that is newer than the code."""

from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.cannot_start import CannotStart
from bot.db.chest import ChestBase
from bot.db.engine import Database
from bot.db.turns import take_turn

FOLDER = Path(__file__).parent / "migrations"


class DatabaseIsNewer(CannotStart):
    """This database was made by a newer version of the app. Start that version, or restore an older copy."""


class DatabaseIsOlder(CannotStart):
    """This database is older than the app. Run `shoulder db upgrade` first."""


async def upgrade(database: Database) -> None:
    """Run every migration that is missing; raises DatabaseIsNewer when the database knows one that we do not.

    Of several processes that begin it at once, one does it and the others find it done.
    """
    async with database.engine.begin() as connection:
        await take_turn(connection, "upgrade")
        await connection.run_sync(_upgrade)


async def check(database: Database) -> None:
    """Raise DatabaseIsNewer or DatabaseIsOlder unless the shape is exactly ours."""
    async with database.engine.connect() as connection:
        at = await connection.run_sync(_revision)
    known = ScriptDirectory(str(FOLDER))
    if at != known.get_current_head():
        raise DatabaseIsOlder if at is None or _knows(known, at) else DatabaseIsNewer


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _knows(scripts: ScriptDirectory, revision: str) -> bool:
    return any(script.revision == revision for script in scripts.walk_revisions())


def _upgrade(connection: Connection) -> None:
    at = _revision(connection)
    if at is not None and not _knows(ScriptDirectory(str(FOLDER)), at):
        raise DatabaseIsNewer
    command.upgrade(config(connection), "head")


def config(connection: Connection) -> Config:
    """Alembic's settings in code: no ini file at the root."""
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
