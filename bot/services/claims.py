"""Hold a row of the outbox for one attempt: claimed in one round, written only by its holder, given back when it is left.

A row is taken over only when that cannot make a second message: when its holder is proven dead, when its holder's own
round is over, or when its lease is over and Slack has not been told yet (a holder that wakes up then fails at the fence).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.quiet import Quiet
from bot.db import each_row, moments
from bot.db.among import among
from bot.db.engine import Database
from bot.db.plainly import Phrase
from bot.db.tables import Delivery
from bot.services import pace
from bot.services.messenger import Posted
from bot.services.outbox import CHANGES, LET_GO, OPEN, Kind, State, due_anew, put_off
from bot.services.pace import A_SECOND, Bucket, Paces, Way

LOOKED_AT = 400
LARGEST_ROUND = 200
A_FAIR_ROUND = 100  # where others could take the next ones meanwhile
A_SMALL_ROUND = 10  # while people wait for answers: each piece of it is written in a few milliseconds
POSTS = tuple(kind for kind in Kind if kind not in CHANGES)
"""What this version can say. A row of a later one's is left to whoever knows it, and keeps nothing else from being said."""


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
    """What one round holds, and when it is worth looking again: None when nothing is due.

    `full`: it holds as much as one round may, and its pace allows more.
    """

    claims: tuple[Claim, ...]
    again: datetime | None
    full: bool = False


_rows: Any = Delivery.__table__
_row = _rows.c
_claimed = tuple(_row[name] for name in Claim.__dataclass_fields__ if name != "quiet")
HOLDERS = Phrase(
    lambda _: (
        select(Delivery.owner)
        .where(Delivery.state == State.CLAIMED, Delivery.claimed_at <= bindparam("since"))
        .distinct()
    )
)


async def workspaces_due(database: Database, now: datetime) -> list[str]:
    """The workspaces in which something is due, the one that waits longest first."""
    return [workspace for (workspace,) in await database.ask(moments.DUE_IN, now=now)]


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
    buckets = await pace.hold(session, workspace, paces, now=now)
    by = {"worker": owner, "round": token, "here": workspace, "now": now}
    ways = [
        await _claim(session, buckets[way], paces, most, by, now) for way in await _ways_due(session, workspace, now)
    ]
    claims = sorted((held for each in ways for held in each.claims), key=lambda held: (held.due_at, held.id))
    again = min((each.again for each in ways if each.again), default=None)
    return Taken(tuple(claims), again, any(each.full for each in ways))


async def _claim(
    session: AsyncSession, bucket: Bucket, paces: Paces, most: int, by: Mapping[str, object], now: datetime
) -> Taken:
    """The same in one way."""
    if not (room := min(bucket.allowed, most)):
        return Taken((), bucket.again)
    rests = bucket.way is Way.POST and paces.in_a_channel > timedelta(0)
    asked = {**by, "room": room} | ({"rested": now - paces.in_a_channel} if rests else {})
    rows = await (await session.connection()).execute(_taking(bucket.way, rests), asked)
    taken = [Claim(id_, token, workspace, Kind(kind), *rest) for id_, token, workspace, kind, *rest in rows]
    if not taken:
        return Taken((), now + max(paces.in_a_channel, A_SECOND))
    await pace.take(session, bucket, paces.of(bucket.way), len(taken), now=now)
    return Taken(tuple(taken), now, full=most == len(taken) < bucket.allowed)


async def _ways_due(session: AsyncSession, workspace: str, now: datetime) -> list[Way]:
    """In which ways something is due, whether or not it may go now."""
    found = (await session.execute(_WAYS_DUE, {"here": workspace, "now": now})).one()
    return [way for way, due in zip(Way, found, strict=True) if due]


def _due(way: Way) -> tuple[ColumnElement[bool], ...]:
    return (
        _row.workspace == bindparam("here"),
        _row.state.in_(OPEN),
        _row.due_at <= bindparam("now"),
        _row.kind.in_(CHANGES if way is Way.CHANGE else POSTS),
    )


_WAYS_DUE = select(*(exists().where(*_due(way)) for way in Way))


def _busy(*, rests: bool) -> Select[str] | CompoundSelect[str]:
    """The channels in which a message is under way, or, where a channel `rests`, was said a moment ago."""
    here = _row.workspace == bindparam("here")
    held = select(_row.target).where(here, _row.state == State.CLAIMED)
    return union_all(held, select(_row.target).where(here, _row.tried_at > bindparam("rested"))) if rests else held


