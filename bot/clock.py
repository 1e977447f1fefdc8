"""What time it is, and the beat. APScheduler is only the metronome: it knows nobody's schedule and keeps no state."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

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

    def every(self, seconds: float, name: str, beat: Beat) -> None:
        """Call this beat every so many seconds, and once at the start."""
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        self._scheduler.add_job(beat, trigger, id=name, next_run_time=datetime.now(UTC))

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

    def stop(self) -> None:
        """Stop. A beat that is still under way is cut off."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
