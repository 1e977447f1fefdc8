"""What people do, each deed in a transaction of its own, to be done one after the other or at once."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience, Extent
from bot.coaching.errors import CoachingError
from bot.coaching.schedule import Rhythm
from bot.coaching.small_success import Where
from bot.db import queries
from bot.db.engine import Database
from bot.db.tables import Delivery, Enrollment
from bot.sandbox.run import CHICAGO
from bot.services import (
    celebrations,
    checkins,
    claims,
    coach_notes,
    composing,
    digests,
    enrollments,
    finishing,
    planning,
    reflections,
)
from bot.services.actions import Action
from bot.services.claims import Claim
from bot.services.outbox import Kind, State
from bot.services.pace import Paces
from tests.db.rows import WORKSPACE
from tests.services.engines import LIBRARY
from tests.world import MONDAY_9_29

NOW = MONDAY_9_29 + timedelta(minutes=1)
MONDAYS_DIGEST = MONDAY_9_29 + timedelta(days=7)
MANY = 4
SAID = "I asked the aunt first."
Deed = Callable[[AsyncSession], Awaitable[Any]]


async def do(database: Database, deed: Deed) -> Any:
    """One deed in a transaction of its own; a refusal is an answer."""
    try:
        async with database.begin() as session:
            return await deed(session)
    except CoachingError as refused:
        return type(refused)


async def at_once(database: Database, *deeds: Deed) -> list[Any]:
    """All of them at the same moment, each on a connection that is open already."""
    await asyncio.gather(*(do(database, lambda session: session.execute(select(1))) for _ in deeds))
    return await asyncio.gather(*(do(database, deed) for deed in deeds))


async def count(database: Database, table: type, *where: Any) -> int:
    """How many rows there are."""
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table).where(*where)) or 0


async def ana(database: Database) -> Enrollment:
    """Ana's place, as it is now."""
    async with database.read() as session:
        found = await queries.enrollment_of(session, WORKSPACE, "UANA")
    assert found is not None
    return found


def begin(nudge_id: str) -> Deed:
    """Ana presses *Reflect*."""
    return lambda session: reflections.begin_for_nudge(session, LIBRARY, WORKSPACE, "UANA", nudge_id, now=NOW)


def save(reflection_id: str, position: int, said: str) -> Deed:
    """Ana sends one screen."""
    about = {"position": position, "given": said, "now": NOW}
    return lambda session: reflections.save_step(session, LIBRARY, WORKSPACE, "UANA", reflection_id, **about)


def finish(reflection_id: str, audience: Audience = Audience.COACH, now: datetime = NOW) -> Deed:
    """Ana picks who can read it."""
    about = {"audience": audience, "extent": Extent.ALL, "now": now}
    return lambda session: finishing.finish(session, LIBRARY, WORKSPACE, "UANA", reflection_id, **about)


async def written(database: Database, nudge_id: str) -> str:
    """Ana has answered every screen; gives the draft's id."""
    page = await do(database, begin(nudge_id))
    while page.screen is not None:
        said = SAID if page.screen.question is not None else None
        page = await do(database, save(page.reflection_id, page.position, said or ""))
    return str(page.reflection_id)


def celebrate(celebration_id: str, said: str, where: Where = Where.CHANNEL) -> Deed:
    """Ana approves a small success."""
    return lambda session: celebrations.approve(session, WORKSPACE, "UANA", celebration_id, said, where=where, now=NOW)


def amplify(celebration_id: str, said: str, coach: str = "UCORA") -> Deed:
    """A coach writes a sentence on it."""
    return lambda session: coach_notes.write(session, WORKSPACE, coach, celebration_id, said, now=NOW)


async def drafted(database: Database, said: str = "I asked first") -> str:
    """Ana has a draft of a small success."""
    made = await do(
        database, lambda session: celebrations.draft(session, WORKSPACE, "UANA", said, checkin_id=None, now=NOW)
    )
    return str(made.id)


def accept(days: frozenset[int] = frozenset({1}), opens: time = time(10)) -> Deed:
    """Ana says yes, with a rhythm of her own."""
    rhythm = Rhythm(days, opens, time(12, 30), CHICAGO)
    about = {"version": 1, "rhythm": rhythm, "per_week": 2, "cheer": "channel", "now": NOW}
    return lambda session: enrollments.accept(session, WORKSPACE, "UANA", **about)


def leave(session: AsyncSession) -> Coroutine[Any, Any, Any]:
    """Ana leaves."""
    return enrollments.leave(session, WORKSPACE, "UANA", version=1, now=NOW)


def pause(session: AsyncSession) -> Coroutine[Any, Any, Any]:
    """Ana goes quiet."""
    return enrollments.pause(session, WORKSPACE, "UANA", until=None, now=NOW)


def resume(session: AsyncSession) -> Coroutine[Any, Any, Any]:
    """Ana starts again."""
    return enrollments.resume(session, WORKSPACE, "UANA", now=NOW)


def plan(session: AsyncSession) -> Coroutine[Any, Any, Any]:
    """The clock beats."""
    return planning.plan_due(session, LIBRARY, spread=timedelta(0), now=NOW, limit=100)


async def claimed(database: Database) -> Claim:
    """Somebody is about to send Ana's nudge."""
    async with database.begin() as session:
        others = update(Delivery).where(Delivery.kind != Kind.NUDGE).values(state=State.WITHDRAWN)
        await session.execute(others)
        taken = await claims.claim(session, WORKSPACE, owner="one", token="a round", paces=Paces(), now=NOW)
        return next(each for each in taken.claims if each.kind is Kind.NUDGE)


def decide(held: Claim) -> Deed:
    """What there is to do for a message that somebody is about to send."""

    async def deed(session: AsyncSession) -> Action:
        known = await composing.prepare(session, [held])
        action = await composing.compose(session, LIBRARY, held, now=NOW)
        del known
        return action

    return deed


async def compose(session: AsyncSession) -> Any:
    """What Cora's digest says when it goes."""
    owed = (await session.scalars(select(Delivery).where(Delivery.kind == Kind.DIGEST))).one()
    return await digests.compose(session, LIBRARY, await queries.digest_of(session, owed.subject), now=MONDAYS_DIGEST)


def narrow(checkin_id: str) -> Deed:
    """Ana keeps it to herself after all."""
    about = {"audience": Audience.ONLY_ME, "extent": Extent.ALL, "now": MONDAYS_DIGEST}
    return lambda session: checkins.share(session, WORKSPACE, "UANA", checkin_id, **about)


def reword(checkin_id: str) -> Deed:
    """Ana writes it anew."""

    async def deed(session: AsyncSession) -> None:
        lines = await checkins.read_own(session, WORKSPACE, "UANA", checkin_id, now=MONDAYS_DIGEST)
        anew = {line.step: "I waited." for line in lines}
        await checkins.edit(session, WORKSPACE, "UANA", checkin_id, anew, now=MONDAYS_DIGEST)

    return deed


def take_back(checkin_id: str) -> Deed:
    """Ana takes it back."""
    return lambda session: checkins.withdraw(session, WORKSPACE, "UANA", checkin_id, now=MONDAYS_DIGEST)
