"""Words can be read against their ground, by day and by night."""

from typing import Literal

import pytest

from tests.browser.screen import Screen

# The ratio that WCAG 2.2 asks of ordinary text, success criterion 1.4.3.
LEAST_CONTRAST = 4.5

FAINT = """(least) => {
  const rgba = (words) => {
    const [r, g, b, a = 1] = words.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => Object.fromEntries(['r', 'g', 'b'].map((c) => [c, top[c] * top.a + under[c] * (1 - top.a)]));
  const ground = (node) => {
    if (!node) return rgba('rgb(255, 255, 255)');
    const own = rgba(getComputedStyle(node).backgroundColor);
    return own.a === 1 ? own : over(own, ground(node.parentElement));
  };
  const light = ({ r, g, b }) => {
    const part = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const written = [...root.querySelectorAll('*')].filter((node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && node.checkVisibility({ opacityProperty: true }));
  return written.map((node) => {
    const style = getComputedStyle(node);
    const under = ground(node.closest('svg')?.parentElement ?? node);
    const ink = over(rgba(node.closest('svg') ? style.fill : style.color), under);
    const [bright, dark] = [light(ink), light(under)].sort((a, b) => b - a);
    return { words: node.textContent.trim().slice(0, 40), ratio: (bright + 0.05) / (dark + 0.05) };
  }).filter(({ ratio }) => ratio < least).map(({ words, ratio }) => `${words}: ${ratio.toFixed(2)}`);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_words_stand_out_from_their_ground(page: Screen, scheme: Literal["light", "dark"]) -> None:
    """Messages, a form with an error, App Home, the digest and the inspector, in both colour schemes."""
    await page.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    faint: list[str] = []

    async def look() -> None:
        faint.extend(await page.page.evaluate(FAINT, LEAST_CONTRAST))

    await page.push_clock("Next nudge")
    await look()
    await page.press("Reflect")
    await page.title("Step 1 of 2")
    await page.form.locator("textarea").fill("I met them on 12/03/2025.")
    await page.send("Next")
    await look()
    await page.walk()
    await page.form.get_by_label(", my coach").first.check()
    await page.send("Keep it")
    await page.go("App Home")
    await look()
    await page.push_clock("To Monday's digest")
    await page.be("Cora")
    await page.go("Shoulder to Shoulder")
    await page.page.get_by_test_id("inspector-toggle").click()
    await page.page.locator(".traffic-head").first.click()
    await look()

    assert faint == []
