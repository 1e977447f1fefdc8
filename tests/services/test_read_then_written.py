"""What one process has read and is about to write, another may have changed meanwhile: its change stands, on PostgreSQL too."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.coaching.days_away import Away
from bot.coaching.digest_times import Wish
from bot.coaching.past import Asked, Past
from bot.db.engine import Database
from bot.db.partner_tables import Review
from bot.db.record_tables import Memory
from bot.db.tables import Coach, Enrollment, Program
from bot.services import digest_times, enrollments, memories, partners, purging, rescheduling, reviews
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, ana, do, plan
from tests.services.engines import ENGINES, seed
from tests.services.test_in_one_order import waiting
from tests.services.test_parent_partners import results, say
from tests.world import MONDAY_9_29

OVER, CHRISTMAS = "2026-10-01/2026-10-02", Away(date(2026, 12, 24), date(2027, 1, 2))
LONG_AGO = date(2025, 1, 6)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """The demo's program on PostgreSQL, a minute before Ana's time."""
    async with ENGINES["postgres"](tmp_path) as database:
        await seed(database, MONDAY_9_29)
        yield database


async def test_days_away_that_are_set_while_others_are_let_go(database: Database) -> None:
    """The purge takes Ana's days of October away at the moment at which she sets those of Christmas: they stand."""
    await do(database, lambda session: session.execute(update(Enrollment).values(away=OVER)))
    async with database.begin() as typing:
        await enrollments.go_away(typing, WORKSPACE, "UANA", CHRISTMAS, now=NOW)
        await typing.flush()
        purge = asyncio.create_task(do(database, lambda session: purging.days_away(session, WORKSPACE, NOW)))
        await waiting(database, 1)
    await purge

    assert "2026-12-24/2027-01-02" == (await ana(database)).away


async def test_a_digest_time_that_is_chosen_while_the_programs_own_is_changed(database: Database) -> None:
    """The lead moves the digest to Wednesdays while Cora picks Fridays for hers: it comes on Friday."""
    await do(database, lambda session: session.execute(update(Program).values(digest_day=2)))
    async with database.begin() as choosing:
        friday = Wish(own=(4, time(8, 30)))
        chosen = await digest_times.choose(choosing, WORKSPACE, "UCORA", friday, now=NOW)
        await choosing.flush()
        moving = asyncio.create_task(rescheduling.digests(database, WORKSPACE, now=NOW))
        await waiting(database, 1)
    await moving

    async with database.read() as session:
        assert chosen == (await session.get_one(Coach, (WORKSPACE, "UCORA"))).next_digest_at


async def test_a_question_that_is_put_while_old_ones_are_forgotten(database: Database) -> None:
    """The purge counts Ana's old questions no more at the moment at which she gets a new one: that one counts in her week."""
    old = Past.of([Asked("kin.old", "kin", "reinforce", LONG_AGO)])
    async with database.begin() as session:
        found = select(Enrollment.id).where(Enrollment.caseworker.in_(("UANA", "UBEN")))
        ben, hers = (await session.scalars(found.order_by(Enrollment.caseworker.desc()))).all()
        for each in (ben, hers):
            await memories.keep(session, [memories.row(each, WORKSPACE, old)])
    async with database.begin() as busy:
        await busy.execute(select(Memory.asked).where(Memory.enrollment_id == ben).with_for_update())
        purge = asyncio.create_task(
            do(database, lambda session: memories.prune(session, [ben, hers], date(2026, 1, 1)))
        )
        await waiting(database, 1)
        await do(database, plan)
    await purge

    async with database.read() as session:
        known = await memories.known(session, [hers], now=NOW)
    assert 1 == known[hers].of_week(NOW.date())


async def test_a_review_that_is_taken_back_while_the_lead_would_read_it(database: Database) -> None:
    """Pat takes back what she said of a question when Lee opens it: Lee is shown what is left, and nothing breaks."""
    await do(database, lambda session: partners.invite(session, WORKSPACE, "UPAT", by="ULEE", now=NOW))
    await do(database, lambda session: partners.say_yes(session, WORKSPACE, "UPAT", now=NOW))
    await say(database)
    async with database.begin() as taking:
        review_id = (await taking.scalars(select(Review.id))).one()
        await reviews.withdraw(taking, WORKSPACE, "UPAT", review_id)
        reading = asyncio.create_task(results(database))
        await waiting(database, 1)

    assert [] == await reading
