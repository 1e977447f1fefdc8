"""What the app may know: people, channels, Do Not Disturb, the workspace and itself."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.pretend_slack import Watched


@pytest.fixture
async def free(opened: Any) -> Watched:
    """A sandbox whose app has every scope."""
    return await opened(manifest=None)


async def error_of(call: Any) -> str:
    """The error string of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["error"]


async def test_the_token_is_the_bots(free: Watched) -> None:
    """auth.test names the workspace, the bot user and the bot."""
    answer = await free.client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SHOULDER", "UBOT", "BSHOULDER")


async def test_a_person_has_a_zone_and_a_status(free: Watched) -> None:
    """tz, its offset at the workspace's time, and the status of the profile."""
    await free.do("people", id="UBEN", status_emoji=":palm_tree:", tz="America/Phoenix")
    user = (await free.client.users_info(user="UBEN"))["user"]

    assert (user["tz"], user["tz_offset"], user["tz_label"]) == ("America/Phoenix", -25_200, "Mountain Standard Time")
    assert (user["profile"]["status_emoji"], "locale" in user) == (":palm_tree:", False)


async def test_guests_and_strangers_are_marked(free: Watched) -> None:
    """A guest of one channel, and somebody whom Slack Connect brings in, who is on no list of this workspace."""
    await free.do("people", id="UBEN", is_ultra_restricted=True)
    await free.do("people", id="UEVE", is_stranger=True, team_id="T0OTHER")
    ben, eve = [(await free.client.users_info(user=who))["user"] for who in ("UBEN", "UEVE")]
    listed = [each["id"] for each in (await free.client.users_list())["members"]]

    assert (ben["is_ultra_restricted"], ben["is_restricted"], "is_stranger" in ben) == (True, False, False)
    assert (eve["is_stranger"], eve["team_id"]) == (True, "T0OTHER")
    assert ("UBEN" in listed, "UEVE" in listed) == (True, False)


async def test_the_offset_follows_daylight_saving(free: Watched) -> None:
    """In summer Chicago is five hours behind UTC."""
    await free.do("clock", to="2027-07-01T12:00:00+00:00")
    user = (await free.client.users_info(user="UANA"))["user"]

    assert (user["tz_offset"], user["tz_label"]) == (-18_000, "Central Daylight Time")


async def test_an_email_needs_its_scope(free: Watched, slack: Watched) -> None:
    """With users:read.email it is there and can be looked up; without it, it is not shown."""
    found = await free.client.users_lookupByEmail(email="ana@prairie.example")

    assert (found["user"]["id"], found["user"]["profile"]["email"]) == ("UANA", "ana@prairie.example")
    assert "email" not in (await slack.client.users_info(user="UANA"))["user"]["profile"]
    assert await error_of(free.client.users_lookupByEmail(email="no@prairie.example")) == "users_not_found"


async def test_everyone_is_listed_in_pages(free: Watched) -> None:
    """People, the bot and Slackbot, five at a time."""
    first = await free.client.users_list(limit=5)
    second = await free.client.users_list(limit=5, cursor=first["response_metadata"]["next_cursor"])

    assert [user["id"] for user in first["members"]] == ["UANA", "UBEN", "UDEE", "UCORA", "USAM"]
    assert [user["is_bot"] for user in second["members"]] == [False, False, True, False]
    assert second["response_metadata"]["next_cursor"] == ""


async def test_a_strange_cursor_is_refused(free: Watched) -> None:
    """invalid_cursor."""
    assert await error_of(free.client.users_list(cursor="bogus")) == "invalid_cursor"


async def test_an_unknown_person_is_refused(free: Watched) -> None:
    """user_not_found."""
    assert await error_of(free.client.users_info(user="UNOBODY")) == "user_not_found"


async def test_do_not_disturb_is_told_for_one_and_for_many(free: Watched) -> None:
    """dnd.info and dnd.teamInfo agree; unknown people are left out."""
    await free.do("people", id="UANA", dnd_enabled=True, next_dnd_start_ts=1_800_000_000, next_dnd_end_ts=1_800_030_000)

    one = await free.client.dnd_info(user="UANA")
    many = await free.client.dnd_teamInfo(users="UANA,UBEN,UNOBODY")

    assert one["next_dnd_start_ts"] == many["users"]["UANA"]["next_dnd_start_ts"] == 1_800_000_000
    assert set(many["users"]) == {"UANA", "UBEN"}


