"""Forms and Home pages: triggers, stacks, hashes and ids, as the app meets them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.pretend_slack import Watched, modal, section, text_input

HOME = {"type": "home", "blocks": [section("Welcome")]}


def trigger(slack: Watched, view_id: str | None = None) -> str:
    """A fresh ticket, as if Ana had just pressed something."""
    return slack.sandbox.workspace.views.new_trigger("UANA", view_id)


async def refusal(call: Any) -> Any:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response.data


async def test_a_trigger_opens_one_form(slack: Watched) -> None:
    """The second use is refused."""
    ticket = trigger(slack)
    await slack.client.views_open(trigger_id=ticket, view=modal(text_input("reply")))

    again = await refusal(slack.client.views_open(trigger_id=ticket, view=modal(text_input("reply"))))
    assert again["error"] == "exchanged_trigger_id"


async def test_a_trigger_lasts_three_seconds(slack: Watched) -> None:
    """Measured on a clock of real seconds that the test moves."""
    ticket, views = trigger(slack), slack.sandbox.workspace.views
    steady = views.steady
    views.steady = lambda: steady() + 3.01

    late = await refusal(slack.client.views_open(trigger_id=ticket, view=modal(section("x"))))
    assert late["error"] == "expired_trigger_id"


async def test_an_unknown_trigger_opens_nothing(slack: Watched) -> None:
    """invalid_trigger_id."""
    answer = await refusal(slack.client.views_open(trigger_id="1.2.3", view=modal(section("x"))))

    assert answer["error"] == "invalid_trigger_id"


async def test_a_broken_view_does_not_use_the_trigger_up(slack: Watched) -> None:
    """Slack's sentence points into the view; afterwards the mended view opens."""
    ticket = trigger(slack)
    title = {"type": "plain_text", "text": "x" * 25}
    answer = await refusal(slack.client.views_open(trigger_id=ticket, view=modal(section("x"), title=title)))

    sentence = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_arguments", [sentence])
    assert (await slack.client.views_open(trigger_id=ticket, view=modal(section("x"))))["ok"]


async def test_an_update_keeps_the_id_and_changes_the_hash(slack: Watched) -> None:
    """The old hash is refused afterwards."""
    first = (await slack.client.views_open(trigger_id=trigger(slack), view=modal(section("1"))))["view"]
    known = {"view_id": first["id"], "hash": first["hash"]}
    second = (await slack.client.views_update(**known, view=modal(section("2"))))["view"]

    assert (second["id"], second["hash"] != first["hash"]) == (first["id"], True)
    late = slack.client.views_update(**known, view=modal(section("3")))
    assert (await refusal(late))["error"] == "hash_conflict"


async def test_a_view_that_is_gone_cannot_be_updated(slack: Watched) -> None:
    """not_found."""
    gone = slack.client.views_update(view_id="V0", view=modal(section("x")))

    assert (await refusal(gone))["error"] == "not_found"


async def test_three_forms_at_most_lie_on_each_other(slack: Watched) -> None:
    """The fourth is refused; root and previous ids are kept."""
    views = [(await slack.client.views_open(trigger_id=trigger(slack), view=modal(section("x"))))["view"]]
    for _ in range(2):
        ticket = trigger(slack, views[-1]["id"])
        views.append((await slack.client.views_push(trigger_id=ticket, view=modal(section("x"))))["view"])

    assert (views[2]["root_view_id"], views[2]["previous_view_id"]) == (views[0]["id"], views[1]["id"])
    fourth = slack.client.views_push(trigger_id=trigger(slack, views[2]["id"]), view=modal(section("x")))
    assert (await refusal(fourth))["error"] == "push_limit_reached"


async def test_stacks_are_each_persons_own(slack: Watched) -> None:
    """Ben's form does not lie on Ana's."""
    await slack.client.views_open(trigger_id=trigger(slack), view=modal(section("Ana's")))
    ticket = slack.sandbox.workspace.views.new_trigger("UBEN")
    await slack.client.views_open(trigger_id=ticket, view=modal(section("Ben's")))

    assert len((await slack.get("views", user="UANA"))["modals"]) == 1
    assert len((await slack.get("views", user="UBEN"))["modals"]) == 1


async def test_nothing_is_pushed_from_a_message_or_a_home_page(slack: Watched) -> None:
    """There is no stack of forms to push onto."""
    home = (await slack.client.views_publish(user_id="UANA", view=HOME))["view"]

    for ticket in (trigger(slack), trigger(slack, home["id"])):
        answer = await refusal(slack.client.views_push(trigger_id=ticket, view=modal(section("x"))))
        assert "root view whose stack" in answer["response_metadata"]["messages"][0]


async def test_an_external_id_is_used_once(slack: Watched) -> None:
    """It finds the view for an update, and a second view may not carry it."""
    named = modal(section("x"), external_id="reflection-7")
    await slack.client.views_open(trigger_id=trigger(slack), view=named)

    assert (await slack.client.views_update(external_id="reflection-7", view=named))["ok"]
    ticket = slack.sandbox.workspace.views.new_trigger("UBEN")
    assert (await refusal(slack.client.views_open(trigger_id=ticket, view=named)))["error"] == "duplicate_external_id"


async def test_a_view_above_250_kilobytes_is_too_large(slack: Watched) -> None:
    """A hundred blocks of 2,900 characters."""
    big = modal(*[section("x" * 2900)] * 100)

    answer = await slack.api("views.open", trigger_id=trigger(slack), view=big)
    assert answer["error"] == "view_too_large"


async def test_private_metadata_has_3000_characters(slack: Watched) -> None:
    """One more is refused, with the pointer."""
    view = modal(section("x"), private_metadata="x" * 3001)

    answer = await slack.api("views.open", trigger_id=trigger(slack), view=view)
    assert "[json-pointer:/view/private_metadata]" in answer["response_metadata"]["messages"][0]


async def test_a_home_page_is_one_per_person_and_keeps_its_id(slack: Watched) -> None:
    """Publishing again redraws it; an old hash is refused."""
    first = (await slack.client.views_publish(user_id="UANA", view=HOME))["view"]
    second = (await slack.client.views_publish(user_id="UANA", view=HOME, hash=first["hash"]))["view"]

    assert first["id"] == second["id"]
    assert (await slack.get("state"))["homes"] == ["UANA"]
    late = slack.client.views_publish(user_id="UANA", view=HOME, hash=first["hash"])
    assert (await refusal(late))["error"] == "hash_conflict"


async def test_a_home_page_is_not_a_form(slack: Watched) -> None:
    """A modal cannot be published, nor a Home page opened."""
    wrong = await slack.api("views.publish", user_id="UANA", view=modal(section("x")))
    wrong_too = await slack.api("views.open", trigger_id=trigger(slack), view=HOME)

    assert "/view/type" in wrong["response_metadata"]["messages"][0]
    assert "/view/type" in wrong_too["response_metadata"]["messages"][0]
