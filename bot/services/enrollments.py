"""Give people their place in the program, and let them say yes, pause, come back or leave."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away, newness, schedule
from bot.coaching.agreement import Said, version_of
from bot.coaching.days_away import Away
from bot.coaching.errors import BadChoice, NotAllowed, NotEnrolled
from bot.coaching.language import say
from bot.coaching.people import Roles, Standing, is_paused, must_enroll, must_have_accepted
from bot.coaching.schedule import Rhythm
from bot.db import due, queries
from bot.db.due import Picked
from bot.db.tables import Enrollment
from bot.db.turns import writes
from bot.services import agreements, calendars, channels, coaches, new_coach, outbox, programs
from bot.services.outbox import Kind

PER_WEEK = (0, 1, 2, 3)  # 0: only when they ask
CHEER_IN_CHANNEL, CHEER_IN_PRIVATE, NO_CHEER = CHEERS = ("channel", "private", "none")
"""How somebody likes to be cheered on, as they said in the agreement."""
OWED_TO_MEMBERS = (Kind.NUDGE, Kind.GOAL, Kind.INVITATION, Kind.AGREEMENT, Kind.NEW_COACH)
"""What nobody is sent any more who has left."""


@dataclass(frozen=True)
class Place:
    """What an enrollment is to be: the people, the coach channel and the rhythm."""

    roles: Roles
    channel: str
    rhythm: Rhythm


async def enroll(
    session: AsyncSession, workspace: str, place: Place, *, by: str, coach_zone: str, anew: bool = True, now: datetime
) -> Enrollment | None:
    """Give a caseworker a place and owe them an invitation; None when they have just this place already.

    Whoever had left is invited anew by their coach or the lead, or with `anew=False` stays away; else they look like everybody.
    Raises NotAllowed unless `by` is the program lead or will be the coach.
    """
    program = await programs.decided(session, workspace, hold=True)
    must_enroll(by, lead=program.lead, coach=place.roles.coach)
    schedule.check_rhythm(place.rhythm)
    await coaches.know(session, program, place.roles.coach, coach_zone, now)
    await coaches.expect(session, workspace, place.roles.supervisor)
    found = await queries.enrollment_of(session, workspace, place.roles.caseworker, hold=True)
    if found is None or (found.standing == Standing.LEFT and anew and by in (program.lead, found.coach)):
        return await _invite(session, found, workspace, place, by=by, now=now)
    return await _move(session, found, place, by=by, lead=program.lead, now=now)


async def _invite(
    session: AsyncSession, found: Enrollment | None, workspace: str, place: Place, *, by: str, now: datetime
) -> Enrollment:
    enrollment = found or Enrollment(
        workspace=workspace, caseworker=place.roles.caseworker, per_week=2, cheer=CHEER_IN_CHANNEL
    )
    await _give(session, enrollment, place, before=place_of(found) if found else place, now=now)
    enrollment.standing, enrollment.invited_by, enrollment.invited_at = Standing.INVITED, by, now
    enrollment.next_nudge_at = enrollment.paused_until = enrollment.quiet_because = None
    session.add(enrollment)
    await session.flush()
    await coaches.expect(session, workspace, enrollment.caseworker, place.rhythm.zone)
    await agreements.invite(session, enrollment, now=now)
    return enrollment


async def _move(
    session: AsyncSession, found: Enrollment, place: Place, *, by: str, lead: str, now: datetime
) -> Enrollment | None:
    """Change coach, supervisor or channel; the days and hours of somebody who said yes stay their own."""
    if by not in (lead, found.coach):
        who = f"<@{found.caseworker}>"
        raise NotAllowed(say("{who} already has a coach. The program lead can change that.", who=who))
    kept = Place(place.roles, place.channel, place.rhythm if found.standing == Standing.INVITED else rhythm_of(found))
    before = place_of(found)
    await agreements.invite_after_all(session, found, now=now)
    if kept == before:
        return None
    await _give(session, found, kept, before=before, now=now)
    if found.standing == Standing.ACTIVE:
        found.next_nudge_at = await next_time(session, found, now)
    return found


async def _give(session: AsyncSession, enrollment: Enrollment, place: Place, *, before: Place, now: datetime) -> None:
    """Write the place into the row. Another coach is told of, and what is kept for the channel before is a draft again."""
    enrollment.coach, enrollment.supervisor = place.roles.coach, place.roles.supervisor
    enrollment.channel = place.channel
    set_rhythm(enrollment, place.rhythm)
    await new_coach.tell(session, enrollment, before=before.roles.coach, now=now)
    await channels.move(session, enrollment, before=before.channel, now=now)


def set_rhythm(enrollment: Enrollment, rhythm: Rhythm) -> None:
    """Write the days and hours into the row."""
    enrollment.days = ",".join(str(day) for day in sorted(rhythm.days))
    enrollment.opens, enrollment.closes, enrollment.zone = rhythm.at, rhythm.until, rhythm.zone


def rhythm_of(enrollment: Enrollment | Picked) -> Rhythm:
    """The days and hours of an enrollment, as a value."""
    return _rhythm(enrollment.days, enrollment.opens, enrollment.closes, enrollment.zone, None, frozenset())


async def hours_of(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> Rhythm:
    """The same, without the days on which their agency is closed or they are away: when a message may really come."""
    return hours_without(enrollment, await calendars.closed(session, enrollment.workspace, now=now))


def hours_without(enrollment: Enrollment | Picked, closed: frozenset[date]) -> Rhythm:
    """The same, for somebody who knows the agency's closed days already."""
    return _rhythm(enrollment.days, enrollment.opens, enrollment.closes, enrollment.zone, enrollment.away, closed)


