"""Let PostgreSQL itself keep agencies apart: whoever has not said whose rows they are about sees none.

It is a net below the queries, which ask for the workspace themselves. A transaction says its workspace in a setting of its
own (`Database.within`); what goes over all workspaces says `*`.
"""

from sqlalchemy import DDL, Connection, Table, column, func, or_, select, table, text
from sqlalchemy.exc import DBAPIError

from bot.cannot_start import CannotStart
from bot.db import every_table  # noqa: F401 - so that Base knows them
from bot.db.base import Base
from bot.db.engine import Database
from bot.db.plainly import EVERYBODYS, WHOSE

POLICY = "one_workspace"
SECONDS_OF_PATIENCE = 5
_SAID = f"current_setting('{WHOSE}', true)"
_THEIRS = f"workspace = {_SAID} OR {_SAID} = '{EVERYBODYS}'"
_DROP = f"DROP POLICY IF EXISTS {POLICY} ON %(fullname)s"
_ON = (
    "ALTER TABLE %(fullname)s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    _DROP,
    f"CREATE POLICY {POLICY} ON %(fullname)s USING ({_THEIRS}) WITH CHECK ({_THEIRS})",
)
_OFF = ("ALTER TABLE %(fullname)s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY", _DROP)
_policies = table("pg_policies", column("schemaname"), column("tablename"), column("policyname"))
_roles = table("pg_roles", column("rolname"), column("rolsuper"), column("rolbypassrls"))


class TablesAreBusy(CannotStart):
    """Somebody is at the tables for longer than the app can wait, perhaps a backup. Please run this again a little later."""


class NotTheirOwner(CannotStart):
    """Only the role that owns the tables can do this. Please run it with that role in DATABASE_URL."""


MEANING = {"55P03": TablesAreBusy, "42501": NotTheirOwner}
"""What PostgreSQL's codes mean here."""


def tables_of_workspaces() -> list[Table]:
    """Every table whose rows belong to a workspace; a new one is among them by itself."""
    return [each for each in Base.metadata.sorted_tables if "workspace" in each.columns]


async def turn(database: Database, *, on: bool) -> int:
    """Turn it on or off for every table, as often as you like, while the app runs; says for how many.

    One table at a time: whoever comes to it meanwhile waits, and nobody waits for two. Raises TablesAreBusy when it cannot be
    had soon, and NotTheirOwner; the tables before it are done then, and the next run does the rest.
    """
    ours = tables_of_workspaces()
    for each in ours:
        try:
            async with database.engine.begin() as connection:
                await connection.execute(text(f"SET LOCAL lock_timeout = '{SECONDS_OF_PATIENCE}s'"))
                await connection.run_sync(_turn, each, _ON if on else _OFF)
        except DBAPIError as problem:
            raise MEANING.get(getattr(problem.orig, "sqlstate", ""), problem) from None
    return len(ours)


def _turn(connection: Connection, each: Table, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(DDL(statement).against(each))  # type: ignore[no-untyped-call]  # SQLAlchemy's own gap


def renew(connection: Connection) -> None:
    """After a migration: where it is on, a new table has it too. The others are left alone, for the app is at them meanwhile."""
    having = _having(connection) if connection.dialect.name != "sqlite" else set()
    for each in tables_of_workspaces() if having else []:
        if each.name not in having:
            _turn(connection, each, _ON)


def is_on(connection: Connection) -> bool:
    """Whether any table has it."""
    return bool(_having(connection))


def _having(connection: Connection) -> set[str]:
    """The names of the tables that have it."""
    ours = (_policies.c.policyname == POLICY, _policies.c.schemaname == func.current_schema())
    return set(connection.scalars(select(_policies.c.tablename).where(*ours)))


def who_passes_by(connection: Connection) -> str | None:
    """The name of our role if PostgreSQL never asks it, as with a superuser; else None."""
    free = or_(_roles.c.rolsuper, _roles.c.rolbypassrls)
    ours: str | None = connection.scalar(select(_roles.c.rolname).where(_roles.c.rolname == func.current_user(), free))
    return ours
