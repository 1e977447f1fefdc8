"""Legal holds: while one stands, nothing of that person is purged or deleted, and they are told so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, exists, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import CoachingError, NotAllowed, OnHold
from bot.db import queries, successes
from bot.db.celebration_tables import CelebrationRead, CoachNote
from bot.db.goal_tables import Goal, GoalRead, GoalWording
from bot.db.partner_tables import ParentPartner
from bot.db.record_tables import Audited, LegalHold
from bot.db.tables import Answer, Ask, Celebration, CheckIn, Coach, Enrollment, Program, Read, Reflection
from bot.db.turns import held, take_turn
from bot.services import audit, goal_words, words

RECORDS_OF = "the records of {}"
"""Whose turn it is: purges, and holds that keep them from purging."""


@dataclass(frozen=True)
class Hold:
    """A hold that stands: on one person's records, or with None on everybody's."""

    person: str | None
    since: datetime


async def since(session: AsyncSession, workspace: str, person: str) -> datetime | None:
    """Since when a hold stands on this person's records; None when there is none."""
    return await queries.held_since(session, workspace, person)


async def must_be_free(session: AsyncSession, workspace: str, person: str) -> None:
    """Raise OnHold while a hold stands: what it covers may be neither changed nor deleted."""
    if await since(session, workspace, person) is not None:
        raise OnHold


async def covers(session: AsyncSession, celebration: Celebration) -> bool:
    """Whether a hold covers this small success: on its owner, on a coach who wrote on it, or on somebody who was shown it."""
    people = await successes.around(session, celebration)
    return any([await since(session, celebration.workspace, each) is not None for each in people])


async def must_not_cover(session: AsyncSession, celebration: Celebration) -> None:
    """Raise OnHold while a hold covers this small success: its words may be neither changed nor deleted."""
    if await covers(session, celebration):
        raise OnHold


async def named(session: AsyncSession, workspace: str) -> frozenset[str]:
    """The people on whom a hold stands by name."""
    return frozenset(hold.person for hold in await standing(session, workspace) if hold.person is not None)


async def must_cover_nothing_of(session: AsyncSession, place: Enrollment) -> None:
    """Raise OnHold while somebody's hold covers words in this caseworker's place: without their key, these were gone."""
    people = await named(session, place.workspace)
    noted = select(CoachNote.celebration_id).where(CoachNote.author.in_(people))
    shown = select(CelebrationRead.celebration_id).where(CelebrationRead.reader.in_(people))
    covered = (
        exists().where(
            Celebration.enrollment_id == place.id, or_(Celebration.id.in_(noted), Celebration.id.in_(shown))
        ),
        exists().where(Goal.enrollment_id == place.id, goal_words.has_words_of(people)),
    )
    if people and await session.scalar(select(or_(*covered))):
        raise OnHold


async def standing(session: AsyncSession, workspace: str) -> list[Hold]:
    """The holds that have not been lifted, oldest first."""
    return [Hold(row.person, row.placed_at) for row in await _rows(session, workspace)]


async def _rows(session: AsyncSession, workspace: str) -> Sequence[LegalHold]:
    wanted = select(LegalHold).where(LegalHold.workspace == workspace, LegalHold.lifted_at.is_(None))
    return (await session.scalars(wanted.order_by(LegalHold.placed_at))).all()


async def must_lead(session: AsyncSession, workspace: str, person: str) -> None:
    """Raise NotAllowed unless this person leads the program."""
    program = await queries.program(session, workspace)
    if program is None or program.lead != person:
        raise NotAllowed("Only the program lead can do that.")


async def place(session: AsyncSession, workspace: str, person: str | None, *, by: str, now: datetime) -> None:
    """Hold one person's records, or with None everybody's.

    Raises CoachingError when that hold stands already, and for somebody of whom there are no records.
    """
    if person is not None and not await _is_known(session, workspace, person):
        raise CoachingError("There are no records of that person here. Please look at the id again.")
    await _wait_for_deletions(session, workspace, person)
    if any(hold.person == person for hold in await standing(session, workspace)):
        raise CoachingError("That hold stands already.")
    session.add(LegalHold(workspace=workspace, person=person, placed_by=by, placed_at=now))
    await session.flush()
    await audit.record(session, workspace, by, audit.Deed.HOLD_PLACED, person=person, now=now)


async def _is_known(session: AsyncSession, workspace: str, person: str) -> bool:
    """Whether this person is, or was, a caseworker, coach, supervisor, parent partner or lead here."""
    around = or_(Enrollment.caseworker == person, Enrollment.coach == person, Enrollment.supervisor == person)
    traces = (
        exists().where(Program.workspace == workspace, Program.lead == person),
        exists().where(Enrollment.workspace == workspace, around),
        exists().where(Coach.workspace == workspace, Coach.person == person),
        exists().where(ParentPartner.workspace == workspace, ParentPartner.person == person),
        exists().where(Ask.workspace == workspace, Ask.asked_by == person),
        exists().where(CoachNote.workspace == workspace, CoachNote.author == person),
        exists().where(Read.workspace == workspace, Read.reader == person),
        exists().where(GoalRead.workspace == workspace, GoalRead.reader == person),
        exists().where(Audited.workspace == workspace, Audited.actor == person),
    )
    return bool(await session.scalar(select(or_(*traces))))


