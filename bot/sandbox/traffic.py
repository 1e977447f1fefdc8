"""What passed between the app and the workspace, and word of each change for whoever is watching."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from bot.sandbox.clockwork import Clock

Payload = dict[str, Any]
KEPT = 2_000
SECRET_FIELDS = frozenset(
    {
        "token",
        "access_token",
        "bot_access_token",
        "refresh_token",
        "code",
        "client_secret",
        "authorization",
        "x-slack-signature",
        "x-clock-token",
    }
)
SECRET_STARTS = ("xoxb-", "xapp-", "xoxp-", "xoxe", "xwfp-")
MASK = "•••"
TOO_LATE = "timeout"


class Feed:
    """Numbered notes that something changed, so that a page knows what to fetch again."""

    def __init__(self) -> None:
        """Start with nothing noted."""
        self.cursor = 0
        self.notes: deque[Payload] = deque(maxlen=KEPT)
        self.closed = False
        self._stir = asyncio.Event()

    def note(self, kind: str, channel: str | None = None, user: str | None = None) -> None:
        """Say that something of this kind changed."""
        self.cursor += 1
        note: Payload = {"cursor": self.cursor, "type": kind}
        note |= {"channel": channel} if channel else {}
        note |= {"user": user} if user else {}
        self.notes.append(note)
        self._wake()

    def close(self) -> None:
        """Let every follower finish."""
        self.closed = True
        self._wake()

    async def follow(self, after: int, patience: float) -> AsyncIterator[Payload | None]:
        """Yield the notes after a cursor as they come, and `None` when nothing came for `patience` seconds."""
        while not self.closed:
            fresh = [note for note in self.notes if note["cursor"] > after]
            for note in fresh:
                after = note["cursor"]
                yield note
            if not fresh and not await self._stirred(patience):
                yield None

    async def _stirred(self, patience: float) -> bool:
        try:
            async with asyncio.timeout(patience):
                await self._stir.wait()
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        self._stir.set()
        self._stir = asyncio.Event()


class Log:
    """The last 2,000 requests to and from the app, without tokens or signatures."""

    def __init__(self, clock: Clock, feed: Feed) -> None:
        """Entries carry the workspace's time; each one is noted in the feed."""
        self.clock = clock
        self.feed = feed
        self.count = 0
        self.breaches: list[str] = []
        self.entries: deque[Payload] = deque(maxlen=KEPT)
        self.app_is_there = False

    def record(
        self,
        *,
        direction: str,
        transport: str,
        kind: str,
        status: int | None,
        ms: float,
        request: Any,
        response: Any,
        breaches: list[str] | None = None,
    ) -> None:
        """Keep one request. `status` is None when no answer came; `ms` is how long the answer took.

        `breaches` says why Slack would not have understood it.
        """
        self.count += 1
        self.breaches += breaches or []
        self.entries.append(
            {
                "n": self.count,
                "at": self.clock.now().isoformat(),
                "direction": direction,
                "transport": transport,
                "kind": kind,
                "status": status,
                "ms": round(ms, 1),
                "request": masked(request),
                "response": masked(response),
                **({"breaches": breaches} if breaches else {}),
            }
        )
        self._remember_whether_the_app_is_there(direction, status, response)
        self.feed.note("log")

    def after(self, number: int) -> list[Payload]:
        """The entries that came after this one."""
        return [entry for entry in self.entries if entry["n"] > number]

    def _remember_whether_the_app_is_there(self, direction: str, status: int | None, response: Any) -> None:
        """An app that takes too long is slow, and not away."""
        there = direction == "from_app" or status is not None or response == TOO_LATE
        if there != self.app_is_there:
            self.app_is_there = there
            self.feed.note("app")


def masked(value: Any) -> Any:
    """The same value with every token and signature replaced by dots."""
    if isinstance(value, dict):
        return {key: MASK if str(key).lower() in SECRET_FIELDS else masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    if isinstance(value, str) and value.startswith(SECRET_STARTS):
        return MASK
    return value
