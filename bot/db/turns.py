"""Let people and processes take turns where two at once would undo each other's work.

PostgreSQL lets transactions run side by side: whoever looks and then writes holds the row that it goes by (`held`), waits
for its turn where no row stands for it yet (`take_turn`), or lets a unique key decide (`once.py`). Whoever holds several
people holds them in the order of their ids in Slack: in two orders each waits for the other, and PostgreSQL ends one of them.
On SQLite whoever writes has waited for every other writer already.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

Found = TypeVar("Found", bound=Select[Any])


async def take_turn(at: AsyncSession | AsyncConnection, deed: str) -> None:
    """Wait until nobody else is at this deed, and keep them waiting until this transaction ends."""
    bind = at.get_bind() if isinstance(at, AsyncSession) else at
    if bind.dialect.name != "sqlite":
        await at.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(deed, 0))))


@asynccontextmanager
async def alone(engine: AsyncEngine, deed: str) -> AsyncIterator[None]:
    """No other process is at this deed while the block lasts, also where nobody may have a transaction open.

    On PostgreSQL a line of its own holds the turn and nothing else, and whoever dies lets it go. On SQLite there is no other
    process.
    """
    if engine.dialect.name == "sqlite":
        yield
        return
    async with engine.connect() as line:
        await take_turn(line, deed)
        yield


def held(session: AsyncSession, found: Found, *, shared: bool = False, skip: bool = False) -> Found:
    """The same query, which holds the rows it finds until the transaction ends, and gives them as they are by then.

    Everybody can read them meanwhile, and point at them. `shared`: others may hold them in this way too, and nobody may
    change them. `skip`: leave out what somebody else holds. A transaction that only reads holds nothing.
    """
    return holding(found, shared=shared, skip=skip) if writes(session) else found


def writes(session: AsyncSession) -> bool:
    """Whether this transaction may write."""
    return not session.get_bind().get_execution_options().get("read_only")


def holding(found: Found, *, shared: bool = False, skip: bool = False) -> Found:
    """The same query as `held` makes it, for one that is put together once and asked often."""
    return found.with_for_update(read=shared, key_share=not shared, skip_locked=skip).execution_options(
        populate_existing=True
    )
