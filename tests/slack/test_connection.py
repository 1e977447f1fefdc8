"""Our line to Slack: what the SDK is told before anybody speaks."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.cannot_start import CannotStart
from bot.doctor import slack_side
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


NO_WORD = {
    "a busy Slack's page": (web.Response, {"status": 503, "text": "<html>busy</html>", "content_type": "text/html"}),
    "a proxy's page": (web.Response, {"text": "<html>Who are you?</html>", "content_type": "text/html"}),
    "half an answer": (web.Response, {"text": '{"ok": fal', "content_type": "application/json"}),
    "a wish to wait": (web.json_response, {"data": {"ok": False, "error": "ratelimited"}, "status": 429}),
}


@pytest.mark.parametrize(("make", "given"), NO_WORD.values(), ids=NO_WORD)
async def test_a_token_of_which_slack_said_nothing_is_not_called_wrong(
    tmp_path: Path, make: Callable[..., web.Response], given: dict[str, Any]
) -> None:
    """Whoever reads that it was not accepted makes a new one, and that mends nothing; at the start, and from the doctor."""

    async def answer(_: web.Request) -> web.Response:
        return make(**given)

    site = web.Application()
    site.router.add_post("/{method}", answer)
    async with TestServer(site) as server, aiohttp.ClientSession() as session:
        settings = settings_for(tmp_path, str(server.make_url("/")).rstrip("/"), "socket")
        client = AsyncWebClient("xoxb", str(server.make_url("/")), session=session)
        with pytest.raises(CannotStart) as told:
            await connection.who_am_i(client)
        token, _ = await slack_side.token(settings, client)
        way_in = await slack_side.way_in(settings, client)

    assert str(told.value).startswith(("Slack cannot be reached at ", "Slack asks to wait: "))
    assert "xoxb" not in token.mend
    assert "xapp" not in way_in.mend
