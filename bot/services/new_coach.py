"""Tell a caseworker that somebody else coaches them now, with one question: whether what they shared goes along (`handovers.py`)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db.tables import Enrollment
from bot.services import outbox
from bot.services.outbox import Kind


async def tell(session: AsyncSession, place: Enrollment, *, before: str, now: datetime) -> None:
    """Owe whoever has said yes a word about it, in their own hours; an older one that still waits is let go.

    An older question that stands is open no longer: its buttons go.
    """
    if place.coach == before or place.agreed_to is None or place.standing == Standing.LEFT:
        return
    place.coach_before = before
    workspace, target = place.workspace, place.caseworker
    await outbox.refresh(session, subject=place.id, workspace=workspace, now=now)
    await outbox.call_off(session, workspace=workspace, target=target, kinds=(Kind.NEW_COACH,), now=now)
    key = f"{Kind.NEW_COACH}:{place.id}:{before}:{place.coach}:{now.isoformat()}"
    await outbox.enqueue(
        session, Kind.NEW_COACH, place.id, workspace=workspace, target=target, due_at=now, about=before, key=key
    )
