"""“Your next question comes …” is true: what is told ahead is what planning then does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.coaching.days_away import Away
from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.tables import Celebration, Delivery, Enrollment, Nudge
from bot.services import beat, enrollments, expecting, memories
from tests.services.deeds import NOW, ana
from tests.services.engines import LIBRARY, on_sqlite, seed
from tests.services.test_planning import TEAM, change, why
from tests.world import MONDAY_9_29

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
SUGGESTED = "kin.goal.1"
FEW = replace(LIBRARY, prompts={SUGGESTED: LIBRARY.prompts[SUGGESTED]})
"""A library of one question: it rests between its times."""


@dataclass(frozen=True)
class Case:
    """How somebody stands on a Monday, two minutes before nine thirty."""

    days: str
    per_week: int
    silent: int
    asked: tuple[int, ...]
    celebrated: tuple[int, ...]
    suggested: bool
    quiet: int
    away: tuple[int, int] | None
    few: bool


cases = st.builds(
    Case,
    days=st.sampled_from(["0", "0,2", "1,2,4", "4", "5,6"]),
    per_week=st.integers(1, 3),
    silent=st.integers(0, 7),
    asked=st.lists(st.integers(-12, 3), max_size=5, unique=True).map(tuple),
    celebrated=st.lists(st.integers(-9, 0), max_size=2).map(tuple),
    suggested=st.booleans(),
    quiet=st.integers(0, 9),
    away=st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(1, 9))),
    few=st.booleans(),
)


async def _stands(database: Database, case: Case) -> None:
    """Write it all into Ana's rows, in the place of what stood there."""
    away = Away((NOW + case.away[0] * A_DAY).date(), (NOW + sum(case.away) * A_DAY).date()) if case.away else None
    async with database.begin() as session:
        for table in (Celebration, Delivery, Nudge):
            await session.execute(delete(table))
        place = await session.scalar(select(Enrollment).where(Enrollment.caseworker == "UANA"))
        assert place is not None
        place.days, place.per_week, place.silent, place.away = case.days, case.per_week, case.silent, None
        place.suggested, place.suggested_by = (SUGGESTED, place.coach) if case.suggested else (None, None)
        place.quiet_until = MONDAY_9_29 + case.quiet * A_DAY if case.quiet else None
        for day in case.asked:
            session.add(_asked(place, NOW + day * A_DAY))
        for day in case.celebrated:
            session.add(_celebrated(place, MONDAY_9_29 + day * A_DAY))
        await memories.forget(session, place.id)
        place.next_nudge_at = await enrollments.next_time(session, place, MONDAY_9_29)
        if away is not None:
            await enrollments.go_away(session, TEAM, "UANA", away, now=MONDAY_9_29)
        place.silent = case.silent


def _asked(place: Enrollment, at: datetime) -> Nudge:
    return Nudge(
        workspace=TEAM,
        enrollment_id=place.id,
        occasion=f"ask:{at}",
        prompt_id=SUGGESTED,
        prompt_version=1,
        topic="kin",
        strategy="goal",
        local_day=at.date(),
        planned_at=MONDAY_9_29,
    )


def _celebrated(place: Enrollment, at: datetime) -> Celebration:
    return Celebration(
        id=new_id(),
        workspace=TEAM,
        enrollment_id=place.id,
        caseworker="UANA",
        channel="CWINS",
        drafted_at=at,
        approved_at=at,
    )


async def _really_comes(database: Database, library: object) -> tuple[datetime, bool] | None:
    """Let the clock plan from one time to the next, until it brings something; and whether it was the suggestion."""
    for _ in range(60):
        place = await ana(database)
        assert place.next_nudge_at is not None
        now = max(place.next_nudge_at, MONDAY_9_29)
        await beat.plan(database, library, now=now)  # type: ignore[arg-type]
        async with database.read() as session:
            hers = (Nudge.enrollment_id == place.id, Nudge.occasion.startswith("day:"))
            found = await session.scalar(select(Nudge).where(*hers))
        if found is not None:
            return now, found.suggested_by is not None
    return None


@asynccontextmanager
async def _anas() -> AsyncIterator[Database]:
    with TemporaryDirectory() as folder:
        async with on_sqlite(Path(folder)) as database:
            await seed(database, MONDAY_9_29)
            yield database


async def told_and_true(case: Case) -> tuple[object, object]:
    """What Ana is told, and what comes."""
    library = FEW if case.few else LIBRARY
    async with _anas() as database:
        await _stands(database, case)
        async with database.read() as session:
            told = await expecting.expected_next(session, library, await ana(database), now=MONDAY_9_29)
        came = await _really_comes(database, library)
    assert told is not None
    by_suggestion = told.suggestion is not None and told.suggestion.at is not None
    return (told.at, by_suggestion) if told.at else None, came


@example(Case("0,2", 1, 0, (-0,), (), False, 0, None, False))
@example(Case("0,2", 2, 0, (-2, -1), (0,), True, 0, None, True))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases)
def test_what_is_told_is_what_comes(case: Case) -> None:
    """However full the week, however quiet it was, whatever rests, is suggested, or is a day off."""
    told, came = asyncio.run(told_and_true(case))

    assert told == came


async def test_in_a_full_week_the_next_week_is_named(database: Database) -> None:
    """One a week, and Monday's has come: Wednesday brings nothing, and Ana is told so before."""
    await change(database, per_week=1)
    await beat.plan(database, LIBRARY, now=NOW)
    async with database.begin() as session:
        await session.execute(delete(Delivery))

    assert "Your next question comes Monday, Nov 9 at 9:30 am." in await why(database, NOW + timedelta(hours=1))


async def test_what_is_owed_already_is_the_next_one(database: Database) -> None:
    """The clock has planned today's question, and it waits for its own minute: that one comes next, and not Wednesday's."""
    await beat.plan(database, LIBRARY, now=NOW)
    async with database.begin() as session:
        owed = await session.scalar(select(Delivery).where(Delivery.kind == "nudge"))
        assert owed is not None
        owed.due_at = NOW + timedelta(minutes=20)

    assert "Your next question comes Monday, Nov 2 at 9:50 am." in await why(database, NOW)


async def test_a_changed_agreement_has_no_day(database: Database) -> None:
    """Nothing comes before the yes, and that is what she is told."""
    await change(database, agreed_to="0.0")

    said = await why(database, NOW)

    assert "No question comes by itself just now, because the agreement changed, and it waits for your yes." in said


async def test_a_suggestion_that_rests_does_not_come_next(database: Database) -> None:
    """It was asked the day before: the line says that it waits, and says “next” when its time has come."""
    place = await ana(database)
    async with database.begin() as session:
        session.add(_asked(place, NOW - A_DAY))
        await memories.forget(session, place.id)
    await change(database, suggested=SUGGESTED, suggested_by="UCORA")

    now, next_week = await why(database, MONDAY_9_29), await why(database, MONDAY_9_29 + A_WEEK)

    assert "was asked not long ago, so it waits for its turn" in now
    assert "A question that <@UCORA> suggested comes next." in next_week
