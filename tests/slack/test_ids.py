"""What Slack may tell us and what we may ask of it: listeners, manifest, methods and scopes agree."""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.web_api import METHODS
from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.listeners import register
from bot.slack.listeners.board import Board
from tests.slack.drawn import forms, homes, payloads
from tests.world import ROOT

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
METHOD = re.compile(r"[a-z]+_[a-zA-Z]+|files_upload_v2")
BY_KIND_OF_CHANNEL = {
    "conversations.history": {"im:history", "channels:history", "groups:history"},
    "conversations.info": {"channels:read", "groups:read"},
}

IN_STEPS = {"files.upload_v2": ["files.getUploadURLExternal", "files.completeUploadExternal"]}  # the client's own word


class Registrations:
    """Stands where Bolt stands, and only writes down what is registered."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def note(what: Any) -> Callable[[Any], Any]:
            self.heard.append((kind, what))
            return lambda listener: listener

        return note


def registered(kind: str) -> list[Any]:
    """All that is registered of one kind: action, view, command, shortcut, event."""
    book = Registrations()
    board = register(cast(AsyncApp, book), cast(Desk, None))
    ours = {"action": [*board.clicks], "view": [*board.forms], "command": [*board.commands]}
    return ours.get(kind) or [what for each, what in book.heard if each == kind]


def shortcuts() -> dict[str, Any]:
    """The shortcut that can be called anywhere, and the one of a message, as a manifest names them."""
    return {kind: what for kind in ("global", "message") for what in registered(f"{kind}_shortcut")}


def events() -> set[str]:
    """The events that are heard, without their subtypes."""
    return {what["type"] if isinstance(what, dict) else what for what in registered("event")}


def ids_named() -> dict[str, str]:
    """Every name of ids.py and what it stands for."""
    return {name: value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}


def drawn_ids() -> tuple[set[str], set[str]]:
    """The action ids of all buttons and the callback ids of all forms that are drawn anywhere."""
    pressed = json.dumps([list(way.blocks) for way in payloads("x").values()] + list(homes("x").values()))
    views = forms("x").values()
    return set(re.findall(r'"action_id": "(\w+)"', pressed)), {view["callback_id"] for view in views}


def test_each_id_has_one_meaning() -> None:
    """No two names stand for the same word."""
    assert [] == [value for value, times in Counter(ids_named().values()).items() if times > 1]


def test_each_button_has_one_listener() -> None:
    """Every button that is drawn is heard, and nothing is listened for that nobody draws."""
    assert drawn_ids()[0] == set(registered("action"))


def test_each_form_has_one_listener() -> None:
    """The same for forms; a window that only says something has nothing to send."""
    assert drawn_ids()[1] - {"said"} == set(registered("view"))


def test_nothing_has_two_listeners() -> None:
    """The second one is refused at the start, and not found out by whoever presses the button."""
    board = Board(cast(AsyncApp, Registrations()))
    board.action(ids.REFLECT)(_nothing)

    with pytest.raises(ValueError, match=ids.REFLECT):
        board.action(ids.REFLECT)(_nothing)


async def _nothing(**_: Any) -> None: ...


def test_each_id_is_listened_for() -> None:
    """ids.py holds nothing that nobody uses."""
    named = {*registered("action"), *registered("view"), *registered("command"), *registered("function")}
    heard = {*named, *shortcuts().values(), *events()}

    assert heard == set(ids_named().values()) - {ids.DELIVERY_EVENT, ids.DELIVERY_KEY}


def test_the_manifest_has_the_commands_we_hear() -> None:
    """No more and no less."""
    assert registered("command") == [each["command"] for each in MANIFEST["features"]["slash_commands"]]


def test_the_manifest_has_the_shortcuts_we_hear() -> None:
    """By their callback ids, the one anywhere and the one on a message."""
    assert shortcuts() == {each["type"]: each["callback_id"] for each in MANIFEST["features"]["shortcuts"]}


def test_the_manifest_has_the_events_we_hear() -> None:
    """Messages reach us in direct messages only."""
    told = {each.partition(".")[0] for each in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}

    assert events() - {ids.LET_IN, ids.LET_OUT} == told  # these two are for organizations
    assert "message.im" in MANIFEST["settings"]["event_subscriptions"]["bot_events"]


def called() -> set[str]:
    """Every Web API method that the app calls, by Slack's name."""
    files = [*(ROOT / "bot" / "slack").rglob("*.py"), *(ROOT / "bot").glob("*.py"), *(ROOT / "bot/doctor").glob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    names = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and METHOD.fullmatch(node.attr) and hasattr(AsyncWebClient, node.attr)
    }
    methods = {name.replace("_", ".", 1) for name in names if not name.startswith("api_")} | by_name(nodes)
    return {step for name in methods for step in IN_STEPS.get(name, [name])}


def by_name(nodes: list[ast.AST]) -> set[str]:
    """The methods that are called as `api_call("chat.postMessage", …)`."""
    calls = [each for each in nodes if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    named = [each.args[0] for each in calls if ast.unparse(each.func).endswith(".api_call")]
    return {ast.literal_eval(each) for each in named if isinstance(each, ast.Constant)}


def test_the_sandbox_knows_each_method_we_call() -> None:
    """Nothing is called that was never tried."""
    assert {"chat.postMessage", "views.open", "auth.test", "users.info"} <= called()
    assert [] == [name for name in called() if name not in METHODS]


def test_each_method_we_call_has_its_scope() -> None:
    """In the manifest, and the manifest asks for nothing else: an administrator sees every scope."""
    asked = {*MANIFEST["oauth_config"]["scopes"]["bot"], *MANIFEST["oauth_config"]["scopes"].get("bot_optional", [])}
    needed = {METHODS[name].scope for name in called() if METHODS[name].scope}
    needed |= {scope for name in called() for scope in BY_KIND_OF_CHANNEL.get(name, ())}

    assert needed | {"commands"} == asked


def test_what_is_needed_every_day_is_not_optional() -> None:
    """Posting, direct messages and names: without them nothing works."""
    assert {"chat:write", "commands", "im:history", "im:write", "users:read"} <= set(
        MANIFEST["oauth_config"]["scopes"]["bot"]
    )
