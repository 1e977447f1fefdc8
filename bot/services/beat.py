"""One beat of the clock: plan what has become due. Sending it, and keeping order, are beats of their own: neither delays a plan."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.coaching.prompts import Library
from bot.db import moments, queries
from bot.db.engine import Database
from bot.db.plainly import Phrase
from bot.services import calendars, digests, evaluation, figures, inbound, last_month, planning, records, uninstalled
from bot.services.courtesy import Courtesy

AT_ONCE = 500
A_FEW = 50  # a short transaction while clicks are saved between two of them
DIGESTS_AT_ONCE = 200
AT_THE_HOUR = timedelta(0)


async def plan(
    database: Database,
    library: Library,
    *,
    spread: timedelta = AT_THE_HOUR,
    courtesy: Courtesy | None = None,
    now: datetime,
) -> int:
    """Plan every nudge and digest that is due, some at a time; says how many people were due.

    The nudges of one hour are spread over `spread`. Whoever waits for an answer goes first (`courtesy`).
    """
    courtesy = courtesy or Courtesy()
    await calendars.warm([place for (place,) in await database.ask(queries.PLACES)], now=now)

    async def some_nudges() -> int:
        return await _plan_nudges(database, library, spread, courtesy.much_of(AT_ONCE, A_FEW), now)

    async def some_digests() -> int:
        return await _plan_digests(database, courtesy.much_of(DIGESTS_AT_ONCE, A_FEW), now)

    nudged = await _side_by_side(
        lambda: _while_due(database, moments.SOMEBODY, some_nudges, courtesy, now), database.writers
    )
    return sum(nudged) + await _while_due(database, moments.A_DIGEST, some_digests, courtesy, now)


async def keep(database: Database, *, now: datetime) -> None:
    """Let go of what has had its time, and count the month that has ended. Planning does not wait for it."""
    if await _has_something_to_keep(database, now):
        async with database.begin(long=True) as session:
            await inbound.forget_old(session, now=now)
            await figures.publish(session, now=now)
            await evaluation.publish(session, now=now)
    await records.forget_owed(database)
    await uninstalled.call_off(database, now=now)
    await records.purge_daily(database, now=now)
    await uninstalled.let_go(database, now=now)
    await database.empty_the_log()


async def _has_something_to_keep(database: Database, now: datetime) -> bool:
    return (
        await inbound.has_old(database, now=now)
        or await last_month.is_due(database, figures.UNCOUNTED, now=now)
        or await last_month.is_due(database, evaluation.UNCOUNTED, now=now)
    )


async def _side_by_side(work: Callable[[], Awaitable[int]], many: int) -> list[int]:
    """The same work so many times at once: what one of them holds, the others leave out. All have ended when one fails."""
    done = await asyncio.gather(*(work() for _ in range(many)), return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException):
            raise each
    return [each for each in done if isinstance(each, int)]


async def _while_due(
    database: Database, due: Phrase, plan_some: Callable[[], Awaitable[int]], courtesy: Courtesy, now: datetime
) -> int:
    """Plan some at a time, while any are due that nobody else holds. Most beats find none, and hold nobody up."""
    planned = 0
    while await database.ask(due, now=now):
        async with courtesy.piece():
            some = await plan_some()
        if not some:
            break
        planned += some
        await asyncio.sleep(0)
    return planned


async def _plan_nudges(database: Database, library: Library, spread: timedelta, limit: int, now: datetime) -> int:
    async with database.begin(long=True) as session:
        return await planning.plan_due(session, library, spread=spread, now=now, limit=limit)


async def _plan_digests(database: Database, limit: int, now: datetime) -> int:
    async with database.begin() as session:
        weekly = await digests.plan_due(session, now=now, limit=limit)
        return weekly + await digests.plan_before_sessions(session, now=now, limit=limit)


async def next_moment(database: Database, kind: str) -> datetime | None:
    """When the next nudge or digest is due, or (`any`) whatever is owed next."""
    asked = moments.COMING.get(kind, moments.ALL_COMING)
    found = [at for phrase in asked for (at,) in await database.ask(phrase)]
    return min((at for at in found if at is not None), default=None)
