"""A goal under retention, legal holds and erasing, in copies, and in what the clock asks; on every database."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.errors import NotAllowed, OnHold
from bot.coaching.goals import GoalState
from bot.db.engine import Database
from bot.db.goal_tables import Goal, GoalLevel, GoalRead, GoalWording
from bot.db.tables import Digest, Enrollment, Nudge, Program
from bot.services import (
    audit,
    beat,
    digests,
    exports,
    goal_levels,
    goals,
    goals_exported,
    goals_shown,
    holds,
    records,
)
from bot.services.goal_words import Showing
from bot.services.goals import Typed
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, ana, at_once, count, do
from tests.services.engines import LIBRARY

WORDS = "I ask one open question before I offer help"
WEEKS_AROUND = (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 30), date(2026, 12, 7))
"""The week of the level itself, the first and the last digest that may show it, and the one after."""
SAID = Typed(WORDS, ("once", "", "at each visit", "", ""))
WEEK = timedelta(days=7)
WHO = (WORKSPACE, "UANA")


async def agreed(database: Database, topic: str = "meetings", now: datetime = NOW) -> str:
    """Ana puts a goal forward and Cora says yes; gives its id."""
    goal_id = await do(database, lambda s: goals.propose(s, LIBRARY, *WHO, "UANA", SAID, topic=topic, now=now))
    await confirmed(database, goal_id, "UCORA", now)
    return str(goal_id)


async def confirmed(database: Database, goal_id: str, person: str, now: datetime = NOW) -> None:
    """This person says yes to the latest words."""
    async with database.read() as session:
        wanted = select(GoalWording.id).where(GoalWording.goal_id == goal_id).order_by(GoalWording.number.desc())
        wording = str(await session.scalar(wanted.limit(1)))
    await do(database, lambda s: goals.confirm(s, LIBRARY, WORKSPACE, person, wording, now=now))


def level(
    goal_id: str, given_: str | None, *, shared: bool = True, week: date | None = None, now: datetime = NOW
) -> Any:
    """Ana says where she is."""
    return lambda s: goal_levels.say_level(s, LIBRARY, *WHO, goal_id, week=week, given=given_, shared=shared, now=now)


async def digest_view(database: Database, coach: str = "UCORA", week: date = date(2026, 11, 9)) -> Any:
    """What the digest of that Monday shows this coach of Ana's goal."""
    place, at = await ana(database), Showing(Surface.DIGEST, NOW, "D1")
    return await do(database, lambda s: goals_shown.for_the_digest(s, place, coach=coach, week=week, at=at))


async def keep_for(database: Database, **days: int) -> None:
    """The agency keeps these classes for so many days."""
    await do(database, lambda s: s.execute(update(Program).values(**days)))


async def test_the_digest_gets_words_and_four_weeks(database: Database) -> None:
    """Shared levels of these weeks stand there; one kept for oneself looks like none, and an older one has gone."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2", now=NOW))
    await do(database, level(goal_id, "4", shared=False, now=NOW + WEEK))

    seen = await digest_view(database, week=date(2026, 11, 16))

    assert WORDS == seen.words
    later = {each: (await digest_view(database, week=each)).levels for each in WEEKS_AROUND}
    assert (2,) == seen.levels
    assert {WEEKS_AROUND[0]: (), WEEKS_AROUND[1]: (2,), WEEKS_AROUND[2]: (2,), WEEKS_AROUND[3]: ()} == later


@pytest.mark.parametrize(("day", "levels"), [(2, ()), (6, (2,))])
async def test_a_digest_late_in_the_week_has_its_level(database: Database, day: int, levels: tuple[int, ...]) -> None:
    """Ana says on Monday where she is: Friday's digest of the same week has it, and one on that morning not yet."""
    await do(database, level(await agreed(database), "2"))
    until = NOW.replace(day=day, hour=22 if day > NOW.day else 14)
    made = Digest(workspace=WORKSPACE, coach="UCORA", week=date(2026, 11, 2), zone="America/Chicago")
    made.since, made.until, made.id = until - WEEK, until, "D1"

    composed = await do(database, lambda s: digests.compose(s, LIBRARY, made, now=until))

    assert [levels] == [each.goal.levels for each in composed.digest.people if each.goal]


