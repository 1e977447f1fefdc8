"""A pretend Slack with many people, a database, and workers that carry what is owed from one to the other."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot.clock import Clock
from bot.db.alive import TheOnlyOne, among_many
from bot.db.engine import Database
from bot.db.tables import Delivery
from bot.dispatch import Dispatch, InProcess
from bot.sandbox.seed import DEMO_SEED, Person
from bot.sandbox.server import Sandbox, SandboxOptions
from bot.services import outbox
from bot.services.courier import Courier
from bot.services.outbox import Kind
from bot.services.pace import Limit, Paces
from bot.slack.messenger import SlackMessenger
from bot.task_queue import TaskQueue
from tests.services.engines import ENGINES, LIBRARY
from tests.world import CLOCK_TOKEN, SECRET

TEAM, SMALL = "T0SHOULDER", "T0SMALL"
MANY = 120
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
PLENTY = Paces(post=Limit(1000, 1000), change=Limit(1000, 1000), in_a_channel=timedelta(0))
OPEN = ("waiting", "claimed", "unknown")
PATIENCE_SECONDS = 20.0


@dataclass
class Office:
    """The database, the pretend Slack, and a way to have workers."""

    database: Database
    sandbox: Sandbox
    http: aiohttp.ClientSession
    stack: AsyncExitStack
    couriers: list[Courier] = field(default_factory=list)
    beats: list[Callable[[], Awaitable[None]]] = field(default_factory=list)

    @property
    def slack(self) -> SlackMessenger:
        """The real way out."""
        return SlackMessenger(
            AsyncWebClient("xoxb-sandbox", f"{self.sandbox.url}/api/", session=self.http, retry_handlers=[])
        )

    async def worker(self, *, paces: Paces = PLENTY, lease: timedelta = MINUTE, working: bool = True) -> Courier:
        """One more worker; it carries until the test ends. `working=False` only knows how to."""
        address = self.database.engine.url.render_as_string(hide_password=False)
        sqlite = self.database.engine.dialect.name == "sqlite"
        life = TheOnlyOne() if sqlite else await self.stack.enter_async_context(among_many(address))
        landing = timedelta(seconds=0.2)
        courier = Courier(self.database, self.slack, LIBRARY, Clock(), life, landing, lease, paces)
        self.couriers.append(courier)
        dispatch: Dispatch = InProcess(ring=lambda: self._ring(courier)) if sqlite else TaskQueue(address)
        self.database.dispatch = dispatch
        self.beats.append(lambda: dispatch.beat(courier))
        if working:
            await self.stack.enter_async_context(dispatch.working(courier))
        return courier

    def _ring(self, courier: Courier) -> None:
        assert isinstance(self.database.dispatch, InProcess)
        self._ringing = asyncio.ensure_future(self.database.dispatch.beat(courier))

    async def beat(self) -> None:
        """What the metronome does in each worker."""
        for each in self.beats:
            await each()

    async def owe(self, subject: str, *, to: str, workspace: str = TEAM, due_at: datetime | None = None) -> None:
        """Owe one notice."""
        async with self.database.begin() as session:
            await owe(session, subject, to=to, workspace=workspace, due_at=due_at)

    async def owe_many(self, count: int, *, workspace: str = TEAM) -> None:
        """Owe a notice to each of so many people, in one transaction."""
        async with self.database.begin() as session:
            for number in range(count):
                await owe(session, f"{workspace}-{number}", to=f"UP{number}", workspace=workspace)

    async def states(self) -> Counter[str]:
        """How many rows are in each state."""
        async with self.database.read() as session:
            return Counter(await session.scalars(select(Delivery.state)))

    async def rows(self) -> list[Delivery]:
        """The ledger."""
        async with self.database.read() as session:
            return list(await session.scalars(select(Delivery).order_by(Delivery.settled_at)))

    def arrived(self) -> Counter[str]:
        """How often each delivery stands in the pretend Slack, by the id in its metadata."""
        return Counter(
            str(message["metadata"]["event_payload"]["delivery"])
            for messages in self.sandbox.workspace.messages.values()
            for message in messages
            if "metadata" in message
        )

    async def all_said(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until nothing is owed, with a beat now and then as the metronome gives it."""
        async with asyncio.timeout(seconds):
            while (await self.states()).keys() & set(OPEN):
                await asyncio.sleep(0.05)
                await self.beat()

    async def each_once(self) -> None:
        """Every row is sent, and stands in Slack once."""
        ids = {row.id for row in await self.rows()}

        assert {"sent": len(ids)} == dict(await self.states())
        assert dict.fromkeys(ids, 1) == dict(self.arrived())


async def owe(session: object, subject: str, *, to: str, workspace: str = TEAM, due_at: datetime | None = None) -> None:
    """Owe one notice inside a transaction."""
    now = datetime.now(UTC)
    await outbox.enqueue(
        session,  # type: ignore[arg-type]
        Kind.NOTICE,
        subject,
        workspace=workspace,
        target=to,
        due_at=due_at or now,
        about="skip_ok",
    )


@asynccontextmanager
async def office(engine: str, folder: Path) -> AsyncIterator[Office]:
    """An office on this kind of database, with nobody working in it yet."""
    crowd = tuple(
        Person(f"UP{number}", f"p{number}", f"P {number}", "", "UTC", f"p{number}@example.org")
        for number in range(MANY)
    )
    options = SandboxOptions(
        SECRET, CLOCK_TOKEN, "http", None, seed=replace(DEMO_SEED, people=DEMO_SEED.people + crowd)
    )
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(options)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        database = await stack.enter_async_context(ENGINES[engine](folder))
        http = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)))
        workers = await stack.enter_async_context(AsyncExitStack())
        yield Office(database, sandbox, http, workers)
