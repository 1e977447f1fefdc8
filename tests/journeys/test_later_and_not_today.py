"""A question that comes at a bad time: later, not today, or half answered and left."""

import pytest

from tests.journeys.acts import (
    answer,
    answer_to,
    ask,
    clock_to,
    keep_for,
    nudged,
    press_home,
    start,
    texts,
    with_button,
)
from tests.journeys.test_sessions import cues, set_date
from tests.world import World, buttons

FIVE_HOURS = 5 * 3600


async def test_later_comes_back_once_inside_her_hours(http_world: World) -> None:
    """Pressed three times at half past nine, it comes back once, at half past eleven."""
    ana = await nudged(http_world)

    for _ in range(3):
        await ana.press("nudge_later", (await with_button(ana, "nudge_later"))[0])
    told = await ana.told("No rush.")
    await clock_to(http_world, "2026-11-02T11:29:00-06:00")
    before = len(await with_button(ana, "nudge_reflect"))
    await clock_to(http_world, "2026-11-02T11:31:00-06:00")
    await clock_to(http_world, "2026-11-02T12:29:00-06:00")

    assert "No rush. I will bring it back Monday, Nov 2 at 11:30 am." == told
    assert (1, 2) == (before, len(await with_button(ana, "nudge_reflect")))


async def test_later_near_the_end_of_her_hours_waits_for_the_next(http_world: World) -> None:
    """At noon, two hours later is outside her hours: it comes on Wednesday."""
    ana = await nudged(http_world)
    await clock_to(http_world, "2026-11-02T12:00:00-06:00")

    await ana.press("nudge_later")

    assert "No rush. I will bring it back Wednesday, Nov 4 at 9:30 am." == await ana.told("No rush.")


async def test_later_on_what_came_back_already_promises_nothing(http_world: World) -> None:
    """It comes back once; pressing Later again says that it stays where it is, and keeps that word."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await clock_to(http_world, "2026-11-02T11:31:00-06:00")

    await ana.press("nudge_later")
    told = await ana.told("Still here")
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert "Still here if you want it. No rush." == told
    assert 3 == len(await with_button(ana, "nudge_reflect"))


async def test_later_on_cue_prompts_promises_nothing_after_the_session(http_world: World) -> None:
    """Her session is on Thursday and her next hours are on Monday: what would come back then stays where it is."""
    ana = http_world.person("UANA")
    await set_date(ana)
    await clock_to(http_world, "2026-11-11T11:59:00-06:00")

    await ana.press("nudge_later", (await cues(ana))[0])

    assert "Still here if you want it. No rush." == await ana.told("No rush.")


async def test_later_on_cue_prompts_of_a_cancelled_session_promises_nothing(http_world: World) -> None:
    """They came at ten, and Cora cancels the session: what would not come back at noon is not promised for then."""
    ana = http_world.person("UANA")
    await set_date(ana, at="10:00")
    await clock_to(http_world, "2026-11-11T10:01:00-06:00")
    await set_date(http_world.person("UCORA"), person="UANA", none=["gone"])

    await ana.press("nudge_later", (await cues(ana))[0])

    assert "Still here if you want it. No rush." == await ana.told("No rush.")


async def test_an_answer_closes_both_copies(http_world: World) -> None:
    """Once answered, neither the first message nor the one that came back asks again."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await clock_to(http_world, "2026-11-02T11:31:00-06:00")

    await answer(ana, "I asked first.")

    assert [] == await with_button(ana, "nudge_reflect")


async def test_answered_before_it_came_back(http_world: World) -> None:
    """What was answered meanwhile does not come back."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await ana.told("No rush.")

    await answer(ana, "I asked first.")
    await clock_to(http_world, "2026-11-02T11:31:00-06:00")

    assert [] == await with_button(ana, "nudge_reflect")


async def test_not_today_closes_it_kindly(http_world: World) -> None:
    """The buttons go, one kind line stays, and nothing comes back that day."""
    ana = await nudged(http_world)

    await ana.press("nudge_not_today")
    await http_world.settle()
    await clock_to(http_world, "2026-11-02T12:29:00-06:00")

    assert [] == await with_button(ana, "nudge_reflect")
    assert "No problem. Skipping is fine." in str(await ana.inbox())


async def test_not_today_tells_nobody(http_world: World) -> None:
    """Cora, Sam and Lee have seen nothing of it."""
    ana = await nudged(http_world)
    await ana.press("nudge_not_today")
    await http_world.settle()

    for other in ("UCORA", "USAM", "ULEE"):
        assert "Skipping" not in await http_world.person(other).everything()


async def test_a_draft_survives_closing_the_form(http_world: World) -> None:
    """Ana answers the first step and closes the form; Reflect opens the second, and the first answer is kept."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    second = (await ana.answer("I asked first."))["view"]

    await http_world.post("close", user="UANA", view_id=second["id"])
    await ana.press("nudge_reflect")
    again = await ana.form("reflection_step")
    await ana.submit(await ana.walk("Then I listened."), audience="coach")

    assert texts(second) == texts(again)
    home = texts(await http_world.person("UCORA").home())
    assert "I asked first." in home
    assert "Then I listened." in home


