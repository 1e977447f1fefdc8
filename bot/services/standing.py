"""Tell each person how things stand: what is next, why something came or did not, and who has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away, expected, schedule
from bot.coaching.audience import Surface
from bot.coaching.people import OwnPlace, Role
from bot.coaching.practice import Gap
from bot.coaching.prompts import Library
from bot.coaching.sessions import NextSession
from bot.db import queries, successes
from bot.db.tables import Ask, CheckIn, Coach, Enrollment, Nudge
from bot.services import (
    audit,
    calendars,
    digest_times,
    evaluation,
    figures,
    goals_shown,
    reasons,
    reviews,
    sessions,
    whereabouts,
    words,
)
from bot.services.digests import coached_by
from bot.services.enrollments import mine
from bot.services.expecting import expected_next
from bot.services.given import Kept, Success, lately, own_place
from bot.services.goal_words import Showing
from bot.services.goals_shown import GoalsOf, Shown
from bot.services.going import Ahead, ahead
from bot.services.roles import roles_of
from bot.services.words import Line

SHOWN = 8
ANSWERS_SHOWN = 15
"""Of the check-ins that somebody asked for: a team's answers of one week."""
LATELY = timedelta(days=28)


@dataclass(frozen=True)
class Mine:
    """A caseworker's own corner, with the newest of what they gave; `more`: there is more than that.

    `comes` is the next question as a sentence; None where all of it is theirs to ask for.
    """

    place: OwnPlace
    comes: str | None
    checkins: tuple[Kept, ...]
    around: tuple[str, ...] = ()
    away_today: bool = False
    successes: tuple[Success, ...] = ()
    more: bool = False
    by_others: tuple[audit.Done, ...] = ()
    session: NextSession | None = None
    goals: tuple[Shown, ...] = ()
    going: Ahead | None = None


@dataclass(frozen=True)
class Coached:
    """Somebody whom a coach coaches. Only a first invitation is told: who is paused, quiet or gone looks `joined`."""

    enrollment_id: str
    caseworker: str
    joined: bool


@dataclass(frozen=True)
class SharedCheckIn:
    """A check-in that its author shared with this reader."""

    caseworker: str
    topic: str
    lines: tuple[Line, ...]
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A check-in that somebody asked for. Kept private, skipped and not answered are all `shared=False`: “not yet”."""

    caseworker: str
    topic: str
    shared: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Corner:
    """What App Home holds for one person, by role; None where they have no such role."""

    person: str
    roles: frozenset[Role]
    set_up: bool
    lead: str | None
    mine: Mine | None
    people: tuple[Coached, ...]
    shared: tuple[SharedCheckIn, ...]
    asked: tuple[Asked, ...]
    digest_at: datetime | None
    zone: str
    held_since: datetime | None
    month: figures.Month | None
    closed_ahead: tuple[date, ...] = ()
    sessions: Mapping[str, NextSession] = field(default_factory=dict)
    goals: tuple[GoalsOf, ...] = ()
    before_sessions: bool = False
    partner: reviews.PartnerCorner | None = None
    wrote_notes: bool = False
    gap: Gap | None = None


async def corner(session: AsyncSession, library: Library, workspace: str, person: str, *, now: datetime) -> Corner:
    """Everything that this person may see in App Home. Reading what others shared is recorded."""
    program = await queries.program(session, workspace)
    own = await queries.enrollment_of(session, workspace, person)
    around = await queries.people_of(session, workspace, person)
    coached = tuple(each for each in around if each.coach == person)
    coach = await _coach_row(session, workspace, person)
    joined = await coached_by(session, workspace, person) if coach else ()
    zone = await zone_of(session, workspace, person)
    leads = program is not None and person == program.lead
    guest = await whereabouts.is_guest(session, workspace, person)  # an outside coach sees their own people alone
    return Corner(
        person=person,
        roles=await roles_of(session, workspace, person),
        set_up=program is not None,
        lead=program.lead if program else None,
        mine=await _mine(session, library, own, now) if own else None,
        people=tuple(Coached(each.id, each.caseworker, each.agreed_to is not None) for each in coached),
        shared=await shared_lately(session, workspace, person, now=now) if coached else (),
        asked=await asked_lately(session, workspace, person, surface=Surface.HOME, now=now),
        digest_at=await digest_times.next_for(session, coach, now=now) if coach and joined else None,
        before_sessions=coach is not None and coach.before_sessions,
        zone=zone,
        held_since=await queries.held_since(session, workspace, person),
        month=await figures.latest(session, workspace) if leads else None,
        closed_ahead=calendars.ahead(program, now=now) if leads else (),
        sessions=await sessions.next_with(session, workspace, person, now=now) if coached else {},
        goals=await goals_shown.of_people(session, coached, person, now=now),
        partner=await reviews.part_of(session, library, workspace, person, now=now),
        wrote_notes=await successes.has_written(session, workspace, person),
        gap=await evaluation.gap(session, library, workspace) if leads or (coached and not guest) else None,
    )


async def zone_of(session: AsyncSession, workspace: str, person: str) -> str:
    """The zone of this person's wall clock, as far as the program knows it."""
    own = await queries.enrollment_of(session, workspace, person)
    coach = await _coach_row(session, workspace, person)
    around = await queries.people_of(session, workspace, person)
    return own.zone if own else coach.zone if coach else around[0].zone if around else "UTC"


