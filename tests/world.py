"""A small world for tests: the pretend Slack, the real app against it over HTTP or Socket Mode, and people in it.

`in_one_process` runs both in the test's own event loop: quick, for most tests. `apart` runs each as a process of its
own, so that the app can be killed with -9 and started again while the pretend Slack lives on.
"""

import asyncio
import copy
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import aiohttp
from pydantic import SecretStr

from bench.ports import free_port
from bot import app as composition
from bot import library
from bot.db import row_security
from bot.sandbox import snapshot
from bot.sandbox.run import seed_program
from bot.sandbox.server import Sandbox, SandboxOptions
from bot.services import beat
from bot.serving import web_server
from bot.settings import Settings
from tests import by_hand, postgres

ROOT = Path(__file__).parent.parent
MONDAY_9_29 = datetime(2026, 11, 2, 15, 29, tzinfo=UTC)  # 9:29 am in Chicago, a minute before Ana's time
SECRET = "a signing secret for tests"
CLOCK_TOKEN = "a clock token for tests"
PATIENCE_SECONDS = 15.0

Transport = Literal["http", "socket"]
ASKED_FOR = os.environ.get("SHOULDER_TRANSPORT", "")
USUAL: Transport = "socket" if ASKED_FOR == "socket" else "http"
"""How Slack reaches the app where a test does not say. SHOULDER_TRANSPORT=socket (`make test-socket`) asks for the other way."""
Engine = Literal["sqlite", "postgres", "guarded"]
"""`guarded`: PostgreSQL with row-level security, spoken to as the ordinary role that owns the tables."""
WAYS: list[Transport] = [USUAL] if ASKED_FOR else ["http", "socket"]
ON_BOTH: list[tuple[Transport, Engine]] = [
    *((way, "sqlite") for way in WAYS),
    *((way, "postgres") for way in WAYS),
    (USUAL, "guarded"),
]
Json = dict[str, Any]


class Refusal(Exception):
    """The control API said no; the sentence says why."""


