"""Let one of two know that a goal waits for their yes. The words stay in App Home; the message only says that there are some."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.goals import GoalState
from bot.coaching.messages import GoalWaits
from bot.db.goal_tables import Goal
from bot.db.tables import Enrollment
from bot.services.actions import Settle
from bot.services.claims import Claim
from bot.services.outbox import State


async def message(session: AsyncSession, goal_id: str, person: str) -> GoalWaits | Settle:
    """What to say to this person, as it stands now; nothing where their yes is not wanted any more."""
    row = await session.get(Goal, goal_id)
    if row is None or row.withdrawn_at is not None or row.state != GoalState.PROPOSED:
        return Settle(State.WITHDRAWN, "already_closed")
    enrollment = await session.get_one(Enrollment, row.enrollment_id)
    said_yes = {row.caseworker: row.caseworker_yes_at, row.coach: row.coach_yes_at}
    if said_yes.get(person) or person not in (row.caseworker, enrollment.coach):
        return Settle(State.WITHDRAWN, "already_closed")
    return GoalWaits(row.id, row.coach if person == row.caseworker else row.caseworker)


async def for_its_caseworker(session: AsyncSession, held: Claim) -> Enrollment | None:
    """The enrollment of whoever is to read it, if that is the caseworker: then their hours hold."""
    row = await session.get_one(Goal, held.subject)
    return await session.get_one(Enrollment, row.enrollment_id) if held.target == row.caseworker else None
