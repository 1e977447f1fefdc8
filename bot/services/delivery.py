"""Say what is owed: claim a row, compose it, send it, settle it. This file owns the promise “never twice, never lost”."""

from asyncio import Event
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.coaching.errors import NotFound
from bot.coaching.prompts import Library
from bot.db.engine import Database
from bot.services import composing, heeding, outbox, undelivered
from bot.services.composing import NotYet, Post, Remove, Settle, Update, Wait
from bot.services.messenger import Busy, Messenger, Posted, Refused, Unclear
from bot.services.outbox import Claim, Kind, State

log = structlog.get_logger()

IN_A_MOMENT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
MOST_MISTAKES = 20
CLOCKS_MAY_DIFFER = timedelta(hours=1)
RATHER_LOST = (Kind.NUDGE, Kind.CELEBRATION)
SAFE_TO_REPEAT = (Kind.REFRESH, Kind.REMOVAL)


@dataclass(frozen=True)
class Courier:
    """Who carries: one worker with its way out, its clock, and the time that a late message gets to land."""

    database: Database
    messenger: Messenger
    library: Library
    clock: Callable[[], datetime]
    worker: str
    landing: timedelta
    stopping: Event = field(default_factory=Event)


async def deliver_due(courier: Courier) -> int:
    """Send everything that is due; says how many rows were tried. Only one of these runs at a time.

    So whatever is still claimed at its start was left behind, by a dead process or by a beat that was cut off.
    """
    await rescue(courier)
    tried = 0
    while claims := await _claim(courier):
        for held in claims:
            if courier.stopping.is_set():
                return tried
            await _attempt(courier, held)
            tried += 1
    return tried


async def rescue(courier: Courier) -> int:
    """Take over what was left behind. On SQLite one process holds the database, so no other worker is alive."""
    async with courier.database.begin() as session:
        return await outbox.rescue(session, living=(), now=courier.clock(), landing=courier.landing)


async def _claim(courier: Courier) -> list[Claim]:
    async with courier.database.begin() as session:
        claims = await outbox.claim(session, owner=courier.worker, now=courier.clock())
    return await heeding.heed(courier.database, courier.messenger, claims, now=courier.clock())


async def _attempt(courier: Courier, held: Claim) -> None:
    """One attempt. The only catch-all of the product: a row that breaks our code must fail alone.

    Slack's troubles are waited out, however long they last: only an expiry ends that. Our own mistakes end after a while.
    """
    try:
        if not held.ambiguous or await _never_arrived(courier, held):
            await _act(courier, held)
    except Busy as busy:
        await _put_back(courier, held, busy.reason, wait=_at_least(busy.wait, held), unclear=False)
    except Unclear as unclear:
        maybe = held.kind not in SAFE_TO_REPEAT
        await _put_back(courier, held, unclear.reason, wait=_at_least(courier.landing, held), unclear=maybe)
    except Refused as refused:
        await _close(courier, held, State.FAILED, refused.reason)
    except NotFound:
        await _close(courier, held, State.FAILED, "not_in_library")
    except Exception as mistake:
        log.exception("delivery_broke", delivery=held.id, kind=held.kind, mistake=type(mistake).__name__)
        if held.attempts < MOST_MISTAKES:
            await _put_back(courier, held, "our_mistake", wait=_backoff(held.attempts), unclear=None)
        else:
            await _close(courier, held, State.FAILED, "our_mistake")


async def _never_arrived(courier: Courier, held: Claim) -> bool:
    """Whether an earlier, unclear attempt may be made again. If it arrived after all, settle it instead.

    Only the channel's own history can tell. Where we may not look, a nudge or a celebration is rather lost than said
    twice, and somebody is told; what a person waits for is said again.
    """
    since = (held.tried_at or courier.clock()) - CLOCKS_MAY_DIFFER
    try:
        found = await courier.messenger.find(held.target, delivery=held.id, since=since)
    except Busy as busy:
        await _put_back(courier, held, busy.reason, wait=_at_least(busy.wait, held), unclear=True)
        return False
    except Refused:
        if held.kind in RATHER_LOST:
            await _close(courier, held, State.FAILED, "cannot_confirm")
        return held.kind not in RATHER_LOST
    if found is not None:
        await _sent(courier, held, found)
    return found is None


async def _act(courier: Courier, held: Claim) -> None:
    async with courier.database.begin() as session:
        action = await composing.compose(session, courier.library, held, now=courier.clock())
        ours = not isinstance(action, Post) or await outbox.about_to_try(session, held, now=courier.clock())
    # No session is open while Slack is on the line: a slow Slack must not hold our connections.
    match action:
        case Post(message):
            if ours:
                await _sent(courier, held, await courier.messenger.post(held.target, message, delivery=held.id))
        case Update(posted, delivery, message):
            await courier.messenger.update(posted, message, delivery=delivery)
            await _sent(courier, held, None)
        case Remove(posted):
            await courier.messenger.remove(posted)
            await _sent(courier, held, None)
        case Settle(state, reason):
            await _close(courier, held, state, reason)
        case Wait(until, reason):
            await _put_back(courier, held, reason, wait=until - courier.clock(), unclear=False, tried=False)
        case NotYet():
            await _put_back(courier, held, "waits_for_another", wait=IN_A_MOMENT, unclear=False, tried=False)
        case _:
            assert_never(action)


async def _sent(courier: Courier, held: Claim, posted: Posted | None) -> None:
    async with courier.database.begin() as session:
        ours = await outbox.sent(session, held, posted, now=courier.clock())
    log.info("delivered", delivery=held.id, kind=held.kind, ours=ours)


async def _close(courier: Courier, held: Claim, state: State, reason: str) -> None:
    lost = state is State.FAILED or (state is State.EXPIRED and held.kind is Kind.DIGEST)
    async with courier.database.begin() as session:
        if await outbox.closed(session, held, state, reason, now=courier.clock()) and lost:
            await undelivered.tell(session, held, reason, now=courier.clock())
    log.info("not_delivered", delivery=held.id, kind=held.kind, state=state, reason=reason)


async def _put_back(
    courier: Courier, held: Claim, reason: str, *, wait: timedelta, unclear: bool | None, tried: bool = True
) -> None:
    async with courier.database.begin() as session:
        until = courier.clock() + wait
        await outbox.put_back(session, held, reason, until=until, unclear=unclear, tried=tried)
    log.info("put_back", delivery=held.id, kind=held.kind, reason=reason)


def _at_least(wait: timedelta, held: Claim) -> timedelta:
    """As long as Slack asks, and longer each time: a Slack in trouble is not helped by more calls."""
    return max(wait, _backoff(held.attempts - 1))


def _backoff(attempts: int) -> timedelta:
    """Two seconds after the first, then four, eight … up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), LONGEST_WAIT)
