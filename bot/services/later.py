"""Bring a question back that came at a bad time: once, and only where it would come back in time."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.people import Standing
from bot.db.tables import Enrollment, Nudge
from bot.services import nudges, outbox, sessions
from bot.services.enrollments import hours_of
from bot.services.outbox import Kind

A_WHILE = timedelta(hours=2)


async def bring_back(
    session: AsyncSession, workspace: str, caseworker: str, nudge_id: str, *, now: datetime
) -> datetime | None:
    """Bring the same nudge back in two hours, or in the next window: once, however often it is pressed.

    Gives the moment when it comes back; None when it came back already, or would not come: it is closed, they are paused until
    they say so, or the session for which it gets them ready is over by then, moved or cancelled.
    """
    nudge, enrollment = await nudges.own_nudge(session, workspace, caseworker, nudge_id)
    if nudge.closed_at is not None or (wanted := _after_quiet(enrollment, now)) is None:
        return None
    rhythm = await hours_of(session, enrollment, now=now)
    window = schedule.window_at(rhythm, wanted) or schedule.next_window(rhythm, wanted)
    due_at = max(window.opens, wanted)
    if await _is_of_no_use(session, nudge, due_at):
        return None
    new = await outbox.enqueue(
        session,
        Kind.NUDGE,
        nudge.id,
        workspace=workspace,
        target=caseworker,
        due_at=due_at,
        expires_at=window.closes,
        key=f"later:{nudge.id}",
        about="later",
    )
    return due_at if new else await outbox.waits_until(session, nudge.id)


def _after_quiet(enrollment: Enrollment, now: datetime) -> datetime | None:
    """Two hours from now, or the end of a pause or a quiet day; None in a pause without an end."""
    paused = enrollment.standing == Standing.PAUSED
    if paused and enrollment.paused_until is None:
        return None
    ends = (enrollment.quiet_until, enrollment.paused_until if paused else None)
    return max([now + A_WHILE, *(each for each in ends if each)])


async def _is_of_no_use(session: AsyncSession, nudge: Nudge, moment: datetime) -> bool:
    coming = await sessions.of_cues(session, nudge)
    return coming is not None and await sessions.why_off(session, coming, now=moment) is not None
