"""What Slack would say about a message or a view before anyone sends it: a linter for Block Kit.

Limits and sentences follow Slack's reference (docs.slack.dev/reference/block-kit) and its recorded answers; where
sources differ, the stricter number holds. Blocks that this workspace does not draw (video, file, plan, task_card) are
refused as unsupported types.
"""

import json
from typing import Any

from bot.sandbox.blockkit_blocks import BLOCK
from bot.sandbox.blockkit_data import cell_characters
from bot.sandbox.blockkit_elements import plain
from bot.sandbox.blockkit_shapes import (
    Check,
    Fault,
    Reading,
    anything,
    boolean,
    items,
    shape,
    string,
    typed,
)

__all__ = ["Fault", "block_faults", "message_faults", "too_large", "view_faults"]
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_CHARACTERS = 12_000
TABLE_CHARACTERS = 10_000
CHARTS = 2
VIEW_BYTES = 250_000
METADATA_CHARACTERS = 8_000
TEXT_CHARACTERS = 40_000
METADATA = shape({"event_type": string(255, 1), "event_payload": anything})


def message_faults(blocks: Any, text: str | None, metadata: Any = None) -> list[Fault]:
    """Everything Slack would refuse in a message: its blocks, a text over 40,000 characters, its metadata."""
    reading = Reading("message")
    if blocks is not None:
        check_blocks(blocks, "/blocks", reading)
    if text is not None and len(text) > TEXT_CHARACTERS:
        reading.fault(f"must be less than {TEXT_CHARACTERS + 1} characters", "/text")
    if metadata is not None:
        check_metadata(metadata, "/metadata", reading)
    return reading.faults


def view_faults(view: Any, root: str = "/view") -> list[Fault]:
    """Everything Slack would refuse in a modal or a Home page. Pointers begin with `root`."""
    if not isinstance(view, dict):
        return [Fault("must provide an object", root)]
    reading = Reading(str(view.get("type")))
    typed({"modal": _MODAL, "home": _HOME})(view, root, reading)
    if isinstance(view.get("blocks"), list):
        check_blocks(view["blocks"], f"{root}/blocks", reading)
        _submit_is_there(view, root, reading)
    return reading.faults


def block_faults(blocks: Any, root: str = "") -> list[Fault]:
    """Everything Slack would refuse in a list of blocks shown in a message."""
    reading = Reading("message")
    check_blocks(blocks, root, reading)
    return reading.faults


def too_large(view: Any) -> bool:
    """Whether a view is above Slack's 250 kB."""
    return len(json.dumps(view).encode()) > VIEW_BYTES


def check_blocks(blocks: Any, at: str, reading: Reading) -> None:
    """Check each block, and what holds for all of them together."""
    most = MESSAGE_BLOCKS if reading.surface == "message" else VIEW_BLOCKS
    items(BLOCK, most)(blocks, at, reading)
    if isinstance(blocks, list):
        _unique_block_ids(blocks, at, reading)
    if not reading.faults:
        _totals(blocks, at, reading)


def check_metadata(metadata: Any, at: str, reading: Reading) -> None:
    """An event type and a payload of plain values, one level of objects and lists of them."""
    METADATA(metadata, at, reading)
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if payload is not None and not isinstance(payload, dict):
        reading.fault("must provide an object", f"{at}/event_payload")
    elif payload is not None and not all(_plain_enough(value) for value in payload.values()):
        reading.fault("failed to match all allowed schemas", f"{at}/event_payload")
    if len(json.dumps(metadata)) > METADATA_CHARACTERS:
        reading.fault(f"must be less than {METADATA_CHARACTERS + 1} characters", at)


def _plain_enough(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_plain(inner) for inner in value.values())
    if isinstance(value, list):
        return all(_plain(inner) or (isinstance(inner, dict) and _plain_enough(inner)) for inner in value)
    return _plain(value)


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _unique_block_ids(blocks: list[Any], at: str, reading: Reading) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if not isinstance(block_id, str):
            continue
        if block_id in seen:
            reading.fault(f'`block_id` "{block_id}" already exists', f"{at}/{index}/block_id")
        seen.add(block_id)


def _totals(blocks: list[dict[str, Any]], at: str, reading: Reading) -> None:
    kinds = [block.get("type") for block in blocks]
    if kinds.count("data_visualization") > CHARTS:
        reading.fault("too many data_visualization blocks", at)
    if reading.surface == "message" and kinds.count("table") > 1:
        reading.fault("only_one_table_allowed", at)
    if (
        sum(cell_characters(block) for block in blocks if block.get("type") in ("table", "data_table"))
        > TABLE_CHARACTERS
    ):
        reading.fault(f"table cells must be less than {TABLE_CHARACTERS + 1} characters in total", at)
    markdown = [str(block.get("text", "")) for block in blocks if block.get("type") == "markdown"]
    if len(markdown) > 1 and sum(map(len, markdown)) > MARKDOWN_CHARACTERS:
        reading.fault(f"markdown must be less than {MARKDOWN_CHARACTERS + 1} characters in total", at)


def _submit_is_there(view: dict[str, Any], root: str, reading: Reading) -> None:
    if view.get("type") != "modal" or view.get("submit"):
        return
    for index, block in enumerate(view["blocks"]):
        if isinstance(block, dict) and block.get("type") == "input":
            reading.fault("must define `submit` to use an `input` block in modals", f"{root}/blocks/{index}/input")


_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = shape(
    {"type": anything, "title": plain(24), "blocks": anything},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"type": anything, "blocks": anything}, _COMMON)
