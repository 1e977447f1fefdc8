"""What goals lose when they have had their time: counted from when anybody last did something with them."""

from datetime import datetime

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.goals import GoalState
from bot.coaching.records import Retention
from bot.db.goal_tables import Goal, GoalLevel, GoalRead, GoalWording
from bot.services import goal_words, goals_between, outbox
from bot.services.goals_shown import OPEN
from bot.services.purging import free, held_people, not_held, run


async def words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """The words of goals that nobody touched since, and every level of that age. A goal without words is over."""
    before = kept.before("words", now)
    theirs = (Goal.workspace == workspace, Goal.enrollment_id.in_(free(workspace)))
    old = select(Goal.id).where(*theirs, Goal.touched_at < before)
    of_theirs = GoalLevel.goal_id.in_(select(Goal.id).where(*theirs))
    old_level = (of_theirs, or_(GoalLevel.said_at < before, GoalLevel.goal_id.in_(old)))
    await _redraw(session, old, select(GoalLevel.goal_id).where(*old_level), now)
    lost = await run(session, delete(GoalLevel).where(*old_level))
    lost += await run(session, delete(GoalWording).where(GoalWording.goal_id.in_(old)))
    await goal_words.close_all(session, old)
    over = update(Goal).where(Goal.id.in_(old), Goal.state.in_(OPEN)).values(state=GoalState.CLOSED, closed_at=now)
    await session.execute(over.execution_options(synchronize_session=False))
    return lost


async def _redraw(session: AsyncSession, old: Select[str], losing: Select[str], now: datetime) -> None:
    """Digests and App Homes in which something of it stands follow."""
    worded = select(GoalWording.goal_id).where(GoalWording.goal_id.in_(old))
    for row in (await session.scalars(select(Goal).where(or_(Goal.id.in_(worded), Goal.id.in_(losing))))).all():
        await goals_between.follow(session, row, now)
        await outbox.redraw_home(session, row.caseworker, workspace=row.workspace, now=now)


async def facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """That there was a goal, and who was shown it, once its words are gone."""
    held = select(GoalRead.goal_id).where(GoalRead.reader.in_(held_people(workspace)))
    old = select(Goal.id).where(
        Goal.workspace == workspace,
        Goal.enrollment_id.in_(free(workspace)),
        Goal.touched_at < kept.before("facts", now),
        Goal.id.not_in(select(GoalWording.goal_id)),
        Goal.id.not_in(select(GoalLevel.goal_id)),
        Goal.id.not_in(held),
        not_held(Goal.coach, workspace),
    )
    gone = (await session.scalars(old)).all()
    reads = await run(session, delete(GoalRead).where(GoalRead.goal_id.in_(gone)))
    return reads + await run(session, delete(Goal).where(Goal.id.in_(gone)))
