"""Let a coach choose when their digest comes, and know when that is."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.digest_times import Wish
from bot.coaching.errors import BadChoice, NotAllowed
from bot.coaching.language import mark
from bot.db import queries
from bot.db.session_tables import CoachingSession
from bot.db.tables import Coach, Digest, Enrollment, Program
from bot.services import calendars

WEEKDAYS = range(7)
FOR_COACHES = mark("The digest is for coaches. You have nobody to coach here yet.")


@dataclass(frozen=True)
class Times:
    """When a coach's digest comes: what they chose, and the weekday and local time that hold for one a week."""

    wish: Wish
    day: int
    at: time
    zone: str


async def times_of(session: AsyncSession, workspace: str, person: str) -> Times:
    """When this coach's digest comes, as it stands; raises NotAllowed for somebody who coaches nobody."""
    coach, program = await _found(session, workspace, person)
    return Times(wish_of(coach), *day_and_time(coach, program), coach.zone)


async def _found(session: AsyncSession, workspace: str, person: str) -> tuple[Coach, Program]:
    coach, program = await session.get(Coach, (workspace, person)), await queries.program(session, workspace)
    if coach is None or program is None:
        raise NotAllowed(FOR_COACHES)
    return coach, program


def wish_of(coach: Coach) -> Wish:
    """What this coach chose, as a value."""
    own = None if coach.own_day is None or coach.own_time is None else (coach.own_day, coach.own_time)
    return Wish(own, coach.before_sessions)


def day_and_time(coach: Coach, program: Program) -> tuple[int, time]:
    """The weekday and local time of this coach's weekly digest."""
    return wish_of(coach).day_and_time(program.digest_day, program.digest_at)


async def choose(session: AsyncSession, workspace: str, person: str, wish: Wish, *, now: datetime) -> datetime:
    """Keep what they chose; gives the next weekly moment.

    A week has one digest, whenever it comes: after this week's, the next one is next week's. Raises NotAllowed for somebody
    who coaches nobody, and BadChoice for no day.
    """
    coach, program = await _found(session, workspace, person)
    if wish.own is not None and wish.own[0] not in WEEKDAYS:
        raise BadChoice
    coach.own_day, coach.own_time = wish.own or (None, None)
    coach.before_sessions = wish.before_sessions
    coach.next_digest_at = await next_moment(session, coach, program, now)
    return coach.next_digest_at


async def next_moment(session: AsyncSession, coach: Coach, program: Program, now: datetime) -> datetime:
    """When this coach's weekly digest comes next, after `now`, in a week that has had none."""
    closed = calendars.days_closed(program, now=now)
    moment = schedule.weekly(*day_and_time(coach, program), coach.zone, now, closed)
    had = exists().where(
        Digest.workspace == coach.workspace,
        Digest.coach == coach.person,
        Digest.about == "",
        Digest.week == schedule.week_of(moment, coach.zone),
    )
    if await session.scalar(select(had)):
        moment = schedule.weekly(*day_and_time(coach, program), coach.zone, moment, closed)
    return moment


async def next_for(
    session: AsyncSession, coach: Coach, *, about: Enrollment | None = None, now: datetime
) -> datetime | None:
    """When this coach's next digest comes, or the next one `about` somebody; None for a coach who wants one before each
    session, while none has a date, and while their account is closed.
    """
    if await queries.is_gone(session, coach.workspace, coach.person):
        return None
    if not coach.before_sessions:
        return coach.next_digest_at
    theirs = (CoachingSession.workspace == coach.workspace, CoachingSession.coach == coach.person)
    coming = (CoachingSession.over_at.is_(None), CoachingSession.at > now)
    still = (Enrollment.id == CoachingSession.enrollment_id, Enrollment.coach == coach.person)
    first = select(func.min(CoachingSession.digest_at)).join(Enrollment, and_(*still)).where(*theirs, *coming)
    return await session.scalar(first.where(Enrollment.id == about.id) if about else first)
