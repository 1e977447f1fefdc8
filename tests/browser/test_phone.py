"""The page on a phone."""

from playwright.async_api import expect

from tests.browser.screen import Screen


async def test_nothing_scrolls_sideways(phone: Screen) -> None:
    """At 390 pixels, messages, forms, Home, the digest and the inspector all fit; wide tables scroll in their frame."""
    wide = []
    await phone.push_clock("Next nudge")
    await phone.press("Reflect")
    await phone.title("Step 1 of 2")
    wide += await phone.sideways()
    await phone.walk()
    wide += await phone.sideways()
    await phone.send("Keep it")
    await phone.push_clock("To Monday's digest")
    for person in ("Ana", "Cora", "Dee", "Lee"):
        await phone.be(person)
        await phone.go("App Home")
        wide += await phone.sideways()
        await phone.go("Shoulder to Shoulder")
        wide += await phone.sideways()
    await phone.page.get_by_test_id("inspector-toggle").click()
    wide += await phone.sideways()

    assert wide == []


async def test_a_phone_says_who_one_is(phone: Screen) -> None:
    """The button that opens people and places carries the name of the person acted as."""
    button = phone.page.locator("#menu-button")
    await expect(button).to_have_text("Ana")
    await phone.be("Cora")

    await expect(button).to_have_text("Cora")
    await expect(phone.page.locator("#sidebar")).to_be_hidden()


async def test_escape_closes_people_and_places(phone: Screen) -> None:
    """The side opens over the conversation, Escape closes it, and the focus is back at its button."""
    await phone.page.locator("#menu-button").click()
    await expect(phone.page.locator("#sidebar")).to_be_visible()
    await phone.page.keyboard.press("Escape")

    await expect(phone.page.locator("#sidebar")).to_be_hidden()
    await expect(phone.page.locator("#menu-button")).to_be_focused()
