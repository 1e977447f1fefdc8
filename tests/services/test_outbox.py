"""The outbox on its own: one claim at a time, one settlement, and nothing left behind."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.db.engine import Database
from bot.db.tables import Delivery
from bot.services import outbox
from bot.services.messenger import Posted
from bot.services.outbox import Claim, Kind, State
from tests.world import MONDAY_9_29 as NOW

TEAM, ANA = "T0SHOULDER", "UANA"
MINUTE = timedelta(minutes=1)


async def owe(database: Database, subject: str, kind: Kind = Kind.NUDGE) -> bool:
    """Put one message in."""
    async with database.begin() as session:
        return await outbox.enqueue(session, kind, subject, workspace=TEAM, target=ANA, due_at=NOW)


async def claim(database: Database, owner: str = "one", limit: int = 20) -> list[Claim]:
    """Take what is due."""
    async with database.begin() as session:
        return await outbox.claim(session, owner=owner, now=NOW, limit=limit)


async def row(database: Database, subject: str) -> Delivery:
    """The row of a subject."""
    async with database.read() as session:
        return (await session.scalars(select(Delivery).where(Delivery.subject == subject))).one()


async def rescue(database: Database, *living: str) -> int:
    """Give back what the dead held."""
    async with database.begin() as session:
        return await outbox.rescue(session, living=living, now=NOW, landing=MINUTE)


async def test_the_same_thing_is_owed_once(empty: Database) -> None:
    """The key is unique: the second time, nothing is put in."""
    assert [True, False] == [await owe(empty, "a"), await owe(empty, "a")]


async def test_workers_share_and_never_both_hold_a_row(empty: Database) -> None:
    """Eight workers claim at the same moment: each row has one holder."""
    for each in range(40):
        await owe(empty, f"n{each}")
    taken = await asyncio.gather(*(claim(empty, f"worker {each}", limit=7) for each in range(8)))
    ids = [held.id for batch in taken for held in batch]

    assert 40 == len(ids) == len(set(ids))


async def test_what_is_not_due_is_not_claimed(empty: Database) -> None:
    """A row due in a minute stays where it is."""
    async with empty.begin() as session:
        await outbox.enqueue(session, Kind.NUDGE, "a", workspace=TEAM, target=ANA, due_at=NOW + MINUTE)

    assert [] == await claim(empty)


async def test_a_stale_token_cannot_settle(empty: Database) -> None:
    """A worker that was overtaken can neither settle nor put back nor begin to post: its token is no longer the row's."""
    await owe(empty, "a")
    stale = (await claim(empty, "one"))[0]
    await rescue(empty, "two")
    fresh = (await claim(empty, "two"))[0]
    async with empty.begin() as session:
        tried = [
            await outbox.about_to_try(session, stale, now=NOW),
            await outbox.sent(session, stale, Posted("D1", "1.1"), now=NOW),
            await outbox.closed(session, stale, State.FAILED, "no", now=NOW),
            await outbox.put_back(session, stale, "later", until=NOW, unclear=True),
        ]

    assert [False] * 4 == tried
    assert ("claimed", "two", fresh.token) == ((kept := await row(empty, "a")).state, kept.owner, kept.token)


async def test_a_row_is_settled_once(empty: Database) -> None:
    """The second settlement by the same holder changes nothing."""
    await owe(empty, "a")
    held = (await claim(empty))[0]
    async with empty.begin() as session:
        first = await outbox.sent(session, held, Posted("D1", "1.1"), now=NOW)
        second = await outbox.closed(session, held, State.FAILED, "no", now=NOW)

    assert (True, False) == (first, second)
    assert "sent" == (await row(empty, "a")).state


async def test_the_dead_give_back_what_slack_never_heard(empty: Database) -> None:
    """A holder that died before it tried: the row waits again, at once."""
    await owe(empty, "a")
    await claim(empty)
    given_back = await rescue(empty)

    assert 1 == given_back
    assert ("waiting", NOW) == ((kept := await row(empty, "a")).state, kept.due_at)


async def test_the_dead_leave_a_doubt_where_slack_may_have_heard(empty: Database) -> None:
    """A holder that died after it began to try: the row is `unknown`, and rests until a late message would have landed."""
    await owe(empty, "a")
    held = (await claim(empty))[0]
    async with empty.begin() as session:
        await outbox.about_to_try(session, held, now=NOW)
    await rescue(empty)

    assert ("unknown", NOW + MINUTE) == ((kept := await row(empty, "a")).state, kept.due_at)


async def test_the_living_keep_what_they_hold(empty: Database) -> None:
    """A worker that is alive, however slow, loses nothing."""
    await owe(empty, "a")
    await claim(empty, "one")

    assert 0 == await rescue(empty, "one")


async def test_a_doubt_outlives_a_mistake_of_ours(empty: Database) -> None:
    """Put back by what the row knows: it was tried, so it stays `unknown` and is looked for before the next post."""
    await owe(empty, "a")
    held = (await claim(empty))[0]
    async with empty.begin() as session:
        await outbox.about_to_try(session, held, now=NOW)
        await outbox.put_back(session, held, "our_mistake", until=NOW, unclear=None)

    assert "unknown" == (await row(empty, "a")).state
    assert (await claim(empty))[0].ambiguous


async def test_calling_off_leaves_what_slack_may_have(empty: Database) -> None:
    """A pause withdraws what waits; what is being sent, or may have been, is decided by a look and not by a guess."""
    for subject in ("waiting", "held", "unknown"):
        await owe(empty, subject)
    by_subject = {held.subject: held for held in await claim(empty)}
    async with empty.begin() as session:
        await outbox.put_back(session, by_subject["waiting"], "busy", until=NOW, unclear=False)
        await outbox.put_back(session, by_subject["unknown"], "lost", until=NOW, unclear=True)
        await outbox.call_off(session, workspace=TEAM, target=ANA, kinds=(Kind.NUDGE,), now=NOW)

    states = {subject: (await row(empty, subject)).state for subject in by_subject}
    assert {"waiting": "withdrawn", "held": "claimed", "unknown": "unknown"} == states


async def test_a_wait_is_not_an_attempt(empty: Database) -> None:
    """Looking whether it is time yet does not use up the attempts."""
    await owe(empty, "a")
    for _ in range(50):
        held = (await claim(empty))[0]
        async with empty.begin() as session:
            await outbox.put_back(session, held, "outside_hours", until=NOW, unclear=False, tried=False)

    assert 0 == (await row(empty, "a")).attempts
