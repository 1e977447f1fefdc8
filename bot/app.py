"""Put the app together: the one place that knows every part, and starts and stops them in order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot import library
from bot.cannot_start import CannotStart
from bot.clock import Clock, Metronome
from bot.coaching.prompts import Library
from bot.db import engine, hold, keys, migrate
from bot.db.engine import Database
from bot.db.sealed import Sealer, key_from_file, read_key
from bot.services import beat, delivery
from bot.services.delivery import Courier
from bot.settings import Settings
from bot.slack.desk import Desk, Errands, refusal, sorry
from bot.slack.listeners import register
from bot.slack.messenger import SlackMessenger

log = structlog.get_logger()


@dataclass(frozen=True)
class Identity:
    """Who we are in this workspace, asked once at the start."""

    workspace: str
    bot_id: str
    bot_user: str


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
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = engine.create(settings.database_address, Sealer(sealing_key(settings)))
    try:
        if upgrade or database.engine.dialect.name == "sqlite":
            await migrate.upgrade(database)
        await migrate.check(database)
        await keys.prove(database)
        yield database
    finally:
        await database.close()


def sealing_key(settings: Settings) -> bytes:
    """The key of the settings, or the key file in the data folder, made on the first day. Raises WrongKey."""
    given = settings.sealing_key.get_secret_value()
    return read_key(given) if given else key_from_file(settings.data_dir / "sealing.key")


@asynccontextmanager
async def one_process(settings: Settings) -> AsyncIterator[None]:
    """On SQLite one process does everything: hold its lock as long as we run."""
    if not settings.database_address.startswith("sqlite"):
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    held = hold.hold(settings.data_dir / "shoulder.lock")
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
        aiohttp.ClientSession() as session,
    ):
        app = await _assemble(settings, database, session)
        await follow_the_sandbox(settings, app.clock, session)
        rescued = await delivery.rescue(app.courier)
        log.info("started", workspace=app.identity.workspace, rescued=rescued)
        app.metronome.every(settings.beat_seconds, "plan", app.plan)
        app.metronome.every(settings.beat_seconds, "send", app.send)
        async with _socket(app) if listening else contextlib.nullcontext():
            app.metronome.start()
            try:
                yield app
            finally:
                await _stop(app)


async def _stop(app: App) -> None:
    """Finish what is under way: answers first, then messages."""
    await app.errands.drain()
    app.metronome.stop()
    async with app.sending:
        log.info("stopped")


async def _assemble(settings: Settings, database: Database, session: aiohttp.ClientSession) -> App:
    clock, errands, metronome = Clock(), Errands(), Metronome()
    prompts = library.load(settings.prompts_dir)
    identity = await who_am_i(client(settings, session))
    messenger = SlackMessenger(client(settings, session))
    bolt = _bolt(settings, session, identity)
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


def client(settings: Settings, session: aiohttp.ClientSession, *, patient: bool = False) -> AsyncWebClient:
    """A Slack client on the shared session. It never repeats a call by itself, unless it may wait out a 429."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        timeout=settings.slack_timeout_seconds,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)] if patient else [],
    )


async def who_am_i(web: AsyncWebClient) -> Identity:
    """Ask Slack once who we are; raises CannotStart with the reason."""
    try:
        answer = await web.auth_test()
    except SlackApiError as error:
        raise CannotStart(f"Slack does not accept SLACK_BOT_TOKEN: {error.response['error']}.") from None
    except (TimeoutError, aiohttp.ClientError):
        raise CannotStart(f"Slack cannot be reached at {web.base_url}.") from None
    return Identity(answer["team_id"], answer["bot_id"], answer["user_id"])


def _bolt(settings: Settings, session: aiohttp.ClientSession, identity: Identity) -> AsyncApp:
    """Bolt, told everything: what it is not told it would look up in the environment by itself."""
    token = settings.slack_bot_token.get_secret_value()

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        if team_id != identity.workspace:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    bolt = AsyncApp(
        name="shoulder-to-shoulder",
        client=AsyncWebClient(
            base_url=settings.slack_api_url,
            session=session,
            timeout=settings.slack_timeout_seconds,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        ),
        signing_secret=settings.slack_signing_secret.get_secret_value() or "not used in Socket Mode",
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for “not ours”, but does not say so
        raise_error_for_unhandled_request=True,
    )
    bolt.error(_on_error)
    return bolt


async def _on_error(error: Exception, body: dict[str, object]) -> BoltResponse:
    """What nobody listens to is acknowledged, or Slack would repeat it; our own mistakes get a reference."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    reference = uuid4().hex[:8]
    log.error("listener_broke", reference=reference, exc_info=error)
    view = body.get("view")
    if isinstance(view, dict):
        return BoltResponse(status=200, body=refusal(view, sorry(reference)))
    return BoltResponse(status=200, body="")


@asynccontextmanager
async def _socket(app: App) -> AsyncIterator[None]:
    """Socket Mode, when that is how Slack reaches us."""
    if app.settings.slack_transport != "socket":
        yield
        return
    token = app.settings.slack_app_token.get_secret_value()
    if not token:
        raise CannotStart("Socket Mode needs SLACK_APP_TOKEN (xapp-…). For HTTP, set SLACK_TRANSPORT=http.")
    handler = AsyncSocketModeHandler(app.bolt, token, web_client=app.bolt.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


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
