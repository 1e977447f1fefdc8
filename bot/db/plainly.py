"""Say what nearly every click says to the database in a few words that are put together once, and understood at once.

SQLAlchemy takes a quarter of a millisecond to prepare a statement, run it and dress what it found; a database takes a hundredth
of one. A `Phrase` keeps all of that preparation, and is handed to the driver as it is.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import await_only, greenlet_spawn

from bot.db import door, sqlite

LINE = "line"
WHOSE, EVERYBODYS = "app.workspace", "*"
"""The setting in which a PostgreSQL transaction says whose rows it is about, and what it says when that is everybody's."""
Turn = Callable[[Any], Any]
Row = Any
"""What was found, with a name for each column."""


class Phrase:
    """A statement with a mark for each of its values; what it finds comes back as plain rows.

    `put_together` gives it for a kind of database ("sqlite", "postgresql"). Raises NotThroughTheDoor like any other statement
    that would fetch sealed words by another way. `names`: the columns that an INSERT comes with, if not all.
    """

    def __init__(self, put_together: Callable[[str], Executable], *, names: Sequence[str] | None = None) -> None:
        self._put_together = put_together
        self._names = names
        self._known: dict[str, Said] = {}

    def on(self, dialect: Dialect) -> "Said":
        """The same, as this kind of database is told it."""
        said = self._known.get(dialect.name)
        if said is None:
            said = self._known[dialect.name] = Said(self._put_together(dialect.name), dialect, self._names)
        return said


Wish = tuple[Phrase, Mapping[str, Any]]
"""A phrase, and its values."""


class Said:
    """A phrase in the words of one kind of database, and how values go in and come out."""

    def __init__(self, statement: Any, dialect: Dialect, names: Sequence[str] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        found = list(getattr(statement, "exported_columns", ()))
        door.look_at(statement, [each.type for each in found])
        self.text: str = compiled.string
        self._turns = {
            name: turn for name, mark in compiled.binds.items() if (turn := _way_in(mark.type, dialect)) is not None
        }
        self._fixed = {name: mark.value for name, mark in compiled.binds.items() if not mark.required}
        self._fixed |= {column.key: column.default.arg for column in compiled.insert_prefetch}
        self._order: Sequence[str] | None = compiled.positiontup
        ways: list[Turn | None] = [_way_out(each.type, dialect) for each in found]
        self._ways = [(number, way) for number, way in enumerate(ways) if way is not None]
        a_row: Any = namedtuple  # the columns are known when this runs, and no sooner
        self._row = a_row("Row", [str(each.key).replace(" ", "_") for each in found])

    def values(self, given: Mapping[str, Any]) -> Any:
        """What goes in, as the driver takes it."""
        told = {**self._fixed, **given}
        for name, turn in self._turns.items():
            told[name] = turn(told[name])
        return told if self._order is None else [told[name] for name in self._order]

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Row]:
        """What came out, with names."""
        if not self._ways:
            return [self._row._make(each) for each in found]
        return [self._row._make(self._turned(each)) for each in found]

    def _turned(self, row: Sequence[Any]) -> list[Any]:
        turned = list(row)
        for number, way in self._ways:
            turned[number] = way(turned[number])
        return turned


def _way_in(kind: Any, dialect: Dialect) -> Turn | None:
    way: Turn | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return way


def _way_out(kind: Any, dialect: Dialect) -> Turn | None:
    way: Turn | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return way


async def rows(session: AsyncSession, phrase: Phrase, **values: Any) -> list[Row]:
    """What this finds, or gives back of what it wrote, in this session's transaction."""
    await _flushed(session)
    line, dialect = await _line(session)
    said = phrase.on(dialect)
    try:
        return await _say(line, said, dialect, values)
    except dialect.loaded_dbapi.Error as error:
        await _tell_in(session, error, said.text)


async def first(session: AsyncSession, phrase: Phrase, **values: Any) -> Row | None:
    """The first of them, or None."""
    found = await rows(session, phrase, **values)
    return found[0] if found else None


async def several(session: AsyncSession, *wishes: Wish) -> list[list[Row]]:
    """The same for several that need nothing of each other's answers, one after the other; PostgreSQL hears them in one trip."""
    dialect = session.get_bind().dialect
    if dialect.name == "sqlite":
        return [await rows(session, phrase, **values) for phrase, values in wishes]
    await _flushed(session)
    line, dialect = await _line(session)
    try:
        return await _in_one_breath(line.driver_connection, dialect, wishes)
    except dialect.loaded_dbapi.Error as error:
        await _tell_in(session, error, "; ".join(phrase.on(dialect).text for phrase, _ in wishes))


