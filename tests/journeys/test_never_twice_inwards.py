"""Whatever Slack tells twice is done once, over both ways; what breaks after the answer is told to whoever waits for it."""

import asyncio
import re
from typing import Any

import pytest

from bot.inwards import CAME_TWICE
from bot.services import nudges, standing
from bot.slack.desk import MOST_WAITING
from tests.journeys.acts import nudged
from tests.world import Json, Person, World


async def twice(world: World, what: str = "interactive") -> None:
    """The next thing that is done comes twice."""
    await world.post("faults", method=what, kind="duplicate")


async def brought(world: World, kind: str) -> list[Json]:
    """What Slack brought of this kind, with the app's answers."""
    return [each for each in (await world.get("log?after=0"))["entries"] if each["kind"] == kind]


async def test_a_command_that_comes_twice_is_answered_once(world: World) -> None:
    """Ana types once; she reads one answer, and Slack has both acknowledged."""
    ana = world.person("UANA")
    await twice(world)

    await ana.command("status")
    await world.settle()

    assert [200, 200] == [each["status"] for each in await brought(world, "slash_commands")]
    assert 1 == len([each for each in await ana.inbox() if each.get("ephemeral_for") == "UANA"])


async def test_a_click_that_comes_twice_opens_one_form(world: World) -> None:
    """*Reflect* opens one window; the second time it is acknowledged and nothing else."""
    ana = await nudged(world)
    await twice(world)

    await ana.press("nudge_reflect")
    await ana.form("reflection_step")
    await world.settle()

    assert [200, 200] == [each["status"] for each in await brought(world, "block_actions")]
    assert 1 == len(await brought(world, "views.open"))


async def test_a_form_that_comes_twice_is_kept_once_and_stays_open(world: World) -> None:
    """The first answer turns the form; to the second Slack is told to leave it open, for nobody knows whether it has the first."""
    ana = await nudged(world)
    await ana.press("nudge_reflect")
    await ana.form("reflection_step")
    before = world.row_counts()
    await twice(world)

    sent = await ana.answer("I slowed down first")

    first, second = [each["response"] for each in await brought(world, "view_submission")]
    assert sent["ok"]
    assert ("update", "errors") == (first["response_action"], second["response_action"])
    assert [CAME_TWICE] == list(second["errors"].values())
    assert before["answers"] + 1 == world.row_counts()["answers"]


async def test_an_event_that_comes_twice_is_heard_once(world: World) -> None:
    """Ana opens App Home; Slack tells of it again as a retry, which is acknowledged and draws nothing."""
    await twice(world, "events")

    await world.post("home", user="UANA")
    await world.eventually(lambda: _brought(world, "events_api:app_home_opened", 2))
    await world.settle()

    assert 1 == len(await brought(world, "views.publish"))
    assert [200, 200] == [each["status"] for each in await brought(world, "events_api:app_home_opened")]


async def _brought(world: World, kind: str, number: int) -> bool:
    return len(await brought(world, kind)) >= number


async def test_an_event_that_could_not_be_taken_is_taken_later(world: World) -> None:
    """Too much is under way: Slack is told to come again, and the second time it is heard."""
    assert world.app is not None
    world.app.courier.courtesy._waiting += MOST_WAITING
    await world.post("home", user="UANA")
    await world.eventually(lambda: _brought(world, "events_api:app_home_opened", 1))
    world.app.courier.courtesy._waiting -= MOST_WAITING

    await world.eventually(lambda: _brought(world, "views.publish", 1), seconds=30)

    came = [each["status"] for each in await brought(world, "events_api:app_home_opened")]
    assert (True, 200) == (came[0] != 200, came[-1])


async def broken(*_: Any, **__: Any) -> None:
    """As if a table were gone."""
    raise RuntimeError("a table is gone")


async def reference_in(texts: list[str]) -> str:
    """What the apology calls it."""
    (found,) = [match[1] for text in texts if (match := re.search(r"our log calls this (\w{8})\.", text))]
    return found


@pytest.mark.expects_errors
async def test_what_breaks_after_the_answer_is_told_with_a_reference(
    world: World, monkeypatch: pytest.MonkeyPatch, nothing_broke: list[Json]
) -> None:
    """A click, a reply in the chat, App Home: each was acknowledged, each broke, and each is told where its person looks."""
    ana = await nudged(world)
    monkeypatch.setattr(nudges, "own_nudge", broken)
    monkeypatch.setattr("bot.services.chat_replies.keep", broken)
    monkeypatch.setattr(standing, "corner", broken)

    await ana.press("nudge_not_today")
    beside = await reference_in([await ana.told("our log calls this")])
    await ana.say("I slowed down")
    in_chat = await reference_in(await _private(ana, 2))
    home = await reference_in([str(await ana.home())])

    assert {beside, in_chat, home} == {each["reference"] for each in nothing_broke}
    assert {"UANA"} == {each["person"] for each in nothing_broke}


@pytest.mark.expects_errors
async def test_what_is_cut_off_at_a_stop_is_told_with_a_reference(
    world: World, monkeypatch: pytest.MonkeyPatch, nothing_broke: list[Json]
) -> None:
    """The app stops while a click is worked on, in the middle of a change: it is cut off, and Ana reads so before the app ends."""
    ana, begun = await nudged(world), asyncio.Event()

    async def never_done(*_: Any, **__: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(nudges, "own_nudge", never_done)
    await ana.press("nudge_not_today")
    await asyncio.wait_for(begun.wait(), 10)
    assert world.app is not None
    await world.app.errands.drain(0.01)

    (cut,) = nothing_broke
    told = await reference_in([each["text"] for each in await ana.inbox()])
    assert ("work_cut_off", told) == (cut["event"], cut["reference"])


async def _private(person: Person, number: int) -> list[str]:
    async def look() -> list[str] | None:
        seen = [each["text"] for each in await person.inbox() if each.get("ephemeral_for") == person.id]
        return seen[number - 1 :] if len(seen) >= number else None

    found: list[str] = await person.world.eventually(look)
    return found
