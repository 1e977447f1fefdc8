"""One line to Slack in Socket Mode: dialled once, listened to until it falls silent or Slack takes it away, never used again.

Slack names a line's end before it comes (`disconnect`), a quiet network does not. So we ping, and a line on which nothing at all
was heard for a while is deaf, however open it looks.
"""

import asyncio
import contextlib
import json
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from aiohttp import WSMessage, WSMsgType
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

GREETING_SECONDS = 10.0
PING_SECONDS = 10.0
DEAF_SECONDS = 35.0
ANSWER_SECONDS = 3.0
GOODBYE_SECONDS = 1.0
GOING = struct.pack("!H", 1000)
DEAF, CUT = "deaf", "cut"


@dataclass(frozen=True)
class Envelope:
    """What Slack brought: its kind, what is in it, and which try this is (0 is the first)."""

    id: str
    kind: str
    payload: dict[str, Any]
    retry: int


Say = Callable[[str], Awaitable[bool]]
Hear = Callable[[Envelope], Awaitable[dict[str, Any] | None]]
"""Do what an envelope asks for. Gives the acknowledgement's payload (perhaps empty); None: not taken, Slack comes again."""


class NotGreeted(Exception):
    """Slack took the call and did not say hello."""


async def dial(web: AsyncWebClient, token: str, http: aiohttp.ClientSession, hear: Hear, say: Say) -> "Line":
    """Open a line and wait for Slack's hello. Raises SlackApiError, NotGreeted, and what the network raises."""
    opened = await web.apps_connections_open(app_token=token)
    way = await http.ws_connect(
        opened["url"], autoping=False, proxy=web.proxy, ssl=True if web.ssl is None else web.ssl
    )
    line = Line(way, hear, say)
    try:
        await asyncio.wait({line.greeted, line.ended}, timeout=GREETING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:  # also when we are told to stop just now
        if not line.greeted.done():
            line.end("no_hello")
            await line.drop()
    if not line.greeted.done():
        raise NotGreeted(line.why)
    return line


class Line:
    """An open line. `ended` is done when a new one should take its place; until then, and after, it is listened to."""

    def __init__(self, way: aiohttp.ClientWebSocketResponse, hear: Hear, say: Say) -> None:
        """`say` is called with an acknowledgement that cannot go out on this line any more."""
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[str] = loop.create_future()
        self.ended: asyncio.Future[str] = loop.create_future()
        self.heard_at = self.brought_at = time.monotonic()
        self._way, self._hear, self._say = way, hear, say
        self._leaving = False
        self._envelopes: set[asyncio.Task[None]] = set()
        self._listening = loop.create_task(self._listen())
        self._pinging = loop.create_task(self._ping())

    @property
    def open(self) -> bool:
        """Whether Slack can reach us here."""
        return self.greeted.done() and not self.ended.done()

    @property
    def why(self) -> str:
        """Why it ended; empty while it has not."""
        return self.ended.result() if self.ended.done() else ""

    @property
    def under_way(self) -> int:
        """Envelopes that are not acknowledged yet."""
        return len(self._envelopes)

    def end(self, why: str) -> None:
        """A new line should take the place of this one. The first reason counts."""
        if not self.ended.done():
            self.ended.set_result(why)

    async def say(self, text: str) -> bool:
        """Say it on this line; False when it cannot be said here."""
        if self._leaving or self._way.closed:
            return False
        try:
            await self._way.send_str(text)
        except (ConnectionError, aiohttp.ClientError):
            return False
        return True

    async def leave(self) -> None:
        """Hang up in order: what came before Slack heard us say goodbye is still heard and acknowledged, if need be elsewhere."""
        await self._acknowledged()
        self._leaving = True
        self.end("left")
        with contextlib.suppress(ConnectionError, aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self._way.send_frame(GOING, WSMsgType.CLOSE)
                await asyncio.wait({self._listening})
        await self._acknowledged()
        await self.drop()

    async def drop(self) -> None:
        """Hang up at once."""
        self.end("left")
        for task in (self._pinging, self._listening):
            task.cancel()
        await asyncio.wait({self._pinging, self._listening})
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            await self._way.close()

    async def _acknowledged(self) -> None:
        if self._envelopes:
            await asyncio.wait(set(self._envelopes), timeout=ANSWER_SECONDS)

    async def _ping(self) -> None:
        while not self._way.closed:
            await asyncio.sleep(PING_SECONDS)
            with contextlib.suppress(ConnectionError, aiohttp.ClientError):  # whoever listens finds out
                await self._way.ping()

    async def _listen(self) -> None:
        try:
            while await self._heard(await self._way.receive(timeout=DEAF_SECONDS)):
                self.heard_at = time.monotonic()
            self.end(CUT)
        except TimeoutError:
            self.end(DEAF)
        except (ConnectionError, aiohttp.ClientError):
            self.end(CUT)

    async def _heard(self, frame: WSMessage) -> bool:
        """Whether there may be more to hear."""
        match frame.type:
            case WSMsgType.TEXT:
                self._told(frame.data)
            case WSMsgType.PING:
                await self._way.pong(frame.data)
            case WSMsgType.PONG:
                pass
            case _:
                return False
        return True

    def _told(self, text: str) -> None:
        try:
            said: Any = json.loads(text)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        match said.get("type"):
            case "hello":
                if not self.greeted.done():
                    self.greeted.set_result("hello")
            case "disconnect":  # it still brings what is under way: we listen on until a new one is there
                self.end(str(said.get("reason") or "disconnect"))
            case kind if isinstance(said.get("payload"), dict) and said.get("envelope_id"):
                self.brought_at = time.monotonic()
                envelope = Envelope(
                    str(said["envelope_id"]), str(kind), said["payload"], _number(said.get("retry_attempt"))
                )
                self._envelopes.add(task := asyncio.get_running_loop().create_task(self._take(envelope)))
                task.add_done_callback(self._envelopes.discard)

    async def _take(self, envelope: Envelope) -> None:
        answer = await self._hear(envelope)
        if answer is None:
            return
        said = json.dumps({"envelope_id": envelope.id} | ({"payload": answer} if answer else {}))
        if not (await self.say(said) or await self._say(said)):
            log.warning("not_acknowledged", kind=envelope.kind)


def _number(given: Any) -> int:
    return given if isinstance(given, int) and given > 0 else 0
