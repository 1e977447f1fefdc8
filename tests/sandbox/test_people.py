"""What people do reaches a real Bolt app over signed HTTP, and what it answers is seen."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.bolt_app import RealApp, over_http
from tests.sandbox.pretend_slack import Watched, actions, button, eventually, section


@pytest.fixture
async def app(slack: Watched) -> AsyncIterator[RealApp]:
    """A Bolt app that answers the sandbox over HTTP."""
    async with over_http(slack) as running:
        yield running


async def test_a_direct_message_reaches_the_app(slack: Watched, app: RealApp) -> None:
    """Ana writes to the app; it gets a message event from her DM."""
    await slack.do("message", user="UANA", channel="UBOT", text="hello & <b>")

    event = (await eventually(lambda: app.events))[0]
    assert (event["channel"], event["channel_type"], event["text"]) == ("DANA", "im", "hello &amp; &lt;b&gt;")


async def test_a_message_of_another_kind_says_so(slack: Watched, app: RealApp) -> None:
    """With a file, from a thread to everybody as well, and typed after /me."""
    first = await slack.do("message", user="UANA", text="one")
    await slack.do("message", user="UANA", file="plan.pdf")
    await slack.do("message", user="UANA", text="three", thread_ts=first["ts"], broadcast=True)
    await slack.do("message", user="UANA", text="four", me=True)

    await eventually(lambda: len(app.events) == 4)
    kinds = {event.get("subtype"): event for event in app.events}
    assert {None, "file_share", "thread_broadcast", "me_message"} == set(kinds)
    assert "plan.pdf" == kinds["file_share"]["files"][0]["name"]
    assert first["ts"] == kinds["thread_broadcast"]["thread_ts"]


async def test_a_channel_that_is_typed_is_a_mention(slack: Watched, app: RealApp) -> None:
    """Of its id, with the name in the text, and as a part of its own in the block."""
    await slack.do("message", user="UANA", text="see #general, and write")

    event = (await eventually(lambda: app.events))[0]
    parts = event["blocks"][0]["elements"][0]["elements"]
    assert "see <#CGENERAL|general>, and write" == event["text"]
    assert [("see ", None), (None, "CGENERAL"), (", and write", None)] == [
        (part.get("text"), part.get("channel_id")) for part in parts
    ]


async def test_a_thread_takes_no_command(slack: Watched, app: RealApp) -> None:
    """Slack says so to whoever types one there, and the app hears nothing; another sentence with the sign is a reply."""
    first = await slack.do("message", user="UANA", text="one")
    refused = await slack.do("message", user="UANA", text="/coach-checkin pause", thread_ts=first["ts"])
    await slack.do("message", user="UANA", text="/ or so", thread_ts=first["ts"])

    await eventually(lambda: len(app.events) == 2)
    assert (400, "/coach-checkin is not supported in threads. Sorry!") == (refused["http"], refused["error"])
    assert ["/ or so", "one"] == sorted(event["text"] for event in app.events)


async def test_a_command_is_answered_to_its_author_alone(slack: Watched, app: RealApp) -> None:
    """The acknowledgement's text is an ephemeral message, and @ana came to the app as an escaped mention."""
    answer = await slack.do("command", user="UCORA", command="/coach-checkin", text="@ana kin")

    assert answer["text"] == "You typed: <@UANA|ana> kin"
    assert await slack.texts("DCORA", user="UCORA") == ["You typed: <@UANA|ana> kin"]


async def test_a_button_opens_a_form_that_closes_when_sent(slack: Watched, app: RealApp) -> None:
    """Ana presses a button, a form opens, she sends it and it closes."""
    posted = await slack.client.chat_postMessage(
        channel="UANA", text="hi", blocks=[section("hi"), actions(button("open", "7"))]
    )
    await slack.do("click", user="UANA", channel="DANA", ts=posted["ts"], action_id="open")
    form = (await eventually(lambda: _forms(slack)))[0]

    done = await slack.do("submit", user="UANA", view_id=form["id"], values={"reply": {"text": "Done."}})

    assert done["closed"]
    assert app.last("view_submission")["view"]["state"]["values"]["reply"]["text"]["value"] == "Done."


async def _forms(slack: Watched) -> list[dict]:
    return (await slack.get("views", user="UANA"))["modals"]
