"""What a form holds when it is sent: every field's value in Slack's form, and what Slack asks people to complete."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Impossible

REQUIRED = "Please complete this required field."
TEXT_MOST = 3000


@dataclass(frozen=True)
class Field:
    """How an element keeps its value: under which name, which field it starts from, and what empty looks like."""

    name: str
    initial: str
    many: bool = False
    options: bool = False


FIELDS = {
    "plain_text_input": Field("value", "initial_value"),
    "number_input": Field("value", "initial_value"),
    "email_text_input": Field("value", "initial_value"),
    "url_text_input": Field("value", "initial_value"),
    "rich_text_input": Field("rich_text_value", "initial_value"),
    "static_select": Field("selected_option", "initial_option", options=True),
    "radio_buttons": Field("selected_option", "initial_option", options=True),
    "checkboxes": Field("selected_options", "initial_options", many=True, options=True),
    "multi_static_select": Field("selected_options", "initial_options", many=True, options=True),
    "users_select": Field("selected_user", "initial_user"),
    "conversations_select": Field("selected_conversation", "initial_conversation"),
    "channels_select": Field("selected_channel", "initial_channel"),
    "multi_users_select": Field("selected_users", "initial_users", many=True),
    "multi_conversations_select": Field("selected_conversations", "initial_conversations", many=True),
    "multi_channels_select": Field("selected_channels", "initial_channels", many=True),
    "datepicker": Field("selected_date", "initial_date"),
    "timepicker": Field("selected_time", "initial_time"),
    "datetimepicker": Field("selected_date_time", "initial_date_time"),
}
NOT_MODELLED = ("external_select", "multi_external_select", "file_input")
Values = dict[str, dict[str, Payload]]


def elements(blocks: list[Payload]) -> Iterator[tuple[Payload, Payload]]:
    """Every element of the blocks, with the block it stands in."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", []), *block.get("actions", [])]
        for part in inside:
            if isinstance(part, dict) and "action_id" in part:
                yield block, part
        yield from elements(block.get("child_blocks", []))


def find_element(blocks: list[Payload], action_id: str, block_id: str | None) -> tuple[Payload, Payload]:
    """The element that a person means. Raises Impossible(404) when it is not drawn there."""
    for block, part in elements(blocks):
        if part["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, part
    raise Impossible(f"There is nothing with the action id {action_id!r} there.", 404)


def state_values(blocks: list[Payload], entered: Values) -> Values:
    """The value of every field, as sent in view.state.values: what was entered, or else what it starts with."""
    values: Values = {}
    for block, part in elements(blocks):
        field = FIELDS.get(part["type"])
        if field is not None:
            kept = entered.get(block["block_id"], {}).get(part["action_id"])
            sound = kept if kept is not None and kept["type"] == part["type"] else starting_state(part, field)
            values.setdefault(block["block_id"], {})[part["action_id"]] = sound
    return values


def starting_state(part: Payload, field: Field) -> Payload:
    """An element's value before anyone touched it."""
    start = part.get(field.initial)
    if start is None and field.many:
        start = []
    return {"type": part["type"], field.name: start}


def entered_state(part: Payload, value: Any, *, forge: bool = False) -> Payload:
    """An element's value from the plain value a person gave. Raises Impossible for what cannot be chosen there."""
    kind = part["type"]
    if kind in NOT_MODELLED or kind not in FIELDS:
        raise Impossible(f"This workspace does not model values of a {kind}.")
    field = FIELDS[kind]
    if field.many:
        chosen = value if isinstance(value, list) else [value] if value not in (None, "") else []
        return {"type": kind, field.name: [_one(part, field, each, forge=forge) for each in chosen]}
    return {"type": kind, field.name: None if value in (None, "") else _one(part, field, value, forge=forge)}


def _one(part: Payload, field: Field, value: Any, *, forge: bool) -> Any:
    if field.options:
        return option_of(part, value, forge=forge)
    if part["type"] == "datetimepicker":
        return int(value)
    return value if isinstance(value, dict) else str(value)


def option_of(part: Payload, value: Any, *, forge: bool = False) -> Payload:
    """The option with this value, as drawn. Raises Impossible(404) unless forged."""
    wanted = value.get("value") if isinstance(value, dict) else value
    groups = part.get("option_groups") or [part]
    for option in (option for group in groups for option in group.get("options", [])):
        if option.get("value") == wanted:
            return dict(option)
    if forge:
        return {"text": {"type": "plain_text", "text": str(wanted), "emoji": True}, "value": str(wanted)}
    raise Impossible(f"{part['action_id']!r} has no option {wanted!r}.", 404)


def complaints(blocks: list[Payload], values: Values) -> dict[str, str]:
    """What Slack itself asks people to mend before it sends a form: one sentence for each block."""
    found = {}
    for block in blocks:
        part = block.get("element")
        if block.get("type") != "input" or not isinstance(part, dict):
            continue
        sentence = _complaint(block, part, values[block["block_id"]][part["action_id"]])
        if sentence:
            found[block["block_id"]] = sentence
    return found


def _complaint(block: Payload, part: Payload, state: Payload) -> str | None:
    value = state[FIELDS[part["type"]].name]
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if isinstance(value, str):
        return _text_complaint(part, value)
    return None


def _text_complaint(part: Payload, text: str) -> str | None:
    kind = part["type"]
    if kind == "plain_text_input":
        return _length_complaint(part, len(text))
    if kind == "number_input":
        return _number_complaint(part, text)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+$", text):
        return "Please enter a valid URL."
    return None


def _length_complaint(part: Payload, length: int) -> str | None:
    if length < part.get("min_length", 0):
        return f"Please use at least {part['min_length']} characters."
    most = part.get("max_length", TEXT_MOST)
    return f"Please use at most {most} characters." if length > most else None


def _number_complaint(part: Payload, text: str) -> str | None:
    whole = not part.get("is_decimal_allowed")
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", text):
        return "Please enter a whole number." if whole else "Please enter a number."
    if float(text) < float(part.get("min_value", text)) or float(text) > float(part.get("max_value", text)):
        return "Please enter a number in range."
    return None
