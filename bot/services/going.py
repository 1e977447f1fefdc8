"""Show a caseworker how much goes to their coach with the next digest, and which lines, and let them hold lines of it back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import digest, schedule
from bot.coaching.audience import Audience, Extent, Surface, shown_of
from bot.coaching.digest import Beside, GoalDots, PersonWeek, Shared
from bot.coaching.errors import BadChoice
from bot.db.tables import CheckIn, Coach, Enrollment, Read
from bot.services import checkins, digest_times, digests, goals_shown, sessions, words
from bot.services.enrollments import ever
from bot.services.goal_words import Showing
from bot.services.words import Line

MOST = 40
"""One window holds them: each takes a block or two of a hundred."""


@dataclass(frozen=True)
class Held:
    """One check-in that goes to the coach, with its lines; those that are kept back say so themselves."""

    checkin_id: str
    topic: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Going:
    """What goes to a caseworker's coach, as it stands now. `at` is when, or None while nothing has a time."""

    coach: str
    at: datetime | None
    week: PersonWeek
    checkins: tuple[Held, ...]


@dataclass(frozen=True)
class Ahead:
    """How much goes to a caseworker's coach with the next digest, as a number, and when; no words."""

    coach: str
    at: datetime | None
    count: int


async def ahead(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> Ahead | None:
    """How many check-ins the next digest takes, and when it goes; None without a coach who gets one."""
    coach = await _coach(session, enrollment)
    if coach is None:
        return None
    at = await digest_times.next_for(session, coach, about=enrollment, now=now)
    return Ahead(coach.person, at, len(await _to_go(session, coach, enrollment)))


async def _coach(session: AsyncSession, enrollment: Enrollment) -> Coach | None:
    """Their coach, when that is somebody else who gets a digest."""
    coach = await session.get(Coach, (enrollment.workspace, enrollment.coach))
    return None if enrollment.coach == enrollment.caseworker else coach


async def in_full(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> Going | None:
    """The part of the next digest that is this caseworker's, for their own eyes; None without a coach who gets one.

    The very rule that makes the digest makes it, so that they see what will be seen.
    """
    coach = await _coach(session, enrollment)
    if coach is None:
        return None
    found = [await _held(session, each, now) for each in await _to_go(session, coach, enrollment)]
    shared = [each for checkin, held in found for each in _shared(checkin, held)]
    at = await digest_times.next_for(session, coach, about=enrollment, now=now)
    week = schedule.week_of(at or now, coach.zone)
    beside = await _beside(session, enrollment, now)
    made = digest.compose(coach.person, week, coach.zone, [enrollment.caseworker], shared, {}, (), beside)
    return Going(coach.person, at, made.people[0], tuple(held for _, held in found[:MOST]))


async def hold_back(
    session: AsyncSession, workspace: str, author: str, going_on: Mapping[str, Collection[str]], *, now: datetime
) -> None:
    """Of each of these check-ins, just the ticked steps go; one without any is its author's alone. What was posted follows.

    Raises NotFound for somebody else's, and BadChoice for a step that it does not have.
    """
    await ever(session, workspace, author)
    for checkin_id in sorted(going_on):
        checkin, _ = await checkins.own(session, workspace, author, checkin_id)
        lines = await checkins.read_own(session, workspace, author, checkin_id, now=now)
        steps = {line.step for line in lines}
        if not set(going_on[checkin_id]) <= steps:
            raise BadChoice
        if set(going_on[checkin_id]) == {line.step for line in _that_go(checkin, lines) if not line.kept_back}:
            continue  # as it was: what stands in Slack shows no sign that somebody looked
        if not going_on[checkin_id]:
            await checkins.share(
                session, workspace, author, checkin_id, audience=Audience.ONLY_ME, extent=Extent.ALL, now=now
            )
            continue
        await words.keep_back(session, checkin.reflection_id, steps - set(going_on[checkin_id]))
        await checkins.follow(session, checkin, now)
        await checkins.leave_home_of(session, checkin, checkin.reader, now)


async def _to_go(session: AsyncSession, coach: Coach, enrollment: Enrollment) -> list[CheckIn]:
    """What the next digest takes: all since the last one, and what was shared late and stood in none."""
    since = await digests.since(session, coach, coach.next_digest_at)
    theirs = (CheckIn.enrollment_id == enrollment.id, CheckIn.reader == coach.person, CheckIn.withdrawn_at.is_(None))
    made = select(CheckIn).where(*theirs, CheckIn.made_at >= since - digests.LATE).order_by(CheckIn.made_at)
    had = select(Read.checkin_id).where(Read.reader == coach.person, Read.surface == Surface.DIGEST)
    found = (await session.scalars(made)).all()
    stood = set(await session.scalars(had.where(Read.checkin_id.in_([each.id for each in found]))))
    return [each for each in found if each.made_at >= since or each.id not in stood][::-1]


async def _held(session: AsyncSession, checkin: CheckIn, now: datetime) -> tuple[CheckIn, Held]:
    lines = await words.of_checkin(session, checkin, asking=checkin.author, surface=Surface.HOME, now=now)
    return checkin, Held(checkin.id, checkin.topic, _that_go(checkin, lines))


def _that_go(checkin: CheckIn, lines: Sequence[Line]) -> tuple[Line, ...]:
    extent = words.sharing_of(checkin).extent
    steps = shown_of([line.step for line in lines], person=str(checkin.reader), author=checkin.author, extent=extent)
    return tuple(line for line in lines if line.step in steps)


def _shared(checkin: CheckIn, held: Held) -> list[Shared]:
    return digests.as_shared(checkin, (line for line in held.lines if not line.kept_back))


async def _beside(session: AsyncSession, enrollment: Enrollment, now: datetime) -> Beside:
    """Their goal's words, and the date of their session. The dots of the goal stand with the goal itself."""
    date = await sessions.next_of(session, enrollment, now=now)
    goal = await goals_shown.active(session, enrollment, asking=enrollment.caseworker, at=Showing(Surface.HOME, now))
    person = enrollment.caseworker
    return Beside({person: GoalDots(goal.goal.words)} if goal else {}, {person: date.at} if date else {})
