"""Put the app together: the one place that knows every part, and starts and stops them in order."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp

from bot import library, places, what_time
from bot.clock import Clock, Metronome
from bot.coaching.features import Feature
from bot.coaching.prompts import Library
from bot.db import engine, hold, keys, migrate
from bot.db.alive import Life, TheOnlyOne, among_many
from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.masters import from_settings
from bot.dispatch import PATIENCE, Dispatch, InProcess
from bot.inwards import ANYBODY, Inwards
from bot.new_file import make_folder
from bot.places import Placed
from bot.services import beat, channels, declined, delivery, last_plan, roll_call
from bot.services.courier import Courier
from bot.services.courtesy import Courtesy
from bot.services.pace import Limit, Paces
from bot.settings import Settings
from bot.slack.connection import http, listening_app, own_up, socket_mode
from bot.slack.desk import Desk, Errands
from bot.slack.limits import a_minute, keep_to
from bot.slack.listeners import register
from bot.slack.socket_mode import Lines
from bot.tally import Tally

log = structlog.get_logger()

SECONDS_OF_BURST = 5
SECONDS_TO_DRAIN = 10
MOST_CHANGES_AT_ONCE = 20
A_WHILE = timedelta(minutes=1)


@dataclass
class App:
    """A running app. In one workspace, what Slack sends is worked on in `here`, the database as far as that one goes."""

    settings: Settings
    clock: Clock
    database: Database
    here: Database
    library: Library
    bolt: AsyncApp
    courier: Courier
    errands: Errands
    metronome: Metronome
    placed: Placed
    dispatch: Dispatch
    inwards: Inwards
    tally: Tally
    lines: Lines | None = None
    carrying: bool = True
    told_to_stop: Callable[[], bool] = lambda: False
    planned_at: datetime | None = None
    noted_at: datetime | None = None
    told_off: frozenset[Feature] = frozenset()
    beaten_at: float = field(default_factory=time.monotonic)

    async def plan(self) -> int:
        """One beat of planning; says how many people were due."""
        await self.agree_on_the_time()
        now = self.clock()
        spread = timedelta(minutes=self.settings.spread_minutes)
        courtesy = self.courier.courtesy
        planned = await beat.plan(self.database, self.library, spread=spread, courtesy=courtesy, now=now)
        self.planned_at, self.beaten_at = now, time.monotonic()
        if not self.courier.life.alone:
            self.noted_at = await last_plan.note(self.database, self.noted_at, now=self.clock())
        return planned

    async def keep(self) -> None:
        """One beat of keeping order among the records."""
        await self.courier.courtesy.give_way()
        await beat.keep(self.database, now=self.clock())

    async def say_what_is_off(self) -> None:
        """Tell the lead what was declined when the app was installed, and what was taken away since; the same is told once."""
        if self.placed.workspace is None:
            return  # told at the installation
        off = self.placed.presence.messenger.off
        if off - self.told_off:
            async with self.here.begin() as session:
                await declined.tell(session, self.placed.workspace, off, now=self.clock())
        self.told_off = off

    async def look_around(self) -> None:
        """One beat of asking Slack who the people of the program are, what the app may, and whether a closed channel is open."""
        await self.placed.presence.ask_again(self.clock())
        await self.say_what_is_off()
        await channels.try_daily(self.database, now=self.clock())
        await roll_call.call(self.database, self.courier.messenger, now=self.clock())

    async def agree_on_the_time(self) -> None:
        """Where several machines share a database, its clock is everybody's."""
        if not self.settings.clock_url and (here := await self.database.now()) is not None:
            self.clock.run_ahead((here - datetime.now(UTC)).total_seconds())

    async def send(self) -> None:
        """One beat of sending."""
        await self.dispatch.beat(self.courier)

    async def send_everything(self) -> int:
        """Carry until nothing is due and nothing under way, for a clock that was pushed; says how many rows were tried."""
        tried = 0
        while moved := await delivery.carry_all(self.courier, patience=PATIENCE, enough=A_WHILE):
            tried += moved
        await self.courier.rounds.over()
        return tried


@asynccontextmanager
async def open_database(settings: Settings, *, upgrade: bool = False) -> AsyncIterator[Database]:
    """The database of these settings, with its key, checked. SQLite is brought to today's shape by itself."""
    make_folder(settings.data_dir)
    chest = open_chest(settings)
    database = engine.create(settings.database_address, chest)
    try:
        await database.reach()
        if upgrade or database.engine.dialect.name == "sqlite":
            await migrate.upgrade(database)
        await migrate.check(database)
        await keys.prove(database, chest)
        yield database
    finally:
        await database.close()
        await chest.database.close()


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
async def running(settings: Settings, *, listening: bool = True, carrying: bool = True) -> AsyncIterator[App]:
    """The app, started; stopped in order when the block ends.

    `listening=False` leaves Slack's events to others; `carrying=False` leaves the beat and the sending to other workers,
    which is possible on PostgreSQL alone.
    """
    async with (
        one_process(settings),
        open_database(settings) as database,
        alive(settings) as life,
        http(settings, tally := Tally()) as session,
    ):
        app = await _assemble(settings, database, life, session, tally)
        app.carrying = carrying
        await what_time.follow_the_sandbox(settings, app.clock, session)
        log.info("started", workspace=app.placed.workspace or "many", worker=life.worker, carrying=carrying)
        async with _beating(app) if carrying else _keeping_time(app):
            try:
                async with _listening(app, session) if listening else contextlib.nullcontext():
                    yield app
            finally:
                await app.errands.drain(SECONDS_TO_DRAIN)
        log.info("stopped")


