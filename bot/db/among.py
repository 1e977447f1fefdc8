"""Ask about many rows at once: a question with hundreds of ids is spelled, and understood, no differently from one with a few."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession


def among(session: AsyncSession, column: Any, values: Collection[str]) -> ColumnElement[bool]:
    """Whether the column is one of these. All of them are one value of the statement, and not one each.

    `IN` with a mark for each of five hundred takes longer to spell than the database takes to answer.
    """
    dialect = session.get_bind().dialect.name
    return is_among(dialect, column, literal(as_one(dialect, values), None if dialect == "sqlite" else ARRAY(String)))


def one_of(column: Any, few: Collection[str]) -> ColumnElement[bool]:
    """Whether the column is one of these few, each spelled out: for a phrase, in which they are always the same."""
    return or_(*(column == each for each in few))


def as_one(dialect: str, values: Collection[str]) -> Any:
    """These values as the one value that `is_among` takes."""
    return json.dumps(list(values)) if dialect == "sqlite" else list(values)


def is_among(dialect: str, column: Any, one: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same for a statement that is put together once, with a mark for that one value."""
    if dialect == "sqlite":
        return column.in_(select(func.json_each(one).table_valued("value").c.value))  # type: ignore[no-any-return]
    return column == any_(one)  # type: ignore[no-any-return]
