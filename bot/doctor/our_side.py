"""The doctor's look at our own side: settings, prompts, database, keys, program, and whether anybody is at work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot import app, library
from bot.cannot_start import CannotStart
from bot.coaching.library_files import LibraryFaults
from bot.db import alive, engine, hold, keys, migrate
from bot.db.chest import Chest
from bot.db.engine import Database
from bot.doctor.findings import Finding, install_again, ok, warning, wrong
from bot.services import installations, last_plan, outbox, programs
from bot.services.tokens import AHEAD
from bot.settings import Settings, missing_settings

RENEWED_BY = AHEAD - timedelta(minutes=15)  # a beat, and a no of Slack's that was tried again
SLOW_SECONDS = 5 * 60
STUCK_SECONDS = 60 * 60
START_IT = "Start it with `shoulder serve`, or with `shoulder work` beside it."


def settings_given(settings: Settings) -> Finding:
    """Whether everything that Slack needs is set."""
    if absent := missing_settings(settings):
        return wrong(
            "settings",
            " ".join(absent),
            "Put it into .env, or into the environment. docs/deploying.md says where to find it.",
        )
    return ok("settings", "All that Slack needs is set.")


def prompts(settings: Settings) -> Finding:
    """Whether the library keeps to the rules for authors; the reading grade is for `shoulder prompts check`."""
    try:
        found = library.load(settings.prompts_dir, settings.agency_prompts)
    except LibraryFaults as problem:
        mend = "`shoulder prompts check` names each one. The app does not start like this."
        return wrong("prompts", f"{len(problem.faults)} to mend, the first: {problem.faults[0]}", mend)
    return ok("prompts", f"{len(found.prompts)} prompts and {len(found.paths)} paths.")


@asynccontextmanager
async def opened(settings: Settings, found: list[Finding]) -> AsyncIterator[Database | None]:
    """The database, if it is there, of today's shape and with its key; what was found of it is added. Nothing is changed."""
    if missing := _missing_file(settings):
        found.append(missing)
        yield None
        return
    chest: Chest | None = None
    try:
        chest = app.open_chest(settings)
        database = engine.create(settings.database_address, chest)
    except CannotStart as problem:
        found.append(
            wrong("key" if chest is None else "database", str(problem), "Look at SEALING_KEY and DATABASE_URL.")
        )
        yield None
        return
    try:
        well = await _proven(database, chest, found)
        yield database if well else None
    finally:
        await database.close()
        await chest.database.close()


def _missing_file(settings: Settings) -> Finding | None:
    """What is not on the disk, where it would only be made anew by looking."""
    file, chest = (engine.sqlite_file(each) for each in (settings.database_address, settings.keys_address))
    if file is not None and not file.exists():
        return warning(
            "database", f"There is none at {file} yet.", "The app makes it when it starts. Is DATA_DIR right?"
        )
    if chest is not None and not chest.exists():
        return wrong("key", f"The key chest {chest} is gone.", "Put back the keys.db that was made with this database.")
    if not settings.sealing_key.get_secret_value() and not (settings.data_dir / "sealing.key").exists():
        mend = "Put back SEALING_KEY or sealing.key. Without it nobody can read what is kept."
        return wrong("key", "The key that opens people's words is not here.", mend)
    return None


async def _proven(database: Database, chest: Chest, found: list[Finding]) -> bool:
    try:
        await database.reach()
        await migrate.check(database)
    except CannotStart as problem:
        found.append(wrong("database", str(problem), "Look at DATABASE_URL, and at which version of the app this is."))
        return False
    found.append(ok("database", f"Its version is {migrate.VERSIONS[-1]}, as the app wants it."))
    try:
        await keys.prove(database, chest)
    except CannotStart as problem:
        found.append(wrong("key", str(problem), "Put back the keys that belong to this database."))
        return False
    found.append(ok("key", "It opens what is kept."))
    return True


async def installed(settings: Settings, session: AsyncSession, now: datetime) -> list[Finding]:
    """Where the app is installed by OAuth, and whether each token that ends was renewed in time."""
    again = install_again(settings)
    late = [
        wrong("installations", f"The token of {holder} ends at {ends:%Y-%m-%d %H:%M} UTC and was not renewed.", again)
        for holder, ends in await installations.not_renewed(session, before=now + RENEWED_BY)
    ]
    count = sum(each.is_installed for each in await installations.places(session))
    return late or [ok("installations", f"The app is in {count} workspace{'' if count == 1 else 's'}.")]


async def program(session: AsyncSession, workspace: str) -> list[Finding]:
    """Whether the program was set up, and says whom to call."""
    found = await programs.program_of(session, workspace)
    if found is None:
        return [warning("program", "It is not set up yet.", "In Slack, type `/coach-checkin setup`.")]
    change = "In App Home, the program lead can press *Change the program*."
    lines = {"hotline": found.plan.hotline, "on-call line": found.plan.on_call}
    absent = [name for name, line in lines.items() if not line.strip()]
    said = f"There is no {' and no '.join(absent)}." if absent else f"People are shown: {found.plan.hotline}."
    return [
        wrong("hotline", said, change) if absent else ok("hotline", said),
        agreed(found.plan, change),
    ]


def agreed(plan: programs.ProgramPlan, change: str) -> Finding:
    """Whether the agreement can say all that it has to: how long things are kept, and whom to ask."""
    if plan.retention == programs.NOT_DECIDED:
        return wrong("agreement", "Nobody has decided how long records are kept, so nobody can say yes to it.", change)
    if not plan.privacy_contact.strip():
        return warning("agreement", "It names nobody to ask about privacy.", change)
    return ok("agreement", "It says how long records are kept and whom to ask.")


async def at_work(settings: Settings) -> Finding:
    """Whether a process of the app runs: who runs holds a lock."""
    file = engine.sqlite_file(settings.database_address)
    if file is not None:
        there = _is_held(Path(f"{file}.lock"))
        return ok("workers", "The app runs.") if there else wrong("workers", "The app does not run.", START_IT)
    count = await alive.how_many(settings.database_address)
    return ok("workers", f"{count} at work.") if count else wrong("workers", "The app does not run.", START_IT)


def _is_held(lock: Path) -> bool:
    if not lock.exists():
        return False
    try:
        hold.release(hold.hold(lock))
    except hold.AlreadyHeld:
        return True
    return False


async def planning(settings: Settings, database: Database, now: datetime) -> list[Finding]:
    """Whether any of the processes plans; with SQLite there is one, which says so itself."""
    if engine.sqlite_file(settings.database_address) is not None:
        return []
    if (last := await last_plan.when(database)) is None:
        return [warning("planning", "Nobody has planned yet.", START_IT)]
    if now - last > last_plan.patience(settings.beat_seconds):
        return [wrong("planning", f"Nobody has planned since {last:%Y-%m-%d %H:%M} UTC.", START_IT)]
    return [ok("planning", f"Last at {last:%Y-%m-%d %H:%M} UTC.")]


async def outgoing(session: AsyncSession, now: datetime) -> Finding:
    """How long the oldest message that is due has been waiting."""
    owed = await outbox.age(session, now)
    if owed.seconds < SLOW_SECONDS:
        return ok("outbox", f"{owed.due} due.")
    said = f"{owed.due} due, and the oldest for {int(owed.seconds // 60)} minutes."
    mend = "See whether the app runs, and what its log says of Slack."
    return wrong("outbox", said, mend) if owed.seconds >= STUCK_SECONDS else warning("outbox", said, mend)
