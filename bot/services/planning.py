"""Plan the questions that the clock brings: gather what is known of everybody who is due, decide for each, write it all.

Each of the three happens once for a whole batch, and never once for each person: a beat costs as much as its number of
people who are due, however many are enrolled, and holds nobody up. What is read is plain values, a few statements for
all of them; what all have in common is worked out once.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import choosing, coming, expected, practice, quiet, schedule, whys
from bot.coaching.choosing import Cells
from bot.coaching.coming import Wishes
from bot.coaching.newness import is_new
from bot.coaching.past import Past
from bot.coaching.people import Standing
from bot.coaching.prompts import Library, Prompt
from bot.coaching.quiet import Seen
from bot.coaching.schedule import Window
from bot.db import due, queries
from bot.db.among import among
from bot.db.due import Due, Picked
from bot.db.tables import Celebration, Enrollment
from bot.services import agreements, calendars, gently, goals_shown, memories, planned, suggestions, whereabouts
from bot.services.enrollments import hours_without
from bot.services.planned import Decision, Question
from bot.services.silences import SHALL_I_PAUSE

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Known:
    """What is known of everybody who is due: what they were asked, what they celebrated, their goals, who is away; and what
    holds for their agency: the agreement, the days off, the questions that may be asked."""

    library: Library
    cells: Cells
    agreement: Mapping[str, str]
    closed: Mapping[str, frozenset[date]]
    pasts: Mapping[str, Past]
    celebrated: Mapping[str, Sequence[datetime]]
    seen: Mapping[str, Seen]
    goals: Mapping[str, Sequence[str]]


async def plan_due(session: AsyncSession, library: Library, *, spread: timedelta, now: datetime, limit: int) -> int:
    """Plan a nudge for each caseworker whose time has come, and move their next time on; says how many were due."""
    people = sorted(await due.due_people(session, now, limit))  # by their ids, as they stand in every index
    if not people:
        return 0
    known, about = await gather(session, library, people, now), practice.of_month(library, now.date())
    decisions = await gently.each(lambda who: _decide(who, known, about, now), people)
    await planned.write(session, decisions, known.pasts, spread, now=now)
    for each in decisions:
        if each.asks_again:
            await agreements.ask_again(session, library, each.who, now=now)
    return len(people)


async def gather(session: AsyncSession, library: Library, people: Sequence[Due | Enrollment], now: datetime) -> Known:
    """All that is known of these people when the clock plans for them."""
    ids, workspaces = [each.id for each in people], {each.workspace for each in people}
    programs = await queries.programs_of(session, workspaces)
    return Known(
        library=library,
        cells=choosing.cells_of(library.prompts.values()),
        agreement={each: agreements.version_with(library, programs.get(each)) for each in workspaces},
        closed={each: calendars.days_closed(programs.get(each), now=now) for each in workspaces},
        pasts=await memories.known(session, ids, now=now),
        celebrated=await _celebrations(session, ids, since=now - 2 * A_WEEK),
        seen=await whereabouts.not_here(session, ids),
        goals=await goals_shown.topics(session, ids),
    )


async def _celebrations(
    session: AsyncSession, enrollments: Collection[str], *, since: datetime
) -> Mapping[str, Sequence[datetime]]:
    found = defaultdict[str, list[datetime]](list)
    lately = select(Celebration.enrollment_id, Celebration.approved_at).where(
        among(session, Celebration.enrollment_id, enrollments),
        Celebration.approved_at >= since,
        Celebration.withdrawn_at.is_(None),
    )
    for whose, at in await session.execute(lately):
        found[whose] += [at] if at else []
    return found


@lru_cache(maxsize=1024)
def _times(picked: Picked, closed: frozenset[date], now: datetime) -> tuple[Window | None, datetime]:
    """Their hours at this moment, and the start of the next ones: worked out once for all who picked the same."""
    hours = hours_without(picked, closed)
    return schedule.window_at(hours, now), schedule.next_window(hours, now).opens


def _decide(who: Due, known: Known, about: Prompt | None, now: datetime) -> Decision:
    if not who.per_week or _wants_none(who):  # they are asked only when they want to be
        return Decision(who, None, who.quiet_because)
    closed = known.closed[who.workspace]
    window, next_at = _times(who.picked, closed, now)
    if who.agreed_to != known.agreement[who.workspace]:
        return Decision(who, next_at, expected.NOT_YET_AGREED, asks_again=True)
    if who.quiet_until is not None and now < who.quiet_until:
        return Decision(who, next_at, "that day was to stay quiet")
    if window is None:
        return Decision(who, next_at, calendars.why_missed(who, closed, who.next_nudge_at))
    if quiet.decide(known.seen.get(who.id), None, now) is not None:
        return Decision(who, next_at, whys.because(quiet.AWAY))
    celebrated = expected.celebrated_in(known.celebrated.get(who.id, ()), window.day, who.zone)
    wishes = wishes_of(who, known, about, now)
    comes = coming.coming(known.cells, wishes, known.pasts[who.id], window.day, celebrated=celebrated)
    return Decision(who, next_at, comes.because, _question(who, comes), window)


def _wants_none(who: Due) -> bool:
    """They left, or paused without an end. Nobody plans for them; but a time that was written at the same moment may stand there."""
    return who.standing == Standing.LEFT or (who.standing == Standing.PAUSED and who.paused_until is None)


def wishes_of(who: Due | Enrollment, known: Known, about: Prompt | None, now: datetime) -> Wishes:
    """What one person picked, and what to choose by for them at this moment; `about` is the month's question on practice."""
    return Wishes(
        per_week=who.per_week,
        silent=who.silent,
        new=is_new(who.new_since, now),
        goal_topics=known.goals.get(who.id, ()),
        suggested=suggestions.wanted(who, known.library),
        practice=about,
    )


def _question(who: Due, comes: coming.Coming) -> Question | None:
    if comes.asks_pause:
        return Question(SHALL_I_PAUSE)
    if comes.prompt is None:
        return None
    by = who.suggested_by if comes.by_suggestion else None
    return Question(comes.prompt.id, comes.prompt.version, comes.prompt.topic, comes.prompt.strategy, by)
