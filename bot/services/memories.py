"""Know what caseworkers were asked before without reading it all at every beat: it is counted once, and then added to.

Whoever puts a question to somebody outside of the clock's plan, or deletes questions, forgets the count (`forget`,
`prune`): the next one who needs it counts anew from the nudges, which alone are the truth.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.past import REMEMBERED, Asked, Past
from bot.db import queries
from bot.db.once import put_each
from bot.db.record_tables import Memory
from bot.db.tables import Nudge


async def known(session: AsyncSession, enrollments: Collection[str], *, now: datetime) -> Mapping[str, Past]:
    """What each of these people was asked in the last four years."""
    kept = select(Memory.enrollment_id, Memory.asked).where(Memory.enrollment_id.in_(enrollments))
    pasts = {whose: Past.read(asked) for whose, asked in await session.execute(kept)}
    missing = [each for each in enrollments if each not in pasts]
    return {**pasts, **await _counted(session, missing, now)} if missing else pasts


async def _counted(session: AsyncSession, enrollments: Collection[str], now: datetime) -> dict[str, Past]:
    columns = (Nudge.enrollment_id, Nudge.prompt_id, Nudge.topic, Nudge.strategy, Nudge.local_day, Nudge.occasion)
    asked = select(*columns).where(Nudge.enrollment_id.in_(enrollments), Nudge.planned_at >= now - REMEMBERED)
    found = defaultdict[str, list[Asked]](list)
    for whose, prompt, topic, strategy, day, occasion in await session.execute(asked.order_by(Nudge.planned_at)):
        counts = not occasion.startswith(queries.OF_THEIR_OWN)
        found[whose].append(Asked(prompt, topic, strategy, day, counts=counts))
    return {each: Past.of(found[each]) for each in enrollments}


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
    """Questions from before this day are deleted: no count remembers them either."""
    kept = select(Memory.enrollment_id, Memory.asked).where(Memory.enrollment_id.in_(enrollments))
    for whose, asked in (await session.execute(kept)).all():
        left = Past.read(asked).since(before).write()
        if left != asked:
            changed = update(Memory).where(Memory.enrollment_id == whose).values(asked=left)
            await session.execute(changed.execution_options(synchronize_session=False))
