"""Read what a form sent back. Nothing outside the forms takes a payload apart."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import time
from typing import Any

from bot.coaching.errors import BadChoice, CoachingError, NotFound, Rephrase
from bot.coaching.guard import Identifier
from bot.coaching.language import mark
from bot.coaching.lines import says_something
from bot.slack.blocks import GIVEN

View = Mapping[str, Any]
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class AtField(CoachingError):
    """A refusal that belongs to one field of a form."""

    def __init__(self, block_id: str, sentence: str, found: tuple[Identifier, ...] = ()) -> None:
        super().__init__(sentence)
        self.block_id = block_id
        self.found = found


@contextmanager
def at(block_id: str) -> Iterator[None]:
    """Whatever is refused in this block is said at that field; where the guard found something, it is marked there."""
    try:
        yield
    except Rephrase as problem:
        raise AtField(block_id, str(problem), problem.found) from None
    except CoachingError as problem:
        raise AtField(block_id, str(problem)) from None


def given(view: View, block_id: str) -> str | None:
    """The one answer in this block: typed words, a choice, a person, a day or a time; None if nothing can be seen in it.

    Raises AtField for what is no text.
    """
    element = view["state"]["values"].get(block_id, {}).get(GIVEN) or {}
    values = {**element, "value": element.get("value") or (element.get("selected_option") or {}).get("value")}
    keys = ("value", "selected_user", "selected_conversation", "selected_date", "selected_time")
    answer = next((values[key] for key in keys if values.get(key) is not None), None)
    if answer is not None and not isinstance(answer, str):
        raise AtField(block_id, str(BadChoice()))
    if answer is None or not says_something(
        answer
    ):  # signs that nobody can see are no answer, and no text that Slack draws
        return None
    return answer.encode(errors="replace").decode().replace("\x00", "?")  # what no database can keep


def clock(view: View, block_id: str) -> time:
    """The local time picked in this block; raises AtField for what no picker offers, like a time with a zone."""
    picked = required(view, block_id)
    if not _CLOCK.fullmatch(picked):
        raise AtField(block_id, str(BadChoice()))
    return time.fromisoformat(picked)


def several(view: View, block_id: str) -> list[str]:
    """The answers in a block where several can be picked."""
    element = view["state"]["values"].get(block_id, {}).get(GIVEN, {})
    found = element.get("selected_users") or [each["value"] for each in element.get("selected_options") or []]
    if not all(isinstance(each, str) for each in found):
        raise AtField(block_id, str(BadChoice()))
    return list(found)


def required(view: View, block_id: str) -> str:
    """The answer in this block; raises AtField when it is missing."""
    answer = given(view, block_id)
    if answer is None or not answer.strip():
        raise AtField(block_id, mark("Please fill this in."))
    return answer.strip()


def held(view: View) -> dict[str, Any]:
    """The ids that the form carried. They may have been changed on the way: every one is checked again."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (ValueError, RecursionError):
        raise NotFound from None
    if not isinstance(found, dict):
        raise NotFound
    return found


def held_id(view: View, name: str) -> str:
    """One id that the form carried; raises NotFound when it is missing or no id."""
    found = held(view).get(name)
    if not is_id(found):
        raise NotFound
    return str(found)


def is_id(found: object) -> bool:
    """Whether this may be an id of ours or of Slack's: plain letters and signs, and no text for the database to choke on."""
    return isinstance(found, str) and found.isascii() and found.isprintable()


def hold(**ids: Any) -> str:
    """Put ids into a form: never words, never names."""
    return json.dumps(ids, separators=(",", ":"))


def inputs(view: View) -> list[str]:
    """The blocks where an error can be shown."""
    return [block["block_id"] for block in view.get("blocks", []) if block["type"] == "input"]
