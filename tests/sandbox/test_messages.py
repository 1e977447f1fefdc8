"""Posting, changing and reading back messages with the real client."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.pretend_slack import Watched, section

KEY = {"event_type": "nudge_sent", "event_payload": {"k": "7"}}


async def refusal(call: Any) -> str:
    """The error string of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


async def test_metadata_comes_back_only_on_request(slack: Watched) -> None:
    """History shows metadata with include_all_metadata, and not without."""
    await slack.client.chat_postMessage(channel="UANA", text="hi", metadata=KEY)

    plain = await slack.client.conversations_history(channel="DANA")
    full = await slack.client.conversations_history(channel="DANA", include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == KEY


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"a": {"b": {"c": 1}}}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": "y" * 9000}}, "metadata_too_large"),
    ],
)
async def test_broken_metadata_is_refused(slack: Watched, metadata: dict, error: str) -> None:
    """Metadata has a type, a payload of plain values, and a size."""
    assert await refusal(slack.client.chat_postMessage(channel="UANA", text="hi", metadata=metadata)) == error


async def test_history_is_newest_first_and_paged(slack: Watched) -> None:
    """Three messages in pages of two, by cursor."""
    for number in range(3):
        await slack.client.chat_postMessage(channel="UANA", text=str(number))

    first = await slack.client.conversations_history(channel="DANA", limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.client.conversations_history(channel="DANA", limit=2, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["2", "1"]
    assert (first["has_more"], second["has_more"], second["messages"][0]["text"]) == (True, False, "0")


@pytest.mark.parametrize(("inclusive", "texts"), [(True, ["1", "0"]), (False, ["1"])])
async def test_history_starts_at_the_oldest(slack: Watched, inclusive: bool, texts: list[str]) -> None:
    """`inclusive` decides whether the message at `oldest` itself is given."""
    first = await slack.client.chat_postMessage(channel="UANA", text="0")
    await slack.client.chat_postMessage(channel="UANA", text="1")

    read = await slack.client.conversations_history(channel="DANA", oldest=first["ts"], inclusive=inclusive)

    assert [message["text"] for message in read["messages"]] == texts


async def test_replies_come_with_their_parent_first(slack: Watched) -> None:
    """A reply is not in the history; its parent counts it."""
    parent = await slack.client.chat_postMessage(channel="UANA", text="parent")
    await slack.client.chat_postMessage(channel="UANA", text="reply", thread_ts=parent["ts"])

    history = await slack.client.conversations_history(channel="DANA")
    replies = await slack.client.conversations_replies(channel="DANA", ts=parent["ts"])

    assert [(message["text"], message["reply_count"]) for message in history["messages"]] == [("parent", 1)]
    assert [message["text"] for message in replies["messages"]] == ["parent", "reply"]


async def test_an_unknown_thread_is_refused(slack: Watched) -> None:
    """No replies to a message that is not there."""
    assert await refusal(slack.client.conversations_replies(channel="DANA", ts="1.000001")) == "thread_not_found"
    late = slack.client.chat_postMessage(channel="UANA", text="reply", thread_ts="1.000001")
    assert await refusal(late) == "cannot_reply_to_message"


async def test_an_update_without_blocks_takes_the_old_ones_away(slack: Watched) -> None:
    """chat.update with text alone."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="old", blocks=[section("old")])

    await slack.client.chat_update(channel="DANA", ts=posted["ts"], text="new")

    message = (await slack.get("messages", channel="DANA"))["messages"][0]
    assert (message["text"], "blocks" in message, message["edited"]["user"]) == ("new", False, "UBOT")


async def test_an_update_keeps_the_metadata(slack: Watched) -> None:
    """Metadata stays with the message unless it is replaced."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="old", metadata=KEY)

    await slack.client.chat_update(channel="DANA", ts=posted["ts"], text="new")

    read = await slack.client.conversations_history(channel="DANA", include_all_metadata=True)
    assert read["messages"][0]["metadata"] == KEY


async def test_a_long_update_is_refused_and_a_long_post_is_cut(slack: Watched) -> None:
    """4,000 characters for an update, 40,000 for a post."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="x" * 40_001)

    assert len(posted["message"]["text"]) == 40_000
    late = slack.client.chat_update(channel="DANA", ts=posted["ts"], text="x" * 4_001)
    assert await refusal(late) == "msg_too_long"


async def test_only_its_own_messages_can_be_changed(slack: Watched) -> None:
    """Ana's message is hers."""
    ts = (await slack.do("message", user="UANA", channel="UBOT", text="mine"))["ts"]

    change = slack.client.chat_update(channel="DANA", ts=ts, text="yours")
    assert await refusal(change) == "cant_update_message"
    assert await refusal(slack.client.chat_delete(channel="DANA", ts=ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "UANA"}, "no_text"),
        ({"channel": "#small-wins", "text": "x"}, "channel_not_found"),
        ({"channel": "UNOBODY", "text": "x"}, "channel_not_found"),
        ({"channel": "CGENERAL", "text": "x"}, "not_in_channel"),
        ({"channel": "UBOT", "text": "x"}, "cannot_dm_bot"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "UANA", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "UANA", "text": "x", "blocks": [{"type": "zoo"}]}, "invalid_blocks"),
    ],
)
async def test_posts_are_refused_as_slack_does(slack: Watched, arguments: dict, error: str) -> None:
    """Slack's own error strings."""
    assert (await slack.api("chat.postMessage", **arguments))["error"] == error


