"""Keep each class of record as long as the agency decided, and no longer; and erase a person's words when they ask.

A purge leaves a count, never content. A legal hold beats every purge and every deletion.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.engine import Database
from bot.db.goal_tables import Goal
from bot.db.tables import Celebration, CheckIn, Enrollment, Reflection
from bot.db.turns import take_turn
from bot.services import (
    audit,
    celebrations,
    checkins,
    coach_notes,
    departed,
    forgetting,
    goals,
    goals_purged,
    holds,
    inbound,
    outbox,
    own_keys,
    partner_records,
    partners,
    programs,
    purging,
    words,
)
from bot.services.audit import Deed

THE_CLOCK = "the clock"
Counts = dict[str, int]


class _DryRun(Exception):
    """Carries what would have been purged out of the transaction that is rolled back."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts


async def purge(database: Database, workspace: str, *, by: str = THE_CLOCK, dry: bool = False, now: datetime) -> Counts:
    """Delete what has had its time, class by class; says how many rows of each. Raises NotAllowed before setup.

    A dry run does the very same and takes it back.
    """
    try:
        async with database.begin(long=True) as session:
            counts = await _purge(session, workspace, by, now)
            if dry:
                raise _DryRun(counts)
    except _DryRun as tried:
        return tried.counts
    await forget_owed(database)
    if any(counts.values()):
        await database.scrub()
    return counts


async def purge_daily(database: Database, *, now: datetime) -> None:
    """Once a day for each program that has decided how long records are kept."""
    today = f"purge:{now.date()}"
    if not await database.ask(queries.UNHEARD, key=today):
        return
    async with database.read() as session:
        unheard = await queries.programs_unheard(session, today)
    waiting = [each.workspace for each in unheard if programs.retention_of(each)]
    for workspace in waiting:
        async with database.begin() as session:
            first = await inbound.first_time(session, workspace, today, now=now)
        if first:
            await purge(database, workspace, now=now)


async def _purge(session: AsyncSession, workspace: str, by: str, now: datetime) -> Counts:
    retention = programs.retention_of(await programs.decided(session, workspace))
    assert retention is not None  # noqa: S101 - `decided` says so
    await take_turn(session, holds.RECORDS_OF.format(workspace))
    if any(hold.person is None for hold in await holds.standing(session, workspace)):
        return dict.fromkeys(("words", "celebrations", "facts", "deliveries", "audit"), 0)
    celebrated = await purging.celebrations(session, workspace, retention, now)  # it holds people, and they come first
    counts = {
        "words": await purging.words(session, workspace, retention, now)
        + await goals_purged.words(session, workspace, retention, now)
        + await partner_records.purge_words(session, workspace, retention, now),
        "celebrations": celebrated,
        "facts": await purging.facts(session, workspace, retention, now)
        + await goals_purged.facts(session, workspace, retention, now)
        + await partner_records.purge_facts(session, workspace, retention, now),
        "deliveries": await purging.deliveries(session, workspace, retention, now),
        "audit": await purging.audit(session, workspace, retention, now),
    }
    await purging.days_away(session, workspace, now)
    await purging.newness(session, workspace, now)
    await departed.let_go(session, workspace, now=now)
    await partner_records.let_go(session, workspace, now=now)
    for name, count in counts.items():
        if count:
            deed = Deed[f"PURGED_{name.upper()}"]
            await audit.record(session, workspace, by, deed, count=count, now=now)
    return counts


async def erase(database: Database, workspace: str, person: str, *, by: str, now: datetime) -> int:
    """Delete all that this person wrote, here and where it was posted; says how many pieces. Raises NotEnrolled, and OnHold also
    while a hold on somebody else covers a piece of it: without this person's key, it was gone as well.

    A coach without a place of their own has their sentences on other people's small successes deleted.

    That they took part, and their yes to the agreement, stay as long as the agency keeps these classes. Their key goes
    last, so that their words are gone from every copy of the database too. When somebody else does it, the author's App
    Home follows.
    """
    async with database.begin() as session:
        wrote = await coach_notes.withdraw_all(session, workspace, person, now=now)
        found_by = queries.enrollment_of if wrote else partners.enrollment_or_part
        enrollment = await found_by(session, workspace, person)
        if enrollment:
            await queries.hold_enrollments(session, [enrollment.id])
        await holds.must_be_free(session, workspace, person)
        if enrollment:
            await holds.must_cover_nothing_of(session, enrollment)
        count = wrote + await partner_records.erase(session, workspace, person)
        count += await _take_back_everything(session, enrollment, now) if enrollment else 0
        await audit.record(session, workspace, by, Deed.ERASED, person=person, count=count, now=now)
        await forgetting.owe(session, workspace, person, now=now)
        if by != person and enrollment:  # their own click draws it by itself
            await outbox.redraw_home(session, person, workspace=workspace, now=now)
    await forget_owed(database)
    await database.scrub()
    return count


async def forget_owed(database: Database) -> None:
    """Forget the keys of everybody who was erased, also of those whose erasing was cut off before its end."""
    for workspace, person in await forgetting.owed(database):
        async with database.begin() as session:
            await forgetting.pay(session, own_keys.chest_of(session), workspace, person)


async def _take_back_everything(session: AsyncSession, enrollment: Enrollment, now: datetime) -> int:
    workspace, person = enrollment.workspace, enrollment.caseworker
    theirs = (Celebration.enrollment_id == enrollment.id, Celebration.withdrawn_at.is_(None))
    told: Sequence[str] = (await session.scalars(select(Celebration.id).where(*theirs))).all()
    for each in told:
        await celebrations.withdraw(session, workspace, person, each, now=now)
    given = (CheckIn.enrollment_id == enrollment.id, CheckIn.withdrawn_at.is_(None))
    kept: Sequence[str] = (await session.scalars(select(CheckIn.id).where(*given).order_by(CheckIn.made_at))).all()
    for each in kept:
        await checkins.withdraw(session, workspace, person, each, now=now)
    begun = (Reflection.enrollment_id == enrollment.id, Reflection.finished_at.is_(None))
    drafts: Sequence[Reflection] = (await session.scalars(select(Reflection).where(*begun))).all()
    for draft in drafts:
        await words.drop(session, draft.id)
        draft.finished_at = now
        if draft.nudge_id:  # its question may say that what was answered is kept
            await outbox.refresh(session, subject=draft.nudge_id, workspace=workspace, now=now)
    enrollment.new_since = None
    agreed = (Goal.enrollment_id == enrollment.id, Goal.withdrawn_at.is_(None))
    wanted: Sequence[str] = (await session.scalars(select(Goal.id).where(*agreed))).all()
    for each in wanted:
        await goals.withdraw(session, workspace, person, each, now=now)
    return len(told) + len(kept) + len(drafts) + len(wanted)
