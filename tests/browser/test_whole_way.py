"""A program from its setup to the day when somebody leaves it: what no other walk at the page presses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import nothing_amiss
from tests.browser.screen import SAID, Screen, open_screen
from tests.browser.test_tour import begin, keep, walk_to
from tests.journeys.test_paths_of_ones_own import PLAN
from tests.slack.drawn import library
from tests.world import in_one_process

LINES = {"hotline": "Hotline, 555 0100", "on_call": "On call, 555 0101", "helpline": "Staff, 555 0102"}
SUCCESS, SENTENCE = "I asked before I guessed.", "You let them speak first."


@pytest_asyncio.fixture(loop_scope="session")
async def bare(browser: Browser, tmp_path: Path) -> AsyncIterator[Screen]:
    """The page before anybody has set a program up."""
    async with in_one_process(tmp_path, seeded=False) as world, open_screen(browser, world, width=1280) as screen:
        yield screen
        await nothing_amiss(screen)


async def pick(screen: Screen, block: str, label: str) -> None:
    """Choose in a list of the form: one of it, or a tick where it takes several."""
    field = screen.form.locator(f'.block[data-block-id="{block}"]')
    if await field.locator("select").count():
        await field.locator("select").select_option(label=label)
    else:
        await field.get_by_label(label).check()


async def set_up(screen: Screen) -> None:
    """Lee fills the program's form in, and saves it."""
    await screen.be("Lee")
    await screen.say("/coach-checkin setup")
    await screen.title("Set up the program")
    for block, words in (LINES | {"privacy_contact": "Office, 555 0103"}).items():
        await screen.form.locator(f'input[data-block-id="{block}"]').fill(words)
    for kept in ("words", "facts", "celebrations", "deliveries", "audit"):
        await pick(screen, f"keep_{kept}", "1 year")
    await screen.send("Save")


async def enroll(screen: Screen) -> None:
    """Lee invites Ana, with Cora and Sam; she reads the agreement and says yes."""
    if await screen.form.count():
        await screen.press("Close")
    await screen.form_at_home("Enroll people")
    for block, label in {"caseworkers": "Ana Reyes", "coach": "Cora Whitfield", "supervisor": "Sam Tran"}.items():
        await pick(screen, block, label)
    await pick(screen, "channel", "#small-wins")
    await screen.send("Invite")


async def test_from_the_setup_to_another_coach(bare: Screen) -> None:
    """Lee sets up and enrolls; Ana says yes, is asked and shares; Pat takes Cora's people over, and Ana lets her words go along."""
    await set_up(bare)
    await enroll(bare)
    if await bare.form.count():
        await bare.press("Close")
    await bare.world.settle()
    await begin(bare, "Ana")
    await bare.press("Read the agreement")
    await bare.send("Yes, start")
    await bare.sees("You are in.")
    await bare.push_clock("Next nudge")
    await bare.answer()

    await begin(bare, "Lee")
    await bare.say("/coach-checkin handover")
    await bare.title("Hand over")
    await pick(bare, "before", "Cora Whitfield")
    await pick(bare, "after", "Pat Dunn")
    await bare.send("Hand over")
    await bare.press("Close")
    await begin(bare, "Ana")
    await bare.push_clock("+1 day")
    await bare.press("Yes, they may read it")
    await bare.world.settle()
    await begin(bare, "Pat")
    await bare.go("App Home")

    await bare.sees(SAID)


async def test_from_a_small_success_to_the_goodbye(page: Screen) -> None:
    """Cora adds a sentence; Ana narrows and edits what she wrote, is reminded of what she planned, is away, pauses, leaves,
    takes a copy, and deletes it all, in the channel too."""
    await page.push_clock("Next nudge")
    await page.answer(success=SUCCESS)
    await page.send("Done")
    await page.be("Cora")
    await page.go("small-wins")
    await page.press("Their coach: add a sentence")
    await page.write("Your own sentence", SENTENCE)
    await page.send("Done")
    await page.world.settle()
    await page.sees(SENTENCE)

    await begin(page, "Ana")
    await page.press("Who can read it")
    await page.title("Who can read it")
    await page.form.get_by_label("Only me", exact=True).check()
    await page.send("Save")
    await page.sees("Only you can read this.")
    await page.press("Read or edit")
    await page.title("Read or edit")
    await page.form.locator("textarea").first.fill("I asked first, and waited.")
    await page.send("Save")

    await _comes_later(page)
    await _quiet(page)
    await _goodbye(page)


async def done(screen: Screen) -> None:
    """What was pressed in the form has been done."""
    await expect(screen.page.locator("[aria-busy=true]")).to_have_count(0)
    await screen.world.settle()


async def _comes_later(page: Screen) -> None:
    """A plan to look back on in three days; kin search and a visit, to which the app comes back by itself a week on."""
    await begin(page, "Ana", library().paths["bias"].title)
    await walk_to(page, "check-back", {"feel": "Tight chest.", "triggers": "A raised voice.", "plan": PLAN})
    await page.form.get_by_label("in 3 days").check()
    await keep(page, {})
    await begin(page, "Ana", library().paths["kin-search"].title)
    await keep(page, {"child": "I ask who makes them laugh."})
    await begin(page, "Ana", library().paths["debrief"].title)
    await keep(page, {"what": "A short visit.", "worked": "I let her finish.", "next": "I will wait again."})
    await page.push_clock("To Monday's digest")
    await page.push_clock("Next nudge")
    await page.sees("Checking back on your plan.")
    await page.sees(library().paths["kin-search-second"].title)
    await page.sees(library().paths["visit-return"].title)


async def _quiet(page: Screen) -> None:
    """Days away, set ahead and taken back; a pause, and its end."""
    await page.say("/coach-checkin pause nov 18 to nov 20")
    await page.sees("You are away Wednesday, Nov 18 to Friday, Nov 20.")
    await page.say("/coach-checkin resume")
    await page.sees("Welcome back.")
    await page.go("App Home")
    await page.press("Pause")
    await page.sees("You are paused. Nobody was told.")
    await page.press("Resume")
    await expect(page.page.get_by_text("You are paused. Nobody was told.")).to_have_count(0)


async def _goodbye(page: Screen) -> None:
    """Out with one click and one question; a copy, and everything deleted."""
    await page.press("Leave")
    await page.press("Leave")
    await page.title("You have left")
    await page.press("Get a copy")
    await done(page)
    await page.press("Delete what I wrote")
    await page.press("Delete it")
    await done(page)
    await page.press("Close")
    await page.world.settle()
    await page.go("Shoulder to Shoulder")
    await page.sees("my-coaching-records.zip")
    await page.go("small-wins")
    await expect(page.page.get_by_text(SUCCESS)).to_have_count(0)
    await expect(page.page.get_by_text(SENTENCE)).to_have_count(0)
