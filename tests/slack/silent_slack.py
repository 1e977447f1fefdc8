"""A Slack that takes calls in Socket Mode and does as it likes: no hello, no answer to a ping, an envelope, a goodbye."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.socket_line import Envelope, Hear
from bot.slack.socket_mode import Lines


@dataclass
class SilentSlack:
    """What it does with the next calls, and what it has seen: `dialled`, `closed`, and each acknowledgement."""

    greets: bool = True
    answers_pings: bool = True
    refuses: str = ""
    url: str = ""
    calls: list[web.WebSocketResponse] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    tried: int = 0
    hello_seconds: float = 0.0
    """How long its hello takes from the second call on."""
    crossing: list[str] = field(default_factory=list)
    """Envelopes that it sent before it heard a goodbye, each on one call, as they arrive after it."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def opened(self, _: web.Request) -> web.Response:
        """apps.connections.open."""
        self.tried += 1
        self.news.set()
        if self.refuses:
            return web.json_response({"ok": False, "error": self.refuses})
        return web.json_response({"ok": True, "url": f"{self.url}/socket"})

    async def taken(self, request: web.Request) -> web.WebSocketResponse:
        """A call."""
        call = web.WebSocketResponse(autoping=self.answers_pings, autoclose=False, timeout=0.1)
        await call.prepare(request)
        self.calls.append(call)
        self.note("dialled")
        if self.greets:
            await asyncio.sleep(self.hello_seconds if self.tried > 1 else 0)
            await call.send_json({"type": "hello"})
        async for said in call:
            if said.type is aiohttp.WSMsgType.TEXT:
                self.note(said.json()["envelope_id"])
        if self.crossing:
            await self.bring(call, self.crossing.pop(0))
        await call.close()
        self.note("closed")
        return call

    def note(self, what: str) -> None:
        """Remember it, and wake whoever waits."""
        self.seen.append(what)
        self.news.set()

    async def until(self, *seen: str) -> None:
        """Wait until exactly this was seen, in this order, so far as it goes."""
        async with asyncio.timeout(10):
            while self.seen[: len(seen)] != list(seen):
                self.news.clear()
                await self.news.wait()

    async def bring(self, call: web.WebSocketResponse, name: str) -> None:
        """Send an envelope on this call."""
        await call.send_json({"envelope_id": name, "type": "events_api", "payload": {"type": "event_callback"}})


async def take(_: Envelope) -> dict[str, Any]:
    """Acknowledge whatever comes."""
    return {}


@asynccontextmanager
async def pretending(slack: SilentSlack) -> AsyncIterator[AsyncWebClient]:
    """Serve it until the block ends; gives a client that talks to it."""
    site = web.Application()
    site.add_routes([web.post("/api/apps.connections.open", slack.opened), web.get("/socket", slack.taken)])
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession() as session:
            yield AsyncWebClient(token="xoxb-1", base_url=f"{slack.url}/api/", session=session, retry_handlers=[])
    finally:
        await runner.cleanup()


@asynccontextmanager
async def listening(slack: SilentSlack, hear: Hear = take) -> AsyncIterator[Lines]:
    """Our lines to it, started; stopped when the block ends."""
    async with pretending(slack) as web_client:
        assert web_client.session is not None
        lines = Lines(web_client, "xapp-1", web_client.session, hear)
        await lines.start()
        try:
            yield lines
        finally:
            await lines.stop()
