"""Goals in a copy of somebody's records: all of their own for themselves, and what two shared for the records officer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Enrollment
from bot.services import goal_words
from bot.services.goal_words import Level, Showing, Worded

Row = dict[str, Any]


async def rows(
    session: AsyncSession, enrollment: Enrollment, *, asking: str, own: bool, private: bool, now: datetime
) -> list[Row]:
    """Each goal with its wordings, its levels and who was shown it. `own`: a copy for its caseworker, whoever makes it.

    `private`: an officer may see what was kept to oneself or taken back, under a legal hold.
    """
    wanted = select(Goal).where(Goal.enrollment_id == enrollment.id).order_by(Goal.proposed_at)
    found = (await session.scalars(wanted if private else wanted.where(Goal.withdrawn_at.is_(None)))).all()
    return [await _row(session, row, asking, own=own, private=private, now=now) for row in found]


async def _row(session: AsyncSession, row: Goal, asking: str, *, own: bool, private: bool, now: datetime) -> Row:
    if own and asking == row.caseworker:
        words: Sequence[Worded] = await goal_words.worded(
            session, row, asking=asking, at=Showing(Surface.OWN_COPY, now)
        )
        levels: Sequence[Level] = await goal_words.levels(session, row, asking=asking)
        closing = await goal_words.closing(session, row, asking=asking)
    else:
        words, levels, closing = await goal_words.for_records(
            session, row, asking=asking, private=private or own, now=now
        )
    reads = (await session.scalars(select(GoalRead).where(GoalRead.goal_id == row.id))).all()
    return {
        **{name: getattr(row, name) for name in ("topic", "state", "coach", "proposed_by")},
        **{name: _day(getattr(row, name)) for name in ("proposed_at", "closed_at", "withdrawn_at")},
        "wordings": [_wording(each) for each in words],
        "levels": [{"week": _day(each.week), "level": each.level, "reader": each.reader} for each in levels],
        "closing_words": closing,
        "read_by": [{"reader": each.reader, "surface": each.surface, "read_at": _day(each.read_at)} for each in reads],
    }


def _wording(each: Worded) -> Row:
    dates = {"worded_at": _day(each.worded_at), "by": _day(each.by)}
    return {"words": each.words, "levels": list(each.levels), "worded_by": each.worded_by, **dates}


def _day(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
