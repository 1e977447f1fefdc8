"""When an agency takes the app out of its Slack: what is owed is called off, tokens go at once, and records wait their time.

Each class of record is kept as long as the agency decided, as before. When the longest of these times is over, counted from
the day on which the app was taken out, nothing of the agency is left. If the app is back before that, everything goes on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.engine import Database
from bot.db.installation_tables import Installation
from bot.db.plainly import Phrase
from bot.db.row_security import tables_of_workspaces
from bot.db.turns import held, take_turn
from bot.services import forgetting, holds, installations, outbox, programs, records

log = structlog.get_logger()

UNINSTALLED = "uninstalled"
OUT = Phrase(lambda _: _out())


class Gone(NamedTuple):
    """A workspace that took the app out, and when."""

    workspace: str
    since: datetime


async def take_out(database: Database, workspace: str, *, now: datetime) -> None:
    """The app was taken out of a workspace, or out of an organization with all of its workspaces."""
    async with database.begin() as session:
        for each in (workspace, *await installations.through(session, workspace)):
            if await installations.empty(session, each, now=now):
                off = await outbox.call_everything_off(session, workspace=each, reason=UNINSTALLED, now=now)
                log.info("uninstalled", workspace=each, called_off=off)
    await records.forget_owed(database)
    await database.scrub()


async def let_out(database: Database, organization: str, workspaces: Sequence[str], *, now: datetime) -> None:
    """An organization lets the app out of these workspaces of its own; what others installed is none of its business."""
    async with database.read() as session:
        served = set(await installations.through(session, organization))
    for each in served.intersection(workspaces):
        await take_out(database, each, now=now)


async def take_all_up_again(session: AsyncSession, place: str, *, now: datetime) -> None:
    """The app is back in a workspace, or in an organization with those that went when it went.

    Those that an organization had let the app out of before stay out, and the time to keep their records runs on.
    """
    since = await installations.out_since(session, place)
    along = await installations.through_and_out(session, place, since=since) if since is not None else []
    for each in (place, *along):
        await take_up_again(session, each, now=now)


async def take_up_again(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """The app is back in a workspace, if it had been out. What was called off stays so, but for taking back."""
    since = await installations.back(session, workspace)
    if since is not None:
        await outbox.follow_again(session, workspace=workspace, reason=UNINSTALLED, now=now)
        log.info("installed_again", workspace=workspace, out_since=since.isoformat())


async def call_off(database: Database, *, now: datetime) -> None:
    """What came to be owed since, as when the purge takes a post back, nobody can say any more."""
    for each in await database.ask(OUT):
        async with database.begin() as session:
            await outbox.call_everything_off(session, workspace=each.workspace, reason=UNINSTALLED, now=now)


async def let_go(database: Database, *, now: datetime) -> None:
    """Delete all that is left of each agency whose time is over: rows and keys. A legal hold keeps everything."""
    if not await database.ask(OUT):
        return
    async with database.read() as session:
        over = [each for each in await _gone(session) if await _is_over(session, each, now)]
    for each in over:
        if await _delete_all_of(database, each, now):
            await records.forget_owed(database)
            log.info("agency_forgotten", workspace=each.workspace)
    if over:
        await database.scrub()


async def _delete_all_of(database: Database, gone: Gone, now: datetime) -> bool:
    """Delete its rows, and owe the forgetting of its keys; says whether nothing came in between: the app back, or a hold."""
    async with database.begin(long=True) as session:
        await take_turn(session, holds.RECORDS_OF.format(gone.workspace))
        if gone not in await _gone(session, hold=True) or not await _is_over(session, gone, now):
            return False
        for table in reversed(tables_of_workspaces()):
            await session.execute(delete(table).where(table.c.workspace == gone.workspace))
        await forgetting.owe(session, gone.workspace, forgetting.EVERYBODY, now=now)
    return True


async def _gone(session: AsyncSession, *, hold: bool = False) -> Sequence[Gone]:
    found = await session.execute(held(session, _out()) if hold else _out())
    return [Gone(workspace, since) for workspace, since in found if since is not None]


def _out() -> Select[Any]:
    wanted: list[Any] = [Installation.workspace, Installation.uninstalled_at]
    return select(*wanted).where(Installation.uninstalled_at.is_not(None))


async def _is_over(session: AsyncSession, gone: Gone, now: datetime) -> bool:
    """An agency that never set its program up has nothing to keep. One that decided no times keeps all of it.

    An organization is remembered as long as a workspace of its own is, which comes back with it.
    """
    if await installations.through(session, gone.workspace):
        return False
    program = await queries.program(session, gone.workspace)
    if program is None:
        return True
    kept = programs.retention_of(program)
    if kept is None or await holds.standing(session, gone.workspace):
        return False
    return gone.since + timedelta(days=kept.longest) <= now
