"""An organization and its workspaces: who is served through it, who goes with it, and who stays out."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.db.engine import Database
from bot.db.installation_tables import Installation
from bot.db.record_tables import LegalHold
from bot.db.tables import Program
from bot.services import beat, holds, installations, installing, uninstalled
from bot.services.installations import Fresh, Granted
from bot.services.tokens import Tokens
from tests.db.rows import keep, program
from tests.services.deeds import count
from tests.services.engines import LIBRARY
from tests.services.test_forgetting import chest_of, out_of_reach
from tests.world import MONDAY_9_29

NOW = MONDAY_9_29
LATER = NOW + timedelta(days=1)
ORG = "E1"
WAITS = 0.25


def granted(place: str) -> Granted:
    """The app in a workspace or an organization."""
    return Granted(place, "A1", "B1", "U1", "chat:write", Fresh(f"xoxb-of-{place}"))


def kept_for_a_year(workspace: str) -> Program:
    """A program there, whose agency keeps everything for a year."""
    made = program()
    made.workspace = workspace
    made.keep_words = made.keep_facts = made.keep_celebrations = made.keep_deliveries = made.keep_audit = 365
    return made


async def holder(database: Database, workspace: str) -> str | None:
    """With whose token the app speaks there."""
    found = await installations.serving(database, workspace)
    return found.workspace if found else None


async def in_the_organization(database: Database, *workspaces: str) -> None:
    """The organization has the app, and these workspaces were met."""
    await installing.install(database, LIBRARY, granted(ORG), now=NOW)
    for each in workspaces:
        await installing.reach(database, LIBRARY, each, ORG, now=NOW)


async def test_who_was_let_out_stays_out_when_the_organization_installs_again(empty: Database) -> None:
    """Only the workspaces that went with it come back with it; the time to keep the others' records runs on."""
    await in_the_organization(empty, "T1", "T2")
    await uninstalled.let_out(empty, ORG, ["T1"], now=NOW)
    await installing.install(empty, LIBRARY, granted(ORG), now=LATER)
    renewed = [await holder(empty, each) for each in ("T1", "T2")]
    await uninstalled.take_out(empty, ORG, now=LATER)
    away = [await holder(empty, each) for each in ("T1", "T2")]
    await installing.install(empty, LIBRARY, granted(ORG), now=LATER + timedelta(days=1))

    assert [None, ORG] == renewed
    assert [None, None] == away
    assert [None, ORG] == [await holder(empty, each) for each in ("T1", "T2")]


async def test_an_organization_that_installs_again_after_a_beat_brings_its_workspaces_back(empty: Database) -> None:
    """It is remembered for as long as records of a workspace that went with it are kept, and no longer."""
    await in_the_organization(empty, "T1")
    await keep(empty, kept_for_a_year("T1"))
    await uninstalled.take_out(empty, ORG, now=NOW)
    await beat.keep(empty, now=NOW)
    await installing.install(empty, LIBRARY, granted(ORG), now=LATER)
    back = await holder(empty, "T1")
    await uninstalled.take_out(empty, ORG, now=LATER)
    for days in (400, 401):
        await beat.keep(empty, now=LATER + timedelta(days=days))

    assert ORG == back
    assert 0 == await count(empty, Installation)


async def test_a_hold_that_comes_while_an_agency_is_forgotten_keeps_everything(empty: Database) -> None:
    """Its time is over, and the lead's hold is not quite placed when the beat begins."""
    await installing.install(empty, LIBRARY, granted("T1"), now=NOW)
    await keep(empty, kept_for_a_year("T1"))
    await uninstalled.take_out(empty, "T1", now=NOW)
    over = NOW + timedelta(days=400)
    async with empty.begin() as session:
        await holds.place(session, "T1", None, by="ULEE", now=over)
        forgetting_ = asyncio.create_task(uninstalled.let_go(empty, now=over))
        await asyncio.wait({forgetting_}, timeout=WAITS)
    await forgetting_

    assert (1, 1) == (await count(empty, Program), await count(empty, LegalHold))


async def test_an_agency_whose_keys_could_not_be_reached_is_forgotten_by_the_next_beat(empty: Database) -> None:
    """Its rows went; its keys are owed until they are gone, and words of a new start do not go with them."""
    await installing.install(empty, LIBRARY, granted("T1"), now=NOW)
    await keep(empty, kept_for_a_year("T1"))
    chest = await chest_of(empty)
    old = await chest.key_for("T1", "UANA")
    await uninstalled.take_out(empty, "T1", now=NOW)
    over = NOW + timedelta(days=400)
    async with out_of_reach(chest):
        with pytest.raises(DBAPIError):
            await uninstalled.let_go(empty, now=over)
    before = await count(empty, Program), await chest.keys_of("T1", ["UANA"])
    await installing.install(empty, LIBRARY, granted("T1"), now=over)
    await beat.keep(empty, now=over)

    assert (0, {"UANA": old}) == before
    assert {} == await chest.keys_of("T1", ["UANA"])
    assert "T1" == await holder(empty, "T1")
    assert await Tokens(empty, None, lambda: over).of("T1")


async def test_a_workspace_that_had_the_app_itself_is_served_through_its_organization(empty: Database) -> None:
    """It took its own installation out; then its organization installs the app for all."""
    await installing.install(empty, LIBRARY, granted("T1"), now=NOW)
    await uninstalled.take_out(empty, "T1", now=NOW)
    await in_the_organization(empty, "T1")

    assert ORG == await holder(empty, "T1")


async def test_an_organization_lets_the_app_out_of_its_own_workspaces_alone(empty: Database) -> None:
    """Whoever installed it themselves, or through another organization, keeps it whatever this one says."""
    await in_the_organization(empty, "T1")
    await installing.install(empty, LIBRARY, granted("T2"), now=NOW)
    await uninstalled.let_out(empty, "E2", ["T1", "T2"], now=NOW)
    await uninstalled.let_out(empty, ORG, ["T2"], now=NOW)

    assert [ORG, "T2"] == [await holder(empty, each) for each in ("T1", "T2")]
