"""Put the app together: the one place that knows every part, and starts and stops them in order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp

from bot import library
from bot.cannot_start import CannotStart
from bot.clock import Clock, Metronome
from bot.coaching.prompts import Library
from bot.db import engine, hold, keys, migrate
from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.masters import from_settings
from bot.services import beat, delivery
from bot.services.delivery import Courier
from bot.settings import Settings
from bot.slack.connection import Identity, client, http, listening_app, socket_mode, who_am_i
from bot.slack.desk import Desk, Errands
from bot.slack.listeners import register
from bot.slack.messenger import SlackMessenger

log = structlog.get_logger()


@dataclass
class App:
    """A running app."""

    settings: Settings
    clock: Clock
    database: Database
    library: Library
    bolt: AsyncApp
    courier: Courier
    errands: Errands
    metronome: Metronome
    identity: Identity
    sending: asyncio.Lock
    bell: asyncio.Event

    async def plan(self) -> int:
        """One beat of planning; rings the bell when it planned something."""
        planned = await beat.plan(self.database, self.library, now=self.clock())
        if planned:
            self.wake()
        return planned

    async def send(self) -> int:
        """One beat of sending; once more if the bell rang meanwhile."""
        sent = 0
        async with self.sending:
            self.bell.set()
            while self.bell.is_set():
                self.bell.clear()
                sent += await delivery.deliver_due(self.courier)
        return sent

    def wake(self) -> None:
        """Something is owed: send it now and do not wait for the next beat."""
        self.bell.set()
        self.metronome.now("send")


@asynccontextmanager
async def open_database(settings: Settings, *, upgrade: bool = False) -> AsyncIterator[Database]:
    """The database of these settings, with its key, checked. SQLite is brought to today's shape by itself."""
    make_folder(settings.data_dir)
    chest = open_chest(settings)
    database = engine.create(settings.database_address, chest)
    try:
        if upgrade or database.engine.dialect.name == "sqlite":
            await migrate.upgrade(database)
        await migrate.check(database)
        await keys.prove(database, chest)
        yield database
    finally:
        await database.close()
        await chest.database.close()


def make_folder(path: Path) -> None:
    """A folder to keep things in; raises CannotStart when that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"DATA_DIR cannot be used: {path}: {error.strerror}.") from None


def open_chest(settings: Settings) -> Chest:
    """The key chest, with the master keys of the settings or of the key file in the data folder. Raises WrongKey."""
    given, before = (key.get_secret_value() for key in (settings.sealing_key, settings.sealing_keys_before))
    masters = from_settings(given, before, settings.data_dir / "sealing.key")
    return Chest(engine.create(settings.keys_address), masters)


@asynccontextmanager
async def one_process(settings: Settings) -> AsyncIterator[None]:
    """On SQLite one process does everything: hold the lock beside its file as long as we run."""
    file = engine.sqlite_file(settings.database_address)
    if file is None:
        yield
        return
    make_folder(file.parent)
    held = hold.hold(Path(f"{file}.lock"))
    try:
        yield
    finally:
        hold.release(held)


@asynccontextmanager
async def running(settings: Settings, *, listening: bool = True) -> AsyncIterator[App]:
    """The app, started; stopped in order when the block ends. `listening=False` leaves Slack's events to others."""
    async with (
        one_process(settings),
        open_database(settings) as database,
        http(settings) as session,
    ):
        app = await _assemble(settings, database, session)
        await follow_the_sandbox(settings, app.clock, session)
        rescued = await delivery.rescue(app.courier)
        log.info("started", workspace=app.identity.workspace, rescued=rescued)
        app.metronome.every(settings.beat_seconds, "plan", app.plan)
        app.metronome.every(settings.beat_seconds, "send", app.send)
        async with socket_mode(settings, app.bolt) if listening else contextlib.nullcontext():
            app.metronome.start()
            try:
                yield app
            finally:
                await _stop(app)


async def _stop(app: App) -> None:
    """Finish what is under way: answers first, then the one message that Slack is hearing. The rest waits for the next start."""
    await app.errands.drain()
    app.courier.stopping.set()
    async with app.sending:
        app.metronome.stop()
    log.info("stopped")


async def _assemble(settings: Settings, database: Database, session: aiohttp.ClientSession) -> App:
    clock, errands, metronome = Clock(), Errands(), Metronome()
    prompts = library.load(settings.prompts_dir)
    identity = await who_am_i(client(settings, session))
    messenger = SlackMessenger(client(settings, session))
    bolt = listening_app(settings, session, identity)
    courier = Courier(
        database=database,
        messenger=messenger,
        library=prompts,
        clock=clock,
        worker=uuid4().hex,
        landing=timedelta(seconds=settings.landing_seconds),
    )
    app = App(
        settings=settings,
        clock=clock,
        database=database,
        library=prompts,
        bolt=bolt,
        courier=courier,
        errands=errands,
        metronome=metronome,
        identity=identity,
        sending=asyncio.Lock(),
        bell=asyncio.Event(),
    )
    register(bolt, Desk(database, prompts, clock, messenger, app.wake, settings.program_lead, errands))
    return app


async def follow_the_sandbox(settings: Settings, clock: Clock, session: aiohttp.ClientSession) -> None:
    """In the sandbox, start with its time and not with ours."""
    if settings.clock_url:
        async with session.get(settings.clock_url) as answer:
            clock.run_ahead((await answer.json())["offset_seconds"])


def missing_settings(settings: Settings) -> list[str]:
    """What Slack needs and nobody has set, as sentences."""
    wanted = {"SLACK_BOT_TOKEN (xoxb-…)": settings.slack_bot_token}
    if settings.slack_transport == "socket":
        wanted["SLACK_APP_TOKEN (xapp-…)"] = settings.slack_app_token
    else:
        wanted["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    return [f"{name} is not set." for name, secret in wanted.items() if not secret.get_secret_value()]
