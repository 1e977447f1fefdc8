"""A first visit, from the open page to the last of its five hints: numbered pictures, and how long each step took."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.conftest import nothing_amiss
from tests.browser.pictures import FOLDER, REMAKE, Album
from tests.browser.screen import Screen, open_screen
from tests.world import ROOT, in_one_process

PICTURES = FOLDER / "first-visit"
PAGE = ROOT / "docs" / "first-visit.md"
MOST_BYTES = 60_000
A_DEED_SECONDS = 3.0
"""Far more than a step takes: a machine that is busy with other tests may be slow, and test_speed.py has the real limits."""
TIME = re.compile(r"[\d,]+ ms")
HEAD = """# A first visit

What somebody sees who runs `make demo`, opens the page and follows its five hints: the whole way of one reflection, from the
question to the supervisor who asks for one. Each step says how long the page took, from the click to what the picture shows,
on the machine that made the pictures (two cores). `make pictures` walks it anew (`tests/browser/test_first_visit.py`).
"""
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
    async def step(self, name: str, told: str) -> AsyncIterator[None]:
        """Do one thing, see what comes of it, and take its picture."""
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        await self._send_notes_away()
        number = len(self.pages) + 1
        picture = PICTURES / f"{number:02}-{name}.png"
        on_top = self.screen.form if await self.screen.form.count() else self.screen.page
        await self.album.holds(await on_top.screenshot(animations="disabled"), picture)
        where = picture.relative_to(PAGE.parent)
        self.pages.append(f"\n**{number:02}** {told} *{took * 1000:,.0f} ms*\n\n![{number:02}: {name}]({where})\n")

        assert took < A_DEED_SECONDS, name
        assert picture.stat().st_size < MOST_BYTES

    async def _send_notes_away(self) -> None:
        """They go by themselves after some seconds, and a picture must not depend on when."""
        notes = self.screen.page.get_by_test_id("toast")
        while await notes.count():
            await notes.last.get_by_role("button").click()


async def test_a_first_visit(browser: Browser, tmp_path: Path, album: Album) -> None:
    """Ana is asked, answers, shares and celebrates; Cora reads the digest; Sam asks. The page in docs/ shows just this."""
    async with in_one_process(tmp_path) as world:
        began = time.perf_counter()
        async with open_screen(browser, world, width=1280, height=720) as screen:
            visit = Visit(screen, album)
            await _ana(visit, began)
            await _cora(visit)
            await _sam(visit)
            await nothing_amiss(screen)
    told = HEAD + "".join(visit.pages) + TAIL
    if REMAKE and TIME.sub("", told) != TIME.sub("", _kept()):
        PAGE.write_text(told, encoding="utf-8")

    assert TIME.sub("", told) == TIME.sub("", _kept()), "`make pictures` writes docs/first-visit.md anew"


def _kept() -> str:
    return PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""


async def _ana(visit: Visit, began: float) -> None:
    screen = visit.screen
    async with visit.step("the-page", "The page is open. You are Ana, a caseworker, and a line says what to try."):
        await screen.sees("Shoulder to Shoulder")
    async with visit.step("a-question", "*Next nudge*: the clock goes to Ana's time, and a question comes."):
        await screen.push_clock("Next nudge")
        await screen.sees("Reflect")
    async with visit.step("reflect", "*Reflect*: one small step at a time. Nothing is sent to anybody yet."):
        await screen.press("Reflect")
        await expect(screen.form).to_be_visible()
    await screen.walk("I asked what a good week looks like before I spoke of the plan.")
    async with visit.step(
        "who-may-read-it", "After the last step Ana chooses who may read it. Only she does, unless she says so."
    ):
        await screen.form.get_by_label("@Cora Whitfield, my coach", exact=True).check()
    async with visit.step("kept", "*Keep it*: a receipt says who can read it, and lets her change her mind."):
        await screen.send("Keep it")
        await screen.sees("Kept")
    await screen.press("Celebrate a small success")
    await screen.write("What small success", "I asked first, then listened.")
    async with visit.step("see-it-first", "*Celebrate a small success*: she sees the post before anybody else does."):
        await screen.send("See it first")
        await expect(screen.form).to_contain_text("I asked first, then listened.")
    await screen.send("Done")
    await screen.world.settle()
    async with visit.step("celebrated", "It is in the coach channel, for all to see."):
        await screen.go("small-wins")
        await screen.sees("I asked first, then listened.")


async def _cora(visit: Visit) -> None:
    screen = visit.screen
    await screen.go("Shoulder to Shoulder")
    await screen.push_clock("To Monday's digest")
    async with visit.step(
        "digest", "*To Monday's digest*, as Cora, her coach: what Ana shared, made for the next session."
    ):
        await screen.be("Cora")
        await screen.sees("Your coaching digest")


async def _sam(visit: Visit) -> None:
    screen = visit.screen
    await screen.be("Sam")
    told = "`/coach-checkin @ana`, as Sam, her supervisor: he asks for a check-in and reads none of her words."
    async with visit.step("a-supervisor", told):
        await screen.say("/coach-checkin @ana")
        await expect(screen.form).to_be_visible()
