"""What is counted once a month, after the month has ended: for which programs the last one is still to be counted."""

from datetime import UTC, date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.small_groups import end_of, month_before
from bot.db.engine import Database
from bot.db.plainly import Phrase, rows
from bot.db.record_tables import PublishedFigures, PublishedMeasures
from bot.db.tables import Program


def not_in(counted: type[PublishedFigures] | type[PublishedMeasures]) -> Phrase:
    """The programs that were there last month and have no row of it in this table."""
    had = select(counted.workspace).where(counted.month == bindparam("month"))
    there = Program.set_up_at < bindparam("ends")
    return Phrase(lambda _: select(Program.workspace).where(there, Program.workspace.not_in(had)))


async def is_due(database: Database, uncounted: Phrase, *, now: datetime) -> bool:
    """Whether it is still to be counted for some program."""
    return bool(await database.ask(uncounted, **_of(now)))


async def due(session: AsyncSession, uncounted: Phrase, *, now: datetime) -> list[tuple[str, date]]:
    """Each program for which it is, and the month's first day."""
    asked = _of(now)
    return [(workspace, asked["month"]) for (workspace,) in await rows(session, uncounted, **asked)]


def _of(now: datetime) -> dict[str, date]:
    month = month_before(now.astimezone(UTC).date())
    return {"month": month, "ends": end_of(month)}
