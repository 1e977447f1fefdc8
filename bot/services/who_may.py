"""Find the person with whom somebody wants to do something, or say why they may not: the one place where that is decided."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Deed, is_for_caseworkers, may, not_joined, not_yours, with_nobody
from bot.db import queries
from bot.db.tables import Enrollment
from bot.services.enrollments import accepted, roles_of


async def place_for(session: AsyncSession, workspace: str, person: str, deed: Deed, *, caseworker: str) -> Enrollment:
    """The place of a caseworker with whom this person may do that; a transaction that writes holds it to its end.

    Nobody can tell here who is paused or has left: to others they look like everybody else. Raises NotAllowed for anybody
    who is not around this caseworker, NotEnrolled before the caseworker's first yes (their own deeds: as `accepted`).
    """
    if person == caseworker and is_for_caseworkers(deed):
        return await accepted(session, workspace, caseworker)
    enrollment = await queries.enrollment_of(session, workspace, caseworker, hold=True)
    if enrollment is None or not may(person, deed, roles_of(enrollment)):
        raise not_yours(deed, caseworker)
    if enrollment.agreed_to is None:
        raise not_joined(deed, caseworker)
    return enrollment


async def people_for(session: AsyncSession, workspace: str, person: str, deed: Deed) -> list[str]:
    """The caseworkers with whom this person may do that; also those who left, for nobody is told."""
    around = await queries.people_of(session, workspace, person)
    return [each.caseworker for each in around if may(person, deed, roles_of(each))]


async def must_have_people(session: AsyncSession, workspace: str, person: str, deed: Deed) -> list[str]:
    """The same; raises NotAllowed for somebody who has nobody here."""
    people = await people_for(session, workspace, person, deed)
    if not people:
        raise with_nobody(deed)
    return people
