"""When somebody last planned: for the processes that leave planning to others, and would not notice that nobody does it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db.engine import Database
from bot.db.once import put_of
from bot.db.plainly import Phrase
from bot.db.wire_tables import Beat

PLAN = "plan"
SHORTEST_ALARM = timedelta(minutes=5)
MISSED_BEATS = 4
A_WHILE = timedelta(minutes=1)
_NOTE = put_of(Beat, ("name", "at"), changes=("at",))
_LAST = Phrase(lambda _: select(Beat.at).where(Beat.name == PLAN))


async def note(database: Database, before: datetime | None, *, now: datetime) -> datetime:
    """Somebody has planned: written down where this process last did so a minute `before`, or never. Gives when it did."""
    if before is not None and now - before < A_WHILE:
        return before
    await database.jot(_NOTE, name=PLAN, at=now)
    return now


async def when(database: Database) -> datetime | None:
    """When somebody last planned, in UTC and within a minute; None when nobody ever has."""
    found = await database.ask(_LAST)
    return found[0].at if found else None


def patience(beat_seconds: float) -> timedelta:
    """How long nobody may plan before somebody should look, where a beat is due every so many seconds."""
    return max(timedelta(seconds=MISSED_BEATS * beat_seconds), SHORTEST_ALARM)
