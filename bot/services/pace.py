"""Speak no faster than Slack likes to listen: a bucket of tokens for each workspace and way, shared by all workers.

Posting and changing what stands there are counted apart, as Slack counts them. The bucket is one moment, `full_at`: each
token taken moves it on by one interval (the generic cell rate algorithm), so nothing has to tick.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.once import insert_once
from bot.db.wire_tables import Pace

A_SECOND = timedelta(seconds=1)


class Way(StrEnum):
    """What Slack counts apart: new messages, and changes to messages."""

    POST = "post"
    CHANGE = "change"


@dataclass(frozen=True)
class Limit:
    """So many a second in the long run, and at most `burst` at once."""

    a_second: float
    burst: int

    @property
    def interval(self) -> timedelta:
        """The time in which one token grows."""
        return timedelta(seconds=1 / self.a_second)


@dataclass(frozen=True)
class Paces:
    """Slack's own limits, with room to spare: several hundred posts a minute in a workspace and one a second in a channel,
    and fifty changes a minute.
    """

    post: Limit = Limit(4.0, 20)
    change: Limit = Limit(0.8, 20)
    in_a_channel: timedelta = A_SECOND

    def of(self, way: Way) -> Limit:
        """The limit of one way."""
        return self.post if way is Way.POST else self.change


def free(limit: Limit, full_at: datetime, now: datetime) -> int:
    """How many tokens the bucket holds now."""
    missing = max(full_at - now, timedelta(0)) / limit.interval
    # A hair's breadth of a token is a token: a moment is kept in microseconds, an interval need not be.
    return max(int(limit.burst - missing + 1e-4), 0)


def next_free(limit: Limit, full_at: datetime) -> datetime:
    """When an empty bucket has its next token."""
    return full_at - (limit.burst - 1) * limit.interval


def after_taking(limit: Limit, full_at: datetime, taken: int, now: datetime) -> datetime:
    """The bucket's moment when so many tokens are gone."""
    return max(full_at, now) + taken * limit.interval


_HOLD = (
    select(Pace.way, Pace.full_at, Pace.paused_until)
    .where(Pace.workspace == bindparam("workspace"))
    .order_by(Pace.way)  # always in the same order, so that two workers wait for each other
    .with_for_update()
)


@dataclass(frozen=True)
class Bucket:
    """What a worker sees while it holds the bucket: how many may be said now, and when the next one may."""

    workspace: str
    way: Way
    full_at: datetime
    allowed: int
    again: datetime


async def hold(session: AsyncSession, workspace: str, paces: Paces, *, now: datetime) -> dict[Way, Bucket]:
    """Hold the buckets until the transaction ends: of two workers, the second sees what the first has taken."""
    found = (await session.execute(_HOLD, {"workspace": workspace})).all()
    if len(found) < len(Way):
        for way in Way:
            await insert_once(session, Pace(workspace=workspace, way=way, full_at=now))
        found = (await session.execute(_HOLD, {"workspace": workspace})).all()
    return {Way(row.way): _bucket(workspace, row, paces.of(Way(row.way)), now) for row in found}


def _bucket(workspace: str, row: Any, limit: Limit, now: datetime) -> Bucket:
    if row.paused_until is not None and now < row.paused_until:
        return Bucket(workspace, Way(row.way), row.full_at, 0, row.paused_until)
    allowed = free(limit, row.full_at, now)
    return Bucket(workspace, Way(row.way), row.full_at, allowed, next_free(limit, row.full_at))


async def take(session: AsyncSession, bucket: Bucket, limit: Limit, taken: int, *, now: datetime) -> None:
    """Take tokens out of the bucket that is held."""
    full_at = after_taking(limit, bucket.full_at, taken, now)
    await _write(session, bucket.workspace, bucket.way, full_at=full_at)


async def give_back(session: AsyncSession, workspace: str, way: Way, limit: Limit, tokens: int) -> None:
    """Put tokens back that were taken and not used: what turned out not to be said needs none."""
    wanted = select(Pace.full_at).where(Pace.workspace == workspace, Pace.way == way).with_for_update()
    if (full_at := await session.scalar(wanted)) is not None:
        await _write(session, workspace, way, full_at=full_at - tokens * limit.interval)


async def pause(session: AsyncSession, workspace: str, way: Way, until: datetime) -> None:
    """Say nothing in this workspace and way before a moment: Slack asked for it. A longer pause stays."""
    longer = case((Pace.paused_until > until, Pace.paused_until), else_=until)
    await _write(session, workspace, way, paused_until=longer)


async def begin_anew(session: AsyncSession, workspace: str) -> None:
    """Whatever Slack asked for before counts no more: the app was just let in."""
    rows = update(Pace).where(Pace.workspace == workspace).values(paused_until=None)
    await session.execute(rows.execution_options(synchronize_session=False))


async def _write(session: AsyncSession, workspace: str, way: Way, **values: object) -> None:
    row = update(Pace).where(Pace.workspace == workspace, Pace.way == way).values(**values)
    await session.execute(row.execution_options(synchronize_session=False))
