"""Say what is owed: claim a round, compose it, send it, settle it. This file owns the promise “never twice, never lost”."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar, assert_never

import structlog

from bot.coaching.language import ENGLISH, read_in
from bot.services import claims, composing, heeding, languages, outcomes
from bot.services.actions import Action, Post, Publish, Remove, Settle, Update, Wait
from bot.services.claims import Claim, Taken
from bot.services.courier import Courier
from bot.services.messenger import Busy, Posted, Refused, SwitchedOff
from bot.services.outbox import Kind, State
from bot.services.outcomes import LONGEST_WAIT, Again, Outcome, Over, Sent, at_least, meaning

log = structlog.get_logger()

CLOCKS_MAY_DIFFER = timedelta(hours=1)
POSTS_AT_ONCE = 10
ROUNDS_AT_ONCE = 3
A_FEW = 5
A_BREATH = timedelta(seconds=1)
RATHER_LOST = (Kind.NUDGE, Kind.CELEBRATION)
T = TypeVar("T")


async def nobody_else() -> None:
    """What is left waits for the next round."""


async def carry(courier: Courier, workspace: str, more: Callable[[], Awaitable[None]] = nobody_else) -> Taken:
    """One round in one workspace; says what was tried, and when it is worth coming back.

    `more` calls somebody for what one round could not hold, before this one is said.
    """
    database, messenger = courier.database.within(workspace), courier.messenger.within(workspace)
    courier = replace(courier, database=database, messenger=messenger, claims_as=courier.life.worker)
    most = claims.LARGEST_ROUND if courier.life.alone else claims.A_FAIR_ROUND
    with courier.rounds.one() as token:
        async with courier.courtesy.piece(), courier.database.begin() as session:
            taken = await claims.claim(
                session,
                workspace,
                owner=courier.claims_as,
                token=token,
                paces=courier.paces,
                most=courier.courtesy.much_of(most, claims.A_SMALL_ROUND),
                now=courier.clock(),
            )
        if taken.full:
            await more()
        await _attempt(courier, taken.claims)
        return taken


async def carry_all(courier: Courier, *, patience: timedelta, enough: timedelta) -> int:
    """Carry until nothing is due; says how many rows were tried.

    Each pass is a few rounds in every workspace that has something due, so that a large agency does not delay a small one.
    What may go within `patience` is waited for; after `enough` time the rest is left for the next beat.
    """
    await rescue(courier)
    tried, stop_at = 0, courier.clock() + enough
    while courier.clock() < stop_at and not courier.stopping.is_set():
        rounds = await _pass(courier)
        tried += (moved := sum(len(each.claims) for each in rounds))
        again = min((each.again for each in rounds if each.again), default=None)
        if again is None or (not moved and again - courier.clock() > patience):
            break
        if not moved:
            await _wait(courier, min(again - courier.clock(), A_BREATH))
    return tried


async def _pass(courier: Courier) -> list[Taken]:
    due = await claims.workspaces_due(courier.database, courier.clock())
    async with asyncio.TaskGroup() as together:
        passes = [together.create_task(_few_rounds(courier, workspace)) for workspace in due]
    return [taken for each in passes for taken in each.result()]


async def _few_rounds(courier: Courier, workspace: str) -> list[Taken]:
    """A round, and while it is said the next one, as long as each is full."""
    rounds: list[asyncio.Task[Taken]] = []
    async with asyncio.TaskGroup() as together:

        async def one_more() -> None:
            if len(rounds) < ROUNDS_AT_ONCE:
                rounds.append(together.create_task(carry(courier, workspace, one_more)))

        await one_more()
    return [each.result() for each in rounds]


async def _wait(courier: Courier, while_: timedelta) -> None:
    """Wait a little; less when the app is about to stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(while_.total_seconds(), 0.0)):
            await courier.stopping.wait()


