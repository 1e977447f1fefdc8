"""Plan the questions that the clock brings: gather what is known of everybody who is due, decide for each, write it all.

Each of the three happens once for a whole batch, and never once for each person: a beat costs as much as its number of
people who are due, however many are enrolled, and holds nobody up.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import choosing, coming, expected, practice, quiet, schedule, whys
from bot.coaching.choosing import Cells
from bot.coaching.coming import Wishes
from bot.coaching.newness import is_new
from bot.coaching.past import REMEMBERED, Asked, Past
from bot.coaching.people import Standing
from bot.coaching.prompts import Library
from bot.coaching.quiet import Seen
from bot.coaching.schedule import Window
from bot.db import due, queries
from bot.db.base import new_id
from bot.db.dispatch import owe
from bot.db.once import insert_each_once
from bot.db.tables import Celebration, Delivery, Enrollment, Nudge
from bot.services import agreements, calendars, goals_shown, memories, suggestions, whereabouts
from bot.services.enrollments import hours_without
from bot.services.nudges import BY_THE_CLOCK
from bot.services.outbox import Kind, State
from bot.services.silences import SHALL_I_PAUSE

Hours = tuple[str, str, time, time, str, str | None]
A_FEW = 20
A_WEEK = timedelta(days=7)
_place = cast("Table", Enrollment.__table__)
_MOVED = ("next_nudge_at", "quiet_because", "quiet_at", "standing", "paused_until", "silent", "suggested")
MOVE_ON = update(_place).where(_place.c.id == bindparam("whose")).values({name: bindparam(name) for name in _MOVED})


@dataclass
class Known:
    """What is known of everybody who is due: what they were asked, what they celebrated, their goals, which agreement and days off hold."""

    pasts: Mapping[str, Past]
    celebrated: Mapping[str, Sequence[datetime]]
    agreement: Mapping[str, str]
    closed: Mapping[str, frozenset[date]]
    seen: Mapping[tuple[str, str], Seen]
    goals: Mapping[str, Sequence[str]]
    times: dict[Hours, tuple[Window | None, datetime]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is put to them: a prompt of the library, or “shall I pause?”, which has no topic."""

    prompt_id: str
    version: int = 1
    topic: str = ""
    strategy: str = ""
    suggested_by: str | None = None


@dataclass(frozen=True)
class _Plan:
    """What becomes of one person's due time: a question in their window, or the reason why nothing comes."""

    enrollment: Enrollment
    next_at: datetime | None
    quiet_because: str | None = None
    question: Question | None = None
    window: Window | None = None
    asks_again: bool = False


async def plan_due(session: AsyncSession, library: Library, *, spread: timedelta, now: datetime, limit: int) -> int:
    """Plan a nudge for each caseworker whose time has come, and move their next time on; says how many were due."""
    people = await due.due_enrollments(session, now, limit)
    if not people:
        return 0
    known = await gather(session, library, people, now)
    plans: list[_Plan] = []
    cells = choosing.cells_of(library.prompts.values())
    for number, enrollment in enumerate(people):
        plans.append(_decide(library, cells, enrollment, known, now))
        if number % A_FEW == 0:
            await asyncio.sleep(0)  # so that Slack's clicks are heard in between
    await _write(session, library, plans, known, spread, now)
    return len(people)


async def gather(session: AsyncSession, library: Library, people: Sequence[Enrollment], now: datetime) -> Known:
    """All that is known of these people when the clock plans for them."""
    ids = [each.id for each in people]
    celebrated = defaultdict[str, list[datetime]](list)
    lately = select(Celebration.enrollment_id, Celebration.approved_at).where(
        Celebration.enrollment_id.in_(ids),
        Celebration.approved_at >= now - 2 * A_WEEK,
        Celebration.withdrawn_at.is_(None),
    )
    for whose, at in await session.execute(lately):
        celebrated[whose] += [at] if at else []
    workspaces = {each.workspace for each in people}
    agreement = {each: await agreements.version_now(session, library, each) for each in workspaces}
    closed = {each: await calendars.closed(session, each, now=now) for each in workspaces}
    seen = {
        (workspace, person): whereabouts.seen(row)
        for workspace in workspaces
        for person, row in (await queries.whereabouts(session, workspace, [each.caseworker for each in people])).items()
    }
    topics = await goals_shown.topics(session, ids)
    return Known(await memories.known(session, ids, now=now), celebrated, agreement, closed, seen, topics)


def _times(enrollment: Enrollment, known: Known, now: datetime) -> tuple[Window | None, datetime]:
    """Their hours at this moment, and the start of the next ones: worked out once for all who picked the same."""
    row = enrollment
    picked = (row.workspace, row.days, row.opens, row.closes, row.zone, row.away)
    if picked not in known.times:
        hours = hours_without(row, known.closed[row.workspace])
        known.times[picked] = (schedule.window_at(hours, now), schedule.next_window(hours, now).opens)
    return known.times[picked]


