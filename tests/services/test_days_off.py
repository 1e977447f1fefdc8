"""Days off in the plan: nothing is due on them, what was due moves on with the true reason, and changes reach everybody."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.coaching.closings import Closings
from bot.db import queries
from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.session_tables import CoachingSession
from bot.db.tables import Coach, Digest, Enrollment
from bot.services import beat, calendars, programs, rescheduling, sessions
from tests.services.engines import LIBRARY
from tests.services.test_planning import DAY, HOUR, MINUTE, MONDAY_9_30, TEAM, planned, why
from tests.world import MONDAY_9_29

MONDAY, WEDNESDAY, NEXT_MONDAY = date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 9)


async def close(
    database: Database, days: Collection[date], *, now: datetime = MONDAY_9_29, place: str = "none"
) -> None:
    """The program's closing days, as its form writes them."""
    async with database.begin() as session:
        program = await queries.program(session, TEAM)
        assert program is not None
        calendars.write_closings(program, Closings(place, frozenset(days)))


async def next_time(database: Database, caseworker: str = "UANA") -> datetime | None:
    """When somebody's next question comes."""
    async with database.read() as session:
        found = await queries.enrollment_of(session, TEAM, caseworker)
        assert found is not None
        return found.next_nudge_at


async def next_digest(database: Database) -> datetime:
    """When Cora's next digest comes."""
    async with database.read() as session:
        return (await session.get_one(Coach, (TEAM, "UCORA"))).next_digest_at


@pytest.mark.parametrize(
    ("place", "day", "is_one"),
    [
        ("US-KS", date(2026, 11, 26), True),
        ("US-KS", date(2026, 10, 12), False),
        ("US", date(2026, 10, 12), True),
        ("US-CA", date(2026, 3, 31), True),
        ("US-KS", date(2026, 7, 3), True),
        ("none", date(2026, 11, 26), False),
    ],
)
def test_public_holidays_are_those_of_the_place(place: str, day: date, is_one: bool) -> None:
    """Thanksgiving everywhere, Columbus Day for the federal government, Cesar Chavez Day in California; and the Friday
    for a holiday that falls on a Saturday."""
    assert is_one == (day in calendars.public_holidays(place, day.year))


def test_every_place_of_the_form_is_known() -> None:
    """Whatever a lead picks has holidays: at least the ten that every state has."""
    from bot.coaching.closings import PLACES  # noqa: PLC0415

    few = [place for place in PLACES if len(calendars.public_holidays(place, 2027)) < 10]

    assert ["none"] == few


async def test_a_row_that_is_due_on_a_day_closed_since_moves_on_and_says_why(database: Database) -> None:
    """Closed at short notice, and nobody worked anything out anew: the beat itself finds it, and tells the true reason."""
    await close(database, [MONDAY])

    await beat.plan(database, LIBRARY, now=MONDAY_9_30)

    assert [] == await planned(database)
    assert "because your agency was closed that day" in await why(database, MONDAY_9_30)
    assert MONDAY_9_30 + 2 * DAY == await next_time(database)


async def test_a_day_that_was_open_is_not_called_closed(database: Database) -> None:
    """The app was away on Monday and is back on a closed Tuesday: the reason is that it was away."""
    await close(database, [MONDAY + timedelta(days=1)])

    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + DAY)

    assert "because I could not send it inside your hours" in await why(database, MONDAY_9_30 + DAY)


