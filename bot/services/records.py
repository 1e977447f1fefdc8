"""Keep each class of record as long as the agency decided, and no longer; and erase a person's words when they ask.

A purge leaves a count, never content. A legal hold beats every purge and every deletion.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Delete, Select, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away, schedule
from bot.coaching.people import Standing
from bot.coaching.records import Retention
from bot.coaching.small_groups import month_before
from bot.db import queries
from bot.db.engine import Database
from bot.db.record_tables import Audited, LegalHold, PublishedFigures
from bot.db.tables import (
    Agreement,
    Answer,
    Ask,
    Celebration,
    CheckIn,
    Delivery,
    Digest,
    Enrollment,
    Nudge,
    Read,
    Reflection,
)
from bot.db.turns import take_turn
from bot.services import audit, celebrations, checkins, forgetting, holds, inbound, programs, words
from bot.services.audit import Deed
from bot.services.enrollments import ever
from bot.services.outbox import Kind, State

THE_CLOCK = "the clock"
SETTLED = (State.SENT, State.WITHDRAWN, State.EXPIRED, State.FAILED)
Counts = dict[str, int]


class _DryRun(Exception):
    """Carries what would have been purged out of the transaction that is rolled back."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts


async def purge(database: Database, workspace: str, *, by: str = THE_CLOCK, dry: bool = False, now: datetime) -> Counts:
    """Delete what has had its time, class by class; says how many rows of each. Raises NotAllowed before setup.

    A dry run does the very same and takes it back.
    """
    try:
        async with database.begin() as session:
            counts = await _purge(session, workspace, by, now)
            if dry:
                raise _DryRun(counts)
    except _DryRun as tried:
        return tried.counts
    if any(counts.values()):
        await database.scrub()
    return counts


async def purge_daily(database: Database, *, now: datetime) -> None:
    """Once a day for each program that has decided how long records are kept."""
    today = f"purge:{now.date()}"
    async with database.read() as session:
        unheard = await queries.programs_unheard(session, today)
    waiting = [each.workspace for each in unheard if programs.retention_of(each)]
    for workspace in waiting:
        async with database.begin() as session:
            first = await inbound.first_time(session, workspace, today, now=now)
        if first:
            await purge(database, workspace, now=now)


async def _purge(session: AsyncSession, workspace: str, by: str, now: datetime) -> Counts:
    retention = programs.retention_of(await programs.decided(session, workspace))
    assert retention is not None  # noqa: S101 - `decided` says so
    await take_turn(session, holds.RECORDS_OF.format(workspace))
    if any(hold.person is None for hold in await holds.standing(session, workspace)):
        return dict.fromkeys(("words", "celebrations", "facts", "deliveries", "audit"), 0)
    counts = {
        "words": await _words(session, workspace, retention, now),
        "celebrations": await _celebrations(session, workspace, retention, now),
        "facts": await _facts(session, workspace, retention, now),
        "deliveries": await _deliveries(session, workspace, retention, now),
        "audit": await _audit(session, workspace, retention, now),
    }
    await _days_away(session, workspace, now)
    for name, count in counts.items():
        if count:
            deed = Deed[f"PURGED_{name.upper()}"]
            await audit.record(session, workspace, by, deed, count=count, now=now)
    return counts


async def _words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Answers of check-ins, and of drafts that nobody finished."""
    before = kept.before("words", now)
    old = (
        select(Reflection.id)
        .outerjoin(CheckIn, CheckIn.reflection_id == Reflection.id)
        .where(
            Reflection.workspace == workspace,
            Reflection.enrollment_id.in_(_free(workspace)),
            or_(CheckIn.made_at < before, and_(CheckIn.id.is_(None), Reflection.started_at < before)),
        )
    )
    return await _run(session, delete(Answer).where(Answer.reflection_id.in_(old)))


async def _celebrations(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Small successes, here. What was posted stays in the channel as long as Slack keeps it there."""
    old = delete(Celebration).where(
        Celebration.workspace == workspace,
        Celebration.enrollment_id.in_(_free(workspace)),
        Celebration.drafted_at < kept.before("celebrations", now),
    )
    return await _run(session, old)


