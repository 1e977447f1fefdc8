"""Know what caseworkers were asked before without reading it all at every beat: it is counted once, and then added to.

Whoever puts a question to somebody outside of the clock's plan, or deletes questions, forgets the count (`forget`,
`prune`): the next one who needs it counts anew from the nudges, which alone are the truth.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.past import FORM, REMEMBERED, Asked, Past
from bot.db import queries
from bot.db.among import among
from bot.db.many import put_each
from bot.db.record_tables import Memory
from bot.db.tables import Nudge
from bot.services import gently


async def known(session: AsyncSession, enrollments: Collection[str], *, now: datetime) -> Mapping[str, Past]:
    """What each of these people was asked in the last four years."""
    theirs = (among(session, Memory.enrollment_id, enrollments), Memory.asked.startswith(FORM))
    kept = select(Memory.enrollment_id, Memory.asked).where(*theirs)
    pasts = dict(await gently.each(_read, await session.execute(kept)))
    missing = [each for each in enrollments if each not in pasts]
    return {**pasts, **await _counted(session, missing, now)} if missing else pasts


def _read(kept: Row[str, str]) -> tuple[str, Past]:
    whose, asked = kept
    return whose, Past.read(asked)


async def _counted(session: AsyncSession, enrollments: Collection[str], now: datetime) -> dict[str, Past]:
    columns = (Nudge.enrollment_id, Nudge.prompt_id, Nudge.topic, Nudge.strategy, Nudge.local_day, Nudge.occasion)
    theirs = (among(session, Nudge.enrollment_id, enrollments), Nudge.planned_at >= now - REMEMBERED)
    asked = select(*columns).where(*theirs)
    found = defaultdict[str, list[Asked]](list)
    for whose, prompt, topic, strategy, day, occasion in await session.execute(asked.order_by(Nudge.planned_at)):
        counts = not occasion.startswith(queries.OF_THEIR_OWN)
        found[whose].append(Asked(prompt, topic, strategy, day, counts=counts))
    return {each: Past.of(found[each], now.date()) for each in enrollments}


def row(enrollment_id: str, workspace: str, past: Past) -> dict[str, Any]:
    """A count as it is kept."""
    return {"enrollment_id": enrollment_id, "workspace": workspace, "asked": past.write()}


async def keep(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Keep these counts, in the place of those before. Whoever calls holds the enrollments."""
    await put_each(session, Memory, rows, changes=("asked",))


async def forget(session: AsyncSession, enrollment_id: str) -> None:
    """Something else than the clock put a question to this person, so what is counted is not all."""
    gone = delete(Memory).where(Memory.enrollment_id == enrollment_id)
    await session.execute(gone.execution_options(synchronize_session=False))


async def prune(session: AsyncSession, enrollments: Collection[str], before: date) -> None:
    """Questions from before this day are deleted: no count remembers them either. One to which a beat has just added is
    forgotten, and so counted anew.
    """
    theirs = (Memory.enrollment_id.in_(enrollments), Memory.asked.startswith(FORM))
    for whose, asked in (await session.execute(select(Memory.enrollment_id, Memory.asked).where(*theirs))).all():
        left = Past.read(asked).since(before).write()
        if left != asked:
            changed = update(Memory).where(Memory.enrollment_id == whose, Memory.asked == asked).values(asked=left)
            done = await session.execute(changed.returning(Memory.enrollment_id).execution_options(**_QUIETLY))
            if done.first() is None:
                await forget(session, whose)


_QUIETLY = {"synchronize_session": False}