@dataclass(repr=False)
class World:
    """The pretend Slack's control API, and the app's place on the disk."""

    url: str
    settings: Settings
    http: aiohttp.ClientSession
    start_app: Callable[[], Any] | None = None
    app_url: str = ""
    app: composition.App | None = None
    process: asyncio.subprocess.Process | None = None
    log_lines: list[str] = field(default_factory=list)
    forged: bool = (
        False  # somebody sent what Slack never sends, and what comes of it need not be what Slack understands
    )

    def __repr__(self) -> str:
        """In a few letters: asyncio, pytest and hypothesis say it often, and all of an app is a long story."""
        return f"World({self.url})"

    async def get(self, path: str) -> Json:
        """Read from the control API."""
        async with self.http.get(f"{self.url}/_sandbox/{path}") as answer:
            return await self._read(answer)

    async def post(self, path: str, **body: Any) -> Json:
        """Do something through the control API; raises Refusal with its sentence."""
        self.forged |= bool(body.get("forge"))
        async with self.http.post(f"{self.url}/_sandbox/{path}", json=body) as answer:
            return await self._read(answer)

    @staticmethod
    async def _read(answer: aiohttp.ClientResponse) -> Json:
        found: Json = await answer.json()
        if answer.status >= 400:
            raise Refusal(found.get("error", str(answer.status)))
        return found

    def person(self, user: str) -> "Person":
        """Act as somebody."""
        return Person(self, user)

    async def settle(self) -> Json:
        """Let the app finish what it has begun and send what is owed, without moving the clock."""
        return await self.post("clock", advance_seconds=0)

    async def next_nudge(self) -> Json:
        """Move the clock to the next nudge; the app has sent it when this returns."""
        return await self.post("clock", next="nudge")

    async def next_digest(self) -> Json:
        """Move the clock to the next digest."""
        return await self.post("clock", next="digest")

    async def messages(self, channel: str) -> list[Json]:
        """Everything in a channel, or in a person's messages with the app; oldest first."""
        found: list[Json] = (await self.get(f"messages?channel={channel}"))["messages"]
        return found

    async def texts(self, channel: str) -> list[str]:
        """The same as texts."""
        return [message["text"] for message in await self.messages(channel)]

    async def eventually(self, look: Callable[[], Any], *, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait until `look` (an async function) gives something true; fail after a while."""
        async with asyncio.timeout(seconds):
            while not (found := await look()):
                await asyncio.sleep(0.02)
        return found

    def database_bytes(self) -> bytes:
        """Every byte that the app has on its disk: database, journal, key and lock."""
        return b"".join(path.read_bytes() for path in sorted(self.settings.data_dir.rglob("*")) if path.is_file())

    def row_counts(self) -> dict[str, int]:
        """How many rows each table has, but for what only remembers that a request was heard."""
        names = [name for name in by_hand.tables(self.settings) if name != "inbound"]
        return {name: by_hand.count(self.settings, name) for name in names}

    async def start(self, *command: str) -> None:
        """Start the app in a process of its own (again), by this command or as people do; it is up when this returns."""
        assert self.start_app is not None
        await self.start_app(*command)

    async def kill_app(self) -> None:
        """kill -9, and wait until it is gone."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


@dataclass
class Person:
    """Somebody who clicks, types and reads."""

    world: World
    id: str

    async def inbox(self) -> list[Json]:
        """This person's messages with the app, and what only they can see there."""
        return (await self.world.get(f"messages?channel={self.id}&user={self.id}"))["messages"]

    async def latest_with(self, action: str) -> Json:
        """The latest message that carries this button, as soon as there is one."""

        async def look() -> Json | None:
            return next((each for each in reversed(await self.inbox()) if action in buttons(each)), None)

        found: Json = await self.world.eventually(look)
        return found

    async def press(self, action: str, message: Json | None = None) -> None:
        """Press a button in a message (the latest that has it)."""
        message = message or await self.latest_with(action)
        channel = (await self.world.get(f"messages?channel={self.id}"))["channel"]["id"]
        await self.world.post("click", user=self.id, channel=channel, ts=message["ts"], action_id=action)

    async def views(self) -> Json:
        """Home, modals, errors and notice."""
        return await self.world.get(f"views?user={self.id}")

    async def form(self, callback_id: str | None = None) -> Json:
        """The form on top, as soon as there is one (of this kind)."""

        async def look() -> Json | None:
            modals = (await self.views())["modals"]
            return modals[-1] if modals and callback_id in (None, modals[-1]["callback_id"]) else None

        found: Json = await self.world.eventually(look)
        return found

    async def submit(self, form: Json | None = None, **given: Any) -> Json:
        """Send the form on top, with values by block id."""
        form = form or await self.form()
        values = {block: {"given": value} for block, value in given.items()}
        return await self.world.post("submit", user=self.id, view_id=form["id"], values=values)

    async def answer(self, said: str) -> Json:
        """Send a form that asks one thing, whatever its block is called; gives the answer of the submit."""
        form = await self.form()
        asked = next((block for block in form["blocks"] if block["type"] == "input"), None)
        return await self.submit(form, **({asked["block_id"]: said} if asked else {}))

    async def walk(self, said: str) -> Json:
        """Answer every screen of a path (words where there are words to write, the first choice elsewhere)."""
        form = await self.form("reflection_step")
        while form["callback_id"] == "reflection_step":
            sent = await self.submit(form, **dict(_answers(form, said)))
            assert (True, {}) == (sent["ok"], sent["errors"])
            form = sent["view"]
        return form

    async def command(self, text: str = "", channel: str | None = None) -> None:
        """Type `/coach-checkin …`."""
        where = {"channel": channel} if channel else {}
        await self.world.post("command", user=self.id, command="/coach-checkin", text=text, **where)

    async def told(self, containing: str = "") -> str:
        """The latest thing that only this person can see, as soon as it contains these words."""

        async def look() -> str | None:
            seen = [each["text"] for each in await self.inbox() if each.get("ephemeral_for") == self.id]
            return seen[-1] if seen and containing in seen[-1] else None

        found: str = await self.world.eventually(look)
        return found

    async def say(self, text: str, **more: Any) -> None:
        """Type in the direct messages with the app; `more` is what else goes with it, as a file."""
        await self.world.post("message", user=self.id, channel="UBOT", text=text, **more)

    async def home(self) -> Json:
        """Open App Home and wait until it is drawn."""
        before = ((await self.views())["home"] or {}).get("hash")
        await self.world.post("home", user=self.id)

        async def look() -> Json | None:
            drawn = (await self.views())["home"]
            return drawn if drawn and drawn["hash"] != before else None

        found: Json = await self.world.eventually(look)
        return found

    async def press_home(self, action: str, index: int = 0) -> None:
        """Press a button in App Home; with several of a kind, the one at this place."""
        home = await self.home()
        found = [
            element for block in home["blocks"] for element in elements(block) if element.get("action_id") == action
        ]
        await self.world.post(
            "click",
            user=self.id,
            view_id=home["id"],
            action_id=action,
            value=found[index]["value"],
            block_id=_block_of(home, found[index]),
        )

    async def everything(self) -> str:
        """All that this person can see anywhere: messages, channels, forms and App Home, as one text."""
        state = await self.world.get("state")
        channels = [each["id"] for each in state["channels"] if self.id in each["members"]]
        seen: list[Any] = [await self.inbox(), await self.views()]
        for channel in channels:
            seen.append((await self.world.get(f"messages?channel={channel}&user={self.id}"))["messages"])
        return json.dumps(seen, ensure_ascii=False)


def elements(block: Json) -> list[Json]:
    """The buttons and other elements of a block."""
    return [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]


def _block_of(view: Json, element: Json) -> str:
    return next(str(block["block_id"]) for block in view["blocks"] if element in elements(block))


def buttons(message: Json) -> list[str]:
    """The action ids in a message."""
    found = [element for block in message.get("blocks", []) for element in elements(block)]
    return [str(element["action_id"]) for element in found if "action_id" in element]


def _answers(form: Json, said: str) -> list[tuple[str, str]]:
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    return [(block["block_id"], _first(block["element"], said)) for block in inputs]


def _first(element: Json, said: str) -> str:
    if element["type"] == "datepicker":
        return "2026-11-06"
    return str(element["options"][0]["value"]) if "options" in element else said


@asynccontextmanager
async def in_one_process(
    folder: Path,
    *,
    transport: Transport = USUAL,
    database: Engine = "sqlite",
    start_at: datetime = MONDAY_9_29,
    seeded: bool = True,
    declined: tuple[str, ...] = (),
    slack: Json | None = None,
    **changed: Any,
) -> AsyncIterator[World]:
    """The pretend Slack and the app in this event loop, on a database of its own; `changed` overrides settings.

    `declined` are scopes that were not allowed when the app was installed. `slack` overrides how the pretend Slack is set up.

    The first day's invitations are out before the test begins: that is played once for all worlds that begin alike.
    """
    alike = seeded and not changed and not declined and set(slack or {}) <= {"manifest"}
    begun = await _first_day(transport, database, start_at) if alike else None
    sandbox = Sandbox(replace(_options(transport, start_at), **(slack or {})))
    sandbox.workspace.decline(*declined)
    async with _started(sandbox, begun, folder, database, seeded, changed) as world:
        yield world


@asynccontextmanager
async def _started(
    sandbox: Sandbox, begun: "Begun | None", folder: Path, database: Engine, seeded: bool, changed: Json
) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        if begun:
            begun.show(sandbox)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        settings = settings_for(folder, sandbox.url, sandbox.options.transport, **changed)
        if begun:
            settings = begun.lay_out(stack, settings, database)
        else:
            settings = await with_database(stack, settings, database, sandbox.workspace.clock.now() if seeded else None)
        running = await stack.enter_async_context(composition.running(settings))
        app_url = await stack.enter_async_context(_served(running))
        await sandbox.set_app_url(app_url)
        http = await stack.enter_async_context(line())
        world = World(sandbox.url, settings, http, app_url=app_url, app=running)
        await world.settle()
        yield world
        _understood(world, sandbox)


def _understood(world: World, sandbox: Sandbox) -> None:
    """Every request of the app kept to what Slack's pages say: its method, its arguments, its blocks, its scopes."""
    if (found := sandbox.workspace.log.breaches) and not world.forged:
        raise AssertionError("\n".join(["Slack would not have understood this:", *found]))


@dataclass(frozen=True)
class Begun:
    """A program that others begin with: what Slack shows at that moment, the app's files, and on PostgreSQL its database."""

    slack: Json
    at: float
    files: dict[str, bytes]
    like: str

    def show(self, sandbox: Sandbox) -> None:
        """Slack as it was then; its clock goes on from that moment."""
        snapshot.restore(sandbox.workspace, copy.deepcopy(self.slack))
        sandbox.workspace.clock.offset = self.at - sandbox.workspace.clock.real()

    def lay_out(self, stack: AsyncExitStack, settings: Settings, database: Engine) -> Settings:
        """A copy of the app's files, and of its database."""
        _put(settings, self.files)
        return _on_postgres(stack, settings, database, self.like) if self.like else settings


async def _first_day(transport: Transport, database: Engine, start_at: datetime) -> Begun:
    """A program whose first day's invitations are out."""
    key = (transport, database, start_at)
    if key not in _BEGUN:
        sandbox = Sandbox(_options(transport, start_at))
        with tempfile.TemporaryDirectory() as folder:
            async with _started(sandbox, None, Path(folder), database, True, {}) as world:
                at = sandbox.workspace.clock.seconds()
            like = postgres.keep(world.settings.database_url) if database != "sqlite" else ""
            _BEGUN[key] = Begun(snapshot.taken(sandbox.workspace), at, _files(world.settings), like)
    return _BEGUN[key]


_BEGUN: dict[tuple[Transport, Engine, datetime], Begun] = {}


@asynccontextmanager
async def _served(app: composition.App) -> AsyncIterator[str]:
    """The app's pages, as uvicorn serves them, and their address; uvicorn itself would rest a tick before it stops."""
    server = web_server(app)
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        for listening in server.servers:
            listening.close()
        await asyncio.sleep(0.005)  # whoever was just let in is known by then
        while server.server_state.connections or server.server_state.tasks:
            for each in list(server.server_state.connections):
                each.shutdown()
            await asyncio.sleep(0.001)


def _options(transport: Transport, start_at: datetime) -> SandboxOptions:
    return SandboxOptions(
        signing_secret=SECRET,
        clock_token=CLOCK_TOKEN,
        transport=transport,
        app_url=None,
        start_at=start_at,
        manifest=ROOT / "manifest.json",
    )


def settings_for(folder: Path, sandbox: str, transport: Transport, **changed: Any) -> Settings:
    """Settings that point at a sandbox, with a data folder of the test's own."""
    values: Json = {
        "data_dir": folder / "data",
        "host": "127.0.0.1",
        "port": 0,
        "slack_transport": transport,
        "slack_api_url": f"{sandbox}/api/",
        "slack_bot_token": SecretStr("xoxb-sandbox"),
        "slack_app_token": SecretStr("xapp-sandbox"),
        "slack_signing_secret": SecretStr(SECRET),
        "clock_url": f"{sandbox}/_sandbox/clock",
        "clock_token": SecretStr(CLOCK_TOKEN),
        "slack_timeout_seconds": 8,
        "beat_seconds": 3600.0,  # time is pushed, and a slow machine must not add beats of its own
        "landing_seconds": 5.0,
        "spread_minutes": 0,
        "seconds_between_posts": 0,
        "posts_per_second": 1000,
        "changes_per_minute": 60000,
        "requests_per_minute": 1_000_000,
        "requests_per_minute_of_all": 1_000_000,
    }
    return Settings(_env_file=None, **values | changed)


async def with_database(
    stack: AsyncExitStack, settings: Settings, database: Engine, seeded_at: datetime | None
) -> Settings:
    """The settings with a database of this kind, seeded at a moment or as on the first day."""
    if database != "sqlite":
        key = (seeded_at and seeded_at.replace(microsecond=0), settings.prompts_dir)

        async def fill(url: str) -> None:
            there = settings.model_copy(update={"database_url": _spoken(database, url)})
            await _fill(there, seeded_at)
            if database == "guarded":
                await _guard(there)
            _SEEDED[database, *key] = _files(settings)

        like = await postgres.template(("a world", database, *key), fill)
        settings = _on_postgres(stack, settings, database, like)
        _put(settings, _SEEDED[database, *key])
    elif seeded_at is not None:
        await _seed_file(settings, seeded_at)
    return settings


def _on_postgres(stack: AsyncExitStack, settings: Settings, database: Engine, like: str) -> Settings:
    """The settings with a copy of this database, for as long as the stack is open."""
    url = stack.enter_context(postgres.fresh(like))
    return settings.model_copy(update={"database_url": _spoken(database, url)})


def _spoken(database: Engine, url: str) -> str:
    """The address, as the role that this kind of database is spoken to by."""
    return postgres.server().give_away(url) if database == "guarded" else url


async def _seed_file(settings: Settings, now: datetime) -> None:
    """Made once for each start, then copied."""
    key = ("sqlite", now.replace(microsecond=0), settings.prompts_dir)
    if key in _SEEDED:
        _put(settings, _SEEDED[key])
    else:
        await _fill(settings, now)
        _SEEDED[key] = _files(settings)


async def _fill(settings: Settings, now: datetime | None) -> None:
    """The demo's program: Ana and Ben have said yes, Dee is invited. Without a moment, only the tables and the keys.

    What the clock does once a day is done for that day, or each of a thousand tests would do it again.
    """
    async with composition.open_database(settings, upgrade=True) as database:
        if now is not None:
            await seed_program(database, library.load(settings.prompts_dir), now)
            await beat.keep(database, now=now)


async def _guard(settings: Settings) -> None:
    async with composition.open_database(settings) as database:
        await row_security.turn(database, on=True)


def _files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.data_dir.iterdir()}


