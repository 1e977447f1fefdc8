"""Socket Mode against the real handler: greeting, acknowledgements, retries, and connections that are cut."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.sandbox.bolt_app import RealApp, over_socket
from tests.sandbox.pretend_slack import DEADLINE, Watched, eventually


@pytest.fixture
async def slack(opened: Callable[..., Awaitable[Watched]]) -> Watched:
    """A sandbox in Socket Mode that waits less long than Slack."""
    return await opened(transport="socket", answer_seconds=0.2)


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app with an open connection."""
    async with over_socket(slack) as running:
        yield running


async def raw_connection(slack: Watched) -> aiohttp.ClientWebSocketResponse:
    """A connection that acknowledges nothing by itself; its greeting is read already."""
    ticket = await slack.api("apps.connections.open", token="xapp-sandbox")
    connection = await slack.session.ws_connect(ticket["url"])
    assert (await received(connection))["type"] == "hello"
    return connection


async def received(connection: aiohttp.ClientWebSocketResponse) -> Any:
    """The next thing that comes, soon."""
    return await connection.receive_json(timeout=DEADLINE)


async def test_an_event_arrives_and_is_acknowledged(slack: Watched, app: RealApp) -> None:
    """A direct message comes through the socket once, with retry number 0."""
    await slack.do("message", user="UANA", channel="UBOT", text="hello")

    await eventually(lambda: app.events)
    entry = (await eventually(lambda: slack.sent("events_api:message")))[0]
    assert (entry["transport"], entry["status"], app.retries[0][0]) == ("socket", 200, "0")


async def test_a_command_is_answered_in_the_acknowledgement(slack: Watched, app: RealApp) -> None:
    """What the app acknowledges with is shown to the author."""
    answer = await slack.do("command", user="UCORA", command="/coach-checkin", text="@ana")

    assert answer["text"] == "You typed: <@UANA|ana>"


async def test_a_ticket_opens_one_connection(slack: Watched) -> None:
    """A used ticket is refused."""
    ticket = await slack.api("apps.connections.open", token="xapp-sandbox")
    await (await slack.session.ws_connect(ticket["url"])).close()

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await slack.session.ws_connect(ticket["url"])


async def test_a_bot_token_opens_no_socket(slack: Watched) -> None:
    """apps.connections.open takes an app-level token only."""
    assert (await slack.api("apps.connections.open"))["error"] == "not_allowed_token_type"


async def test_an_unacknowledged_event_is_sent_again(slack: Watched) -> None:
    """Each retry has an envelope id of its own, the next number, the reason timeout, and the same event id."""
    connection = await raw_connection(slack)
    await slack.do("message", user="UANA", channel="UBOT", text="hello")

    first, second = await received(connection), await received(connection)

    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    await connection.close()


async def test_each_envelope_goes_to_one_connection(slack: Watched) -> None:
    """Of two connections, each gets one of two events."""
    one, two = await raw_connection(slack), await raw_connection(slack)
    for text in ("first", "second"):
        await slack.do("message", user="UANA", channel="UBOT", text=text)

    envelopes = [await received(connection) for connection in (one, two)]

    for connection, envelope in zip((one, two), envelopes, strict=True):
        await connection.send_json({"envelope_id": envelope["envelope_id"]})
    assert {envelope["payload"]["event"]["text"] for envelope in envelopes} == {"first", "second"}
    await asyncio.gather(one.close(), two.close())


async def test_an_acknowledgement_counts_on_any_connection(slack: Watched) -> None:
    """The envelope came on one connection; the answer on another stops the retries."""
    one = await raw_connection(slack)
    await slack.do("message", user="UANA", channel="UBOT", text="hello")
    envelope = await received(one)
    two = await raw_connection(slack)

    await two.send_json({"envelope_id": envelope["envelope_id"]})

    entry = (await eventually(lambda: slack.sent("events_api:message")))[0]
    assert entry["status"] == 200
    await asyncio.gather(one.close(), two.close())


async def test_the_eleventh_connection_is_turned_away(slack: Watched) -> None:
    """An app has at most ten connections."""
    connections = [await raw_connection(slack) for _ in range(10)]
    ticket = await slack.api("apps.connections.open", token="xapp-sandbox")
    eleventh = await slack.session.ws_connect(ticket["url"])

    assert (await received(eleventh))["reason"] == "too_many_websockets"
    await asyncio.gather(*(connection.close() for connection in [*connections, eleventh]))


@pytest.mark.parametrize("kind", ["refresh", "disconnect"])
async def test_the_app_comes_back_after_a_cut(slack: Watched, app: RealApp, kind: str) -> None:
    """Whether asked to reconnect or cut off, the real client connects again and hears the next event."""
    await slack.do("faults", method="socket", kind=kind)
    await eventually(lambda: _connections_opened(slack, 2))
    await slack.do("message", user="UANA", channel="UBOT", text="still there?")

    await eventually(lambda: app.events)
    assert app.events[0]["text"] == "still there?"


async def _connections_opened(slack: Watched, number: int) -> bool:
    entries = (await slack.get("log"))["entries"]
    opened = [entry for entry in entries if entry["kind"] == "apps.connections.open"]
    return len(opened) >= number and (await slack.get("state"))["app_connected"]


async def test_a_command_with_nobody_connected_fails_in_words(slack: Watched) -> None:
    """Slackbot says dispatch_failed to the author alone."""
    answer = await slack.do("command", user="UANA", command="/coach-checkin", text="")

    assert answer["text"] == '/coach-checkin failed with the error "dispatch_failed"'
