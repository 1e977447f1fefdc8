"""The clock plans what has become due: once, in people's hours, and never more than they said yes to."""

import asyncio
import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Insert, String, cast, func, insert, literal, select, text, true

from bot.coaching import schedule
from bot.coaching.schedule import Rhythm
from bot.db import queries
from bot.db.engine import Database
from bot.db.tables import Delivery, Digest, Enrollment, Nudge
from bot.services import beat, enrollments, later, standing
from bot.services.outbox import Kind
from tests.services.engines import LIBRARY
from tests.world import MONDAY_9_29

TEAM = "T0SHOULDER"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY_9_30 = MONDAY_9_29 + MINUTE
HOURS = Rhythm(
    frozenset({0, 2}), datetime.min.time().replace(9, 30), datetime.min.time().replace(12, 30), "America/Chicago"
)


async def planned(database: Database, caseworker: str = "UANA") -> list[str]:
    """The occasions of somebody's nudges, in the order of planning."""
    async with database.read() as session:
        found = await session.scalars(
            select(Nudge.occasion)
            .join(Enrollment)
            .where(Enrollment.caseworker == caseworker)
            .order_by(Nudge.planned_at)
        )
        return list(found)


async def owed(database: Database, kind: Kind, target: str) -> list[Delivery]:
    """The deliveries of one kind for one person."""
    async with database.read() as session:
        found = await session.scalars(select(Delivery).where(Delivery.kind == kind, Delivery.target == target))
        return list(found)


async def why(database: Database, now: datetime, caseworker: str = "UANA") -> str:
    """What this caseworker is told."""
    async with database.begin() as session:
        return await standing.why(session, LIBRARY, TEAM, caseworker, now=now)


async def change(database: Database, **values: object) -> None:
    """Write into Ana's enrollment, as a form would."""
    async with database.begin() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")
        assert ana is not None
        for name, value in values.items():
            setattr(ana, name, value)


async def test_a_time_that_slipped_into_a_pause_asks_nothing(database: Database) -> None:
    """Something else wrote Ana's next time while she paused without an end: nothing comes, and she stays paused."""
    await change(database, standing="paused", paused_until=None, next_nudge_at=MONDAY_9_30)
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    async with database.read() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")

    assert ana is not None
    assert ("paused", None, []) == (ana.standing, ana.next_nudge_at, await planned(database))


async def test_nothing_is_planned_before_the_hour(database: Database) -> None:
    """At 9:29 Ana's 9:30 has not come."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_29)

    assert [] == await planned(database)


async def test_due_is_not_only_the_very_minute(database: Database) -> None:
    """A beat that comes late, but inside Ana's hours, still brings the question."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + 2 * HOUR + timedelta(seconds=59.9))

    assert ["day:2026-11-02"] == await planned(database)


async def test_one_moment_has_one_nudge(database: Database) -> None:
    """However often the clock beats in her hours, Ana gets one question."""
    for seconds in range(0, 3 * 3600, 600):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + timedelta(seconds=seconds))

    assert ["day:2026-11-02"] == await planned(database)


async def test_a_clock_that_steps_back_brings_nothing_twice(database: Database) -> None:
    """The machine's clock is set back an hour after the nudge: the day's question stays one."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + HOUR)
    await change(database, next_nudge_at=MONDAY_9_30)

    await beat.plan(database, LIBRARY, now=MONDAY_9_30)

    assert ["day:2026-11-02"] == await planned(database)


async def test_outside_the_hours_it_moves_on(database: Database) -> None:
    """The app was away all morning: nothing comes in the afternoon, and the next time is Wednesday."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + 3 * HOUR)

    assert [] == await planned(database)
    assert "could not send it inside your hours" in await why(database, MONDAY_9_30 + 3 * HOUR)
    assert "Wednesday, Nov 4 at 9:30 am" in await why(database, MONDAY_9_30 + 3 * HOUR)


async def test_weeks_of_absence_bring_one_nudge(database: Database) -> None:
    """The app was away for three weeks and is back on a Monday morning: one question, not six."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + 21 * DAY + HOUR)

    assert ["day:2026-11-23"] == await planned(database)


async def test_two_planners_plan_one_nudge(database: Database) -> None:
    """Two beats at the same moment: the database lets one of them plan."""
    await asyncio.gather(*(beat.plan(database, LIBRARY, now=MONDAY_9_30) for _ in range(4)))

    assert ["day:2026-11-02"] == await planned(database)
    assert 1 == len(await owed(database, Kind.NUDGE, "UANA"))


async def test_nudge_and_message_are_one(database: Database) -> None:
    """Every nudge has its delivery: they are written in one transaction."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)

    async with database.read() as session:
        lone = await session.scalar(
            select(func.count()).where(Nudge.id.not_in(select(Delivery.subject).where(Delivery.kind == Kind.NUDGE)))
        )
    assert 0 == lone


async def test_the_cap_holds_and_why_says_so(database: Database) -> None:
    """With one question a week, Wednesday brings nothing, and Ana can read why."""
    await change(database, per_week=1)
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + 2 * DAY)

    assert ["day:2026-11-02"] == await planned(database)
    assert "you already had your questions for the week" in await why(database, MONDAY_9_30 + 2 * DAY)


async def test_a_new_week_has_its_own_cap(database: Database) -> None:
    """With one question a week, the next Monday brings the next one."""
    await change(database, per_week=1)
    for days in (0, 2, 7, 9):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + days * DAY)

    assert ["day:2026-11-02", "day:2026-11-09"] == await planned(database)


