"""Hear everything once: a request that was heard before changes nothing."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.engine import Database
from bot.db.once import first_of, insert_once
from bot.db.plainly import Phrase
from bot.db.wire_tables import Inbound

REMEMBERED = timedelta(days=1)
HEARD = first_of(Inbound)
KNOWN = Phrase(
    lambda _: select(Inbound.key).where(Inbound.workspace == bindparam("workspace"), Inbound.key == bindparam("key"))
)

OLD = Phrase(lambda _: select(Inbound.key).where(Inbound.received_at < bindparam("before")).limit(1))


async def first_time(session: AsyncSession, workspace: str, key: str, *, now: datetime) -> bool:
    """Whether this key is new; it is remembered for a day."""
    return await insert_once(session, Inbound(workspace=workspace, key=key, received_at=now))


async def first_on(database: Database, workspace: str, key: str, *, now: datetime) -> bool:
    """The same in passing, for what is asked of every request."""
    return bool(await database.jot(HEARD, workspace=workspace, key=key, received_at=now))


async def knows(database: Database, workspace: str, key: str) -> bool:
    """Whether this was heard before."""
    return bool(await database.ask(KNOWN, workspace=workspace, key=key))


async def has_old(database: Database, *, now: datetime) -> bool:
    """Whether there is anything to let go of."""
    return bool(await database.ask(OLD, before=now - REMEMBERED))


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Let go of what no sender would repeat any more."""
    old = delete(Inbound).where(Inbound.received_at < now - REMEMBERED)
    await session.execute(old.execution_options(synchronize_session=False))
