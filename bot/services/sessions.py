"""Keep the date of a caseworker's next coaching session: set, moved or cancelled by either of the two, and what it brings.

A date brings cue prompts to the caseworker a day before it, inside their own hours and the dose of their week. It says
nothing of what became of the session: nobody writes down here who came.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching import sessions as rules
from bot.coaching.paths import Path
from bot.coaching.people import Deed, Standing
from bot.coaching.prompts import Library
from bot.coaching.schedule import Window
from bot.coaching.sessions import NextSession
from bot.db import queries
from bot.db.base import new_id
from bot.db.session_tables import CoachingSession
from bot.db.tables import CheckIn, Coach, Delivery, Digest, Enrollment, Nudge, Reflection
from bot.services import calendars, memories, nudges, outbox, who_may
from bot.services.drafts import Draft, Place
from bot.services.enrollments import hours_of
from bot.services.outbox import State

CUES = "before-session"
MOVED, OVER = "session_moved", "session_over"
AT_SESSION = "at_session"  # marks what its author wanted to look back at in their next session


async def set_date(
    session: AsyncSession,
    library: Library,
    workspace: str,
    by: str,
    caseworker: str,
    at: datetime,
    *,
    now: datetime,
) -> CoachingSession:
    """Set the next session, in the place of the one that stood; raises NotAllowed, NotEnrolled or BadChoice.

    Nobody is sent a message about it: both see it in App Home, with who set it. A date that stands already stays as it is.
    """
    enrollment = await who_may.place_for(session, workspace, by, Deed.SET_DATE, caseworker=caseworker)
    rules.check_date(at, now)
    stood = await _stood(session, enrollment, now)
    if same := next((each for each in stood if (each.at, each.coach) == (at, enrollment.coach)), None):
        return same
    made = CoachingSession(
        id=new_id(),
        workspace=workspace,
        enrollment_id=enrollment.id,
        coach=enrollment.coach,
        at=at,
        set_by=by,
        set_at=now,
        digest_at=await _digest_at(session, enrollment, at, now),
    )
    for each in stood:
        await _go_along(session, enrollment, each, made, now)
    await _over(session, enrollment, stood, now)
    session.add(made)
    await session.flush()
    await _owe_cues(session, library, enrollment, made, now)
    await _bring_along(session, enrollment, made, now)
    return made


async def cancel(session: AsyncSession, workspace: str, by: str, caseworker: str, *, now: datetime) -> None:
    """Take the date away; what was to be looked back at then keeps its day. Raises NotAllowed or NotEnrolled."""
    enrollment = await who_may.place_for(session, workspace, by, Deed.SET_DATE, caseworker=caseworker)
    await _over(session, enrollment, await _stood(session, enrollment, now), now)


async def get_ready(session: AsyncSession, library: Library, enrollment: Enrollment, *, now: datetime) -> None:
    """Owe the cue prompts for a date that stands, by the hours of now: they left and are back, or it was set meanwhile.

    Those that came do not come again.
    """
    for each in await _stood(session, enrollment, now):
        if each.coach == enrollment.coach and await session.scalar(_that_came(enrollment, each)) is None:
            await _call_off(session, enrollment, f"{nudges.SESSION}{each.id}", now)
            await _owe_cues(session, library, enrollment, each, now)


async def next_of(session: AsyncSession, enrollment: Enrollment | Place, *, now: datetime) -> NextSession | None:
    """This caseworker's next session with the coach whom they have now."""
    wanted = _standing(now).where(
        CoachingSession.enrollment_id == enrollment.id, CoachingSession.coach == enrollment.coach
    )
    found = (await session.scalars(wanted.limit(1))).one_or_none()
    return _value(found) if found else None


async def next_with(session: AsyncSession, workspace: str, coach: str, *, now: datetime) -> dict[str, NextSession]:
    """The next sessions of this coach, by enrollment."""
    wanted = _standing(now).where(CoachingSession.workspace == workspace, CoachingSession.coach == coach)
    return {each.enrollment_id: _value(each) for each in await session.scalars(wanted)}


def _value(row: CoachingSession) -> NextSession:
    return NextSession(row.coach, row.at, row.set_by)


async def of_cues(session: AsyncSession, nudge: Nudge) -> CoachingSession | None:
    """The session for which this nudge gets somebody ready; None for other nudges, and when it has had its time."""
    if not nudge.occasion.startswith(nudges.SESSION):
        return None
    return await session.get(CoachingSession, nudge.occasion.removeprefix(nudges.SESSION))


