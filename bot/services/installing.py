"""Let an administrator install the app: an attempt is good once, for a few minutes, and in the browser that began it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.features import Feature
from bot.coaching.prompts import Library
from bot.db.engine import Database
from bot.db.installation_tables import InstallState
from bot.services import declined, installations, pace, uninstalled, wordings
from bot.services.installations import Granted

LASTS = timedelta(minutes=5)
MOST_BEGUN = 500


class TooManyBegun(Exception):
    """A great many people began to install at this moment. Please try again in a few minutes."""


@dataclass(frozen=True, repr=False)
class Begun:
    """Two secrets: `state` travels through Slack, `browser` stays in a cookie. Who has one of them has nothing."""

    state: str
    browser: str


async def begin(session: AsyncSession, *, now: datetime) -> Begun:
    """Begin an installation; raises TooManyBegun. Those that nobody finished in time are let go."""
    await session.execute(delete(InstallState).where(InstallState.made_at <= now - LASTS).execution_options(**_QUIETLY))
    if (await session.scalar(select(func.count()).select_from(InstallState)) or 0) >= MOST_BEGUN:
        raise TooManyBegun
    begun = Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    session.add(InstallState(state=_print(begun.state), browser=_print(begun.browser), made_at=now))
    return begun


async def finish(session: AsyncSession, state: str, browser: str, *, now: datetime) -> bool:
    """Whether this installation was begun in this browser, just now; it can be finished no second time."""
    good = (InstallState.state == _print(state), InstallState.browser == _print(browser))
    used = delete(InstallState).where(*good, InstallState.made_at > now - LASTS).returning(InstallState.state)
    return (await session.execute(used.execution_options(**_QUIETLY))).first() is not None


async def install(
    database: Database, library: Library, granted: Granted, *, off: frozenset[Feature] = frozenset(), now: datetime
) -> bool:
    """Keep what was granted; says whether the app was here before. Where it was taken out, everything goes on.

    `off` is what was declined: the lead of each program is told so once.
    """
    async with database.begin() as session:
        served = await installations.through(session, granted.workspace)
        again = [await uninstalled.take_up_again(session, each, now=now) for each in (granted.workspace, *served)]
        await installations.keep(session, granted, now=now)
        for each in (granted.workspace, *served):
            await pace.begin_anew(session, each)
            await declined.tell(session, each, off, now=now)
        if not granted.workspace.startswith("E"):
            await wordings.note(session, library, granted.workspace, now=now)
    return any(again)


async def reach(
    database: Database, library: Library, workspace: str, organization: str, *, again: bool = False, now: datetime
) -> None:
    """A workspace is served through its organization; `again`: also when it was taken out of there before."""
    async with database.begin() as session:
        new = await installations.reach(session, workspace, organization, now=now)
        if again:
            await uninstalled.take_up_again(session, workspace, now=now)
        await pace.begin_anew(session, workspace)
        if new:
            await wordings.note(session, library, workspace, now=now)


def _print(secret: str) -> str:
    """What is kept of a secret: whoever reads the database cannot use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


_QUIETLY = {"synchronize_session": False}
