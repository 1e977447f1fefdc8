"""Every message that is owed, as one row each: put in once, changed or called off while it waits.

waiting → claimed → sent | withdrawn | expired | failed, and unknown after an answer that did not come. Who carries a row,
and how it is settled, stands in `claims.py` and `delivery.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.dispatch import owe
from bot.db.engine import Database
from bot.db.once import insert_once
from bot.db.plainly import Phrase
from bot.db.tables import Delivery


class Kind(StrEnum):
    """What is owed."""

    NUDGE = "nudge"
    INVITATION = "invitation"
    AGREEMENT = "agreement"
    RECEIPT = "receipt"
    CELEBRATION = "celebration"
    CELEBRATED = "celebrated"
    FOR_COACH = "for_coach"
    COACH_NOTE = "coach_note"
    DIGEST = "digest"
    NOTICE = "notice"
    GOAL = "goal"
    NEW_COACH = "new_coach"
    READY_TO_ASK = "ready_to_ask"
    OFFER = "offer"
    REFRESH = "refresh"
    REMOVAL = "removal"
    HOME = "home"


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
LET_GO = {"owner": None, "token": None, "claimed_at": None, "on_the_wire": False}
"""What a row holds that no round has: whatever a claim writes is taken out again here."""
CHANGES = (Kind.REFRESH, Kind.REMOVAL, Kind.HOME)  # of what stands in Slack already
AS_IT_WAS_SAID = (Kind.OFFER, Kind.READY_TO_ASK)
"""What a workflow set going. Only its reader's own click changes it: if it changed when somebody leaves, it would tell of that."""

SAID = Phrase(lambda _: select(func.count().label("count")).where(Delivery.state == State.SENT))


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
    """Owe one message. The key keeps it from being owed twice; without one, kind and subject are the key.

    Somebody is called to carry it, in the same transaction.
    """
    owe(session, workspace)
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


async def owe_after_all(session: AsyncSession, *, workspace: str, key: str, now: datetime) -> None:
    """What was owed under this key and never came, because it was called off or refused, is owed again. What came stays."""
    never = (State.WITHDRAWN, State.EXPIRED, State.FAILED)
    await _owe_again(session, workspace, Delivery.key == key, Delivery.state.in_(never), now=now)


async def owe_what_waited(
    session: AsyncSession, which: Mapping[str, str | None], *, reason: str, now: datetime
) -> None:
    """What was called off for this reason is owed again, for it loses nothing by coming late; `which` names columns."""
    off = (*(getattr(Delivery, name) == value for name, value in which.items()), Delivery.reason == reason)
    await _owe_again(session, str(which["workspace"]), *off, Delivery.state == State.WITHDRAWN, now=now)


async def _owe_again(session: AsyncSession, workspace: str, *which: ColumnElement[bool], now: datetime) -> None:
    """What may have arrived stays as it is."""
    anew = {"state": State.WAITING, **due_anew(now), "settled_at": None, "reason": None, "expires_at": None}
    off = (Delivery.workspace == workspace, ~Delivery.ambiguous, *which)
    again = update(Delivery).where(*off).values(**anew, attempts=0)
    await session.execute(again.execution_options(synchronize_session=False))
    owe(session, workspace)


async def refresh(session: AsyncSession, *, subject: str, workspace: str, now: datetime) -> None:
    """Owe a new look to every message that stands in Slack for this subject; but for what is not drawn anew by it."""
    for sent in await _standing(session, subject):
        if sent.kind in AS_IT_WAS_SAID:
            continue
        await enqueue(
            session,
            Kind.REFRESH,
            sent.id,
            workspace=workspace,
            target=sent.target,
            due_at=now,
            key=f"refresh:{uuid4().hex}",
        )


async def redraw_home(session: AsyncSession, person: str, *, workspace: str, now: datetime) -> None:
    """Owe this person their App Home drawn anew, once for all that changes in one breath."""
    key = f"{Kind.HOME}:{workspace}:{person}:{now.isoformat()}"
    await enqueue(session, Kind.HOME, person, workspace=workspace, target=person, due_at=now, key=key)


async def take_back(session: AsyncSession, kind: Kind, *, subject: str, workspace: str, now: datetime) -> None:
    """Owe the removal of the message of this kind for this subject, posted or about to be."""
    for sent in await _standing(session, subject):
        if sent.kind == kind:
            await enqueue(session, Kind.REMOVAL, sent.id, workspace=workspace, target=sent.target, due_at=now)


async def point_at(session: AsyncSession, *, workspace: str, key: str, subject: str) -> None:
    """Let a message that still waits speak of this subject; one that has gone stays as it is."""
    waits = (Delivery.workspace == workspace, Delivery.key == key, Delivery.state == State.WAITING)
    moved = update(Delivery).where(*waits).values(subject=subject)
    await session.execute(moved.execution_options(synchronize_session=False))


