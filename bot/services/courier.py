"""Who carries messages: one worker, with its way out, its clock, its pace, and the proof that it lives."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from bot.coaching.prompts import Library
from bot.db.alive import Life
from bot.db.engine import Database
from bot.services.courtesy import Courtesy
from bot.services.messenger import Messenger
from bot.services.pace import Paces
from bot.tally import Tally


class Rounds:
    """The rounds of this worker that are under way, each by its token."""

    def __init__(self) -> None:
        self.tokens: set[str] = set()
        self._over = asyncio.Event()
        self._over.set()

    @contextmanager
    def one(self) -> Iterator[str]:
        """A round, from before it claims until all is written down."""
        token = uuid4().hex
        self.tokens.add(token)
        self._over.clear()
        try:
            yield token
        finally:
            self.tokens.discard(token)
            if not self.tokens:
                self._over.set()

    async def over(self) -> None:
        """Wait until none is under way."""
        await self._over.wait()


@dataclass(frozen=True)
class Courier:
    """Who carries: one worker with its way out, its clock, its pace, and the proof that it lives.

    `landing` is the time that a late message gets to land; `lease` how long a row is held before Slack is told of it; `claims_as`
    the name under which the round at hand holds its rows.
    """

    database: Database
    messenger: Messenger
    library: Library
    clock: Callable[[], datetime]
    life: Life
    landing: timedelta
    lease: timedelta = timedelta(minutes=1)
    paces: Paces = field(default_factory=Paces)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    rounds: Rounds = field(default_factory=Rounds)
    courtesy: Courtesy = field(default_factory=Courtesy)
    tally: Tally = field(default_factory=Tally)
    claims_as: str = ""
