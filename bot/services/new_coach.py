"""Tell a caseworker that somebody else coaches them now, with one question: whether what they shared goes along (`handovers.py`)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db import in_slack, queries
from bot.db.tables import Enrollment
from bot.services import outbox
from bot.services.outbox import Kind


async def tell(session: AsyncSession, place: Enrollment, *, before: str, now: datetime) -> None:
    """Owe whoever has said yes a word about it, in their own hours; an older one that still waits is let go.

    An older question that stands is open no longer: its buttons go. An invitation that stands names the new one. A goal leaves
    the App Home of the coach of before. Who has left is told nothing: their row is over at once, and says in whose digests
    there may be a small success of theirs.
    """
    if place.coach == before:
        return
    await _leave_home_of(session, place, before, now)
    has_left, workspace, target = place.standing == Standing.LEFT, place.workspace, place.caseworker
    if not has_left:
        await outbox.refresh(session, subject=place.id, workspace=workspace, now=now)
    if place.agreed_to is None:
        return
    if not has_left:
        place.coach_before = before
    await outbox.call_off(session, workspace=workspace, target=target, kinds=(Kind.NEW_COACH,), now=now)
    key = f"{Kind.NEW_COACH}:{place.id}:{before}:{place.coach}:{now.isoformat()}"
    await outbox.enqueue(
        session, Kind.NEW_COACH, place.id, workspace=workspace, target=target, due_at=now, about=before, key=key
    )
    if has_left:
        await outbox.call_off(session, workspace=workspace, target=target, kinds=(Kind.NEW_COACH,), now=now)


async def _leave_home_of(session: AsyncSession, place: Enrollment, before: str, now: datetime) -> None:
    has_account = not await queries.is_gone(session, place.workspace, before)
    if has_account and await in_slack.had_goals_in_home(session, place.id, before):
        await outbox.redraw_home(session, before, workspace=place.workspace, now=now)
