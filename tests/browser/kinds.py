"""The list of all that the app sends to be drawn: each kind of block, element and object, and a block in which it comes."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.sandbox.blockkit_blocks import BLOCKS
from bot.sandbox.blockkit_elements import ACCESSORIES, INPUTS
from tests.slack.drawn import forms, homes, payloads
from tests.world import ROOT, Json, World

WORDS = "I asked first."
SURFACES = {"modal", "home"}
ELEMENTS = {**INPUTS, **ACCESSORIES}
UNSEEN = {"type", "text", "elements", "element", "label", "blocks", "options", "rows"}
UNSEEN |= {"action_id", "block_id", "callback_id", "private_metadata", "value", "max_length", "emoji", "title", "close"}
UNSEEN |= {"chart", "categories", "x_label", "y_label", "axis_config", "series", "data", "name", "user_id"}
"""What each of its kind has, and what is not seen."""
OBJECTS = {
    **dict.fromkeys(("options", "initial_option", "initial_options"), "option"),
    "option_groups": "option group",
    "confirm": "confirmation",
    "filter": "filter",
    "series": "series",
    "data": "data point",
    "axis_config": "axes",
}
"""What goes by no type of its own, by the field in which it comes."""
MARKS = {
    "bold": re.compile(r"\*\S[^*]*\*"),
    "italic": re.compile(r"(?<!\w)_\S[^_]*_(?!\w)"),
    "struck out": re.compile(r"~\S[^~]*~"),
    "code": re.compile(r"`"),
    "quotation": re.compile(r"^> ", re.M),
    "list": re.compile(r"^• ", re.M),
    "person": re.compile("<@"),
    "channel": re.compile("<#"),
    "link": re.compile(r"<(?:https?|mailto):"),
    "date": re.compile("<!date"),
    "emoji": re.compile(r":[a-z_]{2,}:"),
}
"""What Slack reads in a text as markup."""


@dataclass(frozen=True)
class Sample:
    """The smallest block in which a kind comes, and on which surfaces the app sends the kind; for a surface its own view."""

    drawn: Json
    surfaces: tuple[str, ...]


def kinds(part: Any, field: str = "blocks") -> Iterator[str]:
    """Each kind in a block or view, like `button (style, confirm)` or `mrkdwn (bold)`; the same one perhaps often."""
    if isinstance(part, list | tuple):
        for each in part:
            yield from kinds(each, field)
    elif isinstance(part, dict):
        yield from _named(part, field)
        for name, each in part.items():
            if isinstance(each, dict | list | tuple):
                yield from kinds(each, name)


def _named(part: Json, field: str) -> Iterator[str]:
    name = str(part.get("type") or OBJECTS.get(field, field))
    seen = [_seen(each, part[each]) for each in part if each not in UNSEEN and part[each]]
    if name == "mrkdwn":
        yield from (f"mrkdwn ({mark})" for mark, sign in MARKS.items() if sign.search(part["text"]))
    if name == "static_select" and "option_groups" not in part:
        seen.append("options")
    yield f"{name} ({', '.join(sorted(seen))})" if seen else name


def _seen(field: str, held: Any) -> str:
    return f"{field} {held}" if field == "style" else field


@cache
def samples() -> dict[str, Sample]:
    """All kinds in all that the app draws: every message, form and App Home."""
    found: dict[str, list[tuple[str, Json]]] = {}
    for surface, drawing in _drawings():
        for kind in set(kinds(drawing)):
            found.setdefault(kind, []).append((surface, drawing))
    return {kind: _smallest(found[kind]) for kind in sorted(found, key=_order)}


def _smallest(among: list[tuple[str, Json]]) -> Sample:
    drawn = min((each for _, each in among), key=lambda each: len(json.dumps(each)))
    return Sample(drawn, tuple(sorted({surface for surface, _ in among})))


def _drawings() -> Iterator[tuple[str, Json]]:
    for way in payloads(WORDS).values():
        yield from (("message", block) for block in _of_the_demo(way.blocks))
    for view in _of_the_demo([*forms(WORDS).values(), *homes(WORDS).values()]):
        surface = "form" if view["type"] == "modal" else "App Home"
        yield surface, view
        yield from ((surface, block) for block in view["blocks"])


def _of_the_demo(drawn: Sequence[Json]) -> list[Json]:
    """The same with people whom the demo knows, so that their names are shown."""
    text = json.dumps(drawn)
    for number, user in enumerate(("UANA", "UBEN", "UDEE")):
        text = text.replace(f"U{number:09}", user)
    return list(json.loads(text))


def _order(kind: str) -> tuple[int, str]:
    """Surfaces, blocks, elements, objects."""
    name = kind.partition(" (")[0]
    return (0 if name in SURFACES else 1 if name in BLOCKS else 2 if name in ELEMENTS else 3), kind


def written_in_the_code() -> set[str]:
    """Each type that the code can put into a block: what stands after `"type":` in bot/slack and is a block or an element."""
    named = set()
    for path in (ROOT / "bot" / "slack").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                named |= {
                    str(value.value)
                    for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant)
                }
    return named & {*BLOCKS, *ELEMENTS, *SURFACES}


async def sent_by(world: World) -> set[str]:
    """Each kind in what the app really sent in this world."""
    entries = (await world.get("log"))["entries"]
    asked = [entry["request"] for entry in entries if entry["direction"] == "from_app"]
    parts = [each[name] for each in asked if isinstance(each, dict) for name in ("blocks", "view") if each.get(name)]
    return {kind for part in parts for kind in kinds(json.loads(part) if isinstance(part, str) else part)}