async def rescue(courier: Courier) -> int:
    """Give back what was left behind: by the dead, by a round of ours that was cut off, by a lease that is over.

    What was claimed within the last breath is being said just now, and a beat that finds nothing else asks nobody who lives.
    """
    held_by = await claims.holders(courier.database, since=courier.clock() - A_BREATH)
    if not held_by:
        return 0
    dead = held_by - await courier.life.living(held_by) - {courier.life.worker}
    async with courier.database.begin() as session:
        return await claims.rescue(
            session,
            dead=dead,
            me=courier.life.worker,
            under_way=tuple(courier.rounds.tokens),
            now=courier.clock(),
            landing=courier.landing,
            lease=courier.lease,
        )


async def _attempt(courier: Courier, held: Sequence[Claim]) -> None:
    """Look for what may have arrived, compose the rest, send it, and write down what came of each."""
    came: dict[Claim, Outcome] = {}
    to_say = await _heed(courier, await _look(courier, held, came))
    actions = await _compose(courier, to_say, came)
    # No session is open while Slack is on the line: a slow Slack must not hold our connections.
    await _act_on(courier, actions, came)
    await _write_down(courier, came)


async def _tried(work: Awaitable[T]) -> T | Exception:
    """The only catch-all of the product: a row that breaks our code must fail alone. What it means is said by `outcomes.meaning`."""
    try:
        return await work
    except Exception as problem:
        return problem


async def _look(courier: Courier, held: Sequence[Claim], came: dict[Claim, Outcome]) -> list[Claim]:
    """The claims that are to be said: all that were never tried, and those of the others that have not arrived."""
    doubtful = [claim for claim in held if claim.ambiguous]
    answers = await asyncio.gather(*(_tried(_find(courier, claim)) for claim in doubtful))
    for claim, answer in zip(doubtful, answers, strict=True):
        if (outcome := _after_looking(courier, claim, answer)) is not None:
            came[claim] = outcome
    return [claim for claim in held if claim not in came]


async def _heed(courier: Courier, to_say: Sequence[Claim]) -> Sequence[Claim]:
    """Each with what Slack says against it just now. What nobody can find out keeps nothing back."""
    heeded = await _tried(heeding.heed(courier.database, courier.messenger, to_say, now=courier.clock()))
    if isinstance(heeded, Exception):
        log.warning("not_heeded", mistake=type(heeded).__name__)
        return to_say
    return heeded


async def _find(courier: Courier, held: Claim) -> Posted | None:
    """Only the channel's own history can tell whether an unclear message has arrived."""
    since = (held.tried_at or courier.clock()) - CLOCKS_MAY_DIFFER
    return await courier.messenger.find(held.target, delivery=held.id, since=since)


def _after_looking(courier: Courier, held: Claim, answer: Posted | Exception | None) -> Outcome | None:
    """What a look settles; None when the message is to be said.

    Where we may not look, a nudge or a celebration is rather lost than said twice, and somebody is told; what a person
    waits for is said again.
    """
    match answer:
        case None:
            return None
        case Posted():
            return Sent(answer)
        case Refused():
            return Over(State.FAILED, "cannot_confirm") if held.kind in RATHER_LOST else None
        case Busy():
            return Again(answer.reason, at_least(answer.wait, held), unclear=True)
        case SwitchedOff():  # it may stand there still: once we are let in again, it is looked for before it is said
            return Again(answer.reason, LONGEST_WAIT, unclear=True, hush=True)
        case _:
            return meaning(held, answer, courier.landing)


async def _compose(courier: Courier, held: Sequence[Claim], came: dict[Claim, Outcome]) -> dict[Claim, Action]:
    """What to do for each, in one transaction; when one of them breaks it, each in its own."""
    if not held:
        return {}
    async with courier.courtesy.piece():
        together = await _tried(_composed(courier, held))
    if not isinstance(together, Exception):
        return together
    actions: dict[Claim, Action] = {}
    for claim in held:
        async with courier.courtesy.piece():
            alone = await _tried(_composed(courier, [claim]))
        if isinstance(alone, Exception):
            came[claim] = meaning(claim, alone, courier.landing)
        else:
            actions |= alone
    return actions


