"""A walk past every screen that the page has, on a wide window or on a phone, with a look at each."""

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.screen import SAID, Screen

Look = Callable[[str], Awaitable[None]]


async def every_screen(screen: Screen, look: Look) -> None:
    """Monday 9:29, and on to the digest: what can open opens, a form is refused, and everybody's places are seen."""
    await _before_the_question(screen, look)
    await screen.push_clock("Next nudge")
    await look("a question")
    await _a_message(screen, look)
    await _a_form(screen, look)
    await screen.push_clock("To Monday's digest")
    await _everybody(screen, look)
    await _inspector(screen, look)


async def _before_the_question(screen: Screen, look: Look) -> None:
    page, box = screen.page, screen.page.get_by_test_id("composer")
    await page.locator("#first-minute summary").click()
    await look("the first minute")
    await page.locator("#first-minute summary").click()
    for sign in "/@":
        await box.press(sign)
        await expect(page.get_by_role("option").first).to_be_visible()
        await look(f"what {sign} offers")
        await box.fill("")
    await _menu(screen, look, "Shortcuts")
    await screen.open_side()
    await look("people and places")
    await _menu(screen, look, "Status, quiet, place…")
    await page.keyboard.press("Escape")


async def _menu(screen: Screen, look: Look, button: str) -> None:
    await screen.page.get_by_role("button", name=button, exact=True).last.click()
    await expect(screen.page.get_by_role("menu")).to_be_visible()
    await look(f"the menu {button}")
    await screen.page.keyboard.press("Escape")


async def _a_message(screen: Screen, look: Look) -> None:
    newest = screen.messages.last
    await screen.tools()
    await _menu(screen, look, "Add a reaction")
    await screen.tools()
    await newest.get_by_test_id("react").click()
    await screen.page.get_by_role("menuitem", name="tada").click()
    await expect(newest.locator(".pill")).to_have_count(1)
    await look("a reaction")
    await screen.tools()
    await _menu(screen, look, "More for this message")
    await screen.of_message("Show the raw message")
    await look("the raw message")
    await screen.press("Close")


async def _a_form(screen: Screen, look: Look) -> None:
    await screen.press("Reflect")
    await screen.title("Step 1 of 2")
    await look("a step")
    await screen.form.locator("textarea").fill("I met them on 12/03/2025.")
    await screen.send("Next")
    await look("a step that was not saved")
    await screen.walk()
    await look("who may read it")
    await screen.form.get_by_label(", my coach").first.check()
    await screen.write("Is there a small success", SAID)
    await screen.send("Keep it")
    await look("before it goes")
    await screen.send("Done")
    await screen.sees("Kept")
    await screen.press("Take it back")
    await look("a question before something goes")
    await screen.page.keyboard.press("Escape")


async def _everybody(screen: Screen, look: Look) -> None:
    for person in ("Ana", "Ben", "Dee", "Cora", "Sam", "Lee", "Pat"):
        await screen.be(person)
        await screen.go("App Home")
        await expect(screen.page.locator(".home-body .blocks")).to_be_visible()
        await look(f"{person}'s App Home")
        await screen.go("Shoulder to Shoulder")
        if person == "Cora":
            await screen.page.get_by_text("The numbers", exact=True).click()
        await look(f"{person}'s messages")
    await screen.go("small-wins")
    await look("a channel")
    await screen.go("general")
    await look("a channel with nothing in it")
    await screen.say("Good morning.")
    await screen.tools()
    await screen.messages.last.get_by_test_id("reply").click()
    box = screen.page.get_by_test_id("thread-composer")
    await box.fill("@")
    await look("what @ offers in a thread")
    await box.fill("Thank you.")
    await screen.press("Reply")
    await expect(screen.page.locator("article.reply")).to_have_count(1)
    await look("a thread")
    await screen.be("Lee")
    await screen.form_at_home("Enroll people")
    await screen.send("Invite")
    await expect(screen.page.get_by_test_id("field-error")).to_have_count(4)
    screen.troubles.clear()  # the browser notes each refusal in its console
    await look("errors at the fields")
    await screen.press("Cancel")


async def _inspector(screen: Screen, look: Look) -> None:
    await screen.page.get_by_test_id("inspector-toggle").click()
    await screen.page.locator(".traffic-head").first.click()
    await look("the inspector")
    await screen.page.keyboard.press("Escape")
