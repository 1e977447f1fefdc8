"""Requests as Slack sends them, half of them commands and half of them forms, each with a signature of its own."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.agreed import COMMAND, SECRET, STEP_FORM, TEAM

SAID = (
    "I asked what they hoped for first, and then I waited.",
    "I named one strength before I named a worry.",
    "I let the silence be, and she told me more.",
    "I asked who they call when things get hard.",
    "I read my notes before the visit and kept one question open.",
    "I checked with my coach how to put it more kindly.",
)


@dataclass(frozen=True)
class Writer:
    """Somebody with a reflection open."""

    person: str
    reflection: str


def knocks(writers: Sequence[Writer], count: int, *, host: str, slack: str, chance: Random) -> list[bytes]:
    """So many whole HTTP requests, signed now: they are good for five minutes, and each only once.

    People take turns, so that nobody sends the same step twice within a moment.
    """
    return [
        _request(_body(number, writers[number // 2 % len(writers)], slack, chance), host) for number in range(count)
    ]


def _body(number: int, writer: Writer, slack: str, chance: Random) -> str:
    trigger = f"{number}.{chance.getrandbits(64):x}"
    if number % 2:
        return urlencode({"payload": json.dumps(_form(writer, trigger, chance.choice(SAID)))})
    return urlencode(_command(writer, trigger, slack))


def _command(writer: Writer, trigger: str, slack: str) -> dict[str, str]:
    return {
        "token": "old",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "D1",
        "channel_name": "directmessage",
        "user_id": writer.person,
        "user_name": "caseworker",
        "command": COMMAND,
        "text": "help",
        "api_app_id": "ABENCH",
        "is_enterprise_install": "false",
        "response_url": f"{slack}/response/{trigger}",
        "trigger_id": trigger,
    }


def _form(writer: Writer, trigger: str, said: str) -> dict[str, Any]:
    metadata = json.dumps({"reflection": writer.reflection, "position": 0}, separators=(",", ":"))
    asked = {"type": "plain_text_input", "action_id": "given"}
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": writer.person, "username": "caseworker", "team_id": TEAM},
        "api_app_id": "ABENCH",
        "token": "old",
        "trigger_id": trigger,
        "view": {
            "id": f"V{trigger}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": STEP_FORM,
            "private_metadata": metadata,
            "hash": "1.h",
            "blocks": [{"type": "input", "block_id": "question:0", "element": asked}],
            "state": {"values": {"question:0": {"given": asked | {"value": said}}}},
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _request(body: str, host: str) -> bytes:
    at = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body)
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return (head + body).encode()
