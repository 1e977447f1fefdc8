"""The questions about what stands in Slack already: small successes, digests and App Homes that must follow their author."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Celebration, Delivery, Digest, Read


async def celebrations_posted(
    session: AsyncSession, enrollment_id: str, since: datetime, until: datetime
) -> Sequence[Celebration]:
    """Celebrations that came to stand in their channel in this stretch of time, and stand there still."""
    in_slack = (Delivery.kind == "celebration", Delivery.state == "sent")
    found = await session.scalars(
        select(Celebration)
        .join(Delivery, Delivery.subject == Celebration.id)
        .where(
            Celebration.enrollment_id == enrollment_id,
            Celebration.withdrawn_at.is_(None),
            *in_slack,
            Delivery.settled_at >= since,
            Delivery.settled_at < until,
        )
        .order_by(Delivery.settled_at)
    )
    return found.all()


async def posted_at(session: AsyncSession, celebration_id: str) -> datetime | None:
    """When this celebration came to stand in its channel; None as long as it does not."""
    in_slack = (Delivery.kind == "celebration", Delivery.state == "sent")
    return await session.scalar(select(Delivery.settled_at).where(Delivery.subject == celebration_id, *in_slack))


async def digests_with(session: AsyncSession, checkin_id: str) -> Sequence[str]:
    """The digests in which this check-in stood."""
    stood = select(Read.digest_id).where(Read.checkin_id == checkin_id, Read.surface == Surface.DIGEST).distinct()
    return [each for each in await session.scalars(stood) if each]


async def digests_over(session: AsyncSession, workspace: str, coach: str, moment: datetime) -> Sequence[str]:
    """This coach's digests of the week in which a moment lies."""
    over = (Digest.since <= moment, moment < Digest.until)
    found = select(Digest.id).where(Digest.workspace == workspace, Digest.coach == coach, *over)
    return (await session.scalars(found)).all()


async def was_in_home(session: AsyncSession, checkin_id: str, reader: str) -> bool:
    """Whether this reader's App Home has held the words of this check-in."""
    shown = (Read.checkin_id == checkin_id, Read.reader == reader, Read.surface == Surface.HOME)
    return await session.scalar(select(Read.id).where(*shown).limit(1)) is not None


async def had_goals_in_home(session: AsyncSession, enrollment_id: str, reader: str) -> bool:
    """Whether this reader's App Home has held a goal of this caseworker's."""
    theirs = select(Goal.id).where(Goal.enrollment_id == enrollment_id)
    shown = (GoalRead.goal_id.in_(theirs), GoalRead.reader == reader, GoalRead.surface == Surface.HOME)
    return await session.scalar(select(GoalRead.goal_id).where(*shown).limit(1)) is not None
