"""What might come to Slack's endpoint, well signed and wrong in every way: made by hypothesis from right ones."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from hypothesis import strategies as st

from bot.slack import ids
from tests.slack.forging import Stage

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ACTIONS = [getattr(ids, name) for name in dir(ids) if name.isupper() and not name.endswith(("FORM", "EVENT", "KEY"))]
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
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**18),
    st.text(max_size=12),
    st.sampled_from(["x" * 900, "<!channel>", "'; DROP TABLE nudges; --", "\u202e\ud83d\ude00", "UANA", "only_me"]),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["id", "value", "type", "user"]), st.none() | st.text(max_size=3), max_size=2),
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


@st.composite
def knocks(draw: st.DrawFn, people: list[str]) -> Knock:
    """A command, a click, a form, a closed form, a shortcut or an event, by one of these people."""
    person = draw(st.sampled_from(people))
    kind = draw(st.sampled_from(["command", "block_actions", "view_submission", "view_closed", "shortcut", "event"]))
    if kind == "command":
        fields = {
            **_common(person),
            "command": "/coach-checkin",
            "text": draw(st.sampled_from(WORDS) | st.text(max_size=40)),
        }
        told = {name: str(value) for name, value in _bent(draw, fields).items()}
        return Knock(urlencode({key: value.encode("utf-8", "replace") for key, value in told.items()}), FORM)
    if kind == "event":
        return Knock(json.dumps(_bent(draw, draw(_events(person)))), JSON)
    return Knock(urlencode({"payload": json.dumps(_bent(draw, draw(_interactive(kind, person))))}), FORM)


def _bent(draw: st.DrawFn, told: dict[str, Any]) -> dict[str, Any]:
    """The same, often with one part missing or turned into something else, at the top or one below."""
    how = draw(st.sampled_from(["right", "missing", "odd", "odd below"]))
    where = draw(st.sampled_from(sorted(told)))
    if how == "right" or where in ("command", "type"):
        return told
    if how == "missing":
        return {name: value for name, value in told.items() if name != where}
    inside = told[where]
    if how == "odd below" and isinstance(inside, dict) and inside:
        below = draw(st.sampled_from(sorted(inside)))
        return {**told, where: {**inside, below: draw(ODD)}}
    return {**told, where: draw(ODD)}


def _common(person: str) -> dict[str, Any]:
    return {
        "team_id": "T0SHOULDER",
        "user_id": person,
        "channel_id": "CWINS",
        "api_app_id": "A0SHOULDER",
        "trigger_id": uuid4().hex,
    }


@st.composite
def _interactive(draw: st.DrawFn, kind: str, person: str) -> dict[str, Any]:
    an_id = st.sampled_from([*KINDS, "0" * 32])
    told: dict[str, Any] = {
        "type": kind,
        "team": {"id": "T0SHOULDER", "domain": "shoulder"},
        "user": {"id": person, "team_id": "T0SHOULDER"},
        "api_app_id": "A0SHOULDER",
        "trigger_id": uuid4().hex,
    }
    if kind == "shortcut":
        return told | {"callback_id": draw(st.sampled_from([ids.JUST_FINISHED_A_VISIT, ids.CELEBRATE_THIS, "other"]))}
    if kind == "block_actions":
        pressed = {
            "action_id": draw(st.sampled_from(ACTIONS)),
            "block_id": "b",
            "type": "button",
            "value": draw(an_id | ODD),
        }
        return told | {
            "actions": [pressed],
            "container": {"type": "message", "channel_id": "CWINS", "message_ts": "1.2"},
        }
    return told | {"view": draw(_views(an_id))}


@st.composite
def _views(draw: st.DrawFn, an_id: st.SearchStrategy[str]) -> dict[str, Any]:
    given = st.sampled_from(
        [
            {"x": {"type": "plain_text_input", "value": "I waited."}},
            {"x": {"type": "radio_buttons", "selected_option": {"value": "supervisor"}}},
            {"x": {"type": "static_select", "selected_option": {"value": "topic:sts"}}},
            {"x": {"type": "users_select", "selected_user": "UANA"}},
            {"x": {"type": "timepicker", "selected_time": "25:99"}},
        ]
    )
    return {
        "id": "V1",
        "type": "modal",
        "callback_id": draw(st.sampled_from(FORMS)),
        "private_metadata": draw(an_id | st.text(max_size=20) | st.just('{"reflection": 1}')),
        "blocks": [{"type": "input", "block_id": name} for name in BLOCKS[:3]],
        "state": {"values": draw(st.dictionaries(st.sampled_from(BLOCKS), given | ODD, max_size=4))},
        "hash": "1.h",
    }


@st.composite
def _events(draw: st.DrawFn, person: str) -> dict[str, Any]:
    happened = draw(
        st.sampled_from(
            [
                {"type": "app_home_opened", "user": person, "tab": "home", "channel": "DX"},
                {"type": "app_home_opened", "user": person, "tab": "messages"},
                {
                    "type": "message",
                    "channel_type": "im",
                    "user": person,
                    "channel": "DX",
                    "text": "hello",
                    "ts": "1.2",
                },
                {
                    "type": "message",
                    "channel_type": "im",
                    "user": "UANA",
                    "subtype": "message_changed",
                    "channel": "DX",
                },
                {
                    "type": "message",
                    "channel_type": "channel",
                    "user": person,
                    "channel": "CWINS",
                    "text": "hi",
                    "ts": "1",
                },
                {"type": "member_joined_channel", "user": person, "channel": "CWINS"},
                {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}},
                {"type": "app_uninstalled"},
            ]
        )
    )
    return {
        "type": "event_callback",
        "team_id": "T0SHOULDER",
        "api_app_id": "A0SHOULDER",
        "event_id": f"Ev{uuid4().hex}",
        "event": happened,
        "authorizations": [{"team_id": "T0SHOULDER", "user_id": "UBOT", "is_bot": True}],
    }
