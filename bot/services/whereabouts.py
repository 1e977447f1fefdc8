"""Take in what Slack says of people in the program: where they are, whether they are away, whether their account is closed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.language import say
from bot.coaching.people import Standing
from bot.coaching.quiet import GONE, Seen
from bot.db import queries
from bot.db.among import among
from bot.db.once import insert_once
from bot.db.people_tables import Whereabouts
from bot.db.tables import Coach, Delivery, Enrollment, Nudge
from bot.services import agreements, audit, digest_times, enrollments, languages, nudges, outbox
from bot.services.audit import Deed
from bot.services.messenger import Profile
from bot.services.outbox import Kind, State

log = structlog.get_logger()

SLACK, NO_ZONE = "Slack", "UTC"
ACCOUNT_CLOSED, COACH_CLOSED, SUPERVISOR_CLOSED = "account_closed", "coach_account_closed", "supervisor_account_closed"
CLOSED = (ACCOUNT_CLOSED, COACH_CLOSED, SUPERVISOR_CLOSED)
MOST_NAMED = 20
CLOCKS_MAY_DIFFER = timedelta(seconds=10)
OWED = (Kind.NUDGE, Kind.AGREEMENT, Kind.INVITATION)


async def know(session: AsyncSession, workspace: str, profile: Profile, *, now: datetime) -> None:
    """Somebody becomes part of the program: remember what Slack says of them, or take it in when they are known already."""
    first = Whereabouts(workspace=workspace, person=profile.person, zone=profile.zone)
    await languages.know(session, workspace, profile)
    if await insert_once(session, first) or await is_news(session, workspace, profile):
        await observe(session, workspace, profile, told_at=now - CLOCKS_MAY_DIFFER, now=now)


async def is_news(session: AsyncSession, workspace: str, profile: Profile) -> bool:
    """Whether this person is in the program and Slack says something of them that we did not know. Writes nothing."""
    row = await session.get(Whereabouts, (workspace, profile.person))
    known = row and (profile.zone and row.zone, row.gone, row.away, row.away_until, row.guest)
    is_moved = row is not None and _said(profile) != known
    return is_moved or await _speaks_another(session, workspace, profile)


async def _speaks_another(session: AsyncSession, workspace: str, profile: Profile) -> bool:
    tongue = profile.language
    return tongue is not None and await languages.is_news(session, workspace, profile.person, tongue)


def _said(profile: Profile) -> tuple[str | None, bool, bool, datetime | None, bool]:
    return profile.zone, profile.gone, profile.away, profile.away_until, profile.guest


async def observe(session: AsyncSession, workspace: str, profile: Profile, *, told_at: datetime, now: datetime) -> None:
    """Take in what Slack said at `told_at`: hours follow a zone that moved, a closed account is asked nothing any more,
    and whoever has not picked a language reads Slack's.

    Who is not in the program is let go, and so is older news than what is known.
    """
    row = await session.get(Whereabouts, (workspace, profile.person))
    if row is not None and row.checked_at is not None and told_at < row.checked_at:
        return
    if await _speaks_another(session, workspace, profile):
        await languages.know(session, workspace, profile)
    if row is None:
        return
    row.checked_at, row.away, row.away_until, row.guest = told_at, profile.away, profile.away_until, profile.guest
    if profile.zone is not None and profile.zone != row.zone:
        before, row.zone = row.zone or NO_ZONE, profile.zone
        await _move(session, row, before, profile.zone, now)
    if profile.gone != row.gone:
        row.gone = profile.gone
        await (_close(session, row, now) if row.gone else _open(session, row, now))


async def _move(session: AsyncSession, row: Whereabouts, before: str, zone: str, now: datetime) -> None:
    """Hours and digest follow, but for somebody whose zone was not Slack's: that one was picked on purpose."""
    program = await queries.program(session, row.workspace)
    enrollment = await queries.enrollment_of(session, row.workspace, row.person, hold=True)
    coach = await session.get(Coach, (row.workspace, row.person))
    if enrollment is not None and enrollment.zone == before:
        await _move_hours(session, enrollment, zone, now)
    if coach is not None and coach.zone == before and program is not None:
        coach.zone, day = zone, schedule.local_date(coach.next_digest_at, before)
        coach.next_digest_at = max(now, schedule.instant(day, digest_times.day_and_time(coach, program)[1], zone))


