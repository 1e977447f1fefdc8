"""What is said of a small success: in the channel, to the coach it is for, to its owner; and the note that a coach wrote."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import messages, schedule
from bot.coaching.audience import Surface
from bot.coaching.messages import Message
from bot.db import queries, successes
from bot.db.celebration_tables import CoachNote
from bot.db.tables import Celebration, Enrollment
from bot.services import audit, words
from bot.services.actions import Settle
from bot.services.outbox import Kind, State

TAKEN_BACK = Settle(State.WITHDRAWN, "taken_back")


async def compose(session: AsyncSession, kind: Kind, subject: str, *, now: datetime) -> Message | Settle:
    """The one of these messages that is owed."""
    match kind:
        case Kind.CELEBRATION:
            return await in_channel(session, subject)
        case Kind.FOR_COACH:
            return await for_coach(session, subject, now=now)
        case Kind.COACH_NOTE:
            return await coach_note(session, subject)
        case _:
            return await to_owner(session, subject)


async def in_channel(session: AsyncSession, celebration_id: str) -> Message | Settle:
    """The post, with the coach's sentence when there is one; nothing more where it was taken back, and its row has had its time."""
    celebration = await session.get(Celebration, celebration_id)
    if celebration is None or celebration.withdrawn_at is not None:
        return TAKEN_BACK
    said = await words.of_celebration(session, celebration, asking=None)
    note = await successes.note_on(session, celebration.id)
    return messages.Celebration(
        celebration_id=celebration.id,
        caseworker=celebration.caseworker,
        words=said or "",
        line=messages.MASTERY,
        note=(await words.of_note(session, note, celebration, asking=None) or "") if note else "",
        note_by=note.author if note else "",
    )


async def for_coach(session: AsyncSession, celebration_id: str, *, now: datetime) -> Message | Settle:
    """The small success that is for this coach alone, and what they wrote back."""
    celebration = await session.get_one(Celebration, celebration_id)
    if celebration.withdrawn_at is not None or celebration.reader is None:
        return TAKEN_BACK
    coach = celebration.reader
    said = await words.of_celebration_for_one(session, celebration, asking=coach, surface=Surface.MESSAGE, now=now)
    note = await successes.note_on(session, celebration.id)
    wrote = await words.of_note(session, note, celebration, asking=coach) if note else None
    return messages.ForCoach(celebration.id, celebration.caseworker, said or "", wrote or "")


async def to_owner(session: AsyncSession, celebration_id: str) -> Message:
    """Where it stands, and how to change it or take it back."""
    kept = await session.get_one(Celebration, celebration_id)
    by_office = await audit.erased_for(session, kept.workspace, kept.caseworker, at=kept.withdrawn_at)
    return messages.Celebrated(
        kept.id, kept.channel, kept.withdrawn_at is not None, kept.purged, by_office, coach=kept.reader
    )


async def coach_note(session: AsyncSession, note_id: str) -> Message | Settle:
    """What the coach wrote, for the owner of the small success alone."""
    note = await session.get_one(CoachNote, note_id)
    celebration = await session.get_one(Celebration, note.celebration_id)
    if note.withdrawn_at is not None or celebration.withdrawn_at is not None:
        return TAKEN_BACK
    said = await words.of_note(session, note, celebration, asking=celebration.caseworker)
    enrollment = await queries.enrollment(session, celebration.enrollment_id)
    day = schedule.day_in_words(celebration.approved_at or celebration.drafted_at, enrollment.zone)
    return messages.CoachNote(note.author, day, said or "")


async def whose_note(session: AsyncSession, note_id: str) -> Enrollment:
    """The place in the program of the person to whom a note goes."""
    note = await session.get_one(CoachNote, note_id)
    celebration = await session.get_one(Celebration, note.celebration_id)
    return await queries.enrollment(session, celebration.enrollment_id)