async def test_a_check_in_of_ones_own_survives_closing_too(http_world: World) -> None:
    """A path that Ana started herself waits as well: picking it again goes on where she left."""
    ana = http_world.person("UANA")
    first = await start(ana, "path:if-then")
    second = (await ana.answer("Asking before I guess."))["view"]

    await http_world.post("close", user="UANA", view_id=second["id"])
    again = await start(ana, "path:if-then")

    assert texts(first) != texts(again)
    assert texts(second) == texts(again)


async def test_a_topic_that_she_began_is_gone_on_with(http_world: World) -> None:
    """Ana left a question on kin half answered. Though others on kin come next, picking the topic goes on where she left."""
    ana = http_world.person("UANA")
    await start(ana, "topic:kin")
    second = (await ana.answer("Asking before I guess."))["view"]
    await http_world.post("close", user="UANA", view_id=second["id"])
    await ask(http_world.person("USAM"), "<@UANA> kin")

    assert texts(second) == texts(await start(ana, "topic:kin"))


async def test_a_topic_that_she_only_looked_at_holds_her_to_nothing(http_world: World) -> None:
    """She closed the question without a word: the topic gives whatever is next."""
    ana = http_world.person("UANA")
    first = await start(ana, "topic:kin")
    await http_world.post("close", user="UANA", view_id=first["id"])
    await ask(http_world.person("USAM"), "<@UANA> kin")

    assert texts(first) != texts(await start(ana, "topic:kin"))


async def test_not_today_leaves_a_way_back_to_what_she_began(http_world: World) -> None:
    """Half answered and closed, then *Not today*: Reflect stays and goes on where she left. Cora sees no difference, nor is Ana nudged."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await ana.press("nudge_reflect")
    second = (await ana.answer("I asked first."))["view"]
    await http_world.post("close", user="UANA", view_id=second["id"])
    before = await cora.everything()

    await ana.press("nudge_not_today")
    await http_world.settle()
    (left,) = await with_button(ana, "nudge_reflect")
    seen = await cora.everything()
    await ana.press("nudge_reflect", left)
    again = await ana.form("reflection_step")
    await ana.submit(await ana.walk("Then I listened."), audience="coach")
    await http_world.settle()

    assert ["nudge_reflect"] == buttons(left)
    assert "What you have answered is kept, for you alone." in texts(left)
    assert before == seen
    assert texts(second) == texts(again)
    assert [] == await with_button(ana, "nudge_reflect")
    assert "I asked first." in texts(await cora.home())


@pytest.mark.parametrize("how", ["deleted", "had its time"])
async def test_what_is_gone_is_not_said_to_be_kept(http_world: World, how: str) -> None:
    """Half answered, *Not today*, and then it is deleted or has had its time: below the question nothing says that it is kept."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    await ana.answer("I asked first.")
    await ana.press("nudge_not_today")
    await http_world.settle()
    (left,) = await with_button(ana, "nudge_reflect")

    if how == "deleted":
        await press_home(ana, "records_delete_mine")
    else:
        await keep_for(http_world, keep_words=8)
        await clock_to(http_world, "2026-11-11T09:00:00-06:00")

    (still,) = [each for each in await ana.inbox() if each["ts"] == left["ts"]]
    assert "is kept" in texts(left)
    assert "is kept" not in texts(still)
    assert [] == buttons(still)


async def test_skipping_every_step_keeps_nothing(http_world: World) -> None:
    """A path without an answer ends with a kind line, and App Home lists nothing."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")
    while form["callback_id"] == "reflection_step":
        form = (await ana.submit(form))["view"]

    assert "No problem. Skipping is fine." in texts(form)
    assert "None yet." in texts(await ana.home())


async def test_a_stale_button_says_that_it_was_answered(http_world: World) -> None:
    """Reflect on a question that was answered meanwhile opens no second check-in."""
    ana = await nudged(http_world)
    message = await ana.latest_with("nudge_reflect")
    nudge_id = next(
        each["value"] for block in message["blocks"] for each in block.get("elements", []) if "value" in each
    )
    await answer(ana, "I asked first.")

    await http_world.post(
        "click", user="UANA", channel="UANA", ts=message["ts"], action_id="nudge_reflect", value=nudge_id, forge=True
    )

    assert (await ana.told("You answered this one.")).startswith("You answered this one.")


async def test_later_in_a_pause_promises_nothing_that_the_pause_forbids(http_world: World) -> None:
    """Paused to Tuesday, it comes back on Wednesday, and does; paused without an end, no moment is named."""
    ana = await nudged(http_world)
    (question,) = await with_button(ana, "nudge_later")
    await answer_to(ana, "pause")
    await ana.press("nudge_later", question)
    endless = await ana.told("No rush.")
    await answer_to(ana, "pause until tuesday")

    await ana.press("nudge_later", question)
    told = await ana.told("I will bring it back")
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert "Still here if you want it. No rush." == endless
    assert "No rush. I will bring it back Wednesday, Nov 4 at 9:30 am." == told
    assert 3 == len(await with_button(ana, "nudge_reflect"))
