"""What each class of record loses when it has had its time: never what a legal hold covers, nor what is still needed.

A hold on a person covers what is theirs, what was done with it, what was sent about it, and what they did as a coach, a
supervisor or the lead. A hold on everybody is the caller's to heed.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Select, and_, delete, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.coaching import days_away as spans
from bot.coaching import schedule
from bot.coaching.audience import Surface
from bot.coaching.newness import A_YEAR
from bot.coaching.people import Standing
from bot.coaching.records import Retention
from bot.coaching.small_groups import month_before
from bot.db.celebration_tables import CelebrationRead, CoachNote
from bot.db.goal_tables import Goal, GoalRead
from bot.db.record_tables import Audited, LegalHold, PublishedFigures, PublishedMeasures
from bot.db.session_tables import CoachingSession
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
from bot.services import memories, outbox
from bot.services.celebrations import withdraw as take_out
from bot.services.nudges import CHECK_BACK
from bot.services.outbox import Kind, State

SETTLED = (State.SENT, State.WITHDRAWN, State.EXPIRED, State.FAILED)


async def words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Answers of check-ins, and of drafts that nobody finished."""
    before = kept.before("words", now)
    old = (
        select(Reflection.id)
        .outerjoin(CheckIn, CheckIn.reflection_id == Reflection.id)
        .where(
            Reflection.workspace == workspace,
            Reflection.enrollment_id.in_(free(workspace)),
            or_(CheckIn.made_at < before, and_(CheckIn.id.is_(None), Reflection.started_at < before)),
        )
    )
    await _redraw_digests(session, workspace, old, now)
    await _redraw_homes(session, workspace, old, now)
    return await run(session, delete(Answer).where(Answer.reflection_id.in_(old)))


async def _redraw_digests(session: AsyncSession, workspace: str, old: Select[str], now: datetime) -> None:
    """The lines of posted digests in which these words stand go with them."""
    losing = select(Answer.reflection_id).where(Answer.reflection_id.in_(old))
    stood = (
        select(Read.digest_id)
        .join(CheckIn, CheckIn.id == Read.checkin_id)
        .where(CheckIn.reflection_id.in_(losing), Read.surface == Surface.DIGEST, Read.digest_id.is_not(None))
        .distinct()
    )
    for digest_id in (await session.scalars(stood)).all():
        if digest_id is not None:
            await outbox.refresh(session, subject=digest_id, workspace=workspace, now=now)


async def _redraw_homes(session: AsyncSession, workspace: str, old: Select[str], now: datetime) -> None:
    """Authors, and the readers who had these words in App Home: an open one is not to show them until it is opened again."""
    losing = CheckIn.reflection_id.in_(select(Answer.reflection_id).where(Answer.reflection_id.in_(old)))
    had = (Read.surface == Surface.HOME, Read.reader == CheckIn.reader)
    readers = select(Read.reader).join(CheckIn, CheckIn.id == Read.checkin_id).where(losing, *had)
    for person in (await session.scalars(union(select(CheckIn.author).where(losing), readers))).all():
        await outbox.redraw_home(session, person, workspace=workspace, now=now)


