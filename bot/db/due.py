"""Who and what is due, and when something will be: asked at every beat, each answered by an index, however many are enrolled."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.installation_tables import Installation
from bot.db.session_tables import CoachingSession
from bot.db.tables import Coach, Delivery, Enrollment, Nudge
from bot.db.turns import held

BY_THE_CLOCK = "day:"  # how the occasion of the clock's own questions begins; their local day follows


class Picked(NamedTuple):
    """The days, hours and days away that somebody picked, as they stand in their enrollment."""

    days: str
    opens: time
    closes: time
    zone: str
    away: str | None


class Due(NamedTuple):
    """Somebody whose time has come, with what planning goes by: the columns of their enrollment under the same names."""

    id: str
    workspace: str
    caseworker: str
    coach: str
    days: str
    opens: time
    closes: time
    zone: str
    away: str | None
    per_week: int
    standing: str
    paused_until: datetime | None
    next_nudge_at: datetime
    quiet_because: str | None
    quiet_until: datetime | None
    agreed_to: str | None
    silent: int
    new_since: datetime | None
    suggested: str | None
    suggested_by: str | None

    @property
    def picked(self) -> Picked:
        """When they want to be asked."""
        return Picked(self.days, self.opens, self.closes, self.zone, self.away)


NOT_INSTALLED = select(Installation.workspace).where(Installation.uninstalled_at.is_not(None))
"""The workspaces that took the app out: nothing is planned or said there until it is back."""

_OF_THEIRS = [getattr(Enrollment, name) for name in Due._fields]


async def due_people(session: AsyncSession, now: datetime, limit: int) -> list[Due]:
    """Whose next nudge has come: the index on `next_nudge_at` answers, however many are enrolled.

    Their enrollments are held; whoever is busy with something else just now is planned for at the next beat.
    """
    come = (Enrollment.next_nudge_at <= now, Enrollment.workspace.not_in(NOT_INSTALLED))
    due = select(*_OF_THEIRS).where(*come).order_by(Enrollment.next_nudge_at).limit(limit)
    return [Due._make(each) for each in await session.execute(held(session, due, skip=True))]


async def was_asked_on(session: AsyncSession, enrollment_id: str, day: date) -> bool:
    """Whether the clock put a question to this person on this local day: it puts one at most, also when their hours change."""
    theirs = (Nudge.enrollment_id == enrollment_id, Nudge.occasion == f"{BY_THE_CLOCK}{day}")
    return await session.scalar(select(Nudge.id).where(*theirs)) is not None


async def due_coaches(session: AsyncSession, now: datetime, limit: int) -> Sequence[Coach]:
    """Whose weekly digest has come; they are held, and left to whoever holds them already."""
    come = (Coach.next_digest_at <= now, Coach.workspace.not_in(NOT_INSTALLED))
    due = select(Coach).where(*come).order_by(Coach.next_digest_at).limit(limit)
    return (await session.scalars(held(session, due, skip=True))).all()


async def due_sessions(session: AsyncSession, now: datetime, limit: int) -> Sequence[CoachingSession]:
    """The sessions about which a digest has come due; held, like the coaches."""
    come = (CoachingSession.digest_at <= now, CoachingSession.workspace.not_in(NOT_INSTALLED))
    due = select(CoachingSession).where(*come).order_by(CoachingSession.digest_at)
    return (await session.scalars(held(session, due.limit(limit), skip=True))).all()


async def next_readers(
    session: AsyncSession, workspaces: Collection[str], kinds: Collection[str], *, before: datetime, limit: int
) -> Sequence[str]:
    """To whom messages of these kinds are owed until then, the next one first."""
    waiting = (Delivery.state == "waiting", Delivery.workspace.in_(workspaces), Delivery.due_at <= before)
    owed = select(Delivery.target).where(*waiting, Delivery.kind.in_(kinds)).order_by(Delivery.due_at).limit(limit)
    return list(dict.fromkeys(await session.scalars(owed)))
