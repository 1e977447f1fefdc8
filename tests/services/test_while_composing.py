"""Somebody changes their mind at the very moment at which words are about to go out, or to be kept for a court."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.tables import Answer, Delivery
from bot.sandbox.run import LEAD
from bot.services import holds, records
from bot.services.actions import Settle
from bot.services.outbox import Kind, State
from tests.db.rows import WORKSPACE
from tests.services.deeds import (
    MONDAYS_DIGEST,
    NOW,
    SAID,
    Deed,
    claimed,
    compose,
    count,
    decide,
    do,
    leave,
    narrow,
    reword,
    take_back,
)

WAITS = 0.25
CHANGES = pytest.mark.parametrize("change", [narrow, reword, take_back])


@CHANGES
async def test_a_digest_follows_what_changes_while_it_is_composed(
    shared: tuple[Database, str], change: Callable[[str], Deed]
) -> None:
    """The digest has read Ana's words and is about to go when she changes them: her change waits, and a new look is owed."""
    database, checkin_id = shared
    async with database.begin() as session:
        composed = await compose(session)
        changing = asyncio.create_task(do(database, change(checkin_id)))
        waited = not (await asyncio.wait({changing}, timeout=WAITS))[0]
    await changing

    assert SAID in str(composed)
    assert waited
    assert await _digest_is_drawn_anew(database)


@CHANGES
async def test_a_digest_waits_for_a_change_that_is_under_way(
    shared: tuple[Database, str], change: Callable[[str], Deed]
) -> None:
    """Ana's change came first and is not quite done: the digest says what holds after it."""
    database, checkin_id = shared
    async with database.begin() as session:
        await change(checkin_id)(session)
        await session.flush()
        composing_ = asyncio.create_task(do(database, compose))
        waited = not (await asyncio.wait({composing_}, timeout=WAITS))[0]

    assert SAID not in str(await composing_)
    assert waited


async def _digest_is_drawn_anew(database: Database) -> bool:
    async with database.read() as session:
        digest = (await session.scalars(select(Delivery).where(Delivery.kind == Kind.DIGEST))).one()
        looks = select(Delivery.id).where(Delivery.kind == Kind.REFRESH, Delivery.subject == digest.id)
        return bool((await session.scalars(looks)).all())


async def test_a_goodbye_while_the_nudge_is_composed(nudged: tuple[Database, str]) -> None:
    """Ana leaves just as her nudge is about to go: it is decided before her goodbye or after it, and never breaks."""
    database, _ = nudged
    held = await claimed(database)
    async with database.begin() as session:
        await leave(session)
        await session.flush()
        deciding = asyncio.create_task(do(database, decide(held)))
        await asyncio.wait({deciding}, timeout=WAITS)

    assert Settle(State.WITHDRAWN, "gone_quiet") == await deciding


async def test_a_hold_waits_for_what_is_being_taken_back(shared: tuple[Database, str]) -> None:
    """A legal hold comes while Ana takes a reply back: the hold stands when that is done, and nothing goes after it."""
    database, checkin_id = shared
    async with database.begin() as session:
        await take_back(checkin_id)(session)
        await session.flush()
        placing = asyncio.create_task(
            do(database, lambda session: holds.place(session, WORKSPACE, None, by=LEAD, now=MONDAYS_DIGEST))
        )
        waited = not (await asyncio.wait({placing}, timeout=WAITS))[0]
    await placing

    assert waited


async def test_two_purges_delete_each_row_once(shared: tuple[Database, str]) -> None:
    """The clock's purge and one from the command line, years later, at once: what one deleted the other does not count."""
    database, _ = shared
    later = NOW + timedelta(days=5 * 366)
    answers = await count(database, Answer)
    counts = await asyncio.gather(*(records.purge(database, WORKSPACE, now=later) for _ in range(2)))

    assert answers == sum(each["words"] for each in counts)
    assert 0 == await count(database, Answer)
