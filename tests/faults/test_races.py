"""People change their minds while Slack is slow: what was posted follows, whoever comes first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import celebrations
from tests.faults.ledger import arrived, calm, never_twice_never_lost, quiet, rows, states, still_open
from tests.faults.owing import ANAS_TIME, celebration, nudge
from tests.world import Engine, World, in_one_process

POST, HISTORY, UPDATE = "chat.postMessage", "conversations.history", "chat.update"
TEAM = "T0SHOULDER"


@pytest.fixture
async def patient(tmp_path: Path, database: Engine) -> AsyncIterator[World]:
    """A world in which the app waits long for Slack, so that a slow answer is no lost one."""
    async with in_one_process(tmp_path, database=database, slack_timeout_seconds=8) as world:
        await calm(world)
        yield world


async def take_back(world: World) -> None:
    """Ana takes her one celebration back: by the service, for the button has not reached her yet."""
    assert world.app is not None
    celebration_id = rows(world, "celebration")[0]["subject"]
    async with world.app.database.begin() as session:
        await celebrations.withdraw(session, TEAM, "UANA", celebration_id, now=world.app.clock())


async def test_taken_back_while_slack_is_taking_it(patient: World) -> None:
    """The post is on the wire when Ana takes it back: it lands, and goes away again."""
    await patient.post("faults", method=POST, kind="slow", times=2, seconds=0.7)
    posting = asyncio.create_task(celebration(patient))
    await patient.eventually(lambda: patient.messages("CWINS"))
    await take_back(patient)
    await posting
    await quiet(patient)

    assert [] == await patient.messages("CWINS")
    assert ["sent"] == states(patient, "removal")
    assert not still_open(patient)


async def test_taken_back_before_slack_heard_of_it(begun: World) -> None:
    """Slack was busy and the celebration still waited: it is never posted."""
    await begun.post("faults", method=POST, kind="ratelimited", times=2, retry_after=30)
    await celebration(begun)
    await take_back(begun)
    await quiet(begun)
    log = (await begun.get("log"))["entries"]

    assert ["withdrawn"] == states(begun, "celebration")
    assert [] == await begun.messages("CWINS")
    assert not [each for each in log if each["kind"] == "chat.delete"]


async def test_taken_back_while_nobody_knows(begun: World) -> None:
    """The answer to the post was lost and it did arrive; taken back before the look: found, and removed."""
    await begun.post("faults", method=POST, kind="drop_after", times=2)
    await celebration(begun)
    assert ["unknown"] == states(begun, "celebration")
    await take_back(begun)
    await quiet(begun)

    assert [] == await begun.messages("CWINS")


async def test_taken_back_and_never_arrived(begun: World) -> None:
    """The answer was lost and it had not arrived; taken back before the look: it is not posted any more."""
    await begun.post("faults", method=POST, kind="drop_before", times=2)
    await celebration(begun)
    await take_back(begun)
    await quiet(begun)

    assert ["withdrawn"] == states(begun, "celebration")
    assert [] == await begun.messages("CWINS")


async def test_a_removal_outwaits_a_long_doubt(begun: World) -> None:
    """Slack does not let us look for a minute: the removal asks again and again, and is not given up on."""
    await begun.post("faults", method=POST, kind="drop_after", times=2)
    await celebration(begun)
    await take_back(begun)
    await begun.post("faults", method=HISTORY, kind="ratelimited", times=2, retry_after=60)
    await begun.post("clock", advance_seconds=55)
    assert ["waiting"] == states(begun, "removal")
    await quiet(begun)

    assert [] == await begun.messages("CWINS")


async def test_a_pause_while_it_was_unclear(begun: World) -> None:
    """The nudge's answer was lost and it had not arrived; Ana pauses: the look finds nothing, and nothing is sent."""
    await begun.post("faults", method=POST, kind="drop_before")
    await nudge(begun)
    await begun.person("UANA").command("pause")
    await begun.settle()
    await quiet(begun)

    assert [("expired", "gone_quiet")] == [(row["state"], row["reason"]) for row in rows(begun, "nudge")]
    assert not [each for each in await begun.messages("UANA") if "nudge_reflect" in str(each)]


async def test_a_new_look_of_a_message_on_its_way(begun: World) -> None:
    """Ana starts nothing and skips: the look that changes while Slack is cut off is the last one, on the one message."""
    ana = begun.person("UANA")
    await begun.post("clock", to=ANAS_TIME)
    await begun.post("faults", method=UPDATE, kind="drop_after")
    await ana.press("nudge_not_today")
    await begun.settle()
    await quiet(begun)
    await never_twice_never_lost(begun, "nudge")
    message = (await ana.inbox())[-1]

    assert "nudge_reflect" not in str(message)
    assert "sent" == rows(begun, "refresh")[-1]["state"]


async def test_a_look_goes_through_all_pages(begun: World) -> None:
    """Hundreds of messages came after ours: the look at the channel reads on until it finds it."""
    await begun.post("faults", method=POST, kind="drop_after", times=2)
    await celebration(begun)
    for number in range(410):
        await begun.post("message", user="UBEN", channel="CWINS", text=f"hello {number}")
    await quiet(begun)

    await never_twice_never_lost(begun, "celebration")


async def test_our_clock_may_be_wrong(begun: World) -> None:
    """The machine's clock runs twenty minutes ahead of Slack's: the look still finds what had arrived."""
    assert begun.app is not None
    app = begun.app
    await begun.post("clock", to=ANAS_TIME)
    ahead = (await begun.get("clock"))["offset_seconds"] + timedelta(minutes=20).total_seconds()
    await begun.post("faults", method=POST, kind="drop_after", times=2)
    app.clock.run_ahead(ahead)
    await celebration_without_the_clock(begun)
    app.clock.run_ahead(ahead + 60)
    await app.send_everything()
    times = await arrived(begun)

    assert [1] == [times[row["id"]] for row in rows(begun, "celebration")]
    assert ["sent"] == states(begun, "celebration")


async def celebration_without_the_clock(world: World) -> None:
    """The same as `celebration`, but nobody tells the app the right time meanwhile."""
    assert world.app is not None
    said = await world.post("message", user="UANA", channel="CGENERAL", text="I asked before I guessed")
    await world.post("shortcut", user="UANA", callback_id="celebrate_this", channel="CGENERAL", ts=said["ts"])
    ana = world.person("UANA")
    await ana.submit(await ana.form("celebration_preview"), words="I asked before I guessed")
    await world.app.errands.drain()
    await world.app.send_everything()
