"""What goals lose when they have had their time: counted from when anybody last did something with them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.coaching.goals import GoalState
from bot.coaching.records import Retention
from bot.db.among import one_of
from bot.db.goal_tables import Goal, GoalLevel, GoalRead, GoalWording
from bot.db.plainly import Phrase, rows
from bot.services import goal_words, goals_between, outbox
from bot.services.goals_shown import OPEN
from bot.services.outlived import BEFORE, OF, free, held_people, not_held
from bot.services.purging import gone


async def words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """The words of goals that nobody touched since, and every level of that age. A goal without words is over."""
    old = {"of": workspace, "before": kept.before("words", now)}
    await _redraw(session, [goal for (goal,) in await rows(session, LOSING, **old)], now)
    lost = await gone(session, OLD_LEVELS, **old) + await gone(session, OLD_WORDINGS, **old)
    if closing := await rows(session, CLOSING, **old):
        await goal_words.close_all(session, [goal for (goal,) in closing])
    await rows(session, OVER, **old, now=now)
    return lost


async def _redraw(session: AsyncSession, losing: Collection[str], now: datetime) -> None:
    """Digests and App Homes in which something of it stands follow."""
    for goal in losing:
        row = await session.get_one(Goal, goal)
        await goals_between.follow(session, row, now)
        await outbox.redraw_home(session, row.caseworker, workspace=row.workspace, now=now)


async def facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """That there was a goal, and who was shown it, once its words are gone."""
    old = {"of": workspace, "before": kept.before("facts", now)}
    return await gone(session, OLD_READS, **old) + await gone(session, OLD_GOALS, **old)


def _theirs() -> ColumnElement[bool]:
    return and_(Goal.workspace == OF, Goal.enrollment_id.in_(free()))


def _untouched() -> Select[str]:
    return select(Goal.id).where(_theirs(), Goal.touched_at < BEFORE)


def _old_level() -> ColumnElement[bool]:
    of_theirs = GoalLevel.goal_id.in_(select(Goal.id).where(_theirs()))
    return and_(of_theirs, or_(GoalLevel.said_at < BEFORE, GoalLevel.goal_id.in_(_untouched())))


def _old_wording() -> ColumnElement[bool]:
    """All the words of an old goal, unless a hold covers somebody who worded it: one wording alone would mislead."""
    each = aliased(GoalWording)
    held = exists().where(each.goal_id == GoalWording.goal_id, each.worded_by.in_(held_people()))
    return and_(GoalWording.goal_id.in_(_untouched()), ~held)


def _losing() -> Select[str]:
    worded = select(GoalWording.goal_id).where(_old_wording())
    levels = select(GoalLevel.goal_id).where(_old_level())
    return select(Goal.id).where(or_(Goal.id.in_(worded), Goal.id.in_(levels)))


def _without_words() -> Select[str]:
    """Old goals without words, that nobody under a hold made or was shown."""
    held = select(GoalRead.goal_id).where(GoalRead.reader.in_(held_people()))
    return _untouched().where(
        Goal.id.not_in(select(GoalWording.goal_id)),
        Goal.id.not_in(select(GoalLevel.goal_id)),
        Goal.id.not_in(held),
        *(not_held(each) for each in (Goal.coach, Goal.proposed_by, Goal.closed_by)),
    )


LOSING = Phrase(lambda _: _losing())
OLD_LEVELS = Phrase(lambda _: delete(GoalLevel).where(_old_level()).returning(GoalLevel.goal_id))
OLD_WORDINGS = Phrase(lambda _: delete(GoalWording).where(_old_wording()).returning(GoalWording.goal_id))
CLOSING = Phrase(lambda _: _untouched().where(not_held(Goal.closed_by)))
OVER = Phrase(
    lambda _: (
        update(Goal)
        .where(Goal.id.in_(_untouched()), Goal.id.not_in(select(GoalWording.goal_id)), one_of(Goal.state, OPEN))
        .values(state=GoalState.CLOSED, closed_at=bindparam("now"))
    )
)
OLD_READS = Phrase(lambda _: delete(GoalRead).where(GoalRead.goal_id.in_(_without_words())).returning(GoalRead.goal_id))
OLD_GOALS = Phrase(lambda _: delete(Goal).where(Goal.id.in_(_without_words())).returning(Goal.id))
