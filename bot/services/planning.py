"""Plan the questions that the clock brings: gather what is known of everybody who is due, decide for each, write it all.

Each of the three happens once for a whole batch, and never once for each person: a beat costs as much as its number of
people who are due, however many are enrolled, and holds nobody up.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import choosing, quiet, schedule, whys
from bot.coaching.choosing import Asked, Cells
from bot.coaching.people import Standing
from bot.coaching.prompts import Library, Prompt
from bot.coaching.quiet import Seen
from bot.coaching.schedule import Window
from bot.db import due, queries
from bot.db.base import new_id
from bot.db.dispatch import owe
from bot.db.once import insert_each_once
from bot.db.tables import Celebration, Delivery, Enrollment, Nudge
from bot.services import agreements, calendars, whereabouts
from bot.services.enrollments import hours_without
from bot.services.outbox import Kind, State

REMEMBERED = timedelta(days=366)
SIX_DAYS = timedelta(days=6)
A_FEW = 5


@dataclass
class Known:
    """What is known of everybody who is due: what they were asked, what they celebrated, which agreement and days off hold."""

    asked: Mapping[str, Sequence[Asked]]
    weeks: Mapping[str, Counter[date]]
    celebrated: Mapping[str, Sequence[datetime]]
    agreement: Mapping[str, str]
    closed: Mapping[str, frozenset[date]]
    seen: Mapping[tuple[str, str], Seen]


@dataclass(frozen=True)
class Plan:
    """What becomes of one person's due time: a question in their window, or the reason why nothing comes."""

    enrollment: Enrollment
    next_at: datetime | None
    quiet_because: str | None = None
    prompt: Prompt | None = None
    window: Window | None = None
    asks_again: bool = False


async def plan_due(session: AsyncSession, library: Library, *, spread: timedelta, now: datetime, limit: int) -> int:
    """Plan a nudge for each caseworker whose time has come, and move their next time on; says how many were due."""
    people = await due.due_enrollments(session, now, limit)
    if not people:
        return 0
    known = await _gather(session, library, people, now)
    plans: list[Plan] = []
    cells = choosing.cells_of(library.prompts.values())
    for number, enrollment in enumerate(people):
        plans.append(_decide(cells, enrollment, known, now))
        if number % A_FEW == 0:
            await asyncio.sleep(0)  # so that Slack's clicks are heard in between
    await _write(session, library, plans, spread, now)
    return len(people)


