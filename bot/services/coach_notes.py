"""A coach's own sentence on a small success: below the post in the channel, with their name, or for its owner alone.

It is the coach's to change and to take back, and it goes with the small success when that is taken back.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, small_success
from bot.coaching.errors import NotAllowed, NotFound, OnHold, TooLong
from bot.coaching.language import mark, say
from bot.coaching.small_success import Voice
from bot.db import queries, successes
from bot.db.celebration_tables import CoachNote
from bot.db.tables import Celebration
from bot.services import holds, outbox, words
from bot.services.outbox import Kind

LONGEST = 300
MOST_TIMES = 3
FOR_THEIR_COACH = mark(
    "This is for {who}'s coach, who can add a sentence here. A reaction of yours is welcome any time."
)
ENOUGH = mark("This note came and went a few times by now. It may be easier to talk with them.")
WRITTEN = mark("{who} has written here already.")


@dataclass(frozen=True)
class Place:
    """Where a coach's sentence goes, and what stands there of theirs. `channel`: None when it is for the owner alone."""

    celebration_id: str
    caseworker: str
    channel: str | None
    words: str


async def place(session: AsyncSession, workspace: str, coach: str, celebration_id: str) -> Place:
    """Where this coach would write. Raises NotFound, or NotAllowed for those in the channel who are not their coach."""
    celebration, mine = await _theirs(session, workspace, coach, celebration_id)
    said = await words.of_note(session, mine, celebration, asking=coach) if mine else None
    channel = celebration.channel if celebration.reader is None else None
    return Place(celebration.id, celebration.caseworker, channel, said or "")


async def write(
    session: AsyncSession,
    workspace: str,
    coach: str,
    celebration_id: str,
    said: str,
    *,
    kept: bool = False,
    vouched: bool = False,
    now: datetime,
) -> None:
    """Keep the coach's sentence and show it; no words take it back. Raises what `place` does, and Rephrase, TooLong,
    NamesOutcome (unless `kept`: its author wants just these words) or OnHold.
    """
    celebration, mine = await _theirs(session, workspace, coach, celebration_id, hold=True)
    if not said:
        if mine is not None:
            await withdraw(session, mine, celebration, now=now)
        return
    if len(said) > LONGEST:
        raise TooLong
    stood_for = guard.check(said, vouched=vouched)
    small_success.check(said, Voice.COACH, kept=kept)
    if mine is None:
        if await successes.times_written(session, celebration.id, coach) >= MOST_TIMES:
            raise NotAllowed(ENOUGH)  # each one is a message to its reader
        mine = CoachNote(workspace=workspace, celebration_id=celebration.id, author=coach, written_at=now)
        session.add(mine)
        await session.flush()
    elif not await _is_free(session, mine, celebration):
        raise OnHold
    await words.note(session, mine, said, vouched=stood_for)
    if celebration.reader is not None:
        await outbox.enqueue(
            session, Kind.COACH_NOTE, mine.id, workspace=workspace, target=celebration.caseworker, due_at=now
        )
    await _follow(session, mine, celebration, now)


async def withdraw(session: AsyncSession, note: CoachNote, celebration: Celebration, *, now: datetime) -> None:
    """Take a sentence out of where it stands, and delete it, or under a legal hold keep it from everybody until it ends."""
    note.withdrawn_at = now
    if await _is_free(session, note, celebration):
        await words.note(session, note, None)
    await outbox.take_back(session, Kind.COACH_NOTE, subject=note.id, workspace=note.workspace, now=now)
    await _follow(session, note, celebration, now)


async def withdraw_with(session: AsyncSession, celebration: Celebration, *, now: datetime) -> None:
    """The small success is taken back, and what its coach wrote on it goes too."""
    note = await successes.note_on(session, celebration.id)
    if note is not None:
        await withdraw(session, note, celebration, now=now)


async def withdraw_all(session: AsyncSession, workspace: str, author: str, *, now: datetime) -> int:
    """Take back all that this person wrote on other people's small successes, for their key to be forgotten; says how many.

    Raises OnHold while a legal hold covers somebody to whom they wrote: without the key, those words were gone as well.
    """
    places = {*await successes.written_to(session, workspace, author)}
    if own := await queries.enrollment_of(session, workspace, author):
        places.add(own.id)  # what they wrote in their own place goes next, and all are held in one order
    for each in await queries.hold_enrollments(session, places):
        await holds.must_be_free(session, workspace, each.caseworker)
    notes = await successes.notes_by(session, workspace, author)
    for note in notes:
        await withdraw(session, note, await session.get_one(Celebration, note.celebration_id), now=now)
    return len(notes)


async def _is_free(session: AsyncSession, note: CoachNote, celebration: Celebration) -> bool:
    """Whether no legal hold covers it: neither its author's records nor those of whom it was written to."""
    both = (note.author, celebration.caseworker)
    return all([await queries.held_since(session, note.workspace, each) is None for each in both])


async def _theirs(
    session: AsyncSession, workspace: str, coach: str, celebration_id: str, *, hold: bool = False
) -> tuple[Celebration, CoachNote | None]:
    """The small success on which this coach may write, and what they wrote on it already."""
    found = await session.get(Celebration, celebration_id)
    if found is None or found.workspace != workspace or found.approved_at is None or found.reader not in (None, coach):
        raise NotFound
    place = await queries.enrollment_of(session, workspace, found.caseworker, hold=hold)  # one deed after the other
    await session.refresh(found, ["withdrawn_at"])
    if found.withdrawn_at is not None or place is None:
        raise NotFound
    note = await successes.note_on(session, found.id)
    if note is not None and note.author == coach:
        return found, note
    if coach not in (found.reader, place.coach):
        raise NotAllowed(say(FOR_THEIR_COACH, who=f"<@{found.caseworker}>"))
    if note is not None:
        raise NotAllowed(say(WRITTEN, who=f"<@{note.author}>"))
    return found, None


async def _follow(session: AsyncSession, note: CoachNote, celebration: Celebration, now: datetime) -> None:
    """The post, the coach's own message and the note show it as it is now."""
    for subject in (celebration.id, note.id):
        await outbox.refresh(session, subject=subject, workspace=note.workspace, now=now)
