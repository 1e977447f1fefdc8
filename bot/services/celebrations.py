"""Celebrate a small success: its owner writes it, sees it, picks where it goes, and can take it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, schedule, small_success
from bot.coaching.errors import NotFound, TooLong, TooSoon
from bot.coaching.language import mark
from bot.coaching.small_success import Where
from bot.db import in_slack, queries, successes
from bot.db.tables import Celebration, CheckIn, Enrollment
from bot.services import checkins, coach_notes, holds, outbox, words
from bot.services.enrollments import CHEER_IN_PRIVATE, accepted, ever
from bot.services.outbox import Kind

LONGEST = 500
SOMEBODY_ELSE = mark("Your coach or your coach channel has changed. Please open it again, and see where it goes.")
ONE_A_WEEK = mark("You have one in the channel this week already.")


@dataclass(frozen=True)
class Preview:
    """A small success for its owner's eyes, before it goes or to be changed: its words, and where it can go.

    `room`: none of theirs is in the channel this week. `gone`: it went already, and where to does not change any more.
    """

    celebration_id: str
    caseworker: str
    words: str
    channel: str
    coach: str
    coach_supervises: bool
    starts_at: Where
    room: bool
    gone: bool


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
    """Keep a draft. Nothing is shown to anybody before its owner has seen it and said so."""
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


async def preview(
    session: AsyncSession,
    workspace: str,
    caseworker: str,
    celebration_id: str,
    *,
    said: str | None = None,
    now: datetime,
) -> Preview:
    """How it stands for its owner; with `said`, in these words, which are not kept yet. Raises NotFound or NotEnrolled."""
    celebration = await own(session, workspace, caseworker, celebration_id)
    enrollment = await queries.enrollment(session, celebration.enrollment_id)
    gone = celebration.approved_at is not None
    room = await _has_room(session, enrollment, celebration, now)
    coach = celebration.reader or enrollment.coach
    return Preview(
        celebration_id=celebration.id,
        caseworker=caseworker,
        words=said or await words.of_celebration(session, celebration, asking=caseworker) or "",
        channel=celebration.channel if gone else enrollment.channel,
        coach=coach,
        coach_supervises=coach == enrollment.supervisor,
        starts_at=_where(celebration) if gone else _starting(enrollment, room=room),
        room=room,
        gone=gone,
    )


def _where(celebration: Celebration) -> Where:
    return Where.COACH if celebration.reader else Where.CHANNEL


def _starting(enrollment: Enrollment, *, room: bool) -> Where:
    """Where the choice starts: as they like to be cheered on, but never with their supervisor."""
    if enrollment.cheer == CHEER_IN_PRIVATE:
        return Where.LATER if enrollment.coach == enrollment.supervisor else Where.COACH
    return Where.CHANNEL if room else Where.LATER


async def _has_room(session: AsyncSession, enrollment: Enrollment, celebration: Celebration, now: datetime) -> bool:
    """One post a week of the caseworker's own calendar: more would turn it into a score (law 5)."""
    monday = schedule.instant(schedule.week_of(now, enrollment.zone), datetime.min.time(), enrollment.zone)
    posted = await successes.posted_since(session, enrollment.id, monday)
    return all(each.id == celebration.id for each in posted)


async def approve(
    session: AsyncSession,
    workspace: str,
    caseworker: str,
    celebration_id: str,
    said: str,
    *,
    where: Where = Where.CHANNEL,
    seen: str | None = None,
    kept: bool = False,
    vouched: bool = False,
    now: datetime,
) -> None:
    """Send it, in just these words, to where its owner picked; what went already is changed where it stands.

    `seen`: the channel or the coach that was named to them; NotFound when it would go to another one by now.
    Raises TooSoon when the channel has one of theirs this week (the coach alone, or later, are ways that stay open),
    NamesOutcome for words about how a case went, unless `kept`: their owner wants just these; and OnHold for other words
    than those that a legal hold covers already.
    """
    celebration = await own(session, workspace, caseworker, celebration_id)
    gone = celebration.approved_at is not None
    stays = gone or where is Where.LATER  # what it says is its owner's to change, also after they left
    enrollment = await (ever if stays else accepted)(session, workspace, caseworker)
    same = said == await words.of_celebration(session, celebration, asking=caseworker)
    if not same:
        await holds.must_not_cover(session, celebration)
    await _write(session, celebration, said, vouched=vouched or (same and celebration.vouched))
    if where is Where.LATER and not gone:
        return
    small_success.check(said, kept=kept or (same and gone))
    if gone:
        await outbox.refresh(session, subject=celebration.id, workspace=workspace, now=now)
    else:
        await _send(session, celebration, enrollment, where, seen, now)
    await _follow(session, celebration, now)


async def _send(
    session: AsyncSession,
    celebration: Celebration,
    enrollment: Enrollment,
    where: Where,
    seen: str | None,
    now: datetime,
) -> None:
    if where is Where.CHANNEL and not await _has_room(session, enrollment, celebration, now):
        raise TooSoon(ONE_A_WEEK)
    goes_to = enrollment.coach if where is Where.COACH else enrollment.channel
    if seen not in (None, goes_to):
        raise NotFound(SOMEBODY_ELSE)
    celebration.channel = enrollment.channel
    celebration.reader = enrollment.coach if where is Where.COACH else None
    celebration.approved_at = now
    kind = Kind.FOR_COACH if celebration.reader else Kind.CELEBRATION
    where_to = {kind: celebration.reader or celebration.channel, Kind.CELEBRATED: celebration.caseworker}
    for each, target in where_to.items():
        workspace, subject = celebration.workspace, celebration.id
        if not await outbox.enqueue(session, each, subject, workspace=workspace, target=target, due_at=now):
            await outbox.refresh(
                session, subject=subject, workspace=workspace, now=now
            )  # it was to go elsewhere before


async def withdraw(
    session: AsyncSession, workspace: str, caseworker: str, celebration_id: str, *, now: datetime
) -> None:
    """Take it back: the post goes away with the coach's sentence on it, and the words are deleted.

    Under a legal hold, its owner's or that of a coach who wrote on it or was shown it, they are kept from everybody until it
    ends.
    """
    celebration = await own(session, workspace, caseworker, celebration_id)
    await coach_notes.withdraw_with(session, celebration, now=now)
    celebration.withdrawn_at = now
    if not await holds.covers(session, celebration):
        await words.celebrate(session, celebration, None)
    for kind in (Kind.CELEBRATION, Kind.FOR_COACH):
        await outbox.take_back(session, kind, subject=celebration.id, workspace=workspace, now=now)
    await outbox.refresh(session, subject=celebration.id, workspace=workspace, now=now)
    await _follow(session, celebration, now)


async def _follow(session: AsyncSession, celebration: Celebration, now: datetime) -> None:
    """The receipt of the check-in offers to celebrate it, or not any more; a coach's digest of that week follows."""
    enrollment = await queries.enrollment(session, celebration.enrollment_id)
    moment = await in_slack.posted_at(session, celebration.id) or now
    for digest_id in await in_slack.digests_over(session, enrollment, moment):
        await outbox.refresh(session, subject=digest_id, workspace=celebration.workspace, now=now)
    if celebration.checkin_id is not None:
        await checkins.follow(session, await session.get_one(CheckIn, celebration.checkin_id), now)
