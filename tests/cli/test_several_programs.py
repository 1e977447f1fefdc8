"""`--workspace`: where one database holds several programs, each command of the office is told which one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import open_database
from bot.sandbox.run import PLAN
from bot.services import installations, programs
from bot.services.installations import Fresh, Granted
from bot.settings import Settings
from tests.cli.test_roster import ANA, roster
from tests.cli.typed import Said, Shoulder
from tests.journeys.installing import HERE, OTHER, OTHER_SEED, browsing, by_oauth, there
from tests.world import MONDAY_9_29

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRAIRIE, RIVER, HILLS = "T0PRAIRIE", "T0RIVER", "T0HILLS"
SEVERAL = "This database holds several programs. Say which one with --workspace: T0PRAIRIE (Prairie County), T0RIVER (River County).\n"
OF_ONE_PROGRAM = [
    ("people",),
    ("people", "lead", "UANA"),
    ("why", "UANA"),
    ("roster", "export"),
    ("outbox", "list"),
    ("outbox", "retry", "--all"),
    ("purge", "--dry-run"),
    ("erase", "--person", "UANA"),
    ("hold", "place"),
    ("hold", "lift"),
    ("hold", "list"),
    ("export", "--person", "UANA", "--to", "own.zip"),
    ("evaluation", "export", "--by", "a study", "--to", "numbers.zip"),
    ("prompts", "reviews", "--by", "the office"),
]


@pytest.fixture
async def two(settings: Settings) -> Settings:
    """Two agencies with a program, and one in which the app waits to be set up."""
    async with open_database(settings) as database, database.begin() as session:
        for workspace, name in ((PRAIRIE, "Prairie County"), (RIVER, "River County"), (HILLS, "Hill County")):
            granted = Granted(workspace, "A1", "B1", "UBOT", "", Fresh("xoxb-1"), name=name, by=f"UADMIN{name[0]}")
            await installations.keep(session, granted, now=MONDAY_9_29)
        for workspace, lead in ((PRAIRIE, "UADMINP"), (RIVER, "UADMINR")):
            plan = replace(PLAN, helpline=f"Help in {workspace}")
            await programs.set_up(session, workspace, lead, plan, first_lead="", now=MONDAY_9_29)
    return settings


async def test_each_command_wants_to_know_which(shoulder: Shoulder, two: Settings) -> None:
    """One sentence names them all, and nothing is done; a program reads the same as JSON."""
    refused = [await shoulder(*words) for words in OF_ONE_PROGRAM]
    as_json = await shoulder("people", "--json")

    assert [Said(1, "", SEVERAL)] * len(OF_ONE_PROGRAM) == refused
    assert (1, "") == (as_json.code, as_json.err)
    assert SEVERAL.strip() == json.loads(as_json.out)["error"]
    assert [HILLS, PRAIRIE, RIVER] == [each["workspace"] for each in json.loads(as_json.out)["programs"]]


async def test_a_program_goes_by_its_id_or_its_name(shoulder: Shoulder, two: Settings) -> None:
    """In capitals or not, before the word `lead` or after it; a name that nobody has is told with those that there are."""
    ways = [
        await shoulder("people", "--workspace", way, "lead", "USAM") for way in (RIVER, "river county", "River County")
    ]
    after = await shoulder("people", "lead", "ULEE", "--workspace", RIVER)
    strange = await shoulder("people", "--workspace", "Lake County")
    listed = await shoulder("people", "--workspace", RIVER.lower())
    other = await shoulder("people", "--workspace", PRAIRIE)

    assert [Said(0, "USAM leads the program now.\n", "")] * 3 == ways
    assert after.out == "ULEE leads the program now.\n"
    assert strange.err.startswith(
        "There is no program Lake County in this database. There are: T0HILLS (Hill County), "
    )
    assert listed.out.startswith("ULEE: program lead")
    assert other.out.startswith("UADMINP: program lead")


async def test_all_programs_are_listed_with_who_leads_them(shoulder: Shoulder, two: Settings) -> None:
    """Also where the app only waits: who installed it can set it up, until the office names somebody."""
    before = (await shoulder("programs")).out.splitlines()
    waits = await shoulder("people", "--workspace", HILLS)
    named = await shoulder("people", "lead", "USAM", "--workspace", HILLS)
    after = json.loads((await shoulder("programs", "--json")).out)

    assert "T0HILLS (Hill County): not set up yet; UADMINH can set it up" == before[0]
    assert "T0RIVER (River County): led by UADMINR" == before[2]
    assert "The program in T0HILLS (Hill County) is not set up yet." in waits.err
    assert "USAM can set the program up now, and then leads it.\n" == named.out
    assert ("USAM", False) == (after[0]["lead"], after[0]["is_set_up"])


async def test_people_are_looked_up_with_that_workspaces_own_token(
    shoulder: Shoulder, tmp_path: Path, settings: Settings
) -> None:
    """A roster for River County, where Lee was named to set the program up: Ana of River is invited, she of Prairie is not."""
    async with by_oauth(tmp_path / "world") as world, browsing(world) as browser:
        for place in (HERE, OTHER):
            await browser.install(place)
        ours = world.settings
        where = {
            "DATA_DIR": str(ours.data_dir),
            "CLOCK_URL": ours.clock_url,
            "SLACK_API_URL": ours.slack_api_url,
            "SLACK_BOT_TOKEN": "",
            "SLACK_CLIENT_ID": ours.slack_client_id,
            "SLACK_CLIENT_SECRET": ours.slack_client_secret.get_secret_value(),
            "PUBLIC_URL": ours.public_url,
        }
        name = OTHER_SEED.team_name
        lead = await shoulder("people", "lead", "@lee", "--workspace", name, **where)
        file = roster(settings, ANA)
        early = await shoulder("roster", "import", file, "--workspace", OTHER)
        async with open_database(ours) as database, database.begin() as session:
            await programs.set_up(session, OTHER, "ULEE", PLAN, first_lead="", now=MONDAY_9_29)
        said = await shoulder("roster", "import", file, "--workspace", name)
        await world.settle()
        heard = await there(world).texts("UANA")
        looked, there_ = (
            await shoulder("doctor"),
            json.loads((await shoulder("doctor", "--workspace", OTHER, "--json")).out),
        )

    assert "ULEE can set the program up now, and then leads it.\n" == lead.out
    assert "is not set up yet" in early.err
    assert Said(0, "1 invited or changed, 0 as before.\n", "") == said
    assert 1 == len(heard)
    assert "skipped  bot token: Each workspace has its own." in looked.out
    assert "ok       installations: The app is in 2 workspaces." in looked.out
    well = {each["part"]: each["said"] for each in there_["findings"] if each["state"] == "ok"}
    assert f"It is for {name}." == well["bot token"]
    assert {"way in", "scopes", "hotline", "channels"} <= set(well)
