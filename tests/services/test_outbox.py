"""The outbox on its own: one claim at a time, one settlement, and nothing left behind."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.tables import Delivery
from bot.services import claims, outbox, owed
from bot.services.claims import Claim, Taken
from bot.services.messenger import Posted
from bot.services.outbox import Age, Kind, State
from bot.services.pace import Limit, Paces
from tests.world import MONDAY_9_29 as NOW

TEAM, ANA = "T0SHOULDER", "UANA"
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
PLENTY = Paces(post=Limit(1000, 1000), change=Limit(1000, 1000), in_a_channel=timedelta(0))


async def owe(
    database: Database, subject: str, kind: Kind = Kind.NUDGE, target: str = "", due_at: datetime = NOW
) -> bool:
    """Put one message in, for a channel of its own unless one is named."""
    async with database.begin() as session:
        target = target or f"U{subject}"
        return await outbox.enqueue(session, kind, subject, workspace=TEAM, target=target, due_at=due_at)


async def claim(database: Database, owner: str = "one", paces: Paces = PLENTY, now: datetime = NOW) -> list[Claim]:
    """Take what is due, as one round of this worker."""
    return list((await take(database, owner, paces, now)).claims)


async def take(
    database: Database, owner: str = "one", paces: Paces = PLENTY, now: datetime = NOW, most: int = 200
) -> Taken:
    """The same, with the moment at which it is worth looking again."""
    async with database.begin() as session:
        return await claims.claim(session, TEAM, owner=owner, token=new_id(), paces=paces, most=most, now=now)


async def row(database: Database, subject: str) -> Delivery:
    """The row of a subject."""
    async with database.read() as session:
        return (await session.scalars(select(Delivery).where(Delivery.subject == subject))).one()


async def rescue(
    database: Database, *dead: str, me: str = "me", under_way: tuple[str, ...] = (), now: datetime = NOW
) -> int:
    """Give back what nobody will carry any more, as the worker `me` finds it."""
    async with database.begin() as session:
        return await claims.rescue(
            session, dead=dead, me=me, under_way=under_way, now=now, landing=MINUTE, lease=10 * MINUTE
        )


async def test_the_same_thing_is_owed_once(empty: Database) -> None:
    """The key is unique: the second time, nothing is put in."""
    assert [True, False] == [await owe(empty, "a"), await owe(empty, "a")]


async def test_workers_share_and_never_both_hold_a_row(empty: Database) -> None:
    """Eight workers claim at the same moment: each row has one holder."""
    for each in range(40):
        await owe(empty, f"n{each}")
    seven = Paces(post=Limit(1, 40))
    taken = await asyncio.gather(*(claim(empty, f"worker {each}", seven) for each in range(8)))
    ids = [held.id for batch in taken for held in batch]

    assert 40 == len(ids) == len(set(ids))


async def test_a_round_says_when_it_could_not_hold_all(empty: Database) -> None:
    """Three are due and a round takes two: there is more that may go now, unless the pace allows no third."""
    for each in "abc":
        await owe(empty, each)
    two = Paces(post=Limit(1, 2), in_a_channel=timedelta(0))
    full = await take(empty, most=2)
    await rescue(empty, "one")
    paced = await take(empty, paces=two, most=2, now=NOW + SECOND)

    assert [(2, True), (2, False)] == [(len(each.claims), each.full) for each in (full, paced)]


async def test_what_is_not_due_is_not_claimed(empty: Database) -> None:
    """A row due in a minute stays where it is, and nothing asks to be looked at again."""
    await owe(empty, "a", due_at=NOW + MINUTE)

    assert Taken((), None) == await take(empty)


async def test_a_stale_round_cannot_settle(empty: Database) -> None:
    """A worker that was overtaken can neither settle nor put back nor begin to post: its token is no longer the row's."""
    await owe(empty, "a")
    stale = (await claim(empty, "one"))[0]
    await rescue(empty, "one")
    fresh = (await claim(empty, "two"))[0]
    async with empty.begin() as session:
        tried = [
            await claims.about_to_try(session, [stale], now=NOW),
            await claims.sent(session, {stale: Posted("D1", "1.1")}, now=NOW),
            await claims.closed(session, stale, State.FAILED, "no", now=NOW),
            await claims.put_back(session, stale, "later", until=NOW, unclear=True),
        ]

    assert [frozenset(), 0, False, False] == tried
    assert ("claimed", "two", fresh.token) == ((kept := await row(empty, "a")).state, kept.owner, kept.token)


