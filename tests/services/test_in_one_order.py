"""Several processes hold several people at once, and always in the same order: none of them is ended for another's sake."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.celebration_tables import CoachNote
from bot.db.engine import Database
from bot.db.tables import Celebration, Enrollment
from bot.sandbox.run import LEAD
from bot.services import composing, handovers, holds, records, rescheduling, roster
from bot.services.claims import Claim
from bot.services.messenger import Profile
from bot.services.outbox import Kind
from tests.db.rows import WORKSPACE, enrollment, keep
from tests.services.deeds import NOW, do
from tests.services.engines import ENGINES, seed
from tests.world import in_one_process

ZOE, MAX, AMY = PEOPLE = ("UZOE", "UMAX", "UAMY")
"""In the order in which they came to the program; by their names it is the other way around."""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """The demo's program on PostgreSQL, with three more people."""
    async with ENGINES["postgres"](tmp_path) as database:
        await seed(database, NOW)
        async with database.begin() as session:
            for number, person in enumerate(PEOPLE):
                place = enrollment(person)
                place.id, place.coach, place.supervisor = f"{number}", "UOLD", "USAM"
                place.agreed_to, place.per_week, place.next_nudge_at = "1.1", 1, NOW + timedelta(days=1)
                session.add(place)
        yield database


async def a_round(session: AsyncSession) -> None:
    """A worker composes one message to each of the three."""
    claims = [
        Claim(person, "t", WORKSPACE, Kind.NEW_COACH, f"{number}", "", person, None, False, None, 1, NOW)
        for number, person in enumerate(PEOPLE)
    ]
    await composing.prepare(session, claims)


async def _hand_over(database: Database) -> None:
    profile = Profile("UNEW", "America/Chicago", gone=False, outsider=False, is_bot=False)
    await do(
        database,
        lambda session: handovers.hand_over(session, WORKSPACE, LEAD, before="UOLD", after=profile, now=NOW),
    )


async def _close(database: Database) -> None:
    await rescheduling.everyone(database, WORKSPACE, now=NOW)


async def _hold(database: Database) -> None:
    await do(database, lambda session: holds.place(session, WORKSPACE, None, by=LEAD, now=NOW))


class Directory:
    """Slack's answers to who somebody is."""

    async def profile(self, who: str) -> Profile:
        """Everybody works here."""
        return Profile(who, "America/Chicago", gone=False, outsider=False, is_bot=False)


async def _bring_in(database: Database) -> None:
    lines = (f"{person},UOLD,USAM,C0OTHER,America/Chicago,mon,09:30" for person in PEOPLE)
    text = "\n".join(("caseworker,coach,supervisor,channel,zone,days,time", *lines))
    await roster.import_roster(database, Directory(), WORKSPACE, text, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(_hand_over, id="the lead hands people over"),
        pytest.param(_close, id="closing days change"),
        pytest.param(_hold, id="a hold is placed"),
        pytest.param(_bring_in, id="a roster is brought in"),
    ],
)
async def test_what_concerns_many_and_a_round_wait_for_each_other(
    database: Database, deed: Callable[[Database], Awaitable[Any]]
) -> None:
    """Each waits for Max, who is busy, and holds somebody already: when he is free, both come to their end."""
    async with database.begin() as busy:
        await busy.execute(select(Enrollment).where(Enrollment.caseworker == MAX).with_for_update())
        for_many = asyncio.create_task(deed(database))
        await waiting(database, 1)
        round_ = asyncio.create_task(do(database, a_round))
        await waiting(database, 2)

    assert [None, None] == await asyncio.gather(for_many, round_, return_exceptions=True)


async def test_whoever_deletes_what_they_wrote_to_others_is_held_with_them(database: Database) -> None:
    """Amy coached Zoe once, and deletes all that she wrote while a worker holds Amy and then Zoe: both come to their end."""
    told = Celebration(workspace=WORKSPACE, enrollment_id="0", caseworker=ZOE, channel="CWINS", drafted_at=NOW)
    await keep(database, told)
    await keep(database, CoachNote(workspace=WORKSPACE, celebration_id=told.id, author=AMY, written_at=NOW))
    async with database.begin() as busy:
        await queries.enrollment_of(busy, WORKSPACE, AMY, hold=True)
        erasing = asyncio.create_task(records.erase(database, WORKSPACE, AMY, by=AMY, now=NOW))
        await waiting(database, 1)
        await queries.enrollment_of(busy, WORKSPACE, ZOE, hold=True)

    assert 1 == await erasing


async def test_whoever_is_enrolled_on_one_form_is_held_in_that_order_too(tmp_path: Path) -> None:
    """Lee picks Ben before Ana, while a worker holds Ana and then Ben: he is answered, and the worker goes on."""
    async with in_one_process(tmp_path, transport="http", database="postgres") as world:
        assert world.app is not None
        lee, database = world.person("ULEE"), world.app.database
        await lee.command("enroll")
        form, on_it = await lee.form("enroll_form"), {"coach": "UCORA", "supervisor": "USAM", "channel": "CWINS"}
        async with database.begin() as busy:
            await queries.enrollment_of(busy, WORKSPACE, "UANA", hold=True)
            sending = asyncio.create_task(lee.submit(form, caseworkers=["UBEN", "UANA"], **on_it))
            await waiting(database, 1)
            await queries.enrollment_of(busy, WORKSPACE, "UBEN", hold=True)
        sent = await sending

    assert "Whoever is not in yet has an invitation now." in str(sent)


async def waiting(database: Database, many: int) -> None:
    """Wait until so many transactions wait for a row that another one holds."""
    asked = select(func.count()).select_from(text("pg_stat_activity")).where(text("wait_event_type = 'Lock'"))
    here = asked.where(text("datname = current_database()"))
    async with asyncio.timeout(10):
        while True:
            async with database.read() as session:
                if await session.scalar(here) == many:
                    return
            await asyncio.sleep(0.01)
