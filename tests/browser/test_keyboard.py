"""The whole journey without a mouse."""

from playwright.async_api import expect

from tests.browser.screen import Screen

MOST_TABS = 60
IN_SIGHT = """() => {
  const held = document.activeElement;
  if (held === document.body) return true;  // the browser's own bar
  const { top, bottom } = held.getBoundingClientRect();
  const marked = getComputedStyle(held).outlineStyle !== 'none' || held.closest('.writing') !== null;
  return marked && bottom > 0 && top < innerHeight;
}"""
"""What has the focus is marked, and in the window."""


async def tab_to(screen: Screen, words: str) -> None:
    """Press Tab until what has the focus is called this."""
    for _ in range(MOST_TABS):
        await screen.page.keyboard.press("Tab")
        assert await screen.page.evaluate(IN_SIGHT), f"Where the focus is cannot be seen: {await _name(screen)}"
        if await _name(screen) == words:
            return
    raise AssertionError(f"Tab never came to “{words}”; it stands at “{await _name(screen)}”.")


async def _name(screen: Screen) -> str:
    name: str = await screen.page.evaluate(
        "() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
    )
    return name


async def press_by_keyboard(screen: Screen, words: str) -> None:
    """Come to a button by Tab and press Enter."""
    await tab_to(screen, words)
    await screen.page.keyboard.press("Enter")


async def test_from_the_nudge_to_the_receipt_and_back_by_keyboard(page: Screen) -> None:
    """Ana pushes the clock, answers, shares, and takes it back, with Tab, arrows, Enter and typing alone."""
    keyboard = page.page.keyboard
    await press_by_keyboard(page, "Next nudge")
    await expect(page.messages.get_by_role("button", name="Reflect")).to_be_visible()
    await press_by_keyboard(page, "Reflect")
    for step in ("Step 1 of 2", "Step 2 of 2"):
        await page.title(step)
        await expect(page.form.locator("textarea")).to_be_focused()
        await keyboard.type("I asked first.")
        await press_by_keyboard(page, "Next")
    await page.title("Who may read it")
    await keyboard.press("ArrowUp")
    await expect(page.form.get_by_label("Only me")).to_be_checked()
    await press_by_keyboard(page, "Keep it")
    await page.sees("Only you can read this.")

    await press_by_keyboard(page, "Take it back")
    await expect(page.form).to_contain_text("This cannot be undone.")
    await press_by_keyboard(page, "Take it back")

    await page.sees("You took this back.")


async def test_the_rest_of_the_tour_by_keyboard(page: Screen) -> None:
    """A reaction, a celebration from a message's menu, the digest as Cora, a request as Sam: no mouse at all."""
    keyboard = page.page.keyboard
    await page.page.locator("[data-channel=CGENERAL]").press("Enter")
    await tab_to(page, "Write to #general as Ana")
    await keyboard.type("I asked first.")
    await keyboard.press("Enter")
    await expect(page.messages).to_have_count(1)
    await page.page.get_by_role("region", name="Messages").focus()
    await keyboard.press("ArrowUp")
    await expect(page.messages.last).to_be_focused()
    await press_by_keyboard(page, "Add a reaction")
    await keyboard.press("ArrowRight")
    await keyboard.press("Enter")
    await expect(page.messages.last.locator(".pill")).to_have_count(1)
    await page.messages.last.focus()
    await press_by_keyboard(page, "More for this message")
    await expect(page.page.get_by_role("menuitem", name="Celebrate this")).to_be_focused()
    await keyboard.press("Enter")
    await page.title("Before it goes")
    await press_by_keyboard(page, "Done")
    await expect(page.page.locator("dialog")).to_have_count(0)

    await press_by_keyboard(page, "To Monday's digest")
    await expect(page.page.get_by_test_id("clock")).to_contain_text("Nov 9")
    await page.page.locator("[data-person=UCORA]").press("Enter")
    await page.page.locator("[data-channel=DCORA]").press("Enter")
    await page.sees("Your coaching digest")
    await page.page.locator("[data-person=USAM]").press("Enter")
    await tab_to(page, "Write to Shoulder to Shoulder as Sam")
    await keyboard.type("/")
    await keyboard.press("Enter")
    await keyboard.type("@an")
    await keyboard.press("Enter")
    await keyboard.type("kin")
    await keyboard.press("Enter")
    await page.title("Before you ask")
    await press_by_keyboard(page, "Ask")
    await page.title("Asked")


async def test_the_first_tab_leads_past_the_side(page: Screen) -> None:
    """The first stop skips to the conversation, for those who do not want to walk past everybody."""
    await page.page.keyboard.press("Tab")

    await expect(page.page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await page.page.keyboard.press("Enter")
    await expect(page.page.locator("main")).to_be_focused()


async def test_a_form_keeps_the_focus_and_gives_it_back(page: Screen) -> None:
    """Tab goes round inside the form; Escape closes it, and the focus is at the button that opened it."""
    await page.push_clock("Next nudge")
    await page.press("Reflect")
    await page.title("Step 1 of 2")
    for _ in range(8):
        await page.page.keyboard.press("Tab")
        assert await page.page.evaluate("() => document.activeElement.closest('dialog') !== null")
    await page.page.keyboard.press("Escape")

    await expect(page.messages.get_by_role("button", name="Reflect")).to_be_focused()


async def test_escape_closes_the_inspector(page: Screen) -> None:
    """The inspector takes the focus when it opens and gives it back when it closes."""
    button = page.page.get_by_test_id("inspector-toggle")
    await button.press("Enter")
    await expect(page.page.get_by_label("Filter by kind")).to_be_focused()
    await page.page.keyboard.press("Escape")

    await expect(button).to_be_focused()
