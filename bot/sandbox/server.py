"""Start and stop the pretend Slack, alone on this machine: its API, its socket, its control API and its page."""

import argparse
import asyncio
import gzip
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

from aiohttp import web

from bot.sandbox import snapshot
from bot.sandbox.api_files import Uploads
from bot.sandbox.app_clock import AppClock
from bot.sandbox.authorize import Authorize
from bot.sandbox.control import Control
from bot.sandbox.events import ANSWER_SECONDS, RETRY_WAITS, Deliveries
from bot.sandbox.faults import Faults
from bot.sandbox.grants import Grants
from bot.sandbox.http_delivery import HttpLine
from bot.sandbox.manifest import read_manifest
from bot.sandbox.responses import Responses
from bot.sandbox.seed import DEMO_SEED, Seed
from bot.sandbox.socket import SocketLine
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

PAGE = Path(__file__).parent / "page"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
SECURITY = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
LARGEST_BODY = 2 * 1024 * 1024


@dataclass(frozen=True)
class SandboxOptions:
    """How a sandbox is set up. Waits are in real seconds; `start_at` carries a zone.

    `others` are more workspaces of the same Slack, in which the app is not installed yet; `rotating` says whether tokens
    last twelve hours, whatever the manifest says.
    """

    signing_secret: str
    clock_token: str
    transport: Literal["http", "socket"]
    app_url: str | None
    start_at: datetime | None = None
    manifest: Path | None = None
    seed: Seed = DEMO_SEED
    others: tuple[Seed, ...] = ()
    rotating: bool | None = None
    state: Path | None = None
    strict_rate: bool = False
    answer_seconds: float = ANSWER_SECONDS
    retry_waits: tuple[float, ...] = RETRY_WAITS


class Sandbox:
    """A running pretend Slack."""

    def __init__(self, options: SandboxOptions) -> None:
        """Set the workspace up; nothing listens yet. Raises OSError or ValueError for a broken manifest or state."""
        self.options = options
        manifest = read_manifest(options.manifest) if options.manifest else None
        self.workspace = Workspace(seed=options.seed, manifest=manifest, start_at=options.start_at)
        if options.state:
            snapshot.load(self.workspace, options.state)
        self.others = [Workspace(seed=each, manifest=manifest, beside=self.workspace) for each in options.others]
        rotating = self.workspace.manifest.rotates if options.rotating is None else options.rotating
        self.grants = Grants(self.workspace.clock, rotating)
        for team in (self.workspace, *self.others):
            self.grants.teams[team.seed.team_id] = team
            team.forget_tokens = partial(_forget_tokens, self.grants, team)
        for team in self.others:
            team.installed = False
        self.faults = Faults()
        self.app_url = options.app_url
        self._runner: web.AppRunner | None = None
        self._saving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The sandbox's own address, once started."""
        return self.workspace.address

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises OSError when the port is taken."""
        options = self.options
        self.line = self._line()
        self.clock = AppClock(self.workspace, options.clock_token, self.app_url, self._is_delivering)
        self.deliveries = [
            Deliveries(team, self.faults, self.line, options.retry_waits) for team in self.grants.teams.values()
        ]
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._hang_up()
            raise
        self.workspace.address = f"http://{host}:{self._runner.addresses[0][1]}"
        for team in self.others:
            team.address = f"{self.url}/teams/{team.seed.team_id}"
        if options.state:
            self._saving = asyncio.create_task(snapshot.keep_saving(self.workspace, options.state))

    async def stop(self) -> None:
        """Stop listening, hang up, and save when there is a state file."""
        for team in self.grants.teams.values():
            team.feed.close()
        if self._saving:
            await self._saving
        if self.options.state:
            snapshot.save(self.workspace, self.options.state)
        await self._hang_up()

    async def _hang_up(self) -> None:
        if self._runner:
            for each in self.deliveries:
                await each.close()
            await self.line.close()
            await self.clock.close()
            await self._runner.cleanup()

    async def set_app_url(self, url: str | None) -> None:
        """Say where the app listens."""
        self.app_url = url
        self.clock.app_url = url
        if isinstance(self.line, HttpLine):
            self.line.app_url = url
        self.workspace.feed.note("app")

    def _is_delivering(self) -> bool:
        return any(each.tasks for each in self.deliveries)

    def _line(self) -> HttpLine | SocketLine:
        options = self.options
        if options.transport == "socket":
            return SocketLine(self.workspace, self.faults, options.answer_seconds)
        return HttpLine(self.workspace, self.faults, options.signing_secret, self.app_url, options.answer_seconds)

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[only_from_here], client_max_size=LARGEST_BODY)
        api = WebApi(self.workspace, self.grants, self.faults, strict_rate=self.options.strict_rate)
        application.router.add_route("*", "/api/{method}", api.respond)
        application.add_routes(Authorize(self.grants).routes())
        self._add_team(application, self.workspace, "")
        for team in self.others:
            self._add_team(application, team, f"/teams/{team.seed.team_id}")
        application.router.add_get("/", page_file)
        application.router.add_get("/page/{file}", page_file)
        if isinstance(self.line, SocketLine):
            application.router.add_get("/socket/{ticket}", self.line.connect)
        return application

    def _add_team(self, application: web.Application, team: Workspace, at: str) -> None:
        """One workspace's own addresses: the control API, answers, and files."""
        control = Control(
            workspace=team,
            line=self.line,
            faults=self.faults,
            clock=self.clock,
            transport=self.options.transport,
            cut=self._disturb,
        )
        application.add_routes(control.routes(at))
        application.router.add_post(f"{at}/response/{{id}}", Responses(team, self.faults).respond)
        uploads = Uploads(team)
        application.router.add_post(f"{at}/upload/{{id}}", uploads.take)
        application.router.add_get(f"{at}/files/{{id}}", uploads.give)

    def _disturb(self) -> None:
        if isinstance(self.line, SocketLine):
            self.line.disturb()


