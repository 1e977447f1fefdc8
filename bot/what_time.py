"""What time it is for this deployment: the machine's time, and in the sandbox the pretend time."""

from datetime import datetime

from aiohttp import ClientSession

from bot.clock import Clock
from bot.settings import Settings
from bot.slack.connection import http


async def follow_the_sandbox(settings: Settings, clock: Clock, session: ClientSession) -> None:
    """In the sandbox, start with its time and not with ours."""
    if settings.clock_url:
        async with session.get(settings.clock_url) as answer:
            clock.run_ahead((await answer.json())["offset_seconds"])


async def clock_of(settings: Settings) -> Clock:
    """The clock of this deployment: the pretend one in the sandbox."""
    clock = Clock()
    async with http(settings) as session:
        await follow_the_sandbox(settings, clock, session)
    return clock


async def time_of(settings: Settings) -> datetime:
    """What time it is for this deployment, in UTC."""
    return (await clock_of(settings))()
