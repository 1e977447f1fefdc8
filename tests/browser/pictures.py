"""Pictures of the page that are kept: compared with today's page by every run, and made anew by `make pictures` alone.

The same browser with the same letters draws the same points; what else a machine can choose is fixed in conftest.py. For what
is left, two looks forgive a letter that lies a hair further or is smoothed in another way. First, means of squares of 8
points, each also one point beside its place: letters set without fractions of a point moved such a mean by 7 of 255, a button
without its border moves thirty of them by 16. Second, points that are flat, as ground and lines are and letters are not: a bar
that is thinner by one point recolours 24 of them. More than two squares off by more than 8, more than 16 flat points of
another colour, or another size by more than one point are a change. A corner that is a little less round is not seen.
"""

import base64
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page

from tests.world import ROOT

FOLDER = ROOT / "docs" / "pictures"
BEHIND = """(hidden) => {
    for (const part of document.querySelectorAll('.topbar, .columns')) part.style.visibility = hidden ? 'hidden' : '';
}"""
SQUARE, FAR, FEW_SQUARES = 8, 8, 2
NEAR, FEW_POINTS = 8, 16
COLOURS = 256
LETTERS = "DejaVu Sans"
DARKROOM = Path(__file__).with_name("darkroom.js")
REMAKE = os.environ.get("PICTURES") == "1"


@dataclass(frozen=True)
class Album:
    """The kept pictures, and an empty page on which they are compared. `readable`: this machine has the pictures' letters."""

    darkroom: Page
    readable: bool

    async def holds(self, taken: bytes, path: Path) -> None:
        """The picture on the disk shows what was just taken; with PICTURES=1 it is written where it does not.

        Fails with the places that differ. Skips where the machine has other letters, since then every picture differs.
        """
        if not self.readable:
            pytest.skip(f"The pictures are made with {LETTERS}, which this machine does not read the page in.")
        changed = await self._changed(taken, path)
        if changed and REMAKE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(await self._small(taken))
            changed = await self._changed(taken, path)
        if changed:
            today = _put_aside(taken, path)
            raise AssertionError(
                f"{path.relative_to(ROOT)} is not what the page shows today ({today}): {changed}. Is the page right? "
                "Then `make pictures` makes it anew."
            )

    async def _changed(self, taken: bytes, path: Path) -> str:
        """What is different, in words; empty when it is the same picture."""
        if not path.exists():
            return "it is not there"
        told = await self.differences(path.read_bytes(), taken)
        if max(map(abs, told["size"])) > 1:
            return f"it has another size, by {told['size']} points"
        worst = ", ".join(f"({x}, {y}) by {much}" for x, y, much in told["found"][:3])
        many = len(told["found"]) > FEW_SQUARES or told["recoloured"] > FEW_POINTS
        points = f"{told['recoloured']} flat points have another colour"
        return f"{len(told['found'])} squares differ ({worst}), and {points}" if many else ""

    async def differences(self, before: bytes, after: bytes) -> dict[str, Any]:
        """How much larger the second picture is, the squares that differ as (x, y, how much), and how many flat points do."""
        found: dict[str, Any] = await self._call("differences", _letters(before), _letters(after), SQUARE, FAR, NEAR)
        return found

    async def cut(self, taken: bytes, boxes: list[dict[str, float]]) -> list[bytes]:
        """Parts of a picture, each as a picture of its own."""
        return [base64.b64decode(part) for part in await self._call("cut", _letters(taken), boxes)]

    async def _small(self, taken: bytes) -> bytes:
        """The same picture in a few colours."""
        return png(**await self._call("fewerColours", _letters(taken), COLOURS))

    async def _call(self, what: str, *given: Any) -> Any:
        return await self.darkroom.evaluate(f"(given) => darkroom.{what}(given)", list(given))


async def open_album(page: Page) -> Album:
    """Set the empty page up, and see in which letters this machine reads."""
    source = base64.b64encode(DARKROOM.read_bytes()).decode()
    await page.evaluate(
        "async (source) => { window.darkroom = await import(`data:text/javascript;base64,${source}`); }", source
    )
    return Album(page, await page.evaluate("(letters) => darkroom.readsIn(letters)", LETTERS))


async def of_form(form: Locator) -> bytes:
    """A form as it looks, and nothing of the page behind it at its corners."""
    await form.page.evaluate(BEHIND, True)
    taken = await form.screenshot(animations="disabled")
    await form.page.evaluate(BEHIND, False)
    return taken


def png(*, width: int, height: int, palette: list[int], points: str) -> bytes:
    """A PNG in up to 256 colours, with one byte for each point (PNG specification, third edition, 11.2)."""
    lines = base64.b64decode(points)
    rows = b"".join(b"\0" + lines[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*part) for part in parts)


def _part(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def _letters(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def _put_aside(taken: bytes, path: Path) -> Path:
    """Today's picture, where whoever mends the test can look at it."""
    today = ROOT / "data" / "pictures" / path.relative_to(FOLDER)
    today.parent.mkdir(parents=True, exist_ok=True)
    today.write_bytes(taken)
    return today.relative_to(ROOT)
