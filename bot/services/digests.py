"""Give each coach, once a week or before each session, what their people chose to share."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import digest, schedule
from bot.coaching.audience import Surface
from bot.coaching.digest import Beside, Shared
from bot.coaching.errors import NotAllowed
from bot.coaching.messages import CoachDigest
from bot.coaching.prompts import Library
from bot.db import due, in_slack, queries
from bot.db.once import insert_once
from bot.db.session_tables import CoachingSession
from bot.db.tables import CheckIn, Coach, Digest, Enrollment, Program
from bot.services import calendars, checkins, digest_times, goals_shown, outbox, sessions, words
from bot.services.goal_words import Showing
from bot.services.outbox import Kind
from bot.services.words import Line

WEEK = timedelta(days=7)
GOOD_FOR = timedelta(days=2)
LATE = timedelta(days=28)  # shared only after the digest of its week had gone


async def plan_due(session: AsyncSession, *, now: datetime, limit: int = 100) -> int:
    """Owe each coach whose hour has come this week's digest, and move the hour on; says how many were due."""
    coaches = await due.due_coaches(session, now, limit)
    for coach in coaches:
        await _plan(session, coach, now)
    return len(coaches)


async def _plan(session: AsyncSession, coach: Coach, now: datetime) -> None:
    program = await queries.program(session, coach.workspace)
    if program is None:
        return
    closed, due_at = calendars.days_closed(program, now=now), coach.next_digest_at
    today = schedule.local_date(due_at, coach.zone)
    after = due_at if today in closed else now  # closed only since the hour was set: it is still owed
    if not coach.before_sessions and today not in closed and now - due_at < GOOD_FOR:
        await _make(session, coach, program, now)
    coach.next_digest_at = await digest_times.next_moment(session, coach, program, after)


async def _make(session: AsyncSession, coach: Coach, program: Program, now: datetime) -> None:
    """This week's digest, for whoever is to have one."""
    if not await _is_to_have_one(session, coach):
        return
    closed, due_at = calendars.days_closed(program, now=now), coach.next_digest_at
    day, _at = digest_times.day_and_time(coach, program)
    slot = schedule.slot_of(day, schedule.local_date(due_at, coach.zone), closed)
    made = Digest(
        workspace=coach.workspace,
        coach=coach.person,
        week=slot - timedelta(days=slot.weekday()),
        zone=coach.zone,
        since=await since(session, coach, due_at),
        until=due_at,
    )
    await _owe(session, made, expires_at=due_at + GOOD_FOR, now=now)


async def _owe(session: AsyncSession, made: Digest, *, expires_at: datetime, now: datetime) -> None:
    if await insert_once(session, made):
        await outbox.enqueue(
            session,
            Kind.DIGEST,
            made.id,
            workspace=made.workspace,
            target=made.coach,
            due_at=now,
            expires_at=expires_at,
        )


async def plan_before_sessions(session: AsyncSession, *, now: datetime, limit: int = 100) -> int:
    """Owe a digest about one person to each coach who wants one before their sessions; says how many sessions were due."""
    due_now = await due.due_sessions(session, now, limit)
    for coming in due_now:
        coming.digest_at = None
        coach = await session.get(Coach, (coming.workspace, coming.coach))
        if coach is None or not coach.before_sessions or coming.at <= now:
            continue
        if await sessions.stands(session, coming) and await _is_to_have_one(session, coach):
            week = schedule.week_of(coming.at, coach.zone)
            who = {"workspace": coming.workspace, "coach": coming.coach, "zone": coach.zone}
            made = Digest(**who, week=week, about=coming.id, since=now - WEEK, until=now)
            await _owe(session, made, expires_at=coming.at, now=now)
    return len(due_now)


async def since(session: AsyncSession, coach: Coach, until: datetime) -> datetime:
    """Where the last digest ended, so that weeks that days off made longer or shorter neither leave out nor repeat."""
    last = await queries.last_digest(session, coach.workspace, coach.person)
    return last.until if last and until - LATE <= last.until < until else until - WEEK


async def _coaches_anyone(session: AsyncSession, coach: Coach) -> bool:
    return bool(await coached_by(session, coach.workspace, coach.person))


async def _is_to_have_one(session: AsyncSession, coach: Coach) -> bool:
    """Whoever coaches somebody, and has a Slack account to read it in."""
    return await _coaches_anyone(session, coach) and not await queries.is_gone(session, coach.workspace, coach.person)


async def coached_by(session: AsyncSession, workspace: str, coach: str) -> Sequence[Enrollment]:
    """The people whom this person coaches and who have once said yes, in a steady order. Who left shares nothing new."""
    found = await queries.people_of(session, workspace, coach)
    return [each for each in found if each.coach == coach and each.agreed_to is not None]


async def compose(
    session: AsyncSession, library: Library, made: Digest, *, again: bool = False, now: datetime
) -> CoachDigest:
    """What the coach gets to see, as it stands now: what was taken back or narrowed since is not in it.

    `again` draws a posted digest anew: only what stood in it and is shared still, and nothing that was shared later; but one
    about a session takes in what its caseworker shares up to then.
    """
    coming = await session.get(CoachingSession, made.about) if made.about else None
    grows = coming is not None and now < coming.at and await sessions.stands(session, coming)
    if again and not grows:
        shared = await queries.still_in_digest(session, made.id, made.coach)
    else:
        shared = await _to_share(session, made, until=now if again else made.until)
    if coming is not None:
        shared = [each for each in shared if each.enrollment_id == coming.enrollment_id]
    for checkin in shared if grows or not again else []:
        await checkins.refresh_receipt(session, checkin, now)
    return await _compose(session, library, made, shared, surface=Surface.DIGEST, now=now, again=again)