@asynccontextmanager
async def _listening(app: App, session: ClientSession) -> AsyncIterator[None]:
    """Hear Slack, where that is for us to begin."""
    opened = partial(app.tally.add, "lines_opened")
    async with socket_mode(app.settings, session, app.inwards.envelope, opened) as app.lines:
        yield


@asynccontextmanager
async def _beating(app: App) -> AsyncIterator[None]:
    """Beat and carry until the block ends; then finish what Slack is hearing. The rest waits for the next start."""
    seconds = app.settings.beat_seconds
    app.metronome.every(seconds, "plan", app.plan)
    app.metronome.every(seconds, "send", app.send)
    app.metronome.every(seconds, "keep", app.keep)
    app.metronome.every(seconds, "look around", app.look_around)
    if app.placed.tokens is not None:
        app.metronome.every(seconds, "renew", app.placed.renew)
    try:
        async with app.dispatch.working(app.courier):
            app.metronome.start()
            await app.say_what_is_off()
            try:
                yield
            finally:
                app.metronome.pause()
    finally:
        await app.metronome.stop()


@asynccontextmanager
async def _keeping_time(app: App) -> AsyncIterator[None]:
    """Where others beat: what people do here has the same time as what is sent."""
    app.metronome.every(app.settings.beat_seconds, "agree on the time", app.agree_on_the_time)
    app.metronome.start()
    try:
        yield
    finally:
        await app.metronome.stop()


def alive(settings: Settings) -> AbstractAsyncContextManager[Life]:
    """This worker's proof of life: the file's lock on SQLite, a lock of its own on PostgreSQL."""
    alone = engine.sqlite_file(settings.database_address) is not None
    return contextlib.nullcontext(TheOnlyOne()) if alone else among_many(settings.database_address)


def _dispatch(settings: Settings, metronome: Metronome) -> Dispatch:
    if engine.sqlite_file(settings.database_address) is not None:
        return InProcess(ring=lambda: metronome.now("send"))
    from bot.task_queue import TaskQueue  # noqa: PLC0415 - whoever runs on SQLite does not need it in memory

    return TaskQueue(settings.database_address)


async def _assemble(settings: Settings, database: Database, life: Life, session: ClientSession, tally: Tally) -> App:
    clock, courtesy, metronome = Clock(), Courtesy(), Metronome()
    database.dispatch = dispatch = _dispatch(settings, metronome)
    found = library.load(settings.prompts_dir, settings.agency_prompts)
    prompts = library.asked(found, only_reviewed=settings.only_reviewed)
    placed = await places.find(settings, database, prompts, clock, session)
    bolt = listening_app(settings, session, placed.presence)
    courier = Courier(
        database=database,
        messenger=placed.presence.messenger,
        library=prompts,
        clock=clock,
        life=life,
        landing=timedelta(seconds=settings.landing_seconds),
        lease=timedelta(seconds=settings.lease_seconds),
        paces=paces(settings),
        courtesy=courtesy,
        tally=tally,
    )
    here = database.within(placed.workspace) if placed.workspace else database
    errands = Errands(courtesy, tally)
    desk = Desk(here, prompts, clock, placed.presence.messenger, settings.program_lead, errands)
    _listen_with(bolt, desk, settings)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        here=here,
        library=prompts,
        bolt=bolt,
        courier=courier,
        errands=errands,
        metronome=metronome,
        placed=placed,
        dispatch=dispatch,
        inwards=Inwards(bolt, desk, courtesy, placed.workspace or ANYBODY, tally),
        tally=tally,
    )


def _listen_with(bolt: AsyncApp, desk: Desk, settings: Settings) -> None:
    own_up(bolt, desk.errands)
    each, all_ = a_minute(settings.requests_per_minute), a_minute(settings.requests_per_minute_of_all)
    keep_to(bolt, desk, person=each, workspace=all_)
    register(bolt, desk)


def paces(settings: Settings) -> Paces:
    """How fast this deployment speaks."""
    changes = Limit(settings.changes_per_minute / 60, MOST_CHANGES_AT_ONCE)
    posts = Limit(settings.posts_per_second, max(int(settings.posts_per_second * SECONDS_OF_BURST), 1))
    return Paces(posts, changes, timedelta(seconds=settings.seconds_between_posts))
