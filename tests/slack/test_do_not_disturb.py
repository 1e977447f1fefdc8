"""Who has Do Not Disturb on: fifty people a call, odd answers and silence mean nobody, and a no is not asked for again at once."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.db.tables import Delivery
from bot.services import heeding
from bot.services.claims import Claim
from bot.services.messenger import Messenger
from bot.services.outbox import Kind
from bot.slack import do_not_disturb
from tests.world import MONDAY_9_29, World

CLAIM = Claim(
    id="",
    token="",
    workspace="T0SHOULDER",
    kind=Kind.NUDGE,
    subject="n",
    about=None,
    target="",
    expires_at=None,
    ambiguous=False,
    tried_at=None,
    attempts=1,
    due_at=MONDAY_9_29,
)
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
def test_an_odd_answer_means_nobody(users: Any) -> None:
    """Parts that are missing, or are something else, keep nobody waiting."""
    assert not any(do_not_disturb._stretches(users).values())


async def test_an_answer_counts_for_five_minutes(http_world: World) -> None:
    """Then Slack is asked anew; a stretch that ends meanwhile ends without a question."""
    await set_quiet(http_world, "UANA", start=-1, end=3)
    way_out = messenger(http_world)

    quiet = [set(await way_out.quiet_until({"UANA"}, MONDAY_9_29 + minutes * MINUTE)) for minutes in (0, 2, 3, 4.9)]
    calls = len(await asked(http_world))
    await way_out.quiet_until({"UANA"}, MONDAY_9_29 + 5 * MINUTE)

    assert [{"UANA"}, {"UANA"}, set(), set()] == quiet
    assert (1, 2) == (calls, len(await asked(http_world)))


async def test_whoever_is_next_is_asked_about_in_the_same_breath(http_world: World) -> None:
    """One person now and sixty soon: one call about fifty; and the next forty-nine are no call."""
    way_out = messenger(http_world)

    async def soon() -> list[str]:
        return [f"U{number:03}" for number in range(60)]

    await way_out.quiet_until({"UANA"}, MONDAY_9_29, soon=soon)
    for person in (await soon())[:49]:
        await way_out.quiet_until({person}, MONDAY_9_29, soon=soon)
    before = await asked(http_world)
    await way_out.quiet_until({"U055"}, MONDAY_9_29, soon=soon)

    assert [50] == before
    assert [50, 11] == await asked(http_world)


async def test_a_thousand_one_by_one_are_twenty_calls(http_world: World) -> None:
    """Messages that are owed to a thousand people within minutes and go out in small rounds: twenty questions, not a thousand."""
    app = http_world.app
    assert app is not None
    like = {"workspace": "T0SHOULDER", "kind": Kind.NUDGE, "state": "waiting", "subject": "n", "due_at": MONDAY_9_29}
    people = [f"U{number:04}" for number in range(1000)]
    async with app.database.begin() as session:
        await session.execute(insert(Delivery), [like | {"id": who, "key": who, "target": who} for who in people])

    for who in people:
        held = replace(CLAIM, id=who, target=who)
        await heeding.heed(app.database, app.courier.messenger, [held], now=MONDAY_9_29)
        async with app.database.begin() as session:
            await session.execute(update(Delivery).where(Delivery.id == who).values(state="sent"))

    assert [50] * 20 == await asked(http_world)
