"""Measure two things in turn, round after round, so that whatever else the machine does disturbs both alike."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Measured = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Pair:
    """One round: our figure, and the figure of what we are compared with."""

    ours: float
    baseline: float


async def alternate(rounds: int, ours: Measured, baseline: Measured) -> list[Pair]:
    """Both in turn; every other round the baseline goes first."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            its = await baseline()
            pairs.append(Pair(await ours(), its))
        else:
            our = await ours()
            pairs.append(Pair(our, await baseline()))
    return pairs


async def milliseconds(work: Awaitable[object]) -> float:
    """How long this took."""
    started = time.perf_counter()
    await work
    return (time.perf_counter() - started) * 1000


async def longest_hold(work: Awaitable[object]) -> float:
    """The longest time, in milliseconds, for which nothing else had a turn on the event loop while this ran.

    A tick asks for its turn each millisecond; how late it comes is how long an answer to Slack would have waited.
    """
    working = asyncio.ensure_future(work)
    worst = 0.0
    while not working.done():
        asked = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, time.perf_counter() - asked - 0.001)
    await working
    return worst * 1000
