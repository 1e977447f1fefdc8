"""What happens to a reply after it was given: its author reads it, edits it, changes who may read it, takes it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, paths, schedule
from bot.coaching.audience import Audience, Circle, Extent, Surface, check_named, choices, reader_of
from bot.coaching.errors import BadChoice, NotFound, TooLong
from bot.coaching.language import say
from bot.coaching.people import is_id
from bot.db import in_slack, queries
from bot.db.celebration_tables import CelebrationRead
from bot.db.goal_tables import GoalRead
from bot.db.tables import CheckIn, Enrollment, Read, Reflection
from bot.services import holds, nudges, outbox, sessions, words
from bot.services.enrollments import ever
from bot.services.words import Line

LONGEST = 1500


async def own(session: AsyncSession, workspace: str, author: str, checkin_id: str) -> tuple[CheckIn, Enrollment]:
    """A check-in that still stands, for its author alone."""
    enrollment = await ever(session, workspace, author)
    checkin = await queries.checkin(session, checkin_id)
    if checkin is None or checkin.author != author or checkin.workspace != workspace or checkin.withdrawn_at:
        raise NotFound
    return checkin, enrollment


def circle_of(checkin: CheckIn, enrollment: Enrollment) -> Circle:
    """The people around this check-in."""
    return nudges.circle(enrollment, checkin.asked_by)


async def share(
    session: AsyncSession,
    workspace: str,
    author: str,
    checkin_id: str,
    *,
    audience: Audience,
    extent: Extent,
    seen: str | None = None,
    now: datetime,
) -> CheckIn:
    """Narrow or widen who may read it, at any time. What was posted about it follows.

    `seen`: the reader whom the form named; NotFound when it would go to another one by now.
    """
    checkin, enrollment = await own(session, workspace, author, checkin_id)
    circle = circle_of(checkin, enrollment)
    if audience not in choices(circle):
        raise BadChoice
    check_named(seen, reader_of(audience, circle))
    before = checkin.reader
    checkin.audience, checkin.part = audience, extent
    checkin.reader = reader_of(audience, circle)
    await follow(session, checkin, now)
    await leave_home_of(session, checkin, before, now)
    return checkin


async def read_own(
    session: AsyncSession, workspace: str, author: str, checkin_id: str, *, now: datetime
) -> Sequence[Line]:
    """The author's own words, to read or to edit."""
    checkin, _ = await own(session, workspace, author, checkin_id)
    return await words.of_checkin(session, checkin, asking=author, surface=Surface.EDIT, now=now)


async def edit(
    session: AsyncSession,
    workspace: str,
    author: str,
    checkin_id: str,
    changed: Mapping[str, str],
    *,
    vouched: bool = False,
    now: datetime,
) -> bool:
    """Replace answers by step; says whether a picked day is another one now. What stays as it was is not looked at again.

    Raises Rephrase, TooLong, BadChoice, OnHold or NotFound; then nothing is changed.
    """
    checkin, enrollment = await own(session, workspace, author, checkin_id)
    await holds.must_be_free(session, workspace, author)
    known = await words.of_checkin(session, checkin, asking=author, surface=Surface.EDIT, now=now)
    lines, today = {line.step: line for line in known}, schedule.local_date(now, enrollment.zone)
    if not changed.keys() <= lines.keys():
        raise NotFound
    new = {step: said for step, said in changed.items() if said != lines[step].words}
    for step, said in new.items():
        kept, stood_for = _checked(lines[step], said, today, vouched=vouched)
        await words.change(session, checkin, step, kept, vouched=stood_for, now=now)
    if new:
        await follow(session, checkin, now)
        await leave_home_of(session, checkin, checkin.reader, now)
    return any(lines[step].role in words.DAYS_PICKED for step in new)


def _checked(line: Line, said: str, today: date, *, vouched: bool) -> tuple[str, bool]:
    """The new words as they are kept, and whether their author's word was needed for them. A picked day stays one."""
    if line.role in words.DAYS_PICKED:
        return paths.day_ahead(said, today), False
    if len(said) > LONGEST:
        raise TooLong
    return said, guard.check(said, vouched=vouched)


async def withdraw(session: AsyncSession, workspace: str, author: str, checkin_id: str, *, now: datetime) -> None:
    """Take a reply back: its words are deleted, or under a legal hold hidden from everybody until it ends.

    Who was shown them before stays on the receipt, for that cannot be undone.
    """
    checkin, _ = await own(session, workspace, author, checkin_id)
    if await queries.held_since(session, workspace, author) is None:
        await words.drop(session, checkin.reflection_id)
    before, checkin.withdrawn_at = checkin.reader, now
    checkin.audience, checkin.reader = Audience.ONLY_ME, None
    await follow(session, checkin, now)
    await leave_home_of(session, checkin, before, now)


async def shown(session: AsyncSession, checkin: CheckIn, enrollment: Enrollment) -> Sequence[str]:
    """Everybody but the author who was shown the words, and when."""
    return shown_to(await queries.reads_of(session, checkin.id), enrollment.zone)


def shown_to(reads: Sequence[Read | GoalRead | CelebrationRead], zone: str) -> tuple[str, ...]:
    """Who was shown the words, and on which day first, in words for their author."""
    first = {read.reader: read.read_at for read in sorted(reads, key=lambda each: each.read_at, reverse=True)}
    named = {reader: f"<@{reader}>" if is_id(reader) else say(reader) for reader in first}
    return tuple(
        say("{who} on {day}", who=named[reader], day=schedule.day_in_words(at, zone))
        for reader, at in sorted(first.items())
    )


async def follow(session: AsyncSession, checkin: CheckIn, now: datetime) -> None:
    """What stands in Slack about this check-in is drawn anew: its receipt, and the digests in which it stood."""
    await refresh_receipt(session, checkin, now)
    await sessions.grow_digest(session, checkin, now=now)
    for digest_id in await in_slack.digests_with(session, checkin.id):
        await outbox.refresh(session, subject=digest_id, workspace=checkin.workspace, now=now)


async def leave_home_of(session: AsyncSession, checkin: CheckIn, reader: str | None, now: datetime) -> None:
    """Whoever could read it until now, and had it in App Home, gets that drawn anew; nobody else's is touched."""
    if reader is not None and await in_slack.was_in_home(session, checkin.id, reader):
        await outbox.redraw_home(session, reader, workspace=checkin.workspace, now=now)


async def refresh_receipt(session: AsyncSession, checkin: CheckIn, now: datetime) -> None:
    """Its author sees who can read it, and who was shown it, as it is now."""
    reflection = await session.get_one(Reflection, checkin.reflection_id)
    for subject in (checkin.id, reflection.nudge_id):
        if subject:
            await outbox.refresh(session, subject=subject, workspace=checkin.workspace, now=now)