async def test_do_not_disturb_needs_somebody_and_at_most_fifty(free: Watched) -> None:
    """no_users_provided, and a refusal above fifty."""
    assert (await free.api("dnd.teamInfo"))["error"] == "no_users_provided"
    assert await error_of(free.client.dnd_teamInfo(users=["UANA"] * 51)) == "invalid_arguments"


async def test_a_dm_is_opened_by_its_person(free: Watched) -> None:
    """The id of the conversation, whole on request."""
    assert (await free.client.conversations_open(users="UANA"))["channel"] == {"id": "DANA"}
    assert (await free.client.conversations_open(users="UANA", return_im=True))["channel"]["user"] == "UANA"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [({}, "users_list_not_supplied"), ({"users": "UNOBODY"}, "user_not_found"), ({"users": "UBEN"}, "user_disabled")],
)
async def test_a_dm_is_not_opened_with_nobody(free: Watched, arguments: dict, error: str) -> None:
    """Slack's errors; Ben has left."""
    await free.do("people", id="UBEN", deleted=True)

    assert (await free.api("conversations.open", **arguments))["error"] == error


async def test_a_channel_says_whether_the_bot_is_in_it(free: Watched) -> None:
    """conversations.info for both channels, with the number of members on request."""
    wins = (await free.client.conversations_info(channel="CWINS", include_num_members=True))["channel"]
    general = (await free.client.conversations_info(channel="CGENERAL"))["channel"]

    assert (wins["is_member"], wins["num_members"], general["is_member"]) == (True, 8, False)


async def test_the_members_of_a_channel_are_listed(free: Watched) -> None:
    """In pages."""
    page = await free.client.conversations_members(channel="CWINS", limit=3)

    assert page["members"] == ["UANA", "UBEN", "UDEE"]
    assert page["response_metadata"]["next_cursor"]


async def test_channels_are_listed_and_those_of_the_bot_apart(free: Watched) -> None:
    """conversations.list gives all public ones, users.conversations those that the bot is in."""
    everything = await free.client.conversations_list()
    own = await free.client.users_conversations()

    assert [channel["id"] for channel in everything["channels"]] == ["CWINS", "CGENERAL"]
    assert [channel["id"] for channel in own["channels"]] == ["CWINS"]


async def test_archived_channels_can_be_left_out(free: Watched) -> None:
    """exclude_archived."""
    await free.do("channels", id="CWINS", is_archived=True)

    listed = await free.client.conversations_list(exclude_archived=True)
    assert [channel["id"] for channel in listed["channels"]] == ["CGENERAL"]


async def test_a_private_channel_without_the_bot_is_not_there(free: Watched) -> None:
    """Neither to read nor to post; once invited, both."""
    await free.do("channels", id="CSECRET", name="coaches", is_private=True, members=["UCORA"])
    assert await error_of(free.client.conversations_info(channel="CSECRET")) == "channel_not_found"
    assert await error_of(free.client.chat_postMessage(channel="CSECRET", text="x")) == "channel_not_found"

    await free.do("channels", id="CSECRET", is_member=True)
    assert (await free.client.chat_postMessage(channel="CSECRET", text="x"))["ok"]


async def test_history_needs_the_bot_inside_and_the_right_scope(free: Watched, slack: Watched) -> None:
    """not_in_channel for #general; and with im:history alone no channel can be read."""
    assert await error_of(free.client.conversations_history(channel="CGENERAL")) == "not_in_channel"
    assert (await slack.api("conversations.history", channel="CWINS"))["needed"] == "channels:history"


async def test_the_workspace_and_the_bot_introduce_themselves(free: Watched) -> None:
    """team.info and bots.info."""
    assert (await free.client.team_info())["team"]["domain"] == "prairie"
    assert (await free.client.bots_info(bot="BSHOULDER"))["bot"]["user_id"] == "UBOT"
    assert await error_of(free.client.bots_info(bot="B0")) == "bot_not_found"


async def test_a_status_is_gone_when_its_time_is_over(free: Watched) -> None:
    """Ben is away for an hour; after that his profile says nothing any more."""
    ends = int(free.sandbox.workspace.clock.seconds()) + 3600
    await free.do("people", id="UBEN", status_emoji=":palm_tree:", status_text="Vacationing", status_expiration=ends)
    before = (await free.client.users_info(user="UBEN"))["user"]["profile"]
    await free.do("clock", advance_seconds=3601)
    after = (await free.client.users_info(user="UBEN"))["user"]["profile"]

    assert (before["status_emoji"], before["status_expiration"]) == (":palm_tree:", ends)
    assert (after["status_emoji"], after["status_text"], after["status_expiration"]) == ("", "", 0)
