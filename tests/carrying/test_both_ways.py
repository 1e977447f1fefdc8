"""One suite for both ways to be called: whatever is owed is carried, once, in peace, and by somebody who lives."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from bot.db.tables import Delivery
from bot.services import delivery, outbox
from bot.services.courier import Courier
from bot.services.pace import Limit, Paces
from tests.carrying.office import MINUTE, PLENTY, SECOND, SMALL, TEAM, Office, owe

POST = "chat.postMessage"


async def test_what_is_owed_is_carried_without_a_beat(place: Office) -> None:
    """The transaction that owes a message calls somebody: it is said at once."""
    await place.worker()
    await place.owe("a", to="UANA")
    async with asyncio.timeout(5):
        while (await place.states())["sent"] == 0:
            await asyncio.sleep(0.02)

    await place.each_once()


async def test_what_is_rolled_back_is_not_owed(place: Office) -> None:
    """The facts were not kept, so nothing is said of them, and nobody is called."""
    await place.worker()
    with pytest.raises(RuntimeError):
        await owe_and_fail(place)
    await place.owe("b", to="UBEN")
    await place.all_said()

    assert 1 == place.arrived().total()


async def owe_and_fail(place: Office) -> None:
    """A transaction that owes a message and does not come to its end."""
    async with place.database.begin() as session:
        await owe(session, "a", to="UANA")
        raise RuntimeError


async def test_what_becomes_due_is_found_by_a_beat(place: Office) -> None:
    """A message for later waits, and the beat after its time has it carried."""
    await place.worker()
    await place.owe("a", to="UANA", due_at=datetime.now(UTC) + SECOND)
    await place.beat()
    waiting = await place.states()
    await asyncio.sleep(1.0)
    await place.all_said()

    assert {"waiting": 1} == dict(waiting)
    await place.each_once()


async def test_a_beat_finds_what_nobody_was_called_for(place: Office) -> None:
    """Owed by a command that only writes, while no worker ran: the next beat has it carried."""
    await place.owe("a", to="UANA")
    await place.worker()
    await place.all_said()

    await place.each_once()


async def test_many_are_each_said_once(place: Office) -> None:
    """A hundred messages in one transaction: each stands in Slack once."""
    await place.worker()
    await place.owe_many(100)
    await place.all_said()

    await place.each_once()


@pytest.mark.expects_errors
async def test_a_broken_row_fails_alone(place: Office) -> None:
    """A row that breaks our code does not keep the others: they are said, and it is tried again later."""
    await place.worker()
    await place.owe_many(20)
    async with place.database.begin() as session:
        broken = update(Delivery).where(Delivery.subject == f"{TEAM}-7").values(about="no_such_text", state="waiting")
        await session.execute(broken)
        await owe(session, "after", to="UANA")
    async with asyncio.timeout(10):
        while (await place.states())["sent"] < 20:
            await asyncio.sleep(0.02)
            await place.beat()

    assert [f"{TEAM}-7"] == [row.subject for row in await place.rows() if row.state == "waiting"]


async def test_what_only_a_later_version_can_say_keeps_nothing_back(place: Office) -> None:
    """A row of a kind that this version does not know waits for whoever knows it; all else in its workspace is said."""
    await place.owe("a", to="UANA")
    async with place.database.begin() as session:
        await session.execute(update(Delivery).values(kind="of_tomorrow"))
    await place.worker()
    await place.owe("b", to="UBEN")
    async with asyncio.timeout(10):
        while not (await place.states())["sent"]:
            await asyncio.sleep(0.02)
            await place.beat()

    assert {"a": "waiting", "b": "sent"} == {row.subject: row.state for row in await place.rows()}


async def left_behind(place: Office, worker: str) -> None:
    """A worker that nobody knows any more claimed a row, told Slack of it, and died; Slack had not heard."""
    async with place.database.begin() as session:
        held = {"state": "claimed", "owner": worker, "token": "t", "on_the_wire": True, "ambiguous": True}
        past = datetime.now(UTC) - MINUTE
        await session.execute(update(Delivery).values(**held, claimed_at=past, tried_at=past))


async def test_what_the_dead_left_is_taken_over(place: Office) -> None:
    """A worker died with a message on the wire: the next one looks whether it arrived, and says it."""
    await place.owe("a", to="UANA")
    await left_behind(place, "deadbeefdeadbeef")
    await place.worker()
    await place.all_said()

    await place.each_once()


async def test_stopping_hears_out_the_round_under_way(place: Office) -> None:
    """Told to stop while Slack is slow: the answer is heard, and the row is settled."""
    courier = await place.worker()
    place.sandbox.faults.ask_for({"method": POST, "kind": "slow", "seconds": 0.6})
    await place.owe("a", to="UANA")
    while not courier.rounds.tokens:
        await asyncio.sleep(0.01)
    await place.stack.aclose()

    assert {"sent": 1} == dict(await place.states())


async def test_a_large_agency_does_not_delay_a_small_one(place: Office) -> None:
    """A hundred messages of one agency were owed before the two of another: those go out among the first."""
    await place.owe_many(100)
    await place.owe("small-1", to="UANA", workspace=SMALL)
    await place.owe("small-2", to="UBEN", workspace=SMALL)
    await place.worker(paces=Paces(post=Limit(10, 10), in_a_channel=timedelta(0)))
    beating = asyncio.create_task(place.beat())
    async with asyncio.timeout(10):
        while 2 > len(await sent_in(place, SMALL)):
            await asyncio.sleep(0.02)
    before = await sent_in(place, TEAM)
    place.couriers[0].stopping.set()
    await beating

    assert 30 > len(before)


async def sent_in(place: Office, workspace: str) -> list[Delivery]:
    """What was said in one workspace so far."""
    return [row for row in await place.rows() if row.workspace == workspace and row.state == "sent"]


async def test_no_faster_than_the_pace(place: Office) -> None:
    """Five at once and then twenty a second: forty messages take more than a second and a half."""
    await place.worker(paces=Paces(post=Limit(20, 5), in_a_channel=timedelta(0)))
    await place.owe_many(40)
    began = datetime.now(UTC)
    await place.all_said()

    assert 1.5 < (datetime.now(UTC) - began).total_seconds()
    await place.each_once()


async def test_one_message_a_second_in_a_channel(place: Office) -> None:
    """Three messages for the same channel come a second apart, in their order."""
    await place.worker(paces=Paces(post=Limit(100, 100), in_a_channel=SECOND / 2))
    async with place.database.begin() as session:
        for number in range(3):
            await owe(session, f"n{number}", to="CWINS")
    await place.all_said()
    rows = await place.rows()
    times = sorted(row.tried_at for row in rows if row.tried_at)

    assert all(later - earlier >= SECOND / 2 for earlier, later in pairwise(times))
    await place.each_once()


async def test_a_429_quiets_the_whole_workspace(place: Office) -> None:
    """Slack asks one message to wait two seconds: no other message of that workspace is tried meanwhile."""
    courier = await place.worker(working=False, paces=Paces(post=Limit(1000, 1), in_a_channel=timedelta(0)))
    place.sandbox.faults.ask_for({"method": POST, "kind": "ratelimited", "retry_after": 2})
    await place.owe_many(10)
    await delivery.carry(courier, TEAM)
    after = await delivery.carry(courier, TEAM)

    assert () == after.claims
    assert after.again is not None
    assert SECOND < after.again - courier.clock() <= 2 * SECOND


async def carry_until_quiet(courier: Courier, workspace: str = TEAM) -> None:
    """Rounds of one worker, until nothing may be said just now, and what it was called for meanwhile is said."""
    while (await delivery.carry(courier, workspace)).claims:
        pass
    await courier.rounds.over()


async def test_changes_have_a_pace_of_their_own(place: Office) -> None:
    """Posts that have to wait do not hold back what changes a message that stands already."""
    courier = await place.worker(working=False, paces=PLENTY)
    await place.owe("a", to="UANA")
    await carry_until_quiet(courier)
    place.sandbox.faults.ask_for({"method": POST, "kind": "ratelimited", "retry_after": 30})
    await place.owe("b", to="UBEN")
    await carry_until_quiet(courier)
    async with place.database.begin() as session:
        await outbox.refresh(session, subject="a", workspace=TEAM, now=courier.clock())
    await carry_until_quiet(courier)
    states = {row.kind: row.state for row in await place.rows() if row.subject != "b"}

    assert {"notice": "sent", "refresh": "sent"} == states


async def test_while_people_come_a_round_waits_for_its_turn(place: Office) -> None:
    """Somebody has just clicked, and another piece is under way: nothing is claimed until that one has ended."""
    courier = await place.worker(working=False)
    with courier.courtesy.answering():
        pass
    async with courier.courtesy.piece():
        await place.owe("a", to="UANA")
        carrying = asyncio.create_task(delivery.carry_all(courier, patience=SECOND, enough=MINUTE))
        await asyncio.wait({carrying}, timeout=0.2)
        meanwhile = await place.states()
    await carrying
    await place.all_said()

    assert {"waiting": 1} == dict(meanwhile)
    await place.each_once()


async def test_waiting_leaves_nothing_behind(place: Office) -> None:
    """What may go in a moment is waited for; no task stays in memory for it until the app stops."""
    courier = await place.worker(working=False)
    before = len(asyncio.all_tasks())
    for _ in range(3):
        await delivery._wait(courier, timedelta(milliseconds=1))

    assert before == len(asyncio.all_tasks())
