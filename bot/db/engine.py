"""Open the database so that a transaction means what it says, on SQLite as on PostgreSQL."""

import asyncio
import contextlib
import copy
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from bot.cannot_start import CannotStart
from bot.db import door, plainly, sqlite
from bot.db.dispatch import OWED, Dispatch, Nobody
from bot.db.plainly import EVERYBODYS, WHOSE, Phrase, Row

log = structlog.get_logger()

registry.register("sqlite.intheloop", "bot.db.sqlite", "InTheLoop")
OLDEST_SQLITE = (3, 35)
LONGEST_REST_SECONDS = 30
KEPT = "kept"
CONNECTIONS, MORE_CONNECTIONS = 8, 8


class DatabaseTooOld(CannotStart):
    """This Python's SQLite is older than 3.35, which cannot answer `RETURNING`. Please use a newer Python."""


class OutOfReach(CannotStart):
    """The database cannot be reached."""


class Remembering(Session):
    """A session that keeps each row it has read until its end."""


@event.listens_for(Remembering, "loaded_as_persistent")
def _remember(session: Session, row: object) -> None:
    session.info.setdefault(KEPT, []).append(row)


class Recalling(AsyncSession):
    """Asked for a row by its key that it has read already, it gives it at once, and does not ask the database."""

    sync_session_class = Remembering

    async def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this key, or None."""
        known = None if options else self._known(entity, ident)
        return known if known is not None else await super().get(entity, ident, **options)

    async def get_one(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this key; raises NoResultFound."""
        known = None if options else self._known(entity, ident)
        return known if known is not None else await super().get_one(entity, ident, **options)

    def _known(self, entity: Any, ident: Any) -> Any:
        """The row, if it was read and still counts. SQLAlchemy remembers rows by their class, the values of their key, and no shard."""
        row = self.sync_session.identity_map.get((entity, ident if isinstance(ident, tuple) else (ident,), None))
        return None if row is None or instance_state(row).expired else row


