"""A day that was picked is changed afterwards: what was to come by it, and has not come yet, comes by the new one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.errors import BadChoice
from bot.coaching.prompts import Library
from bot.db.tables import Delivery, Enrollment, Nudge, Reflection
from bot.services import checkins, nudges, series, wordings, words
from bot.services.outbox import Kind, State


async def follow(
    session: AsyncSession, library: Library, workspace: str, author: str, checkin_id: str, *, now: datetime
) -> None:
    """Bring the reminder of a plan, and the parts of a path, by the day that their check-in names now.

    Raises BadChoice for a reminder that came, or was let go; of parts, those stay as they are.
    """
    checkin, enrollment = await checkins.own(session, workspace, author, checkin_id)
    reflection = await session.get_one(Reflection, checkin.reflection_id)
    path = await wordings.asked(session, library, reflection)
    lines = await words.of_checkin(session, checkin, asking=author, surface=Surface.EDIT, now=now)
    parts = [f"{nudges.PART}{reflection.id}:{part.path}" for part in path.parts if part.of]
    if await _drop_what_waits(session, enrollment, parts):
        given = {line.step: line.words for line in lines if line.day or line.role not in words.DAYS_PICKED}
        await series.owe(session, library, path, reflection, enrollment, given, now=now)
    for line in lines:
        if line.role == "remind" and line.day:
            if not await _drop_what_waits(session, enrollment, [f"{nudges.CHECK_BACK}{reflection.id}"]):
                raise BadChoice("The time of this plan's reminder is over. Please start a new plan for another day.")
            await nudges.remind(session, library, enrollment, reflection.id, of=line.day, now=now)


async def _drop_what_waits(session: AsyncSession, enrollment: Enrollment, occasions: Sequence[str]) -> bool:
    """Nothing that has come is touched, nor what comes back because its reader wanted it later."""
    theirs = (Nudge.enrollment_id == enrollment.id, Nudge.occasion.in_(occasions))
    only = (Delivery.key == f"{Kind.NUDGE}:" + Nudge.id, Delivery.state == State.WAITING)
    found = select(Nudge.id).join(Delivery, Delivery.subject == Nudge.id).where(*theirs, *only)
    waiting = delete(Delivery).where(Delivery.subject.in_(found), Delivery.state == State.WAITING)
    gone = (await session.scalars(waiting.returning(Delivery.subject))).all()
    await session.execute(delete(Nudge).where(Nudge.id.in_(gone)))
    return bool(gone)
