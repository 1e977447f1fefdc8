"""Copy the database into one file that holds no keys, while the app runs; and put such a file back."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot import app, what_time
from bot.cannot_start import CannotStart
from bot.db import engine, migrate, plainly
from bot.db.chest import ChestBase
from bot.new_file import beside, make_folder, writing
from bot.services import restoring
from bot.settings import Settings
from bot.terminal import answer

ANYBODYS_ROWS = f"-c {plainly.WHOSE}={plainly.EVERYBODYS}"
CHEST, WORDS = "data_keys", "alembic_version"
"""A table by which each kind of backup is known."""


async def back_up(settings: Settings, to: Path, *, only_keys: bool, as_json: bool = False) -> None:
    """Write the database without any key, or the key chest alone, into a file that only its owner can read.

    Raises CannotStart when that cannot be; then no file is written.
    """
    address = settings.keys_address if only_keys else settings.database_address
    with beside(to) as draft:
        if (file := engine.sqlite_file(address)) is not None:
            await asyncio.to_thread(_copy_sqlite, file, draft)
        else:
            await _postgres("pg_dump", address, *_what_to_dump(only_keys=only_keys), f"--file={draft}")
    what = "the key chest. Keep it apart from the database" if only_keys else "the database, without any key"
    said = f"{to} is written: {what}. Only you can read it; please keep it safe."
    answer(said, {"file": str(to), "keys": only_keys}, as_json=as_json)


async def put_back(settings: Settings, source: Path, *, only_keys: bool, as_json: bool = False) -> None:
    """Make the empty place of the database (or of the key chest) into what a backup holds.

    Raises CannotStart when the place is not empty, or the file is no such backup; then nothing is changed.
    """
    async with app.one_process(settings):
        if only_keys:
            await _put_back_keys(settings.keys_address, source)
            answer("The key chest is back.", {"back": "keys"}, as_json=as_json)
            return
        await _want_the_chest(settings)
        doubted = await _put_back_words(settings, source)
    answer(f"The database is back.{_to_look_for(doubted)}", {"back": "words", "to_look_for": doubted}, as_json=as_json)


async def _put_back_keys(address: str, source: Path) -> None:
    if (file := engine.sqlite_file(address)) is None:
        await _fill_postgres(address, source, CHEST)
        return
    with _copied(source, file, CHEST):
        pass


async def _put_back_words(settings: Settings, source: Path) -> int:
    """On SQLite the file takes its place when all of it is done; a word from Slack's past must not be said again."""
    if (file := engine.sqlite_file(settings.database_address)) is None:
        await _fill_postgres(settings.database_address, source, WORDS)
        return await _bring_to_today(settings)
    with _copied(source, file, WORDS) as draft:
        return await _bring_to_today(settings.model_copy(update={"database_url": f"sqlite:///{draft}"}))


async def _want_the_chest(settings: Settings) -> None:
    """Raise CannotStart unless the chest is in its place: the app would make an empty one, which opens nothing."""
    file = engine.sqlite_file(settings.keys_address)
    if (file is not None and not file.exists()) or not await _is_filled(settings.keys_address, CHEST):
        raise CannotStart("Put the key chest back first: `shoulder db restore --keys FILE`. Nothing was changed.")


async def _fill_postgres(address: str, source: Path, mark: str) -> None:
    if await _is_filled(address, mark):
        raise CannotStart("There is something in this database already. Give an empty one; nothing was changed.")
    await _postgres("pg_restore", address, "--no-owner", "--exit-on-error", "--single-transaction", str(source))


async def _is_filled(address: str, mark: str) -> bool:
    database = engine.create(address)
    try:
        await database.reach()
        return await migrate.has_table(database, mark)
    finally:
        await database.close()


async def _bring_to_today(settings: Settings) -> int:
    """Bring what was put back to today's shape; says how many messages have to be looked for."""
    now = await what_time.time_of(settings)
    async with app.open_database(settings, upgrade=True) as database, database.begin() as session:
        return await restoring.doubt_what_was_owed(session, now=now)


def _to_look_for(doubted: int) -> str:
    return f" {doubted} messages may have gone out since then: each is looked for in Slack first." if doubted else ""


def _copy_sqlite(file: Path, draft: Path) -> None:
    """One moment of the file, without the room where deleted words were; nobody who writes meanwhile has to wait."""
    if not file.is_file():
        raise CannotStart(f"There is no database at {file}.")
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


@contextmanager
def _copied(source: Path, file: Path, mark: str) -> Iterator[Path]:
    """A copy of the backup that takes the database's place once the block has ended well."""
    if file.exists():
        raise CannotStart(f"There is a database at {file}. Move it away first; nothing was changed.")
    if (rest := file.with_name(f"{file.name}-wal")).exists():  # SQLite would write it into the one that is put back
        raise CannotStart(f"There is a part of the database before at {rest}. Move it away first; nothing was changed.")
    if not _is_whole(source, mark):
        raise CannotStart(f"{source} is no such backup, or it is damaged. Nothing was changed.")
    make_folder(file.parent)
    with beside(file) as draft:
        with writing(file):
            shutil.copyfile(source, draft)
        yield draft


def _is_whole(source: Path, mark: str) -> bool:
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return bool(whole and connection.execute(f"PRAGMA table_info({mark})").fetchone())
    except sqlite3.DatabaseError:
        return False


def _what_to_dump(*, only_keys: bool) -> Sequence[str]:
    """The chest alone, or everything but the chest and the task queue's tasks, which the sweeper makes anew."""
    chest = sorted(ChestBase.metadata.tables)
    which = "--table" if only_keys else "--exclude-table"
    rest = () if only_keys else ("--exclude-table-data=procrastinate_*",)
    named = (f"{which}={name}" for table in chest for name in (table, f"{table}_id_seq"))
    return (*named, *rest, "--format=custom", "--no-owner", "--enable-row-security")


async def _postgres(program: str, address: str, *words: str) -> None:
    """Run a program of PostgreSQL's; its password travels in the environment, where no list of processes shows it.

    Raises CannotStart with the error that the program told.
    """
    if (found := shutil.which(program)) is None:
        raise CannotStart(f"{program} is missing. Debian: apt-get install postgresql-client")
    url = make_url(address)
    environment = {**os.environ, "PGOPTIONS": ANYBODYS_ROWS, **({"PGPASSWORD": url.password} if url.password else {})}
    where = url.set(drivername="postgresql", password=None).render_as_string(False)
    running = await asyncio.create_subprocess_exec(
        found, f"--dbname={where}", *words, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await running.communicate()
    if running.returncode != 0:
        lines = said.decode(errors="replace").strip().splitlines() or ["no word"]
        raise CannotStart(f"{program} did not do it: {next((line for line in lines if 'error:' in line), lines[-1])}")
