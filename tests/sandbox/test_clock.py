"""The clock: pushed forward by people, followed by the app, never going back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clockwork import Clock
from tests.sandbox.pretend_slack import CLOCK_TOKEN, Watched

START = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)


@asynccontextmanager
async def app_with_a_clock(
    slack: Watched, next_at: str | None = None, delivered: int = 1
) -> AsyncIterator[list[dict[str, Any]]]:
    """An app that keeps what it is told, and knows when the next nudge is."""
    told: list[dict[str, Any]] = []

    async def set_clock(request: web.Request) -> web.Response:
        told.append(await request.json() | {"token": request.headers["X-Clock-Token"]})
        return web.json_response({"ok": True, "planned": 2 * delivered, "delivered": delivered})

    async def next_instant(request: web.Request) -> web.Response:
        told.append({"asked": request.query["kind"], "token": request.headers["X-Clock-Token"]})
        return web.json_response({"at": next_at})

    application = web.Application()
    application.add_routes([web.post("/clock", set_clock), web.get("/clock/next", next_instant)])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await slack.sandbox.set_app_url(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield told
    finally:
        await runner.cleanup()


def about(iso: str, instant: datetime) -> bool:
    """Within a few seconds, since real time flows on."""
    return abs(datetime.fromisoformat(iso) - instant) < timedelta(seconds=20)


async def test_it_starts_when_it_is_told_to(opened: Any) -> None:
    """start_at is the instant of opening, and real time flows from there."""
    slack = await opened(start_at=START)

    assert about((await slack.get("clock"))["now"], START)


async def test_the_app_is_told_before_the_answer_comes(opened: Any) -> None:
    """A push gives what the app did; it came with the shared token."""
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack) as told:
        answer = await slack.do("clock", advance_seconds=86_400)

    assert answer["app"]["ok"]
    assert {each["token"] for each in told} == {CLOCK_TOKEN}
    assert about(told[-1]["now"], START + timedelta(days=1))


async def test_the_app_finishes_what_it_began_before_the_clock_moves(opened: Any) -> None:
    """It is told the time as it still is, first."""
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack) as told:
        await slack.do("clock", advance_seconds=86_400)

    assert about(told[0]["now"], START)


@pytest.mark.parametrize(("delivered", "times"), [(0, 1), (1, 2)])
async def test_an_app_with_nothing_to_do_is_told_once(opened: Any, delivered: int, times: int) -> None:
    """A push of no time at all lets the app finish; what it has said then may bring more, and it is told again."""
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack, delivered=delivered) as told:
        await slack.do("clock", advance_seconds=0)

    assert times == len([each for each in told if "now" in each])


async def test_an_app_that_is_just_hearing_something_is_told_again(opened: Any) -> None:
    """An event is on its way when the push comes: the app may have more to do when it has heard it."""
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack, delivered=0) as told:
        slack.sandbox.deliveries[0].tell("message.im", {"type": "message"})
        await slack.do("clock", advance_seconds=0)

    assert 2 == len([each for each in told if "now" in each])


async def test_a_leap_stops_at_what_is_due_on_the_way(opened: Any) -> None:
    """A week is pushed; what is due on Tuesday is done on Tuesday, and counted with what was done before and after."""
    tuesday = datetime(2026, 11, 24, 15, tzinfo=UTC)
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack, tuesday.isoformat()) as told:
        answer = await slack.do("clock", advance_seconds=7 * 86_400)

    assert answer["app"] == {"ok": True, "planned": 6, "delivered": 3}
    assert any(about(each["now"], tuesday) for each in told if "now" in each)
    assert about(told[-1]["now"], START + timedelta(days=7))


async def test_it_goes_to_an_instant(opened: Any) -> None:
    """`to` is an ISO instant in any zone."""
    slack = await opened(start_at=START)

    answer = await slack.do("clock", to="2026-11-30T09:00:00-06:00")

    assert about(answer["clock"]["now"], datetime(2026, 11, 30, 15, tzinfo=UTC))


@pytest.mark.parametrize("kind", ["nudge", "digest"])
async def test_the_app_says_when_the_next_one_is(opened: Any, kind: str) -> None:
    """`next` asks the app, goes there, and tells it."""
    slack = await opened(start_at=START)
    async with app_with_a_clock(slack, "2026-11-24T15:00:00+00:00") as told:
        answer = await slack.do("clock", next=kind)

    assert kind == told[1]["asked"]
    assert about(answer["clock"]["now"], datetime(2026, 11, 24, 15, tzinfo=UTC))
    assert about(told[-1]["now"], datetime(2026, 11, 24, 15, tzinfo=UTC))


async def test_no_next_one_is_said_kindly(slack: Watched) -> None:
    """409 with a sentence."""
    async with app_with_a_clock(slack):
        answer = await slack.do("clock", next="nudge")

    assert (answer["http"], answer["error"]) == (409, "No nudge is planned yet.")


async def test_the_clock_moves_while_the_app_is_away(slack: Watched) -> None:
    """`app` is null then."""
    answer = await slack.do("clock", advance_seconds=3600)

    assert (answer["ok"], answer["app"], round(answer["clock"]["offset_seconds"])) == (True, None, 3600)


@pytest.mark.parametrize("wish", [{"advance_seconds": -5}, {"to": "2020-01-01T00:00:00+00:00"}, {"to": "noon"}, {}])
async def test_it_refuses_to_go_back_or_nowhere(slack: Watched, wish: dict) -> None:
    """400 with a sentence."""
    assert (await slack.do("clock", **wish))["http"] == 400


async def test_message_stamps_follow_the_clock(opened: Any) -> None:
    """A message posted after a push of a day is a day younger, and no two have the same ts."""
    slack = await opened(start_at=START)
    first = await slack.client.chat_postMessage(channel="UANA", text="today")
    await slack.do("clock", advance_seconds=86_400)
    second = await slack.client.chat_postMessage(channel="UANA", text="tomorrow")
    third = await slack.client.chat_postMessage(channel="UANA", text="right after")

    assert 86_400 <= float(second["ts"]) - float(first["ts"]) < 86_420
    assert second["ts"] < third["ts"]


@given(st.lists(st.floats(-10_000, 10_000), min_size=2, max_size=30))
def test_no_stamp_is_given_twice_or_out_of_order(jumps: list[float]) -> None:
    """Even when the machine's own clock stands still or jumps back; each is ten digits, a dot, six digits."""
    seconds = iter([*(1_800_000_000.0 + jump for jump in jumps)])
    clock = Clock(lambda: next(seconds))
    stamps = [clock.stamp() for _ in jumps]

    assert stamps == sorted(set(stamps))
    assert all(re.fullmatch(r"\d{10}\.\d{6}", stamp) for stamp in stamps)
