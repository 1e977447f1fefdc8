"""The channels of this workspace in which small successes are shared."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db.tables import Enrollment


async def coach_channels(session: AsyncSession, workspace: str) -> list[str]:
    """The Slack ids of the coach channels of those who have not left, each once, in order."""
    theirs = (Enrollment.workspace == workspace, Enrollment.standing != Standing.LEFT)
    return [*await session.scalars(select(Enrollment.channel).where(*theirs).distinct().order_by(Enrollment.channel))]
