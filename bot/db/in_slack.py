"""The questions about what stands in Slack already: small successes, digests and App Homes that must follow their author."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.coaching.audience import Surface
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Celebration, Delivery, Digest, Enrollment, Read


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


async def digests_over(session: AsyncSession, place: Enrollment, moment: datetime) -> Sequence[str]:
    """The digests of the week in which a moment lies, of whoever coaches this caseworker or did."""
    over = (Digest.workspace == place.workspace, Digest.since <= moment, moment < Digest.until)
    before = select(Delivery.about).where(Delivery.subject == place.id, Delivery.kind == "new_coach")
    theirs = or_(Digest.coach == place.coach, Digest.coach.in_(before))
    return (await session.scalars(select(Digest.id).where(*over, theirs))).all()


def told_in(workspace: Any) -> tuple[Select[str], Select[str]]:
    """The digests of the weeks in which small successes that still stand were posted, as parts of another question:
    of whoever coaches their owner, and of whoever did.
    """
    posted, before = aliased(Delivery), aliased(Delivery)
    here = (posted.workspace == workspace, Celebration.withdrawn_at.is_(None))
    came = (posted.subject == Celebration.id, posted.kind == "celebration", posted.state == "sent")
    over = (Digest.workspace == workspace, Digest.since <= posted.settled_at, posted.settled_at < Digest.until)
    stands = select(Digest.id).select_from(Celebration).join(posted, and_(*came)).where(*here)
    now = stands.join(Enrollment, Enrollment.id == Celebration.enrollment_id)
    then = stands.join(before, and_(before.subject == Celebration.enrollment_id, before.kind == "new_coach"))
    return (
        now.join(Digest, and_(*over, Digest.coach == Enrollment.coach)),
        then.join(Digest, and_(*over, Digest.coach == before.about)),
    )


async def was_in_home(session: AsyncSession, checkin_id: str, reader: str) -> bool:
    """Whether this reader's App Home has held the words of this check-in."""
    shown = (Read.checkin_id == checkin_id, Read.reader == reader, Read.surface == Surface.HOME)
    return await session.scalar(select(Read.id).where(*shown).limit(1)) is not None


async def had_goals_in_home(session: AsyncSession, enrollment_id: str, reader: str) -> bool:
    """Whether this reader's App Home has held a goal of this caseworker's."""
    theirs = select(Goal.id).where(Goal.enrollment_id == enrollment_id)
    shown = (GoalRead.goal_id.in_(theirs), GoalRead.reader == reader, GoalRead.surface == Surface.HOME)
    return await session.scalar(select(GoalRead.goal_id).where(*shown).limit(1)) is not None
