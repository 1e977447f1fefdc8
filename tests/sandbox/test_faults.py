"""Things that go wrong on purpose, as the real client meets them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.bolt_app import RealApp, over_http
from tests.sandbox.pretend_slack import Watched, eventually


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app that answers over HTTP."""
    async with over_http(slack) as running:
        yield running


async def test_a_429_says_when_to_come_back(slack: Watched) -> None:
    """Twice, as asked; the third call goes through, and nothing was posted before."""
    await slack.do("faults", method="chat.postMessage", kind="ratelimited", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await slack.client.chat_postMessage(channel="UANA", text="x")
        assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")

    await slack.client.chat_postMessage(channel="UANA", text="at last")
    assert await slack.texts("DANA") == ["at last"]


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_has_no_effect(slack: Watched, status: int) -> None:
    """HTTP 5xx, and nothing was posted."""
    await slack.do("faults", method="chat.postMessage", kind=f"http_{status}")
    with pytest.raises(SlackApiError) as refused:
        await slack.client.chat_postMessage(channel="UANA", text="x")

    assert refused.value.response.status_code == status
    assert await slack.texts("DANA") == []


@pytest.mark.parametrize(("kind", "texts"), [("drop_after", ["x"]), ("drop_before", [])])
async def test_a_cut_line_hides_whether_it_happened(slack: Watched, kind: str, texts: list[str]) -> None:
    """The client sees the same break; only the workspace knows whether the message was taken."""
    await slack.do("faults", method="chat.postMessage", kind=kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await slack.client.chat_postMessage(channel="UANA", text="x")

    assert await slack.texts("DANA") == texts


async def test_a_slow_answer_comes_after_the_effect(slack: Watched) -> None:
    """A client that gives up early has posted nevertheless."""
    await slack.do("faults", method="chat.postMessage", kind="slow", seconds=5)
    hasty = AsyncWebClient(token="xoxb-sandbox", base_url=f"{slack.sandbox.url}/api/", timeout=1, retry_handlers=[])
    call = asyncio.create_task(hasty.chat_postMessage(channel="UANA", text="x"))
    await eventually(lambda: slack.texts("DANA"))
    call.cancel()

    assert await slack.texts("DANA") == ["x"]


async def test_any_error_can_be_asked_for(slack: Watched) -> None:
    """error:<name> answers with that name, for any method with *."""
    await slack.do("faults", method="*", kind="error:fatal_error")
    with pytest.raises(SlackApiError) as refused:
        await slack.client.auth_test()

    assert refused.value.response["error"] == "fatal_error"


async def test_faults_that_do_not_exist_are_refused(slack: Watched) -> None:
    """The sentence lists those that do."""
    answer = await slack.do("faults", method="chat.postMessage", kind="meteor")

    assert (answer["http"], "drop_after" in answer["error"]) == (400, True)


async def test_faults_to_come_are_listed(slack: Watched) -> None:
    """With what is left of them."""
    await slack.do("faults", method="auth.test", kind="http_500", times=2)
    with pytest.raises(SlackApiError):
        await slack.client.auth_test()

    assert [(fault["kind"], fault["times"]) for fault in (await slack.get("faults"))["faults"]] == [("http_500", 1)]


async def test_an_event_can_come_twice(slack: Watched, app: RealApp) -> None:
    """The same event id, the second time as a retry."""
    await slack.do("faults", method="events", kind="duplicate")
    await slack.do("message", user="UANA", channel="UBOT", text="hello")
    await eventually(lambda: len(app.bodies) == 2)

    assert app.bodies[0]["event_id"] == app.bodies[1]["event_id"]
    assert app.retries[1][0] == "1"


async def test_an_event_can_come_late(slack: Watched, app: RealApp) -> None:
    """The second event overtakes the first."""
    await slack.do("faults", method="events", kind="late", seconds=0.2)
    await slack.do("message", user="UANA", channel="UBOT", text="first")
    await slack.do("message", user="UANA", channel="UBOT", text="second")
    await eventually(lambda: len(app.events) == 2)

    assert [event["text"] for event in app.events] == ["second", "first"]


async def test_an_answer_can_get_lost(slack: Watched, app: RealApp) -> None:
    """The app answered, Slack did not hear it, and sends again."""
    await slack.do("faults", method="events", kind="drop_ack")
    await slack.do("message", user="UANA", channel="UBOT", text="hello")
    await eventually(lambda: len(app.bodies) == 2)

    assert app.retries == [("", ""), ("1", "http_timeout")]


async def test_strict_mode_keeps_slacks_pace(opened: Callable[..., Awaitable[Watched]]) -> None:
    """After a burst of five a channel takes one message a second; another channel is free."""
    slack = await opened(strict_rate=True)
    for _ in range(5):
        await slack.client.chat_postMessage(channel="UANA", text="x")

    with pytest.raises(SlackApiError) as refused:
        await slack.client.chat_postMessage(channel="UANA", text="x")
    assert refused.value.response["error"] == "ratelimited"
    await slack.client.chat_postMessage(channel="UBEN", text="x")


async def test_the_log_keeps_no_tokens(slack: Watched) -> None:
    """A token sent as an argument is masked."""
    form = {"token": "xoxb-sandbox", "user": "UANA"}
    async with slack.session.post(f"{slack.sandbox.url}/api/users.info", data=form) as response:
        assert (await response.json())["ok"]

    entry = (await slack.get("log"))["entries"][-1]
    assert (entry["kind"], entry["request"]) == ("users.info", {"token": "•••", "user": "UANA"})


async def test_the_log_gives_what_came_after(slack: Watched) -> None:
    """Only the entries after a number."""
    await slack.client.auth_test()
    await slack.client.auth_test()

    assert [entry["n"] for entry in (await slack.get("log", after="1"))["entries"]] == [2]


async def test_a_deed_can_come_twice(slack: Watched, app: RealApp) -> None:
    """A command comes again with the same trigger, though Slack has its answer."""
    await slack.do("faults", method="interactive", kind="duplicate")
    await slack.do("command", user="UANA", command="/coach-checkin", text="help")

    first, second = app.bodies
    assert first["trigger_id"] == second["trigger_id"]
