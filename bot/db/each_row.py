"""Change many rows on terms of one's own, each with its own values: for PostgreSQL they are arrays, one for each column.

SQLite gets one row after the other, for it is close by. A statement is put together once for each kind of database. Where the
`id` alone decides, `many.py` is simpler.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Update, bindparam, column, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

Row = Mapping[str, Any]


def dialect(session: AsyncSession) -> str:
    """Which kind of database this is."""
    return session.get_bind().dialect.name


def columns(of: str, types: Mapping[str, TypeEngine[Any]]) -> Mapping[str, ColumnElement[Any]]:
    """The values by which a statement speaks of each of the rows that `change` hands to it."""
    if of == "sqlite":
        return {name: bindparam(name, type_=type_) for name, type_ in types.items()}
    arrays = (bindparam(name, type_=ARRAY(type_)) for name, type_ in types.items())
    named = (column(name, type_) for name, type_ in types.items())
    return dict(func.unnest(*arrays).table_valued(*named, name="each_row").render_derived().c.items())


async def change(session: AsyncSession, statement: Update, rows: Sequence[Row], **same: Any) -> int:
    """Make the change for each of these rows, of which there is one at least; says how many rows of the table it met.

    `same` is the same for all of them.
    """
    line = await session.connection()
    if dialect(session) == "sqlite":
        return (await line.execute(statement, [{**row, **same} for row in rows])).rowcount
    arrays = {name: [row[name] for row in rows] for name in rows[0]}
    return (await line.execute(statement, arrays | same)).rowcount
