"""A walk through each path, and its picture in docs/tour.md: whoever opens it on the page sees it just like this."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.screen import SAID, Screen
from tests.journeys.acts import answer_to, clock_to, start
from tests.journeys.goals_acts import suggest
from tests.journeys.test_own_coaching import learner
from tests.journeys.test_paths_of_ones_own import PLAN, through
from tests.journeys.test_sessions import set_date
from tests.privacy.watching import close_windows
from tests.slack.drawn import library
from tests.world import ROOT, Json, Person

PICTURES = ROOT / "docs" / "pictures" / "tour"
PAGE = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
MOST_BYTES = 60_000
OF_THE_MENU = {
    "bias": ("triggers", {"feel": "Tight chest.", "triggers": "A raised voice.", "plan": PLAN}),
    "debrief": ("worked", {"what": "A short visit.", "worked": "I let her finish."}),
    "if-then": ("plan", {"moment": "When I knock.", "plan": PLAN}),
    "meeting": ("day", {"day": "2026-11-13"}),
    "kin-search": ("child", {"child": "I ask who makes them laugh."}),
    "ask": ("plan", {"guess": "That I rush.", "plan": "What would make this easier?"}),
}
"""The paths that a caseworker starts from the menu: the step to look at, and what is answered on the way."""
Taken = Callable[[Screen, str], Awaitable[None]]


@pytest.fixture
def picture(tmp_path: Path) -> Taken:
    """Take a picture of the form on top. The file in docs is written with PICTURES=1 alone; its size is checked each time."""

    async def take(screen: Screen, name: str) -> None:
        target = (PICTURES if os.environ.get("PICTURES") == "1" else tmp_path) / f"{name}.png"
        await expect(screen.form).to_be_visible()
        target.parent.mkdir(parents=True, exist_ok=True)
        await screen.form.screenshot(path=target, animations="disabled")

        assert len(target.read_bytes()) < MOST_BYTES

    return take


async def walk_to(ana: Person, form: Json, step: str, answers: dict[str, str]) -> Json:
    """Answer one screen after the other, until this step is asked; gives its form."""
    while not any(str(block.get("block_id", "")).startswith(f"{step}:") for block in form["blocks"]):
        asked = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
        given = {block: answers[name] for block in asked if (name := block.partition(":")[0]) in answers}
        form = (await ana.submit(form, **given))["view"]
    return form


async def keep(screen: Screen, form: Json, answers: dict[str, str], **picked: object) -> None:
    """Answer the rest and keep it; the receipt stands in the messages."""
    ana = screen.world.person("UANA")
    named = {name.replace("-", "_"): said for name, said in answers.items()}
    await ana.submit(await through(ana, form, **named), **(picked or {"audience": "only_me"}))
    await screen.world.settle()
    await screen.sees("Kept")


@pytest.mark.parametrize("key", OF_THE_MENU)
async def test_a_path_from_the_menu(page: Screen, picture: Taken, key: str) -> None:
    """Ana starts it, is shown what it says on the page, answers it to its end, and has her receipt."""
    step, answers = OF_THE_MENU[key]
    ana = page.world.person("UANA")

    form = await walk_to(ana, await start(ana, f"path:{key}"), step, answers)
    await page.title(form["title"]["text"])
    await picture(page, key)

    await keep(page, form, answers)


async def test_before_a_coaching_session(page: Screen, picture: Taken) -> None:
    """The date is set; a day before, in Ana's hours, the cue prompts come, and she picks what Cora gets to see."""
    ana = page.world.person("UANA")
    await set_date(ana)
    await clock_to(page.world, "2026-11-11T10:00:00-06:00")
    answers = {"want": "Help with one visit.", "tried": "I asked first.", "worked": "Waiting."}

    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")
    await picture(page, "before-session")

    await keep(page, form, answers, **{"lines:mine:0": ["want"]})
    shown = str(await page.world.person("UCORA").home())

    assert ("Help with one visit." in shown, "I asked first." in shown) == (True, False)


async def test_a_look_at_ones_own_wellbeing(page: Screen, picture: Taken) -> None:
    """Ana looks at how she is doing; people who can help are named, and there is no receipt, for nothing is kept."""
    ana = page.world.person("UANA")
    form = await start(ana, "path:wellbeing")
    await page.page.set_viewport_size({"width": 1280, "height": 700})
    await picture(page, "wellbeing")

    await ana.submit(form, weight="a bit worn")
    await expect(page.form).to_contain_text("988")
    await ana.submit(await ana.form("wellbeing_next"), more="I am done")
    await page.world.settle()

    await expect(page.page.get_by_text("Kept", exact=True)).to_have_count(0)


async def test_a_look_at_ones_own_coaching(page: Screen, picture: Taken) -> None:
    """Cora learns, too: she looks at her own coaching, and keeps it to herself."""
    cora = await learner(page.world)
    await page.be("Cora")
    form = await walk_to(cora, await start(cora, "path:coaching-skill"), "did", {})
    await page.title(form["title"]["text"])
    await picture(page, "coaching-skill")

    await cora.submit(await through(cora, form, did="I listened to the end."))
    await page.world.settle()
    await page.sees("Kept")


async def test_a_check_in_that_somebody_asked_for(page: Screen, picture: Taken) -> None:
    """Sam sees just what will be sent, and Ana who asked; what she keeps to herself is “not yet” for him."""
    sam, ana = page.world.person("USAM"), page.world.person("UANA")
    await page.be("Sam")
    await sam.command("@ana kin")
    await sam.form("request_preview")
    await picture(page, "asked")

    await sam.submit(await sam.form("request_preview"))
    await close_windows(page.world, "USAM")
    await page.be("Ana")
    await page.world.next_nudge()
    await page.sees("asked me to send you this. It is for your growth, not your review.")
    await ana.press("nudge_reflect")
    await ana.submit(await ana.walk(SAID), audience="only_me")
    await page.world.settle()
    await page.sees("Kept")

    assert "not yet" in await answer_to(sam, "status")


async def test_the_agreement(page: Screen, picture: Taken) -> None:
    """Dee is invited; she reads it, picks her days and hours, and is in with her yes."""
    dee = page.world.person("UDEE")
    await page.page.set_viewport_size({"width": 1280, "height": 450})  # a long form: its beginning is enough
    await page.be("Dee")
    await dee.press_home("agreement_read")
    await dee.form("agreement_form")
    await picture(page, "agreement")

    await dee.submit(await dee.form("agreement_form"))
    await page.world.settle()

    assert "Your next question comes" in str(await dee.home())


async def test_a_goal(page: Screen, picture: Taken) -> None:
    """Ana suggests one of her own; it waits for Cora's yes."""
    ana = page.world.person("UANA")
    await ana.press_home("goal_suggest")
    await ana.form("goal_words")
    await picture(page, "goal")
    await page.world.post("close", user="UANA", view_id=(await ana.form("goal_words"))["id"])

    await suggest(ana)

    assert "it waits for a yes from <@UCORA>" in str(await ana.home())


async def test_the_tour_names_every_path() -> None:
    """Whoever adds a path adds it to the page, too."""
    assert [] == [path.title for path in library().paths.values() if f"*{path.title}*" not in PAGE]


async def test_each_picture_of_the_tour_is_there() -> None:
    """And no picture is left over."""
    shown = {path.name for path in PICTURES.glob("*.png")}

    assert shown == {part.partition(")")[0] for part in PAGE.split("pictures/tour/")[1:]}
