"""Celebrate a small success: its owner writes it, sees it, approves it, and can take it back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, schedule
from bot.coaching.errors import NotFound, OnHold, TooLong, TooSoon
from bot.db import in_slack, queries
from bot.db.tables import Celebration, CheckIn
from bot.services import checkins, outbox, words
from bot.services.enrollments import accepted
from bot.services.outbox import Kind

LONGEST = 500


async def draft(
    session: AsyncSession,
    workspace: str,
    caseworker: str,
    said: str,
    *,
    checkin_id: str | None,
    vouched: bool = False,
    now: datetime,
) -> Celebration:
    """Keep a draft. Nothing is posted before its owner has seen it and said so."""
    enrollment = await accepted(session, workspace, caseworker)
    if checkin_id is not None:
        await checkins.own(session, workspace, caseworker, checkin_id)
    celebration = Celebration(
        workspace=workspace,
        enrollment_id=enrollment.id,
        checkin_id=checkin_id,
        caseworker=caseworker,
        channel=enrollment.channel,
        drafted_at=now,
    )
    session.add(celebration)
    await session.flush()
    await _write(session, celebration, said, vouched=vouched)
    return celebration


async def _write(session: AsyncSession, celebration: Celebration, said: str, *, vouched: bool) -> None:
    if len(said) > LONGEST:
        raise TooLong
    stood_for = guard.check(said, vouched=vouched)
    await words.celebrate(session, celebration, said, vouched=stood_for)


async def own(session: AsyncSession, workspace: str, caseworker: str, celebration_id: str) -> Celebration:
    """A celebration that still stands, for its owner alone."""
    await queries.enrollment_of(session, workspace, caseworker, hold=True)  # one deed of theirs after the other
    found = await session.get(Celebration, celebration_id)
    if found is None or (found.workspace, found.caseworker) != (workspace, caseworker) or found.withdrawn_at:
        raise NotFound
    return found


async def approve(
    session: AsyncSession,
    workspace: str,
    caseworker: str,
    celebration_id: str,
    said: str,
    *,
    vouched: bool = False,
    now: datetime,
) -> None:
    """Post it, in just these words. One a week: more would turn it into a score (law 5).

    Raises OnHold for other words than those that a legal hold covers already.
    """
    celebration = await own(session, workspace, caseworker, celebration_id)
    enrollment = await accepted(session, workspace, caseworker)
    monday = schedule.instant(schedule.week_of(now, enrollment.zone), datetime.min.time(), enrollment.zone)
    others = await queries.celebrations_since(session, enrollment.id, monday)
    if any(other.id != celebration.id for other in others):
        raise TooSoon("You have one celebration this week already. Next week is a good time for this one.")
    same = said == await words.of_celebration(session, celebration, asking=caseworker)
    if not same and await queries.held_since(session, workspace, caseworker) is not None:
        raise OnHold
    await _write(session, celebration, said, vouched=vouched or (same and celebration.vouched))
    if celebration.approved_at is not None:
        await outbox.refresh(session, subject=celebration.id, workspace=workspace, now=now)
    celebration.approved_at = celebration.approved_at or now
    await outbox.enqueue(
        session, Kind.CELEBRATION, celebration.id, workspace=workspace, target=celebration.channel, due_at=now
    )
    await _follow(session, celebration, now)
    await outbox.enqueue(session, Kind.CELEBRATED, celebration.id, workspace=workspace, target=caseworker, due_at=now)


async def withdraw(
    session: AsyncSession, workspace: str, caseworker: str, celebration_id: str, *, now: datetime
) -> None:
    """Take it back: the post goes away, and the words are deleted, or under a legal hold kept from everybody until it ends."""
    celebration = await own(session, workspace, caseworker, celebration_id)
    celebration.withdrawn_at = now
    if await queries.held_since(session, workspace, caseworker) is None:
        await words.celebrate(session, celebration, None)
    await outbox.take_back(session, Kind.CELEBRATION, subject=celebration.id, workspace=workspace, now=now)
    await outbox.refresh(session, subject=celebration.id, workspace=workspace, now=now)
    await _follow(session, celebration, now)


async def read_own(
    session: AsyncSession, workspace: str, caseworker: str, celebration_id: str
) -> tuple[Celebration, str]:
    """A celebration and its words, for its owner to change."""
    celebration = await own(session, workspace, caseworker, celebration_id)
    return celebration, await words.of_celebration(session, celebration, asking=caseworker) or ""


async def _follow(session: AsyncSession, celebration: Celebration, now: datetime) -> None:
    """The receipt of the check-in offers to celebrate it, or not any more; the coach's digest of that week follows."""
    enrollment = await queries.enrollment(session, celebration.enrollment_id)
    moment = await in_slack.posted_at(session, celebration.id) or now
    for digest_id in await in_slack.digests_over(session, celebration.workspace, enrollment.coach, moment):
        await outbox.refresh(session, subject=digest_id, workspace=celebration.workspace, now=now)
    if celebration.checkin_id is not None:
        await checkins.follow(session, await session.get_one(CheckIn, celebration.checkin_id), now)