async def _wait_for_deletions(session: AsyncSession, workspace: str, person: str | None) -> None:
    """What is being purged, taken back or erased at this moment is gone before the hold stands, and nothing after it."""
    await take_turn(session, RECORDS_OF.format(workspace))
    await queries.program(session, workspace, hold=True)
    theirs = or_(Enrollment.caseworker == person, Enrollment.coach == person, Enrollment.id.in_(_wrote_in(person)))
    covered = [Enrollment.workspace == workspace, *([theirs] if person is not None else [])]
    await session.execute(held(session, select(Enrollment.id).where(*covered).order_by(Enrollment.caseworker)))
    parts = [ParentPartner.workspace == workspace, *([ParentPartner.person == person] if person is not None else [])]
    await session.execute(held(session, select(ParentPartner.person).where(*parts).order_by(ParentPartner.person)))


def _wrote_in(person: str | None) -> CompoundSelect[str]:
    """The places in which somebody's hold covers words, whoever is coach there by now."""
    told = select(Celebration.enrollment_id)
    return union(
        told.join(CoachNote, CoachNote.celebration_id == Celebration.id).where(CoachNote.author == person),
        told.join(CelebrationRead, CelebrationRead.celebration_id == Celebration.id).where(
            CelebrationRead.reader == person
        ),
        select(Goal.enrollment_id)
        .join(GoalWording, GoalWording.goal_id == Goal.id)
        .where(GoalWording.worded_by == person),
        select(Goal.enrollment_id).where(Goal.closed_by == person),
    )


async def lift(session: AsyncSession, workspace: str, person: str | None, *, by: str, now: datetime) -> None:
    """Lift it. What its author took back meanwhile is deleted now, unless another hold still covers it."""
    await take_turn(session, RECORDS_OF.format(workspace))
    found = [hold for hold in await _rows(session, workspace) if hold.person == person]
    if not found:
        raise CoachingError("There is no such hold.")
    for hold in found:
        hold.lifted_at = now
    await session.flush()
    await audit.record(session, workspace, by, audit.Deed.HOLD_LIFTED, person=person, now=now)
    await _delete_what_was_taken_back(session, workspace)


async def _delete_what_was_taken_back(session: AsyncSession, workspace: str) -> None:
    gone = select(CheckIn).where(CheckIn.workspace == workspace, CheckIn.withdrawn_at.is_not(None))
    for checkin in await session.scalars(gone):
        if await since(session, workspace, checkin.author) is None:
            await words.drop(session, checkin.reflection_id)
    await _delete_dropped_drafts(session, workspace)
    goals = select(Goal).where(Goal.workspace == workspace, Goal.withdrawn_at.is_not(None))
    for goal in await session.scalars(goals):
        if await since(session, workspace, goal.caseworker) is None:
            await goal_words.drop(session, goal, but=await named(session, workspace))
    taken = select(Celebration).where(Celebration.workspace == workspace, Celebration.withdrawn_at.is_not(None))
    for celebration in await session.scalars(taken):
        if not await covers(session, celebration):
            await words.celebrate(session, celebration, None)
    await _delete_notes_that_were_taken_back(session, workspace)


async def _delete_notes_that_were_taken_back(session: AsyncSession, workspace: str) -> None:
    """A note was covered by a hold on its author, and by one on whom it was written to."""
    gone = (
        select(CoachNote, Celebration.caseworker)
        .join(Celebration, Celebration.id == CoachNote.celebration_id)
        .where(CoachNote.workspace == workspace, CoachNote.withdrawn_at.is_not(None))
    )
    for note, caseworker in (await session.execute(gone)).all():
        if all([await since(session, workspace, each) is None for each in (note.author, caseworker)]):
            await words.note(session, note, None)


async def _delete_dropped_drafts(session: AsyncSession, workspace: str) -> None:
    """Drafts that were put away for a new one, and not made into a check-in."""
    put_away = (
        select(Reflection.id, Enrollment.caseworker)
        .join(Enrollment, Enrollment.id == Reflection.enrollment_id)
        .outerjoin(CheckIn, CheckIn.reflection_id == Reflection.id)
        .where(
            Reflection.workspace == workspace,
            Reflection.finished_at.is_not(None),
            CheckIn.id.is_(None),
            Reflection.id.in_(select(Answer.reflection_id)),
        )
    )
    for reflection_id, author in (await session.execute(put_away)).all():
        if await since(session, workspace, author) is None:
            await words.drop(session, reflection_id)
