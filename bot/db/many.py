"""Write many rows of one table in one breath: what they cost is what the database takes for them, and little more.

PostgreSQL gets all of them as one JSON document, in one statement and one trip. SQLite's driver gets them as plain tuples, in
the form in which they are kept. Sealed words are bytes, which JSON has no form for: they are written one by one (`once.py`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, cast

from sqlalchemy import JSON, Dialect, String, Table, Update, bindparam, column, func, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from bot.db.once import insert_of

Row = dict[str, Any]
Rows = Sequence[Row]
Kept = type[DeclarativeBase]
ROWS, WHOSE = "rows", "whose"


async def insert_each_once(session: AsyncSession, kept: Kept, rows: Rows) -> set[str]:
    """Write each row unless one with the same unique key is there already; gives the ids that were written."""
    if not rows:
        return set()
    connection = await session.connection()
    if _is_sqlite(session):
        done = await _one_by_one(session, _insert_on_sqlite(_table(kept), tuple(rows[0])), rows)
        ids = {str(row["id"]) for row in rows}
        if done == len(rows):
            return ids
        there = select(_table(kept).c.id).where(_table(kept).c.id.in_(ids))
        return set((await connection.execute(there)).scalars())
    statement = _insert_on_postgres(_table(kept), tuple(rows[0]))
    return set((await connection.execute(statement, _document(rows))).scalars())


async def put_each(session: AsyncSession, kept: Kept, rows: Rows, *, changes: tuple[str, ...]) -> None:
    """Write each row, or where its key is there already, change these columns of it."""
    if rows and _is_sqlite(session):
        await _one_by_one(session, _put_on_sqlite(_table(kept), tuple(rows[0]), changes), rows)
    elif rows:
        statement = _put_on_postgres(_table(kept), tuple(rows[0]), changes)
        await (await session.connection()).execute(statement, _document(rows))


async def change_each(session: AsyncSession, kept: Kept, rows: Rows) -> None:
    """Change the rows that these name by their `id`: each gets the other values that stand beside it."""
    if rows and _is_sqlite(session):
        await _one_by_one(session, _change_on_sqlite(_table(kept), tuple(rows[0])), rows)
    elif rows:
        statement = _change_on_postgres(_table(kept), tuple(rows[0]))
        await (await session.connection()).execute(statement, _document(rows))


def _table(kept: Kept) -> Table:
    return cast("Table", kept.__table__)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _document(rows: Rows) -> dict[str, str]:
    return {ROWS: json.dumps(rows, default=str, check_circular=False)}


@dataclass(frozen=True)
class Spelled:
    """A statement in SQLite's words: the columns in the order of its question marks, and the form in which some are kept."""

    text: str
    names: tuple[str, ...]
    forms: Mapping[str, Callable[[Any], Any]]
    given: Mapping[str, Any]


async def _one_by_one(session: AsyncSession, spelled: Spelled, rows: Rows) -> int:
    run = (await session.connection()).exec_driver_sql
    done = await run(spelled.text, _tuples(spelled, rows), execution_options={"preserve_rowcount": True})
    return done.rowcount


def _tuples(spelled: Spelled, rows: Rows) -> list[tuple[Any, ...]]:
    """Column by column: of the moments and days of a batch most are the same, and each is put into its form once."""
    columns: list[list[Any]] = []
    for name in spelled.names:
        values = [spelled.given[name]] * len(rows) if name in spelled.given else [row[name] for row in rows]
        if form := spelled.forms.get(name):
            known = {value: form(value) for value in set(values)}
            values = [known[value] for value in values]
        columns.append(values)
    return list(zip(*columns, strict=True))


def _spelled(table: Table, statement: Any, names: tuple[str, ...]) -> Spelled:
    dialect: Dialect = import_module("sqlalchemy.dialects.sqlite").dialect()
    compiled = statement.compile(dialect=dialect, column_keys=names)
    order: tuple[str, ...] = tuple("id" if name == WHOSE else name for name in compiled.positiontup)
    names = tuple("id" if name == WHOSE else name for name in names)
    types = ((name, table.c[name].type.dialect_impl(dialect)) for name in order)
    forms = {name: form for name, kind in types if (form := kind.bind_processor(dialect))}
    given = {name: table.c[name].default.arg for name in order if name not in names}  # type: ignore[union-attr]
    return Spelled(str(compiled), order, forms, given)


@cache
def _insert_on_sqlite(table: Table, names: tuple[str, ...]) -> Spelled:
    return _spelled(table, insert_of("sqlite")(table).on_conflict_do_nothing(), names)


@cache
def _put_on_sqlite(table: Table, names: tuple[str, ...], changes: tuple[str, ...]) -> Spelled:
    return _spelled(table, _or_change(insert_of("sqlite")(table), table, changes), names)


@cache
def _change_on_sqlite(table: Table, names: tuple[str, ...]) -> Spelled:
    others = [name for name in names if name != "id"]
    changed = update(table).where(table.c.id == bindparam(WHOSE))
    return _spelled(table, changed.values({name: bindparam(name) for name in others}), (*others, WHOSE))


@cache
def _insert_on_postgres(table: Table, names: tuple[str, ...]) -> Any:
    new = select(_given(table, names))
    return insert_of("postgresql")(table).from_select(names, new).on_conflict_do_nothing().returning(table.c.id)


@cache
def _put_on_postgres(table: Table, names: tuple[str, ...], changes: tuple[str, ...]) -> Any:
    return _or_change(insert_of("postgresql")(table).from_select(names, select(_given(table, names))), table, changes)


@cache
def _change_on_postgres(table: Table, names: tuple[str, ...]) -> Update:
    new = _given(table, names)
    changed = {name: new.c[name] for name in names if name != "id"}
    return update(table).where(table.c.id == new.c.id).values(changed)


def _or_change(insert: Any, table: Table, changes: tuple[str, ...]) -> Any:
    changed = {name: insert.excluded[name] for name in changes}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


def _given(table: Table, names: tuple[str, ...]) -> Any:
    """The rows of the document, as a table whose columns have the types of this one."""
    document = func.json_to_recordset(as_type(bindparam(ROWS, type_=String), JSON))
    columns = [column(name, table.c[name].type) for name in names]
    return document.table_valued(*columns, name="new").render_derived(with_types=True)
