"""Tell the app what happened: wrap each event, send it, and send it again when the app does not answer."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.faults import Faults, Trouble
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Workspace

VERIFICATION = "sandbox-verification"
RETRY_WAITS = (0.0, 1.0, 5.0)
ANSWER_SECONDS = 3.0
DELIVERED = ""
STOP = "stop"
OF_THE_ORGANIZATION = ("app_uninstalled", "tokens_revoked", "team_access_granted", "team_access_revoked")


@dataclass(frozen=True)
class Answer:
    """What the app said to something a person did. `problem` is timeout, unreachable or refused when it failed."""

    status: int | None
    body: Payload | None = None
    text: str = ""
    problem: str | None = None


class Line(Protocol):
    """A way to the app: signed HTTP or a socket."""

    @property
    def connected(self) -> bool:
        """Whether the app seems to be there."""

    async def attempt(self, event: Payload, retry: int, reason: str) -> str:
        """Send an event once. Gives DELIVERED, STOP (the app wants no retry) or Slack's reason for the failure."""

    async def ask(self, kind: str, payload: Payload) -> Answer:
        """Bring the app something a person did (`interactive` or `slash_commands`) and wait for its answer."""

    async def close(self) -> None:
        """Hang up."""


class Deliveries:
    """Every event on its way to the app. Slack tries three more times: at once, after a minute, after five.

    Here the waits are `retry_waits` seconds, so that nobody sits through them.
    """

    def __init__(
        self, workspace: Workspace, faults: Faults, line: Line, retry_waits: tuple[float, ...] = RETRY_WAITS
    ) -> None:
        """Listen to the workspace from now on."""
        self.workspace = workspace
        self.faults = faults
        self.line = line
        self.retry_waits = retry_waits
        self.tasks: set[asyncio.Task[None]] = set()
        workspace.tell_app.append(self.tell)

    def tell(self, name: str, event: Payload) -> None:
        """Send an event in the background. `name` is what the app subscribed to."""
        del name
        self._start(self._deliver(self._wrapped(event)))

    async def close(self) -> None:
        """Give up on everything that is still under way."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _deliver(self, event: Payload) -> None:
        trouble = self.faults.take("events")
        if trouble and trouble.kind == "late":
            await asyncio.sleep(trouble.seconds)
        await self._until_taken(event, trouble)
        if trouble and trouble.kind == "duplicate":
            await self.line.attempt(event, 1, "http_timeout")

    async def _until_taken(self, event: Payload, trouble: Trouble | None) -> None:
        deaf = trouble is not None and trouble.kind == "drop_ack"
        reason = await self.line.attempt(event, 0, "")
        reason = "http_timeout" if deaf else reason
        for retry, wait in enumerate(self.retry_waits, start=1):
            if reason in (DELIVERED, STOP):
                return
            await asyncio.sleep(wait)
            reason = await self.line.attempt(event, retry, reason)

    def _wrapped(self, event: Payload) -> Payload:
        seed, org_wide = self.workspace.seed, self.workspace.org_wide
        return {
            "token": VERIFICATION,
            "enterprise_id": seed.enterprise or None,
            "context_enterprise_id": seed.enterprise or None,
            "api_app_id": seed.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.ids.new("Ev"),
            "event_time": int(self.workspace.clock.seconds()),
            "is_ext_shared_channel": False,
            "event_context": self.workspace.ids.new("4-"),
            **({} if org_wide and event["type"] in OF_THE_ORGANIZATION else self._where()),
        }

    def _where(self) -> Payload:
        """The workspace, and by whose installation the app hears of it: an organization's names no workspace."""
        seed, org_wide = self.workspace.seed, self.workspace.org_wide
        authorization = {
            "enterprise_id": seed.enterprise or None,
            "team_id": None if org_wide else seed.team_id,
            "user_id": seed.bot_user,
            "is_bot": True,
            "is_enterprise_install": org_wide,
        }
        return {"team_id": seed.team_id, "context_team_id": seed.team_id, "authorizations": [authorization]}
