"""Our line to Slack: what the SDK is told before anybody speaks."""

import logging
from pathlib import Path

import aiohttp

from bot.slack import connection
from tests.world import settings_for


async def test_the_sdk_writes_no_log_that_nobody_reads(tmp_path: Path) -> None:
    """By its logger's own level the SDK decides whether to put each message into words for a log."""
    async with aiohttp.ClientSession() as session:
        client = connection.client(settings_for(tmp_path, "http://127.0.0.1:9", "http"), session)

    assert client.logger.level > logging.DEBUG
