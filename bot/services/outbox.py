"""Every message that is owed, as one row each: put in, claimed by one worker, settled once.

waiting → claimed → sent | withdrawn | expired | failed, and unknown after an answer that did not come.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.quiet import Quiet
from bot.db.once import insert_once
from bot.db.tables import Delivery
from bot.services.messenger import Posted


class Kind(StrEnum):
    """What is owed."""

    NUDGE = "nudge"
    INVITATION = "invitation"
    AGREEMENT = "agreement"
    RECEIPT = "receipt"
    CELEBRATION = "celebration"
    CELEBRATED = "celebrated"
    DIGEST = "digest"
    NOTICE = "notice"
    REFRESH = "refresh"
    REMOVAL = "removal"


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    FAILED = "failed"


OPEN = (State.WAITING, State.UNKNOWN)


@dataclass(frozen=True)
class Claim:
    """One attempt at one delivery. The token is this attempt's own: only its holder may settle."""

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


async def enqueue(
    session: AsyncSession,
    kind: Kind,
    subject: str,
    *,
    workspace: str,
    target: str,
    due_at: datetime,
    key: str | None = None,
    about: str | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Owe one message. The key keeps it from being owed twice; without one, kind and subject are the key."""
    return await insert_once(
        session,
        Delivery(
            workspace=workspace,
            kind=kind,
            subject=subject,
            about=about,
            key=key or f"{kind}:{subject}",
            target=target,
            due_at=due_at,
            expires_at=expires_at,
            state=State.WAITING,
        ),
    )


async def refresh(session: AsyncSession, *, subject: str, workspace: str, now: datetime) -> None:
    """Owe a new look to every message that stands in Slack for this subject."""
    for sent in await _standing(session, subject):
        await enqueue(
            session,
            Kind.REFRESH,
            sent.id,
            workspace=workspace,
            target=sent.target,
            due_at=now,
            key=f"refresh:{uuid4().hex}",
        )


async def take_back(session: AsyncSession, kind: Kind, *, subject: str, workspace: str, now: datetime) -> None:
    """Owe the removal of the message of this kind for this subject, posted or about to be."""
    for sent in await _standing(session, subject):
        if sent.kind == kind:
            await enqueue(session, Kind.REMOVAL, sent.id, workspace=workspace, target=sent.target, due_at=now)


async def waits_until(session: AsyncSession, subject: str) -> datetime | None:
    """When the message that still waits for this subject is due; None when there is none."""
    waiting = select(Delivery.due_at).where(Delivery.subject == subject, Delivery.state == State.WAITING).limit(1)
    return await session.scalar(waiting)


async def _standing(session: AsyncSession, subject: str) -> Sequence[Delivery]:
    gone = (State.WITHDRAWN, State.EXPIRED, State.FAILED)
    found = await session.scalars(select(Delivery).where(Delivery.subject == subject, Delivery.state.not_in(gone)))
    return found.all()


async def claim(session: AsyncSession, *, owner: str, now: datetime, limit: int = 20) -> list[Claim]:
    """Take what is due: one conditional UPDATE, so that two workers never hold the same row."""
    due = (
        select(Delivery.id)
        .where(Delivery.state.in_(OPEN), Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)))
        .values(state=State.CLAIMED, owner=owner, token=Delivery.id + f":{uuid4().hex}", attempts=Delivery.attempts + 1)
        .returning(*_claimed)
        .execution_options(synchronize_session=False)
    )
    return sorted((_as_claim(row._mapping) for row in taken), key=lambda claimed: (claimed.due_at, claimed.id))


_claimed = (
    Delivery.id,
    Delivery.token,
    Delivery.workspace,
    Delivery.kind,
    Delivery.subject,
    Delivery.about,
    Delivery.target,
    Delivery.expires_at,
    Delivery.ambiguous,
    Delivery.tried_at,
    Delivery.attempts,
    Delivery.due_at,
)


def _as_claim(row: Mapping[Any, Any]) -> Claim:
    return Claim(**{**row, "kind": Kind(row["kind"])})


async def about_to_try(session: AsyncSession, held: Claim, *, now: datetime) -> bool:
    """Note that Slack may hear of it from now on; says whether this attempt still holds the row."""
    return await _write(session, held, tried_at=now, ambiguous=True)


async def sent(session: AsyncSession, held: Claim, posted: Posted | None, *, now: datetime) -> bool:
    """Slack has it. A reason for which it had waited stays in the row, so that `why` can tell it."""
    channel, ts = (posted.channel, posted.ts) if posted else (None, None)
    return await _settle(session, held, State.SENT, now=now, channel=channel, ts=ts)


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
    state = case((Delivery.ambiguous, State.UNKNOWN), else_=State.WAITING) if unclear is None else _open_as(unclear)
    attempts = Delivery.attempts if tried else Delivery.attempts - 1
    return await _write(
        session,
        held,
        state=state,
        due_at=until,
        reason=reason,
        owner=None,
        token=None,
        ambiguous=maybe,
        attempts=attempts,
    )


def _open_as(unclear: bool) -> State:
    return State.UNKNOWN if unclear else State.WAITING


async def _settle(session: AsyncSession, held: Claim, state: State, *, now: datetime, **values: object) -> bool:
    return await _write(session, held, state=state, settled_at=now, owner=None, token=None, ambiguous=False, **values)


async def _write(session: AsyncSession, held: Claim, **values: object) -> bool:
    """Fenced: only the attempt whose token stands in the row may write; anybody else has been overtaken."""
    written = await session.execute(
        update(Delivery)
        .where(Delivery.id == held.id, Delivery.token == held.token, Delivery.state == State.CLAIMED)
        .values(**values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return written.first() is not None


async def rescue(session: AsyncSession, *, living: Collection[str], now: datetime, landing: timedelta) -> int:
    """Give back what is held by nobody among the living.

    What may have reached Slack becomes `unknown`, after the time that a late message gets to land; the rest waits again.
    """
    held_by_dead = (Delivery.state == State.CLAIMED, or_(Delivery.owner.not_in(living), Delivery.owner.is_(None)))
    maybe = (
        update(Delivery)
        .where(*held_by_dead, Delivery.ambiguous)
        .values(state=State.UNKNOWN, due_at=now + landing, owner=None, token=None, reason="worker_died")
    )
    never = update(Delivery).where(*held_by_dead).values(state=State.WAITING, owner=None, token=None)
    rescued = [
        (await session.execute(step.returning(Delivery.id).execution_options(synchronize_session=False))).all()
        for step in (maybe, never)
    ]
    return sum(len(rows) for rows in rescued)


async def call_off(
    session: AsyncSession,
    *,
    workspace: str,
    target: str,
    kinds: Sequence[Kind],
    now: datetime,
    before: datetime | None = None,
) -> None:
    """Withdraw what still waits for this person, or what would come before a day: a pause or a goodbye means zero messages."""
    in_time = [Delivery.due_at < before] if before else []
    await session.execute(
        update(Delivery)
        .where(
            Delivery.workspace == workspace,
            Delivery.target == target,
            Delivery.kind.in_(kinds),
            Delivery.state == State.WAITING,
            *in_time,
        )
        .values(state=State.WITHDRAWN, settled_at=now, reason="called_off")
        .execution_options(synchronize_session=False)
    )