async def _facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Check-ins whose words are gone, who read them, what was asked, and by whom."""
    before, free = kept.before("facts", now), _free(workspace)
    old = select(CheckIn.id).where(
        CheckIn.enrollment_id.in_(free),
        CheckIn.made_at < before,
        CheckIn.reflection_id.not_in(select(Answer.reflection_id)),
    )
    loosen = update(Celebration).where(Celebration.checkin_id.in_(old)).values(checkin_id=None)
    await session.execute(loosen.execution_options(synchronize_session=False))
    steps = (
        delete(Read).where(Read.checkin_id.in_(old)),
        delete(CheckIn).where(CheckIn.id.in_(old)),
        delete(Reflection).where(
            Reflection.enrollment_id.in_(free),
            Reflection.started_at < before,
            Reflection.id.not_in(select(CheckIn.reflection_id)),
            Reflection.id.not_in(select(Answer.reflection_id)),
        ),
        delete(Ask).where(Ask.enrollment_id.in_(free), Ask.asked_at < before),
        delete(Nudge).where(
            Nudge.enrollment_id.in_(free),
            Nudge.planned_at < before,
            Nudge.id.not_in(select(Reflection.nudge_id).where(Reflection.nudge_id.is_not(None))),
            Nudge.id.not_in(select(Ask.nudge_id)),
        ),
    )
    return sum([await _run(session, step) for step in steps])


async def _deliveries(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """What was sent, and when; but for what is needed to take a post or a digest's line back while it stands."""
    before = kept.before("deliveries", now)
    standing = select(Celebration.id).where(Celebration.withdrawn_at.is_(None))
    read_in = select(Read.digest_id).where(Read.digest_id.is_not(None))
    old = delete(Delivery).where(
        Delivery.workspace == workspace,
        Delivery.state.in_(SETTLED),
        Delivery.settled_at < before,
        Delivery.target.not_in(_held_people(workspace)),
        or_(Delivery.kind != Kind.CELEBRATION, Delivery.subject.not_in(standing)),
        or_(Delivery.kind != Kind.DIGEST, Delivery.subject.not_in(read_in)),
    )
    done = await _run(session, old)
    owed = select(Delivery.subject).where(Delivery.kind == Kind.DIGEST)
    empty = delete(Digest).where(Digest.workspace == workspace, Digest.until < before, Digest.id.not_in(owed))
    return done + await _run(session, empty)


async def _audit(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Deeds, holds that are over, the lead's monthly numbers, and older words on the agreement; never a yes that counts."""
    before = kept.before("audit", now)
    old = min(month_before(before.date()), month_before(now.date()))  # the last month stays, or it were counted anew
    here = select(Enrollment.id).where(Enrollment.standing != Standing.LEFT)
    counts = and_(Agreement.enrollment_id.in_(here), Agreement.said == "yes")
    steps = (
        delete(Audited).where(Audited.workspace == workspace, Audited.at < before),
        delete(LegalHold).where(LegalHold.workspace == workspace, LegalHold.lifted_at < before),
        delete(PublishedFigures).where(PublishedFigures.workspace == workspace, PublishedFigures.month < old),
        delete(Agreement).where(Agreement.enrollment_id.in_(_free(workspace)), Agreement.said_at < before, ~counts),
    )
    return sum([await _run(session, step) for step in steps])


async def _days_away(session: AsyncSession, workspace: str, now: datetime) -> None:
    """Days away that are over are nobody's business any more, not even a class of record's."""
    had = select(Enrollment).where(Enrollment.away.is_not(None), Enrollment.id.in_(_free(workspace)))
    for each in await session.scalars(had):
        today = schedule.local_date(now, each.zone)
        each.away = days_away.write(days_away.ahead(days_away.read(each.away), today))


def _held_people(workspace: str) -> Select[str | None]:
    standing = (LegalHold.workspace == workspace, LegalHold.lifted_at.is_(None))
    return select(LegalHold.person).where(*standing, LegalHold.person.is_not(None))


def _free(workspace: str) -> Select[str]:
    """The enrollments that no hold covers."""
    return select(Enrollment.id).where(
        Enrollment.workspace == workspace, Enrollment.caseworker.not_in(_held_people(workspace))
    )


async def _run(session: AsyncSession, step: Delete) -> int:
    done = await session.execute(step.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def erase(database: Database, workspace: str, person: str, *, by: str, now: datetime) -> int:
    """Delete all that this person wrote, here and where it was posted; says how many pieces. Raises OnHold or NotEnrolled.

    That they took part, and their yes to the agreement, stay as long as the agency keeps these classes. Their key goes
    last, so that their words are gone from every copy of the database too.
    """
    async with database.begin() as session:
        enrollment = await ever(session, workspace, person)
        await holds.must_be_free(session, workspace, person)
        count = await _take_back_everything(session, enrollment, now)
        await audit.record(session, workspace, by, Deed.ERASED, person=person, count=count, now=now)
        await forgetting.owe(session, workspace, person, now=now)
    await forget_owed(database)
    await database.scrub()
    return count


async def forget_owed(database: Database) -> None:
    """Forget the keys of everybody who was erased, also of those whose erasing was cut off before its end."""
    async with database.read() as session:
        owed = await forgetting.owed(session)
    for workspace, person in owed:
        async with database.begin() as session:
            await forgetting.pay(session, words.chest_of(session), workspace, person)


async def _take_back_everything(session: AsyncSession, enrollment: Enrollment, now: datetime) -> int:
    workspace, person = enrollment.workspace, enrollment.caseworker
    theirs = (Celebration.enrollment_id == enrollment.id, Celebration.withdrawn_at.is_(None))
    told: Sequence[str] = (await session.scalars(select(Celebration.id).where(*theirs))).all()
    for each in told:
        await celebrations.withdraw(session, workspace, person, each, now=now)
    given = (CheckIn.enrollment_id == enrollment.id, CheckIn.withdrawn_at.is_(None))
    kept: Sequence[str] = (await session.scalars(select(CheckIn.id).where(*given).order_by(CheckIn.made_at))).all()
    for each in kept:
        await checkins.withdraw(session, workspace, person, each, now=now)
    begun = (Reflection.enrollment_id == enrollment.id, Reflection.finished_at.is_(None))
    drafts: Sequence[Reflection] = (await session.scalars(select(Reflection).where(*begun))).all()
    for draft in drafts:
        await words.drop(session, draft.id)
        draft.finished_at = now
    return len(told) + len(kept) + len(drafts)
