"""Speak to SQLite in the event loop's own thread, and leave it only for what may take a while.

A statement takes some microseconds, and a trip to another thread and back a hundred more: with a dozen statements for each
click, trips would be most of what a click costs. Waiting for another process's write, and for the disk at a commit, are
different: these happen beside the event loop, and so does every statement of a transaction that was begun as a long one.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_

from bot.db.to_the_end import to_the_end

Done = TypeVar("Done")
WRITING = "BEGIN IMMEDIATE"
PATIENCE = "PRAGMA busy_timeout={}"
MOST_PATIENCE_MS = 10_000
A_TURN_SECONDS = 0.003
LASTING = ("synchronous=FULL", "wal_autocheckpoint=4000")
"""A commit empties the log by itself when it is 16 MB long: so seldom, because each beat does it beside everybody's writes
(`Database.empty_the_log`), and nobody's click waits for it."""
IN_PASSING = ("synchronous=NORMAL", "wal_autocheckpoint=0")


async def _beside(work: Callable[..., Done], *told: Any) -> Done:
    """Do this beside the event loop, to its end: nobody may close a line, or use it for something else, while a statement runs on it.

    Whoever is told to stop waits for that, however often they are told: a line that is closed meanwhile takes the process with it.
    """
    return await to_the_end(asyncio.get_running_loop().run_in_executor(None, work, *told))


class Line(sqlite3.Connection):
    """A connection whose commits wait for the disk beside the event loop."""

    long = in_passing = False
    since = 0.0  # when somebody else last had their turn

    def cursor(self, *_: Any, **__: Any) -> "Spoken":  # type: ignore[override]
        """A cursor that knows which of the two ways to go."""
        return super().cursor(Spoken)  # type: ignore[arg-type]

    def commit(self) -> None:
        """Make it last; the disk takes its time."""
        if self.in_passing:
            super().commit()
        elif self.in_transaction:
            await_(_beside(super().commit))


class Spoken(sqlite3.Cursor):
    """Runs a statement here, or beside the event loop in a transaction that may take a while; and keeps what it found."""

    connection: Line

    def __init__(self, connection: Line) -> None:
        super().__init__(connection)
        self._rows = deque[Any]()

    def execute(self, *told: Any) -> Self:
        """Run one statement."""
        self._rows = await_(self._run(super().execute, *told))
        return self

    def executemany(self, *told: Any) -> Self:
        """Run one statement for many rows."""
        self._rows = await_(self._run(super().executemany, *told))
        return self

    async def _run(self, work: Callable[..., sqlite3.Cursor], *told: Any) -> deque[Any]:
        if self.connection.long:
            return await _beside(self._ran, work, *told)
        found = self._ran(work, *told)
        if time.monotonic() - self.connection.since > A_TURN_SECONDS:
            await asyncio.sleep(0)  # a transaction of many statements must not keep Slack's clicks waiting
            self.connection.since = time.monotonic()
        return found

    def _ran(self, work: Callable[..., sqlite3.Cursor], *told: Any) -> deque[Any]:
        work(*told)
        return deque(super().fetchall()) if self.description else deque()

    def fetchone(self) -> Any:
        """The next row, or None."""
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Some rows."""
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        """All that are left."""
        found, self._rows = list(self._rows), deque()
        return found

    def __iter__(self) -> Any:
        while self._rows:
            yield self._rows.popleft()

    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks for it before it reads the rows outside; they are all here already."""


def stay_outside(connection: Connection) -> None:
    """No transaction: what runs so may wait for everybody who is in one, and therefore waits beside the event loop."""
    line: Any = connection.connection.dbapi_connection
    line.long = True


async def ask(line: Line, text: str, values: Sequence[Any]) -> list[Any]:
    """Run one statement at the driver itself, where this transaction runs its statements; gives what it found."""
    if line.long:
        return await _beside(asked, line, text, values)
    return asked(line, text, values)


def asked(line: Line, text: str, values: Sequence[Any]) -> list[Any]:
    """Run one statement, here and now; gives what it found."""
    return sqlite3.Cursor(line).execute(text, values).fetchall()


def begin(line: Line, *, writes: bool, long: bool, in_passing: bool = False) -> None:
    """Open a transaction. Where another process is writing just now, we wait for it beside the event loop.

    `in_passing`: its commit waits for no disk, and leaves it to others to empty the log.
    """
    line.long, line.since = long, time.monotonic()
    run = partial(sqlite3.Connection.execute, line)
    if line.in_passing != in_passing:
        line.in_passing = in_passing
        for pragma in IN_PASSING if in_passing else LASTING:
            run(f"PRAGMA {pragma}")
    if not writes:
        run("BEGIN")
        return
    try:
        run(PATIENCE.format(0))
        run(WRITING)
    except sqlite3.OperationalError:
        run(PATIENCE.format(MOST_PATIENCE_MS))
        await_(_beside(run, WRITING))
    else:
        run(PATIENCE.format(MOST_PATIENCE_MS))


class InTheLoop(SQLiteDialect_pysqlite):
    """SQLAlchemy's own SQLite, on such connections."""

    driver = "intheloop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """Python's own driver."""
        return sqlite3

    @classmethod
    def get_pool_class(cls, _: URL) -> type[Pool]:
        """One that waits without holding the event loop."""
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        """The file, and our own kind of connection; one transaction uses it at a time, whichever thread it runs in."""
        told, named = super().create_connect_args(url)
        return told, {**named, "factory": Line, "check_same_thread": False, "isolation_level": None}

    def get_driver_connection(self, connection: Any) -> Any:
        """The connection itself."""
        return connection
