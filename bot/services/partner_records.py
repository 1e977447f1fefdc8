"""The records of parent partners, kept and let go like everybody's: their own copy, deletion, what has had its time, their place."""

from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Select, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.records import Retention
from bot.db.partner_tables import FamilyMark, ParentPartner, Review, ReviewRead
from bot.db.plainly import Phrase, rows
from bot.db.tables import Delivery, Enrollment
from bot.services import forgetting, partner_words, partners, reviews
from bot.services.outlived import BEFORE, OF, not_held
from bot.services.purging import gone


async def own(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> dict[str, Any]:
    """Everything of this parent partner's, for their own copy; nothing for somebody who is none."""
    part = await partners.find(session, workspace, person)
    if part is None:
        return {}
    marks = await session.scalars(
        select(FamilyMark).where(FamilyMark.workspace == workspace, FamilyMark.person == person)
    )
    return {
        "parent_partner": {
            "invited_at": part.invited_at.isoformat(),
            "agreed_to": part.agreed_to,
            "agreed_at": part.agreed_at and part.agreed_at.isoformat(),
            "left_at": part.left_at and part.left_at.isoformat(),
        },
        "reviews": [
            {
                "question": each.question,
                "verdict": each.said.verdict,
                **each.said.words(),
                "read_by": [{"reader": reader, "last_read_at": at.isoformat()} for reader, at in each.reads],
            }
            for each in await reviews.mine(session, workspace, person, most=None, now=now)
        ],
        "how_far_families_see_it": [
            {
                "topic": each.topic,
                "month": f"{each.month:%Y-%m}",
                "level": await partner_words.of_mark(session, each, asking=person),
            }
            for each in marks.all()
        ],
    }


async def erase(session: AsyncSession, workspace: str, person: str) -> int:
    """Delete all that this parent partner said; says how many pieces."""
    said = await reviews.drop(session, Review.workspace == workspace, Review.person == person)
    gone = delete(FamilyMark).where(FamilyMark.workspace == workspace, FamilyMark.person == person)
    marks = await session.execute(gone.execution_options(synchronize_session=False))
    return said + int(marks.rowcount)  # type: ignore[attr-defined]


async def purge_words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """The words of reviews, and marks, that have had their time; never what a legal hold covers."""
    old = {"of": workspace, "before": kept.before("words", now)}
    found = await rows(session, OLD_WORDS, **old)
    for (review,) in found:
        await partner_words.review(session, await session.get_one(Review, review), {})
    return len(found) + await gone(session, OLD_MARKS, **old)


def _old_reviews() -> Select[str]:
    return select(Review.id).where(Review.workspace == OF, Review.made_at < BEFORE, not_held(Review.person))


def _unread_by_held() -> Select[str]:
    read_by_held = select(ReviewRead.review_id).where(~not_held(ReviewRead.reader))
    return _old_reviews().where(Review.id.not_in(read_by_held))


def _old_marks() -> Delete:
    aged = (FamilyMark.workspace == OF, FamilyMark.marked_at < BEFORE)
    return delete(FamilyMark).where(*aged, not_held(FamilyMark.person))


OLD_WORDS = Phrase(lambda _: _old_reviews().where(Review.has_words))
OLD_MARKS = Phrase(lambda _: _old_marks().returning(FamilyMark.person))
OLD_REVIEWS = Phrase(lambda _: _unread_by_held())


async def purge_facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Reviews that have had their time, with who was shown them, unless a hold covers author or reader."""
    found = await rows(session, OLD_REVIEWS, of=workspace, before=kept.before("facts", now))
    return await reviews.drop(session, Review.id.in_([review for (review,) in found])) if found else 0


def said_by(person: Any, workspace: Any) -> Any:
    """Whether there is anything that this person said as a parent partner, which their key still opens."""
    reviewed = exists().where(Review.workspace == workspace, Review.person == person)
    return reviewed | exists().where(FamilyMark.workspace == workspace, FamilyMark.person == person)


async def let_go(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """Delete the parts of those who left and of whom no record is left; their key too, unless they are caseworkers here."""
    for (person,) in await rows(session, LONG_GONE, of=workspace):
        part = await session.get_one(ParentPartner, (workspace, person))
        place = (Enrollment.workspace == workspace, Enrollment.caseworker == part.person)
        if not await session.scalar(select(exists().where(*place))):
            await forgetting.owe(session, workspace, part.person, now=now)
        await session.delete(part)
    await session.flush()


def _long_gone() -> Select[str]:
    return select(ParentPartner.person).where(
        ParentPartner.workspace == OF,
        ParentPartner.left_at.is_not(None),
        not_held(ParentPartner.person),
        ~said_by(ParentPartner.person, OF),
        ~exists().where(Delivery.workspace == OF, Delivery.target == ParentPartner.person),
    )


LONG_GONE = Phrase(lambda _: _long_gone())
