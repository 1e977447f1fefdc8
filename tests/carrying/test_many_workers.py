"""Several workers around one PostgreSQL: they share the work, and nobody says what another one is about to say."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.db import alive, engine
from bot.db.alive import among_many
from bot.db.tables import Delivery
from bot.services import claims, delivery
from bot.services.pace import Limit, Paces
from tests.carrying.office import MINUTE, SECOND, TEAM, Office

POST = "chat.postMessage"


async def test_two_workers_share_and_say_each_once(many: Office) -> None:
    """A hundred messages, two workers: each message stands in Slack once."""
    await many.worker()
    await many.worker()
    await many.owe_many(100)
    await many.all_said()

    await many.each_once()


async def test_both_of_two_workers_work(many: Office) -> None:
    """While Slack is slow to answer the first one, the second one carries on."""
    one, two = [await many.worker(working=False) for _ in range(2)]
    many.sandbox.faults.ask_for({"method": POST, "kind": "slow", "seconds": 0.5})
    await many.owe("a", to="UANA")
    slow = asyncio.create_task(delivery.carry(one, TEAM))
    while not (await many.states())["claimed"]:
        await asyncio.sleep(0.01)
    await many.owe("b", to="UBEN")
    quick = await delivery.carry(two, TEAM)
    await slow

    assert ["b"] == [claim.subject for claim in quick.claims]
    await many.each_once()


async def test_what_a_round_cannot_hold_is_called_for_before_it_is_said(
    many: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight are owed and a round takes five: somebody is called for the rest while nothing of the five is said yet."""
    monkeypatch.setattr(claims, "A_FAIR_ROUND", 5)
    one, two = [await many.worker(working=False) for _ in range(2)]
    await many.owe_many(8)
    meanwhile = []

    async def more() -> None:
        meanwhile.append((many.arrived().total(), len((await delivery.carry(two, TEAM)).claims)))

    await delivery.carry(one, TEAM, more)

    assert [(0, 3)] == meanwhile
    await many.each_once()


async def test_a_living_worker_keeps_what_is_on_the_wire(many: Office) -> None:
    """Another worker holds a message on the wire, for longer than any lease: while its lock is held, nobody takes it."""
    await many.worker(lease=timedelta(0))
    address = many.database.engine.url.render_as_string(hide_password=False)
    async with among_many(address) as paused:
        await many.owe("a", to="UANA", due_at=datetime.now(UTC) + 60 * MINUTE)
        await _on_the_wire(many, paused.worker)
        await many.beat()
        while_alive = await many.states()
    await many.all_said()

    assert {"claimed": 1} == dict(while_alive)
    await many.each_once()


async def _on_the_wire(place: Office, worker: str) -> None:
    async with place.database.begin() as session:
        held = {"state": "claimed", "owner": worker, "token": "t", "on_the_wire": True, "ambiguous": True}
        past = func.now() - MINUTE
        await session.execute(update(Delivery).values(**held, claimed_at=past, tried_at=past, due_at=past))


async def test_who_lost_its_lock_does_not_speak(many: Office) -> None:
    """The line with a worker's lock is cut: it says nothing of its round, takes a new name, and what it held is carried all the same."""
    courier = await many.worker(working=False)
    first = courier.life.worker
    for number in range(3):
        await many.owe(f"{number}", to=f"UP{number}")
    async with many.database.begin() as session:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        await session.execute(text(cut))
    await asyncio.sleep(2.1)  # a lock that was seen a moment ago is believed
    await delivery.carry(courier, TEAM)

    assert 0 == many.arrived().total()
    assert first != courier.life.worker
    await _later(many)
    await delivery.rescue(courier)
    await asyncio.sleep(0.3)
    await delivery.carry(courier, TEAM)
    await many.each_once()


async def test_who_was_cut_off_while_asking_for_its_lock_speaks_again(
    many: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round is given up while it asks whether its worker has its lock still, a little later each time: the worker goes on."""
    monkeypatch.setattr(alive, "TRUSTED_SECONDS", 0)
    life = (await many.worker(working=False)).life
    speaks = []
    for later in range(12):
        asking = asyncio.create_task(life.still(life.worker))
        for _ in range(later):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait({asking})
        speaks.append(await life.still(life.worker) or await life.still(life.worker))

    assert all(speaks)


async def _later(place: Office) -> None:
    """What is held was claimed a while ago, and rows that were put back may go at once."""
    async with place.database.begin() as session:
        past = func.now() - 2 * SECOND
        await session.execute(update(Delivery).values(due_at=past, claimed_at=past))


async def test_tokens_are_shared(many: Office) -> None:
    """Two workers with a bucket of five between them: five messages are tried, whoever tries them."""
    few = Paces(post=Limit(0.01, 5), in_a_channel=timedelta(0))
    workers = [await many.worker(working=False, paces=few) for _ in range(2)]
    await many.owe_many(20)
    await asyncio.gather(*(delivery.carry(worker, TEAM) for worker in workers * 3))

    assert 5 == many.arrived().total()


async def test_a_task_of_the_dead_is_tidied_up(many: Office) -> None:
    """A worker died with a task in its hands: the task goes, and the row is carried by another call."""
    await many.owe("a", to="UANA")
    async with many.database.begin() as session:
        await session.execute(
            text("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('outbox', 'carry', 'doing')")
        )
    await many.worker()
    await many.all_said()
    async with asyncio.timeout(10):
        while await tasks(many):
            await many.beat()
            await asyncio.sleep(0.05)

    await many.each_once()


async def tasks(place: Office) -> int:
    """How many tasks stand in the queue, whatever their state."""
    async with place.database.read() as session:
        return await session.scalar(select(func.count()).select_from(text("procrastinate_jobs"))) or 0


async def test_the_database_fails_over(many: Office) -> None:
    """PostgreSQL ends every connection, as at a failover: the workers find back, and everything is said once."""
    workers = [await many.worker() for _ in range(2)]
    await many.owe_many(30)
    async with many.database.begin() as session:
        everybody = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        await session.execute(text(f"SELECT pg_terminate_backend(pid) {everybody}"))
    await asyncio.sleep(2.5)
    for worker in workers:
        await worker.life.still(worker.life.worker)
    await _beat_through(many)
    await many.all_said(seconds=40)

    await many.each_once()


async def _beat_through(place: Office) -> None:
    """The first calls meet connections that are gone; then the pools are fresh."""
    for _ in range(10):
        try:
            await place.beat()
            return
        except DBAPIError:
            await asyncio.sleep(0.3)


async def test_who_is_paused_in_a_transaction_does_not_hold_everybody_up(
    many: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker rests with the workspace's bucket in its hands: after a while the others go on without it."""
    monkeypatch.setattr(engine, "LONGEST_REST_SECONDS", 1)
    await many.database.engine.dispose()  # connections are made anew, with the short rest
    await many.owe("a", to="UANA")
    courier = await many.worker(working=False)
    async with many.database.engine.connect() as resting:
        await resting.execute(text("INSERT INTO paces (workspace, way, full_at) VALUES ('T0SHOULDER', 'post', now())"))
        async with asyncio.timeout(10):
            taken = await delivery.carry(courier, TEAM)
        await resting.invalidate()

    assert ["a"] == [claim.subject for claim in taken.claims]
    await many.each_once()
