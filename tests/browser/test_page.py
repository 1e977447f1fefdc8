"""The page itself: what a newcomer meets, how it stays right, and what it weighs."""

from playwright.async_api import expect

from tests.browser.screen import Screen

MOST_BYTES = 150_000


async def test_the_first_minute_leads_from_the_nudge_to_the_command(page: Screen) -> None:
    """Five steps, each of which says who to become and what to press, and is ticked off when it is done."""
    hint = page.page.locator("#first-minute summary")
    await expect(hint).to_contain_text("You are Ana, a caseworker. Press “Next nudge”")
    await page.push_clock("Next nudge")
    await expect(hint).to_contain_text("Press “Reflect”")
    await page.answer()
    await expect(hint).to_contain_text("Press “Celebrate a small success”")
    await page.press("Celebrate a small success")
    await page.write("What small success", "I asked first.")
    await page.send("See it first")
    await page.send("Done")
    await expect(hint).to_contain_text("Become Cora, a coach. Press “To Monday's digest”")
    await page.push_clock("To Monday's digest")
    await page.be("Cora")
    await page.sees("Your coaching digest")
    await expect(hint).to_contain_text("Become Sam, a supervisor. Type /coach-checkin @ana")
    await page.be("Sam")
    await page.say("/coach-checkin help")
    await expect(hint).to_contain_text("Type /coach-checkin @ana")
    await page.say("/coach-checkin @ana")

    await expect(hint).to_contain_text("You have seen it all. Try anything.5 of 5 done")


async def test_hints_stay_away_once_dismissed(page: Screen) -> None:
    """Dismissed hints do not come back with a reload."""
    await page.page.get_by_role("button", name="Dismiss these hints").click()
    await page.page.reload()
    await expect(page.page.get_by_test_id("composer")).to_be_visible()

    await expect(page.page.locator("#first-minute")).to_be_hidden()


async def test_a_reload_keeps_person_and_place(page: Screen) -> None:
    """The address holds who one is and where."""
    await page.be("Sam")
    await page.go("small-wins")
    await page.page.reload()

    await expect(page.page.locator(".person[aria-current]")).to_contain_text("Sam Tran")
    await expect(page.page.get_by_role("heading", name="# small-wins")).to_be_visible()


async def test_two_tabs_remember_together_what_was_read(page: Screen) -> None:
    """Ana reads in one tab and Cora in another: after a reload, nothing that Ana has read is counted as new again."""
    await page.world.post("message", user="UBEN", channel="CGENERAL", text="Who was at the training?")
    general, other = "[data-channel=CGENERAL]", await page.page.context.new_page()
    await other.goto(f"{page.world.url}/#UCORA/home")
    await expect(other.locator(general)).to_contain_text("1 new")
    await page.go("general")
    await page.go("App Home")
    await other.locator(general).click()
    await expect(other.get_by_test_id("messages")).to_contain_text("training")
    await page.page.reload()
    await expect(page.page.locator("[data-person=UDEE] .count")).to_be_visible()

    await expect(page.page.locator(general)).not_to_contain_text("new")


SEEN = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
"""A browser without a screen calls every tab seen."""


async def test_a_tab_that_nobody_sees_leaves_the_line_to_others(page: Screen) -> None:
    """A browser has six lines to one place, and a tab for each person takes seven. What came meanwhile is there when it is seen again."""
    question = page.messages.get_by_role("button", name="Reflect")
    async with page.page.expect_event("requestfailed", lambda request: "/events?" in request.url):
        await page.page.evaluate(SEEN, True)
    await page.world.next_nudge()
    await expect(question).to_have_count(0)
    await page.page.evaluate(SEEN, False)

    await expect(question).to_be_visible()


async def test_the_slash_offers_the_command_and_the_at_sign_people(page: Screen) -> None:
    """A slash brings the app's command, an @ the people; Enter takes what is offered."""
    box = page.page.get_by_test_id("composer")
    await box.press("/")
    await expect(page.page.get_by_role("option")).to_contain_text("/coach-checkin")
    await box.press("Enter")
    await box.press_sequentially("@be")
    await expect(page.page.get_by_role("option")).to_contain_text("Ben Okafor")
    await box.press("Enter")

    await expect(box).to_have_value("/coach-checkin @ben ")


async def test_a_reply_in_a_thread_offers_people(page: Screen) -> None:
    """An @ there brings people to choose with the keys; the first Escape shuts their list, and leaves the box open."""
    await page.go("general")
    await page.say("Who was at the training?")
    await page.tools()
    await page.messages.last.get_by_test_id("reply").click()
    box, offered = page.page.get_by_test_id("thread-composer"), page.page.locator(".reply-box").get_by_role("option")
    await box.press_sequentially("I asked @")
    await expect(offered).to_have_count(7)
    await expect(offered.last).to_be_in_viewport()
    await box.press("Escape")
    await expect(offered).to_have_count(0)
    await box.press_sequentially("co")
    await expect(offered).to_have_text(["@coraCora Whitfield, Coach"])
    await box.press("Enter")
    await expect(box).to_have_value("I asked @cora ")
    await box.press("Enter")

    await expect(page.page.locator("article.reply")).to_contain_text("I asked @Cora Whitfield")


