"""The addresses that come with a click or a command: five answers in thirty minutes."""

import json
import time
from typing import Any

from aiohttp import web

from bot.sandbox.api_chat import content
from bot.sandbox.arguments import Arguments
from bot.sandbox.contract import breaches
from bot.sandbox.faults import Faults, pause
from bot.sandbox.people import bot_message
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace

USES = 5
LIFETIME = 30 * 60


class Responses:
    """The address /response/<id>."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        """Troubles for these calls go by the method name response_url."""
        self.workspace = workspace
        self.faults = faults

    async def respond(self, request: web.Request) -> web.Response:
        """Take one answer and log it."""
        started = time.monotonic()
        trouble = self.faults.take("response_url")
        wish: Any = {}
        try:
            wish = json.loads(await request.text())
            if trouble is None or trouble.kind in ("slow", "drop_after"):
                answer(self.workspace, request.match_info["id"], wish)
            status, said = _troubled(trouble.kind if trouble else "")
        except ValueError:
            status, said = 400, "invalid_payload"
        except Refused as refusal:
            status, said = 404 if refusal.error.endswith("_url") else 400, refusal.error
        if trouble and trouble.kind == "slow":
            await pause(trouble)
        if trouble and trouble.kind.startswith("drop_") and request.transport is not None:
            request.transport.abort()
        self._log(status, started, wish, said)
        return _said(status, said, trouble.retry_after if trouble else 0)

    def _log(self, status: int, started: float, wish: Any, said: str) -> None:
        self.workspace.log.record(
            direction="from_app",
            transport="http",
            kind="response_url",
            status=status,
            ms=(time.monotonic() - started) * 1000,
            request=wish,
            response=said,
            breaches=breaches("response_url", wish if isinstance(wish, dict) else {}, said),
        )


def _troubled(kind: str) -> tuple[int, str]:
    if kind.startswith("http_"):
        return int(kind.removeprefix("http_")), "internal_error"
    if kind == "ratelimited":
        return 429, "ratelimited"
    if kind.startswith("error:"):
        return 400, kind.removeprefix("error:")
    return 200, "ok"


def _said(status: int, said: str, retry_after: int) -> web.Response:
    if status == 200:
        return web.Response(text=said)
    headers = {"Retry-After": str(retry_after)} if status == 429 else {}
    return web.json_response({"ok": False, "error": said}, status=status, headers=headers)


def answer(workspace: Workspace, key: str, wish: Any) -> None:
    """Do what an answer says: post, replace or delete. Raises Refused."""
    record = workspace.response_urls.get(key)
    if record is None or workspace.clock.seconds() - record["made"] > LIFETIME:
        raise Refused("expired_url")
    if record["uses"] >= USES:
        raise Refused("used_url")
    if not isinstance(wish, dict):
        raise Refused("invalid_payload")
    record["uses"] += 1
    original = workspace.find(record["place"], record["ts"]) if record["ts"] else None
    if wish.get("delete_original"):
        _delete(workspace, record, original)
    elif wish.get("replace_original") and original is not None:
        _replace(workspace, record, original, wish)
    else:
        _post(workspace, record, wish)


def _delete(workspace: Workspace, record: Payload, original: Payload | None) -> None:
    if original is None:
        raise Refused("message_not_found")
    workspace.remove(record["place"], original)


def _replace(workspace: Workspace, record: Payload, original: Payload, wish: Payload) -> None:
    new = content(workspace, Arguments(wish))
    edited = {"user": workspace.seed.bot_user, "ts": workspace.clock.stamp()}
    workspace.change(record["place"], original, {"blocks": None, **new, "edited": edited})


def _post(workspace: Workspace, record: Payload, wish: Payload) -> None:
    message = bot_message(workspace) | content(workspace, Arguments(wish))
    message |= {"thread_ts": wish["thread_ts"]} if wish.get("thread_ts") else {}
    if wish.get("response_type") != "in_channel":
        message["ephemeral_for"] = record["user"]
    workspace.post(record["place"], message)
