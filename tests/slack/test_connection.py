"""Our line to Slack: what the SDK is told before anybody speaks."""

import logging
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.cannot_start import CannotStart
from bot.slack import connection
from tests.world import settings_for


async def test_the_sdk_writes_no_log_that_nobody_reads(tmp_path: Path) -> None:
    """By its logger's own level the SDK decides whether to put each message into words for a log."""
    async with aiohttp.ClientSession() as session:
        client = connection.client(settings_for(tmp_path, "http://127.0.0.1:9", "http"), session)

    assert client.logger.level > logging.DEBUG


async def test_an_organizations_token_is_not_taken_for_a_workspaces() -> None:
    """Slack says whose it is; the app would start, and hear nobody, because each request comes from some workspace."""
    said = {"ok": True, "team_id": "E0PLAINS", "enterprise_id": "E0PLAINS", "is_enterprise_install": True}

    async def auth_test(_: web.Request) -> web.Response:
        return web.json_response({**said, "bot_id": "BBOT", "user_id": "UBOT"})

    site = web.Application()
    site.router.add_post("/auth.test", auth_test)
    async with TestServer(site) as server, aiohttp.ClientSession() as session:
        with pytest.raises(CannotStart, match="for a whole organization"):
            await connection.who_am_i(AsyncWebClient("xoxb", str(server.make_url("/")), session=session))
