"""A first visit, from the open page to the last of its five hints: numbered pictures, and how long each step took."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.conftest import nothing_amiss
from tests.browser.pictures import FOLDER, REMAKE, Album, of_form
from tests.browser.screen import Screen, open_screen
from tests.world import ROOT, in_one_process

PICTURES = FOLDER / "first-visit"
PAGE = ROOT / "docs" / "first-visit.md"
MOST_BYTES = 100_000
WIDTH, HEIGHT, TALL = 1280, 720, 1240
A_DEED_SECONDS = 3.0
"""Far more than a step takes: a machine that is busy with other tests may be slow, and test_speed.py has the real limits."""
TIME = re.compile(r"[\d,]+ ms")
HEAD = """# A first visit

What somebody sees who runs `make demo`, opens the page and follows its five hints (the first, *Next nudge*, is done when the page
opens): the whole way of one reflection, from the question to the supervisor who asks for one. Each step says how long the page took,
from the last click to what the picture shows, on the machine that made the pictures (two cores). `make pictures` walks it anew
(`tests/browser/test_first_visit.py`).
"""
WHO = (
    "*Next*, after the last step: Ana chooses who may read it. An ordinary question starts at her coach; bias, stress, and what "
    "somebody asked for start at *only me*."
)
TAIL = """
Read on: [the tour](tour.md) has every path, [who sees what](who-sees-what.md) has every reader.
"""


@dataclass
class Visit:
    """Somebody at the page, and what was recorded of it so far."""

    screen: Screen
    album: Album
    pages: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def step(self, name: str, told: str, *, began: float | None = None) -> AsyncIterator[None]:
        """Do one thing, see what comes of it, and take its picture. What is timed begins here, or at `began`."""
        began = time.perf_counter() if began is None else began
        yield
        took = time.perf_counter() - began
        await self._send_notes_away()
        number = len(self.pages) + 1
        picture = PICTURES / f"{number:02}-{name}.png"
        await self.album.holds(await self._looked(), picture)
        where = picture.relative_to(PAGE.parent)
        self.pages.append(f"\n**{number:02}** {told} *{took * 1000:,.0f} ms*\n\n![{number:02}: {name}]({where})\n")

        assert took < A_DEED_SECONDS, name
        assert picture.stat().st_size < MOST_BYTES

    async def _looked(self) -> bytes:
        """The form on top, else the whole page."""
        if await self.screen.form.count():
            return await of_form(self.screen.form)
        return await self.screen.page.screenshot(animations="disabled")

    async def _send_notes_away(self) -> None:
        """They go by themselves after some seconds, and a picture must not depend on when; nor on where the mouse rests."""
        notes = self.screen.page.get_by_test_id("toast")
        while await notes.count():
            await notes.last.get_by_role("button").click()
        await self.screen.page.mouse.move(0, 0)


async def test_a_first_visit(browser: Browser, tmp_path: Path, album: Album) -> None:
    """Ana is asked, answers, shares and celebrates; Cora reads the digest; Sam asks. The page in docs/ shows just this."""
    async with in_one_process(tmp_path) as world:
        await world.next_nudge()  # as `make demo` does before it prints the page's address
        async with open_screen(browser, world, width=WIDTH, height=HEIGHT) as screen:
            visit = Visit(screen, album)
            await _ana(visit, await _opened(screen))
            await _cora(visit)
            await _sam(visit)
            await nothing_amiss(screen)
    told = HEAD + "".join(visit.pages) + TAIL
    if REMAKE:
        PAGE.write_text(told, encoding="utf-8")

    assert TIME.sub("", told) == TIME.sub("", _kept()), "`make pictures` writes docs/first-visit.md anew"


def _kept() -> str:
    return PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""


async def _opened(screen: Screen) -> float:
    """When the browser began to open the page, on the clock by which the steps are timed, in seconds."""
    since: float = await screen.page.evaluate("() => performance.now()")
    return time.perf_counter() - since / 1000


async def _ana(visit: Visit, opened: float) -> None:
    screen = visit.screen
    told = "The page is open. You are Ana, a caseworker. A question has come, and a line says what to try."
    async with visit.step("the-page", told, began=opened):
        await screen.sees("Reflect")
    async with visit.step("reflect", "*Reflect*: one small step at a time. Nothing is sent to anybody yet."):
        await screen.press("Reflect")
        await screen.title("Step 1 of 2")
    await screen.form.locator("textarea").fill("I asked what a good week looks like before I spoke of the plan.")
    await screen.send("Next")
    await screen.title("Step 2 of 2")
    await screen.form.locator("textarea").fill("If I feel rushed, then I will ask one more open question.")
    async with visit.step("who-may-read-it", WHO):
        await screen.send("Next")
        await screen.title("Who may read it")
    async with visit.step("kept", "*Keep it*: a receipt says who can read it, and lets her change her mind."):
        await screen.send("Keep it")
        await screen.sees("Kept")
    await screen.press("Celebrate a small success")
    await screen.write("What small success", "I asked first, then listened.")
    told = (
        "*Celebrate a small success*, in her own words; *See it first* shows her the post before anybody else sees it."
    )
    async with visit.step("see-it-first", told):
        await screen.send("See it first")
        await expect(screen.form).to_contain_text("I asked first, then listened.")
    async with visit.step("celebrated", "*Done*, and a look at the coach channel: there it is, for all to see."):
        await screen.send("Done")
        await screen.go("small-wins")
        await screen.sees("I asked first, then listened.")


async def _cora(visit: Visit) -> None:
    screen = visit.screen
    await screen.be("Cora")
    await screen.go("Shoulder to Shoulder")
    await screen.page.set_viewport_size({"width": WIDTH, "height": TALL})
    told = "As Cora, her coach, *To Monday's digest*: what Ana shared, made for the next session."
    async with visit.step("digest", told):
        await screen.push_clock("To Monday's digest")
        await screen.sees("Your coaching digest")
    await screen.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


async def _sam(visit: Visit) -> None:
    screen = visit.screen
    await screen.be("Sam")
    told = (
        "As Sam, her supervisor, `/coach-checkin @ana kin`: he sees just what will be sent, and what he will not see."
    )
    async with visit.step("a-supervisor", told):
        await screen.say("/coach-checkin @ana kin")
        await screen.title("Before you ask")
    await screen.send("Ask")
    await screen.press("Close")
    told = "`/coach-checkin status`: Sam reads *not yet* or *answered*, and her words only if she shares them with him."
    async with visit.step("not-yet", told):
        await screen.say("/coach-checkin status")
        await screen.sees("not yet")