async def coaches_or_supervises(session: AsyncSession, workspace: str, person: str) -> bool:
    """Whether this person coaches or supervises somebody here; so they have a path about their own coaching."""
    return bool(await queries.people_of(session, workspace, person))


async def _coach_row(session: AsyncSession, workspace: str, person: str) -> Coach | None:
    """When this coach's digest comes, or None for somebody who coaches nobody."""
    return await session.get(Coach, (workspace, person))


async def _mine(session: AsyncSession, library: Library, enrollment: Enrollment, now: datetime) -> Mine:
    comes = await expected_next(session, library, enrollment, now=now)
    given = await lately(session, enrollment, now=now)
    today = schedule.local_date(now, enrollment.zone)
    return Mine(
        own_place(enrollment, now),
        expected.in_words(comes, enrollment.zone, now, strong=True) if comes else None,
        given.checkins,
        tuple(await reasons.around(session, enrollment, comes, now=now)),
        any(each.covers(today) for each in days_away.read(enrollment.away)),
        given.successes,
        given.older is not None,
        await audit.by_others(session, enrollment.workspace, enrollment.caseworker),
        await sessions.next_of(session, enrollment, now=now),
        await goals_shown.of_caseworker(
            session, enrollment, asking=enrollment.caseworker, at=Showing(Surface.HOME, now)
        ),
        await ahead(session, enrollment, now=now) if enrollment.agreed_to is not None else None,
    )


async def shared_lately(
    session: AsyncSession, workspace: str, reader: str, *, now: datetime
) -> tuple[SharedCheckIn, ...]:
    """What was shared with this person in four weeks, newest first; before the rest, what they were shown nowhere yet."""
    stretch = (now - LATELY, now + timedelta(seconds=1))
    found = await queries.shared_with(session, workspace, reader, *stretch, hold=True)
    known = await queries.shown_already(session, reader, [each.id for each in found]) if len(found) > SHOWN else ()
    shown, newest = [], list(reversed(found))
    for checkin in sorted(newest, key=lambda each: each.id in known)[:SHOWN]:
        lines = await words.of_checkin(session, checkin, asking=reader, surface=Surface.HOME, now=now)
        shown.append(SharedCheckIn(checkin.author, checkin.topic, tuple(lines), checkin.made_at))
    return tuple(shown)


async def asked_lately(
    session: AsyncSession, workspace: str, asker: str, *, surface: Surface | None, now: datetime
) -> tuple[Asked, ...]:
    """The check-ins that this person asked for, and what was shared of them. No reason is told for a “not yet”.

    Without a surface no words are read, only whether something was shared. With one, of what was shared there is as much as
    is drawn, before the rest what they were shown nowhere yet: what is not drawn is not read.
    """
    asks = await queries.asks_by(session, workspace, asker, now - LATELY)
    found = [(ask, await _shared_of(session, ask)) for ask in asks]
    shared = [checkin.id for _, checkin in found if checkin]
    drawn = await _to_draw(session, asker, shared) if surface else ()
    answers = []
    for ask, checkin in found:
        if surface and checkin and checkin.id not in drawn:
            continue
        enrollment = await queries.enrollment(session, ask.enrollment_id)
        nudge = await session.get_one(Nudge, ask.nudge_id)
        lines = (
            await words.of_checkin(session, checkin, asking=asker, surface=surface, now=now)
            if checkin and surface
            else []
        )
        answers.append(Asked(enrollment.caseworker, nudge.topic, checkin is not None, tuple(lines)))
    return tuple(answers)


async def _shared_of(session: AsyncSession, ask: Ask) -> CheckIn | None:
    """What came of an ask, as long as whoever asked may read it."""
    checkin = await queries.checkin_of_nudge(session, ask.nudge_id)
    return checkin if checkin and checkin.reader == ask.asked_by and checkin.withdrawn_at is None else None


async def _to_draw(session: AsyncSession, reader: str, newest: Sequence[str]) -> Sequence[str]:
    if len(newest) <= ANSWERS_SHOWN:
        return newest
    known = await queries.shown_already(session, reader, newest)
    return sorted(newest, key=lambda each: each in known)[:ANSWERS_SHOWN]


async def why(session: AsyncSession, library: Library, workspace: str, caseworker: str, *, now: datetime) -> str:
    """When the next question comes, and why the last one did or did not."""
    return await reasons.told(session, library, await mine(session, workspace, caseworker), now=now)
