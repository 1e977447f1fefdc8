"""Find the if-then plan that a check-back looks back at."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Nudge, Reflection
from bot.services import nudges, words


async def looked_back_at(session: AsyncSession, reflection: Reflection, author: str) -> str | None:
    """The if-then plan that this check-back looks back at, however many check-backs ago it was written."""
    while reflection.nudge_id is not None:
        nudge = await session.get_one(Nudge, reflection.nudge_id)
        if not nudge.occasion.startswith(nudges.CHECK_BACK):
            return None
        before = await session.get(Reflection, nudge.occasion.removeprefix(nudges.CHECK_BACK))
        if before is None:  # it has had its time
            return None
        if plan := await words.plan(session, before, asking=author):
            return plan
        reflection = before
    return None
