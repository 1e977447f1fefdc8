"""Between us and Slack there are proxies: an answer that says nothing readable leaves a post unclear, and never breaks us."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching.messages import Notice
from bot.services.messenger import Busy, Refused, SendProblem, SwitchedOff, Unclear
from bot.slack.messenger import SlackMessenger

JSON = "application/json"


@asynccontextmanager
async def answering(answer: web.Response) -> AsyncIterator[SlackMessenger]:
    """Our way out to a server that always gives this answer."""

    async def respond(_: web.Request) -> web.Response:
        copy = web.Response(body=answer.body, status=answer.status, content_type=answer.content_type)
        copy.headers.update({name: value for name, value in answer.headers.items() if name == "Retry-After"})
        return copy

    site = web.Application()
    site.router.add_post("/{method}", respond)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        async with aiohttp.ClientSession() as session:
            yield SlackMessenger(AsyncWebClient("xoxb", f"http://{host}:{port}/", session=session, retry_handlers=[]))
    finally:
        await runner.cleanup()


async def problem(answer: web.Response) -> SendProblem:
    """What a post to such a server ends in."""
    async with answering(answer) as messenger:
        with pytest.raises(SendProblem) as caught:
            await messenger.post("C1", Notice("Hello"), delivery="d1")
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html"),
        web.Response(status=503, text="upstream connect error", content_type="text/plain"),
        web.Response(status=200, text='{"ok": tr', content_type=JSON),
        web.Response(status=200, text="<html>Sign in to the hotel</html>", content_type="text/html"),
        web.Response(status=200, text="[]", content_type=JSON),
        web.Response(status=500, text='{"ok": false, "error": "fatal_error"}', content_type=JSON),
        web.Response(status=200, text='{"ok": false, "error": "internal_error"}', content_type=JSON),
        web.Response(status=403, text="<html>Forbidden</html>", content_type="text/html"),
    ],
    ids=lambda answer: f"{answer.status} {answer.text[:24]}",
)
async def test_an_unreadable_answer_is_unclear(answer: web.Response) -> None:
    """Nobody can say whether Slack took it: we look before we post again."""
    assert isinstance(await problem(answer), Unclear)


async def test_a_429_says_how_long() -> None:
    """Retry-After is kept, whatever the body is."""
    answer = web.Response(status=429, text="slow down", content_type="text/plain", headers={"Retry-After": "17"})
    found = await problem(answer)

    assert isinstance(found, Busy)
    assert timedelta(seconds=17) == found.wait


@pytest.mark.parametrize(
    "reason",
    ["service_unavailable", "request_timeout", "org_login_required", "external_channel_migrating", "update_failed"],
)
async def test_slack_away_is_busy(reason: str) -> None:
    """Slack says that it did nothing and will be back: we wait."""
    answer = web.Response(text=f'{{"ok": false, "error": "{reason}"}}', content_type=JSON)

    assert isinstance(await problem(answer), Busy)


@pytest.mark.parametrize("reason", ["account_inactive", "accesslimited", "two_factor_setup_required"])
async def test_a_whole_workspace_that_is_shut_is_no_no(reason: str) -> None:
    """Its network rules or its sign-in keep us out: that is mended in Slack, and nothing is lost meanwhile."""
    answer = web.Response(text=f'{{"ok": false, "error": "{reason}"}}', content_type=JSON)

    assert isinstance(await problem(answer), SwitchedOff)


@pytest.mark.parametrize("reason", ["channel_not_found", "is_archived", "a_reason_nobody_knew_yet"])
async def test_a_clear_no_is_a_no(reason: str) -> None:
    """Any other error string is Slack's clear no."""
    found = await problem(web.Response(text=f'{{"ok": false, "error": "{reason}"}}', content_type=JSON))

    assert isinstance(found, Refused)
    assert reason == found.reason


async def test_nobody_there_is_unclear() -> None:
    """No connection at all."""
    async with aiohttp.ClientSession() as session:
        messenger = SlackMessenger(AsyncWebClient("xoxb", "http://127.0.0.1:1/", session=session, retry_handlers=[]))
        with pytest.raises(Unclear):
            await messenger.post("C1", Notice("Hello"), delivery="d1")
