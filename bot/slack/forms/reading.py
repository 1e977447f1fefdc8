"""Read what a form sent back. Nothing outside the forms takes a payload apart."""

import json
from collections.abc import Mapping
from typing import Any

from bot.coaching.errors import BadChoice, NotFound
from bot.slack.blocks import GIVEN

View = Mapping[str, Any]


def given(view: View, block_id: str) -> str | None:
    """The one answer in this block: typed words, a choice, a person, a day or a time; None if it was left empty."""
    element = view["state"]["values"].get(block_id, {}).get(GIVEN)
    if element is None:
        return None
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    keys = ("value", "selected_user", "selected_conversation", "selected_date", "selected_time")
    return next((element[key] for key in keys if element.get(key) is not None), None)


def several(view: View, block_id: str) -> list[str]:
    """The answers in a block where several can be picked."""
    element = view["state"]["values"].get(block_id, {}).get(GIVEN, {})
    return list(element.get("selected_users") or [each["value"] for each in element.get("selected_options") or []])


def required(view: View, block_id: str) -> str:
    """The answer in this block; raises BadChoice when it is missing."""
    answer = given(view, block_id)
    if answer is None or not answer.strip():
        raise BadChoice("Please fill this in.")
    return answer.strip()


def held(view: View) -> dict[str, Any]:
    """The ids that the form carried. They may have been changed on the way: every one is checked again."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        raise NotFound from None
    if not isinstance(found, dict):
        raise NotFound
    return found


def held_id(view: View, name: str) -> str:
    """One id that the form carried; raises NotFound when it is missing or no id."""
    found = held(view).get(name)
    if not isinstance(found, str):
        raise NotFound
    return found


def hold(**ids: Any) -> str:
    """Put ids into a form: never words, never names."""
    return json.dumps(ids, separators=(",", ":"))


def first_input(view: View) -> str | None:
    """The block where an error can be shown."""
    return next((block["block_id"] for block in view.get("blocks", []) if block["type"] == "input"), None)
