"""Everything that Slack brings, by either way, is taken in here: once, however often it comes, and counted.

A click, command, shortcut or form is written down before it is worked on: whoever is cut off in the middle presses again. An
event is written down when it is taken, for Slack tells it again until then, and what a crash cut off must be heard again.
"""

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.coaching.language import mark, say
from bot.services import inbound
from bot.services.courtesy import Courtesy
from bot.shapes import has_shape
from bot.slack.desk import Desk, refusal
from bot.slack.socket_line import Envelope
from bot.tally import Tally

REFUSED, TAKEN, LATER = 401, 200, 503
EVENT, FORM = "event_callback", "view_submission"
CAME_TWICE = mark("This came twice. If this form is still here, please press the button once more.")
SOCKET = "socket"
KINDS = {
    EVENT: "event",
    FORM: "form",
    "block_actions": "click",
    "view_closed": "closing",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}
OUTCOMES = {TAKEN: "answered", LATER: "later"}
OURS = 500
ANYBODY = "*"
"""Whose a request is when the app is in many workspaces: it is noted before anybody has read that."""


class Again(BoltResponse):
    """The answer to what was heard before."""


@dataclass(frozen=True)
class Inwards:
    """The way in. `under_way` is what is worked on just now: who repeats it gets the same answer."""

    bolt: AsyncApp
    desk: Desk
    courtesy: Courtesy
    workspace: str
    tally: Tally
    under_way: dict[str, asyncio.Future[BoltResponse]] = field(default_factory=dict)

    async def take(self, told: dict[str, Any], *, way: str, signature: str = "", retry: int = 0) -> BoltResponse:
        """Do what it asks for, unless that is done already; gives Slack's answer.

        `signature` is that of a signed request.
        """
        began, kind = time.monotonic(), kind_of(told)
        if retry:
            self.tally.add("retries", way, kind)
        with self.courtesy.answering():
            answer = await self._unless_heard(told, signature)
        self.tally.took(time.monotonic() - began, "answer_seconds", way)
        self.tally.add("requests", way, kind, outcome(answer))
        return answer

    async def envelope(self, envelope: Envelope) -> dict[str, Any] | None:
        """The same for what came in Socket Mode; None leaves it to Slack to bring it again."""
        if not has_shape(envelope.payload):
            self.tally.add("requests", SOCKET, "unknown", "refused")
            return None
        answer = await self.take(envelope.payload, way=SOCKET, retry=envelope.retry)
        if answer.status != TAKEN:
            return None
        return as_payload(answer.body)

    async def _unless_heard(self, told: dict[str, Any], signature: str) -> BoltResponse:
        key = key_of(told)
        happened = told.get("type") == EVENT
        if not key:
            # What Slack names by nothing (a form was closed) changes nothing; signed, it is still taken once.
            if signature and not await self._is_new(f"http:{signature}"):
                return BoltResponse(status=REFUSED, body="heard before")
            return await self._work(told)
        if key in self.under_way:
            return await asyncio.shield(self.under_way[key])
        self.under_way[key] = first = asyncio.get_running_loop().create_future()
        try:
            answer = await (self._event(told, key) if happened else self._deed(told, key))
            first.set_result(answer)
        finally:
            del self.under_way[key]
            first.cancel()
        return answer

    async def _event(self, told: dict[str, Any], key: str) -> BoltResponse:
        """Written down when it is taken: what a crash cuts off before that, Slack tells again."""
        now, database = self.desk.clock(), self.desk.database
        if await inbound.knows(database, self.workspace, key):
            return repeated(told)
        answer = await self._work(told)
        if answer.status == TAKEN:
            await inbound.first_on(database, self.workspace, key, now=now)
        return answer

    async def _deed(self, told: dict[str, Any], key: str) -> BoltResponse:
        """Written down before it is done: Slack does not repeat it, and whoever is cut off in the middle presses again."""
        if not await self._is_new(key):
            self.desk.speak_as_known(workspace_of(told), str((told.get("user") or {}).get("id", "")))
            return repeated(told)
        return await self._work(told)

    async def _is_new(self, key: str) -> bool:
        # Whatever this request changes is kept after this, and so is this: what is lost with it was not done.
        now = self.desk.clock()
        return await inbound.first_on(self.desk.database, self.workspace, key, now=now)

    async def _work(self, told: dict[str, Any]) -> BoltResponse:
        # A signature is checked before, which Bolt knows of Socket Mode; it need not do it again.
        request = AsyncBoltRequest(body=told, mode="socket_mode")
        # Bolt says where the app was installed: for an organization's installation that is in no workspace.
        if not is_workspace(request.context.team_id) and (where := workspace_of(told)):
            request.context["team_id"] = where
        return await self.bolt.async_dispatch(request)


def key_of(told: dict[str, Any]) -> str:
    """What makes it one thing, however often it is told: the event's id, or the trigger of what a person did. May be empty."""
    what = told.get("event_id") if told.get("type") == EVENT else told.get("trigger_id")
    if not what:
        return ""
    meant_for = (told.get("api_app_id"), told.get("team_id"), (told.get("team") or {}).get("id"))
    return f"{kind_of(told)}:{hashlib.sha256(repr((*meant_for, what)).encode()).hexdigest()[:32]}"


def workspace_of(told: dict[str, Any]) -> str:
    """Where it was done, as it says itself, else whose workspace that person's is; empty for what an organization did."""
    team, view, event, user = (_part(told, name) for name in ("team", "view", "event", "user"))
    named = (told.get("team_id"), team.get("id"), view.get("team_id"), event.get("team"), user.get("team_id"))
    return next((str(each) for each in named if is_workspace(each)), "")


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def is_workspace(place: object) -> bool:
    """Whether this is a workspace's id, and not an organization's (Enterprise Grid), or none."""
    return isinstance(place, str) and place != "" and not place.startswith("E")


def kind_of(told: dict[str, Any]) -> str:
    """What kind of thing it is, in one of a few words."""
    kind = str(told.get("type") or "")
    return KINDS.get(kind, "other") if kind else "command"


def outcome(answer: BoltResponse) -> str:
    """What came of it, in one of a few words."""
    if isinstance(answer, Again):
        return "again"
    return OUTCOMES.get(answer.status, "refused" if answer.status < OURS else "broke")


def repeated(told: dict[str, Any]) -> BoltResponse:
    """Acknowledge what was done already. A form stays open, for nobody knows whether its answer arrived."""
    if told.get("type") == FORM:
        return Again(status=TAKEN, body=refusal(told["view"], say(CAME_TWICE)))
    return Again(status=TAKEN)


def as_payload(body: str) -> dict[str, Any]:
    """An answer of Bolt's as an acknowledgement carries it."""
    if not body:
        return {}
    return dict(json.loads(body)) if body.startswith("{") else {"text": body}
