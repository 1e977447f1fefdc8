"""Tell a caseworker when their next question comes, and why the last one came, came late, or did not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away, expected, quiet, schedule, silence, whys
from bot.coaching.expected import Expected
from bot.coaching.language import say
from bot.coaching.people import Standing, is_paused
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.people_tables import Whereabouts
from bot.db.tables import Delivery, Enrollment, Nudge
from bot.services import calendars, whereabouts
from bot.services.enrollments import rhythm_of
from bot.services.expecting import expected_next
from bot.services.nudges import BY_THE_CLOCK

LATELY = timedelta(days=28)
LONGEST_WAIT = timedelta(days=400)  # days away may be long, and what was asked before them waits
A_WEEK = timedelta(days=7)
SOME_MINUTES = timedelta(minutes=10)
OPEN = ("waiting", "claimed", "unknown")
Owed = tuple[Nudge, Delivery]


async def told(session: AsyncSession, library: Library, enrollment: Enrollment, *, now: datetime) -> str:
    """All of it, a line each: what comes, what moved it, what is on its way, and what became of the last one."""
    comes = await expected_next(session, library, enrollment, now=now)
    lines = [_next(enrollment, comes, now), *await around(session, enrollment, comes, now=now)]
    lines += await _left_out(session, enrollment, comes, now)
    return "\n".join([*lines, *await _last(session, enrollment, now)])


async def around(session: AsyncSession, enrollment: Enrollment, comes: Expected | None, *, now: datetime) -> list[str]:
    """What moves or holds their questions just now: hours that went along with Slack, days away, a status."""
    today = schedule.local_date(now, enrollment.zone)
    lately = enrollment.zone_moved_at is not None and now - enrollment.zone_moved_at < LATELY
    away = days_away.ahead(days_away.read(enrollment.away), today)
    return [
        *([whys.moved(enrollment.zone)] if lately else []),
        *_pace(enrollment, comes),
        *map(whys.away, away),
        *await _slack_away(session, enrollment, now),
    ]


def _pace(enrollment: Enrollment, comes: Expected | None) -> list[str]:
    """What silence or a coach's suggestion changes about what comes next."""
    if enrollment.standing != Standing.ACTIVE or not enrollment.per_week:
        return []
    if silence.waits(enrollment.per_week, enrollment.silent):
        return [say(silence.WAITING)]
    suggested = expected.suggestion_in_words(comes, enrollment.zone) if comes else ""
    return [each for each in (silence.in_words(enrollment.per_week, enrollment.silent), suggested) if each]


async def _slack_away(session: AsyncSession, enrollment: Enrollment, now: datetime) -> list[str]:
    row = await session.get(Whereabouts, (enrollment.workspace, enrollment.caseworker))
    holds = quiet.decide(whereabouts.seen(row), None, now) if row else None
    if row is None or holds is None or holds.reason != quiet.AWAY:
        return []
    return [whys.slack_away(schedule.moment_in_words(row.away_until, enrollment.zone) if row.away_until else None)]


def _next(enrollment: Enrollment, comes: Expected | None, now: datetime) -> str:
    rhythm, most = schedule.in_words(rhythm_of(enrollment)), enrollment.per_week
    yours = say("Your rhythm: {rhythm}, at most {count} a week.", rhythm=rhythm, count=most)
    if enrollment.standing == Standing.INVITED:
        return say("Nothing comes until you have read the agreement and said yes.")
    if enrollment.standing == Standing.PAUSED and enrollment.paused_until is None:
        return say("You are paused, so nothing comes. Type `/coach-checkin resume` when you want me back.")
    if comes is None:
        return say("Questions come only when you ask for one.")
    if comes.at is None and silence.waits(enrollment.per_week, enrollment.silent):
        return yours
    said = expected.in_words(comes, enrollment.zone, now)
    return f"{said} {yours}" if enrollment.per_week else said


async def _left_out(session: AsyncSession, enrollment: Enrollment, comes: Expected | None, now: datetime) -> list[str]:
    """The closed days among their own, from a week ago to their next question."""
    today, next_at = schedule.local_date(now, enrollment.zone), comes.at if comes else None
    if next_at is None:
        return []
    closed = await calendars.closed(session, enrollment.workspace, now=now)
    until = schedule.local_date(next_at, enrollment.zone)
    days = schedule.left_out(replace(rhythm_of(enrollment), days_off=closed), today - A_WEEK, until)
    return [whys.left_out(day) for day in days]


async def _last(session: AsyncSession, enrollment: Enrollment, now: datetime) -> list[str]:
    """What is on its way, and the latest thing that came or did not: a question, or a time that brought none."""
    owed = await queries.questions_owed(session, enrollment.id, now - LONGEST_WAIT)
    waiting = [each for each in owed if each[1].state in OPEN]
    settled = _settled(owed, now - LATELY)
    coming = [_on_its_way(enrollment, waiting[0][1])] if waiting else []
    if coming and is_paused(enrollment.standing, enrollment.paused_until, now):
        coming = [say("What waits comes once you are back, unless its time is over by then.")]
    if enrollment.quiet_because and _is_latest(enrollment.quiet_at, settled):
        because = say("Last time nothing came, because {reason}.", reason=say(enrollment.quiet_because))
        return [*coming, because]
    if settled:
        return [*coming, _became(enrollment, *settled[-1])]
    return coming or [say(whys.NOTHING_YET)]


def _settled(owed: Sequence[Owed], since: datetime) -> list[Owed]:
    """What came or will not come any more, oldest first. A copy that was not needed any more hides nothing that came."""
    over = [each for each in owed if each[1].settled_at is not None and each[1].settled_at >= since]
    came = {nudge.id for nudge, delivery in over if delivery.state == "sent"}
    shown = [each for each in over if each[1].state == "sent" or each[0].id not in came]
    return sorted(shown, key=lambda each: each[1].settled_at or since)


def _is_latest(quiet_at: datetime | None, settled: Sequence[Owed]) -> bool:
    last = settled[-1][1].settled_at if settled else None
    return quiet_at is None or last is None or last <= quiet_at


def _on_its_way(enrollment: Enrollment, delivery: Delivery) -> str:
    when = schedule.moment_in_words(delivery.due_at, enrollment.zone)
    return whys.on_its_way(when, delivery.reason, unclear=delivery.state == "unknown")


def _became(enrollment: Enrollment, nudge: Nudge, delivery: Delivery) -> str:
    if delivery.state == "sent" and delivery.settled_at is not None:
        when = schedule.moment_in_words(delivery.settled_at, enrollment.zone)
        was_late = delivery.reason in whys.BECAUSE or _is_worth_saying(nudge, delivery)
        late = delivery.reason if was_late else None
        return whys.came(when, nudge.occasion, nudge.asked_by, late, suggested_by=nudge.suggested_by)
    return say("The last one did not come, because {reason}.", reason=whys.because(delivery.reason))


def _is_worth_saying(nudge: Nudge, delivery: Delivery) -> bool:
    """A trouble of Slack's that held the clock's own question up for more than some minutes."""
    by_the_clock = nudge.occasion.startswith(BY_THE_CLOCK) and delivery.about is None
    return by_the_clock and delivery.settled_at is not None and delivery.settled_at - nudge.planned_at > SOME_MINUTES
