"""Show a goal to one of the two who share it: its words, where it stands, and the levels that this person may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import goals as rules
from bot.coaching.audience import Surface
from bot.coaching.digest import GoalDots
from bot.coaching.goals import GoalState
from bot.db import queries
from bot.db.among import among
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Enrollment
from bot.services import checkins, goal_words
from bot.services.goal_words import Level, Showing, Worded

WEEK = timedelta(days=7)
WEEKS_IN_DIGEST = 4
PEOPLE_SHOWN = 8
MOST_IN_AN_ANSWER = 20
OPEN = (GoalState.PROPOSED, GoalState.ACTIVE)


@dataclass(frozen=True)
class Shown:
    """A goal as one of its two may see it.

    `wording` is the latest. `new_coach` is somebody who coaches its caseworker now and
    was not shown it yet. `shown_to` says who was shown it and when, in words for its caseworker.
    """

    goal: rules.Goal
    wording: Worded
    levels: tuple[Level, ...]
    closing: str | None
    ended_on: date | None
    new_coach: str | None
    shown_to: tuple[str, ...]


@dataclass(frozen=True)
class GoalsOf:
    """The open goals that a coach shares with one of their people; `more`: not everybody is listed."""

    enrollment_id: str
    caseworker: str
    goals: tuple[Shown, ...]
    more: bool = False


async def for_the_digest(
    session: AsyncSession, enrollment: Enrollment, *, coach: str, week: date, at: Showing
) -> GoalDots | None:
    """The active goal of one caseworker as this coach may see it, over the four local weeks before the Monday `week`.

    None without one. The showing is written down, and a digest drawn anew (`at.digest_id`) follows what became of it.
    """
    row = await _active(session, enrollment)
    if row is None or row.coach != coach:
        return None
    worded = await goal_words.worded(session, row, asking=coach, at=at)
    if not worded:
        return None
    said = await goal_words.levels(session, row, asking=coach)
    drawn = [each.level for each in said if week - WEEKS_IN_DIGEST * WEEK <= each.week < week]
    return GoalDots(worded[-1].words, tuple(drawn))


async def topics(session: AsyncSession, enrollments: Collection[str]) -> Mapping[str, Sequence[str]]:
    """The topics that choose questions: of these people's active goals with their coach of today, in one query; who has none is not in it.

    A goal that has ended, waits for a yes or was taken back asks nothing.
    """
    wanted = select(Goal.enrollment_id, Goal.topic).join(Enrollment, Enrollment.id == Goal.enrollment_id)
    found: dict[str, list[str]] = {}
    for whose, topic in await session.execute(
        wanted.where(among(session, Goal.enrollment_id, enrollments), *_IS_ACTIVE)
    ):
        found.setdefault(whose, []).append(topic)
    return found


_IS_ACTIVE = (Goal.state == GoalState.ACTIVE, Goal.coach == Enrollment.coach, Goal.withdrawn_at.is_(None))


async def _active(session: AsyncSession, enrollment: Enrollment) -> Goal | None:
    theirs = (Goal.enrollment_id == enrollment.id, Goal.state == GoalState.ACTIVE, Goal.withdrawn_at.is_(None))
    wanted = select(Goal).where(*theirs, Goal.coach == enrollment.coach)
    return await session.scalar(wanted.order_by(Goal.proposed_at.desc()).limit(1))


async def active(session: AsyncSession, enrollment: Enrollment, *, asking: str, at: Showing) -> Shown | None:
    """The goal that both said yes to, if there is one; raises NotFound for anybody but the two."""
    row = await _active(session, enrollment)
    return await shown(session, row, enrollment, asking=asking, at=at) if row else None


async def of_caseworker(
    session: AsyncSession, enrollment: Enrollment, *, asking: str, at: Showing
) -> tuple[Shown, ...]:
    """A caseworker's goals as this person may see them: what is open first, then the latest end.

    Its caseworker sees all of them; their coach of today those that they were shown; anybody else none.
    """
    return await _of(session, _may_see(enrollment, asking), enrollment, asking=asking, at=at)


async def open_of(session: AsyncSession, enrollment: Enrollment, *, asking: str, at: Showing) -> tuple[Shown, ...]:
    """The same, without those that have ended."""
    wanted = _may_see(enrollment, asking).where(Goal.state.in_(OPEN))
    return await _of(session, wanted, enrollment, asking=asking, at=at)


async def of_people(
    session: AsyncSession, people: Sequence[Enrollment], coach: str, *, now: datetime
) -> tuple[GoalsOf, ...]:
    """The open goals of these people as their coach may see them; of as many as fit on one page. Showing them is recorded."""
    joined = [each for each in people if each.agreed_to is not None]
    at, more = Showing(Surface.HOME, now), len(joined) > PEOPLE_SHOWN
    return tuple(
        [
            GoalsOf(each.id, each.caseworker, await open_of(session, each, asking=coach, at=at), more)
            for each in joined[:PEOPLE_SHOWN]
        ]
    )


async def of_pair(
    session: AsyncSession, workspace: str, person: str, *, about: str | None, now: datetime
) -> list[tuple[str, Shown]]:
    """For a command: this person's own goals and the open ones of those they coach, each with its caseworker.

    `about`: one caseworker alone, with what has ended. For anybody who is not one of the two there is nothing. Once there are
    more than fit into one answer (MOST_IN_AN_ANSWER), nobody else's are read.
    """
    at, found = Showing(Surface.COMMAND, now), list[tuple[str, Shown]]()
    own = await queries.enrollment_of(session, workspace, person)
    people = [each for each in await queries.people_of(session, workspace, person) if each.coach == person]
    for each in [*([own] if own else []), *(each for each in people if each is not own)]:
        if about in (None, each.caseworker) and len(found) < MOST_IN_AN_ANSWER:
            wanted = of_caseworker if each is own or about else open_of
            found += [(each.caseworker, shown_) for shown_ in await wanted(session, each, asking=person, at=at)]
    return found


def _may_see(enrollment: Enrollment, asking: str) -> Select[Goal]:
    wanted = select(Goal).where(Goal.enrollment_id == enrollment.id, Goal.withdrawn_at.is_(None))
    if asking == enrollment.caseworker:
        return wanted
    return wanted.where(Goal.coach == asking, Goal.coach == enrollment.coach)


async def _of(
    session: AsyncSession, wanted: Select[Goal], enrollment: Enrollment, *, asking: str, at: Showing
) -> tuple[Shown, ...]:
    rows = (await session.scalars(wanted.order_by(Goal.touched_at.desc()))).all()
    in_turn = sorted(rows, key=lambda row: row.state not in OPEN)
    found = [await shown(session, row, enrollment, asking=asking, at=at) for row in in_turn]
    return tuple(each for each in found if each is not None)


async def shown(session: AsyncSession, row: Goal, enrollment: Enrollment, *, asking: str, at: Showing) -> Shown | None:
    """One goal for one of its two; None when its words have had their time. Raises NotFound for anybody else."""
    worded = await goal_words.worded(session, row, asking=asking, at=at)
    if not worded:
        return None
    mine = asking == enrollment.caseworker
    return Shown(
        goal=rules.with_coach(value(row, worded[-1]), enrollment.coach),
        wording=worded[-1],
        levels=tuple(await goal_words.levels(session, row, asking=asking)),
        closing=await goal_words.closing(session, row, asking=asking),
        ended_on=row.closed_at.date() if row.closed_at else None,
        new_coach=enrollment.coach if mine and row.state in OPEN and row.coach != enrollment.coach else None,
        shown_to=await _shown_to(session, row, enrollment) if mine else (),
    )


def value(row: Goal, worded: Worded) -> rules.Goal:
    """A goal as the rules know it, between its caseworker and the coach whom they showed it to."""
    yes = ((row.caseworker, row.caseworker_yes_at), (row.coach, row.coach_yes_at))
    return rules.Goal(
        id=row.id,
        caseworker=row.caseworker,
        coach=row.coach,
        topic=row.topic,
        words=worded.words,
        levels=worded.levels,
        by=worded.by,
        confirmed=frozenset(person for person, at in yes if at),
        state=GoalState(row.state),
        successor=row.successor,
    )


async def _shown_to(session: AsyncSession, row: Goal, enrollment: Enrollment) -> tuple[str, ...]:
    reads = (await session.scalars(select(GoalRead).where(GoalRead.goal_id == row.id))).all()
    return checkins.shown_to(reads, enrollment.zone)
