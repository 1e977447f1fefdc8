"""A real browser before the pretend Slack's page, for tests that click as people do."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.kinds import samples, sent_by
from tests.browser.pictures import Album, open_album
from tests.browser.screen import Screen, open_screen
from tests.world import in_one_process

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # What a machine may choose for itself would make its pictures differ from another's.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--disable-lcd-text",
)
NO_CHROMIUM = "No Chromium on this machine: the page was not looked at. Debian: apt-get install chromium"


def chromium() -> str | None:
    """The Chromium that the system has, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of them, so that they can share one browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly that nobody looked, where there is nothing to look with."""
    if chromium() is None:
        terminalreporter.write_line(NO_CHROMIUM)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests; each has a window of its own."""
    found = chromium()
    if found is None:
        pytest.skip(NO_CHROMIUM)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def album(browser: Browser) -> Album:
    """The pictures that are kept."""
    return await open_album(await browser.new_page())


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, tmp_path: Path) -> AsyncIterator[Screen]:
    """The page at 1280 pixels, at 9:29 on a Monday, with Ana at it. It must end without an error in its console."""
    async with in_one_process(tmp_path) as world, open_screen(browser, world, width=1280) as screen:
        yield screen
        await nothing_amiss(screen)


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, tmp_path: Path) -> AsyncIterator[Screen]:
    """The same on a phone, 390 pixels wide."""
    async with in_one_process(tmp_path) as world, open_screen(browser, world, width=390) as screen:
        yield screen
        await nothing_amiss(screen)


async def nothing_amiss(screen: Screen) -> None:
    """The console is empty, and all that the app sent is on the list of what the page draws (docs/blocks.md)."""
    assert screen.troubles == []
    assert set() == await sent_by(screen.world) - set(samples())