async def is_off(session: AsyncSession, session_id: str) -> bool:
    """Whether this session was moved or cancelled, or was to be with a coach of before."""
    found = await session.get(CoachingSession, session_id) if session_id else None
    return found is not None and not await stands(session, found)


async def stands(session: AsyncSession, found: CoachingSession) -> bool:
    """Whether this session is to be as it was set: neither moved nor cancelled, and with the coach of today."""
    place = await queries.enrollment(session, found.enrollment_id)
    return found.over_at is None and found.coach == place.coach


async def why_off(session: AsyncSession, found: CoachingSession, *, now: datetime) -> str | None:
    """Why nobody needs to get ready for this session any more; None while it is still to come."""
    if not await stands(session, found):
        return MOVED
    return OVER if found.at <= now else None


async def offered(session: AsyncSession, path: Path, draft: Draft, place: Place) -> Path:
    """The path as it is put to its author: “at my next session” is on offer where one had a date when they began."""
    if not any(rules.AT_SESSION in step.choices for step in path.steps):
        return path
    return rules.offered(path, has_date=await next_of(session, place, now=draft.started_at) is not None)


async def check_back(
    session: AsyncSession, library: Library, enrollment: Enrollment, reflection_id: str, *, now: datetime
) -> None:
    """Come back to an if-then plan on the day of the next session, or in their next hours when it is over meanwhile."""
    found = await next_of(session, enrollment, now=now)
    on = schedule.local_date(found.at if found else now, enrollment.zone)
    await nudges.check_back(session, library, enrollment, reflection_id, on=on, about=AT_SESSION, now=now)


async def grow_digest(session: AsyncSession, checkin: CheckIn, *, now: datetime) -> None:
    """A digest that a coach has had about the session to come is drawn anew, when its caseworker shares more."""
    if checkin.reader is None:
        return
    coming = (CoachingSession.enrollment_id == checkin.enrollment_id, CoachingSession.at > now)
    had = select(Digest.id).join(CoachingSession, CoachingSession.id == Digest.about).where(*coming)
    for digest_id in (await session.scalars(had.where(CoachingSession.over_at.is_(None)))).all():
        await outbox.refresh(session, subject=digest_id, workspace=checkin.workspace, now=now)


