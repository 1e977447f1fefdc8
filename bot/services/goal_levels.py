"""Where a caseworker says they are on their goal: the same scale each time, asked at most once a week, for the readers they pick."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import goals as rules
from bot.coaching import schedule
from bot.coaching.audience import Surface, check_named
from bot.coaching.errors import BadChoice, NotAllowed
from bot.coaching.prompts import Library
from bot.db.goal_tables import Goal, GoalLevel, GoalWording
from bot.db.tables import Enrollment
from bot.services import goal_words, holds
from bot.services.goal_words import Level, Showing
from bot.services.goals_between import follow, latest, theirs, who_may_write
from bot.services.goals_shown import Shown, active, value


async def say_level(
    session: AsyncSession,
    library: Library,
    workspace: str,
    caseworker: str,
    goal_id: str,
    *,
    week: date | None,
    given: str | None,
    shared: bool,
    seen: str | None = None,
    now: datetime,
) -> None:
    """Keep where the caseworker is, this local week or in an earlier one (a Monday) that has a level; None takes it back.

    Raises NotAllowed unless both said yes, BadChoice for no level or no such week, OnHold for another level than one that a
    legal hold covers. `seen`: the coach whom the form named; NotFound when it would go to another one by now.
    """
    row = await theirs(session, workspace, caseworker, goal_id)
    if caseworker != row.caseworker:
        raise NotAllowed("Only the caseworker says where they are.")
    enrollment = await who_may_write(session, library, workspace, caseworker, caseworker)
    check_named(seen, enrollment.coach)
    monday = schedule.week_of(now, enrollment.zone)
    goal = rules.with_coach(value(row, await latest(session, row, caseworker, now)), enrollment.coach)
    level = rules.read_level(given, goal, caseworker)
    before = {each.week: each for each in await goal_words.levels(session, row, asking=caseworker)}.get(week or monday)
    if before is None and (level is None or week not in (None, monday)):
        raise BadChoice
    if before is not None and before.level != level:
        await holds.must_be_free(session, workspace, caseworker)
    if level is None:
        await goal_words.drop_level(session, row, week or monday)
    else:
        number = await _wording_of(session, row, week or monday)
        mark = Level(week or monday, level, enrollment.coach if shared else None)
        await goal_words.say_level(session, row, number, mark, now=now)
    row.asked_in, row.touched_at = monday, now
    if before is not None and (before.reader or (shared and level is not None)):
        await follow(session, row, now)  # what was private and stays so moves nothing that anybody else sees


async def _wording_of(session: AsyncSession, row: Goal, week: date) -> int:
    """The words on whose scale a level stands: those it was said on first, else those of today."""
    kept = await session.get(GoalLevel, (row.id, week))
    newest = select(GoalWording.number).where(GoalWording.goal_id == row.id).order_by(GoalWording.number.desc())
    return kept.wording if kept else await session.scalar(newest.limit(1)) or 1


async def to_ask_about(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> Shown | None:
    """The goal whose level may be asked now, after something else was answered: active, and not asked in this local week.

    Giving it counts as asking, whatever is answered.
    """
    at = Showing(Surface.HOME, now)
    found = await active(session, enrollment, asking=enrollment.caseworker, at=at)
    if found is None:
        return None
    row, monday = await session.get_one(Goal, found.goal.id), schedule.week_of(now, enrollment.zone)
    if row.asked_in == monday:
        return None
    row.asked_in = monday
    return found
