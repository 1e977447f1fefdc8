"""A hard day: all goes quiet for as long as somebody picks, and never for less than they are quiet already."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.services import enrollments


async def go_quiet(
    session: AsyncSession, workspace: str, caseworker: str, *, until: datetime, now: datetime
) -> datetime | None:
    """A pause up to then at least: one that goes on for longer stays. Gives its end; None for one without."""
    enrollment = await enrollments.accepted(session, workspace, caseworker)
    stays = enrollment.paused_until is None or enrollment.paused_until > until
    if enrollment.standing == Standing.PAUSED and stays:
        return enrollment.paused_until
    await enrollments.pause(session, workspace, caseworker, until=until, now=now)
    return until
