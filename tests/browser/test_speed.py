"""Nobody waits at the page: the first paint, what people press, and a channel with a thousand messages.

Each deed is timed by the page itself, from the press to the paint that shows its effect, and counts with the best of a few
tries: a machine that is busy with something else is slow for everybody.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

import pytest_asyncio
from playwright.async_api import Browser, CDPSession, expect

from tests.browser.screen import Screen, open_screen
from tests.world import World, in_one_process

FIRST_PAINT_MS = 300
DEED_MS = 100
LONG_TASK_MS = 50  # what the browser itself calls a long task
BUSY = 1.5  # a core that is shared with other tests makes the same work take longer, also in processor time
TRIES = 6
SLOW = float("inf")
MANY = 1000

TIMED = """([press, there]) => new Promise((done) => {
  const find = (words) => [...document.querySelectorAll(words)].filter((node) => node.checkVisibility()).at(-1);
  const from = performance.now();
  const look = () => {
    if (there.startsWith('!') ? find(there.slice(1)) : !find(there)) return;
    watcher.disconnect();
    const painted = new MessageChannel();
    painted.port1.onmessage = () => done(performance.now() - from);
    requestAnimationFrame(() => painted.port2.postMessage(0));
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
  setTimeout(() => done(Infinity), 10_000);
  find(press).click();
  look();
})"""

UP = """() => {
  document.querySelector('.scroller').scrollTop = 0;
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

THERE_AND_BACK = {
    "become somebody": ("[data-person=UBEN]", "[data-person=UBEN][aria-current]"),
    "become Ana again": ("[data-person=UANA]", "[data-person=UANA][aria-current]"),
    "a channel": ("[data-channel=CWINS]", "main .empty"),
    "App Home": ("[data-nav=home]", ".home-body button"),
    "messages": ("[data-channel=DANA]", "[data-action-id=nudge_reflect]"),
    "a form": ("[data-action-id=nudge_reflect]", "dialog textarea"),
    "close it": (".modal-close", "!dialog"),
    "the shortcuts": ("[data-testid=shortcuts]", "[role=menu]"),
    "a shortcut": ("[data-callback-id=just_finished_a_visit]", "dialog textarea"),
    "leave that form": (".modal-close", "!dialog"),
    "the menu of a message": ("[data-testid=message-menu]", "[role=menu] [data-callback-id]"),
    "the reactions": ("[data-testid=react]", "[role=menu] [data-reaction]"),
    "react": ("[role=menu] [data-reaction=tada]", ".pill"),
    "take it back": (".pill", "!.pill"),
    "a thread": ("[data-testid=reply]", ".reply-box"),
    "leave it": (".reply-box .icon-button", "!.reply-box"),
    "the inspector": ("#inspector-button", ".traffic"),
    "a request": (".traffic-head[aria-expanded=false]", ".traffic-details pre"),
    "close the inspector": ("#inspector-button", "!.inspector"),
}
"""What is pressed, and what is there, or no longer there (!), when it has worked. One round ends where it began."""


@pytest_asyncio.fixture(loop_scope="session")
async def busy(browser: Browser, tmp_path: Path) -> AsyncIterator[Screen]:
    """A page whose general channel has a thousand messages."""
    async with in_one_process(tmp_path) as world:
        await fill(world)
        async with open_screen(browser, world, width=1280) as screen:
            yield screen
            assert screen.troubles == []


async def fill(world: World) -> None:
    """A thousand lines by four people."""
    people = ("UANA", "UBEN", "UCORA", "USAM")
    for number in range(MANY):
        words = f"Line {number}: what *we* tried, said at the length of a line that people write, for <@UCORA>."
        await world.post("message", user=people[number % 4], channel="CGENERAL", text=words)


async def test_the_page_is_there_at_once(page: Screen) -> None:
    """The first paint comes within 300 ms of the address."""
    took = []
    while not took or (min(took) > FIRST_PAINT_MS and len(took) < TRIES):
        await page.page.reload()
        await expect(page.page.get_by_test_id("composer")).to_be_visible()
        took.append(
            await page.page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )

    assert 0 < min(took) < FIRST_PAINT_MS


async def test_what_is_pressed_works_at_once(page: Screen) -> None:
    """People, places, forms, menus, reactions, threads and the inspector: each within 100 ms, the app's own part included."""
    await page.push_clock("Next nudge")
    best: dict[str, float] = {}
    for _ in range(TRIES):
        for name, deed in THERE_AND_BACK.items():
            took = await page.page.evaluate(TIMED, list(deed))
            best[name] = min(took, best.get(name, took))
        if max(best.values()) < DEED_MS:
            break

    assert {} == {name: took for name, took in best.items() if took >= DEED_MS}


async def test_what_is_written_is_kept_at_once(page: Screen) -> None:
    """A command opens its form, or is answered; *Next* saves a step, *Keep it* brings the receipt: each within 100 ms.

    They are kept on the disk, beside other tests: half as long again is let pass here.
    """
    best: dict[str, float] = {}

    async def timed(name: str, press: str, there: str) -> None:
        best[name] = min(await page.page.evaluate(TIMED, [press, there]), best.get(name, SLOW))

    for _ in range(TRIES):
        await _type(page, "/coach-checkin kin")
        await timed("a command that opens a form", "[data-testid=send]", "dialog [data-block-id$=':0']")
        await _answer(page)
        await timed("next", "dialog .primary", "dialog [data-block-id$=':1']")
        await _answer(page)
        await timed("the last step", "dialog .primary", "dialog [data-block-id=audience]")
        said = await page.messages.count()
        await timed("keep it", "dialog .primary", f"article:nth-of-type({said + 1})")
        await page.world.settle()
        await _type(page, "/coach-checkin why")
        await timed("a command that is answered", "[data-testid=send]", f"article:nth-of-type({said + 2})")
        if max(best.values()) < DEED_MS:
            break

    assert {} == {name: took for name, took in best.items() if took >= DEED_MS * BUSY}


async def _type(screen: Screen, words: str) -> None:
    box = screen.page.get_by_test_id("composer")
    await box.fill(words)
    await box.press("Escape")


async def _answer(screen: Screen) -> None:
    """Say or pick something, whatever this step asks for."""
    if await screen.form.locator("textarea").count():
        await screen.form.locator("textarea").fill("I asked first.")
    else:
        await screen.form.locator("input").first.check()


async def test_a_thousand_messages_do_not_make_it_stutter(busy: Screen) -> None:
    """Their channel opens within 100 ms; on the way up to the first of them, and when one more comes, no step is long."""
    opened: list[float] = []
    while not opened or (min(opened) >= DEED_MS and len(opened) < TRIES):
        await busy.go("small-wins")
        opened.append(await busy.page.evaluate(TIMED, ["[data-channel=CGENERAL]", "main article:nth-of-type(40)"]))
    meter = await busy.page.context.new_cdp_session(busy.page)
    await meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    steps = []
    while await busy.page.get_by_test_id("earlier").count():
        before = await _work(meter)
        await busy.page.evaluate(UP)
        steps.append(await _work(meter) - before)
    await expect(busy.messages).to_have_count(MANY)
    said: list[float] = []
    while not said or (min(said) >= DEED_MS and len(said) < TRIES):
        await busy.page.get_by_test_id("composer").fill("One more.")
        said.append(
            await busy.page.evaluate(TIMED, ["[data-testid=send]", f"article:nth-of-type({MANY + 1 + len(said)})"])
        )

    assert min(opened) < DEED_MS
    assert median(steps) < LONG_TASK_MS * BUSY
    assert min(said) < DEED_MS


async def _work(meter: CDPSession) -> float:
    """What the page's own thread has worked so far, in milliseconds of the processor."""
    found = (await meter.send("Performance.getMetrics"))["metrics"]
    return next(1000 * each["value"] for each in found if each["name"] == "TaskDuration")
