"""Find the if-then plan that a check-back looks back at, and what became of a plan."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Nudge, Reflection
from bot.services import nudges, words

USED, FORGOT = "yes, used my plan", "yes, forgot"


async def looked_back_at(session: AsyncSession, occasion: str | None, author: str) -> str | None:
    """The if-then plan that a nudge of this occasion looks back at, however many check-backs ago it was written."""
    while occasion is not None and occasion.startswith(nudges.CHECK_BACK):
        before = await session.get(Reflection, occasion.removeprefix(nudges.CHECK_BACK))
        if before is None:  # it has had its time
            return None
        if plan := await words.plan(session, before, asking=author):
            return plan
        occasion = (await session.get_one(Nudge, before.nudge_id)).occasion if before.nudge_id else None
    return None


async def became(session: AsyncSession, reflection: Reflection, author: str) -> tuple[str | None, bool]:
    """The plan of a reflection as its author last wrote it at a check-back, and whether they say that they used it."""
    plan, used = None, False
    found: Reflection | None = reflection
    while found is not None:
        lines = await words.own_lines(session, found, asking=author)
        plan = next((line.words for line in reversed(lines) if line.role == "plan"), plan)
        used = used or any(line.role == "outcome" and line.words == USED for line in lines)
        found = await _looking_back_at(session, found)
    return plan, used


async def _looking_back_at(session: AsyncSession, reflection: Reflection) -> Reflection | None:
    """The check-back on this reflection, once it was begun; the latest, where one was left for so long that it was put away."""
    on_it = (Nudge.enrollment_id == reflection.enrollment_id, Nudge.occasion == f"{nudges.CHECK_BACK}{reflection.id}")
    begun = select(Reflection).join(Nudge, Nudge.id == Reflection.nudge_id).where(*on_it)
    return (await session.scalars(begun.order_by(Reflection.started_at.desc()).limit(1))).one_or_none()