async def test_a_row_is_settled_once(empty: Database) -> None:
    """The second settlement by the same holder changes nothing."""
    await owe(empty, "a")
    held = (await claim(empty))[0]
    async with empty.begin() as session:
        first = await claims.sent(session, {held: Posted("D1", "1.1")}, now=NOW)
        second = await claims.closed(session, held, State.FAILED, "no", now=NOW)

    assert (1, False) == (first, second)
    assert ("sent", "D1", "1.1") == ((kept := await row(empty, "a")).state, kept.channel, kept.ts)


async def test_the_dead_give_back_what_slack_never_heard(empty: Database) -> None:
    """A holder that died before it tried: the row waits again, at once."""
    await owe(empty, "a")
    await claim(empty, "one")
    given_back = await rescue(empty, "one")

    assert 1 == given_back
    assert ("waiting", NOW) == ((kept := await row(empty, "a")).state, kept.due_at)


async def test_the_dead_leave_a_doubt_where_slack_may_have_heard(empty: Database) -> None:
    """A holder that died after it began to try: the row is `unknown`, and rests until a late message would have landed."""
    await owe(empty, "a")
    await begin_to_try(empty, "one")
    await rescue(empty, "one")

    assert ("unknown", NOW + MINUTE) == ((kept := await row(empty, "a")).state, kept.due_at)


async def begin_to_try(database: Database, owner: str) -> Claim:
    """Claim, and note that Slack may hear of it now."""
    held = (await claim(database, owner))[0]
    async with database.begin() as session:
        await claims.about_to_try(session, [held], now=NOW)
    return held


async def test_only_what_a_trouble_put_off_is_late(empty: Database) -> None:
    """Of three messages a trouble puts one off, one's holder dies, and one waits for its person: two are late, from the first."""
    for each in "abc":
        await owe(empty, each)
    a, b, c = sorted(await claim(empty), key=lambda held: held.subject)
    async with empty.begin() as session:
        await claims.put_back(session, a, "http_500", until=NOW + HOUR, unclear=False)
        await claims.put_back(session, b, "outside_hours", until=NOW + HOUR, unclear=False, tried=False)
        await claims.about_to_try(session, [c], now=NOW)
    await rescue(empty, "one", now=NOW + HOUR)
    half = await age(empty, NOW + HOUR / 2)
    again = {held.subject: held for held in await claim(empty, now=NOW + HOUR)}
    async with empty.begin() as session:
        await claims.put_back(session, again["a"], "http_500", until=NOW + 2 * HOUR, unclear=False)
        await claims.put_back(session, again["b"], "http_500", until=NOW + 2 * HOUR, unclear=False)

    assert {"a", "b"} == set(again)
    assert Age(1800, 2, 1) == half
    assert [NOW, NOW + HOUR, NOW] == [(await row(empty, each)).first_due_at for each in "abc"]