class Database:
    """Two ways in: `begin` writes and commits as one; `read` looks and changes nothing.

    `dispatch` is called in each transaction that owes messages, so that somebody carries them. `within` gives the same
    database for what belongs to one workspace alone.
    """

    def __init__(self, engine: AsyncEngine, chest: object | None = None) -> None:
        self.dispatch: Dispatch = Nobody()
        carried = {"chest": chest}
        self._sessions = async_sessionmaker(class_=Recalling, expire_on_commit=False, info=carried)
        # SQLite lets one write at a time; the others queue here in their order, and do not sleep in the driver.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else contextlib.nullcontext()
        self.writers = 1 if engine.dialect.name == "sqlite" else 2  # how many writes are worth doing side by side
        self._speak_through(engine)

    def _speak_through(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._to_write_long = engine.execution_options(long=True)
        self._to_read = engine.execution_options(read_only=True)

    def within(self, workspace: str) -> "Database":
        """The same database, each of whose transactions says that it is about this workspace alone.

        Where row security is on (`row_security.py`), PostgreSQL then shows and changes no other workspace's row.
        """
        if not (workspace.isascii() and workspace.isalnum()):
            raise ValueError("a workspace's id is letters and digits")
        within = copy.copy(self)
        within._speak_through(self.engine.execution_options(workspace=workspace))
        return within

    @asynccontextmanager
    async def begin(self, *, long: bool = False) -> AsyncIterator[AsyncSession]:
        """A transaction that writes; it commits when the block ends, and changes nothing if the block fails.

        `long`: single statements may take a while, and on SQLite they run beside the event loop.
        """
        through = self._to_write_long if long else self.engine
        async with self._turn, self._sessions(bind=through) as session:
            async with session.begin():
                yield session
                if owed := session.info.get(OWED):
                    await self.dispatch.defer(session, owed)
            if owed:
                self.dispatch.wake()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads: it sees one moment, and never waits for a writer.

        It is never committed: a stray write is gone.
        """
        async with self._sessions(bind=self._to_read) as session:
            yield session

    async def ask(self, phrase: Phrase, **values: Any) -> list[Row]:
        """What one small question finds, read without a session: that would cost more than the question."""
        return await plainly.alone(self.engine, phrase, values, writes=False)

    async def jot(self, phrase: Phrase, **values: Any) -> list[Row]:
        """One small thing written down in passing, without a session; gives what it gives back.

        On SQLite nobody waits for the disk, so a power cut may take it back, unless a later transaction was kept.
        """
        async with self._turn:
            return await plainly.alone(self.engine, phrase, values, writes=True)

    async def reach(self, named: str = "The database") -> None:
        """Raise OutOfReach unless somebody answers at the address; the driver's own words would tell it to everybody."""
        try:
            async with self.engine.connect():
                pass
        except OperationalError as away:
            log.debug("out_of_reach", reason=type(away.orig).__name__)
            raise OutOfReach(f"{named} cannot be reached.") from None
        except DatabaseError:
            if self.engine.dialect.name != "sqlite":
                raise
            raise OutOfReach(f"{named} cannot be read: it is damaged, or is no database.") from None

    async def now(self) -> datetime | None:
        """What time it is for the database's server; None for SQLite, which has no clock but this machine's."""
        if self.engine.dialect.name == "sqlite":
            return None
        async with self.read() as session:
            told: datetime | None = await session.scalar(select(func.clock_timestamp()))
        return told

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log into the file, where deleted words have been overwritten."""
        await self._checkpoint("TRUNCATE")

    async def empty_the_log(self) -> None:
        """The same, as far as it goes while others read and write, who do not wait for it."""
        await self._checkpoint("PASSIVE")

    async def _checkpoint(self, how: str) -> None:
        if self.engine.dialect.name == "sqlite":
            async with self.engine.execution_options(outside_transaction=True).connect() as connection:
                await connection.execute(text(f"PRAGMA wal_checkpoint({how})"))

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def create(url: str, chest: object | None = None) -> Database:
    """Open the database of this address (`sqlite+intheloop:///…` or `postgresql+psycopg://…`).

    The key chest travels with each session to `services/words.py`, so that no key lives in a module.
    `hide_parameters` keeps people's words out of database errors. Raises DatabaseTooOld on an old SQLite.
    """
    engine = create_async_engine(
        address(url),
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        pool_use_lifo=True,  # the same few lines again and again: each keeps what it has read in memory
    )
    door.guard(engine.sync_engine)
    if engine.dialect.name == "sqlite":
        _make_sqlite_honest(engine)
    else:
        _make_postgres_honest(engine)
        _keep_values_out_of_errors(engine)
    return Database(engine, chest)


def address(url: str) -> str:
    """The address as SQLAlchemy's async drivers want it; hosting platforms hand out `postgres://…`.

    Raises CannotStart for what is no address.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise CannotStart("DATABASE_URL cannot be read as a database's address.") from None
    drivers = {"sqlite": "sqlite+intheloop", "postgresql": "postgresql+psycopg"}
    if (driver := drivers.get(parsed.get_backend_name())) is None:
        raise CannotStart("DATABASE_URL has to begin with postgresql:// (or be empty, for SQLite).")
    return parsed.set(drivername=driver).render_as_string(False)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for every other kind."""
    parsed = make_url(address(url))
    return Path(parsed.database).resolve() if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _keep_values_out_of_errors(engine: AsyncEngine) -> None:
    """PostgreSQL quotes the row in an error's details, and errors may end in a log."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def on_error(met: ExceptionContext) -> None:
        for error in (met.original_exception, met.sqlalchemy_exception):
            if error is not None:
                plainly.keep_values_out(error)


def _make_postgres_honest(engine: AsyncEngine) -> None:
    """Take transactions away from the driver here too: each says whose rows it is about in the same breath as BEGIN.

    The driver's own BEGIN is a trip to the server that carries nothing else. What is not about one workspace is about all of
    them, and each connection says so once.

    A worker that is paused in the middle of a transaction holds its rows, and everybody would wait for it. After this time
    PostgreSQL ends the transaction; the worker finds that out when it wakes up, and nothing was written.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        connection.autocommit = True
        cursor = connection.cursor()
        rest = f"SET idle_in_transaction_session_timeout = '{LONGEST_REST_SECONDS}s'"
        cursor.execute(f"{rest}; SET {WHOSE} = '{EVERYBODYS}'")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        how = "BEGIN ISOLATION LEVEL REPEATABLE READ" if options.get("read_only", False) else "BEGIN"
        if workspace := options.get("workspace"):
            how += f"; SET LOCAL {WHOSE} = '{workspace}'"
        connection.exec_driver_sql(how)


def _make_sqlite_honest(engine: AsyncEngine) -> None:
    """Take transactions away from the driver: by default it loses concurrent writes without a word.

    `BEGIN IMMEDIATE` makes a writer wait its turn instead of failing half way; readers use a plain `BEGIN`, so that
    they do not queue behind writers. `secure_delete` overwrites what is deleted.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseTooOld

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            *sqlite.LASTING,
            f"busy_timeout={sqlite.MOST_PATIENCE_MS}",
            "foreign_keys=ON",
            "cache_size=-1024",  # a mebibyte for each line; what the system keeps of the file is there for all of them
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("outside_transaction", False):
            sqlite.stay_outside(connection)
        else:
            line: Any = connection.connection.dbapi_connection
            try:
                sqlite.begin(line, writes=not options.get("read_only", False), long=options.get("long", False))
            except sqlite3.Error as error:  # SQLAlchemy looks after its own statements alone
                plainly.tell(connection, error, "BEGIN")
