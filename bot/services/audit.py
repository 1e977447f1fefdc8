"""What was done with people's records: who, what, whose, how many; and who asked or read. Never a word of content."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, desc, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.language import mark
from bot.db.celebration_tables import CelebrationRead
from bot.db.goal_tables import Goal, GoalRead
from bot.db.record_tables import Audited
from bot.db.tables import Ask, Celebration, CheckIn, Enrollment, Read

LATELY = timedelta(days=28)
MOST = 30
FEW = 5


class Deed(StrEnum):
    """Something that is written down."""

    HOLD_PLACED = mark("placed a legal hold")
    HOLD_LIFTED = mark("lifted a legal hold")
    OWN_EXPORT = "made a copy of their own"
    RECORDS_EXPORT = mark("exported records")
    REVIEWS_READ = mark("read what parent partners said of questions")
    EVALUATION_EXPORT = mark("exported numbers for a study")
    ERASED = "deleted their own words"
    COPIED_FOR_THEM = mark("made a copy of all records")
    ERASED_FOR_THEM = mark("deleted all words")
    ZONE_MOVED = mark("moved the time zone")
    NEW_LEAD = mark("handed the program to another lead")
    PURGED_WORDS = "purged words"
    PURGED_FACTS = "purged check-in facts"
    PURGED_CELEBRATIONS = "purged celebrations"
    PURGED_DELIVERIES = "purged deliveries"
    PURGED_AUDIT = "purged audit entries"


OWN_BUSINESS = (Deed.OWN_EXPORT, Deed.ERASED)
"""What a caseworker does with their own records stands in nobody's log."""

PURGES = (Deed.PURGED_WORDS, Deed.PURGED_FACTS, Deed.PURGED_CELEBRATIONS, Deed.PURGED_DELIVERIES, Deed.PURGED_AUDIT)
"""What a purge found depends on what somebody kept to themselves, so it stands in nobody's log either."""


BY_SOMEBODY_ELSE = {Deed.OWN_EXPORT: Deed.COPIED_FOR_THEM, Deed.ERASED: Deed.ERASED_FOR_THEM}
"""The same done by anybody but the person themselves: the lead sees that, and so does the person."""


@dataclass(frozen=True)
class Done:
    """Something that somebody else did with all of a person's records."""

    deed: Deed
    at: datetime


@dataclass(frozen=True)
class Asked:
    """How often somebody asked the same person for a check-in lately."""

    asker: str
    caseworker: str
    times: int


@dataclass(frozen=True)
class Reading:
    """Somebody was shown what a caseworker had shared: where and when, and nothing of it."""

    reader: str
    caseworker: str
    surface: Surface
    at: datetime


@dataclass(frozen=True)
class Logged:
    """A deed as the program lead sees it: who did what, with whose records if one person's alone. No words, no counts."""

    at: datetime
    actor: str
    deed: str
    person: str | None


@dataclass(frozen=True)
class Log:
    """How the program was used lately, newest first where there is a time."""

    asked: tuple[Asked, ...]
    readings: tuple[Reading, ...]
    deeds: tuple[Logged, ...]


async def record(
    session: AsyncSession,
    workspace: str,
    actor: str,
    deed: Deed,
    *,
    person: str | None = None,
    count: int | None = None,
    now: datetime,
) -> None:
    """Write one deed down, in the transaction that does it; a deed of one's own that somebody else did, as theirs."""
    if actor != person and deed in BY_SOMEBODY_ELSE:
        deed, count = BY_SOMEBODY_ELSE[deed], None  # a count would tell the lead whether there was anything
    session.add(Audited(workspace=workspace, at=now, actor=actor, deed=deed, person=person, count=count))
    await session.flush()


async def log(session: AsyncSession, workspace: str, *, now: datetime) -> Log:
    """Everything of the last four weeks that a program lead should know; the caller has checked that it is the lead."""
    since = now - LATELY
    return Log(
        await _asked(session, workspace, since),
        await readings(session, workspace, reader=None, now=now),
        await _deeds(session, workspace, since),
    )


