"""The days on which clocks change, lived through: a beat every half hour, somebody at each hour, nobody missed or asked twice."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from bot.coaching.schedule import instant, local_date
from bot.db import queries
from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.tables import Coach, Digest, Enrollment, Nudge
from bot.services import beat, digests
from tests.services.engines import LIBRARY
from tests.services.test_planning import TEAM

HALF_AN_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)
HOURS = [time(hour, minute) for hour in (0, 1, 2, 3, 9, 22, 23) for minute in (0, 30)]
CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Nuuk", date(2026, 3, 28)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Pacific/Chatham", date(2027, 9, 26)),
    ("America/Phoenix", date(2026, 3, 8)),
]
"""A zone and the local day on which its clocks change: at midnight, at two, by half an hour, from a quarter to; and one without."""


async def people(database: Database, zone: str, first: date) -> None:
    """Somebody for each half hour, every day; every second of them is away on the third day. The lead closes the fourth."""
    async with database.begin() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")
        program = await queries.program(session, TEAM)
        assert ana is not None
        assert program is not None
        program.closed_days = (first + 3 * DAY).isoformat()
        await session.execute(update(Enrollment).values(next_nudge_at=None))
        like = {column.key: getattr(ana, column.key) for column in Enrollment.__table__.columns}
        away = f"{(first + 2 * DAY).isoformat()}/{(first + 2 * DAY).isoformat()}"
        begin = instant(first, time(), zone)
        rows = [
            like
            | {"id": new_id(), "caseworker": f"U{number}", "zone": zone, "days": "0,1,2,3,4,5,6", "per_week": 99}
            | {"opens": opens, "closes": time(23, 59), "next_nudge_at": begin, "away": away if number % 2 else None}
            for number, opens in enumerate(HOURS)
        ]
        await session.execute(insert(Enrollment), rows)


async def live_through(database: Database, zone: str, first: date, days: int) -> None:
    """A beat every half hour, from the first local midnight on."""
    now, end = instant(first, time(), zone), instant(first + days * DAY, time(), zone)
    while now < end:
        await beat.plan(database, LIBRARY, now=now)
        now += HALF_AN_HOUR


@pytest.mark.parametrize(("zone", "change"), CHANGES, ids=[f"{zone} {change}" for zone, change in CHANGES])
async def test_everybody_is_asked_once_on_each_day_that_is_theirs(database: Database, zone: str, change: date) -> None:
    """Five days around the change: each day once for everybody, but for closed days and days away; always in their hours."""
    first = change - DAY
    await people(database, zone, first)

    await live_through(database, zone, first, 5)

    async with database.read() as session:
        asked = (await session.execute(select(Enrollment, Nudge).join(Nudge))).all()
    for number, opens in enumerate(HOURS):
        off = {3, 2} if number % 2 else {3}
        wanted = [first + day * DAY for day in range(5) if day not in off]
        mine = sorted((nudge.planned_at, nudge.local_day) for who, nudge in asked if who.caseworker == f"U{number}")
        assert wanted == [day for _, day in mine], (opens, mine)
        assert all(instant(day, opens, zone) <= at < instant(day, opens, zone) + HALF_AN_HOUR for at, day in mine), (
            opens
        )
        here = [
            day for _, day in mine if local_date(instant(day, opens, zone), zone) == day
        ]  # Nuuk skips to the next day
        assert here == [day for at, day in mine if local_date(at, zone) == day], opens


@pytest.mark.parametrize("zone", ["America/New_York", "Africa/Cairo", "Pacific/Chatham"])
async def test_a_year_of_digests_has_each_week_once(database: Database, zone: str) -> None:
    """Beats on Mondays and Tuesdays of 52 weeks, both changes, a closed Monday in every month: each week once, in order."""
    closed = {date(2027, month, day) for month in range(1, 13) for day in range(8, 15)}
    mondays = sorted(day for day in closed if day.weekday() == 0)
    start = datetime.combine(date(2027, 1, 4), time(7), ZoneInfo(zone)).astimezone(UTC)
    async with database.begin() as session:
        program = await queries.program(session, TEAM)
        assert program is not None
        program.closed_days = ",".join(day.isoformat() for day in mondays)
        await session.execute(update(Coach).values(zone=zone, next_digest_at=instant(date(2027, 1, 4), time(8), zone)))
        await session.execute(update(Enrollment).values(next_nudge_at=None))

    for day in (7 * week + number for week in range(52) for number in (0, 1)):
        async with database.begin() as session:
            await digests.plan_due(session, now=start + day * DAY + timedelta(hours=2))

    async with database.read() as session:
        made = list(await session.scalars(select(Digest).order_by(Digest.until)))
    assert [date(2027, 1, 4) + 7 * number * DAY for number in range(52)] == [each.week for each in made]
    assert all(first.until == second.since for first, second in pairwise(made))
    days = [local_date(each.until, zone) for each in made]
    assert mondays == [day - DAY for day in days if day.weekday() == 1]
    assert {0, 1} == {day.weekday() for day in days}
