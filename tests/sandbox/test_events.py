"""Events over HTTP: what a real app hears and what not, and how Slack tries again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from tests.sandbox.bolt_app import RealApp, over_http
from tests.sandbox.pretend_slack import SECRET, Watched, eventually


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app that answers over HTTP."""
    async with over_http(slack) as running:
        yield running


class Stubborn:
    """A request URL that answers as it is told, and keeps what came."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], str]] = []
        self.status = 500
        self.headers: dict[str, str] = {}
        self.ready = asyncio.Event()
        self.ready.set()

    async def take(self, request: web.Request) -> web.Response:
        """Keep the request and answer."""
        self.came.append((dict(request.headers), await request.text()))
        await self.ready.wait()
        return web.Response(status=self.status, headers=self.headers)


@asynccontextmanager
async def stubborn_app(slack: Watched) -> AsyncIterator[Stubborn]:
    """Such a URL, known to the sandbox."""
    stubborn = Stubborn()
    application = web.Application()
    application.router.add_post("/slack/events", stubborn.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await slack.sandbox.set_app_url(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield stubborn
    finally:
        await runner.cleanup()


async def test_requests_are_signed_with_real_time(slack: Watched) -> None:
    """Slack's own verifier accepts them, even when the workspace's clock was pushed by a week."""
    await slack.do("clock", advance_seconds=7 * 86_400)
    async with stubborn_app(slack) as stubborn:
        await slack.do("message", user="UANA", channel="UBOT", text="hello")
        headers, body = (await eventually(lambda: stubborn.came))[0]

    assert SignatureVerifier(SECRET).is_valid_request(body, headers)


async def test_a_refused_event_is_sent_three_more_times(slack: Watched) -> None:
    """Retries count 1, 2, 3 and say why; the body stays the same."""
    async with stubborn_app(slack) as stubborn:
        await slack.do("message", user="UANA", channel="UBOT", text="hello")
        await eventually(lambda: len(stubborn.came) == 4)

    assert [headers.get("X-Slack-Retry-Num") for headers, _ in stubborn.came] == [None, "1", "2", "3"]
    assert {headers["X-Slack-Retry-Reason"] for headers, _ in stubborn.came[1:]} == {"http_error"}
    assert len({body for _, body in stubborn.came}) == 1


async def test_an_app_may_ask_for_no_retry(slack: Watched) -> None:
    """X-Slack-No-Retry ends it: the next event is the next request."""
    async with stubborn_app(slack) as stubborn:
        stubborn.headers = {"X-Slack-No-Retry": "1"}
        await slack.do("message", user="UANA", channel="UBOT", text="first")
        await eventually(lambda: len(stubborn.came) == 1)
        await slack.do("message", user="UANA", channel="UBOT", text="second")
        await eventually(lambda: len(stubborn.came) == 2)

    assert ["first" in stubborn.came[0][1], "second" in stubborn.came[1][1]] == [True, True]


async def test_a_slow_app_is_asked_again(opened: Callable[..., Awaitable[Watched]]) -> None:
    """An event that is not answered in time is retried with the reason http_timeout; the app counts as slow, not as away."""
    slack = await opened(answer_seconds=0.1)
    async with stubborn_app(slack) as stubborn:
        stubborn.ready.clear()
        await slack.do("message", user="UANA", channel="UBOT", text="hello")
        await eventually(lambda: len(stubborn.came) == 2)
        there = (await slack.get("state"))["app_connected"]
        stubborn.ready.set()

    assert there
    assert stubborn.came[1][0]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_the_wrapper_names_the_workspace_and_the_event(slack: Watched, app: RealApp) -> None:
    """event_id, event_time, authorizations and the rest of the event_callback."""
    await slack.do("message", user="UANA", channel="UBOT", text="hello")
    await eventually(lambda: app.events)

    body = app.bodies[0]
    assert (body["type"], body["team_id"], body["api_app_id"]) == ("event_callback", "T0SHOULDER", "A0SHOULDER")
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == "UBOT"


async def test_only_subscribed_events_are_sent(slack: Watched, app: RealApp) -> None:
    """The manifest has message.im but not message.channels."""
    await slack.do("message", user="UANA", channel="CWINS", text="in the channel")
    await slack.do("message", user="UANA", channel="UBOT", text="to the app")
    await eventually(lambda: app.events)

    assert [event["text"] for event in app.events] == ["to the app"]


async def test_channels_without_the_bot_are_not_heard(opened: Callable[..., Awaitable[Watched]]) -> None:
    """Even when everything is subscribed to, #general stays among its members."""
    slack = await opened(manifest=None)
    async with over_http(slack) as app:
        await slack.do("message", user="UANA", channel="CGENERAL", text="unheard")
        await slack.do("message", user="UANA", channel="CWINS", text="heard")
        await eventually(lambda: app.events)

    assert [(event["text"], event["channel_type"]) for event in app.events] == [("heard", "channel")]


