"""Look into a world's database, or change it, behind the app's back; the same on SQLite and on PostgreSQL."""

import functools
from typing import Any

from sqlalchemy import Engine, NullPool, TextClause, create_engine, make_url, text
from sqlalchemy.sql import Select

from bot.db.engine import address
from bot.settings import Settings

Row = dict[str, Any]


def read(settings: Settings, asked: str | Select[Any], **values: object) -> list[Row]:
    """The rows that answer this, by column."""
    with _engine(settings.database_address).connect() as connection:
        return [dict(row) for row in connection.execute(_spoken(asked), values).mappings()]


def write(settings: Settings, statement: str, **values: object) -> None:
    """Change what is kept, and commit it."""
    with _engine(settings.database_address).begin() as connection:
        connection.execute(_spoken(statement), values)


def tables(settings: Settings) -> list[str]:
    """The names of all tables, the app's and those of its tools."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
        "postgresql": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    }
    return sorted(row["name"] for row in read(settings, asked[_engine(settings.database_address).dialect.name]))


def count(settings: Settings, table: str) -> int:
    """How many rows a table has."""
    return int(read(settings, f"SELECT count(*) AS rows FROM {table}")[0]["rows"])  # noqa: S608


def values(settings: Settings) -> list[bytes]:
    """Everything that stands anywhere in the database, value by value."""
    rows = [row for table in tables(settings) for row in read(settings, f"SELECT * FROM {table}")]  # noqa: S608
    return [value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row.values()]


def dump(settings: Settings) -> list[str]:
    """Every row of every table, in a steady order."""
    named = tables(settings)
    with _engine(settings.database_address).connect() as connection:
        return sorted(f"{table} {row}" for table in named for row in connection.execute(text(f"SELECT * FROM {table}")))  # noqa: S608


def _spoken(asked: str | Select[Any]) -> TextClause | Select[Any]:
    return text(asked) if isinstance(asked, str) else asked


@functools.cache
def _engine(url: str) -> Engine:
    """Without a pool: nobody's look keeps a connection."""
    parsed = make_url(address(url))
    if parsed.get_backend_name() == "sqlite":
        return create_engine(parsed.set(drivername="sqlite"), poolclass=NullPool, connect_args={"timeout": 10})
    everybodys = {"options": "-c app.workspace=*"}  # where row security is on, too
    return create_engine(parsed, poolclass=NullPool, connect_args=everybodys)
