"""Prove who is alive: each worker holds a lock for as long as it lives, and only death lets go of it.

Liveness is a lock and not a clock: a worker that is paused (SIGSTOP, a suspended machine) holds its lock still, so nobody
says for it what it may be about to say. PostgreSQL frees the lock the moment the worker's connection is gone.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import uuid4

import structlog
from sqlalchemy import BigInteger, cast, column, func, literal, select, table
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.db.engine import address

log = structlog.get_logger()

TRUSTED_SECONDS = 2.0
PATIENCE_SECONDS = 5.0
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # BOOTTIME goes on while a machine is suspended


class Life(Protocol):
    """One worker's name, the proof that it lives, and its knowledge of others. `alone`: there can be no other."""

    alone: bool

    @property
    def worker(self) -> str:
        """The name under which this worker claims. After a lost lock it is another one."""

    async def still(self, name: str) -> bool:
        """Whether this worker is alive to the others under this name, by which it claimed, so that it may speak."""

    async def living(self, workers: Collection[str]) -> frozenset[str]:
        """Which of these workers live."""


class TheOnlyOne:
    """On SQLite one process holds the database (`hold.py`), so every other worker is dead."""

    alone = True

    def __init__(self) -> None:
        self.worker = uuid4().hex[:16]

    async def still(self, _: str) -> bool:
        """The file lock is held as long as this process lives."""
        return True

    async def living(self, workers: Collection[str]) -> frozenset[str]:
        """Nobody but this worker."""
        return frozenset(workers) & {self.worker}


class AmongMany:
    """On PostgreSQL: an advisory lock on a connection of its own, which must be direct and not through a pooler."""

    alone = False

    def __init__(self, url: str) -> None:
        patient = {"connect_timeout": int(PATIENCE_SECONDS)}
        self._engine = create_async_engine(
            address(url), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=patient
        )
        self._line: AsyncConnection | None = None
        self._seen = 0.0
        self._turn = asyncio.Lock()
        self.worker = ""

    async def take(self) -> None:
        """Take a new name and its lock; raises DBAPIError when the database is away."""
        await self.let_go()
        worker = uuid4().hex[:16]
        line = await self._engine.connect()
        await line.execute(select(func.pg_advisory_lock(_key(worker))))
        self._line, self.worker, self._seen = line, worker, _now()

    async def let_go(self) -> None:
        """Close the line, and with it the lock."""
        if self._line is not None:
            line, self._line = self._line, None
            await line.close()

    async def still(self, name: str) -> bool:
        """Ask over the lock's own line, unless that was done a moment ago. A lost lock is taken anew, under a new name.

        What was claimed under the name of before may be said by others by now.
        """
        if self._seen_lately():
            return name == self.worker
        async with self._turn:
            if self._seen_lately() or name != self.worker:
                return name == self.worker
            if await self._answers():
                self._seen = _now()
                return True
            log.warning("lock_lost", worker=self.worker)
            await self._take_again()
            return False

    def _seen_lately(self) -> bool:
        return self._line is not None and _now() - self._seen < TRUSTED_SECONDS

    async def _answers(self) -> bool:
        if self._line is None:
            return False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._line.execute(select(literal(1)))
        except (SQLAlchemyError, TimeoutError):  # a line that was cut off before answers by no DBAPIError
            return False
        return True

    async def _take_again(self) -> None:
        try:
            await self.take()
        except DBAPIError:
            log.warning("lock_not_taken")

    async def living(self, workers: Collection[str]) -> frozenset[str]:
        """The workers whose lock is held. Whoever claimed a row had its lock before, so the rest are dead.

        Raises DBAPIError when the database is away: then nobody is known to be dead.
        """
        async with self._engine.connect() as line:
            rows = await line.execute(_HELD)
            held = {f"{high << 32 | low:016x}" for high, low in rows}
        return frozenset(workers) & held


_locks = table("pg_locks", *map(column, ("locktype", "classid", "objid", "objsubid", "granted", "database")))
_databases = table("pg_database", column("oid"), column("datname"))
_HELD = select(cast(_locks.c.classid, BigInteger), cast(_locks.c.objid, BigInteger)).where(
    _locks.c.locktype == "advisory",
    _locks.c.objsubid == 1,  # one key of 64 bits, and not two of 32
    _locks.c.granted,
    _locks.c.database
    == select(_databases.c.oid).where(_databases.c.datname == func.current_database()).scalar_subquery(),
)


async def how_many(url: str) -> int:
    """How many workers live, for somebody who is none. Raises DBAPIError when the database is away."""
    engine = create_async_engine(address(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as line:
        return len((await line.execute(_HELD)).all())


@asynccontextmanager
async def among_many(url: str) -> AsyncIterator[AmongMany]:
    """A worker's life, from taking its lock to letting go of it."""
    life = AmongMany(url)
    await life.take()
    try:
        yield life
    finally:
        await life.let_go()


def _key(worker: str) -> int:
    """The worker's name as PostgreSQL's signed 64-bit key."""
    return int.from_bytes(bytes.fromhex(worker), signed=True)


def _now() -> float:
    return time.clock_gettime(CLOCK)
