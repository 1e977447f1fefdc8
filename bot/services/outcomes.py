"""What came of one attempt, as values: sent, over, or once more; and how each is written down."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import NotFound
from bot.services import claims, pace, silences, undelivered
from bot.services.claims import Claim
from bot.services.messenger import Busy, Posted, Refused, SwitchedOff, Unclear
from bot.services.outbox import CHANGES, Kind, State
from bot.services.pace import Paces, Way

log = structlog.get_logger()

LONGEST_WAIT = timedelta(minutes=10)
MOST_MISTAKES = 20


@dataclass(frozen=True)
class Sent:
    """Slack has it. `posted` is None for a change to what stood there."""

    posted: Posted | None


@dataclass(frozen=True)
class Over:
    """It will not be sent, and the row says why. `spoke`: Slack was asked."""

    state: State
    reason: str
    spoke: bool = True


@dataclass(frozen=True)
class Again:
    """Try again after a while. `unclear`: Slack may have it (None: as the row says). `hush`: all others wait as well.

    Without a word to Slack (`spoke=False`) it does not count as an attempt.
    """

    reason: str
    wait: timedelta
    unclear: bool | None = False
    spoke: bool = True
    hush: bool = False


Outcome = Sent | Over | Again


def in_a_word(outcome: Outcome) -> str:
    """What came of it, for whoever counts."""
    match outcome:
        case Sent():
            return State.SENT
        case Over():
            return outcome.state
        case Again():
            return "again"
        case _:
            assert_never(outcome)


def meaning(held: Claim, problem: Exception, landing: timedelta) -> Outcome:
    """What a problem means for its row.

    Slack's troubles are waited out, however long they last: only an expiry ends that. Our own mistakes end after a while.
    """
    match problem:
        case Busy():
            return Again(problem.reason, at_least(problem.wait, held), hush=True)
        case SwitchedOff():
            return Again(problem.reason, LONGEST_WAIT, hush=True)
        case Unclear():
            return Again(problem.reason, at_least(landing, held), unclear=held.kind not in CHANGES)
        case Refused():
            return Over(State.FAILED, problem.reason)
        case NotFound():
            return Over(State.FAILED, "not_in_library")
    log.error("delivery_broke", delivery=held.id, kind=held.kind, mistake=type(problem).__name__, exc_info=problem)
    if held.attempts < MOST_MISTAKES:
        return Again("our_mistake", _backoff(held.attempts), unclear=None)
    return Over(State.FAILED, "our_mistake")


def at_least(wait: timedelta, held: Claim) -> timedelta:
    """As long as Slack asks, and longer each time: a Slack in trouble is not helped by more calls."""
    return max(wait, _backoff(held.attempts - 1))


def _backoff(attempts: int) -> timedelta:
    """Two seconds after the first, then four, eight … up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), LONGEST_WAIT)


async def write_down(session: AsyncSession, outcomes: Mapping[Claim, Outcome], paces: Paces, *, now: datetime) -> None:
    """Settle what the round holds. What somebody else decided meanwhile stays as it is, and is never sent again here."""
    lost = [held.subject for held, outcome in outcomes.items() if isinstance(outcome, Over) and _is_first(held)]
    if lost:
        await silences.not_arrived(session, lost)  # it holds people, and they come before their deliveries
    arrived = {held: outcome.posted for held, outcome in outcomes.items() if isinstance(outcome, Sent)}
    if arrived and (overtaken := len(arrived) - await claims.sent(session, arrived, now=now)):
        log.warning("overtaken", rows=overtaken)
    for held, outcome in outcomes.items():
        match outcome:
            case Sent():
                log.info("delivered", delivery=held.id, kind=held.kind)
            case Over(state, reason):
                await _close(session, held, state, reason, now)
            case Again():
                await _put_back(session, held, outcome, now)
            case _:
                assert_never(outcome)
    silent = (held for held, outcome in outcomes.items() if not isinstance(outcome, Sent) and not outcome.spoke)
    for (workspace, way), tokens in Counter((held.workspace, way_of(held)) for held in silent).items():
        await pace.give_back(session, workspace, way, paces.of(way), tokens)


def _is_first(held: Claim) -> bool:
    """A question, and no copy of it that somebody wanted later."""
    return held.kind is Kind.NUDGE and held.about is None


def way_of(held: Claim) -> Way:
    """How this message reaches Slack, as Slack counts it."""
    return Way.CHANGE if held.kind in CHANGES else Way.POST


async def _close(session: AsyncSession, held: Claim, state: State, reason: str, now: datetime) -> None:
    lost = state is State.FAILED or (state is State.EXPIRED and held.kind is Kind.DIGEST)
    if await claims.closed(session, held, state, reason, now=now) and lost:
        await undelivered.tell(session, held, reason, now=now)
    log.info("not_delivered", delivery=held.id, kind=held.kind, state=state, reason=reason)


async def _put_back(session: AsyncSession, held: Claim, again: Again, now: datetime) -> None:
    until = now + again.wait
    await claims.put_back(session, held, again.reason, until=until, unclear=again.unclear, tried=again.spoke)
    if again.hush:
        await pace.pause(session, held.workspace, way_of(held), until)
    log.info("put_back", delivery=held.id, kind=held.kind, reason=again.reason)
