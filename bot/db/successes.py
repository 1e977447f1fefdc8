"""The questions about small successes: which stand, who was shown one, and what a coach wrote on it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.celebration_tables import CelebrationRead, CoachNote
from bot.db.tables import Celebration


async def posted_since(session: AsyncSession, enrollment_id: str, since: datetime) -> Sequence[Celebration]:
    """Small successes that went to the channel since a moment and still stand; those for the coach alone are not among them."""
    found = await queries.celebrations_since(session, enrollment_id, since)
    return [each for each in found if each.reader is None]


async def of_person(
    session: AsyncSession, enrollment_id: str, limit: int, *, before: datetime | None = None
) -> Sequence[Celebration]:
    """One caseworker's small successes that still stand, drafts among them (given before a moment), newest first."""
    given = func.coalesce(Celebration.approved_at, Celebration.drafted_at)
    earlier = [given < before] if before else []
    standing = (Celebration.enrollment_id == enrollment_id, Celebration.withdrawn_at.is_(None))
    return (
        await session.scalars(select(Celebration).where(*standing, *earlier).order_by(given.desc()).limit(limit))
    ).all()


async def reads_of(session: AsyncSession, celebration_id: str) -> Sequence[CelebrationRead]:
    """Who was shown a small success that was for one coach alone, and when."""
    wanted = select(CelebrationRead).where(CelebrationRead.celebration_id == celebration_id)
    return (await session.scalars(wanted.order_by(CelebrationRead.read_at))).all()


async def note_on(session: AsyncSession, celebration_id: str) -> CoachNote | None:
    """The coach's sentence on a small success, if one stands."""
    wanted = (CoachNote.celebration_id == celebration_id, CoachNote.withdrawn_at.is_(None))
    return (
        await session.scalars(select(CoachNote).where(*wanted).order_by(CoachNote.written_at).limit(1))
    ).one_or_none()


async def around(session: AsyncSession, celebration: Celebration) -> frozenset[str]:
    """Its owner, every coach who wrote on it, also what they took back, and everybody to whom it was shown."""
    wrote = select(CoachNote.author).where(CoachNote.celebration_id == celebration.id)
    shown = select(CelebrationRead.reader).where(CelebrationRead.celebration_id == celebration.id)
    return frozenset([celebration.caseworker, *await session.scalars(wrote.union(shown))])


async def times_written(session: AsyncSession, celebration_id: str, author: str) -> int:
    """How often this person wrote on a small success, also what they took back."""
    theirs = (CoachNote.celebration_id == celebration_id, CoachNote.author == author)
    return await session.scalar(select(func.count()).select_from(CoachNote).where(*theirs)) or 0


async def notes_by(session: AsyncSession, workspace: str, author: str) -> Sequence[CoachNote]:
    """What this coach wrote on other people's small successes and has not taken back, oldest first."""
    theirs = (CoachNote.workspace == workspace, CoachNote.author == author, CoachNote.withdrawn_at.is_(None))
    return (await session.scalars(select(CoachNote).where(*theirs).order_by(CoachNote.written_at))).all()


async def written_to(session: AsyncSession, workspace: str, author: str) -> Sequence[str]:
    """The enrollments of those on whose small successes this person ever wrote, also where it was taken back."""
    wrote = select(Celebration.enrollment_id).join(CoachNote, CoachNote.celebration_id == Celebration.id)
    theirs = wrote.where(CoachNote.workspace == workspace, CoachNote.author == author)
    return (await session.scalars(theirs.distinct())).all()


async def has_written(session: AsyncSession, workspace: str, author: str) -> bool:
    """Whether this person ever wrote on somebody's small success, as long as that is kept."""
    theirs = exists().where(CoachNote.workspace == workspace, CoachNote.author == author)
    return bool(await session.scalar(select(theirs)))