def _decide(library: Library, cells: Cells, enrollment: Enrollment, known: Known, now: datetime) -> _Plan:
    if not enrollment.per_week:  # they are asked only when they want to be
        return _Plan(enrollment, None, enrollment.quiet_because)
    window, next_at = _times(enrollment, known, now)
    if enrollment.agreed_to != known.agreement[enrollment.workspace]:
        return _Plan(enrollment, next_at, expected.NOT_YET_AGREED, asks_again=True)
    if enrollment.quiet_until is not None and now < enrollment.quiet_until:
        return _Plan(enrollment, next_at, "that day was to stay quiet")
    if window is None:
        missed = calendars.why_missed(enrollment, known.closed[enrollment.workspace], enrollment.next_nudge_at or now)
        return _Plan(enrollment, next_at, missed)
    if quiet.decide(known.seen.get((enrollment.workspace, enrollment.caseworker)), None, now) is not None:
        return _Plan(enrollment, next_at, whys.because(quiet.AWAY))
    celebrated = expected.celebrated_in(known.celebrated.get(enrollment.id, ()), window.day, enrollment.zone)
    wishes, past = wishes_of(library, enrollment, known, now), known.pasts[enrollment.id]
    comes = coming.coming(cells, wishes, past, window.day, celebrated=celebrated)
    return _Plan(enrollment, next_at, comes.because, _question(enrollment, comes), window)


def wishes_of(library: Library, enrollment: Enrollment, known: Known, now: datetime) -> Wishes:
    """What one person picked, and what to choose by for them at this moment."""
    return Wishes(
        per_week=enrollment.per_week,
        silent=enrollment.silent,
        new=is_new(enrollment.new_since, now),
        goal_topics=known.goals.get(enrollment.id, ()),
        suggested=suggestions.wanted(enrollment, library),
        practice=practice.of_month(library, now.date()),
    )


def _question(enrollment: Enrollment, comes: coming.Coming) -> Question | None:
    if comes.asks_pause:
        return Question(SHALL_I_PAUSE)
    if comes.prompt is None:
        return None
    by = enrollment.suggested_by if comes.by_suggestion else None
    return Question(comes.prompt.id, comes.prompt.version, comes.prompt.topic, comes.prompt.strategy, by)


async def _write(
    session: AsyncSession, library: Library, plans: Sequence[_Plan], known: Known, spread: timedelta, now: datetime
) -> None:
    """The nudges, the messages they owe, and everybody's next time: one transaction."""
    asked = [plan for plan in plans if plan.question and plan.window]
    nudges = {new_id(): plan for plan in asked}
    new = await insert_each_once(session, Nudge, [_nudge(id_, plan, now) for id_, plan in nudges.items()])
    owed = [_delivery(id_, plan, spread, now) for id_, plan in nudges.items() if id_ in new]
    await insert_each_once(session, Delivery, owed)
    for workspace in {row["workspace"] for row in owed}:
        owe(session, workspace)
    await memories.keep(session, [_remembered(nudges[id_], known, now) for id_ in nudges if id_ in new])
    came = {nudges[id_].enrollment.id for id_ in new}
    moved = [_moved_on(plan, now, came=plan.enrollment.id in came) for plan in plans]
    await (await session.connection()).execute(MOVE_ON, moved)
    for plan in plans:
        if plan.asks_again:
            await agreements.ask_again(session, library, plan.enrollment, now=now)


def _remembered(plan: _Plan, known: Known, now: datetime) -> dict[str, Any]:
    """The count of what this person was asked, with the new question in it, and without what is four years old."""
    question, window, enrollment = plan.question, plan.window, plan.enrollment
    assert question is not None  # noqa: S101 - only such plans come here
    assert window is not None  # noqa: S101
    past = known.pasts[enrollment.id]
    past.add(Asked(question.prompt_id, question.topic, question.strategy, window.day))
    return memories.row(enrollment.id, enrollment.workspace, past.since((now - REMEMBERED).date()))


def _nudge(id_: str, plan: _Plan, now: datetime) -> dict[str, Any]:
    question, window, enrollment = plan.question, plan.window, plan.enrollment
    assert question is not None  # noqa: S101 - only such plans come here
    assert window is not None  # noqa: S101
    return {
        "id": id_,
        "workspace": enrollment.workspace,
        "enrollment_id": enrollment.id,
        "occasion": f"{BY_THE_CLOCK}{window.day}",
        "prompt_id": question.prompt_id,
        "prompt_version": question.version,
        "topic": question.topic,
        "strategy": question.strategy,
        "suggested_by": question.suggested_by,
        "local_day": window.day,
        "planned_at": now,
    }


def _delivery(nudge_id: str, plan: _Plan, spread: timedelta, now: datetime) -> dict[str, Any]:
    window, enrollment = plan.window, plan.enrollment
    assert window is not None  # noqa: S101
    return {
        "id": new_id(),
        "workspace": enrollment.workspace,
        "kind": Kind.NUDGE,
        "subject": nudge_id,
        "key": f"{Kind.NUDGE}:{nudge_id}",
        "target": enrollment.caseworker,
        "due_at": max(now, schedule.moment_in(window, enrollment.id, spread)),
        "expires_at": window.closes,
        "state": State.WAITING,
    }


def _moved_on(plan: _Plan, now: datetime, *, came: bool) -> dict[str, Any]:
    """The next time, and the reason for `why`; a pause whose end has come is over.

    A question is one more about which nobody has said anything yet; a suggestion that came waits no longer.
    """
    enrollment = plan.enrollment
    suggestion_came = came and plan.question is not None and plan.question.suggested_by is not None
    over = enrollment.standing == Standing.PAUSED
    return {
        "whose": enrollment.id,
        "next_nudge_at": plan.next_at,
        "quiet_because": plan.quiet_because,
        "quiet_at": now if plan.quiet_because else None,
        "standing": Standing.ACTIVE if over else enrollment.standing,
        "paused_until": None if over else enrollment.paused_until,
        "silent": enrollment.silent + came,
        "suggested": None if suggestion_came else enrollment.suggested,
    }