@cache
def _taking(way: Way, rests: bool) -> Update:
    """Take the oldest message of each free channel, in one conditional UPDATE: what was called off meanwhile is not taken."""
    free = _row.target.not_in(_busy(rests=rests))
    due = select(_row.id, _row.target, _row.due_at).where(*_due(way), free).order_by(_row.due_at, _row.id)
    seen = due.limit(LOOKED_AT).subquery()
    turn = func.row_number().over(partition_by=seen.c.target, order_by=(seen.c.due_at, seen.c.id))
    lined_up = select(seen.c.id, seen.c.due_at, turn.label("turn")).subquery()
    first = select(lined_up.c.id).where(lined_up.c.turn == 1).order_by(lined_up.c.due_at, lined_up.c.id)
    return (
        update(_rows)
        .where(_row.id.in_(first.limit(bindparam("room", type_=Integer))), _row.state.in_(OPEN))
        .values(
            state=State.CLAIMED,
            owner=bindparam("worker"),
            token=bindparam("round"),
            claimed_at=bindparam("now"),
            on_the_wire=False,
            attempts=_row.attempts + 1,
        )
        .returning(*_claimed)
    )


async def about_to_try(session: AsyncSession, held: Collection[Claim], *, now: datetime) -> frozenset[str]:
    """Note that Slack may hear of these from now on; gives the ids of those that this round still holds."""
    return await _write(session, held, tried_at=now, ambiguous=True, on_the_wire=True)


async def sent(session: AsyncSession, arrived: Mapping[Claim, Posted | None], *, now: datetime) -> int:
    """Slack has these; says how many this round still held. What a message had waited for stays in its row, for `why`."""
    rows = [
        {"held": held.id, "by": held.token, "place": posted and posted.channel, "at": posted and posted.ts}
        for held, posted in arrived.items()
    ]
    return await each_row.change(session, _arriving(each_row.dialect(session)), rows, now=now)


@cache
def _arriving(of: str) -> Update:
    each = each_row.columns(of, dict.fromkeys(("held", "by", "place", "at"), String()))
    fenced = _row.id == each["held"], _row.token == each["by"], _row.state == State.CLAIMED
    there = {"channel": each["place"], "ts": each["at"], "settled_at": bindparam("now")}
    return update(_rows).where(*fenced).values(state=State.SENT, ambiguous=False, **LET_GO, **there)


async def closed(session: AsyncSession, held: Claim, state: State, reason: str, *, now: datetime) -> bool:
    """It will not be sent, and the row says why."""
    return await _settle(session, held, state, now=now, reason=reason)


async def put_back(
    session: AsyncSession, held: Claim, reason: str, *, until: datetime, unclear: bool | None, tried: bool = True
) -> bool:
    """Try again later. An unclear attempt becomes `unknown`: it is looked for before it is ever posted again.

    `unclear=None` goes by the row: whether Slack may have heard of it. `tried=False` does not count as an attempt: its
    person does not want it before, so it is due then and not late. What was tried is owed since it was first due.
    """
    maybe = Delivery.ambiguous if unclear is None else unclear
    state = _open_as(Delivery.ambiguous) if unclear is None else State.UNKNOWN if unclear else State.WAITING
    due = put_off(until) if tried else due_anew(until)
    values = {"state": state, **due, "reason": reason, "ambiguous": maybe}
    attempts = Delivery.attempts if tried else Delivery.attempts - 1
    return bool(await _write(session, [held], **values, **LET_GO, attempts=attempts))


def _open_as(maybe: SQLColumnExpression[bool]) -> ColumnElement[str]:
    return case((maybe, State.UNKNOWN), else_=State.WAITING)


async def _settle(session: AsyncSession, held: Claim, state: State, *, now: datetime, **values: object) -> bool:
    done = await _write(session, [held], state=state, settled_at=now, ambiguous=False, **LET_GO, **values)
    return bool(done)


async def _write(session: AsyncSession, held: Collection[Claim], **values: object) -> frozenset[str]:
    """Fenced: only the round whose token stands in the row may write; any other has been overtaken."""
    mine = (
        among(session, _row.id, [each.id for each in held]),
        among(session, _row.token, {each.token for each in held}),
    )
    fenced = update(_rows).where(*mine, _row.state == State.CLAIMED).values(**values).returning(_row.id)
    return frozenset((await (await session.connection()).execute(fenced)).scalars())


async def holders(database: Database, *, since: datetime) -> frozenset[str]:
    """The workers that hold rows since then or longer. Ask this before asking who lives: whoever claims later was alive then."""
    return frozenset(owner or "" for (owner,) in await database.ask(HOLDERS, since=since))


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
        (
            and_(*gone, Delivery.on_the_wire),
            {"state": State.UNKNOWN, **put_off(now + landing), "reason": "worker_died"},
        ),
        (and_(*gone), {"state": _open_as(Delivery.ambiguous)}),
        (and_(*overdue), {"state": _open_as(Delivery.ambiguous)}),
    )
    return sum([await _give_back(session, which, values) for which, values in steps])


async def _give_back(session: AsyncSession, which: ColumnElement[bool], values: Mapping[str, object]) -> int:
    back = update(Delivery).where(which).values(**values, **LET_GO).returning(Delivery.id)
    done = await session.execute(back.execution_options(synchronize_session=False))
    return len(done.all())
