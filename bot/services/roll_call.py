"""Once a day, ask Slack who each person in the program is now, a few at a time: what an event did not tell is made good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.among import among
from bot.db.due import NOT_INSTALLED
from bot.db.engine import Database
from bot.db.people_tables import Whereabouts
from bot.db.turns import held
from bot.services import whereabouts
from bot.services.messenger import Busy, Messenger, Profile, SendProblem

log = structlog.get_logger()

A_DAY = timedelta(days=1)
AT_ONCE = 20
"""Two beats a minute make forty calls, of the hundred that Slack takes. Ten thousand people take four hours."""


async def call(database: Database, messenger: Messenger, *, now: datetime) -> int:
    """Ask about whoever was not asked about for a day, in every workspace, and take in what is said; says about how many.

    Only people of a program are asked about, never the whole workspace. Where Slack is busy, the rest waits as long as it says.
    """
    not_today = or_(Whereabouts.asked_at.is_(None), Whereabouts.asked_at <= now - A_DAY)
    due = and_(not_today, Whereabouts.workspace.not_in(NOT_INSTALLED))
    async with database.read() as session:
        if await session.scalar(select(Whereabouts.person).where(due).limit(1)) is None:
            return 0
    async with database.begin() as session:
        taken = await _take(session, due, now)
    asked = 0
    for workspace, people in taken.items():
        asked += await _in_one(database.within(workspace), messenger.within(workspace), workspace, people, now)
    return asked


async def _in_one(
    database: Database, messenger: Messenger, workspace: str, people: Sequence[str], now: datetime
) -> int:
    for number, person in enumerate(people):
        try:
            found = await messenger.profile(person)
        except SendProblem as problem:
            wait = problem.wait if isinstance(problem, Busy) else timedelta(hours=1)
            log.info("roll_call_waits", workspace=workspace, reason=problem.reason, people=len(people) - number)
            await _put_off(database, workspace, people[number:], now + wait)
            return number
        profile = found or Profile(person, None, gone=True, outsider=False, is_bot=False)
        async with database.begin() as session:
            told_at = now - whereabouts.CLOCKS_MAY_DIFFER
            await whereabouts.observe(session, workspace, profile, told_at=told_at, now=now)
    return len(people)


async def _take(session: AsyncSession, due: ColumnElement[bool], now: datetime) -> dict[str, list[str]]:
    """The next few, noted as asked about, so that no other worker asks about them too; by their workspace."""
    wanted = select(Whereabouts).where(due).order_by(Whereabouts.workspace, Whereabouts.person)
    taken: dict[str, list[str]] = {}
    for each in (await session.scalars(held(session, wanted.limit(AT_ONCE), skip=True))).all():
        each.asked_at = now
        taken.setdefault(each.workspace, []).append(each.person)
    return taken


async def _put_off(database: Database, workspace: str, people: Sequence[str], until: datetime) -> None:
    async with database.begin() as session:
        rest = (Whereabouts.workspace == workspace, among(session, Whereabouts.person, people))
        later = update(Whereabouts).where(*rest).values(asked_at=until - A_DAY)
        await session.execute(later.execution_options(synchronize_session=False))