@pytest.mark.parametrize("coach", ["USAM", "ULEE", "UBEN"])
async def test_the_digest_of_somebody_else_gets_nothing(database: Database, coach: str) -> None:
    """Only the coach to whom it was shown."""
    await agreed(database)

    assert await digest_view(database, coach) is None


async def test_a_showing_is_written_down_once_for_each_digest(database: Database) -> None:
    """Composed twice, it is one reading, and the lead's log has it without a word."""
    await agreed(database)
    before = await count(database, GoalRead)
    await digest_view(database)
    await digest_view(database)

    async with database.read() as session:
        log = await audit.log(session, WORKSPACE, now=NOW)

    assert 1 == await count(database, GoalRead) - before
    assert ("UCORA", "UANA", "digest") in [(each.reader, each.caseworker, each.surface) for each in log.readings]


async def test_a_purge_takes_what_had_its_time(database: Database) -> None:
    """Nobody touched it for longer than words are kept: wordings, levels and closing words go, and it is over."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2"))
    await keep_for(database, keep_words=30, keep_facts=3650)

    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=29))
    before = await count(database, GoalWording), await count(database, GoalLevel)
    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=31))

    assert (1, 1) == before
    assert (0, 0) == (await count(database, GoalWording), await count(database, GoalLevel))
    assert 1 == await count(database, Goal, Goal.state == GoalState.CLOSED)


async def test_a_goal_in_use_keeps_its_words_and_loses_old_levels(database: Database) -> None:
    """Each week somebody says where they are: the words stay, a level goes when it has had its time."""
    goal_id = await agreed(database)
    for week in range(7):
        await do(database, level(goal_id, "3", now=NOW + week * WEEK))
    await keep_for(database, keep_words=30, keep_facts=3650)

    await records.purge(database, WORKSPACE, now=NOW + 6 * WEEK)

    assert 1 == await count(database, GoalWording)
    assert 5 == await count(database, GoalLevel)


async def test_the_facts_go_when_they_have_had_their_time(database: Database) -> None:
    """Then nothing says that there was a goal."""
    await agreed(database)
    await keep_for(database, keep_words=30, keep_facts=60, keep_deliveries=30)
    for days in (31, 61):
        await records.purge(database, WORKSPACE, now=NOW + timedelta(days=days))

    assert (0, 0) == (await count(database, Goal), await count(database, GoalRead))


@pytest.mark.parametrize("whose", ["UANA", None])
async def test_a_hold_keeps_it_from_the_purge(database: Database, whose: str | None) -> None:
    """On Ana, or on everybody."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2"))
    await keep_for(database, keep_words=30, keep_facts=60)
    await do(database, lambda s: holds.place(s, WORKSPACE, whose, by="ULEE", now=NOW))

    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=90))

    assert (1, 1, 1) == tuple([await count(database, each) for each in (Goal, GoalWording, GoalLevel)])


