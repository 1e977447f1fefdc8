"""An organization and its workspaces: who is served through it, who goes with it, and who stays out."""

from datetime import timedelta

from bot.db.engine import Database
from bot.services import installations, installing, uninstalled
from bot.services.installations import Fresh, Granted
from tests.services.engines import LIBRARY
from tests.world import MONDAY_9_29

NOW = MONDAY_9_29
LATER = NOW + timedelta(days=1)
ORG = "E1"


def granted(place: str) -> Granted:
    """The app in a workspace or an organization."""
    return Granted(place, "A1", "B1", "U1", "chat:write", Fresh(f"xoxb-of-{place}"))


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
