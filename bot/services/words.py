"""The one door through which people's words enter and leave the database. Each function takes who is asking.

Whoever is not the author must be the reader whom the author named, and each such reading is written down in the same
transaction, where the author can see it (law 1). Words are sealed with their author's own key; whoever was erased has
none, and then there is nothing to read, in this database and in every copy of it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.audience import Audience, Extent, Sharing, Surface, may_read, shown_of
from bot.coaching.errors import NotFound
from bot.db import plainly
from bot.db.celebration_tables import CelebrationRead, CoachNote
from bot.db.door import through_the_door
from bot.db.once import put_of
from bot.db.plainly import Phrase
from bot.db.sealed import open_words, place_of_answer, place_of_celebration, place_of_note
from bot.db.tables import Answer, Celebration, CheckIn, Enrollment, Read, Reflection
from bot.services.drafts import Draft
from bot.services.own_keys import key_of, seal_for

DAYS_PICKED = ("remind", "day")
Begun = Reflection | Draft
Kept = Celebration | CoachNote
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_LINES = select(Answer.step, Answer.role, Answer.question, Answer.kept_back, Answer.words).order_by(Answer.position)
LINES = Phrase(lambda _: through_the_door(_LINES.where(Answer.reflection_id == bindparam("reflection"))))
ANEW = ("position", "role", "question", "words", "vouched", "saved_at")
KEPT = put_of(Answer, ("reflection_id", "step", "workspace", *ANEW), changes=ANEW)


@dataclass(frozen=True)
class Line:
    """One question as it was asked, and what was answered. `kept_back`: its author alone can read it."""

    step: str
    role: str
    question: str
    words: str
    kept_back: bool = False

    @property
    def day(self) -> date | None:
        """The day that was picked; None for other words, and for a day that no calendar has."""
        if self.role in DAYS_PICKED and _A_DAY.fullmatch(self.words):
            with suppress(ValueError):
                return date.fromisoformat(self.words)
        return None

    @property
    def as_read(self) -> str:
        """The words as people read them: a day that was picked is no row of digits."""
        return schedule.day_of_week(self.day) if self.day else self.words

    def as_shown(self, labels: Mapping[str, str]) -> str:
        """The same for somebody who reads each choice as its label; what is kept is the same in every language."""
        return labels.get(self.words, self.as_read)


@dataclass(frozen=True)
class Given:
    """One answer to keep. `vouched`: its author said that it is not about a real family."""

    step: str
    position: int
    role: str
    question: str
    words: str
    vouched: bool = False


def sharing_of(checkin: CheckIn) -> Sharing:
    """Who may read this check-in, as a value."""
    return Sharing(Audience(checkin.audience), checkin.reader, Extent(checkin.part))


async def keep(
    session: AsyncSession,
    reflection: Begun,
    given: Given,
    *,
    author: str,
    also: Sequence[plainly.Wish] = (),
    now: datetime,
) -> None:
    """Keep an answer, sealed, in the place of an earlier one to the same step; `also` is done in the same breath."""
    place = place_of_answer(reflection.workspace, author, reflection.id, given.step)
    sealed = await seal_for(session, reflection.workspace, author, given.words, place)
    whose = {"reflection_id": reflection.id, "workspace": reflection.workspace}
    row = {**vars(given), **whose, "words": sealed, "saved_at": now}
    await plainly.several(session, (KEPT, row), *also)


async def drop(session: AsyncSession, reflection_id: str, *, step: str | None = None) -> None:
    """Delete one answer, or all of a reflection's."""
    wanted = [Answer.reflection_id == reflection_id, *([Answer.step == step] if step is not None else [])]
    await session.execute(delete(Answer).where(*wanted))


async def change(
    session: AsyncSession, checkin: CheckIn, step: str, said: str, *, vouched: bool = False, now: datetime
) -> None:
    """Write an answer of a check-in anew; its author has been checked by the caller."""
    place = place_of_answer(checkin.workspace, checkin.author, checkin.reflection_id, step)
    sealed = await seal_for(session, checkin.workspace, checkin.author, said, place)
    await session.execute(
        update(Answer)
        .where(Answer.reflection_id == checkin.reflection_id, Answer.step == step)
        .values(words=sealed, vouched=vouched, saved_at=now)
        .execution_options(synchronize_session=False)
    )


