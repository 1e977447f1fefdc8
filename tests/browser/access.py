"""What would keep somebody from using the screen on show: found by axe-core, and by the ratio of words to their ground."""

from pathlib import Path

import axe_playwright_python
from playwright.async_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LEAST_CONTRAST = 4.5  # the ratio that WCAG 2.2 asks of ordinary text, success criterion 1.4.3

LOOK = """async ([place, only]) => {
  const found = await axe.run(place, { runOnly: only, resultTypes: ['violations'], elementRef: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}"""

# axe leaves out what is written into drawings.
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


async def barriers(page: Page, place: str = "html") -> list[str]:
    """All that axe finds by day, and what cannot be read by day or by night."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE)
    found: list[str] = await page.evaluate(LOOK, [place, {"type": "tag", "values": LEVELS}])
    found += await page.evaluate(FAINT, LEAST_CONTRAST)
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += await page.evaluate(FAINT, LEAST_CONTRAST)
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found
