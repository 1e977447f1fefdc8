"""The picture in the README: Cora's digest after a week of work by Ana and Ben."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import nothing_amiss
from tests.browser.pictures import FOLDER, Album
from tests.browser.screen import open_screen
from tests.world import Person, World, in_one_process

PICTURE = FOLDER / "page.png"
MOST_BYTES = 120_000
WIDTH, HEIGHT = 1280, 1040

WEEK = (
    (
        "UANA",
        "engagement",
        "I asked the mom what a good week looks like before I spoke of the plan.",
        "Asked first, then listened",
    ),
    ("UANA", "kin", "I called an aunt before the meeting. She came.", ""),
    ("UBEN", "kin", "I asked who the teen would call at night.", "One more call, one more chair at the table"),
    ("UBEN", "meetings", "I let the family speak first.", ""),
    ("UBEN", "kin", "I wrote to two cousins. One wrote back.", ""),
)
PLANS = {
    "UANA": "If I feel rushed, then I will ask one more open question.",
    "UBEN": "If a meeting is set, then I will ask who else should be there.",
}


@pytest_asyncio.fixture(loop_scope="session")
async def a_week(tmp_path: Path) -> AsyncIterator[World]:
    """Ana and Ben have checked in on several topics and shared it all with Cora; it is Monday."""
    async with in_one_process(tmp_path) as world:
        for user, topic, said, success in WEEK:
            await world.person(user).command(topic)
            await _reflects(world.person(user), said, PLANS[user], success)
        await world.settle()
        await world.next_digest()
        yield world


async def _reflects(person: Person, said: str, plan: str, success: str) -> None:
    form = await person.form("reflection_step")
    while form["callback_id"] == "reflection_step":
        asked = [block for block in form["blocks"] if block["type"] == "input"]
        words = {block["block_id"]: plan if block["label"]["text"].startswith("If ") else said for block in asked}
        form = (await person.submit(form, **words))["view"]
    kept = await person.submit(form, audience="coach", **({"success": success} if success else {}))
    if success:
        await person.submit(kept["view"], words=success)


async def test_the_picture_of_the_readme(a_week: World, browser: Browser, album: Album) -> None:
    """Cora reads Monday's digest, and it is the picture that the README shows."""
    async with open_screen(browser, a_week, width=WIDTH, height=HEIGHT) as screen:
        await screen.page.get_by_role("button", name="Dismiss these hints").click()
        await screen.be("Cora")
        await expect(screen.messages.last.locator("svg[role=img]")).to_be_in_viewport()
        await album.holds(await screen.page.screenshot(animations="disabled"), PICTURE)
        await nothing_amiss(screen)

    assert PICTURE.stat().st_size < MOST_BYTES
