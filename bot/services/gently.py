"""Do something for many people a moment at a time, so that Slack's clicks are heard in between."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

A_MOMENT_SECONDS = (
    0.001  # by time and not by number: what is done for a person takes one microsecond here, and fifty there
)
One = TypeVar("One")
Made = TypeVar("Made")


async def each(do: Callable[[One], Made], those: Iterable[One]) -> list[Made]:
    """What this gives for each of them, in their order."""
    made: list[Made] = []
    turn_ends = time.monotonic() + A_MOMENT_SECONDS
    for one in those:
        made.append(do(one))
        if time.monotonic() > turn_ends:
            await asyncio.sleep(0)
            turn_ends = time.monotonic() + A_MOMENT_SECONDS
    return made
