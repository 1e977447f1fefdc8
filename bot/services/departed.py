"""Let the places of people go who left long ago: when the last record about them is gone, nothing speaks of them any more."""

from datetime import datetime

from sqlalchemy import Delete, Select, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db.celebration_tables import CoachNote
from bot.db.goal_tables import Goal
from bot.db.partner_tables import ParentPartner
from bot.db.people_tables import Language, Whereabouts
from bot.db.plainly import Phrase, rows
from bot.db.session_tables import CoachingSession
from bot.db.tables import (
    Agreement,
    Ask,
    Celebration,
    CheckIn,
    Coach,
    Delivery,
    Digest,
    Enrollment,
    Nudge,
    Program,
    Reflection,
)
from bot.services import forgetting, partner_records
from bot.services.outlived import OF, not_held

ABOUT = (Agreement, Ask, Celebration, CheckIn, CoachingSession, Goal, Nudge, Reflection)


async def let_go(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """Delete the places of leavers of whom no record is left, and what Slack said of those who have no place here.

    Their word that they left is a record of the audit class, so this is never sooner than that class allows. Their keys
    are owed to be forgotten. Whom a hold covers, as a person or as somebody's coach, stays.
    """
    for (enrollment,) in await rows(session, LONG_GONE, of=workspace):
        place = await session.get_one(Enrollment, enrollment)
        if not await session.scalar(select(partner_records.said_by(place.caseworker, workspace))):
            await forgetting.owe(session, workspace, place.caseworker, now=now)
        await session.delete(place)
    await session.flush()
    for phrase in (IDLE_COACHES, *OF_NO_USE):
        await rows(session, phrase, of=workspace)


def _long_gone() -> Select[str]:
    return select(Enrollment.id).where(
        Enrollment.workspace == OF,
        Enrollment.standing == Standing.LEFT,
        not_held(Enrollment.caseworker),
        ~exists().where(Delivery.workspace == OF, Delivery.target == Enrollment.caseworker),
        ~exists().where(CoachNote.workspace == OF, CoachNote.author == Enrollment.caseworker),
        *(~exists().where(table.enrollment_id == Enrollment.id) for table in ABOUT),
    )


def _idle_coaches() -> Delete:
    coaching = exists().where(Enrollment.workspace == OF, Enrollment.coach == Coach.person)
    told = exists().where(Digest.workspace == OF, Digest.coach == Coach.person)
    return delete(Coach).where(Coach.workspace == OF, ~coaching, ~told, not_held(Coach.person))


def _of_no_use(table: type[Whereabouts] | type[Language]) -> Delete:
    """Where somebody is, and what they read, is of no use when they have no part here any more."""
    around = (Enrollment.caseworker, Enrollment.coach, Enrollment.supervisor)
    has_a_part = (
        exists().where(Enrollment.workspace == OF, or_(*(each == table.person for each in around))),
        exists().where(Coach.workspace == OF, Coach.person == table.person),
        exists().where(Program.workspace == OF, Program.lead == table.person),
        exists().where(ParentPartner.workspace == OF, ParentPartner.person == table.person),
    )
    return delete(table).where(table.workspace == OF, *(~each for each in has_a_part))


LONG_GONE = Phrase(lambda _: _long_gone())
IDLE_COACHES = Phrase(lambda _: _idle_coaches())
OF_NO_USE = (Phrase(lambda _: _of_no_use(Whereabouts)), Phrase(lambda _: _of_no_use(Language)))