async def keep_back(session: AsyncSession, reflection_id: str, steps: Collection[str]) -> None:
    """Just these answers are for their author alone, whoever may read the rest; the caller has checked who asks."""
    change = update(Answer).where(Answer.reflection_id == reflection_id).values(kept_back=Answer.step.in_(steps))
    await session.execute(change.execution_options(synchronize_session=False))


async def celebrate(
    session: AsyncSession, celebration: Celebration, said: str | None, *, vouched: bool = False
) -> None:
    """Keep a celebration's words, sealed; nothing deletes them."""
    place = place_of_celebration(celebration.workspace, celebration.caseworker, celebration.id)
    await _write(session, celebration, celebration.caseworker, place, said, vouched=vouched)


async def draft(session: AsyncSession, reflection: Begun, *, asking: str) -> dict[str, str]:
    """What the author has answered so far, by step. Raises NotFound for anybody else."""
    return {line.step: line.words for line in await own_lines(session, reflection, asking=asking)}


async def plan(session: AsyncSession, reflection: Reflection, *, asking: str) -> str | None:
    """The if-then plan in a reflection, for its author alone; None when there is none, or it was taken back."""
    lines = await own_lines(session, reflection, asking=asking)
    return next((line.words for line in reversed(lines) if line.role == "plan"), None)


async def own_lines(session: AsyncSession, reflection: Begun, *, asking: str) -> list[Line]:
    """What its author answered in a reflection, for themselves; raises NotFound for anybody else."""
    if await _author(session, reflection) != asking:
        raise NotFound
    return await _lines(session, reflection.workspace, asking, reflection.id)


async def _author(session: AsyncSession, reflection: Begun) -> str:
    if isinstance(reflection, Draft):
        return reflection.author
    return (await session.get_one(Enrollment, reflection.enrollment_id)).caseworker


async def of_checkin(
    session: AsyncSession,
    checkin: CheckIn,
    *,
    asking: str,
    surface: Surface,
    now: datetime,
    digest_id: str | None = None,
) -> Sequence[Line]:
    """The part of a check-in that this person may read; raises NotFound when that is nothing.

    A reading by anybody but the author is recorded.
    """
    sharing = sharing_of(checkin)
    if checkin.withdrawn_at is not None or not may_read(asking, author=checkin.author, sharing=sharing):
        raise NotFound
    if asking != checkin.author and not await _recorded(session, checkin, asking, digest_id):
        session.add(
            Read(
                workspace=checkin.workspace,
                checkin_id=checkin.id,
                reader=asking,
                surface=surface,
                digest_id=digest_id,
                read_at=now,
            )
        )
    lines = await _lines(session, checkin.workspace, checkin.author, checkin.reflection_id)
    kept = shown_of([line.step for line in lines], person=asking, author=checkin.author, extent=sharing.extent)
    return [line for line in lines if line.step in kept and (asking == checkin.author or not line.kept_back)]


async def mark(session: AsyncSession, checkin: CheckIn, *, asking: None) -> str | None:  # noqa: ARG001 - nobody asks
    """What a check-in marked on its scale, to be counted among others and shown to nobody; None when it was left empty."""
    lines = await _lines(session, checkin.workspace, checkin.author, checkin.reflection_id)
    return next((line.words for line in lines if line.step == "question"), None)


async def _recorded(session: AsyncSession, checkin: CheckIn, reader: str, digest_id: str | None) -> bool:
    """A digest that is drawn anew, or composed a second time before it went out, is no second reading."""
    if digest_id is None:
        return False
    known = (Read.checkin_id == checkin.id, Read.reader == reader, Read.digest_id == digest_id)
    return await session.scalar(select(Read.id).where(*known).limit(1)) is not None


