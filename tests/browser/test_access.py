"""Nobody is kept out: WCAG 2.2 AA on every screen, by day and by night, on a wide window and on a phone, at 200 %."""

from tests.browser.access import barriers
from tests.browser.every_screen import every_screen
from tests.browser.screen import Screen
from tests.slack.drawn import forms

DRAW = """async ([view, errors]) => {
  const { mountModal } = await import('/page/modal.js');
  window.forms ??= mountModal({ refresh: async () => {}, did: () => {} });
  window.forms.show({ modals: [view], errors, notice: null });
}"""


async def test_no_screen_has_a_barrier(page: Screen) -> None:
    """axe-core finds nothing, and every word stands out from its ground, on each screen of the walk, in light and dark."""
    found = []

    async def look(name: str) -> None:
        found.extend(f"{name}: {each}" for each in await barriers(page.page))

    await page.page.emulate_media(reduced_motion="reduce")
    await every_screen(page, look)

    assert found == []


async def test_no_form_has_a_barrier(page: Screen) -> None:
    """Nor does any other form that the app has, each with an error at every field, in light and dark."""
    found = []
    await page.page.emulate_media(reduced_motion="reduce")
    for name, view in one_of_each().items():
        asked = {
            block["block_id"]: "Please say it another way." for block in view["blocks"] if block["type"] == "input"
        }
        await page.page.evaluate(DRAW, [{"id": name, "hash": name, **view}, asked])
        found.extend(f"{name}: {each}" for each in await barriers(page.page, "dialog"))

    assert found == []


def one_of_each() -> dict[str, dict[str, object]]:
    """The forms of the app, one for each mixture of blocks and elements; all questions of the library look alike."""
    seen = {}
    for name, view in forms("I asked first.").items():
        parts = {
            (block["type"], str(block.get("element", {}).get("type")), "accessory" in block) for block in view["blocks"]
        }
        seen.setdefault((view["callback_id"], frozenset(parts)), (name, view))
    return dict(seen.values())
