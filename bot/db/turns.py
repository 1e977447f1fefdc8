"""Let processes take turns at what must not be done by two at once, and that no row stands for yet.

Where there is a row, hold the row (`with_for_update`) or let a unique key decide (`once.py`).
"""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession


async def take_turn(at: AsyncSession | AsyncConnection, deed: str) -> None:
    """Wait until nobody else is at this deed, and keep them waiting until this transaction ends.

    On SQLite there is nothing to do: whoever writes has waited for every other writer already.
    """
    bind = at.get_bind() if isinstance(at, AsyncSession) else at
    if bind.dialect.name != "sqlite":
        await at.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(deed, 0))))
