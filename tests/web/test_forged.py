"""Only what Slack has signed, for this app and this workspace, and only once, gets in."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.http_delivery import signed
from bot.web import is_signed
from tests.web.knocking import EVENT, command, opened, send, standing
from tests.world import SECRET, World

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_slack_signed_is_heard(shared: World) -> None:
    """With a good signature the same request does its work: those below are refused for their reason alone."""
    body = opened()

    assert 200 == await send(shared, body, signed(SECRET, body, time.time()))
    await shared.settle()

    assert (await shared.person("UANA").views())["home"]


def forged(body: str) -> dict[str, dict[str, str]]:
    """Headers that are wrong in one way each."""
    now = time.time()
    good = signed(SECRET, body, now)
    stamp, signature = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]

    def at(timestamp: str) -> dict[str, str]:
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}

    def by(made: str) -> dict[str, str]:
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": made}

    return {
        "no headers": {},
        "no signature": {"X-Slack-Request-Timestamp": stamp},
        "no timestamp": {"X-Slack-Signature": signature},
        "another secret": signed("another secret", body, now),
        "an empty secret": signed("", body, now),
        "stale": signed(SECRET, body, now - 400),
        "from the future": signed(SECRET, body, now + 400),
        "the signature of another body": signed(SECRET, body + "x", now),
        "an empty signature": by(""),
        "a signature without its version": by(signature.removeprefix("v0=")),
        "a signature in capitals": by(signature.upper()),
        "another version": by(signature.replace("v0=", "v1=")),
        "letters beyond ASCII in the signature": by("v0=\xe9"),
        "a word as timestamp": at("abc"),
        "an empty timestamp": at(""),
        "a negative timestamp": at("-1"),
        "a timestamp with a fraction": at(f"{now}"),
        "a timestamp in the small": at("1e9"),
        "a timestamp beyond ASCII": at("\xb2"),
        "a timestamp of five thousand digits": at("9" * 5000),
        "NaN": at("nan"),
    }


@pytest.mark.parametrize("way", forged(""))
async def test_a_forged_request_is_refused_and_nothing_is_written(shared: World, way: str) -> None:
    """401, and not one byte of the database has changed."""
    body = command()
    before = standing(shared)

    status = await send(shared, body, forged(body)[way])

    assert 401 == status
    assert before == standing(shared)


async def test_a_tampered_body_is_refused(shared: World) -> None:
    """One letter changed after signing."""
    body = command()
    before = standing(shared)

    status = await send(shared, body.replace("UANA", "UBEN"), signed(SECRET, body, time.time()))

    assert 401 == status
    assert before == standing(shared)


@pytest.mark.filterwarnings("ignore:.*is marked with '@pytest.mark.asyncio'")
@given(st.data())
def test_any_changed_byte_breaks_the_signature(data: st.DataObject) -> None:
    """Wherever it is changed, and into whatever."""
    body = command().encode()
    headers = {name.lower(): value for name, value in signed(SECRET, command(), time.time()).items()}
    at = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != body[at]))

    assert is_signed(SECRET, headers, body)
    assert not is_signed(SECRET, headers, body[:at] + bytes([other]) + body[at + 1 :])


@pytest.mark.filterwarnings("ignore:.*is marked with '@pytest.mark.asyncio'")
@given(timestamp=st.text(max_size=20), signature=st.text(max_size=80), body=st.binary(max_size=50))
def test_nothing_makes_the_check_stumble(timestamp: str, signature: str, body: bytes) -> None:
    """Whatever stands in the headers and in the body, the answer is no and never an error."""
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}

    assert not is_signed(SECRET, headers, body)


async def test_a_replayed_request_is_refused(shared: World) -> None:
    """The same signed request again, as often as anybody likes: nothing is done, and nothing more is written."""
    body = opened()
    headers = signed(SECRET, body, time.time())
    assert 200 == await send(shared, body, headers)
    await shared.settle()
    before, drawn = standing(shared), len(await _drawn(shared))

    again = [await send(shared, body, headers) for _ in range(3)]
    await shared.settle()

    assert [200, 200, 200] == again
    assert (before[0], drawn) == (shared.row_counts(), len(await _drawn(shared)))


async def test_what_has_no_name_is_known_by_its_signature(shared: World) -> None:
    """A closed form names no trigger: the same signature is taken once, also of five at the same moment."""
    closed = {"type": "view_closed", "team": {"id": "T0SHOULDER"}, "user": {"id": "UANA"}, "view": {"id": "V1"}}
    body = urlencode({"payload": json.dumps(closed | {"api_app_id": "A0SHOULDER"})})
    headers = signed(SECRET, body, time.time())

    answers = await asyncio.gather(*(send(shared, body, headers) for _ in range(5)))

    assert [200, 401, 401, 401, 401] == sorted(answers)


async def test_of_five_at_the_same_moment_one_gets_in(shared: World) -> None:
    """A race does not help: all are answered alike, and App Home is drawn once."""
    body = opened()
    drawn = len(await _drawn(shared))

    answers = await asyncio.gather(*(send(shared, body, signed(SECRET, body, time.time() + each)) for each in range(5)))
    await shared.settle()

    assert [200] * 5 == answers
    assert drawn + 1 == len(await _drawn(shared))


async def _drawn(world: World) -> list[Any]:
    return [each for each in (await world.get("log?after=0"))["entries"] if each["kind"] == "views.publish"]


STRANGE = {
    "another app": {"api_app_id": "A0OTHER"},
    "another workspace": {"team_id": "T0OTHER"},
}


@pytest.mark.parametrize("changed", STRANGE.values(), ids=STRANGE)
async def test_a_command_for_somebody_else_is_refused(shared: World, changed: dict[str, str]) -> None:
    """Signed with our secret, but meant for another app or workspace: 401, and nothing is done."""
    body = command(**changed)
    before = shared.row_counts()

    status = await send(shared, body, signed(SECRET, body, time.time()))
    await shared.settle()

    assert 401 == status
    assert before == shared.row_counts()


@pytest.mark.parametrize("changed", STRANGE.values(), ids=STRANGE)
async def test_an_event_for_somebody_else_is_refused(shared: World, changed: dict[str, str]) -> None:
    """The same for events."""
    body = json.dumps(EVENT | {"event": {**EVENT["event"], "user": "UPAT"}} | changed)

    status = await send(shared, body, signed(SECRET, body, time.time()) | {"Content-Type": "application/json"})
    await shared.settle()

    assert 401 == status
    assert (await shared.person("UPAT").views())["home"] is None


@pytest.mark.parametrize("changed", STRANGE.values(), ids=STRANGE)
async def test_a_click_for_somebody_else_is_refused(shared: World, changed: dict[str, str]) -> None:
    """The same for buttons and forms."""
    payload: dict[str, Any] = {
        "type": "block_actions",
        "team": {"id": changed.get("team_id", "T0SHOULDER"), "domain": "prairie"},
        "user": {"id": "UANA", "team_id": changed.get("team_id", "T0SHOULDER")},
        "api_app_id": changed.get("api_app_id", "A0SHOULDER"),
        "container": {"type": "view", "view_id": "V1"},
        "actions": [{"type": "button", "action_id": "home_leave", "block_id": "b", "value": "x", "action_ts": "1.1"}],
    }
    body = urlencode({"payload": json.dumps(payload)})
    before = shared.row_counts()

    status = await send(shared, body, signed(SECRET, body, time.time()))
    await shared.settle()

    assert 401 == status
    assert before == shared.row_counts()
