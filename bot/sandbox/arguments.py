"""The arguments of a Web API call, however they came: in the address, in a form or as JSON."""

import json
from typing import Any

from aiohttp import web

from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused

STRUCTURED = ("blocks", "attachments", "view", "metadata", "message", "files", "outputs")
NOT_MODELLED = ("attachments", "markdown_text", "file_ids", "unfurls")


def complaint(sentence: str, error: str = "invalid_arguments") -> Refused:
    """A refusal with Slack's sentence in response_metadata."""
    return Refused(error, response_metadata={"messages": [f"[ERROR] {sentence}"]})


class Arguments:
    """Named values with Slack's leniency: numbers and booleans may come as text."""

    def __init__(self, values: Payload) -> None:
        """Keep the merged values."""
        self.values = values

    def get(self, name: str) -> Any:
        """The value as it came, or None."""
        return self.values.get(name)

    def text(self, name: str) -> str:
        """The value as text, empty when it was not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def need(self, name: str) -> str:
        """The value as text. Raises Refused when it was not given."""
        if not self.text(name):
            raise complaint(f"missing required field: {name}")
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Whether it is set: the SDK sends 1, people send true."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, otherwise: int) -> int:
        """The value as a whole number."""
        try:
            return int(self.text(name) or otherwise)
        except ValueError:
            raise complaint(f"must provide an integer [json-pointer:/{name}]") from None

    def instant(self, name: str) -> float | None:
        """The value as Unix seconds. Raises Refused(invalid_ts_…) when it is none."""
        try:
            return float(self.text(name)) if self.text(name) else None
        except ValueError:
            raise Refused(f"invalid_ts_{name}") from None

    def refuse_what_is_not_modelled(self) -> None:
        """Say so by name instead of guessing."""
        for name in NOT_MODELLED:
            if self.values.get(name):
                raise complaint(f"this workspace does not model `{name}`")


async def read_arguments(request: web.Request) -> Arguments:
    """Merge address < form < JSON body, and read the structured ones. Raises Refused for a broken body."""
    values: Payload = dict(request.query)
    if request.can_read_body:
        values |= await _body(request)
    for name in STRUCTURED:
        if isinstance(values.get(name), str):
            values[name] = _structured(name, values[name])
    return Arguments(values)


async def _body(request: web.Request) -> Payload:
    if request.content_type != "application/json":
        return dict(await request.post())
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _structured(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        broken = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise complaint("must provide valid JSON", broken.get(name, "invalid_arguments")) from None
