"""Who holds which role in a program, and who held it once."""

from bot.coaching.people import Role
from bot.db.engine import Database
from bot.services import enrollments, partners
from bot.services.roles import roles_of
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW


async def held(database: Database, person: str) -> set[Role]:
    """The roles of this person."""
    async with database.read() as session:
        return set(await roles_of(session, WORKSPACE, person))


async def test_each_person_of_the_program_has_their_own(database: Database) -> None:
    """A caseworker, their coach and supervisor, the lead; somebody else has none."""
    people = ("UANA", "UCORA", "USAM", "ULEE", "USTRANGER")

    assert [{Role.CASEWORKER}, {Role.COACH}, {Role.SUPERVISOR}, {Role.PROGRAM_LEAD}, set()] == [
        await held(database, person) for person in people
    ]


async def test_a_caseworker_who_left_is_none(database: Database) -> None:
    """Their coach stays a coach."""
    async with database.begin() as session:
        await enrollments.leave(session, WORKSPACE, "UANA", version=1, now=NOW)

    assert set() == await held(database, "UANA")
    assert {Role.COACH} == await held(database, "UCORA")


async def test_a_parent_partner_is_one_until_they_leave(database: Database) -> None:
    """From the invitation on."""
    async with database.begin() as session:
        await partners.invite(session, WORKSPACE, "UNEW", by="ULEE", now=NOW)
    before = await held(database, "UNEW")
    async with database.begin() as session:
        await partners.leave(session, WORKSPACE, "UNEW", now=NOW)

    assert {Role.PARENT_PARTNER} == before
    assert set() == await held(database, "UNEW")
