"""Sending and closing forms: real state values, required fields, and every answer an app may give."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.sandbox.bolt_app import RealApp, over_http
from tests.sandbox.pretend_slack import Watched, actions, button, modal, section, text_input

OPTIONS = [{"text": {"type": "plain_text", "text": text}, "value": text} for text in ("one", "two")]
ONE = OPTIONS[0]


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app that answers over HTTP."""
    async with over_http(slack) as running:
        yield running


async def opened_form(slack: Watched, app: RealApp, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Ana calls the global shortcut, and a form with these blocks opens."""
    app.form = modal(*blocks, **more)
    await slack.do("shortcut", user="UANA", callback_id="visit")
    return (await slack.get("views", user="UANA"))["modals"][-1]


def choice(kind: str, **more: Any) -> dict[str, Any]:
    """An input block around one element, both named after its type."""
    element = {"type": kind, "action_id": kind, **more}
    label = {"type": "plain_text", "text": kind}
    return {"type": "input", "block_id": kind, "optional": True, "label": label, "element": element}


@pytest.mark.parametrize(
    ("element", "given", "state"),
    [
        ({"kind": "plain_text_input"}, "words", {"value": "words"}),
        ({"kind": "plain_text_input", "initial_value": "start"}, None, {"value": "start"}),
        ({"kind": "plain_text_input"}, None, {"value": None}),
        ({"kind": "static_select", "options": OPTIONS}, "two", {"selected_option": OPTIONS[1]}),
        ({"kind": "radio_buttons", "options": OPTIONS, "initial_option": ONE}, None, {"selected_option": ONE}),
        ({"kind": "checkboxes", "options": OPTIONS}, ["one", "two"], {"selected_options": OPTIONS}),
        ({"kind": "checkboxes", "options": OPTIONS}, None, {"selected_options": []}),
        ({"kind": "users_select"}, "UBEN", {"selected_user": "UBEN"}),
        ({"kind": "multi_users_select"}, ["UBEN"], {"selected_users": ["UBEN"]}),
        ({"kind": "datepicker"}, "2026-11-02", {"selected_date": "2026-11-02"}),
        ({"kind": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"kind": "datetimepicker"}, 1_800_000_000, {"selected_date_time": 1_800_000_000}),
        ({"kind": "number_input", "is_decimal_allowed": False}, 4, {"value": "4"}),
    ],
)  # fmt: skip
async def test_a_field_is_sent_in_slacks_form(
    slack: Watched, app: RealApp, element: dict, given: Any, state: dict
) -> None:
    """Filled, started or left empty, each kind of field has its own shape in state.values."""
    kind = element["kind"]
    form = await opened_form(slack, app, choice(**element))
    await slack.do("submit", user="UANA", view_id=form["id"], values={} if given is None else {kind: {kind: given}})

    sent = app.last("view_submission")["view"]["state"]["values"][kind][kind]
    assert {name: _plain(value) for name, value in sent.items() if name != "type"} == state
    assert sent["type"] == kind


def _plain(value: Any) -> Any:
    """Options without the `emoji` that Slack adds."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict) and "text" in value:
        return {"text": {key: part for key, part in value["text"].items() if key != "emoji"}, "value": value["value"]}
    return value


async def test_a_required_field_is_asked_for_before_the_app_hears(slack: Watched, app: RealApp) -> None:
    """Slack itself stops an empty form."""
    form = await opened_form(slack, app, text_input("reply"))

    done = await slack.do("submit", user="UANA", view_id=form["id"], values={})

    assert (done["ok"], done["errors"]) == (False, {"reply": "Please complete this required field."})
    assert await slack.sent("view_submission") == []


@pytest.mark.parametrize(("text", "bounds"), [("ab", {"min_length": 3}), ("abcd", {"max_length": 3})])
async def test_the_length_of_a_text_is_checked(slack: Watched, app: RealApp, text: str, bounds: dict) -> None:
    """min_length and max_length hold before the app hears."""
    form = await opened_form(slack, app, text_input("reply", **bounds))

    assert (
        "reply"
        in (await slack.do("submit", user="UANA", view_id=form["id"], values={"reply": {"text": text}}))["errors"]
    )


async def test_an_option_that_is_not_offered_cannot_be_chosen(slack: Watched, app: RealApp) -> None:
    """The control API answers 404 with a sentence."""
    form = await opened_form(slack, app, choice("static_select", options=OPTIONS))

    done = await slack.do(
        "submit", user="UANA", view_id=form["id"], values={"static_select": {"static_select": "three"}}
    )
    assert done["http"] == 404


async def submitted(slack: Watched, app: RealApp, answer: dict[str, Any]) -> dict[str, Any]:
    """Send a form to an app that answers so."""
    form = await opened_form(slack, app, text_input("reply"), private_metadata="step 1")
    app.ack_of_form = answer
    return await slack.do("submit", user="UANA", view_id=form["id"], values={"reply": {"text": "x"}}) | {"sent": form}


async def test_an_empty_acknowledgement_closes_the_form(slack: Watched, app: RealApp) -> None:
    """Nothing is left open."""
    done = await submitted(slack, app, {})

    assert (done["closed"], done["view"]) == (True, None)


async def test_errors_are_shown_at_their_blocks(slack: Watched, app: RealApp) -> None:
    """The form stays, with the app's sentence."""
    done = await submitted(slack, app, {"response_action": "errors", "errors": {"reply": "Say more."}})

    assert (done["closed"], done["errors"]) == (False, {"reply": "Say more."})
    assert (await slack.get("views", user="UANA"))["errors"] == {"reply": "Say more."}


async def test_errors_for_a_block_that_is_not_there_are_trouble(slack: Watched, app: RealApp) -> None:
    """Slack shows its banner."""
    done = await submitted(slack, app, {"response_action": "errors", "errors": {"elsewhere": "x"}})

    assert done["notice"] == "We had some trouble connecting. Try again?"


async def test_an_update_redraws_the_same_view(slack: Watched, app: RealApp) -> None:
    """Same id, new hash, new blocks."""
    done = await submitted(slack, app, {"response_action": "update", "view": modal(text_input("second"))})

    assert (done["closed"], done["view"]["id"]) == (False, done["sent"]["id"])
    assert done["view"]["hash"] != done["sent"]["hash"]
    assert done["view"]["blocks"][0]["block_id"] == "second"


async def test_typed_values_stay_only_where_the_ids_stay(slack: Watched, app: RealApp) -> None:
    """After an update a field of the same block and action id keeps its words; another starts empty."""
    view = modal(text_input("reply"), text_input("new", optional=True))
    done = await submitted(slack, app, {"response_action": "update", "view": view})

    values = (await slack.get("views", user="UANA"))["modals"][0]["state"]["values"]
    assert (values["reply"]["text"]["value"], values["new"]["text"]["value"]) == ("x", None)
    assert not done["closed"]


async def test_a_push_lies_on_top_and_clear_closes_all(slack: Watched, app: RealApp) -> None:
    """Two forms, then none."""
    done = await submitted(slack, app, {"response_action": "push", "view": modal(text_input("reply"))})
    assert done["view"]["previous_view_id"] == done["sent"]["id"]

    app.ack_of_form = {"response_action": "clear"}
    cleared = await slack.do("submit", user="UANA", view_id=done["view"]["id"], values={"reply": {"text": "x"}})
    assert (cleared["closed"], cleared["view"]) == (True, None)


async def test_a_broken_update_is_trouble(slack: Watched, app: RealApp) -> None:
    """A view that Slack would not draw leaves the form with the banner."""
    done = await submitted(slack, app, {"response_action": "update", "view": {"type": "modal", "blocks": []}})

    assert (done["closed"], done["notice"] is not None) == (False, True)


async def test_a_late_acknowledgement_leaves_the_form_open(opened: Any) -> None:
    """With nobody to answer there is the banner, and the form stays."""
    slack = await opened()
    async with over_http(slack) as app:
        form = await opened_form(slack, app, text_input("reply"))
    await slack.sandbox.set_app_url("http://127.0.0.1:9")

    done = await slack.do("submit", user="UANA", view_id=form["id"], values={"reply": {"text": "x"}})
    assert (done["closed"], done["problem"], done["notice"] is not None) == (False, "unreachable", True)


async def test_closing_is_told_when_the_app_asked(slack: Watched, app: RealApp) -> None:
    """notify_on_close sends view_closed with what was typed so far."""
    form = await opened_form(slack, app, text_input("reply"), notify_on_close=True)
    await slack.do("close", user="UANA", view_id=form["id"])

    assert app.last("view_closed")["is_cleared"] is False
    assert (await slack.get("views", user="UANA"))["modals"] == []


async def test_closing_is_not_told_otherwise(slack: Watched, app: RealApp) -> None:
    """Without notify_on_close the app hears nothing."""
    form = await opened_form(slack, app, section("x"))
    await slack.do("close", user="UANA", view_id=form["id"])

    assert await slack.sent("view_closed") == []


async def test_a_click_in_a_form_carries_view_hash_and_state(slack: Watched, app: RealApp) -> None:
    """The container is a view, there is no response_url, and typed words come along."""
    form = await opened_form(slack, app, text_input("reply"), actions(button("press", "7")))
    await slack.do("click", user="UANA", view_id=form["id"], action_id="press", values={"reply": {"text": "so far"}})

    body = app.last("block_actions")
    assert body["container"] == {"type": "view", "view_id": form["id"]}
    assert (body["view"]["hash"], "response_url" in body) == (form["hash"], False)
    assert body["view"]["state"]["values"]["reply"]["text"]["value"] == "so far"


async def test_a_button_that_was_drawn_anew_under_the_hand_is_pressed(slack: Watched, app: RealApp) -> None:
    """App Home was published again between the look and the click: of two buttons of a kind, it is the one with that value."""
    page = {
        "type": "home",
        "blocks": [{"type": "actions", "elements": [button("press", value)]} for value in ("7", "8")],
    }
    seen = (await slack.client.views_publish(user_id="UANA", view=page))["view"]
    again = (await slack.client.views_publish(user_id="UANA", view=page))["view"]
    spot = {"view_id": seen["id"], "block_id": seen["blocks"][1]["block_id"], "action_id": "press"}
    await slack.do("click", user="UANA", **spot, value="8")

    pressed = app.last("block_actions")["actions"][0]
    assert (pressed["value"], pressed["block_id"]) == ("8", again["blocks"][1]["block_id"])


async def test_a_forged_submission_carries_what_it_is_told(slack: Watched, app: RealApp) -> None:
    """For tests of tampering: other private metadata and fields that were never drawn."""
    form = await opened_form(slack, app, text_input("reply"))
    await slack.do(
        "submit", user="UANA", view_id=form["id"], forge=True, private_metadata="evil", values={"extra": {"a": "b"}}
    )

    sent = app.last("view_submission")["view"]
    assert (sent["private_metadata"], sent["state"]["values"]["extra"]["a"]["value"]) == ("evil", "b")


async def test_a_forged_click_reaches_what_is_not_ones_own(slack: Watched, app: RealApp) -> None:
    """For tests of tampering: Ben presses Ana's button with a value of his choice."""
    posted = await slack.client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("press", "7"))])
    spot = {"user": "UBEN", "channel": "DANA", "ts": posted["ts"], "action_id": "press", "value": "8"}

    assert (await slack.do("click", **spot))["http"] == 404
    await slack.do("click", **spot, forge=True)
    body = app.last("block_actions")
    assert (body["user"]["id"], body["actions"][0]["value"]) == ("UBEN", "8")
