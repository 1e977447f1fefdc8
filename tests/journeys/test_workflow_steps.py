"""Steps in workflows of Slack's: whoever is named in one decides alone, and how a step ends tells nobody about anybody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import outbox, workflow_steps
from bot.shapes import has_shape
from tests import by_hand
from tests.journeys.acts import answer_to, clock_to, texts
from tests.journeys.test_boundaries import HURTING
from tests.journeys.test_rephrase import typed
from tests.world import ROOT, Json, World, buttons, in_one_process

ASK, RECORD = "ask_for_a_check_in", "record_a_check_in"
PREVIEW = "workflow_ask"
OFFER = "A workflow asked me to remind you: you can check in here, if you want to."
NOTHING_TELLS = {"state": "completed", "outputs": {}, "error": None}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The demo's program, where the administrator added the steps."""
    async with in_one_process(tmp_path, slack={"manifest": ROOT / "manifest-workflow-steps.json"}) as made:
        await clock_to(made, "2026-11-02T10:00:00-06:00")
        yield made


async def reach(world: World, step: str, again: str | None = None, **inputs: str) -> str:
    """A workflow reaches this step, and what it owes is sent; gives the execution's id."""
    more = {"execution_id": again} if again else {}
    made = await world.post("step", callback_id=step, inputs=inputs, **more)
    await world.eventually(lambda: ended(world, made["execution_id"]))
    await world.settle()
    return str(made["execution_id"])


async def ended(world: World, execution: str) -> Json | None:
    """How this execution ended, when it has."""
    found = next(each for each in (await world.get("steps"))["steps"] if each["id"] == execution)
    return None if found["state"] == "running" else {name: found[name] for name in NOTHING_TELLS}


async def step_for(world: World, person: str) -> Json | None:
    """How the step that reminds this person ended."""
    return await ended(world, await reach(world, RECORD, whose=person))


async def offers(world: World, person: str) -> int:
    """How many reminders this person has."""
    return (await world.texts(person)).count(OFFER)


async def previews(world: World, person: str) -> int:
    """How many previews with a button this person has."""
    return sum(PREVIEW in buttons(each) for each in await world.messages(person))


async def test_whoever_is_named_as_asker_decides(world: World) -> None:
    """Somebody's workflow names Sam and Ana: Sam sees what would be sent, and only Sam's click asks, once a week."""
    sam, ana = world.person("USAM"), world.person("UANA")
    before = len(await world.messages("UANA"))

    ran = await reach(world, ASK, asker="USAM", whom="UANA", topic="kin")
    twice = await reach(world, ASK, again=ran, asker="USAM", whom="UANA", topic="kin")
    another = await reach(world, ASK, asker="USAM", whom="UANA", topic="kin")
    untouched = len(await world.messages("UANA")) == before
    preview = await sam.latest_with(PREVIEW)
    shown = await previews(world, "USAM")
    await sam.press(PREVIEW)
    told = await sam.told("Asked.")
    await world.settle()
    question = (await ana.latest_with("nudge_reflect"))["text"]
    again = next(each for each in await world.messages("USAM") if each["ts"] == preview["ts"])

    assert ran == twice
    assert [NOTHING_TELLS] * 2 == [await ended(world, each) for each in (ran, another)]
    assert untouched
    assert 1 == shown
    assert "<@UANA>" in preview["text"]
    assert "From <@USAM>, on Relative and kin connections" in texts(preview)
    assert question in texts(preview)
    assert "*You will not see* what they write" in told
    assert "<@USAM> asked me to send you this." in texts(await ana.latest_with("nudge_reflect"))
    assert "You already asked <@UANA> this week." in again["text"]
    assert [] == buttons(again)
    assert "not yet" in await answer_to(sam, "status")


async def test_nobody_is_buried_under_previews(world: World) -> None:
    """Anybody may build a workflow that names Sam again and again, with each of his people: past some a day he gets no more."""
    assert world.app is not None
    now = world.app.clock()
    async with world.app.here.begin() as session:
        for number in range(workflow_steps.MOST_PREVIEWS):
            owed = {"workspace": "T0SHOULDER", "target": "USAM", "due_at": now, "key": f"earlier:{number}"}
            await outbox.enqueue(session, outbox.Kind.READY_TO_ASK, "USAM", **owed)

    ran = await reach(world, ASK, asker="USAM", whom="UANA", topic="kin")

    assert NOTHING_TELLS == await ended(world, ran)
    assert 0 == await previews(world, "USAM")


async def test_how_asking_ends_tells_nothing_of_the_other(world: World) -> None:
    """Sam may ask Ana, and not a stranger, or somebody unknown: the steps end alike. Who has nobody to ask is refused alike."""
    ends = {
        whom: await ended(world, await reach(world, ASK, asker="USAM", whom=whom)) for whom in ("UANA", "UDEE", "UNO")
    }
    refused = {
        str(await ended(world, await reach(world, ASK, asker=asker, whom=whom)))
        for asker in ("UANA", "UNO")
        for whom in ("UANA", "UDEE", "UNO")
    }
    told = [each for each in await world.texts("USAM") if "just now" in each]

    assert [NOTHING_TELLS] * 3 == list(ends.values())
    assert 1 == len(refused)
    assert "This step did nothing. It works for coaches and supervisors" in refused.pop()
    assert 1 == len(told)
    assert "UDEE" not in told[0]


