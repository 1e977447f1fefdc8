"""Tell a caseworker which question comes next, and when: what is owed already, or what the clock will plan, by its own rule."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import coming, expected, practice, quiet
from bot.coaching.coming import Coming
from bot.coaching.expected import Expected, Facts, Suggestion
from bot.coaching.people import Standing
from bot.coaching.prompts import Library
from bot.coaching.schedule import local_date
from bot.db.tables import Delivery, Enrollment, Nudge
from bot.services import planning, suggestions
from bot.services.enrollments import accepted, hours_without
from bot.services.outbox import Kind, State
from bot.services.planning import Known

OPEN = (State.WAITING, State.CLAIMED, State.UNKNOWN)
Clock = tuple[datetime | None, Coming]


async def expected_next(
    session: AsyncSession, library: Library, enrollment: Enrollment, *, now: datetime
) -> Expected | None:
    """What comes next to somebody in the program; None while it is all theirs to ask for, or a pause has no end."""
    endless = enrollment.standing == Standing.PAUSED and enrollment.paused_until is None
    if endless or enrollment.standing in (Standing.INVITED, Standing.LEFT):
        return None
    known = await planning.gather(session, library, [enrollment], now)
    facts = _facts(library, enrollment, known, now)
    at, found = _by_the_clock(enrollment, known, facts, now)
    owed = await _owed(session, enrollment, facts, now)
    if owed is None and not enrollment.per_week:
        return None
    first = min((each for each in (at, owed) if each), default=None)
    return Expected(first, found.because, _suggestion(library, enrollment, known, (at, found)))


async def said(session: AsyncSession, library: Library, workspace: str, caseworker: str, *, now: datetime) -> str:
    """The same as a sentence; "" while it is all theirs to ask for. Raises NotEnrolled."""
    enrollment = await accepted(session, workspace, caseworker)
    comes = await expected_next(session, library, enrollment, now=now)
    return expected.in_words(comes, enrollment.zone, now) if comes else ""


def _facts(library: Library, enrollment: Enrollment, known: Known, now: datetime) -> Facts:
    seen = quiet.decide(known.seen.get(enrollment.id), None, now)
    held = [each for each in (enrollment.quiet_until, enrollment.paused_until, seen.until if seen else None) if each]
    return Facts(
        wishes=lambda at: planning.wishes_of(enrollment, known, practice.of_month(library, at.date()), at),
        past=known.pasts[enrollment.id],
        hours=hours_without(enrollment, known.closed[enrollment.workspace]),
        celebrated=known.celebrated.get(enrollment.id, ()),
        not_before=max(held, default=None),
    )


def _by_the_clock(enrollment: Enrollment, known: Known, facts: Facts, now: datetime) -> Clock:
    """When the clock brings the next one, and what; None without a schedule, and where nobody can tell."""
    seen = known.seen.get(enrollment.id)
    endless = seen is not None and seen.away and seen.until is None
    if enrollment.next_nudge_at is None or not enrollment.per_week or endless:
        return None, Coming()
    if enrollment.agreed_to != known.agreement[enrollment.workspace]:
        return None, Coming(because=expected.NOT_YET_AGREED)
    return expected.by_the_clock(known.cells, facts, enrollment.next_nudge_at, now)


async def _owed(session: AsyncSession, enrollment: Enrollment, facts: Facts, now: datetime) -> datetime | None:
    """When the first of the questions that are owed already comes."""
    wanted = (
        select(Delivery.due_at, Delivery.expires_at)
        .join(Nudge, Nudge.id == Delivery.subject)
        .where(Nudge.enrollment_id == enrollment.id, Nudge.closed_at.is_(None))
        .where(Delivery.kind == Kind.NUDGE, Delivery.state.in_(OPEN))
    )
    found = [
        expected.on_its_way(facts.hours, due_at, expires_at, not_before=facts.not_before, now=now)
        for due_at, expires_at in await session.execute(wanted)
    ]
    return min((each for each in found if each), default=None)


def _suggestion(library: Library, enrollment: Enrollment, known: Known, clock: Clock) -> Suggestion | None:
    prompt = suggestions.wanted(enrollment, library)
    if prompt is None or not coming.may_come(prompt) or not enrollment.per_week:
        return None
    at, found = clock
    if found.by_suggestion:
        return Suggestion(enrollment.coach, at)
    day = local_date(at, enrollment.zone) if at else None
    rests = day is not None and not known.pasts[enrollment.id].has_rested(prompt.id, day)
    return Suggestion(enrollment.coach, None, rests)