@lru_cache(maxsize=1024)  # many people picked the same hours
def _rhythm(days: str, opens: time, closes: time, zone: str, away: str | None, closed: frozenset[date]) -> Rhythm:
    off = closed.union(*(span.days() for span in days_away.read(away)))
    return Rhythm(frozenset(int(day) for day in days.split(",")), opens, closes, zone, off)


def place_of(enrollment: Enrollment) -> Place:
    """An enrollment as a value."""
    return Place(roles_of(enrollment), enrollment.channel, rhythm_of(enrollment))


def roles_of(enrollment: Enrollment) -> Roles:
    """The people of an enrollment, as a value."""
    return Roles(enrollment.caseworker, enrollment.coach, enrollment.supervisor)


async def ever(session: AsyncSession, workspace: str, caseworker: str) -> Enrollment:
    """This person's own enrollment, also after they left: what they gave stays theirs. Raises NotEnrolled.

    A transaction that writes holds it to its end: one person's own deeds happen one after the other, whoever does them.
    """
    found = await queries.enrollment_of(session, workspace, caseworker, hold=True)
    if found is None:
        raise NotEnrolled
    return found


async def mine(session: AsyncSession, workspace: str, caseworker: str) -> Enrollment:
    """This person's own enrollment; raises NotEnrolled for those who have none or left."""
    found = await ever(session, workspace, caseworker)
    if found.standing == Standing.LEFT:
        raise NotEnrolled
    return found


async def accepted(session: AsyncSession, workspace: str, caseworker: str) -> Enrollment:
    """The same, for what only those may do who have said yes to the agreement.

    Whoever does something here is not silent: it brings back a rhythm that silence had lowered.
    """
    found = await ever(session, workspace, caseworker)
    must_have_accepted(found.standing)
    if found.silent and writes(session):
        found.silent = 0
    return found


async def accept(
    session: AsyncSession,
    workspace: str,
    caseworker: str,
    *,
    version: int,
    terms: int | None = None,
    rhythm: Rhythm,
    per_week: int,
    cheer: str,
    new: bool | None = None,
    now: datetime,
) -> Enrollment:
    """Record the yes to these `terms` (those of today without any) and the rhythm; the clock starts with its next window.

    In a pause nothing comes before its end.
    `new`: whether they say of themselves that they are new to this work; None leaves what they said before.
    """
    enrollment = await mine(session, workspace, caseworker)
    if per_week not in PER_WEEK or cheer not in CHEERS:
        raise BadChoice
    schedule.check_rhythm(rhythm)
    set_rhythm(enrollment, rhythm)
    enrollment.per_week, enrollment.cheer = per_week, cheer
    if new is not None:
        enrollment.new_since = newness.said(enrollment.new_since, new=new, now=now)
    enrollment.silent = 0
    paused = is_paused(enrollment.standing, enrollment.paused_until, now)
    if not paused:  # a yes is no word about a pause: what ends that is said on its own
        enrollment.standing, enrollment.paused_until = Standing.ACTIVE, None
    enrollment.next_nudge_at = await (_back_at if paused else next_time)(session, enrollment, now)
    terms = await agreements.record(session, enrollment, Said.YES, version=version, terms=terms, now=now)
    enrollment.agreed_to = version_of(version, terms)
    await outbox.refresh(session, subject=enrollment.id, workspace=workspace, now=now)
    return enrollment


