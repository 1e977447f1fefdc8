"""What might come to Slack's endpoint, well signed and wrong in every way: made by chance from right ones."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bot.slack import ids
from tests.slack.forging import Stage

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ACTIONS = [getattr(ids, name) for name in dir(ids) if name.isupper() and not name.endswith(("FORM", "EVENT", "KEY"))]
ACTIONS += 5 * [ids.EDIT, ids.WHO_CAN_READ, ids.REFLECT]  # those that show words come oftener
FORMS = [getattr(ids, name) for name in dir(ids) if name.endswith("_FORM")]
WORDS = [
    "",
    "status",
    "why",
    "help",
    "digest",
    "team kin",
    "@ana bias",
    "<@UANA> kin",
    "<@UANA|ana> sts",
    "pause",
    "leave",
]
WORDS += [
    "resume",
    "setup",
    "enroll",
    "goals",
    "pause until tomorrow",
    "@ana",
    "status <@UANA>",
    "\u202e\u0000",
    "@" * 300,
]
KINDS = ["the_nudge", "the_draft", "the_checkin", "the_celebration", "the_enrollment"]
"""These stand in a body for the ids, which are new in each run."""
BLOCKS = ["audience", "part", "words", "success", "topic", "person", "caseworkers", "coach", "days", "opens", "said"]
LETTERS = "aZ é\u202e\x00\n<>&|{}[]'\"%😀"
STRANGE = (
    None,
    True,
    0,
    -5,
    10**18,
    "",
    "x" * 900,
    "<!channel>",
    "'; DROP TABLE nudges; --",
    "UZZZ",
    "only_me",
    [],
    [1],
    {},
    {"id": None},
)
"""Anything that JSON can hold, in the place of what should be there."""


@dataclass(frozen=True, repr=False)
class Knock:
    """One request: its body, and how the body is written."""

    body: str
    content_type: str

    def __repr__(self) -> str:
        return self.body[:200]

    def about(self, stage: Stage) -> str:
        """The body with the ids of what is on the stage."""
        whole = self.body
        for name in KINDS:
            whole = whole.replace(name, str(getattr(stage, name.removeprefix("the_"))))
        return whole


def knock(chance: Random, people: list[str]) -> Knock:
    """A command, a click, a form, a closed form, a shortcut or an event, by one of these people."""
    person = chance.choice(people)
    kind = chance.choice(
        ["command", "block_actions", "block_actions", "view_submission", "view_closed", "shortcut", "event"]
    )
    if kind == "command":
        fields = {**_common(person), "command": "/coach-checkin", "text": chance.choice([*WORDS, _typed(chance)])}
        told = {name: str(value) for name, value in _bent(chance, fields).items()}
        return Knock(urlencode(told, errors="replace"), FORM)
    if kind == "event":
        return Knock(json.dumps(_bent(chance, _event(chance, person))), JSON)
    return Knock(urlencode({"payload": json.dumps(_bent(chance, _interactive(chance, kind, person)))}), FORM)


def _typed(chance: Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randrange(40)))


def _odd(chance: Random) -> Any:
    return chance.choice([*STRANGE, _typed(chance)])


def _bent(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    """The same, every other time with one part missing or turned into something else, at the top or one below."""
    how = chance.choice(["right", "right", "right", "missing", "odd", "odd below"])
    where = chance.choice(sorted(told))
    if how == "right" or where in ("command", "type"):
        return told
    if how == "missing":
        return {name: value for name, value in told.items() if name != where}
    inside = told[where]
    if how == "odd below" and isinstance(inside, dict) and inside:
        return {**told, where: {**inside, chance.choice(sorted(inside)): _odd(chance)}}
    return {**told, where: _odd(chance)}


def _common(person: str) -> dict[str, Any]:
    return {
        "team_id": "T0SHOULDER",
        "user_id": person,
        "channel_id": "CWINS",
        "api_app_id": "A0SHOULDER",
        "trigger_id": uuid4().hex,
    }


def _interactive(chance: Random, kind: str, person: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": kind,
        "team": {"id": "T0SHOULDER", "domain": "shoulder"},
        "user": {"id": person, "team_id": "T0SHOULDER"},
        "api_app_id": "A0SHOULDER",
        "trigger_id": uuid4().hex,
    }
    if kind == "shortcut":
        return told | {"callback_id": chance.choice([ids.JUST_FINISHED_A_VISIT, ids.CELEBRATE_THIS, "other"])}
    if kind == "block_actions":
        value = chance.choice([*KINDS, *KINDS, "0" * 32, _odd(chance)])
        pressed = {"action_id": chance.choice(ACTIONS), "block_id": "b", "type": "button", "value": value}
        return told | {
            "actions": [pressed],
            "container": {"type": "message", "channel_id": "CWINS", "message_ts": "1.2"},
        }
    return told | {"view": _view(chance)}


FILLED = (
    {"given": {"type": "plain_text_input", "value": "I waited."}},
    {"given": {"type": "radio_buttons", "selected_option": {"value": "supervisor"}}},
    {"given": {"type": "static_select", "selected_option": {"value": "topic:sts"}}},
    {"given": {"type": "users_select", "selected_user": "UANA"}},
    {"given": {"type": "multi_users_select", "selected_users": ["UANA", 3]}},
    {"given": {"type": "timepicker", "selected_time": "25:99"}},
    {"x": {"type": "plain_text_input", "value": None}},
)
METADATA = (
    '{"reflection": "the_draft"}',
    '{"checkin": "the_checkin"}',
    '{"nudge": "the_nudge"}',
    "{}",
    "[]",
    "",
    "the_checkin",
    "{",
)


def _view(chance: Random) -> dict[str, Any]:
    blocks = chance.sample(BLOCKS, chance.randrange(5))
    return {
        "id": "V1",
        "type": "modal",
        "callback_id": chance.choice(FORMS),
        "private_metadata": chance.choice([*METADATA, _typed(chance)]),
        "blocks": [{"type": "input", "block_id": name} for name in BLOCKS[:3]],
        "state": {"values": {name: chance.choice([*FILLED, _odd(chance)]) for name in blocks}},
        "hash": "1.h",
    }


def _user(chance: Random, person: str) -> dict[str, Any]:
    """A person as `user_change` tells of them, with parts that are none."""
    status = {"status_emoji": ":palm_tree:", "status_expiration": chance.choice([0, -1, "soon", 1e300, None, True])}
    return {
        "id": person,
        "tz": chance.choice(["America/Denver", "Mars/Olympus", "", 3, None, ["UTC"]]),
        "profile": chance.choice([status, {}, "x", None, {"status_text": 7}]),
    }


def _event(chance: Random, person: str) -> dict[str, Any]:
    happened: list[dict[str, Any]] = [
        {"type": "app_home_opened", "user": person, "tab": "home", "channel": "DX"},
        {"type": "app_home_opened", "user": person, "tab": "messages"},
        {"type": "message", "channel_type": "im", "user": person, "channel": "DX", "text": _typed(chance), "ts": "1.2"},
        {"type": "message", "channel_type": "im", "user": person, "subtype": "message_changed", "channel": "DX"},
        {"type": "message", "channel_type": "channel", "user": person, "channel": "CWINS", "text": "hi", "ts": "1"},
        {"type": "member_joined_channel", "user": person, "channel": "CWINS"},
        {"type": "user_change", "user": _user(chance, person), "event_ts": chance.choice(["1.2", "soon", 7, None])},
        {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}},
        {"type": "app_uninstalled"},
    ]
    return {
        "type": "event_callback",
        "team_id": "T0SHOULDER",
        "api_app_id": "A0SHOULDER",
        "event_id": f"Ev{uuid4().hex}",
        "event": _bent(chance, chance.choice(happened)),
        "authorizations": [{"team_id": "T0SHOULDER", "user_id": "UBOT", "is_bot": True}],
    }
