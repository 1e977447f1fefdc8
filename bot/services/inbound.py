"""Hear everything once: a request that was heard before changes nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.once import first, insert_once
from bot.db.wire_tables import Inbound

REMEMBERED = timedelta(days=1)


async def first_time(session: AsyncSession, workspace: str, key: str, *, now: datetime) -> bool:
    """Whether this key is new; it is remembered for a day."""
    return await insert_once(session, Inbound(workspace=workspace, key=key, received_at=now))


def first_on(connection: Connection, workspace: str, key: str, *, now: datetime) -> bool:
    """The same on a bare connection, for what is asked of every request."""
    return first(connection, Inbound, {"workspace": workspace, "key": key, "received_at": now})


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Let go of what no sender would repeat any more."""
    old = delete(Inbound).where(Inbound.received_at < now - REMEMBERED)
    await session.execute(old.execution_options(synchronize_session=False))
