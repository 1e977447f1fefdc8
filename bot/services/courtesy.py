"""Whoever waits for an answer goes first: planning and sending give way for a moment, and are done in smaller pieces then."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

A_MOMENT_SECONDS = 0.05
LATELY_SECONDS = 0.5


class Courtesy:
    """Who waits for an answer just now. Each process counts those who came to itself."""

    def __init__(self) -> None:
        self._waiting = 0
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()
        self._last = -LATELY_SECONDS
        self._turn = asyncio.Lock()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While somebody waits for an answer."""
        self._waiting += 1
        self._nobody_waits.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            self._last = time.monotonic()
            if not self._waiting:
                self._nobody_waits.set()

    @property
    def waiting(self) -> int:
        """How many wait just now."""
        return self._waiting

    def much_of(self, whole: int, a_few: int) -> int:
        """How many to do in one piece: the whole when nobody has come lately, a few while people come."""
        return min(a_few, whole) if self._people_come() else whole

    def _people_come(self) -> bool:
        return bool(self._waiting) or time.monotonic() - self._last <= LATELY_SECONDS

    @asynccontextmanager
    async def piece(self) -> AsyncIterator[None]:
        """One piece of planning or sending. While people come there is one at a time, begun when nobody waits: whoever comes
        then waits for one of them, and not for all that are under way."""
        if not self._people_come():
            yield
            return
        async with self._turn:
            await self.give_way()
            yield

    async def give_way(self, seconds: float = A_MOMENT_SECONDS) -> None:
        """Let those who wait have their answer first, but no longer than so many seconds: others wait for us, too.

        Never in a transaction that writes: on SQLite whoever waits may be waiting for just that one.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._nobody_waits.wait()
