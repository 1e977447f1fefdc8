"""Reach the app over Socket Mode: envelopes down a WebSocket, acknowledgements back up, one connection for each."""

import asyncio
import json
import time
from itertools import count
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.sandbox.events import ANSWER_SECONDS, DELIVERED, Answer
from bot.sandbox.faults import Faults
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Workspace

CONNECTIONS = 10
LIFETIME_SECONDS = 18_060
GRACE_SECONDS = 2.0
CLOSING_SECONDS = 1.0


class SocketLine:
    """The app's open connections, and the envelopes that wait for their acknowledgement."""

    def __init__(self, workspace: Workspace, faults: Faults, answer_seconds: float = ANSWER_SECONDS) -> None:
        """`answer_seconds` is how long an acknowledgement may take."""
        self.workspace = workspace
        self.faults = faults
        self.answer_seconds = answer_seconds
        self.connections: list[web.WebSocketResponse] = []
        self.waiting: dict[str, asyncio.Future[Payload]] = {}
        self.turn = count()
        self.cuts: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Whether any connection is open."""
        return bool(self.connections)

    async def close(self) -> None:
        """Close every connection."""
        for cut in self.cuts:
            cut.cancel()
        for connection in list(self.connections):
            await connection.close()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Take a connection on a ticket, greet it, and listen to it until it closes."""
        ticket = request.match_info["ticket"]
        if ticket not in self.workspace.tickets:
            raise web.HTTPForbidden(text="This ticket was used or never given.")
        self.workspace.tickets.discard(ticket)
        connection = web.WebSocketResponse(timeout=CLOSING_SECONDS)
        await connection.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await self._say(connection, {"type": "disconnect", "reason": "too_many_websockets"} | _debug())
            await connection.close()
            return connection
        self.connections.append(connection)
        try:
            await self._say(connection, self._hello())
            self.workspace.feed.note("app")
            self.disturb()
            await self._listen(connection)
        finally:
            self._forget(connection)
        return connection

    def disturb(self) -> None:
        """Let the next socket trouble happen to a connection that is open."""
        if not self.connections:
            return
        trouble = self.faults.take("socket")
        if trouble is not None:
            connection = self.connections[0]
            self._forget(connection)
            cut = asyncio.get_running_loop().create_task(self._cut(connection, polite=trouble.kind == "refresh"))
            self.cuts.add(cut)
            cut.add_done_callback(self.cuts.discard)

    async def attempt(self, event: Payload, retry: int, reason: str) -> str:
        """Send an event once, under an envelope id of its own; see Line."""
        kind = "events_api:" + str(event["event"]["type"])
        fields = {"retry_attempt": retry, "retry_reason": "timeout" if reason else ""}
        answer = await self._exchange("events_api", kind, event, fields | {"accepts_response_payload": False})
        return DELIVERED if answer.problem is None else str(answer.problem)

    async def ask(self, kind: str, payload: Payload) -> Answer:
        """Bring the app something a person did; see Line."""
        fields = {"accepts_response_payload": True}
        answer = await self._exchange(kind, str(payload.get("type", kind)), payload, fields)
        if self.faults.take("interactive"):
            await self._exchange(kind, str(payload.get("type", kind)), payload, fields)
        return answer

    async def _exchange(self, envelope: str, kind: str, payload: Payload, fields: Payload) -> Answer:
        started = time.monotonic()
        answer = await self._send(envelope, payload, fields)
        shown = {"retry_attempt": fields["retry_attempt"]} if fields.get("retry_attempt") else {}
        self.workspace.log.record(
            direction="to_app",
            transport="socket",
            kind=kind,
            status=answer.status,
            ms=(time.monotonic() - started) * 1000,
            request=payload | shown,
            response=answer.body if answer.body is not None else answer.problem,
        )
        return answer

    async def _send(self, envelope: str, payload: Payload, fields: Payload) -> Answer:
        connection = self._next_connection()
        if connection is None:
            return Answer(None, problem="unreachable")
        envelope_id = str(uuid4())
        acknowledged = asyncio.get_running_loop().create_future()
        self.waiting[envelope_id] = acknowledged
        try:
            await self._say(connection, {"envelope_id": envelope_id, "type": envelope, "payload": payload} | fields)
            async with asyncio.timeout(self.answer_seconds):
                body = await acknowledged
        except ConnectionError:
            return Answer(None, problem="unreachable")
        except TimeoutError:
            return Answer(None, problem="timeout")
        finally:
            del self.waiting[envelope_id]
        return Answer(200, body, str(body.get("text", "")))

    def _next_connection(self) -> web.WebSocketResponse | None:
        if not self.connections:
            return None
        return self.connections[next(self.turn) % len(self.connections)]

    async def _listen(self, connection: web.WebSocketResponse) -> None:
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self._heard(message.data)

    def _heard(self, text: str) -> None:
        """An acknowledgement may come on another connection than its envelope went out on."""
        try:
            said: Any = json.loads(text)
        except ValueError:
            return
        acknowledged = self.waiting.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if acknowledged is not None and not acknowledged.done():
            body = said.get("payload")
            acknowledged.set_result(body if isinstance(body, dict) else {"text": body} if body else {})

    async def _cut(self, connection: web.WebSocketResponse, *, polite: bool) -> None:
        if polite:
            await self._say(connection, {"type": "disconnect", "reason": "refresh_requested"} | _debug())
            await asyncio.sleep(GRACE_SECONDS)
        await connection.close(code=1011)

    async def _say(self, connection: web.WebSocketResponse, words: Payload) -> None:
        await connection.send_str(json.dumps(words))

    def _forget(self, connection: web.WebSocketResponse) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.workspace.feed.note("app")

    def _hello(self) -> Payload:
        about = {"num_connections": len(self.connections), "connection_info": {"app_id": self.workspace.seed.app_id}}
        return {"type": "hello"} | about | _debug()


def _debug() -> Payload:
    return {
        "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": LIFETIME_SECONDS},
    }
