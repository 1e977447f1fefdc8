"""Rows to try the database with."""

from datetime import UTC, date, datetime, time

from bot.db.base import Base
from bot.db.engine import Database
from bot.db.tables import Coach, Enrollment, Nudge, Program, Reflection
from bot.services import words

NOW = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
WORKSPACE = "T0SHOULDER"
WORDS = "I asked the aunt before I guessed."


def program() -> Program:
    """A program."""
    return Program(
        workspace=WORKSPACE,
        lead="ULEE",
        hotline="hotline",
        on_call="on call",
        helpline="helpline",
        digest_day=0,
        digest_at=time(8),
        set_up_at=NOW,
    )


def enrollment(caseworker: str = "UANA") -> Enrollment:
    """One caseworker's place."""
    return Enrollment(
        workspace=WORKSPACE,
        caseworker=caseworker,
        coach="UCORA",
        supervisor="USAM",
        channel="CWINS",
        days="0,2",
        opens=time(9, 30),
        closes=time(12, 30),
        zone="America/Chicago",
        standing="active",
        invited_by="ULEE",
        invited_at=NOW,
    )


def coach() -> Coach:
    """A coach."""
    return Coach(workspace=WORKSPACE, person="UCORA", zone="America/Chicago", next_digest_at=NOW)


def nudge(enrollment_id: str, occasion: str = "day:2026-11-02") -> Nudge:
    """A nudge for one occasion."""
    return Nudge(
        workspace=WORKSPACE,
        enrollment_id=enrollment_id,
        occasion=occasion,
        prompt_id="p",
        prompt_version=1,
        topic="kin",
        strategy="reinforce",
        local_day=date(2026, 11, 2),
        planned_at=NOW,
    )


async def answered(database: Database, caseworker: str = "UANA", said: str = WORDS) -> Reflection:
    """A draft with one answer, written as the app writes it."""
    made = await reflection(database, caseworker)
    async with database.begin() as session:
        given = words.Given("question", 0, "answer", "What did you try?", said)
        await words.keep(session, made, given, author=caseworker, now=NOW)
    return made


async def read(database: Database, draft: Reflection, caseworker: str = "UANA") -> dict[str, str]:
    """The author's own words, read as the app reads them."""
    async with database.read() as session:
        return await words.draft(session, draft, asking=caseworker)


async def keep(database: Database, *rows: Base) -> None:
    """Write rows in one transaction."""
    async with database.begin() as session:
        session.add_all(rows)


def draft(enrollment_id: str) -> Reflection:
    """A reflection that was begun."""
    return Reflection(
        workspace=WORKSPACE,
        enrollment_id=enrollment_id,
        prompt_id="p",
        prompt_version=1,
        topic="kin",
        strategy="reinforce",
        screen=-1,
        started_at=NOW,
    )


async def reflection(database: Database, caseworker: str = "UANA") -> Reflection:
    """A draft that answers can belong to, written."""
    place = enrollment(caseworker)
    await keep(database, place)
    made = draft(place.id)
    await keep(database, made)
    return made
