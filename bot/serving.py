"""Run the app as a process: with the web endpoint, without it, or for one errand."""

import asyncio
import contextlib
import gc
import signal
import socket
import threading
from collections.abc import Callable

import typer
import uvicorn

from bot import app, logs, reports, watchdog, web
from bot.cannot_start import CannotStart, Lost
from bot.db import engine, rotation
from bot.db import row_security as rows
from bot.settings import Settings, missing_settings
from bot.terminal import answer
from bot.web_line import BoundedLine

SECONDS_TO_FINISH = 5  # for answers on their way; Slack waits three. What goes on after them has ten more, see app.py
SECONDS_TO_END = 24  # with those before it, what systemd, Docker and platforms wait for: half a minute
CALM = 5_000  # new things between two looks of the collector; Python's own number is 700
LOST = "Slack could not be heard any more in Socket Mode: {}. The app has stopped; start it again."
BACK_UP = "To back up now, use both parts: `PGOPTIONS='-c app.workspace=*' pg_dump --enable-row-security`."
COPY_AGAIN = (
    "Copy {} away again, and make a new backup of the keys (`shoulder db backup --keys`): "
    "the copy that you kept opens none from now on."
)
TO_CHANGE_IT = "To change the key, put a new one in SEALING_KEY and the old one in SEALING_KEYS_BEFORE."
NOT_ASKED = "But this does not hold for the role {}, which may see all rows. Use a plain role that owns the tables."


def check_settings(settings: Settings) -> None:
    """Raise CannotStart when something that Slack needs is not set."""
    if missing := missing_settings(settings):
        raise CannotStart(" ".join(missing))


def check_others(settings: Settings, switch: str) -> None:
    """Raise CannotStart where no other process can do the rest."""
    if engine.sqlite_file(settings.database_address) is not None:
        raise CannotStart(f"On SQLite one process does everything. Leave {switch} out, or set DATABASE_URL.")


def check_address(settings: Settings) -> None:
    """Raise CannotStart where nobody can listen: the server would say so in a line of which our log keeps no text."""
    try:
        found = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]  # a name may have a second one that this machine has not
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as problem:
        where = f"port {settings.port} of {settings.host or 'every address'}"
        raise CannotStart(f"The app cannot listen on {where} (PORT, HOST): {problem.strerror}.") from None


async def serve(settings: Settings, *, carrying: bool = True) -> None:
    """The web endpoint and everything else, until SIGTERM or Ctrl-C."""
    check_settings(settings)
    if not carrying:
        check_others(settings, "--web-only")
    check_address(settings)
    with reports.to_sentry(settings.sentry_dsn.get_secret_value()) as report:
        logs.set_up(settings.log_level, report)
        await _serve(settings, carrying=carrying)


async def _serve(settings: Settings, *, carrying: bool) -> None:
    watchdog.watch()
    # Whoever tells us to stop while we start is heard as well. And when uvicorn has stopped, it raises the signal again:
    # somebody must hear that, or we would die before our own stop.
    told = hear_signals()
    with contextlib.ExitStack() as ending:
        async with app.running(settings, carrying=carrying) as running:
            calm_the_collector()
            if not told.is_set():
                server = web_server(running)
                stop_if_lost(running, lambda: setattr(server, "should_exit", True))
                await server.serve()
            ending.enter_context(watchdog.within(SECONDS_TO_END))
    end_if_lost(running)


def stop_if_lost(running: app.App, stop: Callable[[], None]) -> None:
    """Stop when Slack cannot be heard any more."""
    if running.lines is not None:
        running.lines.lost.add_done_callback(lambda _: stop())


def end_if_lost(running: app.App) -> None:
    """Raise Lost when Slack could not be heard any more, so that whoever looks after this process starts it anew."""
    if running.lines is not None and running.lines.lost.done():
        raise Lost(LOST.format(running.lines.lost.result()))


def calm_the_collector() -> None:
    """Let Python's collector look less often: a beat makes many thousand things, and nearly all of them go by themselves.

    What the start has made stays until the end. The collector need not go through all of it again, which takes a tenth of a
    second, in which nobody would be answered.
    """
    gc.freeze()
    gc.set_threshold(CALM, 20, 20)


def web_server(running: app.App) -> uvicorn.Server:
    """A server for the web application. The app is started before it and stopped after it."""
    settings = running.settings
    config = uvicorn.Config(
        web.create(running),
        host=settings.host,
        port=settings.port,
        http=BoundedLine,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    running.told_to_stop = lambda: server.should_exit
    return server


async def work(settings: Settings, *, listening: bool = True) -> None:
    """The clock, the deliveries and Socket Mode, until SIGTERM or Ctrl-C."""
    check_settings(settings)
    if not listening:
        check_others(settings, "--clock-only")
    with reports.to_sentry(settings.sentry_dsn.get_secret_value()) as report:
        logs.set_up(settings.log_level, report)
        await _work(settings, listening=listening)


async def _work(settings: Settings, *, listening: bool) -> None:
    watchdog.watch()
    told = hear_signals()
    with contextlib.ExitStack() as ending:
        async with app.running(settings, listening=listening) as running:
            calm_the_collector()
            stop_if_lost(running, told.set)
            await told.wait()
            ending.enter_context(watchdog.within(SECONDS_TO_END))
    end_if_lost(running)


def hear_signals() -> asyncio.Event:
    """An event that SIGTERM or Ctrl-C sets."""
    told = asyncio.Event()
    if threading.current_thread() is not threading.main_thread():
        return told  # signals come to the main thread alone
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told


async def upgrade_database(settings: Settings) -> None:
    """Bring the database to today's shape."""
    async with app.open_database(settings, upgrade=True):
        pass


async def row_security(settings: Settings, *, on: bool, as_json: bool = False) -> None:
    """Turn PostgreSQL's row-level security on or off, and say what that means for this deployment."""
    if engine.sqlite_file(settings.database_address) is not None:
        raise CannotStart("This is for PostgreSQL alone. Set DATABASE_URL to use it.")
    async with app.open_database(settings) as database:
        count = await rows.turn(database, on=on)
        async with database.engine.connect() as connection:
            free = await connection.run_sync(rows.who_passes_by)
    said = f"It is on for {count} tables. {BACK_UP}" if on else f"It is off for {count} tables."
    answer(said, {"on": on, "tables": count, "role_that_sees_all": free if on else None}, as_json=as_json)
    if on and free is not None:
        typer.echo(NOT_ASKED.format(free), err=True)


async def rotate_key(settings: Settings, *, as_json: bool = False) -> None:
    """Change the master key, and say what was done. Raises CannotStart where there is no key chest: an empty one would be made."""
    if (file := engine.sqlite_file(settings.keys_address)) is not None and not file.exists():
        raise CannotStart(f"There is no key chest at {file}. Nothing was changed.")
    chest = app.open_chest(settings)
    try:
        await chest.prepare()
        moved = await rotation.rotate(chest)
    finally:
        await chest.database.close()
    which = str(chest.masters.file or "SEALING_KEY")
    next_ = COPY_AGAIN.format(which) if chest.masters.file or moved else TO_CHANGE_IT
    said = f"{moved} people's keys were wrapped anew. Only the current sealing key is needed now. {next_}"
    answer(said, {"wrapped_anew": moved}, as_json=as_json)
