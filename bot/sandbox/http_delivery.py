"""Reach the app over HTTP as Slack does: signed, with three seconds to answer."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.events import ANSWER_SECONDS, DELIVERED, STOP, Answer
from bot.sandbox.faults import Faults
from bot.sandbox.traffic import TOO_LATE, Payload
from bot.sandbox.workspace import Workspace

AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def signed(secret: str, body: str, at: float) -> dict[str, str]:
    """Slack's request signature, version 0, over real time (docs.slack.dev/authentication/verifying-requests)."""
    timestamp = str(int(at))
    mac = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={mac.hexdigest()}"}


class HttpLine:
    """The app behind a request URL."""

    def __init__(
        self,
        workspace: Workspace,
        faults: Faults,
        secret: str,
        app_url: str | None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """`app_url` is the app's base; Slack's traffic goes to its path /slack/events."""
        self.workspace = workspace
        self.faults = faults
        self.secret = secret
        self.app_url = app_url
        self.answer_seconds = answer_seconds
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=answer_seconds))

    @property
    def connected(self) -> bool:
        """Whether the app was there last time, or called us since."""
        return self.app_url is not None and self.workspace.log.app_is_there

    async def close(self) -> None:
        """Hang up."""
        await self.session.close()

    async def attempt(self, event: Payload, retry: int, reason: str) -> str:
        """Send an event once; see Line."""
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        kind = "events_api:" + str(event["event"]["type"])
        answer = await self._send(kind, json.dumps(event), JSON, headers, event)
        if answer.problem is None:
            return DELIVERED
        if answer.body is not None and answer.body.get("no_retry"):
            return STOP
        return {"timeout": "http_timeout", "unreachable": "connection_failed"}.get(answer.problem, "http_error")

    async def ask(self, kind: str, payload: Payload) -> Answer:
        """Bring the app something a person did; see Line."""
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        answer = await self._send(str(payload.get("type", kind)), urlencode(form), FORM, {}, payload)
        if self.faults.take("interactive"):
            await self._send(str(payload.get("type", kind)), urlencode(form), FORM, {}, payload)
        return answer

    async def _send(self, kind: str, body: str, content: str, headers: dict[str, str], shown: Payload) -> Answer:
        started = time.monotonic()
        answer = await self._post(body, {"Content-Type": content, "User-Agent": AGENT, **headers})
        self.workspace.log.record(
            direction="to_app",
            transport="http",
            kind=kind,
            status=answer.status,
            ms=(time.monotonic() - started) * 1000,
            request=shown | ({"headers": headers} if headers else {}),
            response=answer.body if answer.body is not None else answer.text or answer.problem,
        )
        return answer

    async def _post(self, body: str, headers: dict[str, str]) -> Answer:
        if self.app_url is None:
            return Answer(None, problem="unreachable")
        headers = headers | signed(self.secret, body, time.time())
        url = self.app_url.rstrip("/") + "/slack/events"
        try:
            async with self.session.post(url, data=body.encode(), headers=headers) as response:
                return _understood(response.status, await response.text(), "X-Slack-No-Retry" in response.headers)
        except TimeoutError:
            return Answer(None, problem=TOO_LATE)
        except aiohttp.ClientError:
            return Answer(None, problem="unreachable")


def _understood(status: int, text: str, no_retry: bool) -> Answer:
    if not 200 <= status < 300:
        return Answer(status, {"no_retry": True} if no_retry else None, text, problem="refused")
    try:
        body = json.loads(text) if text.strip() else None
    except ValueError:
        body = None
    return Answer(status, body if isinstance(body, dict) else None, text)
