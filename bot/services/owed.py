"""The outbox as whoever runs the app may see it: what is late, what failed and why; and send again what failed.

What answers a caseworker (a receipt, a note, a new look) is only counted: that there is one would tell that they did something.
What is late for a caseworker is only counted, too: who is missing among many would be paused or gone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import NotFound
from bot.coaching.language import mark
from bot.db import queries
from bot.db.dispatch import owe
from bot.db.tables import Delivery
from bot.db.wire_tables import Pace
from bot.services.outbox import OPEN, Kind, State, due_anew
from bot.services.undelivered import how_to_mend

LATELY = timedelta(days=28)
A_WHILE = timedelta(minutes=2)  # what came due just now is on its way, and not late
MOST = 200
NAMES = {
    Kind.NUDGE: "question",
    Kind.AGREEMENT: "changed agreement",
    Kind.INVITATION: "invitation",
    Kind.NEW_COACH: "word of a new coach",
    Kind.DIGEST: "digest",
    Kind.CELEBRATION: "small success",
}
"""What may be told one by one: what the app was to send by itself, and posts that a whole channel was to see."""
ALONE = (Kind.DIGEST, Kind.CELEBRATION)
"""Of these also where they are late."""
OTHERS = "other message"
_since = func.coalesce(Delivery.first_due_at, Delivery.due_at)
"""Since when a message is owed, however often it was tried; what waits for its person is owed from when they want it."""
NOT_SURE = "cannot_confirm"
SEEN = (
    "That message has not failed, its time has passed, or it is nobody's to see. "
    "`shoulder outbox list` names those that can be sent again."
)
PASSED = "The time that it was for has passed, so it is not sent again."

ON_ITS_WAY = mark("That digest is on its way again, or has come.")


@dataclass(frozen=True)
class Owed:
    """One message: what it is, for whom, when it was first due (UTC), and why it is not there."""

    id: str
    what: str
    to: str
    due_at: datetime
    state: str
    reason: str | None
    mend: str


@dataclass(frozen=True)
class Counted:
    """So many messages of one kind in one state; `oldest` is when the first was due."""

    what: str
    state: str
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Outbox:
    """What is owed and late, what failed lately, and until when Slack lets nothing through (None: it does)."""

    late: tuple[Owed, ...]
    failed: tuple[Owed, ...]
    counted: tuple[Counted, ...]
    paused_until: datetime | None


async def outbox(session: AsyncSession, workspace: str, *, now: datetime) -> Outbox:
    """How the outbox of this workspace stands. Nothing in it tells who is paused, quiet or gone, or who did something."""
    here = Delivery.workspace == workspace
    late = and_(here, Delivery.state.in_((*OPEN, State.CLAIMED)), _since <= now - A_WHILE)
    failed = and_(here, _failed(now))
    return Outbox(
        late=await _rows(session, and_(late, Delivery.kind.in_(ALONE)), now),
        failed=await _rows(session, and_(failed, Delivery.kind.in_(list(NAMES))), now),
        counted=await _counted(session, or_(late, failed)),
        paused_until=await paused_until(session, workspace, now=now),
    )


def _failed(now: datetime) -> ColumnElement[bool]:
    lost = or_(Delivery.state == State.FAILED, and_(Delivery.state == State.EXPIRED, Delivery.kind == Kind.DIGEST))
    return and_(lost, Delivery.settled_at >= now - LATELY)


def _passed(now: datetime) -> ColumnElement[bool]:
    """What was for a moment that is over, like a question for yesterday; a digest is good whenever it comes.

    Of what may have arrived it can still be found out whether it did.
    """
    over = and_(Delivery.expires_at <= now, Delivery.kind != Kind.DIGEST)
    return and_(Delivery.expires_at.is_not(None), over, func.coalesce(Delivery.reason, "") != NOT_SURE)


async def _rows(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> tuple[Owed, ...]:
    wanted = select(Delivery, _passed(now)).where(which).order_by(_since, Delivery.id).limit(MOST)
    return tuple(_owed(row, passed=passed) for row, passed in await session.execute(wanted))


def _owed(row: Delivery, *, passed: bool) -> Owed:
    failed = row.state == State.FAILED
    mend = f"{how_to_mend(row.reason, row.target)} {PASSED if passed else ''}".strip() if failed else ""
    return Owed(row.id, NAMES[Kind(row.kind)], row.target, row.first_due_at or row.due_at, row.state, row.reason, mend)


async def _counted(session: AsyncSession, which: ColumnElement[bool]) -> tuple[Counted, ...]:
    what = case(*((Delivery.kind == kind, name) for kind, name in NAMES.items()), else_=OTHERS).label("what")
    state = case((Delivery.state.in_((State.FAILED, State.EXPIRED)), "failed"), else_="late").label("state")
    each = select(what, state, func.count(), func.min(_since)).where(which)
    found = await session.execute(each.group_by(what, state).order_by(state, what))
    return tuple(Counted(*row) for row in found)


async def paused_until(session: AsyncSession, workspace: str, *, now: datetime) -> datetime | None:
    """Until when Slack asked us to say nothing; None when it did not."""
    until = select(func.max(Pace.paused_until)).where(Pace.workspace == workspace, Pace.paused_until > now)
    found: datetime | None = await session.scalar(until)
    return found


async def too_late(session: AsyncSession, workspace: str, *, now: datetime) -> int:
    """How many messages failed lately whose time has passed."""
    which = (Delivery.workspace == workspace, _failed(now), _passed(now))
    return await session.scalar(select(func.count()).where(*which)) or 0


async def failed_to(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> tuple[Owed, ...]:
    """What the app was to send to this person by itself, and could not, lately."""
    theirs = and_(Delivery.workspace == workspace, Delivery.target == person, Delivery.kind.in_(list(NAMES)))
    return await _rows(session, and_(theirs, _failed(now)), now)


async def digest_again(session: AsyncSession, workspace: str, delivery_id: str, *, by: str, now: datetime) -> None:
    """Owe a digest once more that failed, for the program's lead or its coach. Raises NotFound for anybody else, and for a second time."""
    program = await queries.program(session, workspace)
    found = await session.get(Delivery, delivery_id)
    theirs = found is not None and found.workspace == workspace and found.kind == Kind.DIGEST
    if found is None or not theirs or by not in (found.target, program.lead if program else None):
        raise NotFound
    await send_again(session, workspace, [delivery_id], strange=ON_ITS_WAY, now=now)


