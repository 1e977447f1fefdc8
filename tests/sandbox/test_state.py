"""The control API's own promises: loopback only, a stream of changes, a state file, a reset, its own process."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from tests.sandbox.pretend_slack import DEADLINE, Watched, actions, button, eventually, modal, section, text_input

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1:1"}]
)
@pytest.mark.parametrize("path", ["/_sandbox/state", "/api/auth.test", "/"])
async def test_only_this_machine_and_its_own_page_are_served(slack: Watched, headers: dict, path: str) -> None:
    """A foreign Host or Origin gets 403, wherever it knocks."""
    async with slack.session.get(slack.sandbox.url + path, headers=headers) as response:
        assert response.status == 403


async def test_its_own_page_may_ask(slack: Watched) -> None:
    """The sandbox's own Origin is welcome."""
    headers = {"Origin": slack.sandbox.url}
    async with slack.session.get(slack.sandbox.url + "/_sandbox/state", headers=headers) as response:
        assert response.status == 200


async def test_the_page_comes_with_a_strict_policy(slack: Watched) -> None:
    """Nothing from elsewhere is loaded, and no other file is handed out."""
    async with slack.session.get(slack.sandbox.url + "/") as response:
        assert response.headers["Content-Security-Policy"] == "default-src 'self'"
    async with slack.session.get(slack.sandbox.url + "/page/..%2Fserver.py") as response:
        assert response.status == 404


async def test_changes_are_streamed(slack: Watched) -> None:
    """After a cursor the stream tells what changed and where."""
    cursor = (await slack.get("state"))["cursor"]
    async with slack.session.get(slack.sandbox.url + f"/_sandbox/events?after={cursor}") as stream:
        await slack.do("message", user="UANA", channel="UBOT", text="hello")
        line = await asyncio.wait_for(stream.content.readline(), DEADLINE)

    assert json.loads(line.removeprefix(b"data: ")) == {"cursor": cursor + 1, "type": "message", "channel": "DANA"}


async def test_the_state_has_what_the_page_needs(slack: Watched) -> None:
    """Team, app with its command, people, channels, DMs and the transport."""
    state = await slack.get("state")

    assert state["app"]["commands"][0]["command"] == "/coach-checkin"
    assert [shortcut["type"] for shortcut in state["app"]["shortcuts"]] == ["global", "message"]
    assert (len(state["people"]), state["dms"][0], state["transport"]) == (7, {"id": "DANA", "user": "UANA"}, "http")
    assert state["app_connected"] is False


async def test_strangers_and_impossible_wishes_get_a_sentence(slack: Watched) -> None:
    """404 and words, not a crash."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("press", "7"))])
    spot = {"user": "UANA", "channel": "DANA", "ts": posted["ts"]}
    wishes = [
        ("message", {"user": "UNOBODY", "text": "x"}),
        ("message", {"user": "UBEN", "channel": "DANA", "text": "x"}),
        ("command", {"user": "UANA", "command": "/other"}),
        ("shortcut", {"user": "UANA", "callback_id": "other"}),
        ("click", spot | {"action_id": "other"}),
        ("click", spot | {"action_id": "press", "value": "8"}),
        ("click", {"user": "UANA", "view_id": "V0", "action_id": "x"}),
        ("react", {"user": "UANA", "channel": "CWINS", "ts": "1.0", "name": "tada"}),
    ]
    for name, wish in wishes:
        answer = await slack.do(name, **wish)
        assert (answer["http"], answer["ok"], bool(answer["error"])) == (404, False, True)


async def test_a_reset_goes_back_to_the_seed(slack: Watched) -> None:
    """Messages, views, log, faults and clock; the same people as at first."""
    await slack.client.chat_postMessage(channel="UANA", text="x")
    await slack.do("people", id="UANA", deleted=True)
    await slack.do("clock", advance_seconds=5000)
    await slack.do("faults", method="auth.test", kind="http_500", times=9)

    await slack.do("reset")

    assert await slack.texts("DANA") == []
    assert (await slack.get("faults"))["faults"] == []
    assert (await slack.get("clock"))["offset_seconds"] == 0
    assert not (await slack.get("state"))["people"][0]["deleted"]


async def test_a_second_start_finds_the_first_ones_state(opened: Any, tmp_path: Path) -> None:
    """Messages with metadata, Home pages, open forms and the clock are there again."""
    path = tmp_path / "state.json"
    first = await opened(state=path)
    key = {"event_type": "nudge_sent", "event_payload": {"k": "7"}}
    await first.client.chat_postMessage(channel="UANA", text="kept", metadata=key)
    await first.client.views_publish(user_id="UANA", view={"type": "home", "blocks": [section("Welcome")]})
    ticket = first.sandbox.workspace.views.new_trigger("UANA")
    await first.client.views_open(trigger_id=ticket, view=modal(text_input("reply")))
    await first.do("clock", advance_seconds=86_400)
    await first.sandbox.stop()

    second = await opened(state=path)

    read = await second.client.conversations_history(channel="DANA", include_all_metadata=True)
    views = await second.get("views", user="UANA")
    assert (read["messages"][0]["text"], read["messages"][0]["metadata"]) == ("kept", key)
    assert (views["home"]["type"], len(views["modals"])) == ("home", 1)
    assert round((await second.get("clock"))["offset_seconds"]) == 86_400


async def test_the_state_is_saved_soon_after_a_change(opened: Any, tmp_path: Path) -> None:
    """Without waiting for the end."""
    path = tmp_path / "state.json"
    slack = await opened(state=path)
    await slack.client.chat_postMessage(channel="UANA", text="kept")

    await eventually(path.exists)
    assert "kept" in path.read_text(encoding="utf-8")


async def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    """One line says where it is; SIGTERM ends it cleanly, and the state is saved."""
    path = tmp_path / "state.json"
    arguments = ["--signing-secret", "s", "--clock-token", "c", "--state", str(path), "--port", "0"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox.server", *arguments, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), DEADLINE)
    url = line.decode().removeprefix("Sandbox: ").strip()
    async with aiohttp.ClientSession() as session, session.get(url + "/_sandbox/clock") as response:
        assert response.status == 200

    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), DEADLINE) == 0
    assert path.exists()


async def test_a_taken_port_is_said_so_and_leaves_nothing_open(slack: Watched, opened: Any) -> None:
    """OSError, as from any server."""
    taken = int(slack.sandbox.url.rpartition(":")[2])

    with pytest.raises(OSError, match="address already in use"):
        await Sandbox(slack.sandbox.options).start("127.0.0.1", taken)
