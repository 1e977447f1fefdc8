"""Slack's own client in a plain loop: one shared connection pool, no database, no promise about what was sent."""

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bench.agreed import TOKEN

Message = dict[str, Any]


async def post_all(slack: str, messages: Sequence[Message], *, at_once: int = 1) -> None:
    """Post them all to whom they are for, one after the other, or so many at once."""
    waiting = list(enumerate(messages, 1))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=TOKEN, base_url=slack, session=session)

        async def carry() -> None:
            while waiting:
                number, message = waiting.pop()
                await client.chat_postMessage(channel=f"P{number}", **message)

        await asyncio.gather(*(carry() for _ in range(at_once)))
