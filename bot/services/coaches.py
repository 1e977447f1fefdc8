"""Know who coaches, when their digest comes, and about whom Slack's news concern us from now on."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.db.once import insert_once
from bot.db.people_tables import Whereabouts
from bot.db.tables import Coach, Program
from bot.services import calendars


async def know(session: AsyncSession, program: Program, person: str, zone: str, now: datetime) -> None:
    """Somebody begins to coach: their first digest comes on the program's next day for it, in their own zone."""
    if await session.get(Coach, (program.workspace, person)) is None:
        closed = calendars.days_closed(program, now=now)
        first = schedule.weekly(program.digest_day, program.digest_at, zone, now, closed)
        session.add(Coach(workspace=program.workspace, person=person, zone=zone, next_digest_at=first))
        await session.flush()
        await expect(session, program.workspace, person, zone)


async def expect(session: AsyncSession, workspace: str, person: str, zone: str | None = None) -> None:
    """From now on, what Slack says of this person concerns us."""
    await insert_once(session, Whereabouts(workspace=workspace, person=person, zone=zone))
