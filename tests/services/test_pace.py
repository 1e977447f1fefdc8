"""The pace: never faster than the limit over any stretch of time, however many workers take from the bucket."""

import asyncio
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.engine import Database
from bot.db.wire_tables import Pace
from bot.services import pace
from bot.services.pace import Bucket, Limit, Paces, Way, after_taking, free, next_free
from tests.world import MONDAY_9_29 as NOW

TEAM = "T0SHOULDER"
SECOND = timedelta(seconds=1)
LIMITS = st.builds(Limit, st.floats(0.1, 50), st.integers(1, 40))


@given(limit=LIMITS, asks=st.lists(st.tuples(st.floats(0, 20), st.integers(0, 50)), max_size=30))
def test_never_more_than_the_burst_and_what_has_grown(limit: Limit, asks: list[tuple[float, int]]) -> None:
    """Whoever takes all that is free, whenever they look: in no stretch of time more than burst and growth are taken."""
    now, full_at, taken = NOW, NOW, []
    for wait, wanted in asks:
        now += timedelta(seconds=wait)
        some = min(wanted, free(limit, full_at, now))
        full_at = after_taking(limit, full_at, some, now)
        taken.append((now, some))

    for first, (start, _) in enumerate(taken):
        for last in range(first, len(taken)):
            stretch = (taken[last][0] - start).total_seconds()

            assert sum(some for _, some in taken[first : last + 1]) <= limit.burst + limit.a_second * stretch + 0.01


@given(limit=LIMITS, wanted=st.integers(1, 60))
def test_an_empty_bucket_says_when_to_come_back(limit: Limit, wanted: int) -> None:
    """At that moment there is a token, and a little before there is none."""
    full_at = after_taking(limit, NOW, limit.burst + wanted, NOW)
    again = next_free(limit, full_at)

    assert (0, 1) == (free(limit, full_at, again - limit.interval / 2), free(limit, full_at, again))


@given(limit=LIMITS)
def test_rest_fills_the_bucket_and_no_more(limit: Limit) -> None:
    """After a long rest the burst is there, and not a token more."""
    full_at = after_taking(limit, NOW, limit.burst, NOW)

    assert limit.burst == free(limit, full_at, NOW + timedelta(days=30))


async def held(session: AsyncSession, way: Way, limit: Limit, *, workspace: str = TEAM, now: datetime = NOW) -> Bucket:
    """The bucket of one way, in the hands of this transaction."""
    return (await pace.hold(session, workspace, Paces(limit, limit), now=now))[way]


async def take(database: Database, wanted: int, limit: Limit) -> int:
    """One worker takes what it may."""
    async with database.begin() as session:
        bucket = await held(session, Way.POST, limit)
        some = min(wanted, bucket.allowed)
        await pace.take(session, bucket, limit, some, now=NOW)
        return some


async def test_workers_share_the_bucket(empty: Database) -> None:
    """Eight workers ask for seven tokens each at the same moment: together they get the burst."""
    limit = Limit(1, 20)
    taken = await asyncio.gather(*(take(empty, 7, limit) for _ in range(8)))

    assert 20 == sum(taken)


async def test_a_pause_is_for_everybody_and_a_longer_one_stays(empty: Database) -> None:
    """Slack asked for a minute, and then for a second: nothing is said for a minute."""
    async with empty.begin() as session:
        await held(session, Way.POST, Limit(1, 20))
        for seconds in (60, 1):
            await pace.pause(session, TEAM, Way.POST, NOW + seconds * SECOND)
        bucket = await held(session, Way.POST, Limit(1, 20), now=NOW + 30 * SECOND)

    assert (0, NOW + 60 * SECOND) == (bucket.allowed, bucket.again)


async def test_ways_and_workspaces_have_buckets_of_their_own(empty: Database) -> None:
    """What is taken from one is not missing in another."""
    limit = Limit(1, 5)
    await take(empty, 5, limit)
    async with empty.begin() as session:
        others = [
            await held(session, Way.CHANGE, limit),
            await held(session, Way.POST, limit, workspace="T0OTHER"),
        ]

    assert [5, 5] == [bucket.allowed for bucket in others]


async def test_tokens_that_were_not_used_come_back(empty: Database) -> None:
    """Two of five turned out not to be needed: two may be taken."""
    limit = Limit(0.001, 5)
    await take(empty, 5, limit)
    async with empty.begin() as session:
        await pace.give_back(session, TEAM, Way.POST, limit, 2)
    async with empty.read() as session:
        full_at = (await session.scalars(select(Pace.full_at).where(Pace.way == Way.POST))).one()

    assert 2 == free(limit, full_at, NOW)
