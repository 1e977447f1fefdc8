"""response_url: answers to a click or a command without a token."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.sandbox.bolt_app import RealApp, over_http
from tests.sandbox.pretend_slack import Watched, actions, button, section


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app that answers over HTTP."""
    async with over_http(slack) as running:
        yield running


async def after_a_command(slack: Watched, app: RealApp) -> AsyncWebhookClient:
    """The address that came with Cora's command in her channel."""
    await slack.do("command", user="UCORA", channel="CWINS", command="/coach-checkin", text="")
    return AsyncWebhookClient(app.bodies[-1]["response_url"])


async def after_a_click(slack: Watched, app: RealApp) -> AsyncWebhookClient:
    """The address that came with Ana's click on a message that only she sees."""
    posted = await slack.client.chat_postEphemeral(
        channel="CWINS", user="UANA", text="Share it?", blocks=[section("Share it?"), actions(button("press", "7"))]
    )
    await slack.do("click", user="UANA", channel="CWINS", ts=posted["message_ts"], action_id="press")
    return AsyncWebhookClient(app.last("block_actions")["response_url"])


async def test_an_answer_is_for_the_asker_alone(slack: Watched, app: RealApp) -> None:
    """Ephemeral unless it says otherwise; Slack answers ok."""
    answer = await (await after_a_command(slack, app)).send(text="for you")

    assert (answer.status_code, answer.body) == (200, "ok")
    assert "for you" in await slack.texts("CWINS", user="UCORA")
    assert "for you" not in await slack.texts("CWINS", user="UANA")


async def test_an_answer_can_be_for_the_channel(slack: Watched, app: RealApp) -> None:
    """response_type in_channel."""
    await (await after_a_command(slack, app)).send(text="for all", response_type="in_channel")

    assert "for all" in await slack.texts("CWINS", user="UANA")


async def test_five_answers_and_no_more(slack: Watched, app: RealApp) -> None:
    """The sixth is 404 used_url."""
    address = await after_a_command(slack, app)
    answers = [await address.send(text=str(number)) for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body


async def test_thirty_minutes_and_no_longer(slack: Watched, app: RealApp) -> None:
    """By the workspace's clock; then 404 expired_url."""
    address = await after_a_command(slack, app)
    await slack.do("clock", advance_seconds=30 * 60 + 1)

    assert "expired_url" in (await address.send(text="late")).body


async def test_an_ephemeral_message_is_replaced(slack: Watched, app: RealApp) -> None:
    """The only way to change one."""
    await (await after_a_click(slack, app)).send(text="Shared.", replace_original=True)

    assert await slack.texts("CWINS", user="UANA") == ["Shared."]


async def test_an_ephemeral_message_is_deleted(slack: Watched, app: RealApp) -> None:
    """delete_original takes it away."""
    await (await after_a_click(slack, app)).send(delete_original=True)

    assert await slack.texts("CWINS", user="UANA") == []


async def test_a_click_on_an_ephemeral_message_has_no_message(slack: Watched, app: RealApp) -> None:
    """Its container says so."""
    await after_a_click(slack, app)

    body = app.last("block_actions")
    assert (body["container"]["is_ephemeral"], "message" in body) == (True, False)


async def test_broken_blocks_are_refused_there_too(slack: Watched, app: RealApp) -> None:
    """invalid_blocks."""
    answer = await (await after_a_command(slack, app)).send(blocks=[{"type": "zoo"}])

    assert (answer.status_code, "invalid_blocks" in answer.body) == (400, True)


async def test_a_server_error_can_be_asked_for(slack: Watched, app: RealApp) -> None:
    """The fault goes by the name response_url, and nothing is posted."""
    address = await after_a_command(slack, app)
    await slack.do("faults", method="response_url", kind="http_500")

    assert (await address.send(text="lost")).status_code == 500
    assert "lost" not in await slack.texts("CWINS")
