"""Too much at once: whoever brings too much is asked to wait a moment, loses nothing, and holds nobody back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.slack.desk import MOST_WAITING, Heard
from bot.slack.limits import A_LOT, BUSY, Buckets, a_minute
from tests import by_hand
from tests.journeys.acts import nudged
from tests.world import WAYS, Json, Person, World, in_one_process

ONE_AT_ONCE = 3  # a minute: one now, and the next after twenty seconds
NOW = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)


@pytest.fixture(params=WAYS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A program in which each person may do one thing in twenty seconds."""
    async with in_one_process(tmp_path, transport=request.param, requests_per_minute=ONE_AT_ONCE) as made:
        yield made


async def after_a_moment(world: World) -> None:
    """Twenty seconds later, with everything done that was begun."""
    await world.post("clock", advance_seconds=20)


async def private(person: Person) -> list[str]:
    """What only this person was told, when everything is done that was begun."""
    await person.world.settle()
    return [each["text"] for each in await person.inbox() if each.get("ephemeral_for") == person.id]


async def came(world: World, kind: str) -> list[Json]:
    """What Slack brought of this kind, with the app's answers."""
    return [each for each in (await world.get("log?after=0"))["entries"] if each["kind"] == kind]


async def test_a_command_too_many_gets_one_kind_sentence(world: World) -> None:
    """Ana types twice at once: the first is answered, the second asks her to wait."""
    ana = world.person("UANA")
    await ana.command("status")
    await ana.command("status")

    told = await private(ana)

    assert (2, 1) == (len(told), told.count(A_LOT))


async def test_after_a_moment_all_is_well(world: World) -> None:
    """The next command is answered as ever."""
    ana = world.person("UANA")
    await ana.command("status")
    await ana.command("status")

    await after_a_moment(world)
    await ana.command("status")

    told = await private(ana)
    assert A_LOT in told
    assert A_LOT != told[-1]


async def test_one_person_holds_nobody_else_back(world: World) -> None:
    """While Ana is asked to wait, Ben is answered."""
    ana, ben = world.person("UANA"), world.person("UBEN")
    for _ in range(5):
        await ana.command("status")

    await ben.command("status")

    (told,) = await private(ben)
    assert A_LOT != told


async def test_a_button_pressed_many_times_is_answered_once(world: World) -> None:
    """Ana presses five times: the question opens, and one sentence is for her alone."""
    ana = await nudged(world)
    for _ in range(5):
        await ana.press("nudge_reflect")

    assert [A_LOT] == await private(ana)
    assert "reflection_step" == (await ana.form())["callback_id"]


async def test_a_form_stays_open_with_what_was_typed(world: World) -> None:
    """The sentence stands at its first field; after a moment the same form is taken."""
    ana = await nudged(world)
    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")
    asked = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")

    refused = await ana.submit(form, **{asked: "I asked first."})
    await after_a_moment(world)
    taken = await ana.submit(form, **{asked: "I asked first."})

    assert {asked: A_LOT} == refused["errors"]
    assert (True, {}) == (taken["ok"], taken["errors"])


async def test_a_message_too_many_comes_again_and_is_kept(tmp_path: Path) -> None:
    """Ana's answer in the chat is not taken while it is too much; Slack brings it again, and nothing is lost."""
    async with in_one_process(tmp_path, transport="http", requests_per_minute=ONE_AT_ONCE) as world:
        ana = await nudged(world)
        await ana.command("status")
        await ana.say("I asked the aunt first.")
        await world.eventually(lambda: refused(world, 503))
        await after_a_moment(world)

        assert await world.eventually(lambda: kept(world))


async def refused(world: World, status: int) -> bool:
    """Whether an event was answered like this."""
    return any(each["status"] == status for each in await came(world, "events_api:message"))


async def kept(world: World) -> bool:
    """Whether a check-in is kept."""
    return by_hand.count(world.settings, "checkins") == 1


async def test_in_socket_mode_a_message_too_many_is_not_acknowledged(tmp_path: Path) -> None:
    """So Slack brings it again there too."""
    async with in_one_process(tmp_path, transport="socket", requests_per_minute=ONE_AT_ONCE) as world:
        ana = await nudged(world)
        await ana.command("status")
        await ana.say("I asked the aunt first.")
        await world.eventually(lambda: refused(world, None))  # type: ignore[arg-type]
        await after_a_moment(world)

        assert await world.eventually(lambda: kept(world))


async def test_what_the_app_says_counts_for_nobody(tmp_path: Path) -> None:
    """Slack tells the app of its own messages too: none of them is turned away, however many."""
    async with in_one_process(tmp_path, requests_per_minute=ONE_AT_ONCE) as world:
        await world.next_digest()
        await world.settle()

        told = await came(world, "events_api:message")

    assert len(told) > 3
    assert {200} == {each["status"] for each in told}


async def test_a_whole_workspace_has_a_limit_too(tmp_path: Path) -> None:
    """When all together bring too much, whoever comes next reads that a lot is going on, and not that it was them."""
    async with in_one_process(tmp_path, requests_per_minute_of_all=ONE_AT_ONCE) as world:
        await world.person("UANA").command("status")
        ben = world.person("UBEN")
        await ben.command("status")

        assert [BUSY] == await private(ben)


async def test_when_too_much_work_waits_no_more_is_begun(http_world: World) -> None:
    """A thousand pieces of work wait for Slack: the next command is asked to come again, and the thousand stay a thousand."""
    assert http_world.app is not None
    errands, gate = http_world.app.errands, asyncio.Event()
    ana = http_world.person("UANA")
    for _ in range(MOST_WAITING):
        errands.run(waiting(gate), Heard("T0SHOULDER", "UBEN", client=None))  # type: ignore[arg-type]

    await ana.command("status")
    begun = len(errands._running)
    gate.set()

    assert MOST_WAITING == begun
    assert [BUSY] == await private(ana)


async def waiting(gate: asyncio.Event) -> None:
    """Work that cannot go on yet."""
    await gate.wait()


def test_a_bucket_gives_so_much_at_once() -> None:
    """A hundred and twenty a minute: forty at once, and two more a second later."""
    bucket = Buckets(a_minute(120))

    assert 40 == taken(bucket, NOW)
    assert 2 == taken(bucket, NOW + timedelta(seconds=1))


def test_a_hair_too_early_is_no_way_to_a_full_bucket() -> None:
    """Whoever emptied it and comes a few microseconds before the next token is due gets that one, and no more."""
    bucket = Buckets(a_minute(120))
    taken(bucket, NOW)

    assert 1 == taken(bucket, NOW + timedelta(seconds=0.49997))


def taken(bucket: Buckets, now: datetime) -> int:
    """Take all that there is."""
    count = 0
    while bucket.has("UANA", now):
        bucket.take("UANA", now)
        count += 1
    return count


def test_full_buckets_are_forgotten() -> None:
    """Ten thousand people over an hour: only those of the last moments are kept in memory."""
    buckets = Buckets(a_minute(120))
    for number in range(10_000):
        buckets.take(f"U{number}", NOW + timedelta(seconds=number / 3))

    assert len(buckets) < 100


def test_a_clock_set_back_holds_nobody_up() -> None:
    """The clock goes back an hour: whoever had emptied their bucket need not wait that hour."""
    bucket = Buckets(a_minute(120))
    taken(bucket, NOW)

    assert bucket.has("UANA", NOW - timedelta(hours=1))
