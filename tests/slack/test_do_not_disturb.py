"""Who has Do Not Disturb on: fifty people a call, odd answers and silence mean nobody, and a no is not asked for again at once."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.services.messenger import Messenger
from tests.world import MONDAY_9_29, World

METHOD = "dnd.teamInfo"
MINUTE = timedelta(minutes=1)


def messenger(world: World) -> Messenger:
    """The app's way out."""
    assert world.app is not None
    return world.app.courier.messenger


async def asked(world: World) -> list[int]:
    """How many people each call asked about."""
    entries = (await world.get("log"))["entries"]
    return [len(each["request"]["users"].split(",")) for each in entries if each["kind"] == METHOD]


async def set_quiet(world: World, person: str, *, start: float, end: float, on: bool = True) -> None:
    """Somebody's Do Not Disturb, in minutes from now."""
    stamps = [int((MONDAY_9_29 + minutes * MINUTE).timestamp()) for minutes in (start, end)]
    await world.post("people", id=person, dnd_enabled=on, next_dnd_start_ts=stamps[0], next_dnd_end_ts=stamps[1])


@pytest.mark.parametrize(
    ("start", "end", "on", "quiet"),
    [(-60, 30, True, True), (0, 30, True, True), (-60, 30, False, False), (-60, 0, True, False), (5, 30, True, False)],
    ids=["on", "just begun", "switched off", "just over", "to come"],
)
async def test_only_what_is_on_now_counts(http_world: World, start: float, end: float, on: bool, quiet: bool) -> None:
    """Its first minute counts, its end does not, and what is to come tonight does not either."""
    await set_quiet(http_world, "UANA", start=start, end=end, on=on)

    found = await messenger(http_world).quiet_until({"UANA", "UBEN"}, MONDAY_9_29)

    assert ({"UANA": MONDAY_9_29 + end * MINUTE} if quiet else {}) == found


async def test_fifty_people_a_call(http_world: World) -> None:
    """A hundred and twenty people are three calls, and everybody is asked about."""
    people = {f"U{number:03}" for number in range(119)} | {"UANA"}
    await set_quiet(http_world, "UANA", start=-1, end=30)

    found = await messenger(http_world).quiet_until(people, MONDAY_9_29)

    assert [50, 50, 20] == await asked(http_world)
    assert {"UANA"} == set(found)


async def test_nobody_is_no_call(http_world: World) -> None:
    """Slack refuses a question about nobody, so it is not put."""
    assert {} == await messenger(http_world).quiet_until(set(), MONDAY_9_29)
    assert [] == await asked(http_world)


@pytest.mark.parametrize(
    ("kind", "again_after"),
    [
        ("error:missing_scope", 60 * MINUTE),
        ("error:token_revoked", 60 * MINUTE),
        ("ratelimited", MINUTE),
        ("http_500", MINUTE / 2),
        ("drop_before", MINUTE / 2),
    ],
)
async def test_after_a_no_or_silence_it_is_not_asked_for_a_while(
    http_world: World, kind: str, again_after: timedelta
) -> None:
    """Messages wait for none of it; when the while is over it is asked again, and heeded."""
    await set_quiet(http_world, "UANA", start=-600, end=600)
    more: dict[str, Any] = {"retry_after": 60} if kind == "ratelimited" else {}
    twice = kind == "drop_before"  # what only reads is tried once more on a new line
    await http_world.post("faults", method=METHOD, kind=kind, times=1 + twice, **more)
    way_out = messenger(http_world)

    first = await way_out.quiet_until({"UANA"}, MONDAY_9_29)
    before = await way_out.quiet_until({"UANA"}, MONDAY_9_29 + again_after - timedelta(seconds=1))
    after = await way_out.quiet_until({"UANA"}, MONDAY_9_29 + again_after)

    assert ({}, {}, {"UANA"}) == (first, before, set(after))


async def test_a_slow_answer_is_not_waited_for(http_world: World) -> None:
    """Two seconds, and the messages go on."""
    await set_quiet(http_world, "UANA", start=-600, end=600)
    await http_world.post("faults", method=METHOD, kind="slow", times=1, seconds=30)
    began = time.monotonic()

    found = await messenger(http_world).quiet_until({"UANA"}, MONDAY_9_29)

    assert {} == found
    assert 10 > time.monotonic() - began


@pytest.mark.parametrize("users", [None, [], "x", {"UANA": None}, {"UANA": {"dnd_enabled": True}}])
async def test_an_odd_answer_means_nobody(http_world: World, users: Any) -> None:
    """Parts that are missing, or are something else, keep nobody waiting."""
    from bot.slack import do_not_disturb  # noqa: PLC0415 - its reading of an answer alone

    assert [] == [each for _, each in do_not_disturb._dicts(users) if do_not_disturb._on_until(each, datetime.now(UTC))]
