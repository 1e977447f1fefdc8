"""How calls arrive: the real AsyncWebClient's ways of sending arguments, tokens, scopes, and what is not modelled."""

import json
import logging
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.seed import CONFIG_TOKEN
from bot.sandbox.web_api import METHODS
from tests.sandbox.pretend_slack import MANIFEST, Watched, section


async def test_json_bodies_are_read(slack: Watched) -> None:
    """chat.postMessage comes as JSON."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="hello", blocks=[section("hello")])

    assert posted["channel"] == "DANA"


async def test_arguments_in_the_address_of_a_post_are_read(slack: Watched) -> None:
    """chat.delete is a POST whose arguments stand in the query string."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="hello")

    await slack.client.chat_delete(channel="DANA", ts=posted["ts"])

    assert await slack.texts("DANA") == []


async def test_get_requests_are_read(slack: Watched) -> None:
    """users.info is a GET with booleans as 1 and 0."""
    found = await slack.client.users_info(user="UANA", include_locale=True)

    assert (found["user"]["tz"], found["user"]["locale"]) == ("America/Chicago", "en-US")


async def test_form_bodies_are_read(slack: Watched) -> None:
    """A form's blocks are JSON in text."""
    form = {"channel": "UANA", "text": "hello", "blocks": json.dumps([section("hello")]), "token": "xoxb-sandbox"}
    async with slack.session.post(f"{slack.sandbox.url}/api/chat.postMessage", data=form) as response:
        assert (await response.json())["ok"]


async def test_structured_arguments_in_the_address_are_read(slack: Watched) -> None:
    """The SDK puts blocks.validate's blocks into the query string."""
    assert (await slack.client.blocks_validate(blocks=[section("fine")]))["ok"]


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_every_method_answers_both_verbs(slack: Watched, method: str, verb: str) -> None:
    """Whatever the arguments, it is never unknown, and it is HTTP 200 with JSON."""
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    async with slack.session.request(verb, f"{slack.sandbox.url}/api/{method}", headers=headers) as response:
        answer = await response.json()

    assert response.status == 200
    assert answer.get("error") != "unknown_method"


async def test_the_body_wins_over_the_address(slack: Watched) -> None:
    """Arguments merge: address, then form, then JSON."""
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    url = f"{slack.sandbox.url}/api/chat.postMessage?channel=UANA&text=address"
    async with slack.session.post(url, json={"text": "body"}, headers=headers) as response:
        assert (await response.json())["message"]["text"] == "body"


async def test_broken_json_is_refused(slack: Watched) -> None:
    """A body that says it is JSON and is not gets invalid_json."""
    headers = {"Authorization": "Bearer xoxb-sandbox", "Content-Type": "application/json"}
    async with slack.session.post(f"{slack.sandbox.url}/api/auth.test", data="{", headers=headers) as response:
        assert (await response.json())["error"] == "invalid_json"


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
async def test_tokens_are_checked(slack: Watched, token: str, error: str) -> None:
    """No token, a strange one, or one of the wrong kind."""
    assert (await slack.api("auth.test", token=token))["error"] == error


async def test_the_granted_scopes_stand_in_a_header(slack: Watched) -> None:
    """Required and optional scopes of the manifest, as Bolt reads them."""
    answer = await slack.client.auth_test()

    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert "dnd:read" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_missing_scope_is_named(slack: Watched) -> None:
    """The manifest has no users:read.email, so nobody is found by e-mail."""
    with pytest.raises(SlackApiError) as refusal:
        await slack.client.users_lookupByEmail(email="ana@prairie.example")

    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", "users:read.email")
    assert "users:read" in refusal.value.response["provided"]


async def test_an_unknown_method_is_refused_by_name(slack: Watched, caplog: pytest.LogCaptureFixture) -> None:
    """What is not modelled says so, and it is logged."""
    with caplog.at_level(logging.WARNING):
        answer = await slack.api("files.upload")

    assert answer["error"] == "unknown_method"
    assert "files.upload" in caplog.text


async def test_an_argument_that_is_not_modelled_is_refused_by_name(slack: Watched) -> None:
    """Attachments are never silently dropped."""
    answer = await slack.api("chat.postMessage", channel="UANA", text="x", attachments=[{"text": "y"}])

    assert "attachments" in answer["response_metadata"]["messages"][0]


async def test_a_removed_app_may_call_nothing(slack: Watched) -> None:
    """After an uninstall the token is of no use."""
    await slack.do("uninstall")

    assert (await slack.api("auth.test"))["error"] == "account_inactive"


@pytest.mark.parametrize(
    ("arguments", "error", "pointer"),
    [
        ({"blocks": [{"type": "zoo"}]}, "invalid_blocks", "/0/type"),
        ({"view": {"type": "home", "blocks": [{"type": "zoo"}]}}, "invalid_view", "/blocks/0/type"),
        ({"message": {"blocks": [{"type": "zoo"}]}}, "invalid_message", "/blocks/0/type"),
    ],
)
async def test_blocks_can_be_judged_without_sending(slack: Watched, arguments: dict, error: str, pointer: str) -> None:
    """blocks.validate takes no token, and exactly one of blocks, view and message."""
    answer = await slack.api("blocks.validate", token="", **arguments)

    assert (answer["error"], answer["errors"][0]["pointer"]) == (error, pointer)
    assert (await slack.api("blocks.validate", token=""))["error"] == "invalid_arguments"


async def test_a_declined_scope_is_missing(slack: Watched) -> None:
    """The app was installed without one of the optional scopes, and later with it."""
    await slack.do("install", declined=["dnd:read"])
    with pytest.raises(SlackApiError) as refusal:
        await slack.client.dnd_teamInfo(users=["UANA"])
    await slack.do("install")

    assert ("missing_scope", "dnd:read") == (refusal.value.response["error"], refusal.value.response["needed"])
    assert (await slack.client.dnd_teamInfo(users=["UANA"]))["ok"]


async def test_a_manifest_is_given_to_a_configuration_token(slack: Watched) -> None:
    """To no other token, and for this app alone."""
    answer = await slack.api("apps.manifest.export", token=CONFIG_TOKEN, app_id="A0SHOULDER")
    refused = await slack.api("apps.manifest.export", app_id="A0SHOULDER")
    strange = await slack.api("apps.manifest.export", token=CONFIG_TOKEN, app_id="A0OTHER")

    assert MANIFEST == answer["manifest"]
    assert ("not_allowed_token_type", "app_not_found") == (refused["error"], strange["error"])


async def test_answers_carry_the_time(slack: Watched) -> None:
    """The workspace's own."""
    answer = await slack.client.auth_test()

    told = parsedate_to_datetime(answer.headers["Date"])
    assert abs(told - slack.sandbox.workspace.clock.now()) < timedelta(seconds=5)