async def _to_share(session: AsyncSession, made: Digest, *, until: datetime) -> Sequence[CheckIn]:
    who = (made.workspace, made.coach)
    late = await queries.shared_late(session, *who, made.since - LATE, made.since, made.until)
    return [*late, *await queries.shared_with(session, *who, made.since, until, hold=True)]


async def coming(session: AsyncSession, library: Library, workspace: str, coach: str, *, now: datetime) -> CoachDigest:
    """The digest as it would be if it went now, for the coach to look at; raises NotAllowed for anybody else."""
    row = await session.get(Coach, (workspace, coach))
    if row is None or not await _coaches_anyone(session, row):
        raise NotAllowed(digest_times.FOR_COACHES)
    week, begins = schedule.week_of(row.next_digest_at, row.zone), await since(session, row, row.next_digest_at)
    made = Digest(workspace=workspace, coach=coach, week=week, zone=row.zone, since=begins, until=row.next_digest_at)
    return await _compose(
        session, library, made, await _to_share(session, made, until=now), surface=Surface.PREVIEW, now=now
    )


async def _compose(
    session: AsyncSession,
    library: Library,
    made: Digest,
    given: Sequence[CheckIn],
    *,
    surface: Surface,
    now: datetime,
    again: bool = False,
) -> CoachDigest:
    everybody = await _people_in(session, made)
    people = await _drawn(session, made, everybody, given, again=again)
    shared: list[Shared] = []
    for checkin in _of(people, given):  # what is not drawn is not read, and stands in App Home
        shared += await _shared(session, checkin, made, surface, now)
    composed = digest.compose(
        made.coach,
        made.week,
        made.zone,
        [each.caseworker for each in people],
        shared,
        await _celebrated(session, people, made),
        [key for key, topic in library.topics.items() if topic.in_use],
        await _beside(session, people, made, Showing(surface, now, made.id)),
    )
    return CoachDigest(
        replace(
            composed,
            before_session=bool(made.about),
            others=len(everybody) - len(people),
            days=digest.days_covered(made.since, made.until, made.zone),
        ),
        {key: topic.title for key, topic in library.topics.items()},
        {key: topic.short for key, topic in library.topics.items()},
        library.labels,
    )


async def _people_in(session: AsyncSession, made: Digest) -> Sequence[Enrollment]:
    """Whom this digest is about: all of the coach's people, or the one with whom they have a session."""
    people = await coached_by(session, made.workspace, made.coach)
    if not made.about:
        return people
    about = await session.get(CoachingSession, made.about)
    return [each for each in people if about is not None and each.id == about.enrollment_id]


async def _drawn(
    session: AsyncSession, made: Digest, everybody: Sequence[Enrollment], given: Sequence[CheckIn], *, again: bool
) -> Sequence[Enrollment]:
    """Whoever has a part of their own: as many as one message can hold, those who shared something first."""
    waiting: Sequence[CheckIn] = ()
    if again and len(everybody) > digest.MOST_PEOPLE:
        waiting = await _to_share(session, made, until=made.until)
    oldest_first = sorted(given, key=lambda each: each.made_at)
    places = {each.caseworker: each for each in everybody}
    names = digest.drawn(places, [each.author for each in oldest_first], [each.author for each in waiting])
    return [places[each] for each in names]


def _of(people: Sequence[Enrollment], given: Sequence[CheckIn]) -> list[CheckIn]:
    names = {each.caseworker for each in people}
    return [each for each in given if each.author in names]


async def _beside(session: AsyncSession, people: Sequence[Enrollment], made: Digest, at: Showing) -> Beside:
    """Each person's goal as this coach may see it, and the date of their next session."""
    dates = await sessions.next_with(session, made.workspace, made.coach, now=at.now)
    goals = {}
    for person in people:
        _first, last = digest.days_covered(made.since, made.until, person.zone)
        week = schedule.monday_of(last) + WEEK  # the level of a week that has begun is in it, too
        goal = await goals_shown.for_the_digest(session, person, coach=made.coach, week=week, at=at)
        if goal is not None:
            goals[person.caseworker] = goal
    return Beside(goals, {each.caseworker: dates[each.id].at for each in people if each.id in dates})


async def _shared(
    session: AsyncSession, checkin: CheckIn, made: Digest, surface: Surface, now: datetime
) -> list[Shared]:
    return as_shared(
        checkin,
        await words.of_checkin(session, checkin, asking=made.coach, surface=surface, digest_id=made.id, now=now),
    )


def as_shared(checkin: CheckIn, lines: Iterable[Line]) -> list[Shared]:
    """These lines of a check-in, as the digest's rules know them."""
    facts = (checkin.author, checkin.topic, checkin.strategy)
    return [Shared(checkin.id, *facts, line.question, line.words, line.role, checkin.made_at) for line in lines]


async def _celebrated(session: AsyncSession, people: Sequence[Enrollment], made: Digest) -> dict[str, str]:
    """The small successes that came to stand in the channel that week: everybody there has seen them already."""
    posted: dict[str, str] = {}
    for person in people:
        for celebration in await in_slack.celebrations_posted(session, person.id, made.since, made.until):
            posted[person.caseworker] = await words.of_celebration(session, celebration, asking=None) or ""
    return posted
