"""Put a prompt to a caseworker: when the clock says so, when somebody asks, when the caseworker wants one."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import choosing, parts, schedule
from bot.coaching.audience import Circle
from bot.coaching.errors import BadChoice, NotFound, TooSoon
from bot.coaching.language import say
from bot.coaching.paths import Path
from bot.coaching.people import Deed, check_topic, may_be_requested
from bot.coaching.prompts import Library, Prompt
from bot.coaching.questions import id_of_path
from bot.coaching.schedule import Rhythm, Window
from bot.db import due, queries
from bot.db.base import new_id
from bot.db.once import insert_once
from bot.db.tables import Ask, Enrollment, Nudge
from bot.services import drafts, memories, outbox, who_may
from bot.services.drafts import Place
from bot.services.enrollments import accepted, hours_of
from bot.services.outbox import Kind

MOST_A_WEEK = 3
BY_THE_CLOCK, CHECK_BACK, PART, SESSION = due.BY_THE_CLOCK, "check-back:", "part:", "session:"
REMINDER = "remind:"  # marks the message that brings a plan back, with the local day it is for
SIX_DAYS = timedelta(days=6)
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


async def dose(session: AsyncSession, enrollment: Enrollment, day: date, *, but: str | None = None) -> int:
    """How much this person's local week holds: nudges, `but` this one, and celebrations together."""
    monday = schedule.monday_of(day)
    nudges = await queries.nudges_of_week(session, enrollment.id, monday, monday + SIX_DAYS, but=but)
    week_starts = schedule.instant(monday, datetime.min.time(), enrollment.zone)
    return nudges + len(await queries.celebrations_since(session, enrollment.id, week_starts))


async def room_from(
    session: AsyncSession,
    enrollment: Enrollment,
    hours: Rhythm,
    window: Window,
    now: datetime,
    *,
    but: str | None = None,
) -> Window:
    """These hours of theirs, or when that week is full, their first ones of the next week that has room for one more."""
    while await dose(session, enrollment, window.day, but=but) >= MOST_A_WEEK:
        monday = schedule.monday_of(window.day) + ONE_WEEK
        window = schedule.first_window_from(hours, monday, now)
    return window


async def _choose(
    session: AsyncSession,
    library: Library,
    enrollment: Enrollment,
    today: date,
    *,
    topic: str | None = None,
    requested: bool = False,
) -> Prompt | None:
    now = schedule.instant(today, datetime.min.time(), enrollment.zone)
    past = (await memories.known(session, [enrollment.id], now=now))[enrollment.id]
    cells = choosing.cells_of(library.prompts.values())
    return choosing.choose(cells, past, today, topic=topic, requested=requested)


async def put(
    session: AsyncSession,
    enrollment: Enrollment,
    asked: Prompt | Path,
    window: Window,
    *,
    occasion: str,
    good_for: timedelta,
    due_at: datetime | None = None,
    asked_by: str | None = None,
    about: str | None = None,
    now: datetime,
) -> Nudge | None:
    """One nudge and the message it owes, in these hours (at their start, without a moment); None for an occasion that had one.

    `good_for` is how long after the window it may still come; `about` marks the message.
    """
    id_ = id_of_path(asked.id) if isinstance(asked, Path) else asked.id
    what = {"prompt_version": asked.version, "topic": asked.topic or "", "strategy": asked.strategy or ""}
    whose = {"workspace": enrollment.workspace, "enrollment_id": enrollment.id, "occasion": occasion}
    nudge = Nudge(**whose, prompt_id=id_, **what, asked_by=asked_by, local_day=window.day, planned_at=now)
    if not await insert_once(session, nudge):
        return None
    await memories.forget(session, enrollment.id)
    await outbox.enqueue(
        session,
        Kind.NUDGE,
        nudge.id,
        workspace=enrollment.workspace,
        target=enrollment.caseworker,
        due_at=due_at or max(window.opens, now),
        expires_at=window.closes + good_for,
        about=about,
    )
    return nudge


async def check_back(
    session: AsyncSession,
    library: Library,
    enrollment: Enrollment,
    reflection_id: str,
    *,
    on: date,
    about: str | None = None,
    now: datetime,
) -> None:
    """Come back to an if-then plan, in their hours on or after this local day, but never at once; `about` marks what it goes by."""
    window = parts.first_hours_from(await hours_of(session, enrollment, now=now), on, now)
    await _look_back(session, library, enrollment, reflection_id, window, good_for=ONE_WEEK, about=about, now=now)


async def remind(
    session: AsyncSession, library: Library, enrollment: Enrollment, reflection_id: str, *, of: date, now: datetime
) -> None:
    """Bring an if-then plan back in the last of their hours up to the day that its author named; after it, without any.

    Never at once: in hours that are open now it comes at their end (`parts.last_hours_until`), or after the day.
    """
    window = parts.last_hours_until(await hours_of(session, enrollment, now=now), of, now)
    if window is None:
        await check_back(session, library, enrollment, reflection_id, on=of + ONE_DAY, now=now)
        return
    good_for = schedule.instant(of + ONE_DAY, datetime.min.time(), enrollment.zone) - window.closes
    about = f"{REMINDER}{of}"
    await _look_back(session, library, enrollment, reflection_id, window, good_for=good_for, about=about, now=now)


def day_of_reminder(about: str) -> str:
    """The day for which this message brings a plan back, in words; empty for every other one."""
    if not about.startswith(REMINDER):
        return ""
    return schedule.day_of_week(date.fromisoformat(about.removeprefix(REMINDER)))