async def _move_hours(session: AsyncSession, enrollment: Enrollment, zone: str, now: datetime) -> None:
    """The same local days and hours in the new zone; the day that was still owed stays owed.

    What waits may last to the end of its new hours, but never past what it is for: a session, or a day.
    """
    before, enrollment.zone, enrollment.zone_moved_at = enrollment.zone, zone, now
    hours = await enrollments.hours_of(session, enrollment, now=now)
    if enrollment.next_nudge_at is not None:
        owed = schedule.local_date(enrollment.next_nudge_at, before)
        enrollment.next_nudge_at = max(schedule.first_window_from(hours, owed, now).opens, now)
    for owed_id, due_at, expires_at, about, nudge in await session.execute(_waiting(enrollment)):
        moment = schedule.next_moment(hours, max(now, due_at))
        window = schedule.window_at(hours, moment)
        longer = window if window and _is_of_use(nudge, about, window.day) else None
        last = max(expires_at, longer.closes) if longer and expires_at else expires_at
        await _change(session, Delivery.id == owed_id, **outbox.due_anew(moment), expires_at=last)
    person = enrollment.caseworker
    await audit.record(session, enrollment.workspace, SLACK, Deed.ZONE_MOVED, person=person, now=now)


def _is_of_use(nudge: Nudge, about: str | None, day: date) -> bool:
    """Whether it may last longer on this local day: cue prompts, reminders and parts of a path have an end of their own."""
    if nudge.occasion.startswith(nudges.SESSION) or (about or "").startswith(nudges.REMINDER):
        return False
    return day == nudge.local_day or not nudge.occasion.startswith(nudges.PART)


def _waiting(enrollment: Enrollment) -> Select[str, datetime, datetime | None, str | None, Nudge]:
    theirs = (Delivery.workspace == enrollment.workspace, Delivery.target == enrollment.caseworker)
    return (
        select(Delivery.id, Delivery.due_at, Delivery.expires_at, Delivery.about, Nudge)
        .join(Nudge, Nudge.id == Delivery.subject)
        .where(*theirs, Delivery.kind == Kind.NUDGE, Delivery.state == State.WAITING)
    )


async def _change(session: AsyncSession, *which: ColumnElement[bool], **values: object) -> None:
    """Only while it waits: what a worker has taken meanwhile is the worker's."""
    change = update(Delivery).where(*which, Delivery.state == State.WAITING).values(**values)
    await session.execute(change.execution_options(synchronize_session=False))


