"""Whose a goal is: its caseworker, and the coach of today to whom it was shown. For anybody else it is not there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import goals as rules
from bot.coaching import schedule
from bot.coaching.audience import Surface
from bot.coaching.errors import NotAllowed, NotFound
from bot.coaching.language import mark
from bot.coaching.people import Deed, Roles, may
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Enrollment
from bot.services import agreements, goal_words, outbox, who_may
from bot.services.enrollments import ever, roles_of
from bot.services.goal_words import Showing, Worded
from bot.services.goals_shown import OPEN
from bot.services.outbox import Kind

GOOD_FOR = timedelta(days=7)
ONE_AT_A_TIME = mark("You two have a goal already. Close it first, or change its words: one thing at a time.")


@dataclass(frozen=True)
class Around:
    """The people around a goal as they are today, and the enrollment that it belongs to."""

    enrollment_id: str
    roles: Roles


async def between(session: AsyncSession, workspace: str, person: str, caseworker: str) -> Enrollment:
    """The enrollment in which this person is the caseworker or the coach of today, held. Raises NotFound for anybody else."""
    enrollment = await ever(session, workspace, caseworker)
    if not may(person, Deed.SHARE_GOAL, roles_of(enrollment)):
        raise NotFound  # what they carried was an id, and it tells nobody whose it is
    return enrollment


async def of_enrollment(session: AsyncSession, workspace: str, person: str, enrollment_id: str) -> Around:
    """The same by its id, which a button carried."""
    row = await session.get(Enrollment, enrollment_id)
    if row is None or row.workspace != workspace:
        raise NotFound
    return _around(await between(session, workspace, person, row.caseworker))


async def around(session: AsyncSession, goal_id: str) -> Around:
    """The people around a goal; the caller has made sure that whoever asks is one of its two."""
    return _around(await queries.enrollment(session, (await session.get_one(Goal, goal_id)).enrollment_id))


def _around(enrollment: Enrollment) -> Around:
    return Around(enrollment.id, roles_of(enrollment))


async def who_may_write(
    session: AsyncSession, library: Library, workspace: str, person: str, caseworker: str
) -> Enrollment:
    """The same for somebody who writes: a caseworker has said yes to the agreement of today, and once for their coach.

    Raises as `who_may.place_for`, and AgreementChanged for a caseworker whose yes was to an older agreement.
    """
    enrollment = await who_may.place_for(session, workspace, person, Deed.SHARE_GOAL, caseworker=caseworker)
    return await agreements.must_hold(session, library, enrollment) if person == caseworker else enrollment


async def theirs(session: AsyncSession, workspace: str, person: str, goal_id: str) -> Goal:
    """A goal that still stands, for its caseworker or for the coach of today whom they showed it to; both are held."""
    row = await session.get(Goal, goal_id)
    if row is None or row.workspace != workspace or person not in (row.caseworker, row.coach):
        raise NotFound
    enrollment = await between(session, workspace, person, row.caseworker)
    await session.refresh(row, [each.key for each in Goal.__mapper__.column_attrs if not each.deferred])
    if row.withdrawn_at is not None or person not in (enrollment.caseworker, row.coach):
        raise NotFound
    return row


async def latest(session: AsyncSession, row: Goal, person: str, now: datetime) -> Worded:
    """The words of a goal as they are now; raises NotFound when they have had their time."""
    worded = await goal_words.worded(session, row, asking=person, at=Showing(Surface.HOME, now))
    if not worded:
        raise NotFound
    return worded[-1]


async def must_have_room(session: AsyncSession, enrollment: Enrollment) -> None:
    """Raise NotAllowed while these two have an open goal: one thing at a time."""
    of_both = (Goal.enrollment_id == enrollment.id, Goal.coach == enrollment.coach, Goal.withdrawn_at.is_(None))
    if await session.scalar(select(Goal.id).where(*of_both, Goal.state.in_(OPEN)).limit(1)) is not None:
        raise NotAllowed(ONE_AT_A_TIME)


def write(row: Goal, goal: rules.Goal, now: datetime) -> None:
    """Keep what the rules decided; a yes keeps the moment when it was first said."""
    row.state, row.touched_at = goal.state, now
    row.caseworker_yes_at = (row.caseworker_yes_at or now) if goal.caseworker in goal.confirmed else None
    row.coach_yes_at = (row.coach_yes_at or now) if goal.coach in goal.confirmed else None


def other_of(row: Goal, enrollment: Enrollment, person: str) -> str | None:
    """The other of the two; None for a caseworker whose coach of today was not shown the goal: then it is theirs alone."""
    if person != row.caseworker:
        return row.caseworker
    return row.coach if row.coach == enrollment.coach else None


async def tell_the_other(
    session: AsyncSession, row: Goal, person: str, enrollment: Enrollment, *, now: datetime
) -> None:
    """Let the other of the two know that words wait for their yes: once in a week, however many goals or changes there are."""
    other = other_of(row, enrollment, person)
    if other is None:
        return
    key = f"{Kind.GOAL}:{enrollment.id}:{person}:{other}:{schedule.week_of(now, enrollment.zone)}"
    is_new = await outbox.enqueue(
        session,
        Kind.GOAL,
        row.id,
        workspace=row.workspace,
        target=other,
        about=other,
        due_at=now,
        expires_at=now + GOOD_FOR,
        key=key,
    )
    if not is_new:
        await outbox.point_at(session, workspace=row.workspace, key=key, subject=row.id)


async def follow(session: AsyncSession, row: Goal, now: datetime) -> None:
    """What was shown of it follows its author: the digests in which it stood, and the App Home of whoever had it there."""
    reads = (await session.scalars(select(GoalRead).where(GoalRead.goal_id == row.id))).all()
    for digest_id in {each.digest_id for each in reads if each.digest_id}:
        await outbox.refresh(session, subject=digest_id, workspace=row.workspace, now=now)
    for reader in {each.reader for each in reads if each.surface == Surface.HOME}:
        await outbox.redraw_home(session, reader, workspace=row.workspace, now=now)
