"""Tell a caseworker that somebody else coaches them now, with one question: whether what they shared goes along (`handovers.py`)."""

from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Standing
from bot.db import in_slack, queries
from bot.db.tables import CheckIn, Delivery, Enrollment
from bot.services import outbox
from bot.services.outbox import Kind, State


async def tell(session: AsyncSession, place: Enrollment, *, before: str, now: datetime) -> None:
    """Owe whoever has said yes a word about it, in their own hours; an older one that still waits is let go.

    An older question that stands is open no longer: its buttons go. An invitation that stands names the new one. A goal leaves
    the App Home of the coach of before. Who has left is told nothing, nor is somebody who has their coach back before they heard
    of another one: their row is over at once, and says in whose digests there may be a small success of theirs.
    """
    if place.coach == before:
        return
    await _leave_home_of(session, place, before, now)
    has_left, workspace, target = place.standing == Standing.LEFT, place.workspace, place.caseworker
    if not has_left:
        await outbox.refresh(session, subject=place.id, workspace=workspace, now=now)
    if place.agreed_to is None:
        return
    undone = not has_left and await _is_undone(session, place, before)
    if not has_left:
        place.coach_before = None if undone else before
    await outbox.call_off(session, workspace=workspace, target=target, kinds=(Kind.NEW_COACH,), now=now)
    key = f"{Kind.NEW_COACH}:{place.id}:{before}:{place.coach}:{now.isoformat()}"
    await outbox.enqueue(
        session, Kind.NEW_COACH, place.id, workspace=workspace, target=target, due_at=now, about=before, key=key
    )
    if has_left or undone:
        await outbox.call_off(session, workspace=workspace, target=target, kinds=(Kind.NEW_COACH,), now=now)


async def _is_undone(session: AsyncSession, place: Enrollment, before: str) -> bool:
    """Whether the word of the coach of `before` still waits, who took over from the coach of now, and nothing was shared with them."""
    word = (Delivery.subject == place.id, Delivery.kind == Kind.NEW_COACH, Delivery.state == State.WAITING)
    shared = (CheckIn.enrollment_id == place.id, CheckIn.reader == before, CheckIn.withdrawn_at.is_(None))
    waits, given = exists().where(*word, Delivery.about == place.coach), exists().where(*shared)
    return bool(await session.scalar(select(and_(waits, ~given))))


async def _leave_home_of(session: AsyncSession, place: Enrollment, before: str, now: datetime) -> None:
    has_account = not await queries.is_gone(session, place.workspace, before)
    if has_account and await in_slack.had_goals_in_home(session, place.id, before):
        await outbox.redraw_home(session, before, workspace=place.workspace, now=now)