async def test_what_is_sent_again_or_waited_for_is_late_no_more(empty: Database) -> None:
    """A trouble put both off; one failed and is sent again, the other's person does not want it now: both are due anew."""
    await owe(empty, "a", Kind.CELEBRATION)
    await owe(empty, "b")
    for until in (NOW + HOUR, NOW + 2 * HOUR):
        a, b = sorted(await claim(empty, now=until - HOUR), key=lambda held: held.subject)
        async with empty.begin() as session:
            for held in (a, b):
                await claims.put_back(session, held, "http_500", until=until, unclear=False)
    late = await age(empty, NOW + 2 * HOUR)
    a, b = sorted(await claim(empty, now=NOW + 2 * HOUR), key=lambda held: held.subject)
    async with empty.begin() as session:
        await claims.closed(session, a, State.FAILED, "no", now=NOW + 2 * HOUR)
        await owed.send_again(session, TEAM, now=NOW + 3 * HOUR)
        await claims.put_back(session, b, "quiet_day", until=NOW + 5 * HOUR, unclear=False, tried=False)

    assert Age(7200, 2, 0) == late
    assert Age(3600, 1, 0) == await age(empty, NOW + 4 * HOUR)


async def age(database: Database, now: datetime) -> Age:
    """How old the outbox is."""
    async with database.read() as session:
        return await outbox.age(session, now)


async def test_the_living_keep_what_may_be_on_the_wire(empty: Database) -> None:
    """A worker that is alive, however long it is paused, loses nothing that it may be about to say."""
    await owe(empty, "a")
    await begin_to_try(empty, "one")

    assert 0 == await rescue(empty, now=NOW + 100 * MINUTE)


async def test_a_lease_ends_before_slack_is_told(empty: Database) -> None:
    """A worker that holds a row too long without speaking loses it; when it wakes up, it may not speak."""
    await owe(empty, "a")
    held = (await claim(empty, "one"))[0]
    early, late = [await rescue(empty, now=NOW + each * MINUTE) for each in (9, 11)]
    async with empty.begin() as session:
        may_speak = await claims.about_to_try(session, [held], now=NOW + 11 * MINUTE)

    assert (0, 1, frozenset()) == (early, late, may_speak)


async def test_a_round_of_mine_that_was_cut_off_is_given_back(empty: Database) -> None:
    """A worker knows which of its rounds are under way; what any other round of its own holds was left behind."""
    await owe(empty, "a")
    held = await begin_to_try(empty, "me")
    under_way, cut_off = [await rescue(empty, under_way=rounds) for rounds in ((held.token,), ())]

    assert (0, 1) == (under_way, cut_off)
    assert "unknown" == (await row(empty, "a")).state


async def test_a_doubt_outlives_a_mistake_of_ours(empty: Database) -> None:
    """Put back by what the row knows: it was tried, so it stays `unknown` and is looked for before the next post."""
    await owe(empty, "a")
    held = await begin_to_try(empty, "one")
    async with empty.begin() as session:
        await claims.put_back(session, held, "our_mistake", until=NOW, unclear=None)

    assert "unknown" == (await row(empty, "a")).state
    assert (await claim(empty))[0].ambiguous


async def test_calling_off_leaves_what_slack_may_have(empty: Database) -> None:
    """A pause withdraws what waits; what is being sent, or may have been, is decided by a look and not by a guess."""
    for subject in ("waiting", "held", "unknown"):
        await owe(empty, subject, target=ANA)
    by_subject = {}
    for deed in ({"unclear": False}, {"unclear": True}, None):
        held = (await claim(empty))[0]
        by_subject[held.subject] = held
        if deed:
            async with empty.begin() as session:
                await claims.put_back(session, held, "later", until=NOW + MINUTE, **deed)
    async with empty.begin() as session:
        await outbox.call_off(session, workspace=TEAM, target=ANA, kinds=(Kind.NUDGE,), now=NOW)

    states = [(await row(empty, subject)).state for subject in by_subject]
    assert ["withdrawn", "unknown", "claimed"] == states


async def test_a_wait_is_not_an_attempt(empty: Database) -> None:
    """Looking whether it is time yet does not use up the attempts."""
    await owe(empty, "a")
    for _ in range(50):
        held = (await claim(empty))[0]
        async with empty.begin() as session:
            await claims.put_back(session, held, "outside_hours", until=NOW, unclear=False, tried=False)

    assert 0 == (await row(empty, "a")).attempts
