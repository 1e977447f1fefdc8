"""Get owed messages carried: what both ways have in common, and the one process of a SQLite database.

The other way, workers around PostgreSQL's task queue, is in `task_queue.py`: whoever runs on SQLite does not load it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import delivery
from bot.services.courier import Courier

PATIENCE = timedelta(seconds=5)
ONE_BEAT = timedelta(seconds=20)


class Dispatch(Protocol):
    """What the app asks of either way; the transaction's side of it is `bot.db.dispatch.Dispatch`."""

    async def defer(self, session: AsyncSession, workspaces: Collection[str]) -> None:
        """Call somebody for these workspaces, in the transaction that owes the messages."""

    def wake(self) -> None:
        """That transaction is committed."""

    async def beat(self, courier: Courier) -> None:
        """Whatever has become due, or was left behind, gets somebody to carry it."""

    def working(self, courier: Courier) -> Any:
        """A context in which this process carries."""


class InProcess:
    """SQLite: this process carries by itself, at each beat and whenever something comes to be owed."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._turn = asyncio.Lock()
        self._more = False

    async def defer(self, session: AsyncSession, workspaces: Collection[str]) -> None:
        """Nobody to call: `wake` does it."""

    def wake(self) -> None:
        """Carry at once, or once more if that is under way."""
        self._more = True
        if not self._turn.locked():
            self._ring()

    async def beat(self, courier: Courier) -> None:
        """Carry what is due; what is left after a beat's time goes with the next one."""
        async with self._turn:
            self._more = True
            while self._more and not courier.stopping.is_set():
                self._more = False
                await delivery.carry_all(courier, patience=PATIENCE, enough=ONE_BEAT)

    @asynccontextmanager
    async def working(self, courier: Courier) -> AsyncIterator[None]:
        """Nothing to start; at the end, the round under way is heard out."""
        try:
            yield
        finally:
            courier.stopping.set()
            async with self._turn:
                pass
