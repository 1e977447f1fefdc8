"""What each class of record loses when it has had its time: never what a legal hold covers, nor what is still needed.

A hold on a person covers what is theirs, what was done with it, what was sent about it, and what they did as a coach, a
supervisor or the lead. A hold on everybody is the caller's to heed.
"""

from datetime import datetime

from sqlalchemy import Update, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away as spans
from bot.coaching import schedule
from bot.coaching.newness import A_YEAR
from bot.coaching.records import Retention
from bot.coaching.small_groups import month_before
from bot.db import queries
from bot.db.plainly import Phrase, rows
from bot.db.tables import Celebration, Reflection
from bot.services import memories, outbox
from bot.services.celebrations import withdraw as take_out
from bot.services.outlived import (
    AWAY,
    BEFORE,
    DIGESTS_LOSING_WORDS,
    EMPTY_DIGESTS,
    HOMES_LOSING_WORDS,
    LOOSEN,
    LOSING_QUESTIONS,
    NEW_NO_MORE,
    OF,
    OLD_AND_OUT,
    OLD_AND_POSTED,
    OLD_ANSWERS,
    OLD_DEEDS,
    OLD_DELIVERIES,
    OLD_FACTS,
    QUESTIONS_LOSING_DRAFTS,
    free,
)


def _put_away() -> Update:
    """What is written into such a draft anew would go with the next purge, and its first screens are empty already."""
    left = (Reflection.workspace == OF, Reflection.started_at < BEFORE, Reflection.finished_at.is_(None))
    return update(Reflection).where(*left, Reflection.enrollment_id.in_(free())).values(finished_at=bindparam("now"))


PUT_AWAY = Phrase(lambda _: _put_away())


async def words(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Answers of check-ins, and of drafts that nobody finished. These are put away: whoever comes back to one begins anew."""
    old = {"of": workspace, "before": kept.before("words", now)}
    for (digest_id,) in await rows(session, DIGESTS_LOSING_WORDS, **old):
        await outbox.refresh(session, subject=digest_id, workspace=workspace, now=now)
    for (nudge_id,) in await rows(session, QUESTIONS_LOSING_DRAFTS, **old):
        await outbox.refresh(session, subject=nudge_id, workspace=workspace, now=now)
    for (person,) in await rows(session, HOMES_LOSING_WORDS, **old):
        await outbox.redraw_home(session, person, workspace=workspace, now=now)
    await rows(session, PUT_AWAY, **old, now=now)
    return await gone(session, OLD_ANSWERS, **old)


async def celebrations(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Small successes: what was posted is taken out of the channel, and its row goes with a later purge, when it is out."""
    old = {"of": workspace, "before": kept.before("celebrations", now), "now": now}
    posted = await rows(session, OLD_AND_POSTED, **old)
    for (celebration_id,) in posted:
        each = await session.get_one(Celebration, celebration_id)
        await take_out(session, workspace, each.caseworker, each.id, now=now)
        each.purged = True
        await outbox.redraw_home(session, each.caseworker, workspace=workspace, now=now)
    return len(posted) + await gone(session, OLD_AND_OUT, **old)


async def facts(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Check-ins whose words are gone, who read them, what was asked, and by whom; but for what a question still needs."""
    before = kept.before("facts", now)
    old: dict[str, object] = {"of": workspace, "before": before}
    if losing := await rows(session, LOSING_QUESTIONS, **old):
        await memories.prune(session, [enrollment for (enrollment,) in losing], before.date())
    await rows(session, LOOSEN, **old)
    return sum([await gone(session, step, **old) for step in OLD_FACTS])


async def deliveries(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """What was sent, and when; but for what is needed to take a post or a digest's line back while it stands."""
    old = {"of": workspace, "before": kept.before("deliveries", now)}
    return await gone(session, OLD_DELIVERIES, **old) + await gone(session, EMPTY_DIGESTS, **old)


async def audit(session: AsyncSession, workspace: str, kept: Retention, now: datetime) -> int:
    """Deeds, holds that are over, the lead's monthly numbers, and older words on the agreement; never a yes that counts."""
    before = kept.before("audit", now)
    month = min(month_before(before.date()), month_before(now.date()))  # the last month stays, or it were counted anew
    old: dict[str, object] = {"of": workspace, "before": before, "month": month}
    return sum([await gone(session, step, **old) for step in OLD_DEEDS])


async def days_away(session: AsyncSession, workspace: str, now: datetime) -> None:
    """Days away that are over are nobody's business any more, not even a class of record's."""
    places = [place for (place,) in await rows(session, AWAY, of=workspace)]
    for each in await queries.hold_enrollments(session, places):
        today = schedule.local_date(now, each.zone)
        each.away = spans.write(spans.ahead(spans.read(each.away), today))


async def newness(session: AsyncSession, workspace: str, now: datetime) -> None:
    """Nor is it that somebody said, a year ago, that they were new to this work."""
    await rows(session, NEW_NO_MORE, of=workspace, before=now - A_YEAR)


async def gone(session: AsyncSession, step: Phrase, **values: object) -> int:
    """Delete, and say how many rows that were."""
    return len(await rows(session, step, **values))