async def test_an_archived_channel_takes_nothing(slack: Watched) -> None:
    """is_archived, for the app and for people."""
    await slack.do("channels", id="CWINS", is_archived=True)

    assert (await slack.api("chat.postMessage", channel="CWINS", text="x"))["error"] == "is_archived"
    assert (await slack.do("message", user="UANA", channel="CWINS", text="x"))["http"] == 409


async def test_what_stands_in_a_closed_channel_stays_as_it_is(opened: Any) -> None:
    """An archived one lets nothing be changed; a private one without the bot is not there, for deleting and linking either."""
    slack: Watched = await opened(manifest=None)
    posted = await slack.client.chat_postMessage(channel="CWINS", text="one")
    stands = {"channel": "CWINS", "ts": posted["ts"], "message_ts": posted["ts"], "text": "two"}
    await slack.do("channels", id="CWINS", is_archived=True)
    archived = (await slack.api("chat.update", **stands))["error"]
    await slack.do("channels", id="CWINS", is_archived=False, is_private=True, is_member=False)
    gone = {(await slack.api(f"chat.{name}", **stands)).get("error") for name in ("update", "delete", "getPermalink")}
    await slack.do("channels", id="CWINS", is_member=True)

    assert ("is_inactive", {"channel_not_found"}) == (archived, gone)
    assert (await slack.api("chat.update", **stands))["ok"]


async def test_a_channel_can_be_closed_to_the_app(opened: Any) -> None:
    """Only some may post; then it is deleted; and each change is told, of a private channel as a group."""
    slack: Watched = await opened(manifest=None)
    heard: list[str] = []
    slack.sandbox.workspace.tell_app.append(lambda name, _: heard.append(name))
    await slack.do("channels", id="CWINS", is_restricted=True)
    await slack.do("channels", id="CWINS", is_private=True, is_archived=True)
    await slack.do("channels", id="CWINS", is_archived=False, is_member=False)
    await slack.do("channels", id="CWINS", is_member=True)
    restricted = (await slack.api("chat.postMessage", channel="CWINS", text="x"))["error"]
    await slack.do("channels", id="CWINS", deleted=True)

    assert (await slack.api("chat.postMessage", channel="CWINS", text="x"))["error"] == "channel_not_found"
    assert restricted == "restricted_action"
    assert {"group_archive", "group_unarchive", "group_left", "member_left_channel", "member_joined_channel"} < {*heard}
    assert heard[-1] == "group_deleted"


async def test_someone_who_left_gets_nothing(slack: Watched) -> None:
    """A DM to a deactivated person is refused."""
    await slack.do("people", id="UANA", deleted=True)

    assert (await slack.api("chat.postMessage", channel="UANA", text="x"))["error"] == "channel_not_found"


async def test_invalid_blocks_are_explained(slack: Watched) -> None:
    """The sentence and its pointer stand in response_metadata, and in errors."""
    answer = await slack.api("chat.postMessage", channel="UANA", text="x", blocks=[section("x" * 3001)])

    sentence = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [sentence]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {sentence}"]


async def test_an_ephemeral_message_is_for_one_person_and_not_in_history(slack: Watched) -> None:
    """Only Ana sees it, and nobody can read it back."""
    await slack.client.chat_postEphemeral(channel="CWINS", user="UANA", text="psst")

    assert await slack.texts("CWINS", user="UANA") == ["psst"]
    assert await slack.texts("CWINS", user="UBEN") == []
    outsider = slack.client.chat_postEphemeral(channel="DANA", user="UBEN", text="psst")
    assert await refusal(outsider) == "user_not_in_channel"


async def test_blocks_are_given_ids(slack: Watched) -> None:
    """What had no block_id or action_id gets one, and it is read back."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    posted = await slack.client.chat_postMessage(
        channel="UANA", text="x", blocks=[{"type": "actions", "elements": [button]}]
    )

    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


async def test_a_permalink_names_the_message(slack: Watched) -> None:
    """Its address carries the channel and the ts without its dot."""
    posted = await slack.client.chat_postMessage(channel="CWINS", text="x")

    link = await slack.client.chat_getPermalink(channel="CWINS", message_ts=posted["ts"])

    assert link["permalink"] == f"https://prairie.slack.com/archives/CWINS/p{posted['ts'].replace('.', '')}"


async def test_the_bot_reacts_once(slack: Watched, opened: Any) -> None:
    """A second reaction of the same name is refused; so is taking away what is not there."""
    free = await opened(manifest=None)
    posted = await free.client.chat_postMessage(channel="CWINS", text="x")
    spot = {"channel": "CWINS", "timestamp": posted["ts"], "name": "tada"}

    await free.client.reactions_add(**spot)
    assert await refusal(free.client.reactions_add(**spot)) == "already_reacted"
    await free.client.reactions_remove(**spot)
    assert await refusal(free.client.reactions_remove(**spot)) == "no_reaction"
