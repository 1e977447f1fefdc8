"""Say which roles somebody holds in a program; no words are read for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Role, Standing
from bot.db import queries
from bot.services import partners


async def roles_of(session: AsyncSession, workspace: str, person: str) -> frozenset[Role]:
    """The roles that this person holds here; no words are read for it."""
    program = await queries.program(session, workspace)
    own = await queries.enrollment_of(session, workspace, person)
    around = await queries.people_of(session, workspace, person)
    part = await partners.find(session, workspace, person)
    held = {
        Role.PROGRAM_LEAD: program is not None and person == program.lead,
        Role.CASEWORKER: own is not None and own.standing != Standing.LEFT,
        Role.COACH: any(each.coach == person for each in around),
        Role.SUPERVISOR: any(each.supervisor == person for each in around),
        Role.PARENT_PARTNER: part is not None and part.left_at is None,
    }
    return frozenset(role for role, yes in held.items() if yes)