async def celebrations(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Small successes: what was posted is taken out of the channel, and its row goes with a later purge, when it is out."""
    held = held_people(workspace)
    old = (
        Celebration.workspace == workspace,
        Celebration.enrollment_id.in_(free(workspace)),
        Celebration.id.not_in(select(CoachNote.celebration_id).where(CoachNote.author.in_(held))),
        Celebration.id.not_in(select(CelebrationRead.celebration_id).where(CelebrationRead.reader.in_(held))),
        func.coalesce(Celebration.approved_at, Celebration.drafted_at) < kept.before("celebrations", now),
    )
    posted = select(Celebration).where(*old, Celebration.approved_at.is_not(None), Celebration.withdrawn_at.is_(None))
    taken_out = (await session.scalars(posted.order_by(Celebration.caseworker))).all()
    for each in taken_out:
        await take_out(session, workspace, each.caseworker, each.id, now=now)
        each.purged = True
        await outbox.redraw_home(session, each.caseworker, workspace=workspace, now=now)
    changing = select(Delivery.subject).where(Delivery.id.in_(_owed(workspace)))
    owed = CoachNote.id.in_(_owed(workspace)) | CoachNote.id.in_(changing)
    done = delete(Celebration).where(
        *old,
        or_(Celebration.approved_at.is_(None), Celebration.withdrawn_at < now),
        Celebration.id.not_in(_owed(workspace)),
        Celebration.id.not_in(changing),
        Celebration.id.not_in(select(CoachNote.celebration_id).where(owed)),
    )
    return len(taken_out) + await run(session, done)


async def facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Check-ins whose words are gone, who read them, what was asked, and by whom; but for what a question still needs."""
    before, unheld = kept.before("facts", now), free(workspace)
    old = select(CheckIn.id).where(
        CheckIn.enrollment_id.in_(unheld),
        CheckIn.made_at < before,
        CheckIn.reflection_id.not_in(select(Answer.reflection_id)),
        not_held(CheckIn.asked_by, workspace),
        CheckIn.id.not_in(select(Read.checkin_id).where(Read.reader.in_(held_people(workspace)))),
    )
    aged = (Nudge.workspace == workspace, Nudge.planned_at < before, Nudge.enrollment_id.in_(unheld))
    losing = select(Nudge.enrollment_id).where(*aged).distinct()
    await memories.prune(session, (await session.scalars(losing)).all(), before.date())
    loosen = update(Celebration).where(Celebration.checkin_id.in_(old)).values(checkin_id=None)
    await session.execute(loosen.execution_options(synchronize_session=False))
    steps = (
        delete(Read).where(Read.checkin_id.in_(old)),
        delete(CheckIn).where(CheckIn.id.in_(old)),
        delete(Reflection).where(
            Reflection.enrollment_id.in_(unheld),
            Reflection.started_at < before,
            Reflection.id.not_in(select(CheckIn.reflection_id)),
            Reflection.id.not_in(select(Answer.reflection_id)),
            Reflection.id.not_in(_looked_back_at(workspace)),
        ),
        delete(Ask).where(Ask.enrollment_id.in_(unheld), Ask.asked_at < before, not_held(Ask.asked_by, workspace)),
        delete(Nudge).where(
            *aged,
            Nudge.id.not_in(select(Reflection.nudge_id).where(Reflection.nudge_id.is_not(None))),
            Nudge.id.not_in(select(Ask.nudge_id)),
            Nudge.id.not_in(_owed(workspace)),
            *(not_held(each, workspace) for each in (Nudge.asked_by, Nudge.suggested_by)),
        ),
        delete(CoachingSession).where(
            CoachingSession.enrollment_id.in_(unheld),
            CoachingSession.at < before,
            not_held(CoachingSession.coach, workspace),
        ),
    )
    return sum([await run(session, step) for step in steps])


def _owed(workspace: str) -> Select[str]:
    """What a message that has not gone yet is about."""
    return select(Delivery.subject).where(Delivery.workspace == workspace, Delivery.state.not_in(SETTLED))


def _looked_back_at(workspace: str) -> Select[str]:
    """The reflections that a check-back which is still to come looks back at."""
    points_at = func.substr(Nudge.occasion, len(CHECK_BACK) + 1)
    return select(points_at).where(Nudge.occasion.startswith(CHECK_BACK), Nudge.id.in_(_owed(workspace)))


async def deliveries(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """What was sent, and when; but for what is needed to take a post or a digest's line back while it stands."""
    before = kept.before("deliveries", now)
    standing = select(Celebration.id).where(Celebration.withdrawn_at.is_(None))
    notes = select(CoachNote.id).where(CoachNote.withdrawn_at.is_(None))
    read_in = union(
        select(Read.digest_id).where(Read.digest_id.is_not(None)),
        select(GoalRead.digest_id).where(GoalRead.digest_id.is_not(None)),
    )
    about_held = _about_held_people(workspace)
    changed = select(Delivery.id).where(Delivery.subject.in_(about_held))
    old = delete(Delivery).where(
        Delivery.workspace == workspace,
        Delivery.state.in_(SETTLED),
        Delivery.settled_at < before,
        Delivery.target.not_in(held_people(workspace)),
        Delivery.subject.not_in(about_held),
        Delivery.subject.not_in(changed),
        Delivery.id.not_in(_owed(workspace)),
        or_(Delivery.kind.not_in((Kind.CELEBRATION, Kind.FOR_COACH)), Delivery.subject.not_in(standing)),
        or_(Delivery.kind != Kind.COACH_NOTE, Delivery.subject.not_in(notes)),
        or_(Delivery.kind != Kind.DIGEST, Delivery.subject.not_in(read_in)),
    )
    done = await run(session, old)
    owed = select(Delivery.subject).where(Delivery.kind == Kind.DIGEST)
    empty = delete(Digest).where(
        Digest.workspace == workspace,
        Digest.until < before,
        Digest.id.not_in(owed),
        Digest.coach.not_in(held_people(workspace)),
    )
    return done + await run(session, empty)


def _about_held_people(workspace: str) -> Select[str]:
    """Whatever a message can be about that concerns somebody under a hold, whoever it went to."""
    held = held_people(workspace)
    theirs = select(Enrollment.id).where(Enrollment.workspace == workspace, Enrollment.caseworker.in_(held))
    shown = select(CheckIn.id).where(CheckIn.enrollment_id.in_(theirs))
    found = union(
        theirs,
        shown,
        told := select(Celebration.id).where(Celebration.enrollment_id.in_(theirs)),
        select(CoachNote.id).where(or_(CoachNote.celebration_id.in_(told), CoachNote.author.in_(held))),
        select(Nudge.id).where(
            or_(Nudge.enrollment_id.in_(theirs), Nudge.asked_by.in_(held), Nudge.suggested_by.in_(held))
        ),
        select(Read.digest_id).where(Read.checkin_id.in_(shown), Read.digest_id.is_not(None)),
        select(Goal.id).where(or_(Goal.enrollment_id.in_(theirs), Goal.coach.in_(held))),
    ).subquery()
    return select(found.c.id)


async def audit(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Deeds, holds that are over, the lead's monthly numbers, and older words on the agreement; never a yes that counts."""
    before = kept.before("audit", now)
    old = min(month_before(before.date()), month_before(now.date()))  # the last month stays, or it were counted anew
    here = select(Enrollment.id).where(Enrollment.standing != Standing.LEFT)
    counts = and_(Agreement.enrollment_id.in_(here), Agreement.said == "yes")
    steps = (
        delete(Audited).where(
            Audited.workspace == workspace,
            Audited.at < before,
            not_held(Audited.person, workspace),
            not_held(Audited.actor, workspace),
        ),
        delete(LegalHold).where(
            LegalHold.workspace == workspace,
            LegalHold.lifted_at < before,
            not_held(LegalHold.person, workspace),
            not_held(LegalHold.placed_by, workspace),
        ),
        delete(PublishedFigures).where(PublishedFigures.workspace == workspace, PublishedFigures.month < old),
        delete(PublishedMeasures).where(PublishedMeasures.workspace == workspace, PublishedMeasures.month < old),
        delete(Agreement).where(Agreement.enrollment_id.in_(free(workspace)), Agreement.said_at < before, ~counts),
    )
    return sum([await run(session, step) for step in steps])


async def days_away(session: AsyncSession, workspace: str, now: datetime) -> None:
    """Days away that are over are nobody's business any more, not even a class of record's."""
    had = select(Enrollment).where(Enrollment.away.is_not(None), Enrollment.id.in_(free(workspace)))
    for each in await session.scalars(had):
        today = schedule.local_date(now, each.zone)
        each.away = spans.write(spans.ahead(spans.read(each.away), today))


async def newness(session: AsyncSession, workspace: str, now: datetime) -> None:
    """Nor is it that somebody said, a year ago, that they were new to this work."""
    over = update(Enrollment).where(Enrollment.new_since <= now - A_YEAR, Enrollment.id.in_(free(workspace)))
    await session.execute(over.values(new_since=None).execution_options(synchronize_session=False))


def held_people(workspace: str) -> Select[str | None]:
    """Whom a hold covers by name."""
    standing = (LegalHold.workspace == workspace, LegalHold.lifted_at.is_(None))
    return select(LegalHold.person).where(*standing, LegalHold.person.is_not(None))


def not_held(
    who: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], workspace: str
) -> ColumnElement[bool]:
    """Whether this column names nobody, or somebody whom no hold covers."""
    return or_(who.is_(None), who.not_in(held_people(workspace)))


def free(workspace: str) -> Select[str]:
    """The enrollments that no hold covers."""
    return select(Enrollment.id).where(
        Enrollment.workspace == workspace, Enrollment.caseworker.not_in(held_people(workspace))
    )


async def run(session: AsyncSession, step: Delete) -> int:
    """Delete, and say how many rows that were."""
    done = await session.execute(step.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
