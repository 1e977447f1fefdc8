"""After a backup was put back: what may have been said since is looked for in Slack, and only then said."""

from datetime import datetime

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Delivery
from bot.services.outbox import CHANGES, LET_GO, OPEN, State


async def doubt_what_was_owed(session: AsyncSession, *, now: datetime) -> int:
    """Whatever was owed in the backup and is due by now may have arrived since; says how many messages that are.

    Each is looked for in its channel from the hour before it was first tried or due. A message that changes one which
    stands there may simply be said again.
    """
    due = Delivery.state.in_((*OPEN, State.CLAIMED)), Delivery.due_at <= now
    first = func.coalesce(Delivery.tried_at, Delivery.due_at)
    posts = update(Delivery).where(*due, Delivery.kind.not_in(CHANGES)).returning(Delivery.id)
    doubted = await session.execute(posts.values(state=State.UNKNOWN, ambiguous=True, tried_at=first, **LET_GO))
    changes = update(Delivery).where(Delivery.state == State.CLAIMED, Delivery.kind.in_(CHANGES))
    await session.execute(changes.values(state=State.WAITING, **LET_GO))
    return len(doubted.all())
