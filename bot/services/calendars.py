"""On which days nothing is sent: an agency's closing days with its public holidays, and a caseworker's own days away."""

import asyncio
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import days_away, schedule, whys
from bot.coaching.closings import NOWHERE, Closings
from bot.db import queries
from bot.db.due import Due
from bot.db.tables import Enrollment, Program

YEARS_AROUND = (-1, 0, 1, 2)
ONE_YEAR = timedelta(days=365)
CLOSED, AWAY = "agency_closed", "on_leave"


@cache
def public_holidays(place: str, year: int) -> frozenset[date]:
    """The public holidays of a place in a year: days alone, for the library's names of them are not for people's eyes."""
    if place == NOWHERE:
        return frozenset()
    import holidays  # noqa: PLC0415 - half a second and 26 MB, for those agencies alone that pick a place

    country, _, state = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=state or None, years=year))


async def warm(places: Collection[str], *, now: datetime) -> None:
    """Look the holidays of these places up, beside the event loop and outside any transaction; then they are known."""
    for place in set(places) - {NOWHERE}:
        await asyncio.to_thread(_around, place, now.year)


@cache
def _around(place: str, year: int) -> frozenset[date]:
    return frozenset().union(*(public_holidays(place, year + each) for each in YEARS_AROUND))


def closings_of(program: Program) -> Closings:
    """What the agency decided, as a value."""
    return Closings(program.holidays_of, _read(program.closed_days), _read(program.work_days))


def write_closings(program: Program, closings: Closings) -> None:
    """Write it into the row."""
    program.holidays_of = closings.place
    program.closed_days, program.work_days = _write(closings.closed), _write(closings.works)


def _read(written: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in written.split(",") if day)


def _write(days: frozenset[date]) -> str:
    return ",".join(day.isoformat() for day in sorted(days))


def days_closed(program: Program | None, *, now: datetime) -> frozenset[date]:
    """The days on which the agency is closed, in the years around; none before its setup."""
    if program is None:
        return frozenset()
    return _days_closed(program.holidays_of, program.closed_days, program.work_days, now.year)


@lru_cache
def _days_closed(place: str, closed: str, works: str, year: int) -> frozenset[date]:
    """Worked out once for what stands in the row, and not for each of thousands who are due."""
    return Closings(place, _read(closed), _read(works)).days(_around(place, year))


async def closed(session: AsyncSession, workspace: str, *, now: datetime) -> frozenset[date]:
    """The same for the agency of this workspace."""
    return days_closed(await queries.program(session, workspace), now=now)


def ahead(program: Program | None, *, now: datetime) -> tuple[date, ...]:
    """The closed days of the coming year, in order, for somebody to check."""
    today = now.date()
    return tuple(sorted(day for day in days_closed(program, now=now) if today <= day < today + ONE_YEAR))


async def why_off(session: AsyncSession, enrollment: Enrollment, moment: datetime, *, now: datetime) -> str | None:
    """Why nothing comes on the local day of this moment: they are away, their agency is closed, or None of both."""
    return _why_off(enrollment, await closed(session, enrollment.workspace, now=now), moment)


def _why_off(enrollment: Enrollment | Due, closed: frozenset[date], moment: datetime) -> str | None:
    day = schedule.local_date(moment, enrollment.zone)
    if any(span.covers(day) for span in days_away.read(enrollment.away)):
        return AWAY
    return CLOSED if day in closed else None


def why_missed(enrollment: Enrollment | Due, closed: frozenset[date], due_at: datetime) -> str:
    """Why a time that was due brought nothing, outside their hours as it is now, in the words of `why`."""
    reason = _why_off(enrollment, closed, due_at)
    return whys.because(reason) if reason else whys.MISSED
