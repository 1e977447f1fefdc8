"""A walk through each path by clicking, as a person does, and its picture in docs/tour.md: whoever opens it sees it just like this."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import nothing_amiss
from tests.browser.pictures import FOLDER, Album, of_form
from tests.browser.screen import SAID, Screen, open_screen
from tests.journeys.acts import clock_to
from tests.journeys.test_own_coaching import learner
from tests.journeys.test_paths_of_ones_own import PLAN
from tests.privacy.watching import close_windows
from tests.slack.drawn import library
from tests.world import ROOT, in_one_process

PICTURES = FOLDER / "tour"
PAGE = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
MOST_BYTES = 60_000
OF_THE_MENU = {
    "bias": ("triggers", {"feel": "Tight chest.", "triggers": "A raised voice.", "plan": PLAN}),
    "debrief": ("worked", {"what": "A short visit.", "worked": "I let her finish."}),
    "if-then": ("plan", {"moment": "When I knock.", "plan": PLAN}),
    "meeting": ("day", {"day": "2026-11-20"}),
    "kin-search": ("child", {"child": "I ask who makes them laugh."}),
    "ask": ("plan", {"guess": "That I rush.", "plan": "What would make this easier?"}),
}
"""The paths that a caseworker starts from the menu: the step to look at, and what is answered on the way."""
Taken = Callable[[str], Awaitable[None]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tour(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Screen]:
    """One program for all of the tour, at which Ana, Cora, Sam and Dee sit in turn."""
    async with (
        in_one_process(tmp_path_factory.mktemp("tour")) as world,
        open_screen(browser, world, width=1280) as screen,
    ):
        yield screen
        await nothing_amiss(screen)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_left_open(tour: Screen) -> AsyncIterator[None]:
    """What one test leaves open is closed for the next."""
    yield
    for user in ("UANA", "UCORA", "USAM", "UDEE"):
        await close_windows(tour.world, user)


@pytest.fixture
def picture(tour: Screen, album: Album) -> Taken:
    """The form on top is what the tour shows."""

    async def look(name: str) -> None:
        await expect(tour.form).to_be_visible()
        target = PICTURES / f"{name}.png"
        await album.holds(await of_form(tour.form), target)

        assert target.stat().st_size < MOST_BYTES

    return look


async def begin(screen: Screen, person: str, path: str = "") -> None:
    """Become somebody, at their messages with the app; start a path from the menu, by its title."""
    await screen.be(person)
    await screen.go("Shoulder to Shoulder")
    if path:
        await screen.say("/coach-checkin")
        await screen.title("Check in now")
        await screen.form.get_by_label("What would you like to think about?").select_option(label=path)
        await screen.send("Start")


async def fill(screen: Screen, answers: dict[str, str]) -> None:
    """Write what this step asks for, where there is something to say."""
    for step, said in answers.items():
        field = screen.form.locator(f'[data-block-id^="{step}:"]:is(textarea, input)')
        if await field.count():
            await field.fill(said)


async def walk_to(screen: Screen, step: str, answers: dict[str, str]) -> None:
    """Answer one screen after the other, until this step is asked."""
    while not await screen.form.locator(f'[data-block-id^="{step}:"]').count():
        await fill(screen, answers)
        await screen.send("Next")


async def answer_all(screen: Screen, answers: dict[str, str]) -> None:
    """Go on to the last question, who may read it."""
    while await screen.form.get_by_role("heading").first.inner_text() != "Who may read it":
        await fill(screen, answers)
        await screen.send("Next")


async def keep(screen: Screen, answers: dict[str, str], audience: str = "Only me") -> None:
    """Answer the rest and keep it; one more receipt stands in the messages."""
    kept = screen.messages.get_by_text("Kept", exact=True)
    before = await kept.count()
    await answer_all(screen, answers)
    await screen.form.get_by_label(audience, exact=True).check()
    await screen.send("Keep it")
    await expect(screen.page.locator("dialog")).to_have_count(0)
    await screen.world.settle()
    await expect(kept).to_have_count(before + 1)


async def test_before_a_coaching_session(tour: Screen, picture: Taken) -> None:
    """Ana sets the date; a day before, in her hours, the cue prompts come, and she picks what Cora gets to see."""
    await begin(tour, "Ana")
    await tour.form_at_home("Set a date", "Your coaching session")
    await tour.write("Which day?", "2026-11-12")
    await tour.write("At what time?", "14:00")
    await tour.send("Save")
    await tour.press("Close")
    await tour.sees("Thursday, Nov 12")
    await clock_to(tour.world, "2026-11-11T10:00:00-06:00")
    answers = {"want": "Help with one visit.", "tried": "I asked first.", "worked": "Waiting."}
    await begin(tour, "Ana")
    await tour.press("Reflect")
    await picture("before-session")

    await answer_all(tour, answers)
    await tour.form.get_by_label("What do you want from your session?").check()
    await tour.send("Keep it")
    await begin(tour, "Cora")
    await tour.go("App Home")
    await tour.sees("Help with one visit.")

    await expect(tour.page.get_by_text("I asked first.")).to_have_count(0)


@pytest.mark.parametrize("key", OF_THE_MENU)
async def test_a_path_from_the_menu(tour: Screen, picture: Taken, key: str) -> None:
    """Ana starts it, answers it to its end, and has her receipt."""
    step, answers = OF_THE_MENU[key]
    await begin(tour, "Ana", library().paths[key].title)
    await walk_to(tour, step, answers)
    await picture(key)

    await keep(tour, answers)


async def test_a_look_at_ones_own_wellbeing(tour: Screen, picture: Taken) -> None:
    """Ana looks at how she is doing; people who can help are named, and there is no receipt, for nothing is kept."""
    await begin(tour, "Ana", library().paths["wellbeing"].title)
    kept = await tour.messages.get_by_text("Kept", exact=True).count()
    await tour.page.set_viewport_size({"width": 1280, "height": 700})
    await picture("wellbeing")
    await tour.page.set_viewport_size({"width": 1280, "height": 844})

    await tour.form.get_by_label("a bit worn").check()
    await tour.send("Next")
    await expect(tour.form).to_contain_text("988")
    await tour.form.get_by_label("I am done").check()
    await tour.send("Go on")
    await tour.world.settle()

    await expect(tour.messages.get_by_text("Kept", exact=True)).to_have_count(kept)


async def test_the_agreement(tour: Screen, picture: Taken) -> None:
    """Dee is invited; she reads it from the top, keeps her days and hours, and is in with her yes."""
    await tour.page.set_viewport_size({"width": 1280, "height": 508})  # a long form: its beginning is enough
    await begin(tour, "Dee")
    await tour.press("Read the agreement")
    await tour.title("The agreement")
    await expect(tour.form.get_by_text("I am a coaching helper.")).to_be_in_viewport()
    await expect(tour.form.get_by_role("listitem")).to_have_count(7)
    await picture("agreement")
    await tour.page.set_viewport_size({"width": 1280, "height": 844})

    await tour.send("Yes, start")
    await tour.sees("You are in.")
    await tour.go("App Home")
    await tour.sees("Your next question comes")


async def test_a_check_in_that_somebody_asked_for(tour: Screen, picture: Taken) -> None:
    """Sam sees just what will be sent, and Ana who asked; what she keeps to herself is “not yet” for him."""
    await begin(tour, "Sam")
    await tour.say("/coach-checkin @ana kin")
    await tour.title("Before you ask")
    await picture("asked")
    await tour.send("Ask")
    await tour.title("Asked")
    await tour.press("Close")

    await begin(tour, "Ana")
    await tour.push_clock("Next nudge")
    await tour.sees("asked me to send you this. It is for your growth, not your review.")
    await tour.press("Reflect")
    await tour.walk(SAID)
    await keep(tour, {})
    await begin(tour, "Sam")
    await tour.say("/coach-checkin status")

    await tour.sees("not yet")
    assert SAID not in await tour.page.locator("body").inner_text()


async def test_a_look_at_ones_own_coaching(tour: Screen, picture: Taken) -> None:
    """Cora learns, too: she looks at her own coaching, and keeps it to herself."""
    await learner(tour.world)
    answers = {"did": "I listened to the end."}
    await begin(tour, "Cora", library().paths["coaching-skill"].title)
    await walk_to(tour, "did", answers)
    await picture("coaching-skill")

    await keep(tour, answers)


async def test_a_goal(tour: Screen, picture: Taken) -> None:
    """Ana suggests one of her own; it waits for Cora, who says yes."""
    await begin(tour, "Ana")
    await tour.form_at_home("Suggest a goal", "A goal")
    await picture("goal")
    await fill_goal(tour)
    await tour.send("Save")
    await tour.press("Close")
    await tour.sees("it waits for a yes from")
    await tour.world.settle()

    await begin(tour, "Cora")
    await tour.press("See it")
    await tour.send("Yes, this is our goal")
    await tour.press("Close")
    await begin(tour, "Ana")
    await tour.go("App Home")

    await tour.sees(GOAL)
    await expect(tour.page.get_by_text("it waits for a yes from")).to_have_count(0)


GOAL = "I ask one open question before I offer help"


async def fill_goal(screen: Screen) -> None:
    """One goal, in words for its middle and its least."""
    await screen.form.locator('[data-block-id="topic"] :is(select, fieldset), select').first.select_option(index=1)
    for block, said in {"words": GOAL, "level_3": "at each visit", "level_1": "once this week"}.items():
        await screen.form.locator(f'[data-block-id="{block}"]:is(textarea, input)').fill(said)


async def test_the_tour_names_every_path() -> None:
    """Whoever adds a path adds it to the page, too."""
    assert [] == [path.title for path in library().paths.values() if f"*{path.title}*" not in PAGE]


async def test_each_picture_of_the_tour_is_there() -> None:
    """And no picture is left over."""
    shown = {path.name for path in PICTURES.glob("*.png")}

    assert shown == {part.partition(")")[0] for part in PAGE.split("pictures/tour/")[1:]}
