"""What all tables have in common: moments kept in UTC, opaque ids, and steady names for constraints."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, kept in UTC. A naive datetime is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Turn any zone into UTC on the way in."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """SQLite forgets the zone, it was UTC; PostgreSQL answers in the zone of its server."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


def new_id() -> str:
    """An opaque id: it says nothing about anybody, so it may travel in buttons and message metadata.

    It begins with the millisecond (like UUIDv7), so that new rows stand together in every index and are written together;
    the other eighty bits are chance.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def named_metadata() -> MetaData:
    """Names for constraints are fixed, so that migrations can speak of them on every database."""
    return MetaData(naming_convention=NAMES)


class Base(DeclarativeBase):
    """Everything but the keys, which live in the chest."""

    metadata = named_metadata()
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON}  # noqa: RUF012 - SQLAlchemy reads it from the class
