"""What Slack would not have understood is noted, whatever the pretend Slack makes of it, and ends a test's world with an error."""

from pathlib import Path

import pytest

from bot.sandbox.contract import METHODS, breaches
from bot.sandbox.seed import BOT_TOKEN
from bot.sandbox.web_api import METHODS as MODELLED
from tests.sandbox.pretend_slack import Watched, section
from tests.world import in_one_process


def test_every_method_that_is_modelled_has_its_arguments_written_down() -> None:
    """Else a request to it could not be judged."""
    assert set() == set(MODELLED) - set(METHODS)


@pytest.mark.parametrize(
    ("name", "given", "answer", "found"),
    [
        ("chat.delete", ["channel", "ts"], {"ok": True}, []),
        ("chat.delete", ["channel", "reason"], {"ok": True}, ["chat.delete without ts", "chat.delete with reason"]),
        ("chat.update", ["channel", "ts"], {"ok": True}, ["chat.update without text|blocks"]),
        ("views.update", ["view", "external_id", "team_id"], {"ok": True}, []),
        ("views.open", ["view", "trigger_id"], {"error": "expired_trigger_id"}, []),
        (
            "dnd.teamInfo",
            ["users"],
            {"error": "missing_scope", "needed": "dnd:read"},
            ["dnd.teamInfo got missing_scope dnd:read"],
        ),
        ("chat.shout", [], {"ok": True}, ["chat.shout is not among the methods of contract.py"]),
        ("response_url", ["text"], "ok", []),
    ],
)
def test_a_request_is_held_against_what_is_written(
    name: str, given: list[str], answer: dict[str, str] | str, found: list[str]
) -> None:
    """What is missing, what nobody knows, and what it brought upon itself."""
    assert found == breaches(name, given, answer)


async def test_a_breach_stands_beside_its_request(slack: Watched) -> None:
    """In the log, where the page's inspector shows it; asked-for troubles are none."""
    await slack.do("faults", method="chat.postMessage", kind="error:invalid_blocks", times=1)
    await slack.api("chat.postMessage", channel="UANA", text="hello", blocks=[section("hello")])
    await slack.api("chat.postMessage", channel="UANA", text="hello", colour="green")

    entries = [each for each in (await slack.get("log"))["entries"] if each["direction"] == "from_app"]
    assert [None, ["chat.postMessage with colour"]] == [each.get("breaches") for each in entries]


async def strangely(folder: Path) -> None:
    """A world in which somebody uses the app's token for what Slack does not know."""
    async with in_one_process(folder) as world:
        asked, token = {"user": "UANA", "nickname": "1"}, {"Authorization": f"Bearer {BOT_TOKEN}"}
        await world.http.get(f"{world.url}/api/users.info", params=asked, headers=token)


async def test_a_world_ends_with_an_error_for_what_slack_would_not_have_understood(tmp_path: Path) -> None:
    """So every journey of the app is a test of what it says to Slack."""
    with pytest.raises(AssertionError, match=r"users\.info with nickname"):
        await strangely(tmp_path)