async def _composed(courier: Courier, held: Sequence[Claim]) -> dict[Claim, Action]:
    """The actions, with a note in the rows that Slack may hear of them; without what somebody else holds by now."""
    now = courier.clock()
    actions: dict[Claim, Action] = {}
    async with courier.database.begin() as session:
        known = await composing.prepare(session, held)
        tongues = await languages.of(session, held[0].workspace, {claim.target for claim in held})
        for number, claim in enumerate(held):
            tongue = tongues.get(claim.target, ENGLISH)
            with read_in(tongue):
                action = await composing.compose(session, courier.library.spoken(tongue), claim, now=now)
            if tongue != ENGLISH and isinstance(action, Post | Update | Publish):
                action = replace(action, language=tongue)
            actions[claim] = action
            if number % A_FEW == 0:
                await asyncio.sleep(0)  # a long round must not keep Slack's clicks waiting
        posts = [claim for claim, action in actions.items() if isinstance(action, Post)]
        ours = await claims.about_to_try(session, posts, now=now) if posts else frozenset()
        del known
    return {claim: action for claim, action in actions.items() if not isinstance(action, Post) or claim.id in ours}


async def _act_on(courier: Courier, actions: Mapping[Claim, Action], came: dict[Claim, Outcome]) -> None:
    room = asyncio.Semaphore(POSTS_AT_ONCE)

    async def one(held: Claim, action: Action) -> None:
        async with room:
            outcome = await _tried(_act(courier, held, action))
        if isinstance(outcome, Exception):
            outcome = meaning(held, outcome, courier.landing)
        if outcome is not None:
            came[held] = outcome

    await asyncio.gather(*(one(held, action) for held, action in actions.items()))


async def _act(courier: Courier, held: Claim, action: Action) -> Outcome | None:
    """Do it; None when this worker counts as dead, and others have taken over."""
    match action:
        case Post(message, language):
            if (against := await heeding.against_posting(courier.messenger, held)) is not None:
                return against
            if not await courier.life.still(courier.claims_as):
                return None
            with read_in(language):
                return Sent(await courier.messenger.post(held.target, message, delivery=held.id))
        case Update(posted, delivery, message, language):
            with read_in(language):
                await courier.messenger.update(posted, message, delivery=delivery)
            return Sent(None)
        case Remove(posted):
            await courier.messenger.remove(posted)
            return Sent(None)
        case Publish(corner, language):
            with read_in(language):
                await courier.messenger.publish(corner, courier.library.spoken(language))
            return Sent(None)
        case Settle(state, reason):
            return Over(state, reason, spoke=False)
        case Wait(until, reason):
            return Again(reason, until - courier.clock(), spoke=False)
        case _:
            assert_never(action)


async def _write_down(courier: Courier, came: Mapping[Claim, Outcome]) -> None:
    """All in one transaction; when one of them breaks it, each in its own. What is not written is looked for later."""
    if not came:
        return
    async with courier.courtesy.piece():
        together = await _tried(_settle(courier, came))
    if not isinstance(together, Exception):
        return
    for held, outcome in came.items():
        async with courier.courtesy.piece():
            problem = await _tried(_settle(courier, {held: outcome}))
        if isinstance(problem, Exception):
            log.error("not_written_down", delivery=held.id, kind=held.kind, exc_info=problem)


async def _settle(courier: Courier, came: Mapping[Claim, Outcome]) -> None:
    async with courier.database.begin() as session:
        await outcomes.write_down(session, came, courier.paces, now=courier.clock())
    for held, outcome in came.items():
        courier.tally.add("sends", held.kind, outcomes.in_a_word(outcome))
