"""The one door through which people's words leave the database. Each function takes who is asking.

Whoever is not the author must be the reader whom the author named, and each such reading is written down in the same
transaction, where the author can see it (law 1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience, Part, Sharing, may_read, shown_part
from bot.coaching.errors import NotFound
from bot.db.tables import Answer, Celebration, CheckIn, Enrollment, Read, Reflection


@dataclass(frozen=True)
class Line:
    """One question as it was asked, and what was answered."""

    step: str
    role: str
    question: str
    words: str


def sharing_of(checkin: CheckIn) -> Sharing:
    """Who may read this check-in, as a value."""
    return Sharing(Audience(checkin.audience), checkin.reader, Part(checkin.part))


async def draft(session: AsyncSession, reflection: Reflection, *, asking: str) -> dict[str, str]:
    """What the author has answered so far, by step. Raises NotFound for anybody else."""
    return {line.step: line.words for line in await _own_lines(session, reflection, asking)}


async def plan(session: AsyncSession, reflection: Reflection, *, asking: str) -> str | None:
    """The if-then plan in a reflection, for its author alone; None when there is none, or it was taken back."""
    lines = await _own_lines(session, reflection, asking)
    return next((line.words for line in reversed(lines) if line.role == "plan"), None)


async def _own_lines(session: AsyncSession, reflection: Reflection, asking: str) -> list[Line]:
    enrollment = await session.get_one(Enrollment, reflection.enrollment_id)
    if enrollment.caseworker != asking:
        raise NotFound
    return await _lines(session, reflection.id)


async def of_checkin(
    session: AsyncSession, checkin: CheckIn, *, asking: str, surface: str, now: datetime
) -> Sequence[Line]:
    """The part of a check-in that this person may read; raises NotFound when that is nothing.

    `surface` says where the words are shown (`digest`, `home` …); a reading by anybody but the author is recorded.
    """
    sharing = sharing_of(checkin)
    if checkin.withdrawn_at is not None or not may_read(asking, author=checkin.author, sharing=sharing):
        raise NotFound
    if asking != checkin.author:
        session.add(
            Read(workspace=checkin.workspace, checkin_id=checkin.id, reader=asking, surface=surface, read_at=now)
        )
    lines = await _lines(session, checkin.reflection_id)
    kept = shown_part([line.step for line in lines], person=asking, author=checkin.author, part=sharing.part)
    return [line for line in lines if line.step in kept]


async def of_celebration(session: AsyncSession, celebration: Celebration, *, asking: str | None) -> str | None:
    """A celebration's words: for its owner at any time; for the channel (`asking=None`) once its owner approved them."""
    if asking != celebration.caseworker and (asking is not None or celebration.approved_at is None):
        raise NotFound
    return await session.scalar(select(Celebration.words).where(Celebration.id == celebration.id))


async def _lines(session: AsyncSession, reflection_id: str) -> list[Line]:
    rows = await session.execute(
        select(Answer.step, Answer.role, Answer.question, Answer.words)
        .where(Answer.reflection_id == reflection_id)
        .order_by(Answer.position)
    )
    return [Line(*row) for row in rows]