async def test_under_a_hold_a_level_stays_as_it_was(database: Database) -> None:
    """It can be narrowed, and not be changed or deleted."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2"))
    await do(database, lambda s: holds.place(s, WORKSPACE, "UANA", by="ULEE", now=NOW))

    refused = [await do(database, level(goal_id, other)) for other in ("3", None)]
    await do(database, level(goal_id, "2", shared=False))

    assert [OnHold, OnHold] == refused
    assert ((), 1) == ((await digest_view(database)).levels, await count(database, GoalLevel))


async def test_what_is_deleted_under_a_hold_is_hidden_until_it_is_lifted(database: Database) -> None:
    """Nobody sees it; when the hold ends, it goes."""
    goal_id = await agreed(database)
    await do(database, lambda s: holds.place(s, WORKSPACE, "UANA", by="ULEE", now=NOW))
    await do(database, lambda s: goals.withdraw(s, *WHO, goal_id, now=NOW))
    hidden, kept = await digest_view(database), await count(database, GoalWording)

    await do(database, lambda s: holds.lift(s, WORKSPACE, "UANA", by="ULEE", now=NOW))

    assert (None, 1) == (hidden, kept)
    assert 0 == await count(database, GoalWording)


async def test_erasing_takes_goals_along(database: Database) -> None:
    """With everything else that Ana gave."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2"))
    await do(database, lambda s: goals.end(s, *WHO, goal_id, GoalState.MET, said="Waiting helps", now=NOW))

    await records.erase(database, WORKSPACE, "UANA", by="UANA", now=NOW)

    assert (0, 0) == (await count(database, GoalWording), await count(database, GoalLevel))
    assert b"Waiting helps" not in await do(database, lambda s: exports.own(s, *WHO, by="UANA", now=NOW))


async def rows(database: Database, officer: exports.Officer | None) -> Any:
    """Ana's goals in a copy of her own, or in the agency's."""
    place = await ana(database)
    by, private = (officer.name, officer.with_private) if officer else ("UANA", False)
    return await do(
        database,
        lambda s: goals_exported.rows(s, place, asking=by, own=officer is None, private=private, now=NOW),
    )


async def test_the_copy_holds_all_and_the_agencys_what_was_shared(database: Database) -> None:
    """Levels and closing words that Ana kept are in her own copy alone; the officer's reading is written down."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2", shared=False))
    await do(
        database, lambda s: goals.end(s, *WHO, goal_id, GoalState.MET, said="Waiting helps", shared=False, now=NOW)
    )

    (own,), (office,) = await rows(database, None), await rows(database, exports.Officer("the officer"))

    assert (WORDS, 2, "Waiting helps") == (own["wordings"][0]["words"], own["levels"][0]["level"], own["closing_words"])
    assert (WORDS, [], None) == (office["wordings"][0]["words"], office["levels"], office["closing_words"])
    assert 1 == await count(database, GoalRead, GoalRead.reader == "the officer")


async def test_two_who_suggest_at_once_make_one_goal(database: Database) -> None:
    """Ana and Cora press at the same moment: one is kept, the other is told that there is one."""

    def suggests(person: str) -> Callable[[AsyncSession], Awaitable[Any]]:
        return lambda s: goals.propose(s, LIBRARY, WORKSPACE, person, "UANA", SAID, topic="kin", now=NOW)

    came = await at_once(database, suggests("UANA"), suggests("UCORA"))

    assert 1 == came.count(NotAllowed)
    assert 1 == await count(database, Goal)


async def test_the_clock_asks_near_an_active_goal_and_no_closed_one(database: Database) -> None:
    """With a goal on meetings the question is on meetings; once it has ended, or waits for a yes, it is the library's own."""
    goal_id = await agreed(database)
    near = await asked_next(database)
    await do(database, lambda s: goals.end(s, *WHO, goal_id, GoalState.MET, now=NOW))
    after = await asked_next(database, NOW + WEEK)

    assert "meetings" == near
    assert "meetings" != after


async def asked_next(database: Database, now: datetime = NOW) -> str:
    """The topic of what the clock asks Ana now."""
    await beat.plan(database, LIBRARY, now=now)
    place = await ana(database)
    async with database.read() as session:
        wanted = select(Nudge.topic).where(Nudge.enrollment_id == place.id).order_by(Nudge.planned_at.desc())
        return str(await session.scalar(wanted.limit(1)))


async def test_goals_cost_a_round_one_query(database: Database) -> None:
    """However many are due."""
    await agreed(database)
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", heard)
    await do(database, lambda s: s.execute(update(Enrollment).values(next_nudge_at=NOW)))
    await beat.plan(database, LIBRARY, now=NOW)
    event.remove(database.engine.sync_engine, "before_cursor_execute", heard)

    assert 1 == sum("goals.topic" in each for each in asked)
