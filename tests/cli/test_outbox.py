"""`shoulder outbox`: what is late, what failed and why; and to send it again, once and not twice."""

import json
from datetime import timedelta

import pytest

from bot.app import open_database
from bot.db.tables import Delivery
from bot.sandbox.run import WORKSPACE
from bot.services import owed
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder
from tests.world import MONDAY_9_29, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")
AN_HOUR = timedelta(hours=1)


async def owe(settings: Settings, **row: object) -> str:
    """A row of the outbox, as a round left it; gives its id."""
    kind, number = str(row["kind"]), len(row)
    values = {"subject": f"s{number}", "key": f"{kind}:{row['target']}", "due_at": MONDAY_9_29 - AN_HOUR, **row}
    async with open_database(settings) as database, database.begin() as session:
        made = Delivery(workspace=WORKSPACE, **values)
        session.add(made)
        await session.flush()
        return made.id


async def test_what_failed_is_told_with_its_mend(shoulder: Shoulder, ready: Settings) -> None:
    """A question that Slack refused, and a small success for a channel without the app; a receipt is only counted."""
    lost = {"state": "failed", "settled_at": MONDAY_9_29 - AN_HOUR, "reason": "not_in_channel"}
    await owe(ready, kind="celebration", target="CWINS", **lost)
    await owe(ready, kind="receipt", target="UANA", **lost)
    late = await owe(ready, kind="digest", target="UCORA", state="waiting")

    said, facts = await shoulder("outbox", "list"), json.loads((await shoulder("outbox", "list", "--json")).out)

    assert "small success for CWINS, failed, not_in_channel" in said.out
    assert "I am not in that channel." in said.out
    assert "UANA" not in said.out
    assert [(late, "digest", "UCORA")] == [(each["id"], each["what"], each["to"]) for each in facts["late"]]
    assert {("other message", 1), ("small success", 1), ("digest", 1)} == {
        (each["what"], each["count"]) for each in facts["counted"]
    }


async def test_what_cannot_be_sent_again_is_said(shoulder: Shoulder, ready: Settings) -> None:
    """Nothing is late; so nothing can be named, and something must be named."""
    strange = f"{owed.SEEN}\n"

    assert Said(0, "Nothing is late, and nothing has failed in four weeks.\n", "") == await shoulder("outbox", "list")
    assert Said(1, "", "Say which: the ids from `shoulder outbox list`, or --all.\n") == await shoulder(
        "outbox", "retry"
    )
    assert Said(1, "", strange) == await shoulder("outbox", "retry", "nothing")


async def test_what_was_for_yesterday_is_not_promised_for_today(shoulder: Shoulder, ready: Settings) -> None:
    """A question whose hours are over and a digest of last week: the digest comes, and of the question nobody says that it will."""
    lost = {"state": "failed", "settled_at": MONDAY_9_29 - AN_HOUR, "reason": "restricted_action"}
    question = await owe(ready, kind="nudge", target="UANA", expires_at=MONDAY_9_29 - AN_HOUR, **lost)
    await owe(ready, kind="digest", target="UCORA", expires_at=MONDAY_9_29 - AN_HOUR, **lost)

    listed = (await shoulder("outbox", "list")).out.splitlines()
    named = await shoulder("outbox", "retry", question)
    all_ = await shoulder("outbox", "retry", "--all")

    assert [True] == [line.endswith(owed.PASSED) for line in listed if line.startswith(question)]
    assert Said(1, "", f"{owed.SEEN}\n") == named
    assert "1 to be sent again, with the app's next beat. 1 more had their time, and are not sent again.\n" == all_.out
    assert question in (await shoulder("outbox", "list")).out


async def test_what_failed_comes_after_the_mend_and_once(shoulder: Shoulder, settings: Settings) -> None:
    """Slack refused Dee's invitation; sent again by its id it is there, and a second try finds nothing more to send."""
    async with in_one_process(settings.data_dir.parent / "world") as world:
        where = {"DATA_DIR": str(world.settings.data_dir), "CLOCK_URL": world.settings.clock_url}
        await world.post("faults", method="chat.postMessage", kind="error:restricted_action", times=1)
        await world.post("people", id="UKIM", tz="America/Chicago")
        await world.post("command", user="ULEE", command="/coach-checkin", text="enroll")
        form = await world.person("ULEE").form("enroll_form")
        place = {"caseworkers": ["UKIM"], "coach": "UCORA", "supervisor": "USAM", "channel": "CWINS"}
        await world.person("ULEE").submit(form, **place)
        await world.settle()
        before = await world.texts("UKIM")
        (failed,) = json.loads((await shoulder("outbox", "list", "--json", **where)).out)["failed"]

        again = await shoulder("outbox", "retry", failed["id"], **where)
        await world.settle()

        assert [] == before
        assert ("invitation", "UKIM", 0) == (failed["what"], failed["to"], again.code)
        assert 1 == len(await world.texts("UKIM"))
        assert 1 == (await shoulder("outbox", "retry", failed["id"], **where)).code
