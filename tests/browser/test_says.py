"""What somebody says of themselves in the chat can be tried by hand: a vacation, quiet, another place."""

from playwright.async_api import expect

from tests.browser.screen import Screen

QUESTION = "Reflect"


async def says(page: Screen, words: str) -> None:
    """Open the menu under the people, and choose."""
    await page.page.get_by_role("button", name="Status, quiet, place…").click()
    await page.page.get_by_role("menuitem", name=words).click()


async def test_a_vacation_is_seen_and_heeded(page: Screen) -> None:
    """Ana is on vacation: a palm tree stands beside her name, no question comes, and why tells her the reason."""
    await says(page, "On vacation")
    await expect(page.page.locator(".person[aria-current]")).to_contain_text("🌴")
    await page.push_clock("Next nudge")
    await page.say("/coach-checkin why")

    await page.sees("because your Slack said that you were away")
    await expect(page.page.get_by_role("button", name=QUESTION)).to_have_count(0)


async def test_do_not_disturb_is_seen_until_it_is_over(page: Screen) -> None:
    """Two hours of quiet from 9:29: Monday's question is not there at 9:30, and is there at half past eleven."""
    await says(page, "Do not disturb")
    await expect(page.page.locator(".person[aria-current]")).to_contain_text("do not disturb")
    await page.push_clock("Next nudge")
    await expect(page.page.get_by_role("button", name=QUESTION)).to_have_count(0)
    await page.push_clock("Next nudge")

    await expect(page.page.get_by_role("button", name=QUESTION)).to_have_count(1)
    await expect(page.page.locator(".person[aria-current]")).not_to_contain_text("do not disturb")


async def test_a_move_takes_the_hours_along(page: Screen) -> None:
    """Ana moves to Los Angeles: her row names the city, messages their time there, and App Home says that her hours moved too."""
    await page.say("/coach-checkin help")
    await expect(page.messages.last.locator("time")).to_have_text("9:29 AM")
    await says(page, "Move to Los Angeles")
    await expect(page.page.locator(".person[aria-current]")).to_contain_text("Los Angeles")
    await expect(page.messages.last.locator("time")).to_have_text("7:29 AM")

    await page.go("App Home")

    await expect(
        page.page.get_by_text("Your Slack moved to America/Los_Angeles, so your hours moved too.")
    ).to_be_visible()


async def test_escape_goes_back_to_the_button_of_the_menu(page: Screen) -> None:
    """Also when the side was drawn anew meanwhile, for a question that came."""
    button = page.page.get_by_role("button", name="Status, quiet, place…")
    await button.click()
    await page.world.next_nudge()
    await expect(page.page.get_by_role("button", name=QUESTION)).to_be_visible()
    await page.page.keyboard.press("Escape")

    await expect(button).to_be_focused()


async def test_back_to_normal_takes_it_all_back(page: Screen) -> None:
    """No palm tree, no quiet: Monday's question comes."""
    await says(page, "On vacation")
    await says(page, "Do not disturb")
    await says(page, "Back to normal")
    await page.push_clock("Next nudge")

    await expect(page.page.get_by_role("button", name=QUESTION)).to_have_count(1)
    await expect(page.page.locator(".person[aria-current]")).not_to_contain_text("🌴")