async def test_a_pause_means_nothing(database: Database) -> None:
    """Ana pauses: no question is planned for weeks, and `why` says that she is paused."""
    async with database.begin() as session:
        await enrollments.pause(session, TEAM, "UANA", until=None, now=MONDAY_9_29)
    for days in range(21):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + days * DAY)

    assert [] == await planned(database)
    assert "You are paused" in await why(database, MONDAY_9_30 + 21 * DAY)


async def test_a_pause_with_a_day_ends_by_itself(database: Database) -> None:
    """Paused until Friday, Ana is asked again on the Monday after, in her hours."""
    until = datetime(2026, 11, 6, 6, 0, tzinfo=UTC)
    async with database.begin() as session:
        await enrollments.pause(session, TEAM, "UANA", until=until, now=MONDAY_9_29)
    for days in range(10):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + days * DAY)

    assert ["day:2026-11-09", "day:2026-11-11"] == await planned(database)


async def test_nobody_is_planned_before_their_yes(database: Database) -> None:
    """Dee is only invited: a month of beats brings her no question."""
    for days in range(28):
        await beat.plan(database, LIBRARY, now=MONDAY_9_30 + days * DAY)

    assert [] == await planned(database, "UDEE")


async def test_later_comes_inside_the_hours(database: Database) -> None:
    """Later, pressed so that two hours on is past Ana's hours: it comes in her next hours, and does not expire first."""
    await change(database, closes=datetime.min.time().replace(10, 30))
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    nudge_id = (await owed(database, Kind.NUDGE, "UANA"))[0].subject
    async with database.begin() as session:
        due_at = await later.bring_back(session, TEAM, "UANA", nudge_id, now=MONDAY_9_30 - HOUR)

    again = next(each for each in await owed(database, Kind.NUDGE, "UANA") if each.about == "later")
    assert MONDAY_9_30 + 2 * DAY == due_at == again.due_at
    assert again.expires_at is not None
    assert again.due_at < again.expires_at


async def test_a_week_has_one_digest(database: Database) -> None:
    """Two planners and many beats owe Cora one digest for the week."""
    eight = datetime(2026, 11, 9, 14, 0, tzinfo=UTC)
    for minutes in range(0, 60, 10):
        await asyncio.gather(*(beat.plan(database, LIBRARY, now=eight + minutes * MINUTE) for _ in range(2)))

    async with database.read() as session:
        weeks = list(await session.scalars(select(Digest.week)))
    assert [date(2026, 11, 9)] == weeks
    assert 1 == len(await owed(database, Kind.DIGEST, "UCORA"))


@settings(max_examples=200, deadline=None)
@given(late=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20)))
def test_a_window_is_open_or_over(late: timedelta) -> None:
    """Whenever the beat comes, a moment is in a window or before the next one: nothing falls between."""
    now = MONDAY_9_30 + late
    window, coming = schedule.window_at(HOURS, now), schedule.next_window(HOURS, now)

    assert coming.opens > now
    assert window is None or window.opens <= now < window.closes


async def test_one_beat_plans_for_everybody_who_is_due(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten people like Ana are due, and three fit into one piece: the beat goes on until nobody is left, each once."""
    monkeypatch.setattr(beat, "AT_ONCE", 3)
    await _fill(database, 9)

    assert 10 == await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    async with database.read() as session:
        assert 10 == await session.scalar(select(func.count()).select_from(Nudge))


async def test_the_index_answers_who_is_due(database: Database) -> None:
    """Asking who is due searches the index on `next_nudge_at`; it never scans everybody, and never sorts."""
    await _fill(database, 10_000)
    asked = (
        select(Enrollment).where(Enrollment.next_nudge_at <= MONDAY_9_29).order_by(Enrollment.next_nudge_at).limit(100)
    )
    async with database.read() as session:
        bind = session.get_bind()
        question = str(asked.compile(bind, compile_kwargs={"literal_binds": True}))
        explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[bind.dialect.name]
        plan = " ".join(str(row) for row in await session.execute(text(f"{explain} {question}")))

    assert re.search("(USING INDEX|Index Scan using) ix_enrollments_next_nudge_at", plan)
    assert not re.search("SCAN|TEMP B-TREE|Seq Scan|Sort", plan)


async def test_a_beat_with_nobody_due_is_quick_for_a_hundred_thousand(database: Database) -> None:
    """A hundred thousand enrolled and nobody due: a beat takes milliseconds (bound: a tenth of a second)."""
    await _fill(database, 100_000)
    await beat.plan(database, LIBRARY, now=MONDAY_9_29)

    before = time.perf_counter()
    await beat.plan(database, LIBRARY, now=MONDAY_9_29)

    assert 0.1 > time.perf_counter() - before


async def _fill(database: Database, many: int) -> None:
    """So many more enrollments like Ana's; and the database looks once how they are spread, as it does by itself in time."""
    async with database.begin() as session:
        await session.execute(_like_ana(many))
        await session.execute(text("ANALYZE"))


def _like_ana(many: int) -> Insert:
    """So many more enrollments like Ana's, written by the database itself."""
    first = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.number + 1).where(first.c.number < many))
    own = {"id": "e", "caseworker": "UX"}
    columns = [
        (own[column.key] + cast(numbers.c.number, String) if column.key in own else column).label(column.key)
        for column in Enrollment.__table__.columns
    ]
    copies = select(*columns).join_from(Enrollment, numbers, true()).where(Enrollment.caseworker == "UANA")
    return insert(Enrollment).from_select([column.key for column in columns], copies)
