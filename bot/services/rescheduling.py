"""Work out anew when people's next question, and coaches' next digest, come: after closing days, or the digest's hour, changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.db import queries
from bot.db.engine import Database
from bot.db.tables import Coach, Enrollment, Program
from bot.db.turns import held
from bot.services import calendars, digest_times, sessions
from bot.services.enrollments import hours_without

AT_ONCE = 100


async def everyone(database: Database, workspace: str, *, now: datetime) -> None:
    """Move what is still to come, a hundred people at a time. What is due already is looked at by the next beat."""
    last = ""
    while last := await _some(database, workspace, last, now):
        pass
    async with database.begin() as session:
        program = await queries.program(session, workspace)
        if program is None:
            return
        theirs = (Coach.workspace == workspace, Coach.next_digest_at > now)
        for coach in await _coaches(session, *theirs):
            coach.next_digest_at = await _next_digest(session, coach, program, now)
        await sessions.move_digests(session, workspace, now=now)


async def digests(database: Database, workspace: str, *, now: datetime) -> None:
    """The program's digest has another day or hour: it holds from the next one on for every coach who picked none of their own."""
    async with database.begin() as session:
        program = await queries.program(session, workspace)
        theirs = (Coach.workspace == workspace, Coach.next_digest_at > now, Coach.own_day.is_(None))
        if program is None:
            return
        for coach in await _coaches(session, *theirs):
            coach.next_digest_at = await digest_times.next_moment(session, coach, program, now)


async def _coaches(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[Coach]:
    """Held: what one of them chooses at this moment comes before it, or after it."""
    return (await session.scalars(held(session, select(Coach).where(*which).order_by(Coach.person)))).all()


async def _some(database: Database, workspace: str, after: str, now: datetime) -> str:
    """The next hundred in the order of their ids; gives the last of them, or nothing when there is nobody left."""
    coming = (Enrollment.workspace == workspace, Enrollment.next_nudge_at > now, Enrollment.caseworker > after)
    async with database.begin() as session:
        closed = await calendars.closed(session, workspace, now=now)
        some = select(Enrollment).where(*coming).order_by(Enrollment.caseworker).limit(AT_ONCE)
        found: Sequence[Enrollment] = (await session.scalars(held(session, some))).all()
        for each in found:
            hours = hours_without(each, closed)
            each.next_nudge_at = schedule.next_window(hours, max(now, each.paused_until or now)).opens
        return found[-1].caseworker if found else ""


async def _next_digest(session: AsyncSession, coach: Coach, program: Program, now: datetime) -> datetime:
    """As early as the closing days of now allow; a digest that they had moved on stays owed."""
    closed = calendars.days_closed(program, now=now)
    moment = await digest_times.next_moment(session, coach, program, now)
    still_open = schedule.local_date(coach.next_digest_at, coach.zone) not in closed
    return min(moment, coach.next_digest_at) if still_open else moment
