"""Where the app's job ends: stop for the day, say who can help, and tell nobody, unless the caseworker picks a person."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import boundaries, schedule
from bot.coaching.boundaries import Boundary, Lines
from bot.coaching.errors import CoachingError, NotEnrolled
from bot.coaching.language import say
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.tables import Enrollment
from bot.services import outbox, partners
from bot.services.outbox import Kind
from bot.services.roles import roles_of

WANTS_TO_TALK = "wants_to_talk"


@dataclass(frozen=True)
class Stop:
    """What to say at a boundary. `may_name` when the caseworker may pick a person who should know."""

    text: str
    may_name: bool


class AtBoundary(CoachingError):
    """The words reached a boundary and were not kept; `stop` holds what to say instead."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.text)
        self.stop = stop


async def met(
    session: AsyncSession, library: Library, workspace: str, author: str, text: str, *, now: datetime
) -> Stop | None:
    """Whether these words reach a boundary. If they do, nothing more is sent to their author today.

    No word of it is written down, and not which boundary it was.
    """
    found = boundaries.reached(text)
    if found is None:
        return None
    enrollment = await queries.enrollment_of(session, workspace, author)
    if enrollment is not None:
        enrollment.quiet_until = _end_of_day(enrollment, now)
    program = await queries.program(session, workspace)
    lines = Lines(program.hotline, program.on_call, program.helpline) if program else Lines("", "", "")
    return Stop(boundaries.said(found, library.boundaries, lines), found is Boundary.DISTRESS)


def _end_of_day(enrollment: Enrollment, now: datetime) -> datetime:
    tomorrow = schedule.local_date(now, enrollment.zone) + timedelta(days=1)
    return schedule.instant(tomorrow, time.min, enrollment.zone)


async def let_know(session: AsyncSession, workspace: str, author: str, person: str, *, now: datetime) -> None:
    """Tell the one person whom the caseworker picked that they want to talk, and nothing else. Once a day at most.

    That it was told is a delivery like any other, and says so for as long as deliveries are kept (docs/privacy-notice.md).
    """
    try:
        enrollment = await partners.enrollment_or_part(session, workspace, author)
    except NotEnrolled:
        if not await roles_of(session, workspace, author):
            raise
        enrollment = None  # a coach, a supervisor or the lead: for them, too, the window offered it
    subject = enrollment.id if enrollment else author
    day = schedule.local_date(now, enrollment.zone if enrollment else "UTC")
    await outbox.enqueue(
        session,
        Kind.NOTICE,
        subject,
        workspace=workspace,
        target=person,
        due_at=now,
        key=f"{WANTS_TO_TALK}:{subject}:{person}:{day}",
        about=WANTS_TO_TALK,
    )


async def wish_to_talk(session: AsyncSession, subject: str) -> str:
    """The one line that the picked person reads."""
    who = f"<@{await who_wishes(session, subject)}>"
    return say("{who} would like to talk with you when you can. That is all I was asked to say.", who=who)


async def who_wishes(session: AsyncSession, subject: str) -> str:
    """Who would like to talk: the subject is a caseworker's enrollment, or a parent partner themselves."""
    enrollment = await session.get(Enrollment, subject)
    return enrollment.caseworker if enrollment else subject
