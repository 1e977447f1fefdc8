"""Blocks as Slack keeps them: every block and element has an id, and texts say how they are read."""

import copy
from typing import Any

from bot.sandbox.clockwork import Ids
from bot.sandbox.form_state import FIELDS, NOT_MODELLED
from bot.sandbox.traffic import Payload

PRESSED = frozenset({"button", "overflow", "feedback_buttons", "icon_button", *FIELDS, *NOT_MODELLED})


def drawn(blocks: list[Payload], ids: Ids) -> list[Payload]:
    """A copy of the blocks as Slack stores and returns them."""
    stored = copy.deepcopy(blocks)
    for block in stored:
        _name_block(block, ids)
        _complete(block, ids)
    return stored


def drawn_view(view: Payload, ids: Ids) -> Payload:
    """A copy of a view with its blocks as Slack stores them."""
    stored = copy.deepcopy(view)
    for part in ("title", "submit", "close"):
        _complete(stored.get(part), ids)
    return stored | {"blocks": drawn(view["blocks"], ids)}


def _name_block(block: Payload, ids: Ids) -> None:
    if not block.get("block_id"):
        block["block_id"] = ids.new("b")
    for child in block.get("child_blocks", []):
        _name_block(child, ids)


def _complete(part: Any, ids: Ids) -> None:
    """Walk through a block and add what Slack adds."""
    if isinstance(part, list):
        for inner in part:
            _complete(inner, ids)
    elif isinstance(part, dict):
        kind = part.get("type")
        if kind in PRESSED and not part.get("action_id"):
            part["action_id"] = ids.new("a")
        if kind == "plain_text":
            part.setdefault("emoji", True)
        if kind == "mrkdwn":
            part.setdefault("verbatim", False)
        for inner in part.values():
            _complete(inner, ids)
