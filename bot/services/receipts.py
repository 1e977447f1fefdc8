"""Say what became of a reply: kept, who can read it, who was shown it. Never its words."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import messages
from bot.coaching.audience import Surface
from bot.coaching.paths import Path
from bot.coaching.prompts import Format, Library
from bot.db import queries
from bot.db.tables import CheckIn, Enrollment, Reflection
from bot.services import audit, checkins, plans, wordings, words
from bot.services.enrollments import CHEER_IN_PRIVATE, NO_CHEER

LOW_MARKS = frozenset({"1", "2"})


async def compose(
    session: AsyncSession, library: Library, checkin_id: str, *, typed_in_chat: bool = False
) -> messages.Receipt:
    """The receipt as it stands now: who can read it, who was shown it, and what its author can do."""
    checkin = await session.get_one(CheckIn, checkin_id)
    topic = library.topics.get(checkin.topic)
    reads = await queries.reads_of(session, checkin.id)
    reflection = await session.get_one(Reflection, checkin.reflection_id)
    enrollment = await queries.enrollment(session, checkin.enrollment_id)
    lines, path = await _own_lines(session, checkin), await wordings.asked(session, library, reflection)
    return messages.Receipt(
        checkin_id=checkin.id,
        topic=topic.title if topic else path.title,
        sharing=words.sharing_of(checkin),
        reads=checkins.shown_to(reads, enrollment.zone),
        may_celebrate=enrollment.cheer != NO_CHEER and not await queries.celebrated(session, checkin.id),
        note=_note(library, checkin, lines, path, enrollment),
        withdrawn=checkin.withdrawn_at is not None,
        circle=checkins.circle_of(checkin, enrollment),
        typed_in_chat=typed_in_chat,
        by_office=await audit.erased_for(session, checkin.workspace, checkin.author, at=checkin.withdrawn_at),
        kept_back=any(line.kept_back for line in lines),
    )


async def _own_lines(session: AsyncSession, checkin: CheckIn) -> Sequence[words.Line]:
    if checkin.withdrawn_at is not None:
        return ()
    return await words.of_checkin(session, checkin, asking=checkin.author, surface=Surface.RECEIPT, now=checkin.made_at)


def _note(
    library: Library,
    checkin: CheckIn,
    lines: Sequence[words.Line],
    path: Path,
    enrollment: Enrollment,
) -> str:
    """“Mastery takes time”, after a low mark that somebody gave themselves, or a plan they forgot; never after silence."""
    if checkin.withdrawn_at is not None:
        return ""
    scales = {step.id for step in path.steps if step.format == Format.SCALE}
    if any((line.step in scales and line.words in LOW_MARKS) or line.words == plans.FORGOT for line in lines):
        return library.mastery[int(checkin.id, 16) % len(library.mastery)]
    return messages.MASTERY if enrollment.cheer == CHEER_IN_PRIVATE else ""
