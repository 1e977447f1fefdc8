"""Let an administrator install the app: an attempt is good once, for a few minutes, and in the browser that began it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.features import Feature
from bot.coaching.prompts import Library
from bot.db.engine import Database
from bot.db.installation_tables import InstallState
from bot.db.once import insert_once
from bot.services import declined, installations, pace, uninstalled, wordings
from bot.services.installations import Granted

LASTS = timedelta(minutes=5)


@dataclass(frozen=True, repr=False)
class Begun:
    """Two secrets: `state` travels through Slack, `browser` stays in a cookie. Who has one of them has nothing."""

    state: str
    browser: str


def begin(key: bytes, *, now: datetime) -> Begun:
    """Begin an installation. Nothing is kept of it, so that nobody can fill anything up by beginning: the state says when, and
    for which browser, under our `key`.
    """
    browser, begun = secrets.token_urlsafe(32), f"{int(now.timestamp())}.{secrets.token_urlsafe(16)}"
    return Begun(f"{begun}.{_seal(key, begun, browser)}", browser)


async def finish(session: AsyncSession, key: bytes, state: str, browser: str, *, now: datetime) -> bool:
    """Whether this installation was begun in this browser, just now; it can be finished no second time."""
    begun, _, seal = state.rpartition(".")
    if not hmac.compare_digest(seal.encode(errors="replace"), _seal(key, begun, browser).encode()):
        return False
    began = datetime.fromtimestamp(int(begun.partition(".")[0]), tz=UTC)
    if now > began + LASTS:
        return False
    await session.execute(
        delete(InstallState).where(InstallState.made_at < now - 2 * LASTS).execution_options(**_QUIETLY)
    )
    return await insert_once(session, InstallState(state=_print(state), browser=_print(browser), made_at=now))


async def install(
    database: Database, library: Library, granted: Granted, *, off: frozenset[Feature] = frozenset(), now: datetime
) -> bool:
    """Keep what was granted; says whether the app was here before: where it is still, or was taken out, everything goes on.

    `off` is what was declined: the lead of each program is told so once.
    """
    async with database.begin() as session:
        again = await installations.is_there(session, granted.workspace)
        await uninstalled.take_all_up_again(session, granted.workspace, now=now)
        await installations.keep(session, granted, now=now)
        for each in (granted.workspace, *await installations.through_and_out(session, granted.workspace, since=None)):
            await pace.begin_anew(session, each)
            await declined.tell(session, each, off, now=now)
        if not granted.workspace.startswith("E"):
            await wordings.note(session, library, granted.workspace, now=now)
    return again


async def reach(
    database: Database, library: Library, workspace: str, organization: str, *, again: bool = False, now: datetime
) -> None:
    """A workspace is served through its organization; `again`: also when it was taken out of there before."""
    async with database.begin() as session:
        new = await installations.reach(session, workspace, organization, now=now)
        if new or again:
            await uninstalled.take_up_again(session, workspace, now=now)
        await pace.begin_anew(session, workspace)
        if new:
            await wordings.note(session, library, workspace, now=now)


def _seal(key: bytes, begun: str, browser: str) -> str:
    told = f"install:{begun}:{_print(browser)}".encode(errors="replace")
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def _print(secret: str) -> str:
    """What is kept of a secret that was used: whoever reads the database cannot use it."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


_QUIETLY = {"synchronize_session": False}