async def for_records(
    session: AsyncSession, checkin: CheckIn, *, asking: str, private: bool, now: datetime
) -> Sequence[Line]:
    """A check-in for the agency's records officer, who may be made to turn it over: recorded as a reading by name.

    Without `private` only what its author shared, and as much of it as they shared; raises NotFound for anything else.
    The caller makes sure that `private` is asked for under a legal hold alone, or for a copy for the author themselves.
    """
    sharing = sharing_of(checkin)
    if not private and (checkin.withdrawn_at is not None or sharing.audience is Audience.ONLY_ME):
        raise NotFound
    session.add(
        Read(workspace=checkin.workspace, checkin_id=checkin.id, reader=asking, surface=Surface.RECORDS, read_at=now)
    )
    lines = await _lines(session, checkin.workspace, checkin.author, checkin.reflection_id)
    extent = Extent.ALL if private else sharing.extent
    kept = shown_of([line.step for line in lines], person=asking, author=checkin.author, extent=extent)
    return [line for line in lines if line.step in kept and (private or not line.kept_back)]


async def of_celebration(session: AsyncSession, celebration: Celebration, *, asking: str | None) -> str | None:
    """A celebration's words: for its owner at any time; once approved for the channel (`asking=None`), where it is for that."""
    if asking != celebration.caseworker and (celebration.approved_at is None or asking != celebration.reader):
        raise NotFound
    return await _of_celebration(session, celebration)


async def of_celebration_for_one(
    session: AsyncSession, celebration: Celebration, *, asking: str, surface: Surface, now: datetime
) -> str | None:
    """A small success that is for one coach alone, once its owner approved it; that it was shown to them is written down.

    With RECORDS as the surface, for the agency's records officer, by name. Raises NotFound for anybody else.
    """
    who = asking if surface is not Surface.RECORDS else celebration.reader
    if celebration.reader is None or celebration.approved_at is None or who != celebration.reader:
        raise NotFound
    known = (CelebrationRead.celebration_id == celebration.id, CelebrationRead.reader == asking)
    if await session.scalar(select(CelebrationRead.id).where(*known).limit(1)) is None:
        shown = CelebrationRead(workspace=celebration.workspace, celebration_id=celebration.id, surface=surface)
        shown.reader, shown.read_at = asking, now
        session.add(shown)
    return await _of_celebration(session, celebration)


async def _of_celebration(session: AsyncSession, celebration: Celebration) -> str | None:
    place = place_of_celebration(celebration.workspace, celebration.caseworker, celebration.id)
    return await _open(session, celebration, celebration.caseworker, place)


async def note(session: AsyncSession, note: CoachNote, said: str | None, *, vouched: bool = False) -> None:
    """Keep a coach's sentence, sealed with the coach's key; nothing deletes it."""
    place = place_of_note(note.workspace, note.author, note.id)
    await _write(session, note, note.author, place, said, vouched=vouched)


async def of_note(
    session: AsyncSession, note: CoachNote, celebration: Celebration, *, asking: str | None
) -> str | None:
    """A coach's sentence while it stands: for its author, for the small success's owner, and (`asking=None`) for the channel.

    That its owner read it is not written down: what they read of a letter to them is nobody's business.
    """
    theirs = (note.author, celebration.caseworker, celebration.reader)
    if note.withdrawn_at is not None or note.celebration_id != celebration.id or asking not in theirs:
        raise NotFound
    return await _open(session, note, note.author, place_of_note(note.workspace, note.author, note.id))


async def _write(session: AsyncSession, row: Kept, author: str, place: str, said: str | None, *, vouched: bool) -> None:
    sealed = await seal_for(session, row.workspace, author, said, place) if said else None
    written = update(type(row)).where(type(row).id == row.id).values(words=sealed, vouched=vouched)
    await session.execute(written.execution_options(synchronize_session=False))


async def _open(session: AsyncSession, row: Kept, author: str, place: str) -> str | None:
    """The words in this row; None where there are none, or no key to them any more."""
    sealed = await session.scalar(through_the_door(select(type(row).words).where(type(row).id == row.id)))
    return open_words(await key_of(session, row.workspace, author), sealed, place)


async def _lines(session: AsyncSession, workspace: str, author: str, reflection_id: str) -> list[Line]:
    rows = await plainly.rows(session, LINES, reflection=reflection_id)
    key = await key_of(session, workspace, author)
    opened = (
        (row, open_words(key, row.words, place_of_answer(workspace, author, reflection_id, row.step))) for row in rows
    )
    return [Line(row.step, row.role, row.question, said, row.kept_back) for row, said in opened if said is not None]
