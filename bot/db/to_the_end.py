"""Wait for what must not be left half way: whoever is told to stop meanwhile stops after it, however often they are told."""

import asyncio
from contextlib import suppress
from typing import TypeVar

Done = TypeVar("Done")


async def to_the_end(running: asyncio.Future[Done]) -> Done:
    """What it gives or raises; CancelledError, once it is done, for somebody who was told to stop."""
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({running})
        raise
