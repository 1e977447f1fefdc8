"""Before questions go out, heed what Slack says of their readers: vacation, sickness, Do Not Disturb, a closed account.

What Slack does not say keeps nothing back. Before a small success is posted, heed what it says of the channel.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.coaching import quiet
from bot.coaching.quiet import Quiet
from bot.db import due, queries
from bot.db.engine import Database
from bot.services import channels, whereabouts
from bot.services.claims import Claim
from bot.services.messenger import Busy, Messenger, SendProblem
from bot.services.outbox import Kind, State
from bot.services.outcomes import Again, Outcome, Over, at_least

log = structlog.get_logger()

HEEDING = (Kind.NUDGE, Kind.AGREEMENT, Kind.GOAL, Kind.COACH_NOTE, Kind.NEW_COACH, Kind.OFFER)
"""What comes by the clock, or because somebody else asked or wrote. An answer to what a person has just done is never kept back."""
MOST_LOOKS = 5
MOST_AHEAD = 100
LOOK_AHEAD = timedelta(minutes=4)
Person = tuple[str, str]


async def heed(database: Database, messenger: Messenger, claims: Sequence[Claim], *, now: datetime) -> list[Claim]:
    """The same claims, each with what speaks against it now: one question to Slack for all of them, before any is composed."""
    people = {(each.workspace, each.target) for each in claims if each.kind in HEEDING}
    if not people:
        return list(claims)
    found = {who: each for who, each in (await _quiet(database, messenger, people, now)).items() if each is not None}
    against = [found.get((each.workspace, each.target)) if each.kind in HEEDING else None for each in claims]
    return [replace(each, quiet=said) if said else each for each, said in zip(claims, against, strict=True)]


async def against_posting(messenger: Messenger, held: Claim) -> Outcome | None:
    """What becomes of a small success while another organization is in its channel, or Slack cannot say; all else is posted.

    No other message waits for that.
    """
    if held.kind is not Kind.CELEBRATION:
        return None
    try:
        shared = await messenger.is_shared_with_others(held.target)
    except Busy as busy:
        return Again(busy.reason, at_least(busy.wait, held))
    return Over(State.FAILED, channels.SHARED, spoke=False) if shared else None


async def _quiet(
    database: Database, messenger: Messenger, people: Collection[Person], now: datetime
) -> Mapping[Person, Quiet | None]:
    seen = await _seen(database, people)
    stale = [person for person, each in seen.items() if quiet.must_look_again(each, now)]
    for workspace, person in sorted(stale)[:MOST_LOOKS]:
        await _look_again(database, messenger, workspace, person, now)
    if stale:
        seen = await _seen(database, people)
    reachable = {person for person in people if quiet.decide(seen.get(person), None, now) is None}
    until = await _do_not_disturb(database, messenger, reachable, now) if reachable else {}
    return {person: quiet.decide(seen.get(person), until.get(person[1]), now) for person in people}


async def _do_not_disturb(
    database: Database, messenger: Messenger, people: Collection[Person], now: datetime
) -> Mapping[str, datetime]:
    """Slack is seldom asked about one person alone: whoever is next in the next minutes is asked about in the same breath."""

    async def soon() -> Sequence[str]:
        async with database.read() as session:
            workspaces = {workspace for workspace, _ in people}
            return await due.next_readers(session, workspaces, HEEDING, before=now + LOOK_AHEAD, limit=MOST_AHEAD)

    return await messenger.quiet_until({person for _, person in people}, now, soon=soon)


async def _seen(database: Database, people: Collection[Person]) -> dict[Person, quiet.Seen]:
    async with database.read() as session:
        return {
            (workspace, person): whereabouts.seen(row)
            for workspace in {each for each, _ in people}
            for person, row in (
                await queries.whereabouts(session, workspace, [who for each, who in people if each == workspace])
            ).items()
        }


async def _look_again(database: Database, messenger: Messenger, workspace: str, person: str, now: datetime) -> None:
    """A status without an end, seen a day ago or more: it may be over. Few people have one, and each is asked for once a day."""
    try:
        profile = await messenger.profile(person)
    except SendProblem as problem:
        log.info("profile_not_read", person=person, reason=problem.reason)
        return
    if profile is not None:
        async with database.begin() as session:
            told_at = now - whereabouts.CLOCKS_MAY_DIFFER
            await whereabouts.observe(session, workspace, profile, told_at=told_at, now=now)
