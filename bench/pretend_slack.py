"""A Slack that answers at once (or after so many milliseconds) and counts what it was told; a process of its own.

It checks nothing: the tests have a strict pretend Slack for that. Here it only must not be what takes the time.
"""

import argparse
import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bench.agreed import TEAM
from bench.ports import free_port
from bench.processes import OTHER_CORE, module, running

DELIVERY = re.compile(rb'"delivery": ?"(\w+)"')
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
OK = {"ok": True}
ANSWERS: dict[str, dict[str, Any]] = {
    "/api/auth.test": OK
    | {"team_id": TEAM, "team": "bench", "user_id": "UBOT", "bot_id": "BBOT", "url": "", "user": "bot"},
    "/api/bots.info": OK | {"bot": {"id": "BBOT", "app_id": "ABENCH"}},
    "/api/views.open": OK | {"view": {"id": "V1", "hash": "1"}},
    "/api/chat.update": OK | {"channel": "D1", "ts": "1.1"},
    "/api/conversations.open": OK | {"channel": {"id": "D1"}},
    "/api/conversations.history": OK | {"messages": [], "has_more": False},
}


@dataclass
class Slack:
    """What it was told so far, and how long it takes to answer a post."""

    wait: float = 0.0
    posts: int = 0
    deliveries: set[bytes] = field(default_factory=set)

    def answer(self, path: str, body: bytes) -> tuple[dict[str, Any], float]:
        """The answer to a call, and after how many seconds it goes out."""
        if path == "/api/chat.postMessage":
            self.posts += 1
            self.deliveries.update(DELIVERY.findall(body))
            return OK | {"channel": "D1", "ts": f"1700000000.{self.posts:06}", "message": {}}, self.wait
        if path == "/told":
            return {"posts": self.posts, "deliveries": len(self.deliveries)}, 0
        if path == "/forget":
            self.posts, self.wait = 0, json.loads(body)["wait"]
            self.deliveries.clear()
        return ANSWERS.get(path, OK), 0


class Line(asyncio.Protocol):
    """One connection: requests come in, answers go out, in order."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody calls."""
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """Something came; answer when a request is whole."""
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            head = self.received[:end]
            length = LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.received) < whole:
                return
            body, self.received = self.received[end + 4 : whole], self.received[whole:]
            self._answer(head.split(b" ", 2)[1].decode().partition("?")[0], body)

    def _answer(self, path: str, body: bytes) -> None:
        told, wait = self.slack.answer(path, body)
        text = json.dumps(told).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        if wait:
            asyncio.get_running_loop().call_later(wait, self._write, head.encode() + text)
        else:
            self._write(head.encode() + text)

    def _write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)


@dataclass(frozen=True)
class Told:
    """How many messages were posted, and how many different deliveries they carried."""

    posts: int
    deliveries: int


@dataclass(frozen=True)
class Reached:
    """The pretend Slack, as a benchmark reaches it."""

    url: str
    http: aiohttp.ClientSession

    @property
    def api(self) -> str:
        """The address for SLACK_API_URL."""
        return f"{self.url}/api/"

    async def told(self) -> Told:
        """What it was told since `forget`."""
        async with self.http.get(f"{self.url}/told") as answer:
            return Told(**await answer.json())

    async def forget(self, *, wait: float = 0.0) -> None:
        """Count from zero, and from now on take so many seconds to answer a post."""
        async with self.http.post(f"{self.url}/forget", json={"wait": wait}):
            pass


@asynccontextmanager
async def slack(folder: Path) -> AsyncIterator[Reached]:
    """Start it on a free port, on the core that is not measured."""
    port = free_port()
    command = module("bench.pretend_slack", "--port", port)
    async with running(command, port=port, core=OTHER_CORE, log=folder / "slack.log"), aiohttp.ClientSession() as http:
        yield Reached(f"http://127.0.0.1:{port}", http)


async def _serve(port: int) -> None:
    told = Slack()
    server = await asyncio.get_running_loop().create_server(lambda: Line(told), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(_serve(parser.parse_args().port))
