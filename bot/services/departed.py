"""Let the places of people go who left long ago: when the last record about them is gone, nothing speaks of them any more."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db.celebration_tables import CoachNote
from bot.db.goal_tables import Goal
from bot.db.partner_tables import ParentPartner
from bot.db.people_tables import Language, Whereabouts
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
from bot.services.purging import not_held

ABOUT = (Agreement, Ask, Celebration, CheckIn, CoachingSession, Goal, Nudge, Reflection)


async def let_go(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """Delete the places of leavers of whom no record is left, and what Slack said of those who have no place here.

    Their word that they left is a record of the audit class, so this is never sooner than that class allows. Their keys
    are owed to be forgotten. Whom a hold covers, as a person or as somebody's coach, stays.
    """
    gone = select(Enrollment).where(
        Enrollment.workspace == workspace,
        Enrollment.standing == Standing.LEFT,
        not_held(Enrollment.caseworker, workspace),
        ~exists().where(Delivery.workspace == workspace, Delivery.target == Enrollment.caseworker),
        ~exists().where(CoachNote.workspace == workspace, CoachNote.author == Enrollment.caseworker),
        *(~exists().where(table.enrollment_id == Enrollment.id) for table in ABOUT),
    )
    for place in (await session.scalars(gone)).all():
        if not await session.scalar(select(partner_records.said_by(place.caseworker, workspace))):
            await forgetting.owe(session, workspace, place.caseworker, now=now)
        await session.delete(place)
    await session.flush()
    coaching = exists().where(Enrollment.workspace == workspace, Enrollment.coach == Coach.person)
    told = exists().where(Digest.workspace == workspace, Digest.coach == Coach.person)
    idle = delete(Coach).where(Coach.workspace == workspace, ~coaching, ~told, not_held(Coach.person, workspace))
    await session.execute(idle.execution_options(synchronize_session=False))
    for table in (Whereabouts, Language):
        await _let_go_of(session, workspace, table)


async def _let_go_of(session: AsyncSession, workspace: str, table: type[Whereabouts] | type[Language]) -> None:
    """Where somebody is, and what they read, is of no use when they have no part here any more."""
    around = (Enrollment.caseworker, Enrollment.coach, Enrollment.supervisor)
    has_a_part = (
        exists().where(Enrollment.workspace == workspace, or_(*(each == table.person for each in around))),
        exists().where(Coach.workspace == workspace, Coach.person == table.person),
        exists().where(Program.workspace == workspace, Program.lead == table.person),
        exists().where(ParentPartner.workspace == workspace, ParentPartner.person == table.person),
    )
    gone = delete(table).where(table.workspace == workspace, *(~each for each in has_a_part))
    await session.execute(gone.execution_options(synchronize_session=False))
