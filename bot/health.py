"""Is the app well, and can it take requests? Each no comes with its reason in words, and none of them is about people."""

import asyncio
import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.cannot_start import CannotStart
from bot.db import migrate
from bot.services import last_plan, outbox
from bot.services.outbox import Age

DEAF_AFTER_SECONDS = 60
SHORTEST_ALARM_SECONDS = 60
OLD_AFTER_SECONDS = 30 * 60
PATIENCE_SECONDS = 5.0
NO_ANSWER = "The database does not answer."
IS_IT_RUNNING = "is `shoulder work` running?"


async def ailing(app: App) -> list[str]:
    """What is wrong, as sentences; nothing when all is well."""
    found = [_deaf(app), _stopped(app), *await _kept(app)]
    return [reason for reason in found if reason]


async def unready(app: App) -> list[str]:
    """Why no request should come here, as sentences: we stop, or the database is away or of an older version.

    A newer one is that of a release under way: we go on until its own processes are there.
    """
    if app.told_to_stop():
        return ["The app is stopping."]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await migrate.check(app.database)
    except (SQLAlchemyError, OSError, TimeoutError):
        return [NO_ANSWER]
    except migrate.DatabaseIsNewer:
        return []
    except CannotStart as older:
        return [str(older)]
    return []


def _deaf(app: App) -> str:
    """Whether Slack can reach us in Socket Mode; over HTTP nobody can know that."""
    if app.lines is None:
        return ""
    if app.lines.lost.done():
        return f"Socket Mode is lost: {app.lines.lost.result()}."
    if not app.lines.open:
        return "No line to Slack is open. New ones are being dialled."
    if (silent := app.lines.unheard_seconds) > DEAF_AFTER_SECONDS:
        return f"Nothing was heard from Slack for {silent:.0f} seconds, not even an answer to a ping."
    return ""


def _stopped(app: App) -> str:
    """Whether the clock of this process beats. A process that only answers the web has none."""
    still = time.monotonic() - app.beaten_at
    if not app.carrying or still <= max(last_plan.MISSED_BEATS * app.settings.beat_seconds, SHORTEST_ALARM_SECONDS):
        return ""
    return f"The clock has not beaten for {still:.0f} seconds."


async def _kept(app: App) -> list[str]:
    """What the database tells: how old the outbox is, and whether anybody plans."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async with app.database.read() as session:
                owed = await outbox.age(session, app.clock())
            return [_behind(owed), await _unplanned(app)]
    except (SQLAlchemyError, OSError, TimeoutError):
        return [NO_ANSWER]


def _behind(owed: Age) -> str:
    if owed.seconds <= OLD_AFTER_SECONDS:
        return ""
    return f"{owed.due} messages are due, the oldest for {owed.seconds / 60:.0f} minutes."


async def _unplanned(app: App) -> str:
    """Whether others plan, where this process only answers the web: until they first do, it waits as long as after a beat."""
    if app.carrying or app.courier.life.alone:
        return ""
    last, patience = await last_plan.when(app.database), last_plan.patience(app.settings.beat_seconds)
    if last is not None:
        since = f"since {last:%Y-%m-%d %H:%M} UTC"
        return f"Nobody has planned {since}: {IS_IT_RUNNING}" if app.clock() - last > patience else ""
    up = timedelta(seconds=time.monotonic() - app.beaten_at)
    return f"Nobody has planned yet: {IS_IT_RUNNING}" if up > patience else ""