async def test_the_bots_own_message_is_an_event_too(slack: Watched) -> None:
    """It carries bot_id, by which Bolt passes it over."""
    await slack.client.chat_postMessage(channel="UANA", text="from the bot")

    entry = (await eventually(lambda: slack.sent("events_api:message")))[0]
    assert entry["request"]["event"]["bot_id"] == "BSHOULDER"


async def test_an_edited_reply_is_a_hidden_message_changed(slack: Watched, app: RealApp) -> None:
    """The event has the new and the previous message."""
    ts = (await slack.do("message", user="UANA", channel="UBOT", text="before"))["ts"]
    await slack.do("edit", user="UANA", channel="DANA", ts=ts, text="after")
    await eventually(lambda: len(app.events) == 2)

    event = next(event for event in app.events if event.get("subtype") == "message_changed")
    assert (event["message"]["text"], event["previous_message"]["text"], event["hidden"]) == ("after", "before", True)


async def test_a_deleted_reply_is_a_message_deleted(slack: Watched, app: RealApp) -> None:
    """The event names the ts that is gone."""
    ts = (await slack.do("message", user="UANA", channel="UBOT", text="oops"))["ts"]
    await slack.do("delete", user="UANA", channel="DANA", ts=ts)
    await eventually(lambda: len(app.events) == 2)

    event = next(event for event in app.events if event.get("subtype") == "message_deleted")
    assert event["deleted_ts"] == ts


async def test_opening_home_brings_the_published_view(slack: Watched, app: RealApp) -> None:
    """The first opening has no view; after a publish it does."""
    await slack.do("home", user="UANA")
    await eventually(lambda: len(app.events) == 1)
    view = (await slack.client.views_publish(user_id="UANA", view={"type": "home", "blocks": []}))["view"]
    await slack.do("home", user="UANA")
    await eventually(lambda: len(app.events) == 2)

    assert ["view" in event for event in app.events] == [False, True]
    assert app.events[1]["view"]["hash"] == view["hash"]


async def test_a_changed_person_is_an_event(slack: Watched, app: RealApp) -> None:
    """A new status comes as user_change with the whole person."""
    await slack.do("people", id="UANA", status_emoji=":palm_tree:", status_text="Vacationing")
    event = (await eventually(lambda: app.events))[0]

    assert (event["type"], event["user"]["profile"]["status_emoji"]) == ("user_change", ":palm_tree:")


async def test_a_new_person_joins(slack: Watched, app: RealApp) -> None:
    """An id that is new is a team_join."""
    await slack.do("people", id="UNEW", real_name="New Person", tz="America/Chicago")

    assert (await eventually(lambda: app.events))[0]["type"] == "team_join"


async def test_a_reaction_is_an_event(slack: Watched, app: RealApp) -> None:
    """reaction_added names the message and its author."""
    posted = await slack.client.chat_postMessage(channel="CWINS", text="a small success")
    await slack.do("react", user="UBEN", channel="CWINS", ts=posted["ts"], name="tada")
    event = (await eventually(lambda: app.events))[0]

    assert (event["reaction"], event["item"]["ts"], event["item_user"]) == ("tada", posted["ts"], "UBOT")


async def test_an_uninstall_is_told_once(slack: Watched) -> None:
    """app_uninstalled comes, and afterwards nothing."""
    await slack.do("uninstall")
    await eventually(lambda: slack.sent("events_api:app_uninstalled"))
    await slack.do("message", user="UANA", channel="UBOT", text="anyone?")

    assert await slack.sent("events_api:message") == []
