"""The page as somebody sees it, and what their hands do: become a person, press, write, send, read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.world import World

PATIENCE = 10_000  # milliseconds until something must be there
SAID = "I asked first what she wanted."

expect.set_options(timeout=PATIENCE)


@dataclass
class Screen:
    """One window on the pretend Slack."""

    page: Page
    world: World
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    @property
    def messages(self) -> Locator:
        """The messages of the conversation on show."""
        return self.page.get_by_test_id("messages").locator("article")

    @property
    def form(self) -> Locator:
        """The form or question on top."""
        return self.page.locator("dialog[open]").last

    async def be(self, person: str) -> None:
        """Become somebody, by their name on the left."""
        await self.open_side()
        await self.page.locator(".people").get_by_role("button", name=person).click()
        await expect(self.page.locator(".person[aria-current]")).to_contain_text(person)

    async def go(self, place: str) -> None:
        """Go to a place of the person acted as, by its name on the left."""
        await self.open_side()
        await self.page.locator(".places").get_by_role("button", name=place).click()
        await expect(self.page.locator(".places [aria-current]")).to_contain_text(place)

    async def open_side(self) -> None:
        """On a phone the left side is behind a button; elsewhere it is always there."""
        button = self.page.locator("#menu-button")
        if await button.is_visible() and await button.get_attribute("aria-expanded") == "false":
            await button.click()

    async def press(self, words: str) -> None:
        """Press the newest button with these words: in the form if one is open, else in the conversation or Home."""
        place = self.form if await self.form.count() else self.page.locator("main")
        await place.get_by_role("button", name=words, exact=True).last.click()

    async def push_clock(self, words: str) -> None:
        """Press one of the clock's buttons and wait until the app has caught up."""
        button = self.page.get_by_role("button", name=words, exact=True)
        await button.click()
        await expect(self.page.get_by_test_id("toast").last).to_contain_text("It is now")
        await expect(button).to_be_enabled()

    async def write(self, label: str, words: str) -> None:
        """Fill a field of the form, by its label."""
        await self.form.get_by_label(label).fill(words)

    async def send(self, words: str) -> None:
        """Press the form's own button and wait for what comes next: another form, an error, or none."""
        before = await self.form.inner_text()
        await self.form.get_by_role("button", name=words, exact=True).click()
        await expect(self.page.locator("dialog[open]").filter(has_text=before)).to_have_count(0)
        await expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    async def say(self, words: str) -> None:
        """Type into the box below and press Enter, as soon as no form is before it."""
        await expect(self.page.locator("dialog[open]")).to_have_count(0)
        box = self.page.get_by_test_id("composer")
        await box.fill(words)
        await box.press("Escape")
        await box.press("Enter")
        await expect(box).to_have_value("")

    async def tools(self) -> None:
        """Go to the newest message with the mouse, and there to its tools."""
        await self.messages.last.hover()
        await self.messages.last.get_by_test_id("message-menu").hover()

    async def of_message(self, words: str) -> None:
        """Open the “…” menu of the newest message, and choose."""
        await self.tools()
        await self.messages.last.get_by_test_id("message-menu").click()
        await self.page.get_by_role("menuitem", name=words).click()

    async def sees(self, words: str) -> None:
        """These words are on the screen, or soon will be."""
        await expect(self.page.locator("main").get_by_text(words).last).to_be_visible()

    async def form_at_home(self, button: str, title: str | None = None) -> None:
        """Go to App Home and open the form of this button there; its title is the button's words, if no others are given."""
        await self.go("App Home")
        await self.press(button)
        await self.title(title or button)

    async def title(self, words: str) -> None:
        """The form on top has this title, or soon will have."""
        await expect(self.form.get_by_role("heading").first).to_have_text(words)

    async def walk(self, said: str = SAID) -> None:
        """Answer the steps of a path, up to the question who may read it."""
        await expect(self.form).to_be_visible()
        while (await self.form.get_by_role("heading").first.inner_text()).startswith("Step"):
            if await self.form.locator("textarea").count():
                await self.form.locator("textarea").fill(said)
            await self.send("Next")
        await self.title("Who may read it")

    async def answer(self, said: str = SAID, *, audience: str = "@Cora Whitfield, my coach", success: str = "") -> None:
        """From the nudge's button to the receipt; with a success, to its preview."""
        await self.press("Reflect")
        await self.walk(said)
        await self.form.get_by_label(audience, exact=True).check()
        await self.write("Is there a small success", success)
        await self.send("Keep it")

    async def sideways(self) -> list[str]:
        """What is wider than its place: the page, a pane, a form. Empty when nothing scrolls sideways or is cut off."""
        found: list[str] = await self.page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('.scroller, .home-body, .dialog-body, .topbar, main')]
                .filter((node) => node.getClientRects().length && node.scrollWidth > node.clientWidth)
                .map((node) => `${node.tagName}.${node.className}: ${node.scrollWidth} > ${node.clientWidth}`)"""
        )
        return found


@asynccontextmanager
async def open_screen(browser: Browser, world: World, *, width: int, height: int = 844) -> AsyncIterator[Screen]:
    """Open the page in a fresh window, and note everything that it asks for and complains of."""
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    context.set_default_timeout(PATIENCE)
    try:
        screen = Screen(await context.new_page(), world)
        _listen(screen)
        await screen.page.goto(world.url)
        await expect(screen.page.get_by_test_id("composer")).to_be_visible()
        yield screen
    finally:
        await context.close()


def _listen(screen: Screen) -> None:
    def asked(request: Request) -> None:
        screen.requests.append(request.url)
        if not request.url.startswith(screen.world.url):
            screen.troubles.append(f"asked another machine: {request.url}")

    def answered(response: Response) -> None:
        screen.answers.append(response)

    def complained(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            screen.troubles.append(line.text)

    screen.page.on("request", asked)
    screen.page.on("response", answered)
    screen.page.on("console", complained)
    screen.page.on("pageerror", lambda error: screen.troubles.append(str(error)))