async def not_now(session: AsyncSession, workspace: str, caseworker: str, *, version: int, now: datetime) -> None:
    """Record a “not now”: nothing is sent, and the agreement stays for another day."""
    enrollment = await mine(session, workspace, caseworker)
    await agreements.record(session, enrollment, Said.NOT_NOW, version=version, now=now)


async def pause(
    session: AsyncSession, workspace: str, caseworker: str, *, until: datetime | None, now: datetime
) -> None:
    """Go quiet, at once and for nobody else to see; with a day, the clock starts again by itself then.

    What is owed stays so: it comes after it, and whose time is over by then is let go (`composing.py`).
    """
    enrollment = await accepted(session, workspace, caseworker)
    enrollment.standing, enrollment.paused_until = Standing.PAUSED, until
    enrollment.next_nudge_at = await _back_at(session, enrollment, now)


async def _back_at(session: AsyncSession, enrollment: Enrollment, now: datetime) -> datetime | None:
    """When somebody who is paused is back: also without a schedule, for then others may ask them again. None: when they say so."""
    hours, until = await hours_of(session, enrollment, now=now), enrollment.paused_until
    return schedule.next_window(hours, until).opens if until else None


async def go_away(
    session: AsyncSession, workspace: str, caseworker: str, away: Away, *, now: datetime
) -> datetime | None:
    """Days away, set ahead and told to nobody: nothing is sent on them, and they end by themselves. Gives their next time."""
    enrollment = await accepted(session, workspace, caseworker)
    today = schedule.local_date(now, enrollment.zone)
    enrollment.away = days_away.write(days_away.with_span(days_away.read(enrollment.away), away, today))
    if enrollment.standing == Standing.ACTIVE:
        enrollment.next_nudge_at = await next_time(session, enrollment, now)
    return enrollment.next_nudge_at


async def next_time(session: AsyncSession, enrollment: Enrollment, after: datetime) -> datetime | None:
    """The start of their next window, on a day that has brought none of the clock's questions; None for somebody who is asked
    only when they want to be.
    """
    if not enrollment.per_week:
        return None
    hours = await hours_of(session, enrollment, now=after)
    window = schedule.next_window(hours, after)
    is_today = window.day == schedule.local_date(after, enrollment.zone)
    if is_today and await due.was_asked_on(session, enrollment.id, window.day):
        window = schedule.next_window(hours, window.opens)
    return window.opens


async def resume(session: AsyncSession, workspace: str, caseworker: str, *, now: datetime) -> datetime | None:
    """Start again with the next window; gives its start. Days away that have begun end; without any, those to come do."""
    enrollment = await accepted(session, workspace, caseworker)
    enrollment.away = _back(enrollment, schedule.local_date(now, enrollment.zone))
    enrollment.standing, enrollment.paused_until = Standing.ACTIVE, None
    enrollment.next_nudge_at = opens = await next_time(session, enrollment, now)
    return opens


def _back(enrollment: Enrollment, today: date) -> str | None:
    """The days away that are left when somebody says that they are back."""
    spans = days_away.read(enrollment.away)
    quiet = enrollment.standing == Standing.PAUSED or any(each.covers(today) for each in spans)
    return days_away.write(days_away.to_come(spans, today)) if quiet else None


async def leave(session: AsyncSession, workspace: str, caseworker: str, *, version: int, now: datetime) -> Enrollment:
    """Leave, at once, without a reason and without telling anybody: their coach's lists stay as they are."""
    enrollment = await mine(session, workspace, caseworker)
    enrollment.standing = Standing.LEFT
    enrollment.next_nudge_at = enrollment.paused_until = enrollment.away = None
    enrollment.new_since = enrollment.suggested = enrollment.coach_before = None
    await agreements.record(session, enrollment, Said.LEFT, version=version, now=now)
    who = {"workspace": enrollment.workspace, "target": enrollment.caseworker}
    await outbox.call_off(session, **who, kinds=OWED_TO_MEMBERS, now=now)
    await outbox.refresh(session, subject=enrollment.id, workspace=workspace, now=now)
    return enrollment