def _forget_tokens(grants: Grants, team: Workspace) -> None:
    """Its own tokens; with an organization's installation, those of the organization, for all of its workspaces."""
    place = team.seed.enterprise if team.org_wide else team.seed.team_id
    grants.revoke(place)
    for each in grants.reached(place):
        each.installed = False


@web.middleware
async def only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Serve this machine only: no foreign host names, no requests that another site's page makes."""
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    if host.rpartition(":")[0] not in OWN_NAMES and host not in OWN_NAMES:
        return _forbidden("The sandbox answers on this machine only.")
    if origin is not None and origin != f"http://{host}":
        return _forbidden("The sandbox does not answer other sites.")
    return await handler(request)


def _forbidden(sentence: str) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=403)


async def page_file(request: web.Request) -> web.StreamResponse:
    """One file of the page, packed where the browser can unpack it."""
    name = request.match_info.get("file", "index.html")
    path = PAGE / name
    if path.suffix not in KINDS or path.parent != PAGE or not path.is_file():
        return web.Response(text="There is no such page.", status=404, headers=SECURITY)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    body = packed(path, path.stat().st_mtime_ns) if packs else path.read_bytes()
    how = {"Content-Encoding": "gzip"} if packs else {}
    return web.Response(body=body, content_type=KINDS[path.suffix], charset="utf-8", headers=SECURITY | how)


@lru_cache(maxsize=64)
def packed(path: Path, changed: int) -> bytes:
    """What a file weighs on its way to the browser; `changed` lets a file that somebody edits be packed anew."""
    del changed
    return gzip.compress(path.read_bytes())


async def serve(options: SandboxOptions, port: int) -> None:
    """Run until Ctrl-C or SIGTERM."""
    sandbox = Sandbox(options)
    await sandbox.start("127.0.0.1", port)
    print(f"Sandbox: {sandbox.url}", flush=True)  # noqa: T201  (the one line that callers wait for)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await sandbox.stop()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--signing-secret", required=True)
    parser.add_argument("--clock-token", required=True)
    parser.add_argument("--transport", choices=["http", "socket"], default="http")
    parser.add_argument("--app-url")
    parser.add_argument("--start-at", type=datetime.fromisoformat)
    parser.add_argument("--manifest", type=Path)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--strict-rate", action="store_true")
    given = vars(parser.parse_args())
    port = given.pop("port")
    asyncio.run(serve(SandboxOptions(**given), port))


if __name__ == "__main__":
    main()
