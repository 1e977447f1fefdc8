"""`shoulder people`, `why` and `roster export`: who is in the program, and never who is paused, quiet or gone."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import library
from bot.app import open_database
from bot.coaching.days_away import Away
from bot.db.tables import Delivery, Enrollment
from bot.sandbox.run import WORKSPACE, seed_program
from bot.services import enrollments, whereabouts
from bot.services.messenger import Profile
from bot.settings import Settings
from tests.cli.test_roster import ANA, BEN, PAT, WITH_ROLE, roster
from tests.cli.typed import Said, Shoulder, dump
from tests.world import MONDAY_9_29

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = MONDAY_9_29


@pytest.fixture
async def staffed(settings: Settings) -> Settings:
    """Ana and Ben have said yes, Dee is invited; Cora coaches, Sam supervises, Lee leads."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    async with open_database(settings) as database:
        await seed_program(database, prompts, NOW)
        async with database.begin() as session:
            await session.execute(update(Delivery).values(state="sent", settled_at=NOW))
    return settings


async def test_everybody_stands_in_the_list_with_what_they_are(shoulder: Shoulder, staffed: Settings) -> None:
    """Roles, the people around a caseworker, whether they have joined, and what Slack says of their account."""
    said = await shoulder("people", "--json")

    found = {each["person"]: each for each in json.loads(said.out)}
    assert {"UANA", "UBEN", "UDEE", "UCORA", "USAM", "ULEE"} == set(found)
    assert (["caseworker"], "UCORA", True) == tuple(found["UANA"][name] for name in ("roles", "coach", "joined"))
    assert (False, None) == (found["UDEE"]["joined"], found["UCORA"]["joined"])
    assert "open" == found["UANA"]["account"]
    assert "UANA: caseworker · coach UCORA" in (await shoulder("people")).out


async def pauses(session: AsyncSession) -> None:
    """Ana pauses until she says so."""
    await enrollments.pause(session, WORKSPACE, "UANA", until=None, now=NOW)


async def leaves(session: AsyncSession) -> None:
    """Ana leaves."""
    await enrollments.leave(session, WORKSPACE, "UANA", version=1, now=NOW)


async def goes_away(session: AsyncSession) -> None:
    """Ana is away for two weeks."""
    span = Away(date(2026, 11, 2), date(2026, 11, 16))
    await enrollments.go_away(session, WORKSPACE, "UANA", span, now=NOW)


async def is_silent(session: AsyncSession) -> None:
    """Four questions came, and Ana did nothing; and her day was to stay quiet."""
    quiet = {"silent": 4, "quiet_until": NOW + timedelta(days=1), "per_week": 0}
    await session.execute(update(Enrollment).where(Enrollment.caseworker == "UANA").values(quiet))


async def is_told_something(session: AsyncSession) -> None:
    """A receipt for Ana could not be delivered, and another waits: she has answered something."""
    owed = {"workspace": WORKSPACE, "kind": "receipt", "target": "UANA", "due_at": NOW - timedelta(hours=1)}
    session.add(Delivery(subject="c1", key="receipt:c1", state="waiting", **owed))
    await session.flush()


async def test_what_is_her_own_changes_no_letter(shoulder: Shoulder, staffed: Settings) -> None:
    """The list, the roster, the outbox and the answer to why are the same before and after."""
    asked = (("people", "--json"), ("why", "UANA"), ("roster", "export"), ("outbox", "list"))
    before = [await shoulder(*words) for words in asked]

    for deed in (pauses, goes_away, is_silent, leaves):
        async with open_database(staffed) as database, database.begin() as session:
            await deed(session)

        assert before == [await shoulder(*words) for words in asked], deed.__name__
    assert [0] * 4 == [each.code for each in before]


async def test_a_message_that_answers_her_is_only_counted(shoulder: Shoulder, staffed: Settings) -> None:
    """Nobody learns from the outbox that Ana did something."""
    async with open_database(staffed) as database, database.begin() as session:
        await is_told_something(session)

    said = await shoulder("outbox", "list")

    assert "other message, late: 1" in said.out
    assert "UANA" not in said.out


async def test_why_says_what_anybody_may_know(shoulder: Shoulder, staffed: Settings) -> None:
    """Invited and without a yes; joined with a closed account; nobody at all. What is theirs is not told, and that is said."""
    dee, nobody = await shoulder("why", "@dee"), await shoulder("why", "cora@prairie.example")
    async with open_database(staffed) as database, database.begin() as session:
        gone = Profile("UANA", "America/Chicago", gone=True, outsider=False, is_bot=False)
        await whereabouts.observe(session, WORKSPACE, gone, told_at=NOW, now=NOW)

    ana = json.loads((await shoulder("why", "Ana Reyes", "--json")).out)

    assert Said(1, "", "@nobody is nobody in this workspace.\n") == await shoulder("why", "@nobody")
    assert "UDEE has an invitation and has not said yes yet." in dee.out
    assert "`/coach-checkin why`" in dee.out
    assert "UCORA has no place as a caseworker here." in nobody.out
    assert (True, "closed") == (ana["joined"], ana["account"])


async def test_a_roster_goes_out_and_in_again(shoulder: Shoulder, ready: Settings) -> None:
    """What was written is read as it is: not one row changes. The zone that Slack knows is left empty."""
    await shoulder("roster", "import", roster(ready, f"{ANA},", f"{BEN},", PAT, heading=WITH_ROLE))
    file, before = ready.data_dir.parent / "out.csv", dump(ready)

    written = await shoulder("roster", "export", "--to", str(file))
    said = await shoulder("roster", "import", str(file), "--json")

    assert Said(0, f"{file} is written, with 3 lines.\n", "") == written
    assert {"changed": 0, "unchanged": 3} == json.loads(said.out)
    assert before == dump(ready)
    assert '"UANA","UCORA","USAM","CWINS","","Monday Wednesday","09:30-12:30",""' in file.read_text("utf-8-sig")


@pytest.mark.parametrize("who", ["UNOBODY", "UBOT"])
async def test_nobody_leads_who_cannot(shoulder: Shoulder, staffed: Settings, who: str) -> None:
    """A slip in the id, or a bot: the program would be nobody's, and nobody would hear of what went wrong."""
    said = await shoulder("people", "lead", who)

    assert (1, True) == (said.code, said.err.startswith(f"{who} cannot lead the program:"))
    assert not any("handed the program to another lead" in line for line in dump(staffed))


async def test_another_lead_is_named_without_sql(shoulder: Shoulder, staffed: Settings) -> None:
    """When Lee has left, the office hands the program on, and it is written down."""
    said = await shoulder("people", "lead", "@sam")

    assert Said(0, "USAM leads the program now.\n", "") == said
    assert "USAM: supervisor, program lead" in (await shoulder("people")).out
    assert any("handed the program to another lead" in line for line in dump(staffed))
