"""With row-level security on, the app does all it did before, and each part of it says whose rows it is about."""

from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from bot.db.tables import Enrollment
from bot.sandbox.run import CHICAGO, LEAD, PLACES, PLAN, WORKSPACE
from bot.services import enrollments, programs
from tests import by_hand
from tests.journeys.acts import answer
from tests.world import World, in_one_process

OTHER = "T0OTHER"
NOTED = ("inbound", "nudges", "reflections", "answers", "checkins", "reads")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The demo's program; some tables note what the connection had said when a row was written."""
    async with in_one_process(tmp_path, database="guarded") as made:
        for table in NOTED:
            note = "ADD COLUMN said VARCHAR DEFAULT current_setting('app.workspace', true)"
            by_hand.write(made.settings, f"ALTER TABLE {table} {note}")
            by_hand.write(made.settings, f"UPDATE {table} SET said = NULL")  # noqa: S608 - what was there before
        yield made


async def another_agency(world: World) -> None:
    """Ana has a namesake with her id in another agency, who said yes to the same hours."""
    assert world.app is not None
    now, place = world.app.clock(), PLACES[0]
    yes = {"version": 1, "rhythm": place.rhythm, "per_week": 2, "cheer": "channel", "now": now}
    async with world.app.database.begin() as session:
        await programs.set_up(session, OTHER, LEAD, PLAN, first_lead="", now=now)
        await enrollments.enroll(session, OTHER, place, by=LEAD, coach_zone=CHICAGO, now=now)
        await enrollments.accept(session, OTHER, place.roles.caseworker, **yes)


def said(world: World, table: str) -> set[str]:
    """What was said when this table's rows were written."""
    found = by_hand.read(world.settings, f"SELECT said FROM {table}")  # noqa: S608
    return {row["said"] for row in found if row["said"]}


async def shared(world: World) -> None:
    """Ana is nudged, reflects, shares with Cora, and Cora gets her digest."""
    await world.next_nudge()
    await answer(world.person("UANA"), "I asked first what she wanted.", "coach")
    await world.next_digest()


async def test_what_was_shared_comes_with_the_digest(world: World) -> None:
    """From the nudge to the digest nothing is missing."""
    await shared(world)

    assert "I asked first what she wanted." in str((await world.messages("UCORA"))[-1]["blocks"])


@pytest.mark.parametrize("table", ["reflections", "answers", "checkins"])
async def test_what_people_write_is_about_their_own_workspace(world: World, table: str) -> None:
    """Every step of the form, and the finished reply."""
    await shared(world)

    assert {WORKSPACE} == said(world, table)


async def test_what_slack_sends_is_remembered_for_its_own_workspace(world: World) -> None:
    """The memory of requests heard before is written before anybody reads them."""
    await shared(world)

    assert {WORKSPACE} == said(world, "inbound WHERE key LIKE 'event:%'")


async def test_a_digest_is_composed_within_its_own_workspace(world: World) -> None:
    """Its readings are written in the same transaction that read the words."""
    await shared(world)

    assert {WORKSPACE} == said(world, "reads")


async def test_the_clock_plans_for_every_workspace(world: World) -> None:
    """A beat goes over all of them, and both agencies' people have their question."""
    await another_agency(world)
    await world.next_nudge()
    found = by_hand.read(world.settings, "SELECT workspace, state FROM deliveries WHERE kind = 'nudge'")

    assert {"*"} == said(world, "nudges")
    assert {(OTHER, "sent"), (WORKSPACE, "sent")} == {(row["workspace"], row["state"]) for row in found}


async def test_in_what_slack_sends_the_other_agency_is_not_there(world: World) -> None:
    """A question that forgot to ask for the workspace would find Ana alone, and not her namesake."""
    await another_agency(world)
    assert world.app is not None
    async with world.app.here.read() as session:
        found = set(await session.scalars(select(Enrollment.workspace)))

    assert {WORKSPACE} == found


async def test_another_connection_of_the_same_role_sees_nothing(world: World) -> None:
    """So the policies stand while all of this works."""
    with psycopg.connect(world.settings.database_url) as raw:
        assert [(0,)] == raw.execute("SELECT count(*) FROM enrollments").fetchall()