async def send_again(
    session: AsyncSession, workspace: str, only: Collection[str] | None = None, *, strange: str = SEEN, now: datetime
) -> int:
    """Owe once more what failed lately: all of it, or these by their id; says how many. Raises NotFound (`strange`) for another id.

    What was for a moment that has passed is left as it is. What is said is composed anew, so what was taken back meanwhile stays so.
    What may have arrived is looked for first.
    """
    unsure = func.coalesce(Delivery.reason, "") == NOT_SURE
    named = [Delivery.id.in_(only), Delivery.kind.in_(list(NAMES))] if only is not None else []
    again = (
        update(Delivery)
        .where(Delivery.workspace == workspace, _failed(now), not_(_passed(now)), *named)
        .values(
            state=case((unsure, State.UNKNOWN), else_=State.WAITING),
            ambiguous=unsure,
            **due_anew(now),
            expires_at=case((Delivery.kind == Kind.DIGEST, now + timedelta(days=2)), else_=Delivery.expires_at),
            settled_at=None,
            attempts=0,
        )
        .returning(Delivery.id)
    )
    owe(session, workspace)
    sent: Sequence[str] = (await session.scalars(again.execution_options(synchronize_session=False))).all()
    if only is not None and len(sent) < len(set(only)):
        raise NotFound(strange)
    return len(sent)
