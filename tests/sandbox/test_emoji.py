"""The page draws every emoji that the app says."""

import re

from tests.world import ROOT

EMOJI = re.compile(r"(?<![\w:]):([a-z][a-z0-9_]+):(?![\w:])")
PAGE = ROOT / "bot" / "sandbox" / "page" / "emoji.js"


def test_the_page_has_a_picture_for_every_emoji_of_the_app() -> None:
    """What the page does not know would stand there as a word between colons."""
    sources = [path for name in ("coaching", "services", "slack") for path in (ROOT / "bot" / name).rglob("*.py")]
    said = {name for path in sources for name in EMOJI.findall(path.read_text(encoding="utf-8"))}
    known = set(re.findall(r"(\w+): \"", PAGE.read_text(encoding="utf-8")))

    assert said
    assert set() == said - known