def _put(settings: Settings, files: dict[str, bytes]) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (settings.data_dir / name).write_bytes(content)
        (settings.data_dir / name).chmod(0o600)


_SEEDED: dict[tuple[Engine, datetime | None, Path], dict[str, bytes]] = {}


@asynccontextmanager
async def apart(
    folder: Path,
    *,
    transport: Transport = USUAL,
    database: Engine = "sqlite",
    start_at: datetime = MONDAY_9_29,
    **changed: Any,
) -> AsyncIterator[World]:
    """The pretend Slack in this process and the app in one of its own. `start_app(command)` starts it (again)."""
    async with AsyncExitStack() as stack:
        sandbox = Sandbox(_options(transport, start_at))
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        settings = settings_for(folder, sandbox.url, transport, **changed)
        settings = await with_database(stack, settings, database, sandbox.workspace.clock.now())
        http = await stack.enter_async_context(line())
        world = World(sandbox.url, settings, http)

        async def start(*command: str) -> None:
            await _start(world, sandbox, command or ("-m", "bot", "serve"))

        world.start_app = start
        stack.push_async_callback(_stop, world)
        yield world
        _understood(world, sandbox)


async def _start(world: World, sandbox: Sandbox, command: tuple[str, ...]) -> None:
    port = free_port()
    with (world.settings.data_dir / "app.log").open("ab") as log:
        world.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=ROOT,
            env=environment(world.settings, port),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=log,
        )
    world.app_url = f"http://127.0.0.1:{port}"
    await world.eventually(lambda: _healthy(world), seconds=30)
    await sandbox.set_app_url(world.app_url)


async def _healthy(world: World) -> bool:
    assert world.process is not None
    assert world.process.returncode is None, (world.settings.data_dir / "app.log").read_text()
    try:
        async with world.http.get(f"{world.app_url}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def line() -> aiohttp.ClientSession:
    """A way to both of them, which hangs up before either does: a request must not meet a line that is just being closed."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(keepalive_timeout=2))


def environment(settings: Settings, port: int) -> dict[str, str]:
    """The settings as a deployment gives them: environment variables."""
    given = settings.model_copy(update={"port": port})
    values = {}
    for name in Settings.model_fields:
        value = getattr(given, name)
        values[name.upper()] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return {**os.environ, **values}


async def _stop(world: World) -> None:
    if world.process is not None and world.process.returncode is None:
        world.process.terminate()
        await world.process.wait()
