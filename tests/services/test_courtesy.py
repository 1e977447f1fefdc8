"""Whoever waits for an answer goes first; planning and sending come all the same."""

import asyncio

import pytest

from bot.db.engine import Database
from bot.services import beat, courtesy
from bot.services.courtesy import Courtesy
from tests.services.engines import LIBRARY
from tests.services.test_planning import MONDAY_9_30, planned


async def test_whoever_gives_way_goes_on_when_nobody_waits() -> None:
    """Two wait: it is the second answer that lets the others go on."""
    given, passed = Courtesy(), list[str]()

    async def go() -> None:
        await given.give_way(5)
        passed.append("went on")

    with given.answering():
        with given.answering():
            going = asyncio.create_task(go())
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        before = list(passed)
    await going

    assert ([], ["went on"]) == (before, passed)


async def test_nobody_gives_way_for_long() -> None:
    """Answers never stop: after a moment the others go on all the same."""
    given = Courtesy()
    with given.answering():
        await asyncio.wait_for(given.give_way(0.01), timeout=5)


async def test_while_people_come_pieces_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first who waits until a while after the last."""
    given = Courtesy()
    before = given.much_of(500, 50)
    with given.answering():
        meanwhile = given.much_of(500, 50)
    just_after = given.much_of(500, 50)
    monkeypatch.setattr(courtesy, "LATELY_SECONDS", -1.0)

    assert (500, 50, 50, 500) == (before, meanwhile, just_after, given.much_of(500, 50))


@pytest.mark.parametrize(("people_come", "at_once"), [(True, 1), (False, 3)])
async def test_while_people_come_there_is_one_piece_at_a_time(people_come: bool, at_once: int) -> None:
    """Else as many as there are: three are begun, and none of them ends before all had their chance."""
    given, begun, most, go_on = Courtesy(), 0, 0, asyncio.Event()

    async def work() -> None:
        nonlocal begun, most
        async with given.piece():
            begun += 1
            most = max(most, begun)
            await go_on.wait()
            begun -= 1

    if people_come:
        with given.answering():
            pass
    async with asyncio.TaskGroup() as together:
        for _ in range(3):
            together.create_task(work())
        for _ in range(10):
            await asyncio.sleep(0)
        go_on.set()

    assert at_once == most


async def test_planning_goes_on_while_somebody_waits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody waits all the time: everybody who is due is planned once, a few at a time."""
    monkeypatch.setattr(beat, "A_FEW", 1)
    given = Courtesy()
    with given.answering():
        due = await beat.plan(database, LIBRARY, courtesy=given, now=MONDAY_9_30)

    assert due >= 1
    assert 1 == len(await planned(database))
