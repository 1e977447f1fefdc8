"""The demo: a pretend Slack, the real app against it, and a small program already under way."""

import asyncio
import secrets
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from pydantic import SecretStr

from bot import app, library, logs
from bot.cannot_start import CannotStart
from bot.coaching.people import Roles
from bot.coaching.prompts import Library
from bot.coaching.records import Retention
from bot.coaching.schedule import Rhythm
from bot.db.engine import Database
from bot.sandbox.seed import BOT_TOKEN, DEMO_SEED
from bot.sandbox.server import Sandbox, SandboxOptions
from bot.services import enrollments, partners, programs
from bot.services.enrollments import Place
from bot.services.programs import ProgramPlan
from bot.serving import hear_signals, web_server
from bot.settings import Settings

CHANNEL = "CWINS"
CHICAGO = "America/Chicago"
MORNING = (time(9, 30), time(12, 30))
PLACES = (
    Place(Roles("UANA", "UCORA", "USAM"), CHANNEL, Rhythm(frozenset({0, 2}), *MORNING, CHICAGO)),
    Place(Roles("UBEN", "UCORA", "USAM"), CHANNEL, Rhythm(frozenset({1, 3}), *MORNING, "America/New_York")),
    Place(Roles("UDEE", "UCORA", "USAM"), CHANNEL, Rhythm(frozenset({0, 3}), *MORNING, "America/Denver")),
)
ACCEPTED = ("UANA", "UBEN")
LEAD, PARTNER = "ULEE", "UPAT"
WORKSPACE = DEMO_SEED.team_id
PLAN = ProgramPlan(
    hotline="Prairie child abuse hotline, 555 0100 (pretend)",
    on_call="On-call supervisor, 555 0101 (pretend)",
    helpline="Prairie staff helpline, 555 0102 (pretend)",
    privacy_contact="Prairie privacy office, 555 0103 (pretend)",
    retention=Retention(words=365, facts=730, celebrations=365, deliveries=90, audit=1095),
    digest_day=0,
    digest_at=time(8, 0),
)


OF_THE_REAL_ONE = (
    "database_url",
    "keys_database_url",
    "slack_client_id",
    "slack_client_secret",
    "public_url",
    "program_lead",
    "sentry_dsn",
)


def demo_settings(given: Settings) -> Settings:
    """The demo keeps to a folder of its own and to signed HTTP, unless it is told otherwise; never a real database or Slack."""
    own = {"data_dir": Path("data/demo"), "slack_transport": "http"}
    unsaid = {name: value for name, value in own.items() if name not in given.model_fields_set}
    nothing = {name: Settings.model_fields[name].default for name in OF_THE_REAL_ONE}
    return given.model_copy(update={**nothing, **unsaid})


async def demo(settings: Settings) -> None:
    """Start both, print the page's address, and run until Ctrl-C or SIGTERM."""
    logs.set_up("WARNING" if settings.log_level == "INFO" else settings.log_level)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    state = settings.data_dir / "sandbox.json"
    sandbox = await _sandbox(settings, state)
    try:
        first_time = await _seed(settings, sandbox)
        await _run_app(_pointed_at(settings, sandbox), sandbox, first_time=first_time)
    finally:
        await sandbox.stop()


async def _sandbox(settings: Settings, state: Path) -> Sandbox:
    options = SandboxOptions(
        signing_secret=secrets.token_hex(16),
        clock_token=secrets.token_hex(16),
        transport=settings.slack_transport,
        app_url=None,
        start_at=None if state.exists() else before_first_nudge(datetime.now(UTC)),
        manifest=settings.manifest,
        state=state,
    )
    sandbox = Sandbox(options)
    try:
        await sandbox.start("127.0.0.1", settings.port)
    except OSError:
        raise CannotStart(f"Port {settings.port} is taken. Try PORT=3001 make demo.") from None
    return sandbox


def before_first_nudge(now: datetime) -> datetime:
    """The coming Monday, just before Ana's time, so that the demo begins with a question for her."""
    days = (7 - now.astimezone(ZoneInfo(CHICAGO)).weekday()) % 7 or 7
    monday = now.astimezone(ZoneInfo(CHICAGO)).date() + timedelta(days=days)
    return datetime.combine(monday, time(9, 29), ZoneInfo(CHICAGO)).astimezone(UTC)


def _pointed_at(settings: Settings, sandbox: Sandbox) -> Settings:
    """The same settings, with Slack's addresses and secrets replaced by the sandbox's."""
    return settings.model_copy(
        update={
            "port": 0,
            "host": "127.0.0.1",
            "slack_api_url": f"{sandbox.url}/api/",
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_app_token": SecretStr("xapp-sandbox"),
            "slack_signing_secret": SecretStr(sandbox.options.signing_secret),
            "clock_url": f"{sandbox.url}/_sandbox/clock",
            "clock_token": SecretStr(sandbox.options.clock_token),
            "landing_seconds": 2.0,
            "spread_minutes": 0,  # three people need no spreading, and the first question must be there
        }
    )


async def _seed(settings: Settings, sandbox: Sandbox) -> bool:
    """Set the program up on the first day: Ana and Ben have said yes, Dee is invited; says whether it was the first.

    Raises CannotStart where somebody's own program is: the demo's clock would run its weeks and its purges, too.
    """
    now = sandbox.workspace.clock.now()
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    async with app.open_database(settings) as database:
        async with database.read() as session:
            known = {each.workspace for each in await programs.everywhere(session)}
        if known - {WORKSPACE}:
            raise CannotStart(
                f"In DATA_DIR ({settings.data_dir}) is a real program. Give the demo a folder of its own."
            )
        if known:
            return False
        await seed_program(database, prompts, now)
        async with database.begin() as session:
            await partners.invite(session, WORKSPACE, PARTNER, by=LEAD, now=now)
    return True


async def seed_program(database: Database, prompts: Library, now: datetime) -> None:
    """The demo's program, written by the same services that the forms call."""
    version = prompts.paths["agreement"].version
    async with database.begin() as session:
        await programs.set_up(session, WORKSPACE, LEAD, PLAN, first_lead="", now=now)
        for place in PLACES:
            await enrollments.enroll(session, WORKSPACE, place, by=LEAD, coach_zone=CHICAGO, now=now)
        for place in PLACES:
            if place.roles.caseworker in ACCEPTED:
                await enrollments.accept(
                    session,
                    WORKSPACE,
                    place.roles.caseworker,
                    version=version,
                    rhythm=place.rhythm,
                    per_week=2,
                    cheer="channel",
                    now=now,
                )


async def _run_app(settings: Settings, sandbox: Sandbox, *, first_time: bool) -> None:
    async with app.running(settings) as running:
        server = web_server(running)
        serving = asyncio.create_task(server.serve())
        await _started(server, serving)
        port = server.servers[0].sockets[0].getsockname()[1]
        await sandbox.set_app_url(f"http://127.0.0.1:{port}")
        await sandbox.clock.push({"next": "nudge"} if first_time else {"advance_seconds": 0})
        print(f"Ready: {sandbox.url}", flush=True)  # noqa: T201 - the one line that people and scripts wait for
        await _until_told(serving)
        server.should_exit = True
        await serving


async def _started(server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
    while not server.started:
        if serving.done():
            serving.result()
            raise CannotStart("The app could not start; the lines above say why.")
        await asyncio.sleep(0.02)


async def _until_told(serving: "asyncio.Task[None]") -> None:
    waiting = asyncio.create_task(hear_signals().wait())
    await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