async def move_digests(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """Closing days changed: a digest about a session comes by them, as when its date was set, unless it could only come at once."""
    coming = _standing(now).where(CoachingSession.workspace == workspace, CoachingSession.digest_at > now)
    for each in (await session.scalars(coming)).all():
        place = await queries.enrollment(session, each.enrollment_id)
        moment = await _digest_at(session, place, each.at, now)
        each.digest_at = moment if moment > now else each.digest_at


def _standing(now: datetime) -> Select[CoachingSession]:
    return (
        select(CoachingSession)
        .where(CoachingSession.over_at.is_(None), CoachingSession.at > now)
        .order_by(CoachingSession.at)
    )


async def _over(session: AsyncSession, enrollment: Enrollment, stood: Sequence[CoachingSession], now: datetime) -> None:
    """The date that stood is over, and its cue prompts with it, unless they have been sent."""
    for each in stood:
        each.over_at, each.digest_at = now, None
        await _call_off(session, enrollment, f"{nudges.SESSION}{each.id}", now)


async def _stood(session: AsyncSession, enrollment: Enrollment, now: datetime) -> Sequence[CoachingSession]:
    return (await session.scalars(_standing(now).where(CoachingSession.enrollment_id == enrollment.id))).all()


async def _go_along(
    session: AsyncSession, enrollment: Enrollment, before: CoachingSession, made: CoachingSession, now: datetime
) -> None:
    """What came already for the date that was moved stands for the new one, where it would come again on the same day.

    What was put off meanwhile still comes back.
    """
    if before.coach != made.coach:
        return
    same_day = len({schedule.local_date(each.at, enrollment.zone) for each in (before, made)}) == 1
    cues = rules.cues_at(await hours_of(session, enrollment, now=now), made.at, now)
    came = await session.scalar(_that_came(enrollment, before))
    if came is not None and (same_day or (cues is not None and cues[0].day == came.local_day)):
        came.occasion = f"{nudges.SESSION}{made.id}"
        await outbox.refresh(session, subject=came.id, workspace=made.workspace, now=now)
    whose = (Digest.workspace == made.workspace, Digest.coach == made.coach)
    had = await session.scalar(select(Digest).where(*whose, Digest.about == before.id))
    if had is not None and (same_day or made.digest_at == now):
        had.about, made.digest_at = made.id, None
        await outbox.refresh(session, subject=had.id, workspace=made.workspace, now=now)


def _that_came(enrollment: Enrollment, before: CoachingSession) -> Select[Nudge]:
    """The cue prompts for a session that were sent, or are on the way."""
    theirs = (Nudge.enrollment_id == enrollment.id, Nudge.occasion == f"{nudges.SESSION}{before.id}")
    gone = Delivery.state.in_((State.SENT, State.CLAIMED, State.UNKNOWN))
    return select(Nudge).where(*theirs, exists().where(Delivery.subject == Nudge.id, gone))


async def _call_off(session: AsyncSession, enrollment: Enrollment, occasion: str, now: datetime) -> None:
    """Cue prompts that nobody was asked are none, and leave their week as free as it was. Those that came name no wrong date."""
    theirs = (Nudge.enrollment_id == enrollment.id, Nudge.occasion == occasion)
    cues = select(Nudge.id).where(*theirs)
    waiting = update(Delivery).where(Delivery.subject.in_(cues), Delivery.state == State.WAITING)
    over = waiting.values(state=State.WITHDRAWN, settled_at=now, reason=MOVED)
    await session.execute(over.execution_options(synchronize_session=False))
    gone = delete(Nudge).where(
        *theirs,
        ~exists().where(Delivery.subject == Nudge.id, Delivery.state != State.WITHDRAWN),
        ~exists().where(Reflection.nudge_id == Nudge.id),
    )
    await session.execute(gone.execution_options(synchronize_session=False))
    for came in await session.scalars(select(Nudge.id).where(*theirs)):
        await outbox.refresh(session, subject=came, workspace=enrollment.workspace, now=now)
    await memories.forget(session, enrollment.id)


async def _digest_at(session: AsyncSession, enrollment: Enrollment, at: datetime, now: datetime) -> datetime:
    coach = await session.get(Coach, (enrollment.workspace, enrollment.coach))
    closed = await calendars.closed(session, enrollment.workspace, now=now)
    return max(now, rules.digest_at(at, coach.zone if coach else enrollment.zone, closed))


async def _owe_cues(
    session: AsyncSession, library: Library, enrollment: Enrollment, made: CoachingSession, now: datetime
) -> None:
    """The cue prompts: where there is room in their week, and for somebody who asks for all themselves when they set it."""
    if enrollment.standing not in (Standing.ACTIVE, Standing.PAUSED) or not library.paths[CUES].is_asked:
        return
    if not enrollment.per_week and made.set_by != enrollment.caseworker:
        return
    found = rules.cues_at(await hours_of(session, enrollment, now=now), made.at, now)
    if found is None or await nudges.dose(session, enrollment, found[0].day) >= nudges.MOST_A_WEEK:
        return
    window, moment = found
    occasion, until = f"{nudges.SESSION}{made.id}", made.at - window.closes
    await nudges.put(
        session, enrollment, library.paths[CUES], window, occasion=occasion, good_for=until, due_at=moment, now=now
    )


async def _bring_along(session: AsyncSession, enrollment: Enrollment, made: CoachingSession, now: datetime) -> None:
    """What its author wanted to look back at in their next session moves along to its day."""
    day = schedule.local_date(made.at, enrollment.zone)
    window = schedule.first_window_from(await hours_of(session, enrollment, now=now), day, now)
    for subject in await _looked_forward_to(session, enrollment):
        await _move(session, subject, window, now)


async def _looked_forward_to(session: AsyncSession, enrollment: Enrollment) -> Sequence[str]:
    waiting = select(Delivery.subject).where(
        Delivery.workspace == enrollment.workspace,
        Delivery.target == enrollment.caseworker,
        Delivery.about == AT_SESSION,
        Delivery.state == State.WAITING,
    )
    return (await session.scalars(waiting)).all()


async def _move(session: AsyncSession, nudge_id: str, window: Window, now: datetime) -> None:
    waits = (Delivery.subject == nudge_id, Delivery.state == State.WAITING)
    moment, last = max(window.opens, now), window.closes + nudges.ONE_WEEK
    owed = update(Delivery).where(*waits).values(**outbox.due_anew(moment), expires_at=last)
    await session.execute(owed.execution_options(synchronize_session=False))
    day = update(Nudge).where(Nudge.id == nudge_id).values(local_day=window.day)
    await session.execute(day.execution_options(synchronize_session=False))