async def _flushed(session: AsyncSession) -> None:
    """What the session still holds in memory is written first, as before every other statement."""
    held = session.sync_session
    if held.new or held.dirty or held.deleted:
        await session.flush()


async def _line(session: AsyncSession) -> tuple[Any, Dialect]:
    """The driver's own connection under this session's transaction."""
    under = session.sync_session.get_transaction()
    known = session.info.get(LINE)
    if known is None or under is None or known[0] is not under:
        connection = (await session.connection()).sync_connection
        assert connection is not None  # noqa: S101 - it was opened just now
        line = connection.connection.dbapi_connection
        known = session.info[LINE] = (session.sync_session.get_transaction(), line, connection.dialect)
    return known[1], known[2]


async def _say(line: Any, said: Said, dialect: Dialect, values: Mapping[str, Any]) -> list[Row]:
    told = said.values(values)
    if dialect.name == "sqlite":
        return said.rows(await sqlite.ask(line, said.text, told))
    cursor = await line.driver_connection.execute(said.text, told)
    return said.rows(await cursor.fetchall()) if cursor.description else []


def tell(connection: Connection, error: BaseException, text: str) -> NoReturn:
    """Raise what went wrong at the driver as SQLAlchemy's own DBAPIError, which whoever tries again waits for.

    When the line was cut, as by a restart of PostgreSQL, all that wait in the pool are let go with it. SQLAlchemy has no
    public name for this.
    """
    connection._handle_dbapi_exception(error, text, None, None, None)


async def _tell_in(session: AsyncSession, error: BaseException, text: str) -> NoReturn:
    connection = (await session.connection()).sync_connection
    assert connection is not None  # noqa: S101 - the statement that failed was said on it
    await greenlet_spawn(tell, connection, error, text)
    raise error  # never comes to this


def keep_values_out(error: BaseException) -> None:
    """PostgreSQL quotes the row in an error's details, and errors may end in a log: only what it is stays."""
    if error.args:
        error.args = (str(error.args[0]).split("\n", 1)[0], *error.args[1:])


async def alone(engine: AsyncEngine, phrase: Phrase, values: Mapping[str, Any], *, writes: bool) -> list[Row]:
    """One phrase that is a transaction of its own, without a session, which would cost more than the phrase.

    What is written so on SQLite waits for no disk, and a power cut may take it back, unless a later transaction was kept.
    """
    return await greenlet_spawn(_alone, engine.sync_engine, phrase, values, writes)


def _alone(engine: Engine, phrase: Phrase, values: Mapping[str, Any], writes: bool) -> list[Row]:
    lent = _lent(engine)
    try:
        return _said_alone(engine, lent.dbapi_connection, phrase, values, writes)
    except engine.dialect.loaded_dbapi.Error as error:
        tell(Connection(engine, lent), error, phrase.on(engine.dialect).text)
    finally:
        if lent.is_valid:
            lent.close()  # whatever was not committed is taken back


def _lent(engine: Engine) -> PoolProxiedConnection:
    try:
        return engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as error:
        Connection._handle_dbapi_exception_noconnection(error, engine.dialect, engine)


def _said_alone(engine: Engine, line: Any, phrase: Phrase, values: Mapping[str, Any], writes: bool) -> list[Row]:
    if engine.dialect.name != "sqlite":
        workspace = engine.get_execution_options().get("workspace")
        breath = _in_one_breath(line.driver_connection, engine.dialect, [(phrase, values)], workspace)
        return await_only(breath)[0]
    if writes:
        sqlite.begin(line, writes=True, long=False, in_passing=True)
    said = phrase.on(engine.dialect)
    found = sqlite.asked(line, said.text, said.values(values))
    if writes:
        line.commit()
    return said.rows(found)


async def _in_one_breath(
    driver: Any, dialect: Dialect, wishes: Sequence[Wish], workspace: str | None = None
) -> list[list[Row]]:
    """On PostgreSQL, one message. Outside of a transaction it is one, which says first whose rows it is about."""
    from psycopg import AsyncClientCursor  # noqa: PLC0415 - whoever runs on SQLite does not need it in memory

    cursor: Any = AsyncClientCursor(driver)
    told = [(said := phrase.on(dialect), cursor.mogrify(said.text, said.values(values))) for phrase, values in wishes]
    whose = [f"SET LOCAL {WHOSE} = '{workspace}'"] if workspace else []
    await cursor.execute("; ".join([*whose, *(text for _, text in told)]))
    for _ in whose:
        cursor.nextset()
    found = []
    for said, _ in told:
        found.append(said.rows(await cursor.fetchall()) if cursor.description else [])
        cursor.nextset()
    return found
