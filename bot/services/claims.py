"""Hold a row of the outbox for one attempt: claimed in one round, written only by its holder, given back when it is left.

A row is taken over only when that cannot make a second message: when its holder is proven dead, when its holder's own
round is over, or when its lease is over and Slack has not been told yet (a holder that wakes up then fails at the fence).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.quiet import Quiet
from bot.db.tables import Delivery
from bot.services import pace
from bot.services.messenger import Posted
from bot.services.outbox import CHANGES, OPEN, Kind, State
from bot.services.pace import A_SECOND, Bucket, Paces, Way

LOOKED_AT = 400
LARGEST_ROUND = 200
A_FAIR_ROUND = 100  # where others could take the next ones meanwhile


@dataclass(frozen=True)
class Claim:
    """One attempt at one delivery, made by the round that holds it. `due_at` is when it was due, in UTC."""

    id: str
    token: str
    workspace: str
    kind: Kind
    subject: str
    about: str | None
    target: str
    expires_at: datetime | None
    ambiguous: bool
    tried_at: datetime | None
    attempts: int
    due_at: datetime
    quiet: Quiet | None = None  # what Slack says against it just now


@dataclass(frozen=True)
class Taken:
    """What one round holds, and when it is worth looking again: None when nothing is due."""

    claims: tuple[Claim, ...]
    again: datetime | None


_deliveries: Any = Delivery.__table__
_claimed = tuple(getattr(Delivery, name) for name in Claim.__dataclass_fields__ if name != "quiet")


async def workspaces_due(session: AsyncSession, now: datetime) -> Sequence[str]:
    """The workspaces in which something is due, the one that waits longest first."""
    oldest = func.min(Delivery.due_at)
    due = select(Delivery.workspace).where(Delivery.state.in_(OPEN), Delivery.due_at <= now)
    return (await session.scalars(due.group_by(Delivery.workspace).order_by(oldest))).all()


async def claim(
    session: AsyncSession,
    workspace: str,
    *,
    owner: str,
    token: str,
    paces: Paces,
    most: int = LARGEST_ROUND,
    now: datetime,
) -> Taken:
    """Take what is due in this workspace, oldest first, as much as its pace allows, one message for each channel.

    The buckets are held until the transaction ends, so two workers never claim in one workspace at the same moment.
    """
    claims: list[Claim] = []
    again: list[datetime] = []
    for way in Way:
        bucket = await pace.hold(session, workspace, way, paces.of(way), now=now)
        rows, later = await _pick(session, bucket, paces, most, now)
        if rows:
            claims += await _take(session, rows, owner, token, now)
            await pace.take(session, bucket, paces.of(way), len(rows), now=now)
        again += [later] if later else []
    return Taken(tuple(sorted(claims, key=lambda held: (held.due_at, held.id))), min(again, default=None))


async def _pick(
    session: AsyncSession, bucket: Bucket, paces: Paces, most: int, now: datetime
) -> tuple[list[str], datetime | None]:
    """The ids to claim in one way, and when to look again for what has to wait."""
    most = min(bucket.allowed, most)
    due = (
        select(Delivery.id, Delivery.target)
        .where(*_due(bucket, now), Delivery.target.not_in(_busy(bucket, paces, now)))
        .order_by(Delivery.due_at, Delivery.id)
        .limit(LOOKED_AT if most else 1)
    )
    first: dict[str, str] = {}
    for id_, target in await session.execute(due):
        first.setdefault(target, id_)
    if first:
        return list(first.values())[:most], now if most else bucket.again
    return [], now + max(paces.in_a_channel, A_SECOND) if await _any(session, bucket, now) else None


def _due(bucket: Bucket, now: datetime) -> tuple[ColumnElement[bool], ...]:
    changes = Delivery.kind.in_(CHANGES)
    return (
        Delivery.workspace == bucket.workspace,
        Delivery.state.in_(OPEN),
        Delivery.due_at <= now,
        changes if bucket.way is Way.CHANGE else ~changes,
    )


def _busy(bucket: Bucket, paces: Paces, now: datetime) -> Select[str] | CompoundSelect[str]:
    """The channels in which a message is under way, or was said a moment ago."""
    here = Delivery.workspace == bucket.workspace
    held = select(Delivery.target).where(here, Delivery.state == State.CLAIMED)
    if bucket.way is Way.CHANGE or not paces.in_a_channel:
        return held
    return union_all(held, select(Delivery.target).where(here, Delivery.tried_at > now - paces.in_a_channel))


async def _any(session: AsyncSession, bucket: Bucket, now: datetime) -> bool:
    return await session.scalar(select(Delivery.id).where(*_due(bucket, now)).limit(1)) is not None


async def _take(session: AsyncSession, ids: list[str], owner: str, token: str, now: datetime) -> list[Claim]:
    """One conditional UPDATE: what was called off meanwhile is not taken."""
    taken = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.state.in_(OPEN))
        .values(
            state=State.CLAIMED,
            owner=owner,
            token=token,
            claimed_at=now,
            on_the_wire=False,
            attempts=Delivery.attempts + 1,
        )
        .returning(*_claimed)
        .execution_options(synchronize_session=False)
    )
    return [_as_claim(row._mapping) for row in taken]


def _as_claim(row: Mapping[Any, Any]) -> Claim:
    return Claim(**{**row, "kind": Kind(row["kind"])})


async def about_to_try(session: AsyncSession, held: Collection[Claim], *, now: datetime) -> frozenset[str]:
    """Note that Slack may hear of these from now on; gives the ids of those that this round still holds."""
    return await _write(session, held, tried_at=now, ambiguous=True, on_the_wire=True)


async def sent(session: AsyncSession, arrived: Mapping[Claim, Posted | None], *, now: datetime) -> int:
    """Slack has these; says how many this round still held. What a message had waited for stays in its row, for `why`."""
    row = {"state": State.SENT, "settled_at": now, "ambiguous": False, **_let_go}
    where: dict[str, Any] = {"channel": bindparam("place"), "ts": bindparam("at")}
    each = (
        update(_deliveries)
        .where(_deliveries.c.id == bindparam("held"), _deliveries.c.token == bindparam("by"))
        .where(_deliveries.c.state == State.CLAIMED)
        .values(**row, **where)
    )
    rows = [
        {"held": held.id, "by": held.token, "place": posted and posted.channel, "at": posted and posted.ts}
        for held, posted in arrived.items()
    ]
    return (await (await session.connection()).execute(each, rows)).rowcount


async def closed(session: AsyncSession, held: Claim, state: State, reason: str, *, now: datetime) -> bool:
    """It will not be sent, and the row says why."""
    return await _settle(session, held, state, now=now, reason=reason)


async def put_back(
    session: AsyncSession, held: Claim, reason: str, *, until: datetime, unclear: bool | None, tried: bool = True
) -> bool:
    """Try again later. An unclear attempt becomes `unknown`: it is looked for before it is ever posted again.

    `unclear=None` goes by the row: whether Slack may have heard of it. `tried=False` does not count as an attempt.
    """
    maybe = Delivery.ambiguous if unclear is None else unclear
    state = _open_as(Delivery.ambiguous) if unclear is None else State.UNKNOWN if unclear else State.WAITING
    values = {"state": state, "due_at": until, "reason": reason, "ambiguous": maybe}
    attempts = Delivery.attempts if tried else Delivery.attempts - 1
    return bool(await _write(session, [held], **values, **_let_go, attempts=attempts))


_let_go = {"owner": None, "token": None, "claimed_at": None, "on_the_wire": False}


def _open_as(maybe: SQLColumnExpression[bool]) -> ColumnElement[str]:
    return case((maybe, State.UNKNOWN), else_=State.WAITING)


async def _settle(session: AsyncSession, held: Claim, state: State, *, now: datetime, **values: object) -> bool:
    done = await _write(session, [held], state=state, settled_at=now, ambiguous=False, **_let_go, **values)
    return bool(done)


async def _write(session: AsyncSession, held: Collection[Claim], **values: object) -> frozenset[str]:
    """Fenced: only the round whose token stands in the row may write; any other has been overtaken."""
    tokens = {each.token for each in held}
    written = await session.execute(
        update(Delivery)
        .where(
            Delivery.id.in_([each.id for each in held]),
            Delivery.token.in_(tokens),
            Delivery.state == State.CLAIMED,
        )
        .values(**values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return frozenset(written.scalars())


async def holders(session: AsyncSession) -> frozenset[str]:
    """The workers that hold rows now. Ask this before asking who lives: whoever claims later was alive then."""
    held = select(Delivery.owner).where(Delivery.state == State.CLAIMED).distinct()
    return frozenset(owner or "" for owner in await session.scalars(held))


async def rescue(
    session: AsyncSession,
    *,
    dead: Collection[str],
    me: str,
    under_way: Collection[str],
    now: datetime,
    landing: timedelta,
    lease: timedelta,
) -> int:
    """Give back what its holder will not carry any more; says how many rows.

    What may be on the wire becomes `unknown`, after the time that a late message gets to land; the rest may go at once.
    """
    left = Delivery.owner.in_(dead) | (Delivery.owner == me) & Delivery.token.not_in(under_way)
    gone = Delivery.state == State.CLAIMED, left
    overdue = Delivery.state == State.CLAIMED, ~Delivery.on_the_wire, Delivery.claimed_at < now - lease
    steps = (
        (and_(*gone, Delivery.on_the_wire), {"state": State.UNKNOWN, "due_at": now + landing, "reason": "worker_died"}),
        (and_(*gone), {"state": _open_as(Delivery.ambiguous)}),
        (and_(*overdue), {"state": _open_as(Delivery.ambiguous)}),
    )
    return sum([await _give_back(session, which, values) for which, values in steps])


async def _give_back(session: AsyncSession, which: ColumnElement[bool], values: Mapping[str, object]) -> int:
    back = update(Delivery).where(which).values(**values, **_let_go).returning(Delivery.id)
    done = await session.execute(back.execution_options(synchronize_session=False))
    return len(done.all())
