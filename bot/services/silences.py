"""Know how long it has been quiet around one caseworker, for their own rhythm alone: whatever they do here ends it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import messages, silence
from bot.coaching.language import say
from bot.coaching.messages import Message
from bot.coaching.people import Standing
from bot.coaching.questions import id_of_path
from bot.db import queries
from bot.db.tables import Enrollment, Nudge
from bot.services import enrollments, nudges

SHALL_I_PAUSE = id_of_path("pause")
"""What a nudge asks that is no question of the library's: it takes the place of one, and counts like one."""


async def not_arrived(session: AsyncSession, nudge_ids: Collection[str]) -> None:
    """These questions never reached their reader, so nobody was silent about them."""
    lost = select(Nudge.enrollment_id).where(Nudge.id.in_(nudge_ids), Nudge.occasion.startswith(nudges.BY_THE_CLOCK))
    times = Counter((await session.scalars(lost)).all())
    for enrollment in await queries.hold_enrollments(session, times):
        enrollment.silent = max(0, enrollment.silent - times[enrollment.id])


def asked(nudge: Nudge, enrollment: Enrollment) -> Message:
    """“Shall I pause?”, or what became of it."""
    if nudge.closed_at is None:
        return messages.ShallIPause(nudge.id, silence.SHALL_I_PAUSE, silence.WHAT_THEN)
    became = silence.PAUSED if enrollment.standing == Standing.PAUSED else silence.GOES_ON
    return messages.ClosedNudge(say(silence.SHALL_I_PAUSE), say("Your rhythm"), became)


async def keep_going(session: AsyncSession, workspace: str, caseworker: str, nudge_id: str, *, now: datetime) -> None:
    """No pause: their own rhythm is back."""
    nudge, _ = await nudges.own_nudge(session, workspace, caseworker, nudge_id)
    await nudges.close(session, nudge, now=now)


async def pause(session: AsyncSession, workspace: str, caseworker: str, nudge_id: str, *, now: datetime) -> None:
    """A pause until they are back, told to nobody."""
    nudge, _ = await nudges.own_nudge(session, workspace, caseworker, nudge_id)
    await enrollments.pause(session, workspace, caseworker, until=None, now=now)
    await nudges.close(session, nudge, now=now)
