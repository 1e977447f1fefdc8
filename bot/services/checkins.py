"""What happens to a reply after it was given: its author reads it, edits it, changes who may read it, takes it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard
from bot.coaching.audience import Audience, Part, choices, reader_of
from bot.coaching.errors import BadChoice, NotFound, OnHold, TooLong
from bot.db import queries
from bot.db.tables import CheckIn, Enrollment, Reflection
from bot.services import nudges, outbox, words
from bot.services.enrollments import ever
from bot.services.words import Line

LONGEST = 1500
IN_CHAT = "chat"


async def own(session: AsyncSession, workspace: str, author: str, checkin_id: str) -> tuple[CheckIn, Enrollment]:
    """A check-in that still stands, for its author alone."""
    enrollment = await ever(session, workspace, author)
    checkin = await session.get(CheckIn, checkin_id)
    if checkin is None or checkin.author != author or checkin.workspace != workspace or checkin.withdrawn_at:
        raise NotFound
    return checkin, enrollment


def offered(checkin: CheckIn, enrollment: Enrollment) -> tuple[Audience, ...]:
    """The audiences that this check-in's author can pick from."""
    return choices(nudges.circle(enrollment, checkin.asked_by))


async def share(
    session: AsyncSession,
    workspace: str,
    author: str,
    checkin_id: str,
    *,
    audience: Audience,
    part: Part,
    now: datetime,
) -> CheckIn:
    """Narrow or widen who may read it, at any time. What was posted about it follows."""
    checkin, enrollment = await own(session, workspace, author, checkin_id)
    if audience not in offered(checkin, enrollment):
        raise BadChoice
    checkin.audience, checkin.part = audience, part
    checkin.reader = reader_of(audience, nudges.circle(enrollment, checkin.asked_by))
    await follow(session, checkin, now)
    return checkin


async def read_own(
    session: AsyncSession, workspace: str, author: str, checkin_id: str, *, now: datetime
) -> Sequence[Line]:
    """The author's own words, to read or to edit."""
    checkin, _ = await own(session, workspace, author, checkin_id)
    return await words.of_checkin(session, checkin, asking=author, surface="edit", now=now)


async def edit(
    session: AsyncSession, workspace: str, author: str, checkin_id: str, changed: Mapping[str, str], *, now: datetime
) -> None:
    """Replace answers by step. Raises Rephrase, TooLong, OnHold or NotFound; then nothing is changed."""
    checkin, _ = await own(session, workspace, author, checkin_id)
    if await queries.held_since(session, workspace, author) is not None:
        raise OnHold
    steps = {line.step for line in await words.of_checkin(session, checkin, asking=author, surface="edit", now=now)}
    if not set(changed) <= steps:
        raise NotFound
    for step, said in changed.items():
        if len(said) > LONGEST:
            raise TooLong
        guard.check(said)
        await words.change(session, checkin, step, said, now=now)


async def withdraw(
    session: AsyncSession, workspace: str, author: str, checkin_id: str, *, now: datetime
) -> Sequence[str]:
    """Take a reply back: its words are deleted, or under a legal hold hidden from everybody until it ends.

    Gives those who were shown them before, for that cannot be undone.
    """
    checkin, _ = await own(session, workspace, author, checkin_id)
    seen = await seen_by(session, checkin)
    if await queries.held_since(session, workspace, author) is None:
        await words.drop(session, checkin.reflection_id)
    checkin.withdrawn_at = now
    checkin.audience, checkin.reader = Audience.ONLY_ME, None
    await follow(session, checkin, now)
    return seen


async def seen_by(session: AsyncSession, checkin: CheckIn) -> Sequence[str]:
    """Everybody but the author who was shown the words."""
    return sorted({read.reader for read in await queries.reads_of(session, checkin.id)})


async def follow(session: AsyncSession, checkin: CheckIn, now: datetime) -> None:
    """What stands in Slack about this check-in is drawn anew."""
    reflection = await session.get_one(Reflection, checkin.reflection_id)
    for subject in (checkin.id, reflection.nudge_id):
        if subject:
            await outbox.refresh(session, subject=subject, workspace=checkin.workspace, now=now)
