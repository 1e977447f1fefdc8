"""What a workflow of Slack's may set going: a preview for whoever could ask, a reminder for whoever may want to check in.

Whoever builds a workflow writes its inputs, so nobody in them is taken at their word: nothing is asked in anybody's name, no
words come with a step, and what becomes of it tells nobody who is in the program, paused or gone.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import messages, schedule
from bot.coaching.errors import CoachingError, NotFound
from bot.coaching.language import mark, say
from bot.coaching.messages import Message
from bot.coaching.people import Deed, Standing, is_paused, may_be_requested
from bot.coaching.prompts import Library, Prompt
from bot.db import queries
from bot.db.tables import Delivery, Enrollment
from bot.services import agreements, calendars, inbound, nudges, outbox, who_may
from bot.services.actions import Action, Post, Settle
from bot.services.claims import Claim
from bot.services.enrollments import hours_of
from bot.services.outbox import Kind, State

GOOD_FOR = timedelta(hours=1)
MOST_PREVIEWS = 10  # a day, for one asker: anybody may build a workflow that names all of their people
A_DAY = timedelta(days=1)
NOT_JUST_NOW = mark(
    "A workflow suggests that you ask somebody for a check-in. I cannot bring you that question just now, and nothing was "
    "sent. To ask somebody yourself, type `/coach-checkin` and their name."
)


@dataclass(frozen=True)
class Named:
    """Whom a step names as asker and as asked, as Slack ids (or empty), and on which topic, if it says."""

    workspace: str
    asker: str
    caseworker: str
    topic: str | None


async def ready_to_ask(session: AsyncSession, library: Library, named: Named, *, run: str, now: datetime) -> bool:
    """Owe the asker a preview of what they could ask. The same `run` does it once; the same two people get one each day, and
    one asker a few in all.

    Says whether the asker has people to ask here: it does not hang on who the other one is, for whoever built the workflow
    reads it. What they may not ask they are told alone.
    """
    if not await who_may.people_for(session, named.workspace, named.asker, Deed.ASK):
        return False
    if not await inbound.first_time(session, named.workspace, f"step:{run}", now=now):
        return True
    if await _previews_since(session, named, now - A_DAY) >= MOST_PREVIEWS:
        return True
    found = await _what_to_ask(session, library, named, now)
    subject, about = (found[0].id, found[1].id) if found else (named.asker, None)
    await outbox.enqueue(
        session,
        Kind.READY_TO_ASK,
        subject,
        workspace=named.workspace,
        target=named.asker,
        due_at=now,
        expires_at=now + A_DAY,
        key=f"{Kind.READY_TO_ASK}:{named.asker}:{subject}:{now.date()}",
        about=about,
    )
    return True


async def _previews_since(session: AsyncSession, named: Named, since: datetime) -> int:
    theirs = (Delivery.workspace == named.workspace, Delivery.target == named.asker, Delivery.kind == Kind.READY_TO_ASK)
    return await session.scalar(select(func.count()).where(*theirs, Delivery.due_at > since)) or 0


async def _what_to_ask(
    session: AsyncSession, library: Library, named: Named, now: datetime
) -> tuple[Enrollment, Prompt] | None:
    try:
        enrollment = await nudges.may_ask(session, named.workspace, named.asker, named.caseworker, now=now)
        return enrollment, await nudges.preview(session, library, enrollment, topic=named.topic, now=now)
    except CoachingError:
        return None


async def compose_ready(session: AsyncSession, library: Library, delivery_id: str, *, now: datetime) -> Message:
    """What the asker is shown now: the preview as long as they may ask, else why not, as the command would say it."""
    owed = await session.get_one(Delivery, delivery_id)
    enrollment = await session.get(Enrollment, owed.subject) if owed.about else None
    prompt = library.prompts.get(owed.about or "")
    if enrollment is None or prompt is None or not may_be_requested(prompt.topic, prompt.strategy):
        return messages.Notice(say(NOT_JUST_NOW))
    try:
        await nudges.may_ask(session, owed.workspace, owed.target, enrollment.caseworker, now=now)
    except CoachingError as refusal:
        return messages.Notice(say(str(refusal)))
    title = library.topics[prompt.topic].title
    return messages.ReadyToAsk(owed.id, owed.target, enrollment.caseworker, prompt.text, title)


async def ask(
    session: AsyncSession, library: Library, workspace: str, asker: str, delivery_id: str, *, now: datetime
) -> str:
    """Ask what was shown, for the one person it was shown to, with all the rules of the command; gives who was asked.

    Raises NotFound for anybody else, and what `nudges.request` raises.
    """
    owed = await session.get(Delivery, delivery_id)
    whose = (owed.workspace, owed.target, owed.kind) if owed else None
    enrollment = await session.get(Enrollment, owed.subject) if owed and owed.about else None
    if owed is None or enrollment is None or whose != (workspace, asker, Kind.READY_TO_ASK):
        raise NotFound
    await nudges.request(session, library, workspace, asker, enrollment.caseworker, owed.about or "", now=now)
    key = f"{Kind.REFRESH}:{uuid4().hex}"
    await outbox.enqueue(session, Kind.REFRESH, owed.id, workspace=workspace, target=asker, due_at=now, key=key)
    return enrollment.caseworker


async def offer(
    session: AsyncSession, library: Library, workspace: str, caseworker: str, *, run: str, now: datetime
) -> None:
    """Owe this person a reminder that they can check in, at most one a day; where they may have none just now, let it go."""
    if not await inbound.first_time(session, workspace, f"step:{run}", now=now):
        return
    enrollment = await queries.enrollment_of(session, workspace, caseworker)
    if enrollment is None or await _why_not(session, library, enrollment, now) is not None:
        return
    await outbox.enqueue(
        session,
        Kind.OFFER,
        enrollment.id,
        workspace=workspace,
        target=caseworker,
        due_at=now,
        expires_at=now + GOOD_FOR,
        key=f"{Kind.OFFER}:{enrollment.id}:{schedule.local_date(now, enrollment.zone)}",
    )


async def compose_offer(session: AsyncSession, library: Library, held: Claim, *, now: datetime) -> Action:
    """The reminder, if it may still come at this moment; it never waits for a better one."""
    enrollment = await session.get(Enrollment, held.subject)
    if enrollment is None:
        return Settle(State.WITHDRAWN, "gone_quiet")
    reason = held.quiet.reason if held.quiet else await _why_not(session, library, enrollment, now)
    return Settle(State.WITHDRAWN, reason) if reason else Post(messages.Offer(enrollment.id))


async def _why_not(session: AsyncSession, library: Library, enrollment: Enrollment, now: datetime) -> str | None:
    """Why this person gets no reminder just now: they want quiet, have not said yes, are not at work, or had enough this week."""
    if enrollment.standing in (Standing.LEFT, Standing.INVITED):
        return "gone_quiet"
    if is_paused(enrollment.standing, enrollment.paused_until, now):
        return "gone_quiet"
    if enrollment.quiet_until is not None and now < enrollment.quiet_until:
        return "quiet_day"
    if not await agreements.holds(session, library, enrollment):
        return "agreement_changed"
    if schedule.window_at(await hours_of(session, enrollment, now=now), now) is None:
        return await calendars.why_off(session, enrollment, now, now=now) or "outside_hours"
    day = schedule.local_date(now, enrollment.zone)
    had = await nudges.dose(session, enrollment, day) + await _offers_since_monday(session, enrollment, now)
    return "week_full" if had >= nudges.MOST_A_WEEK else None


async def _offers_since_monday(session: AsyncSession, enrollment: Enrollment, now: datetime) -> int:
    monday = schedule.instant(schedule.week_of(now, enrollment.zone), time.min, enrollment.zone)
    came = (Delivery.subject == enrollment.id, Delivery.kind == Kind.OFFER, Delivery.state == State.SENT)
    return await session.scalar(select(func.count()).where(*came, Delivery.due_at >= monday)) or 0