async def _gather(session: AsyncSession, library: Library, people: Sequence[Enrollment], now: datetime) -> Known:
    ids = [each.id for each in people]
    columns = (Nudge.enrollment_id, Nudge.prompt_id, Nudge.topic, Nudge.strategy, Nudge.local_day, Nudge.occasion)
    before = select(*columns).where(Nudge.enrollment_id.in_(ids), Nudge.planned_at >= now - REMEMBERED)
    asked, weeks = defaultdict[str, list[Asked]](list), defaultdict[str, Counter[date]](Counter)
    for whose, prompt, topic, strategy, day, occasion in await session.execute(before.order_by(Nudge.planned_at)):
        asked[whose].append(Asked(prompt, topic, strategy, day))
        if not occasion.startswith(queries.OF_THEIR_OWN):
            weeks[whose][_monday(day)] += 1
    celebrated = defaultdict[str, list[datetime]](list)
    lately = select(Celebration.enrollment_id, Celebration.approved_at).where(
        Celebration.enrollment_id.in_(ids),
        Celebration.approved_at >= now - 2 * SIX_DAYS,
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
    return Known(asked, weeks, celebrated, agreement, closed, seen)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _decide(cells: Cells, enrollment: Enrollment, known: Known, now: datetime) -> Plan:
    hours = hours_without(enrollment, known.closed[enrollment.workspace])
    next_at = schedule.next_window(hours, now).opens if enrollment.per_week else None
    if not enrollment.per_week:
        return Plan(enrollment, next_at, enrollment.quiet_because)  # they are asked only when they want to be
    if enrollment.agreed_to != known.agreement[enrollment.workspace]:
        return Plan(enrollment, next_at, "the agreement changed, and it waits for your yes", asks_again=True)
    if enrollment.quiet_until is not None and now < enrollment.quiet_until:
        return Plan(enrollment, next_at, "that day was to stay quiet")
    window = schedule.window_at(hours, now)
    if window is None:
        missed = calendars.why_missed(enrollment, known.closed[enrollment.workspace], enrollment.next_nudge_at or now)
        return Plan(enrollment, next_at, missed)
    if quiet.decide(known.seen.get((enrollment.workspace, enrollment.caseworker)), None, now) is not None:
        return Plan(enrollment, next_at, whys.because(quiet.AWAY))
    if _dose(enrollment, known, window.day) >= enrollment.per_week:
        return Plan(enrollment, next_at, "you already had your questions for the week")
    prompt = choosing.choose_from(cells, known.asked.get(enrollment.id, ()), window.day)
    if prompt is None:
        return Plan(enrollment, next_at, "every question was asked not long ago")
    return Plan(enrollment, next_at, None, prompt, window)


def _dose(enrollment: Enrollment, known: Known, day: date) -> int:
    """How much this person's local week holds: nudges and celebrations together."""
    monday = _monday(day)
    nudges = known.weeks[enrollment.id][monday] if enrollment.id in known.weeks else 0
    moments = known.celebrated.get(enrollment.id, ())
    return nudges + sum(at >= schedule.instant(monday, time(), enrollment.zone) for at in moments)


async def _write(
    session: AsyncSession, library: Library, plans: Sequence[Plan], spread: timedelta, now: datetime
) -> None:
    """The nudges, the messages they owe, and everybody's next time: one transaction."""
    asked = [plan for plan in plans if plan.prompt and plan.window]
    nudges = {new_id(): plan for plan in asked}
    new = await insert_each_once(session, Nudge, [_nudge(id_, plan, now) for id_, plan in nudges.items()])
    owed = [_delivery(id_, plan, spread, now) for id_, plan in nudges.items() if id_ in new]
    await insert_each_once(session, Delivery, owed)
    for workspace in {row["workspace"] for row in owed}:
        owe(session, workspace)
    moves = update(Enrollment).execution_options(synchronize_session=None)
    await session.execute(moves, [_moved_on(plan, now) for plan in plans])
    for plan in plans:
        if plan.asks_again:
            await agreements.ask_again(session, library, plan.enrollment, now=now)


def _nudge(id_: str, plan: Plan, now: datetime) -> dict[str, Any]:
    prompt, window, enrollment = plan.prompt, plan.window, plan.enrollment
    assert prompt is not None  # noqa: S101 - only such plans come here
    assert window is not None  # noqa: S101
    return {
        "id": id_,
        "workspace": enrollment.workspace,
        "enrollment_id": enrollment.id,
        "occasion": f"day:{window.day}",
        "prompt_id": prompt.id,
        "prompt_version": prompt.version,
        "topic": prompt.topic,
        "strategy": prompt.strategy,
        "local_day": window.day,
        "planned_at": now,
    }


def _delivery(nudge_id: str, plan: Plan, spread: timedelta, now: datetime) -> dict[str, Any]:
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


def _moved_on(plan: Plan, now: datetime) -> dict[str, Any]:
    """The next time, and the reason for `why`; a pause whose end has come is over."""
    enrollment = plan.enrollment
    over = enrollment.standing == Standing.PAUSED
    return {
        "id": enrollment.id,
        "next_nudge_at": plan.next_at,
        "quiet_because": plan.quiet_because,
        "quiet_at": now if plan.quiet_because else None,
        "standing": Standing.ACTIVE if over else enrollment.standing,
        "paused_until": None if over else enrollment.paused_until,
    }
