"""What people do at the page, each by their own clicks."""

from playwright.async_api import expect

from tests.browser.screen import SAID, Screen

SUCCESS = "I asked before I guessed."


async def test_ana_answers_shares_and_celebrates(page: Screen) -> None:
    """Ana is asked in her hours, answers, shares with Cora, and her small success stands in the coach channel."""
    await page.push_clock("Next nudge")
    await page.answer(success=SUCCESS)
    await page.title("Before it goes")
    await page.write("Change it if you like", "I asked before I guessed, and it helped.")
    await page.send("Done")

    await page.sees("Kept")
    await page.sees("@Cora Whitfield")
    await page.go("small-wins")
    await page.sees("I asked before I guessed, and it helped.")


async def test_ana_takes_her_small_success_back(page: Screen) -> None:
    """What Ana posted is gone from the channel as soon as she takes it back; the page asks her once before."""
    await page.push_clock("Next nudge")
    await page.answer(success=SUCCESS)
    await page.send("Done")
    await page.go("small-wins")
    await page.sees(SUCCESS)

    await page.go("Shoulder to Shoulder")
    await page.press("Take it back")
    await page.press("Take it back")
    await page.sees("You took your small success back from")
    await page.go("small-wins")

    await expect(page.page.get_by_text("Nothing here yet.")).to_be_visible()
    await expect(page.messages).to_have_count(0)


async def test_cora_reads_the_digest_with_chart_and_table(page: Screen) -> None:
    """Monday's digest opens at its top, with a chart that says its title and its numbers in text, and a table."""
    await page.push_clock("Next nudge")
    await page.answer()
    await page.push_clock("To Monday's digest")
    await page.be("Cora")

    heading = page.messages.last.get_by_role("heading", name="Your coaching digest")
    chart = page.messages.last.locator("svg[role=img]")
    await expect(heading).to_be_in_viewport()
    await expect(chart.locator("title")).to_have_text("Topics in what was shared")
    await expect(chart.locator("desc")).to_contain_text("Check-ins shared:")
    await expect(chart.locator("text.tick-label:not(.end)")).to_have_count(7)  # each topic has its name
    await expect(page.messages.last.get_by_role("table").first).to_contain_text("@Ana Reyes")
    await page.sees(SAID)


async def test_lee_is_told_what_the_form_still_needs(page: Screen) -> None:
    """An empty form to enroll people stays open, with a line at each field that is missing."""
    await page.be("Lee")
    await page.form_at_home("Enroll people")
    await page.send("Invite")

    await expect(page.form.get_by_text("Please complete this required field.")).to_have_count(4)
    page.troubles.clear()  # the browser notes each refusal in its console


async def test_a_nudge_can_wait_or_be_let_go(page: Screen) -> None:
    """ "Later" says when it comes back; "Not today" closes the question with one kind line."""
    await page.push_clock("Next nudge")
    await page.press("Later")
    await page.sees("No rush. I will bring it back")
    await page.push_clock("Next nudge")
    await page.press("Not today")

    await expect(page.messages.get_by_role("button", name="Reflect")).to_have_count(0)