async def lose(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Slack refused a message because there is no such person any more, and the program lead is told of the message: of a coach
    or supervisor they hear, too, whose people wait for somebody else.
    """
    row = await session.get(Whereabouts, (workspace, person))
    if row is not None and not row.gone:
        row.gone, row.checked_at = True, now - CLOCKS_MAY_DIFFER
        await _stop(session, row, now)
        if await _what_they_were(session, workspace, person) != ACCOUNT_CLOSED:
            await _tell(session, row, now)


async def _stop(session: AsyncSession, row: Whereabouts, now: datetime) -> None:
    """Nothing is planned for them any more, and what waits is let go."""
    enrollment = await queries.enrollment_of(session, row.workspace, row.person, hold=True)
    if enrollment is not None:
        enrollment.next_nudge_at = None
        theirs = (Delivery.workspace == row.workspace, Delivery.target == row.person, Delivery.kind.in_(OWED))
        await _change(session, *theirs, state=State.WITHDRAWN, reason=GONE, settled_at=now)


async def _close(session: AsyncSession, row: Whereabouts, now: datetime) -> None:
    """Their account is closed: stop, and tell the program lead once."""
    await _stop(session, row, now)
    await _tell(session, row, now)


async def _tell(session: AsyncSession, row: Whereabouts, now: datetime) -> None:
    program = await queries.program(session, row.workspace)
    if program is None or program.lead == row.person:
        log.warning("lead_has_left", workspace=row.workspace, mend="shoulder people lead @name")
        return
    await outbox.enqueue(
        session,
        Kind.NOTICE,
        row.person,
        workspace=row.workspace,
        target=program.lead,
        due_at=now,
        key=f"{ACCOUNT_CLOSED}:{row.person}:{now.date()}",
        about=await _what_they_were(session, row.workspace, row.person),
    )


async def _what_they_were(session: AsyncSession, workspace: str, person: str) -> str:
    around = await queries.people_of(session, workspace, person)
    if any(each.coach == person for each in around):
        return COACH_CLOSED
    return SUPERVISOR_CLOSED if around else ACCOUNT_CLOSED


async def _open(session: AsyncSession, row: Whereabouts, now: datetime) -> None:
    """Their account is open again: the clock goes on where they stand, and what did not come is owed: an invitation, the
    word of a new coach, a coach's note.
    """
    enrollment = await queries.enrollment_of(session, row.workspace, row.person, hold=True)
    if enrollment is not None:
        await agreements.invite_after_all(session, enrollment, now=now)
        for kind, about in ((Kind.COACH_NOTE, None), (Kind.NEW_COACH, enrollment.coach_before)):
            theirs = {"workspace": row.workspace, "target": row.person, "kind": kind, "about": about}
            await outbox.owe_what_waited(session, theirs, reason=GONE, now=now)
    if enrollment is None or enrollment.standing not in (Standing.ACTIVE, Standing.PAUSED):
        return
    if enrollment.standing == Standing.ACTIVE or enrollment.paused_until is not None:
        after = max(now, enrollment.paused_until or now)
        enrollment.next_nudge_at = await enrollments.next_time(session, enrollment, after)


async def sentence(session: AsyncSession, workspace: str, about: str, person: str) -> str:
    """What the program lead is told, once: whose account is closed, and who waits for somebody else."""
    who = f"<@{person}>"
    if about == ACCOUNT_CLOSED:
        return say(
            "The Slack account of {who} is closed. I write to them no more. If it opens again, I go on by myself.",
            who=who,
        )
    around = await queries.people_of(session, workspace, person)
    people = [f"<@{each.caseworker}>" for each in around[:MOST_NAMED]]
    waiting = ", ".join([*people, *(["…"] if len(around) > MOST_NAMED else [])])
    if about == SUPERVISOR_CLOSED:
        return say(
            "The Slack account of {who}, who supervises here, is closed. Their people need another supervisor: {people}. "
            "Type `/coach-checkin handover`.",
            who=who,
            people=waiting,
        )
    return say(
        "The Slack account of {who}, who coaches here, is closed. Their people need another coach: {people}. "
        "Questions go on meanwhile, and what was shared with {who} goes to nobody by itself. "
        "Type `/coach-checkin handover`: then each of them is asked once if the new coach may read it. No answer means no.",
        who=who,
        people=waiting,
    )


async def is_guest(session: AsyncSession, workspace: str, person: str) -> bool:
    """Whether Slack says that this person is a guest: from outside, and let in for a part of it."""
    row = await session.get(Whereabouts, (workspace, person))
    return row is not None and row.guest


async def is_known(session: AsyncSession, workspace: str, person: str) -> bool:
    """Whether this person has a part in the program, so that Slack was asked who they are."""
    return await session.get(Whereabouts, (workspace, person)) is not None


async def not_here(session: AsyncSession, enrollments: Collection[str]) -> dict[str, Seen]:
    """Who of these people (by their enrollment) is away or has no account any more, and what Slack last said of them."""
    theirs = (Whereabouts.workspace == Enrollment.workspace, Whereabouts.person == Enrollment.caseworker)
    wanted = select(Enrollment.id, Whereabouts).join(Whereabouts, and_(*theirs))
    away = wanted.where(among(session, Enrollment.id, enrollments), or_(Whereabouts.away, Whereabouts.gone))
    return {whose: seen(row) for whose, row in await session.execute(away)}


def seen(row: Whereabouts) -> Seen:
    """A row as a value."""
    return Seen(row.zone or NO_ZONE, row.gone, row.away, row.away_until, row.checked_at)