async def readings(session: AsyncSession, workspace: str, *, reader: str | None, now: datetime) -> tuple[Reading, ...]:
    """Who was shown what somebody shared, lately; with a reader, that person's own readings alone.

    What was read for the records stands in the log as one deed: reading by reading, it would tell who wrote in private.
    """
    since = now - LATELY
    checkins = (
        _newest_of_a_day(Read.reader, CheckIn.author, Read.surface, Read.read_at)
        .join(CheckIn)
        .where(Read.workspace == workspace, Read.read_at >= since, Read.surface != Surface.RECORDS)
    )
    goals = (
        _newest_of_a_day(GoalRead.reader, Goal.caseworker, GoalRead.surface, GoalRead.read_at)
        .join(Goal)
        .where(GoalRead.workspace == workspace, GoalRead.read_at >= since, GoalRead.surface != Surface.RECORDS)
    )
    one = CelebrationRead
    successes = (
        _newest_of_a_day(one.reader, Celebration.caseworker, one.surface, one.read_at)
        .join(Celebration, Celebration.id == one.celebration_id)
        .where(one.workspace == workspace, one.read_at >= since, one.surface != Surface.RECORDS)
    )
    if reader is not None:
        checkins, goals = checkins.where(Read.reader == reader), goals.where(GoalRead.reader == reader)
        successes = successes.where(one.reader == reader)
    newest = [wanted.order_by(desc("read_at")).limit(MOST) for wanted in (checkins, goals, successes)]
    found = [
        Reading(reader_, person, Surface(surface), at)
        for wanted in newest
        for reader_, person, surface, at in await session.execute(wanted)
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)[:MOST])


def _newest_of_a_day(reader: Any, person: Any, surface: Any, at: Any) -> Select[Any]:
    """A page that is opened all day is one reading of that day, so that it crowds nothing older out."""
    each = (reader, person, surface)
    return select(*each, func.max(at).label("read_at")).group_by(*each, func.date(at))


async def by_others(session: AsyncSession, workspace: str, person: str) -> tuple[Done, ...]:
    """What somebody else did with all of this person's records, newest first, for that person; as long as it is kept."""
    wanted = (
        select(Audited.deed, Audited.at)
        .where(
            Audited.workspace == workspace,
            Audited.person == person,
            Audited.deed.in_(BY_SOMEBODY_ELSE.values()),
        )
        .order_by(Audited.at.desc())
        .limit(FEW)
    )
    return tuple(Done(Deed(deed), at) for deed, at in await session.execute(wanted))


async def erased_for(session: AsyncSession, workspace: str, person: str, *, at: datetime | None) -> bool:
    """Whether what was taken back at this moment was deleted by somebody else, with all that this person wrote."""
    if at is None:
        return False
    deed = (Audited.person == person, Audited.deed == Deed.ERASED_FOR_THEM, Audited.at == at)
    found = select(Audited.id).where(Audited.workspace == workspace, *deed).limit(1)
    return await session.scalar(found) is not None


async def _asked(session: AsyncSession, workspace: str, since: datetime) -> tuple[Asked, ...]:
    times = func.count()
    rows = await session.execute(
        select(Ask.asked_by, Enrollment.caseworker, times)
        .join(Enrollment, Enrollment.id == Ask.enrollment_id)
        .where(Ask.workspace == workspace, Ask.asked_at >= since)
        .group_by(Ask.asked_by, Enrollment.caseworker)
        .order_by(times.desc(), Ask.asked_by, Enrollment.caseworker)
        .limit(MOST)
    )
    return tuple(Asked(*row) for row in rows)


async def _deeds(session: AsyncSession, workspace: str, since: datetime) -> tuple[Logged, ...]:
    wanted = select(Audited.at, Audited.actor, Audited.deed, Audited.person).where(
        Audited.workspace == workspace, Audited.at >= since, Audited.deed.not_in((*OWN_BUSINESS, *PURGES))
    )
    rows = await session.execute(wanted.order_by(Audited.at.desc()).limit(MOST))
    return tuple(Logged(*row) for row in rows)