async def test_an_unknown_word_is_answered_with_the_nearest_one(page: Screen) -> None:
    """A slip of the finger brings help that only its writer sees."""
    await page.say("/coach-checkin stauts")

    await page.sees("Did you mean")
    await expect(page.messages.last).to_contain_text("Only visible to you")


async def test_an_identifier_is_refused_at_the_field(page: Screen) -> None:
    """A date and an address are marked below the field, with roles to say instead; the words stay to be changed."""
    words = "I met them on 12/03/2025 at 42 Elm Street."
    await page.push_clock("Next nudge")
    await page.press("Reflect")
    await page.title("Step 1 of 2")
    await page.form.locator("textarea").fill(words)
    await page.send("Next")

    await expect(page.form).to_contain_text("I have not saved it.")
    await expect(page.form.get_by_text("12/03/2025", exact=True)).to_be_visible()
    await expect(page.form.get_by_label("This is not about a real family")).to_be_visible()
    await expect(page.form.locator("textarea")).to_have_value(words)
    await page.form.locator("textarea").fill("I met them at home, and listened.")
    await page.send("Next")
    await page.title("Step 2 of 2")


async def test_a_step_is_kept_when_the_form_is_closed(page: Screen) -> None:
    """Who closes the form after a step finds it again at the next one."""
    await page.push_clock("Next nudge")
    await page.press("Reflect")
    await page.title("Step 1 of 2")
    await page.form.locator("textarea").fill("I asked first.")
    await page.send("Next")
    await page.title("Step 2 of 2")
    await page.press("Finish later")
    await expect(page.page.locator("dialog")).to_have_count(0)
    await page.press("Reflect")

    await page.title("Step 2 of 2")


async def test_the_inspector_shows_what_was_said(page: Screen) -> None:
    """Each request between the app and the pretend Slack stands there, to open and read."""
    await page.push_clock("Next nudge")
    await page.page.get_by_test_id("inspector-toggle").click()
    line = page.page.locator(".traffic", has_text="chat.postMessage").first
    await line.get_by_role("button").click()

    await expect(line.get_by_label("Request")).to_contain_text("nudge_reflect")
    await expect(line.get_by_label("Answer")).to_contain_text('"ok": true')


async def test_the_clock_goes_where_it_is_pushed(page: Screen) -> None:
    """From Monday 9:29: the next nudge a minute on, a day on, and the digest on Monday at 8, in Ana's own time."""
    clock = page.page.get_by_test_id("clock")
    await expect(clock).to_contain_text("Mon, Nov 2")
    await page.push_clock("Next nudge")
    await expect(clock).to_contain_text("9:30 AM")
    await page.push_clock("+1 day")
    await expect(clock).to_contain_text("Tue, Nov 3")
    await page.push_clock("To Monday's digest")

    await expect(clock).to_contain_text("Mon, Nov 9")
    await expect(clock).to_contain_text("8:00 AM")
    await expect(clock).to_contain_text("Chicago time")


async def test_what_comes_meanwhile_is_shown_at_once(page: Screen) -> None:
    """A message that comes while one looks appears by itself, and is counted for the others."""
    await page.world.next_nudge()

    await expect(page.messages.get_by_role("button", name="Reflect")).to_be_visible()
    await expect(page.page.locator("[data-person=UDEE] .count")).to_contain_text("1")


async def test_the_page_is_light(page: Screen) -> None:
    """All that the browser gets at the start weighs less than 150 kB, heads and the demo's own messages among it; so do
    the page's files as they lie on the disk."""
    got, files = await page.page.evaluate(
        """() => {
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            const sum = (entries, size) => entries.reduce((total, entry) => total + entry[size], 0);
            return [sum(all, 'transferSize'), sum(all.filter(({ name }) => !name.includes('/_sandbox/')), 'decodedBodySize')];
        }"""
    )

    assert 30_000 < got < MOST_BYTES
    assert 100_000 < files < MOST_BYTES


async def test_nothing_leaves_the_machine(page: Screen) -> None:
    """Whatever is opened, the page asks the pretend Slack alone."""
    for person in ("Ana", "Cora", "Lee"):
        await page.be(person)
        for place in ("App Home", "small-wins", "general", "Shoulder to Shoulder"):
            await page.go(place)

    assert page.requests
    assert [] == [each for each in page.requests if not each.startswith(page.world.url)]
