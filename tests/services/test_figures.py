"""The program lead's numbers: of a month that has ended, counted once, and the same for every kind of silence."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.coaching.small_groups import Figures
from bot.db.engine import Database
from bot.db.record_tables import PublishedFigures
from bot.db.tables import CheckIn, Enrollment
from bot.services import beat, figures, records
from tests.db.rows import WORKSPACE, draft

OCTOBER = datetime(2026, 10, 14, 15, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 15, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 1, tzinfo=UTC)


async def check_in(database: Database, caseworker: str, **changed: object) -> None:
    """This caseworker checks in, in November, and shares it with the coach unless told otherwise."""
    about = {"topic": "kin", "strategy": "strengths", "reader": "UCORA", "audience": "coach", "made_at": NOVEMBER}
    async with database.begin() as session:
        wanted = select(Enrollment.id).where(Enrollment.caseworker == caseworker)
        enrollment_id = str(await session.scalar(wanted))
        begun = draft(enrollment_id)
        session.add(begun)
        await session.flush()
        made = {"workspace": WORKSPACE, "author": caseworker, "asked_by": None, "part": "all", "withdrawn_at": None}
        session.add(CheckIn(enrollment_id=enrollment_id, reflection_id=begun.id, **(made | about | changed)))


async def share(database: Database, people: range, **changed: object) -> None:
    """Each of these checks in."""
    for number in people:
        await check_in(database, f"U{number:02}", **changed)


async def published(database: Database, now: datetime = DECEMBER) -> Figures:
    """What a lead can see after the next beat."""
    await beat.keep(database, now=now)
    async with database.read() as session:
        month = await figures.latest(session, WORKSPACE)
    assert month is not None
    return month[1]


async def test_a_month_is_published_when_it_has_ended(twenty: Database) -> None:
    """In fives, with the topics that enough people shared on."""
    await share(twenty, range(12))
    await share(twenty, range(3), topic="engagement")

    assert await published(twenty) == Figures(people=20, shared=10, topics={"kin": 10})


async def test_nothing_is_published_before_the_month_ends(twenty: Database) -> None:
    """November is not counted in November."""
    await share(twenty, range(12))
    await beat.keep(twenty, now=DECEMBER - timedelta(minutes=2))

    async with twenty.read() as session:
        assert await figures.latest(session, WORKSPACE) is None


async def test_a_month_before_the_program_has_no_numbers(twenty: Database) -> None:
    """The program began in November."""
    await beat.keep(twenty, now=NOVEMBER)

    async with twenty.read() as session:
        assert (await session.scalars(select(PublishedFigures))).all() == []


@pytest.mark.parametrize(
    "unshared",
    [
        pytest.param({"reader": None, "audience": "only_me"}, id="kept private"),
        pytest.param({"withdrawn_at": NOVEMBER}, id="taken back"),
        pytest.param({"strategy": "bias"}, id="bias"),
        pytest.param({"topic": "sts"}, id="wellbeing"),
        pytest.param({"made_at": OCTOBER}, id="another month"),
    ],
)
async def test_what_is_not_for_a_lead_is_not_counted(twenty: Database, unshared: dict[str, object]) -> None:
    """The numbers are those of a program in which everybody was silent."""
    await share(twenty, range(12), **unshared)

    assert await published(twenty) == Figures(people=20, shared=None, topics={})


async def test_a_month_is_counted_once(twenty: Database) -> None:
    """What is taken back, or widened, after it was published changes nothing: nobody can compare."""
    await share(twenty, range(12))
    before = await published(twenty)
    async with twenty.begin() as session:
        await session.execute(update(CheckIn).values(reader=None))

    assert before == await published(twenty, DECEMBER + timedelta(days=9))


async def test_somebody_who_left_is_still_one_of_the_program(twenty: Database) -> None:
    """The size of the program does not tell that somebody left or paused."""
    async with twenty.begin() as session:
        leavers = update(Enrollment).where(Enrollment.caseworker.in_([f"U{number:02}" for number in range(8)]))
        await session.execute(leavers.values(standing="left"))

    assert (await published(twenty)).people == 20


async def test_old_numbers_go_with_the_audit_records(twenty: Database) -> None:
    """After the agency's days for them; the last month stays, so that it is not counted again."""
    await published(twenty)
    four_years_on = DECEMBER + timedelta(days=4 * 366)
    await beat.keep(twenty, now=four_years_on)

    await records.purge(twenty, WORKSPACE, now=four_years_on)

    async with twenty.read() as session:
        months = (await session.scalars(select(PublishedFigures.month))).all()
    assert [four_years_on.replace(day=1).month - 1 or 12] == [month.month for month in months]
