"""The program lead's numbers: each month counted once, after it has ended, by the rule for small groups.

Months are UTC's. Bias and wellbeing are left out altogether: a program lead is told nothing about them, not even a number.
"""

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import is_private
from bot.coaching.small_groups import Figures, end_of, figures
from bot.db.once import insert_once
from bot.db.record_tables import PublishedFigures
from bot.db.tables import CheckIn, Enrollment
from bot.services import last_month

Month = tuple[date, Figures]
UNCOUNTED = last_month.not_in(PublishedFigures)


async def publish(session: AsyncSession, *, now: datetime) -> None:
    """Count the last month for every program that has not had it yet. What was published is never counted again."""
    for workspace, month in await last_month.due(session, UNCOUNTED, now=now):
        counted = asdict(await _count(session, workspace, month))
        await insert_once(session, PublishedFigures(workspace=workspace, month=month, figures=counted))


async def latest(session: AsyncSession, workspace: str) -> Month | None:
    """The last month that was published, or None before the first."""
    newest = select(PublishedFigures).where(PublishedFigures.workspace == workspace)
    row = await session.scalar(newest.order_by(PublishedFigures.month.desc()).limit(1))
    return (row.month, Figures(**row.figures)) if row else None


async def _count(session: AsyncSession, workspace: str, month: date) -> Figures:
    begins, ends = datetime.combine(month, time(), UTC), end_of(month)
    enrolled = (Enrollment.workspace == workspace, Enrollment.invited_at < ends)
    members = await session.scalar(select(func.count()).where(*enrolled)) or 0
    shared = select(CheckIn.author, CheckIn.topic, CheckIn.strategy).where(
        CheckIn.workspace == workspace,
        CheckIn.made_at >= begins,
        CheckIn.made_at < ends,
        CheckIn.reader.is_not(None),
        CheckIn.withdrawn_at.is_(None),
        CheckIn.author.in_(select(Enrollment.caseworker).where(*enrolled)),
    )
    by_topic = defaultdict[str, set[str]](set)
    for author, topic, strategy in await session.execute(shared):
        if not is_private(topic, strategy):
            by_topic[topic].add(author)
    return figures(members, by_topic)
