"""Count marks on scales, person by person and month by month, without showing anybody's: goals, practice, and what families see.

What is opened here goes into a set of people, and from there into numbers in fives (`coaching/evaluation.py`).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import PRIVATE_TOPICS
from bot.coaching.evaluation import FAMILIES, FAMILIES_HIGH, SAID, SAID_HIGH, WITH_GOAL
from bot.coaching.practice import HIGH, PREFIX
from bot.coaching.small_groups import end_of
from bot.db.goal_tables import Goal, GoalLevel
from bot.db.partner_tables import FamilyMark, ParentPartner
from bot.db.tables import CheckIn, Enrollment, Reflection
from bot.services import goal_words, partner_words, words

People = dict[str, set[str]]


@dataclass(frozen=True)
class Stretch:
    """One month of one program, from its first moment to the first of the next."""

    workspace: str
    begins: datetime
    ends: datetime

    def holds(self, moment: Any) -> tuple[ColumnElement[bool], ...]:
        """Whether a moment lies in it."""
        return (moment >= self.begins, moment < self.ends)

    @property
    def enrolled(self) -> tuple[ColumnElement[bool], ...]:
        """Whoever was invited before it ended, whatever became of it."""
        return (Enrollment.workspace == self.workspace, Enrollment.invited_at < self.ends)


def month_of(workspace: str, month: date) -> Stretch:
    """The month that begins on this day."""
    return Stretch(workspace, datetime.combine(month, time(), UTC), end_of(month))


async def of_goals(session: AsyncSession, month: Stretch) -> People:
    """Who marked a goal in the month and shared it with their coach, at which level, and who went up. Stress is left out."""
    marked = (
        select(Goal)
        .join(GoalLevel, GoalLevel.goal_id == Goal.id)
        .join(Enrollment, Enrollment.id == Goal.enrollment_id)
        .where(
            *month.enrolled,
            *month.holds(GoalLevel.said_at),
            Goal.withdrawn_at.is_(None),
            Goal.topic.not_in(PRIVATE_TOPICS),
        )
    )
    people: People = defaultdict(set)
    for goal in (await session.scalars(marked.distinct().order_by(Goal.proposed_at))).all():
        shared = await goal_words.levels(session, goal, asking=goal.coach)  # what is kept private counts nowhere
        until = [each for each in shared if each.week < month.ends.date()]
        if not until or until[-1].week < month.begins.date() - timedelta(days=6):
            continue
        people[WITH_GOAL].add(goal.caseworker)
        for level in range(1, 6):  # somebody with two goals is counted once, at the later one
            people[f"goal_level:{level}"].discard(goal.caseworker)
        people[f"goal_level:{until[-1].level}"].add(goal.caseworker)
        if until[-1].level > until[0].level:
            people["goal_up"].add(goal.caseworker)
    return people


async def of_practice(session: AsyncSession, month: Stretch) -> People:
    """Who marked how far the month's principle showed in their week, and who of them 4 or 5; private or shared."""
    answered = (
        select(CheckIn, Reflection.prompt_id)
        .join(Reflection, Reflection.id == CheckIn.reflection_id)
        .join(Enrollment, Enrollment.id == CheckIn.enrollment_id)
        .where(
            *month.enrolled,
            *month.holds(CheckIn.made_at),
            CheckIn.withdrawn_at.is_(None),
            Reflection.prompt_id.startswith(PREFIX),
        )
        .order_by(CheckIn.made_at)
    )
    people: People = defaultdict(set)
    for checkin, prompt_id in (await session.execute(answered)).all():
        mark = await words.mark(session, checkin, asking=None)
        _add(people, (SAID, SAID_HIGH), prompt_id.removeprefix(PREFIX), checkin.author, mark)
    return people


async def of_families(session: AsyncSession, month: Stretch) -> tuple[int, People]:
    """How many parent partners had said yes by then, who of them marked what families see, and who 4 or 5."""
    taking_part = (ParentPartner.workspace == month.workspace, ParentPartner.agreed_at < month.ends)
    count = await session.scalar(select(func.count()).select_from(ParentPartner).where(*taking_part)) or 0
    theirs = FamilyMark.person.in_(select(ParentPartner.person).where(*taking_part))
    said = select(FamilyMark).where(
        FamilyMark.workspace == month.workspace, FamilyMark.month == month.begins.date(), theirs
    )
    people: People = defaultdict(set)
    for each in (await session.scalars(said)).all():
        mark = await partner_words.of_mark(session, each, asking=None)
        _add(people, (FAMILIES, FAMILIES_HIGH), each.topic, each.person, mark)
    return count, people


def _add(people: People, keys: tuple[str, str], topic: str, person: str, mark: str | None) -> None:
    if mark is None:
        return
    said, high = (f"{key}:{topic}" for key in keys)
    people[said].add(person)
    people[high].discard(person)
    people[high] |= {person} if mark in HIGH else set()
