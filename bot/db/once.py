"""Let the database decide who was first: the one way to write a row that may exist only once."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnDefault, Insert, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from bot.db.plainly import Phrase


async def insert_once(session: AsyncSession, row: DeclarativeBase) -> bool:
    """Write the row unless one with the same unique key is there already; says whether it was written.

    A lost race is an answer and not an error: the transaction around it lives on.
    """
    statement = _unless_there(_dialect(session), type(row))
    return (await (await session.connection()).execute(statement, _values(row))).first() is not None


def first_of(table: type[DeclarativeBase]) -> Phrase:
    """The same as a phrase, for a row that comes with all its values; it gives back the key of what was written."""
    return Phrase(lambda dialect: _unless_there(dialect, table))


@cache  # a statement that is put together once is compiled once, and not looked at again for each row
def _unless_there(dialect: str, table: type[DeclarativeBase]) -> Insert:
    target = table.__table__
    statement: Insert = insert_of(dialect)(target).on_conflict_do_nothing().returning(*target.primary_key)
    return statement


async def put_each(
    session: AsyncSession, table: type[DeclarativeBase], rows: list[dict[str, Any]], *, changes: tuple[str, ...]
) -> None:
    """Write each row, or where its key is there already, change these columns of it."""
    if rows:
        statement = _in_place(_dialect(session), table, changes)
        await (await session.connection()).execute(statement, rows)


@cache
def _in_place(dialect: str, table: type[DeclarativeBase], changes: tuple[str, ...]) -> Insert:
    new = insert_of(dialect)(table.__table__)
    changed = {name: getattr(new.excluded, name) for name in changes}
    statement: Insert = new.on_conflict_do_update(index_elements=list(table.__table__.primary_key), set_=changed)
    return statement


def put_of(table: type[DeclarativeBase], names: tuple[str, ...], *, changes: tuple[str, ...]) -> Phrase:
    """The same for one row as a phrase, with a mark for each of the columns that come with a value."""
    return Phrase(lambda dialect: _in_place(dialect, table, changes), names=names)


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


def insert_of(dialect: str) -> Any:
    """This database's own INSERT, which knows ON CONFLICT. The other database's words stay out of memory."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert


def _values(row: DeclarativeBase) -> dict[str, Any]:
    """The row as it would be written, with the defaults that the table gives (ids, counts) filled in."""
    for column in inspect(type(row)).columns:
        if getattr(row, column.key) is None and isinstance(column.default, ColumnDefault):
            default = column.default.arg
            setattr(row, column.key, default(None) if callable(default) else default)
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