async def _look_back(
    session: AsyncSession,
    library: Library,
    enrollment: Enrollment,
    reflection_id: str,
    window: Window,
    *,
    good_for: timedelta,
    about: str | None,
    now: datetime,
) -> None:
    if not library.paths["check-back"].is_asked:
        return
    # It looks back at a plan, whatever path that came from: it is about no topic, and rests with none.
    path = replace(library.paths["check-back"], topic=None, strategy=None)
    occasion = f"{CHECK_BACK}{reflection_id}"
    await put(session, enrollment, path, window, occasion=occasion, good_for=good_for, about=about, now=now)


async def may_ask(session: AsyncSession, workspace: str, asker: str, caseworker: str, *, now: datetime) -> Enrollment:
    """The enrollment of somebody whom this person may ask; raises the reason why not, in words."""
    enrollment = await who_may.place_for(session, workspace, asker, Deed.ASK, caseworker=caseworker)
    week = schedule.week_of(now, enrollment.zone)
    monday = schedule.instant(week, datetime.min.time(), enrollment.zone)
    asks = await queries.asks_by(session, workspace, asker, monday)
    if any(ask.enrollment_id == enrollment.id and ask.week == week for ask in asks):
        raise TooSoon(say("You already asked {who} this week. Next week is soon enough.", who=f"<@{caseworker}>"))
    return enrollment


async def preview(
    session: AsyncSession, library: Library, enrollment: Enrollment, *, topic: str | None, now: datetime
) -> Prompt:
    """The prompt that a request would send. Bias, wellbeing and stress are never on this menu."""
    if topic is not None:
        check_topic(topic)
    today = schedule.local_date(now, enrollment.zone)
    prompt = await _choose(session, library, enrollment, today, topic=topic, requested=True)
    if prompt is None:
        raise TooSoon("Every question on that topic was asked not long ago. Please pick another topic.")
    return prompt


async def choose_own(
    session: AsyncSession, library: Library, workspace: str, caseworker: str, topic: str, *, now: datetime
) -> str:
    """The prompt for a topic that the caseworker picked: one that they left half answered; any when all were asked lately.

    Raises BadChoice when nothing is asked on it any more.
    """
    enrollment = await accepted(session, workspace, caseworker)
    for begun in await drafts.begun_on(session, enrollment.id, topic):
        if begun in library.prompts:
            return begun
    prompt = await _choose(session, library, enrollment, schedule.local_date(now, enrollment.zone), topic=topic)
    if prompt is not None:
        return prompt.id
    of_it = [each.id for each in library.prompts.values() if each.topic == topic and each.is_asked]
    if not of_it:
        raise BadChoice
    return min(of_it)


async def request(
    session: AsyncSession,
    library: Library,
    workspace: str,
    asker: str,
    caseworker: str,
    prompt_id: str,
    *,
    now: datetime,
) -> datetime:
    """Ask one caseworker, on the same path as the clock, inside their own hours.

    When their week is full it waits for the next one. The asker is told the same for everybody: whether somebody is
    paused, has left or has had enough questions is not theirs to know. Raises NotAllowed, NotEnrolled, TooSoon or BadChoice.
    """
    enrollment = await may_ask(session, workspace, asker, caseworker, now=now)
    prompt = library.prompts.get(prompt_id)
    if prompt is None or not may_be_requested(prompt.topic, prompt.strategy):
        raise BadChoice
    rhythm = await hours_of(session, enrollment, now=now)
    first = schedule.window_at(rhythm, now) or schedule.next_window(rhythm, now)
    window = await room_from(session, enrollment, rhythm, first, now)
    return await _ask(session, enrollment, prompt, window, asker, now)


async def _ask(
    session: AsyncSession, enrollment: Enrollment, prompt: Prompt, window: Window, asker: str, now: datetime
) -> datetime:
    week = schedule.week_of(now, enrollment.zone)
    ask = Ask(
        id=new_id(),
        workspace=enrollment.workspace,
        enrollment_id=enrollment.id,
        asked_by=asker,
        week=week,
        nudge_id="",
        asked_at=now,
    )
    occasion = f"ask:{asker}:{week}"
    nudge = await put(
        session, enrollment, prompt, window, occasion=occasion, good_for=ONE_WEEK, asked_by=asker, now=now
    )
    if nudge is None:
        raise TooSoon
    ask.nudge_id = nudge.id
    if not await insert_once(session, ask):
        raise TooSoon
    return max(window.opens, now)


async def own_nudge(session: AsyncSession, workspace: str, caseworker: str, nudge_id: str) -> tuple[Nudge, Enrollment]:
    """A nudge, for the one person it was put to, who does something about it; for anybody else it does not exist."""
    enrollment = await accepted(session, workspace, caseworker)
    nudge = await queries.nudge(session, workspace, nudge_id)
    if nudge is None or nudge.enrollment_id != enrollment.id:
        raise NotFound
    return nudge, enrollment


async def close(session: AsyncSession, nudge: Nudge, *, now: datetime) -> None:
    """The nudge is over. Answered, kept to oneself or skipped: the row does not tell which."""
    nudge.closed_at = nudge.closed_at or now
    await outbox.refresh(session, subject=nudge.id, workspace=nudge.workspace, now=now)


def circle(enrollment: Enrollment | Place, asked_by: str | None) -> Circle:
    """The people around a reply to this nudge."""
    return Circle(enrollment.caseworker, enrollment.coach, enrollment.supervisor, asked_by)
