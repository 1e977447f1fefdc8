"""Bring what comes later: the parts of a path, around a day that its author named or some days on, each in their own hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import parts, schedule
from bot.coaching.paths import Path
from bot.coaching.prompts import Library
from bot.coaching.questions import id_of_path
from bot.coaching.schedule import Rhythm
from bot.db.tables import Delivery, Enrollment, Nudge, Reflection
from bot.services import memories, nudges
from bot.services.enrollments import hours_of
from bot.services.outbox import Kind, State

GOOD_AFTER = timedelta(days=7)
WEEK_FULL = "week_full"


async def owe(
    session: AsyncSession,
    library: Library,
    path: Path,
    reflection: Reflection,
    enrollment: Enrollment,
    given: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Owe the parts of a path that was just finished. Whoever walks it again gets the new ones, and not the old ones too."""
    if not path.parts:
        return
    await _call_off(session, reflection, path, now)
    finished = schedule.local_date(now, enrollment.zone)
    hours = await hours_of(session, enrollment, now=now)
    for part, window in parts.placed(path.parts, given, hours, finished, now):
        good_for = timedelta(0) if part.of is not None and part.days <= 0 else GOOD_AFTER
        path_of_part, occasion = library.paths[part.path], f"{nudges.PART}{reflection.id}:{part.path}"
        await nudges.put(session, enrollment, path_of_part, window, occasion=occasion, good_for=good_for, now=now)


async def with_room(
    session: AsyncSession, nudge_id: str, enrollment: Enrollment, hours: Rhythm, at: datetime, now: datetime
) -> datetime:
    """When a question that waits for this moment can come: in another week than its own, only where that one has room."""
    nudge, window = await session.get_one(Nudge, nudge_id), schedule.window_at(hours, at)
    if window is None or schedule.monday_of(window.day) == schedule.monday_of(nudge.local_day):
        return at
    found = await nudges.room_from(session, enrollment, hours, window, now, but=nudge.id)
    return max(at, found.opens)


async def counts_on(session: AsyncSession, nudge_id: str, enrollment: Enrollment, at: datetime) -> None:
    """A question that waits counts in the week in which it comes."""
    nudge, day = await session.get_one(Nudge, nudge_id), schedule.local_date(at, enrollment.zone)
    if nudge.local_day != day:
        nudge.local_day = day
        await memories.forget(session, enrollment.id)


async def is_overtaken(session: AsyncSession, nudge_id: str, enrollment: Enrollment, now: datetime) -> bool:
    """Whether this is a part of a path whose next part is due by now: quiet days held it up, and two at once are too many.

    Which part is the next is told by how long each is good for: their days move on while they wait.
    """
    nudge = await session.get_one(Nudge, nudge_id)
    if not nudge.occasion.startswith(nudges.PART):
        return False
    walk, today = nudge.occasion.rpartition(":")[0], schedule.local_date(now, enrollment.zone)
    good_until = select(Delivery.expires_at).where(Delivery.key == f"{Kind.NUDGE}:{nudge.id}").scalar_subquery()
    later = (
        select(Nudge.id)
        .join(Delivery, Delivery.subject == Nudge.id)
        .where(
            Nudge.enrollment_id == enrollment.id,
            Nudge.id != nudge.id,
            Nudge.occasion.startswith(f"{walk}:"),
            Nudge.local_day <= today,
            Delivery.kind == Kind.NUDGE,
            Delivery.expires_at > good_until,
        )
    )
    return await session.scalar(later.limit(1)) is not None


async def _call_off(session: AsyncSession, reflection: Reflection, path: Path, now: datetime) -> None:
    """What an earlier walk through this path still owes is not wanted twice. A part that never came leaves its week free."""
    earlier = select(Nudge.id).where(
        Nudge.enrollment_id == reflection.enrollment_id,
        Nudge.occasion.startswith(nudges.PART),
        ~Nudge.occasion.startswith(f"{nudges.PART}{reflection.id}:"),
        Nudge.prompt_id.in_([id_of_path(part.path) for part in path.parts]),
    )
    waiting = update(Delivery).where(Delivery.subject.in_(earlier), Delivery.state == State.WAITING)
    over = waiting.values(state=State.WITHDRAWN, settled_at=now, reason="called_off")
    await session.execute(over.execution_options(synchronize_session=False))
    never_came = delete(Nudge).where(
        Nudge.id.in_(earlier),
        ~exists().where(Delivery.subject == Nudge.id, Delivery.state != State.WITHDRAWN),
        ~exists().where(Reflection.nudge_id == Nudge.id),
    )
    await session.execute(never_came.execution_options(synchronize_session=False))
    await memories.forget(session, reflection.enrollment_id)
