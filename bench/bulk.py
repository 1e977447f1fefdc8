"""Write a million rows in seconds: one connection to either database, and the few words they spell differently."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.databases import Place


class Store:
    """A database to write into at once, beside the app."""

    def __init__(self, place: Place) -> None:
        self.is_sqlite = place.engine == "sqlite"
        if self.is_sqlite:
            self._connection: Any = sqlite3.connect(place.file, timeout=30)
            self._connection.create_function("md5", 1, _md5, deterministic=True)
            # Only while the rows are put in: the app's own connections keep their own, careful settings.
            self._connection.execute("PRAGMA synchronous=OFF")
            self._connection.execute("PRAGMA cache_size=-400000")
        else:
            self._connection = psycopg.connect(place.url)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def run(self, *statements: str) -> None:
        """Run these and commit them as one."""
        for statement in statements:
            self._connection.execute(statement)
        self._connection.commit()

    def fill(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement, written with `?`, for each of these rows."""
        asked = statement if self.is_sqlite else statement.replace("?", "%s")
        self._connection.cursor().executemany(asked, rows)
        self._connection.commit()

    def one(self, statement: str) -> Any:
        """The one value that this asks for."""
        found = self._connection.execute(statement).fetchone()
        self._connection.commit()
        return found[0]

    def all(self, statement: str) -> list[tuple[Any, ...]]:
        """Every row that this asks for."""
        found = self._connection.execute(statement).fetchall()
        self._connection.commit()
        return [tuple(each) for each in found]

    def settle(self) -> None:
        """Leave it as a database is that has run for a while: counted for the planner, and all of it in its file."""
        if self.is_sqlite:
            self.run("ANALYZE")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            self._connection.autocommit = True
            self._connection.execute("VACUUM ANALYZE")
            self._connection.execute("CHECKPOINT")
            self._connection.autocommit = False

    def series(self, count: int, name: str = "i") -> str:
        """A table that counts from 1, to select from."""
        if self.is_sqlite:
            counted = f"SELECT 1 AS {name} UNION ALL SELECT {name} + 1 FROM s WHERE {name} < {count}"
            return f"(WITH RECURSIVE s AS ({counted}) SELECT {name} FROM s WHERE {count} > 0) AS {name}_series"
        return f"generate_series(1::bigint, {count}) AS {name}_series({name})"

    def moment(self, seconds: str) -> str:
        """An instant, from an expression that gives seconds since 1970."""
        if self.is_sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')"
        return f"to_timestamp({seconds})"

    def day(self, seconds: str) -> str:
        """The day of an instant, as UTC has it."""
        if self.is_sqlite:
            return f"strftime('%Y-%m-%d', {seconds}, 'unixepoch')"
        return f"(to_timestamp({seconds}) AT TIME ZONE 'UTC')::date"

    def clock(self, time: str) -> str:
        """A time of day, from an expression that gives `HH:MM:SS`."""
        return f"({time}) || '.000000'" if self.is_sqlite else f"({time})::time"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def opaque(kind: str, number: object) -> str:
    """The id that `md5('kind' || number)` gives in SQL: as unordered as the app's own random ids."""
    return _md5(f"{kind}{number}")


@contextmanager
def store(place: Place) -> Iterator[Store]:
    """Open it, and let go of it."""
    opened = Store(place)
    try:
        yield opened
    finally:
        opened.close()