async def test_a_change_reaches_everybody_who_waits(database: Database) -> None:
    """Closed on Wednesday: whoever was to be asked then is to be asked on the day after theirs; opened again: as before."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    before = await next_time(database)

    await close(database, [WEDNESDAY])
    await rescheduling.everyone(database, TEAM, now=MONDAY_9_30 + HOUR)
    closed = await next_time(database)
    await close(database, [])
    await rescheduling.everyone(database, TEAM, now=MONDAY_9_30 + HOUR)

    assert MONDAY_9_30 + 7 * DAY == closed
    assert before == await next_time(database)


async def test_a_change_leaves_those_alone_who_are_due(database: Database) -> None:
    """Ana is due this minute: working everybody out anew does not take her question away."""
    await rescheduling.everyone(database, TEAM, now=MONDAY_9_30)

    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + MINUTE)

    assert ["day:2026-11-02"] == await planned(database)


async def test_a_change_reaches_more_than_a_hundred(database: Database) -> None:
    """Three hundred people, a hundred at a time: none is left out."""
    async with database.begin() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")
        assert ana is not None
        like = {column.key: getattr(ana, column.key) for column in Enrollment.__table__.columns}
        rows = [like | {"id": new_id(), "caseworker": f"U{number:03}"} for number in range(300)]
        await session.execute(insert(Enrollment), rows)
    await close(database, [MONDAY])

    await rescheduling.everyone(database, TEAM, now=MONDAY_9_29)

    async with database.read() as session:
        moments = set(await session.scalars(select(Enrollment.next_nudge_at).where(Enrollment.caseworker.like("U0%"))))
    assert {MONDAY_9_30 + 2 * DAY} == moments


async def test_a_digest_that_was_due_on_a_day_closed_since_is_still_owed(database: Database) -> None:
    """Nobody worked it out anew: the beat of the closed Monday moves it to Tuesday, and it stands for Monday's week."""
    eight = datetime(2026, 11, 9, 14, 0, tzinfo=UTC)
    await close(database, [NEXT_MONDAY])
    await beat.plan(database, LIBRARY, now=eight)
    moved = await next_digest(database)

    await beat.plan(database, LIBRARY, now=moved)

    async with database.read() as session:
        made = list(await session.scalars(select(Digest)))
    assert eight + DAY == moved
    assert [(NEXT_MONDAY, eight + DAY)] == [(each.week, each.until) for each in made]
    assert eight + 7 * DAY == await next_digest(database)


async def test_weeks_that_days_off_move_neither_leave_out_nor_repeat_a_day(database: Database) -> None:
    """Three weeks, the second digest on a Tuesday: each begins where the one before it ended."""
    await close(database, [NEXT_MONDAY + timedelta(days=7)])
    await rescheduling.everyone(database, TEAM, now=MONDAY_9_29)
    for day in range(25):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + day * DAY)

    async with database.read() as session:
        made = list(await session.scalars(select(Digest).order_by(Digest.until)))
    assert 3 == len(made)
    assert [each.until for each in made[:-1]] == [each.since for each in made[1:]]
    assert [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)] == [each.week for each in made]


async def test_a_moved_digest_is_not_lost_when_its_monday_is_opened_again(database: Database) -> None:
    """On the closed Monday at noon the lead opens it again: the digest comes on Tuesday still, and not a week later."""
    await close(database, [NEXT_MONDAY])
    await rescheduling.everyone(database, TEAM, now=MONDAY_9_29)
    await close(database, [])

    await rescheduling.everyone(database, TEAM, now=datetime(2026, 11, 9, 18, 0, tzinfo=UTC))

    assert datetime(2026, 11, 10, 14, 0, tzinfo=UTC) == await next_digest(database)


async def test_a_digest_before_a_session_follows_the_closing_days(database: Database) -> None:
    """Ana's session is on a Tuesday; Monday is closed afterwards: what Cora gets a day before comes on the Friday, and back."""
    tuesday = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
    async with database.begin() as session:
        await sessions.set_date(session, LIBRARY, TEAM, "UCORA", "UANA", tuesday, now=MONDAY_9_29)
    moments = []

    for closed in ([NEXT_MONDAY], []):
        await close(database, closed)
        await rescheduling.everyone(database, TEAM, now=MONDAY_9_29)
        async with database.read() as session:
            moments.append(await session.scalar(select(CoachingSession.digest_at)))

    assert [tuesday - 4 * DAY, tuesday - DAY] == moments


async def test_closing_days_are_not_among_the_terms(database: Database) -> None:
    """Saving other days off, and nothing else, is no change of what people have agreed to."""
    async with database.begin() as session:
        program = await queries.program(session, TEAM)
        assert program is not None
        plan, terms = programs.plan_of(program), program.terms
        changed = programs.ProgramPlan(**{**vars(plan), "closings": Closings("US-KS", frozenset({MONDAY}))})
        await programs.set_up(session, TEAM, program.lead, changed, first_lead="", now=MONDAY_9_29)

        assert terms == program.terms
        assert Closings("US-KS", frozenset({MONDAY})) == programs.plan_of(program).closings
