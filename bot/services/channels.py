"""Coach channels as they are: say once what stands in the way of a post and how to mend it, keep the post, and send it after the mend."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.coaching.language import mark, say
from bot.coaching.people import Standing
from bot.db import queries
from bot.db.dispatch import owe
from bot.db.due import NOT_INSTALLED
from bot.db.engine import Database
from bot.db.tables import Celebration, Delivery, Enrollment
from bot.services import outbox
from bot.services.outbox import Kind, State

ABOUT, MOVED = "channel:", "channel_moved"
ARCHIVED, NOT_INSIDE, NOT_THERE = "is_archived", "not_in_channel", "channel_not_found"
INACTIVE = "is_inactive"  # what Slack answers to a change in an archived channel
# Our own word: another organization is in the channel, and a small success is for the people of here.
SHARED = "is_shared_with_others"
NOT_ALLOWED = (
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
)
# What somebody can mend in Slack; but for our own word, it is what Slack answers (docs.slack.dev/reference/methods/chat.postMessage).
TROUBLES = (ARCHIVED, NOT_INSIDE, NOT_THERE, SHARED, *NOT_ALLOWED)
A_DAY = timedelta(days=1)
KEPT = mark("It is kept, and goes there by itself once that is done. You can take it back at any time.")
CLOSED = mark(
    "I cannot post in {where} any more. {mend} Small successes are kept, and go there by themselves after that."
)
NEW_CHANNEL = mark(
    "Your coach channel is {where} now. Your small success could not be posted in the one before, and is kept as a draft. To post "
    "it, press *Change it* where I told you about it, and look where it goes."
)


async def is_closed(session: AsyncSession, workspace: str, channel: str, reason: str, *, now: datetime) -> None:
    """Something stands in the way of posting there: tell whoever coaches there, or the lead for a coach who has left, once.

    It is told again only when a post has gone there since. A channel that is nobody's coach channel concerns nobody.
    """
    for person in sorted(await _who_mends(session, workspace, channel)):
        await outbox.enqueue(
            session,
            Kind.NOTICE,
            channel,
            workspace=workspace,
            target=person,
            due_at=now,
            key=f"{ABOUT}{channel}:{reason}:{person}:{await _last_post(session, workspace, channel)}",
            about=f"{ABOUT}{reason}",
        )


async def _who_mends(session: AsyncSession, workspace: str, channel: str) -> set[str]:
    theirs = select(Enrollment.coach).where(Enrollment.workspace == workspace, Enrollment.channel == channel).distinct()
    coaches = (await session.scalars(theirs)).all()
    gone = {each for each in coaches if await queries.is_gone(session, workspace, each)}
    program = await queries.program(session, workspace)
    return set(coaches) - gone | ({program.lead} if program and gone else set())


async def _last_post(session: AsyncSession, workspace: str, channel: str) -> str:
    sent = (Delivery.workspace == workspace, Delivery.target == channel, Delivery.state == State.SENT)
    latest = select(Delivery.id).where(*sent, Delivery.kind == Kind.CELEBRATION).order_by(Delivery.settled_at.desc())
    return await session.scalar(latest.limit(1)) or ""


async def may_be_open(session: AsyncSession, workspace: str, channel: str, *, now: datetime) -> None:
    """What stood in the way may be gone: what is kept for this channel is sent now. If it is not, it is kept on."""
    await _send(session, workspace, [Delivery.target == channel], now)


async def try_daily(database: Database, *, now: datetime) -> None:
    """The same once a day for every channel, for Slack may not have told of the mend; where the app is out, it waits for that."""
    yesterday = Delivery.settled_at <= now - A_DAY
    async with database.read() as session:
        here = Delivery.workspace.not_in(NOT_INSTALLED)
        waiting = select(Delivery.workspace).where(_kept(), yesterday, here).distinct()
        workspaces = (await session.scalars(waiting)).all()
    for workspace in workspaces:
        async with database.within(workspace).begin() as session:
            await _send(session, workspace, [yesterday], now)


_FAILED = and_(Delivery.kind == Kind.CELEBRATION, Delivery.state == State.FAILED, Delivery.reason.in_(TROUBLES))
_Posted = aliased(Delivery)
_NOT_CHANGED = and_(
    Delivery.state == State.FAILED,
    Delivery.kind.in_((Kind.REFRESH, Kind.REMOVAL)),
    Delivery.reason.in_((*TROUBLES, INACTIVE)),
    or_(Delivery.target.startswith("C"), Delivery.target.startswith("G")),
    exists().where(_Posted.id == Delivery.subject),
)


def _kept() -> ColumnElement[bool]:
    """What failed for a trouble of its channel: a change to what stands there, also that it is gone; and a post, while its owner is
    in the program and wants it there."""
    wanted = exists().where(
        Celebration.id == Delivery.subject,
        Celebration.withdrawn_at.is_(None),
        Celebration.approved_at.is_not(None),
        Enrollment.id == Celebration.enrollment_id,
        Enrollment.standing.in_((Standing.ACTIVE, Standing.PAUSED)),  # not before another yes of somebody who left
    )
    return or_(and_(_FAILED, wanted), _NOT_CHANGED)


async def _send(session: AsyncSession, workspace: str, which: Collection[ColumnElement[bool]], now: datetime) -> None:
    again = update(Delivery).where(Delivery.workspace == workspace, _kept(), *which)
    waiting = again.values(state=State.WAITING, **outbox.due_anew(now), settled_at=None, attempts=0).returning(
        Delivery.id
    )
    if (await session.scalars(waiting.execution_options(synchronize_session=False))).all():
        owe(session, workspace)


async def move(session: AsyncSession, place: Enrollment, *, before: str, now: datetime) -> None:
    """This caseworker has another coach channel: what is kept for the one before is a draft again, and they are told if they are in.

    Their yes was to the channel that was named to them, so it goes nowhere else without another one.
    """
    if place.channel == before:
        return
    wanted = (Celebration.withdrawn_at.is_(None), Celebration.approved_at.is_not(None))
    theirs = and_(Celebration.id == Delivery.subject, Celebration.enrollment_id == place.id, *wanted)
    found = select(Delivery, Celebration).join(Celebration, theirs).where(_FAILED)
    for kept, celebration in (await session.execute(found)).all():
        kept.state, kept.key = State.WITHDRAWN, f"{kept.key}:{kept.id}"  # so that it can be owed anew
        celebration.approved_at, celebration.channel = None, place.channel
        if place.standing in (Standing.LEFT, Standing.INVITED):
            continue
        await outbox.enqueue(
            session,
            Kind.NOTICE,
            celebration.id,
            workspace=place.workspace,
            target=place.caseworker,
            due_at=now,
            key=f"{MOVED}:{celebration.id}:{place.channel}",
            about=MOVED,
        )


async def sentence(session: AsyncSession, about: str, subject: str, mend: str) -> str:
    """What a coach is told of a channel, or a caseworker of their small success."""
    if about == MOVED:
        celebration = await session.get_one(Celebration, subject)
        return say(NEW_CHANNEL, where=f"<#{celebration.channel}>")
    return say(CLOSED, where=f"<#{subject}>", mend=mend)
