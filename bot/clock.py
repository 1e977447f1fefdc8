"""What time it is, and the beat. APScheduler is only the metronome: it knows nobody's schedule and keeps no state."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()

Beat = Callable[[], Awaitable[object]]


class Clock:
    """Tells the time, in UTC. In the sandbox it runs ahead by an offset; everywhere else the offset stays zero."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def __call__(self) -> datetime:
        """Now."""
        return datetime.now(UTC) + self._offset

    def run_ahead(self, seconds: float) -> None:
        """Follow the sandbox's clock."""
        self._offset = timedelta(seconds=seconds)


class Metronome:
    """Calls each beat at its interval, in UTC, never twice at once; a beat that comes late is not skipped."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        self._under_way: set[asyncio.Task[object]] = set()

    def every(self, seconds: float, name: str, beat: Beat) -> None:
        """Call this beat every so many seconds, and once at the start."""
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        self._scheduler.add_job(self._known(name, beat), trigger, id=name, name=name, next_run_time=datetime.now(UTC))

    def now(self, name: str) -> None:
        """Call this beat at once, and then go on as before. Before the start it is not there yet: it begins with a call of its own."""
        if self._scheduler.running:
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def start(self) -> None:
        """Begin to beat, in the running event loop."""
        self._scheduler.start()

    def pause(self) -> None:
        """Begin no beat any more; those under way go on."""
        self._scheduler.pause()

    async def stop(self) -> None:
        """Stop. A beat that is still under way is cut off, and has let go of all that it held when this returns."""
        cut_off = set(self._under_way)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if cut_off:
            await asyncio.wait(cut_off)

    def _known(self, name: str, beat: Beat) -> Beat:
        """The same beat, known to be under way for as long as it is: APScheduler cuts it off and does not wait for it."""

        async def known() -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - APScheduler makes one for each
            self._under_way.add(task)
            try:
                await beat()
            except asyncio.CancelledError:  # APScheduler would call this an error
                log.info("beat_cut_off", beat=name)
            finally:
                self._under_way.discard(task)

        return known