async def test_nobody_else_can_press_it_and_no_private_topic_is_asked(world: World) -> None:
    """Cora, who may ask Ana too, presses Sam's button: it is not there for her. Bias is not asked for by a step."""
    await reach(world, ASK, asker="USAM", whom="UANA", topic="kin")
    button = await world.person("USAM").latest_with(PREVIEW)
    await reach(world, ASK, asker="UCORA", whom="UANA", topic="kin")
    theirs = await world.person("UCORA").latest_with(PREVIEW)
    value = next(each["value"] for block in button["blocks"] for each in block.get("elements", []) if "value" in each)
    channel = (await world.get("messages?channel=UCORA"))["channel"]["id"]
    forged = {"user": "UCORA", "channel": channel, "ts": theirs["ts"], "action_id": PREVIEW, "forge": True}
    before = len(await world.messages("UANA"))

    await world.post("click", **forged, value=value)
    await world.settle()
    bias = await ended(world, await reach(world, ASK, asker="USAM", whom="UANA", topic="bias"))

    assert before == len(await world.messages("UANA"))
    assert bias is not None
    assert "It does not ask on that topic." in bias["error"]


async def test_a_check_in_is_one_click_away_and_never_more(world: World) -> None:
    """Ana gets one reminder a day, whose button opens her own form; the same event twice, and a second run, change nothing."""
    ana = world.person("UANA")
    await world.post("faults", method="events", kind="duplicate", times=1)

    runs = [await reach(world, RECORD, whose="UANA") for _ in range(2)]
    await reach(world, RECORD, again=runs[0], whose="UANA")
    first_day = await offers(world, "UANA")
    await ana.press("home_check_in_now")
    menu = await ana.form("check_in_menu")
    await clock_to(world, "2026-11-04T10:00:00-06:00")  # with this morning's question her week is full
    await reach(world, RECORD, whose="UANA")
    full = await offers(world, "UANA")
    await clock_to(world, "2026-11-09T10:00:00-06:00")
    await reach(world, RECORD, whose="UANA")

    assert [1, 1] == [first_day, full]
    assert "Check in now" == menu["title"]["text"]
    assert 2 == await offers(world, "UANA")
    assert [NOTHING_TELLS] * 2 == [await ended(world, each) for each in runs]


async def test_a_reminder_is_let_go_and_the_step_ends_alike(world: World) -> None:
    """A stranger, no yes yet, outside her hours, a pause, a hard day, days away: nothing comes, now or later, and no step tells."""
    ana = world.person("UANA")

    ends = [await step_for(world, who) for who in ("UNO", "UDEE", "USAM")]
    await answer_to(ana, "pause")
    ends.append(await step_for(world, "UANA"))
    await answer_to(ana, "resume")
    await ana.command("hard day")
    await ana.submit(await ana.form("hard_day_form"), how_long="today")
    ends.append(await step_for(world, "UANA"))
    await clock_to(world, "2026-11-03T22:00:00-06:00")
    ends.append(await step_for(world, "UANA"))
    await answer_to(ana, "pause nov 4 to nov 5")
    await clock_to(world, "2026-11-04T10:00:00-06:00")
    ends.append(await step_for(world, "UANA"))
    await clock_to(world, "2026-11-09T10:00:00-06:00")

    assert [NOTHING_TELLS] * 7 == ends
    assert [0, 0, 0] == [await offers(world, who) for who in ("UDEE", "USAM", "UANA")]
    assert NOTHING_TELLS == await step_for(world, "UANA")
    assert 1 == await offers(world, "UANA")


async def test_nothing_of_a_workflow_changes_when_somebody_leaves(world: World) -> None:
    """Sam asked Ana by a workflow, and another one reminded her. A week later she leaves: what Sam sees stays as it was, to the letter."""
    sam, ana = world.person("USAM"), world.person("UANA")
    await reach(world, RECORD, whose="UANA")
    await reach(world, ASK, asker="USAM", whom="UANA", topic="kin")
    await sam.press(PREVIEW)
    await sam.told("Asked.")
    await clock_to(world, "2026-11-12T10:00:00-06:00")
    before = await world.messages("USAM")
    await answer_to(ana, "leave")
    await world.settle()

    assert before == await world.messages("USAM")
    assert [] == by_hand.read(world.settings, "SELECT kind, reason FROM deliveries WHERE state = 'failed'")


async def test_nothing_comes_on_a_day_that_is_to_stay_quiet(world: World) -> None:
    """Ana wrote that she is in distress, and met people who can help: no workflow reminds her that day."""
    ana = world.person("UANA")
    await ana.press("nudge_reflect")
    await typed(ana, HURTING)

    end = await step_for(world, "UANA")

    assert NOTHING_TELLS == end
    assert 0 == await offers(world, "UANA")


@pytest.mark.expects_errors
async def test_what_breaks_ends_the_step_with_a_reference(world: World) -> None:
    """Slack does not take our answer: the step fails, in words, with what the log calls it."""
    await world.post("faults", method="functions.completeSuccess", kind="error:fatal_error", times=1)

    end = await ended(world, await reach(world, RECORD, whose="UANA"))

    assert end is not None
    assert "failed" == end["state"]
    assert "our log calls this" in end["error"]


@pytest.mark.parametrize(
    "odd", [{"function": None}, {"function": "x"}, {"function_execution_id": 1}, {"inputs": ["x"]}], ids=str
)
def test_a_step_of_another_shape_is_turned_away(odd: Json) -> None:
    """Signed, and yet not what Slack sends."""
    event = {
        "type": "function_executed",
        "function": {"callback_id": ASK},
        "function_execution_id": "Fx1",
        "inputs": {},
    }

    assert has_shape({"type": "event_callback", "event": event})
    assert not has_shape({"type": "event_callback", "event": event | odd})


async def test_without_the_second_manifest_there_is_no_step(tmp_path: Path) -> None:
    """Nobody notices."""
    async with in_one_process(tmp_path) as usual:
        state = await usual.get("steps")

    assert {"ok": True, "steps": []} == state