async def waits_until(session: AsyncSession, subject: str) -> datetime | None:
    """When the message that still waits for this subject is due; None when there is none."""
    waiting = select(Delivery.due_at).where(Delivery.subject == subject, Delivery.state == State.WAITING).limit(1)
    return await session.scalar(waiting)


def due_anew(moment: datetime) -> dict[str, object]:
    """What changes in a row that is wanted at another moment (UTC): before it, nothing about it is late."""
    return {"due_at": moment, "first_due_at": None}


def put_off(moment: datetime) -> dict[str, object]:
    """What changes in a row that is tried again at this moment (UTC) after a trouble: it stays owed since it was first due."""
    return {"due_at": moment, "first_due_at": func.coalesce(Delivery.first_due_at, Delivery.due_at)}


@dataclass(frozen=True)
class Age:
    """How the outbox stands: seconds since the oldest message was due, how many are due, and how many are unclear."""

    seconds: float
    due: int
    unclear: int


async def age(session: AsyncSession, now: datetime) -> Age:
    """All that is owed in all workspaces, as numbers.

    What a trouble of Slack's or ours puts off is due all the time, since it was first due, however often it is tried again.
    What waits for its person (their hours, days away, a pause, Do Not Disturb) is due when they want it, and not late before.
    Two questions, for each is answered by an index of its own.
    """
    here = Delivery.state.in_((*OPEN, State.CLAIMED))
    due = select(func.min(Delivery.due_at), func.count()).where(here, Delivery.due_at <= now)
    later = func.count(case((Delivery.due_at > now, 1)))
    again = select(func.min(Delivery.first_due_at), later).where(here, Delivery.first_due_at.is_not(None))
    (last, count), (first, more) = [(await session.execute(each)).one() for each in (due, again)]
    oldest = min((each for each in (last, first) if each), default=now)
    unclear = await session.scalar(select(func.count()).where(Delivery.state == State.UNKNOWN))
    return Age((now - oldest).total_seconds(), count + more, unclear or 0)


async def said(database: Database) -> int:
    """How many messages Slack has taken, in all workspaces."""
    [(count,)] = await database.ask(SAID)
    return int(count)


async def _standing(session: AsyncSession, subject: str) -> Sequence[Delivery]:
    """What stands in Slack for this subject, or may come to; also what was called off, and may have arrived all the same."""
    gone = Delivery.state.in_((State.WITHDRAWN, State.EXPIRED, State.FAILED))
    maybe = and_(Delivery.state == State.WITHDRAWN, Delivery.ambiguous)
    found = await session.scalars(select(Delivery).where(Delivery.subject == subject, or_(~gone, maybe)))
    return found.all()


async def call_off(
    session: AsyncSession,
    *,
    workspace: str,
    target: str,
    kinds: Sequence[Kind],
    now: datetime,
) -> None:
    """Withdraw what still waits for this person: a goodbye means zero messages."""
    await session.execute(
        update(Delivery)
        .where(
            Delivery.workspace == workspace,
            Delivery.target == target,
            Delivery.kind.in_(kinds),
            Delivery.state == State.WAITING,
        )
        .values(state=State.WITHDRAWN, settled_at=now, reason="called_off")
        .execution_options(synchronize_session=False)
    )


async def call_everything_off(session: AsyncSession, *, workspace: str, reason: str, now: datetime) -> int:
    """Withdraw all that is owed in a workspace; says how much. What a worker holds just now it cannot settle any more.

    Of what may have arrived, the row says so on.
    """
    owed = update(Delivery).where(Delivery.workspace == workspace, Delivery.state.in_((*OPEN, State.CLAIMED)))
    gone = owed.values(state=State.WITHDRAWN, settled_at=now, reason=reason, **LET_GO).returning(Delivery.id)
    return len((await session.execute(gone.execution_options(synchronize_session=False))).all())


async def follow_again(session: AsyncSession, *, workspace: str, reason: str, now: datetime) -> None:
    """What stands in Slack, and was called off for this reason, is followed again: no message comes of it.

    Changes are owed anew, above all of what its author took back. What may have arrived is looked for, so that it can still
    leave the channel; it is over if it did not arrive.
    """
    owe(session, workspace)
    off = (Delivery.workspace == workspace, Delivery.state == State.WITHDRAWN, Delivery.reason == reason)
    back = {**due_anew(now), "settled_at": None, "reason": None}
    for which, values in (
        (Delivery.kind.in_(CHANGES), {"state": State.WAITING}),
        (Delivery.ambiguous, {"state": State.UNKNOWN, "expires_at": now}),
    ):
        again = update(Delivery).where(*off, which).values(**values, **back)
        await session.execute(again.execution_options(synchronize_session=False))
