"""Slack is slow, busy, broken or cut off in the middle: each message still arrives, and arrives once."""

from pathlib import Path

import pytest

from tests.faults.ledger import arrived, calm, never_twice_never_lost, quiet, rows, states, still_open
from tests.faults.owing import OWING, almost, celebration, nudge
from tests.world import Engine, World, in_one_process

TROUBLES = ("drop_before", "drop_after", "http_500", "http_503", "ratelimited")
POST, HISTORY = "chat.postMessage", "conversations.history"


@pytest.mark.parametrize("kind", sorted(OWING))
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_trouble_neither_loses_nor_doubles(begun: World, kind: str, trouble: str) -> None:
    """The post meets the trouble twice; then it is there, once."""
    await almost(begun, kind)
    await begun.post("faults", method=POST, kind=trouble, times=2, retry_after=7)
    await OWING[kind](begun)
    await quiet(begun)

    await never_twice_never_lost(begun, kind)


@pytest.mark.parametrize("kind", sorted(OWING))
async def test_an_answer_that_comes_too_late(tmp_path: Path, database: Engine, kind: str) -> None:
    """Slack takes the message but answers after we stopped waiting: we look, find it, and do not repeat it."""
    async with in_one_process(tmp_path, database=database, slack_timeout_seconds=1) as world:
        await calm(world)
        await almost(world, kind)
        await world.post("faults", method=POST, kind="slow", times=1, seconds=1.5)
        await OWING[kind](world)
        assert "unknown" in [row["state"] for row in rows(world)]
        await quiet(world)

        await never_twice_never_lost(world, kind)


async def test_slack_says_how_long_to_wait(begun: World) -> None:
    """After a 429 with Retry-After, nothing is tried before the wait is over."""
    await begun.post("faults", method=POST, kind="ratelimited", retry_after=50)
    await nudge(begun)
    await begun.post("clock", advance_seconds=45)

    assert ["waiting"] == states(begun, "nudge")

    await begun.post("clock", advance_seconds=10)

    await never_twice_never_lost(begun, "nudge")


@pytest.mark.parametrize("trouble", ["ratelimited", "drop_before", "http_500", "error:account_inactive"])
async def test_trouble_while_looking(begun: World, trouble: str) -> None:
    """The answer to the post is lost and the look at the channel fails too: we look again, and do not guess."""
    await begun.post("faults", method=POST, kind="drop_after")
    await begun.post("faults", method=HISTORY, kind=trouble, times=3)
    await nudge(begun)
    await quiet(begun)

    await never_twice_never_lost(begun, "nudge")


async def test_hours_without_slack_lose_nothing(begun: World) -> None:
    """Slack is down for hours: nothing is given up on, and in the end all of it arrives, once."""
    await begun.post("faults", method=POST, kind="http_503", times=60)
    await celebration(begun)
    while (await begun.get("faults"))["faults"]:
        await begun.post("clock", advance_seconds=600)
    await quiet(begun)

    await never_twice_never_lost(begun, "celebrat%")
    assert [] == states(begun, "notice")


async def test_a_channel_we_may_not_read(begun: World) -> None:
    """A celebration's answer is lost and the app was put out of the channel: it is not said twice, and Ana is told."""
    await begun.post("faults", method=POST, kind="drop_after", times=2)
    await celebration(begun)
    await begun.post("channels", id="CWINS", is_member=False)
    await quiet(begun)
    told = [text for text in await begun.texts("UANA") if "could not" in text]

    assert 1 == len(await begun.messages("CWINS"))
    assert ["failed"] == states(begun, "celebration")
    assert 1 == len(told)
    assert "Slack did not say whether it arrived" in told[0]


async def test_taken_back_while_nobody_knows_whether_it_arrived(begun: World) -> None:
    """The celebration's answer is lost and Ana takes it back at once: the post that had arrived goes away."""
    ana = begun.person("UANA")
    await celebration(begun)
    assert 1 == len(await begun.messages("CWINS"))
    await ana.press("celebration_withdraw")
    await quiet(begun)

    assert [] == await begun.messages("CWINS")
    assert not still_open(begun)


async def test_many_messages_with_troubles_among_them(begun: World) -> None:
    """Every third post of a busy week has some trouble: each delivery stands in Slack once."""
    for trouble in TROUBLES * 2:
        await begun.post("faults", method=POST, kind=trouble, retry_after=3)
    await celebration(begun)
    await nudge(begun)
    for _ in range(7):
        await begun.post("clock", advance_seconds=86400)
    await quiet(begun)
    times = await arrived(begun)
    sent = {row["id"] for row in rows(begun) if row["state"] == "sent" and row["ts"]}

    assert sent
    assert sent == set(times)
    assert {1} == set(times.values())
