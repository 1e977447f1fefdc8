"""Notice when this process has stopped hearing: a worker that hangs for good must die, so that others take over its work."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger()

SECONDS_BETWEEN_LOOKS = 5.0
LOOKS = 24
HUNG = 70


def die(reason: str = "hung") -> None:
    """End at once. What was under way is found by whoever lives; a supervisor starts us again."""
    log.critical(reason)
    os._exit(HUNG)


def stop_anyway() -> None:
    """End a stop that takes too long: whoever told us to stop would kill us now, and then nothing would stand in the log."""
    die("stop_took_too_long")


@contextmanager
def within(seconds: float, give_up: Callable[[], None] = stop_anyway) -> Iterator[None]:
    """Give up when the block takes longer, from a thread: a loop that hangs is given up as well."""
    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def watch(
    every: float = SECONDS_BETWEEN_LOOKS, looks: int = LOOKS, give_up: Callable[[], None] = die
) -> threading.Event:
    """Watch the running event loop from a thread: give up when it has not answered so many looks in a row.

    Looks are counted and not seconds: after a pause of the whole process (SIGSTOP, a suspended machine) the loop answers
    the next look, and nothing has happened. Set the event that is given back to end the watch.
    """
    loop, over = asyncio.get_running_loop(), threading.Event()

    def look() -> None:
        missed, answered = 0, threading.Event()
        while missed < looks:
            loop.call_soon_threadsafe(answered.set)
            if over.wait(every) or loop.is_closed():
                return
            missed = 0 if answered.is_set() else missed + 1
            answered.clear()
        give_up()

    threading.Thread(target=look, name="watchdog", daemon=True).start()
    return over
