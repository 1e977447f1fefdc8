"""The page on a phone."""

from playwright.async_api import expect

from tests.browser.access import barriers
from tests.browser.every_screen import every_screen
from tests.browser.screen import Screen

OUTSIDE = """() => [...document.querySelectorAll('button, input, select, textarea, a')]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.table-frame, .skip, .json'))
  .filter((node) => { const { left, right } = node.getBoundingClientRect(); return left < -1 || right > innerWidth + 1; })
  .map((node) => node.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll('*')]
  .map((node) => [node.className, getComputedStyle(node)])
  .filter(([, { animationName, transitionDuration }]) => animationName !== 'none' || parseFloat(transitionDuration) > 0)
  .map(([name]) => String(name))"""


async def test_no_screen_of_a_phone_has_a_barrier_or_is_cut_off(phone: Screen) -> None:
    """At 390 pixels, and at 200 % and 400 % of a window of 1280, all of it fits: nothing scrolls sideways but tables in
    their frame, no button lies outside. axe-core finds nothing."""
    found = []

    async def look(name: str) -> None:
        outside = await phone.page.evaluate(OUTSIDE)
        found.extend(f"{name}: {each}" for each in [*await barriers(phone.page), *await phone.sideways(), *outside])
        for width, height in ((640, 400), (320, 640), (390, 844)):
            await phone.page.set_viewport_size({"width": width, "height": height})
            found.extend(f"{name} at {width}: {each}" for each in await phone.sideways())

    await phone.page.emulate_media(reduced_motion="reduce")
    await every_screen(phone, look)

    assert [] == sorted(set(found))


async def test_nothing_moves_for_those_who_want_it_still(phone: Screen) -> None:
    """With less motion asked for, notes and the left side are there at once."""
    await phone.page.emulate_media(reduced_motion="reduce")
    await phone.push_clock("+1 day")

    assert await phone.page.evaluate(MOVING) == []


async def test_a_phone_says_who_one_is(phone: Screen) -> None:
    """The button that opens people and places carries the name of the person acted as."""
    button = phone.page.locator("#menu-button")
    await expect(button).to_have_text("Ana")
    await phone.be("Cora")

    await expect(button).to_have_text("Cora")
    await expect(phone.page.locator("#sidebar")).to_be_hidden()


async def test_whoever_chooses_by_keyboard_goes_on_in_the_conversation(phone: Screen) -> None:
    """The side closes over the place that was chosen, and the focus is there."""
    await phone.page.locator("#menu-button").press("Enter")
    await expect(phone.page.locator(".person[aria-current]")).to_be_focused()
    await phone.page.keyboard.press("Tab")
    await phone.page.keyboard.press("Enter")

    await expect(phone.page.locator("#menu-button")).to_have_text("Ben")
    await expect(phone.page.locator("#main")).to_be_focused()


async def test_escape_closes_people_and_places(phone: Screen) -> None:
    """The side opens over the conversation, Escape closes it, and the focus is back at its button."""
    await phone.page.locator("#menu-button").click()
    await expect(phone.page.locator("#sidebar")).to_be_visible()
    await phone.page.keyboard.press("Escape")

    await expect(phone.page.locator("#sidebar")).to_be_hidden()
    await expect(phone.page.locator("#menu-button")).to_be_focused()
