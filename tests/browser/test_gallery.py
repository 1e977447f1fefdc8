"""Each kind of block, element and object that the app sends is drawn by the page as docs/blocks.md shows it."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.kinds import Sample, samples, written_in_the_code
from tests.browser.pictures import FOLDER, REMAKE, Album
from tests.browser.screen import Screen, open_screen
from tests.world import ROOT, Json, in_one_process

PAGE = ROOT / "docs" / "blocks.md"
PICTURES = FOLDER / "blocks"
GALLERY = Path(__file__).with_name("gallery.js").read_text(encoding="utf-8")
HEAD = """\
# What the app sends, drawn

Each kind of block, element and object that the app sends to Slack, the way the sandbox page draws it. The list is taken from
all that the app can draw: every message, form and App Home (`tests/slack/drawn.py`). Each stands here in the smallest block in
which it comes. A type in the code, or a request of the app in any browser test, that is not on the list fails a test; so does
a drawing that is no longer the one on this page (`tests/browser/test_gallery.py`). `make pictures` writes all of it anew.

| kind | sent in | drawn |
|---|---|---|
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def wall(browser: Browser, tmp_path_factory: Any) -> AsyncIterator[Screen]:
    """A page of the demo on which samples are drawn, in place of what it shows."""
    async with (
        in_one_process(tmp_path_factory.mktemp("gallery")) as world,
        open_screen(browser, world, width=700) as screen,
    ):
        yield screen
        assert screen.troubles == []


async def draw(wall: Screen, what: str, given: Any) -> Any:
    """Call one of the ways to draw in gallery.js, which comes in as the page's own code would."""
    await wall.page.evaluate("() => { document.querySelectorAll('dialog').forEach((each) => each.remove()); }")
    return await wall.page.evaluate(f"async (given) => {{ {as_code()} return {what}(given); }}", given)


def as_code() -> str:
    """gallery.js as the inside of a function."""
    return GALLERY.replace("export function", "function")


def picture_of(kind: str, sample: Sample) -> Path:
    """The picture of a kind; kinds that come in the same block share one."""
    sharing = [each for each, other in samples().items() if other.drawn == sample.drawn]
    named = min(sharing, key=lambda each: each != sample.drawn["type"])
    name = "confirmation" if kind.startswith("confirmation") else re.sub(r"\W+", "-", named).strip("-")
    return PICTURES / f"{name}.png"


def blocks() -> dict[Path, list[Json]]:
    """Each picture of a block or of App Home, with what is drawn on it."""
    drawn = {picture_of(kind, each): each.drawn for kind, each in samples().items() if not kind.startswith("confirm")}
    shown = {path: each for path, each in drawn.items() if each["type"] != "modal"}
    return {path: each["blocks"] if each["type"] == "home" else [each] for path, each in shown.items()}


END = "\nRead on: the [tour](tour.md) shows them where people meet them, [CLAIMS.md](../bot/sandbox/CLAIMS.md) what else is like Slack.\n"


def told() -> str:
    """docs/blocks.md as it has to be."""
    rows = [
        f"| {kind} | {', '.join(sample.surfaces)} | ![{kind}](pictures/blocks/{picture_of(kind, sample).name}) |"
        for kind, sample in samples().items()
    ]
    return HEAD + "\n".join(rows) + "\n" + END


async def test_each_block_is_drawn_as_its_picture_shows(wall: Screen, album: Album) -> None:
    """All blocks with the elements and objects in them, and App Home; none is unknown to the page."""
    boxes = await draw(wall, "drawAll", list(blocks().values()))
    unknown = await wall.page.locator(".unknown").all_inner_texts()
    sheet = await wall.page.screenshot(full_page=True, animations="disabled")

    assert [] == unknown
    for path, taken in zip(blocks(), await album.cut(sheet, boxes), strict=True):
        await album.holds(taken, path)


async def test_each_surface_is_drawn_as_its_picture_shows(wall: Screen, album: Album) -> None:
    """A form with and without a button to send it, and the question that is asked once more."""
    for kind, sample in samples().items():
        if sample.drawn["type"] == "modal":
            await draw(wall, "drawForm", sample.drawn)
            await album.holds(await wall.form.screenshot(animations="disabled"), picture_of(kind, sample))
    await draw(wall, "drawConfirmation", confirmation())
    await album.holds(await wall.form.screenshot(animations="disabled"), PICTURES / "confirmation.png")


def confirmation() -> Json:
    """The question before something goes away."""
    sample = next(each for kind, each in samples().items() if kind.startswith("confirmation"))
    return next(part["confirm"] for part in parts(sample.drawn) if "confirm" in part)


def parts(drawn: Any) -> Iterator[Json]:
    """Every dict in a drawing."""
    if isinstance(drawn, dict):
        yield drawn
    for each in drawn.values() if isinstance(drawn, dict) else drawn if isinstance(drawn, list) else ():
        yield from parts(each)


async def test_the_list_names_every_kind() -> None:
    """docs/blocks.md is the list of today; with PICTURES=1 it is written anew."""
    if REMAKE:
        PAGE.write_text(told(), encoding="utf-8")

    assert told() == PAGE.read_text(encoding="utf-8")


async def test_no_type_in_the_code_is_forgotten() -> None:
    """Each block and element that the code can make is on the list."""
    listed = {kind.partition(" (")[0] for kind in samples()}

    assert set() == written_in_the_code() - listed


async def test_no_picture_is_left_over() -> None:
    """Each one is shown on the page."""
    assert {path.name for path in PICTURES.glob("*.png")} == set(re.findall(r"blocks/([\w-]+\.png)", told()))
