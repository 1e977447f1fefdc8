"""What else may come to the door: odd and huge bodies, wrong methods and addresses, and the sandbox's clock."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.sandbox.http_delivery import signed
from bot.web import LARGEST_BODY
from tests.web.knocking import CHALLENGE, EVENT, FORM, command, send, standing
from tests.world import CLOCK_TOKEN, SECRET, World, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")


ODD = ["", "payload=", "payload=%7B", "payload=[]", "payload=null", "payload=1", "{}", "a=b", "payload=%7B%7D"]


@pytest.mark.parametrize("body", ODD)
async def test_a_signed_body_that_means_nothing_does_nothing(shared: World, body: str) -> None:
    """Broken JSON, lists and nothing at all, signed as they should be: no 500, and nothing is written."""
    before = shared.row_counts()

    status = await send(shared, body, signed(SECRET, body, time.time()))

    assert status < 500
    assert before == shared.row_counts()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "1", "{}", '{"event": 1}', '{"type": "event_callback"}'])
async def test_signed_json_that_means_nothing_does_nothing(shared: World, body: str) -> None:
    """The same for events."""
    before = shared.row_counts()

    headers = signed(SECRET, body, time.time()) | {"Content-Type": "application/json"}
    status = await send(shared, body, headers)

    assert status < 500
    assert before == shared.row_counts()


NUL = [
    command(user_id="UANA\x00"),
    json.dumps(EVENT | {"event_id": "Ev\x00"}),
    json.dumps(EVENT | {"team_id": "T\x00"}),
]


@pytest.mark.parametrize("body", NUL)
async def test_what_postgresql_cannot_keep_is_turned_away(shared: World, body: str) -> None:
    """The character NUL, wherever it stands: Slack never sends it."""
    assert 400 == await send(shared, body, signed(SECRET, body, time.time()))


async def test_the_challenge_of_a_new_address_is_answered(shared: World) -> None:
    """Slack asks for it when the request URL is entered."""
    body = json.dumps(CHALLENGE)
    headers = signed(SECRET, body, time.time()) | {"Content-Type": "application/json"}

    async with shared.http.post(f"{shared.app_url}/slack/events", data=body, headers=headers) as answer:
        assert (200, True) == (answer.status, "say this" in await answer.text())


async def test_a_body_of_thirty_megabytes_is_refused_before_it_is_read(shared: World) -> None:
    """413 after the first megabyte: nobody waits for the rest, and nothing is written."""
    before = standing(shared)

    said, sent = await _pour(shared, 30 * 1024 * 1024)

    assert said.startswith(b"HTTP/1.1 413")
    assert sent < 30 * 1024 * 1024
    assert before == standing(shared)


async def _pour(world: World, size: int) -> tuple[bytes, int]:
    """Send so many bytes until the other side has answered; gives its answer and what was sent."""
    address = urlsplit(world.app_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST /slack/events HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: {FORM}\r\nContent-Length: {size}\r\n\r\n"
    writer.write(head.encode())
    answering, sent = asyncio.create_task(reader.read(64)), 0
    while sent < size and not answering.done():
        writer.write(b"x" * 65536)
        sent += 65536
        draining = asyncio.create_task(writer.drain())
        await asyncio.wait({draining, answering}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        draining.cancel()
    said = await asyncio.wait_for(answering, 10)
    writer.transport.abort()
    return said, sent


async def test_the_largest_body_is_judged_by_its_signature(shared: World) -> None:
    """Just at the limit it is read, and refused for another reason."""
    assert 401 == await send(shared, b"x" * LARGEST_BODY, {})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_slack_only_posts(shared: World, method: str) -> None:
    """Another method: 405."""
    async with shared.http.request(method, f"{shared.app_url}/slack/events") as answer:
        assert 405 == answer.status


async def test_there_is_nothing_else_to_see(shared: World) -> None:
    """Any other address: 404."""
    for path in ("/", "/admin", "/slack", "/slack/install", "/docs", "/.env", "/metrics/../healthz/x"):
        async with shared.http.get(f"{shared.app_url}{path}") as answer:
            assert 404 == answer.status


async def test_health_is_told_without_words(shared: World) -> None:
    """Alive, and nothing about anybody."""
    async with shared.http.get(f"{shared.app_url}/healthz") as answer:
        said = await answer.json()

    assert (200, True) == (answer.status, said["ok"])
    assert {"ok", "reasons"} == set(said)


CLOCK_PAGES = [("POST", "/clock"), ("GET", "/clock/next?kind=nudge")]
WRONG_TOKENS = [{}, {"X-Clock-Token": ""}, {"X-Clock-Token": "another"}, {"X-Clock-Token": "\xe9"}]


@pytest.mark.parametrize(("method", "path"), CLOCK_PAGES)
@pytest.mark.parametrize("headers", WRONG_TOKENS)
async def test_the_clock_pages_are_not_there_without_the_token(
    shared: World, method: str, path: str, headers: dict[str, str]
) -> None:
    """404: nobody can even tell that they exist."""
    moved = {"json": {"offset_seconds": 1e9}} if method == "POST" else {}
    async with shared.http.request(method, shared.app_url + path, headers=headers, **moved) as answer:
        assert 404 == answer.status


@pytest.mark.parametrize(("method", "path"), CLOCK_PAGES)
async def test_the_clock_pages_are_not_there_outside_the_sandbox(tmp_path: Any, method: str, path: str) -> None:
    """An app that talks to the real Slack has no clock to push, whatever token is given."""
    async with in_one_process(tmp_path, seeded=False, clock_url="") as world:
        moved = {"json": {"offset_seconds": 1e9}} if method == "POST" else {}
        headers = {"X-Clock-Token": CLOCK_TOKEN}
        async with world.http.request(method, world.app_url + path, headers=headers, **moved) as answer:
            assert 404 == answer.status


async def test_in_socket_mode_nothing_comes_in_over_http(tmp_path: Any) -> None:
    """Even a good signature gets 401: there is no public door in Socket Mode."""
    async with in_one_process(tmp_path, transport="socket") as world:
        body = command()

        assert 401 == await send(world, body, signed(SECRET, body, time.time()))


async def test_a_connection_that_says_nothing_harms_nobody(shared: World) -> None:
    """While somebody holds a connection open in silence, others are answered."""
    address = urlsplit(shared.app_url)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        async with aiohttp.ClientSession() as other, other.get(f"{shared.app_url}/healthz") as answer:
            assert 200 == answer.status
    finally:
        writer.close()


@pytest.mark.parametrize("poured", [b"X-A: " + b"y" * 1000 + b"\r\n", b"y" * 1000], ids=["many", "one"])
async def test_headers_without_end_are_cut_off(shared: World, poured: bytes) -> None:
    """However they come, no more than a little of them is read, and nobody is kept waiting."""
    address = urlsplit(shared.app_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nX-B: ")
    answering, sent = asyncio.create_task(reader.read(64)), 0
    while sent < 8 * 1024 * 1024 and not answering.done():
        writer.write(poured * 64)
        sent += len(poured) * 64
        draining = asyncio.create_task(writer.drain())
        await asyncio.wait({draining, answering}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        draining.cancel()
    said = await asyncio.wait_for(answering, 10)
    writer.transport.abort()

    assert said.startswith(b"HTTP/1.1 4")


async def test_whoever_hangs_up_in_the_middle_is_no_mistake_of_ours(shared: World) -> None:
    """No line in the log says that something broke: anybody could fill it, and Sentry, by hanging up."""
    address = urlsplit(shared.app_url)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx")
    await writer.drain()
    before = shared.app.tally.counts.copy() if shared.app else {}
    writer.transport.abort()

    async def refused() -> bool:
        return bool(shared.app) and shared.app.tally.counts != before

    assert await shared.eventually(refused)
