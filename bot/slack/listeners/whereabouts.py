"""Slack says that something about a person changed: their hours follow a new time zone, and a holiday status is heeded."""

from datetime import UTC, datetime
from typing import Any

import structlog

from bot.coaching import language
from bot.services import languages, whereabouts
from bot.services.messenger import Profile, SendProblem
from bot.slack import ids
from bot.slack.desk import Desk, Heard, hear
from bot.slack.listeners.board import Board
from bot.slack.people import profile_of

log = structlog.get_logger()


def register(board: Board, desk: Desk) -> None:
    """One event for all that changes: zone, status, a closed account. It comes for everybody in the workspace."""

    async def changed(event: dict[str, Any], body: dict[str, Any], client: Any, context: Any) -> None:
        user = event.get("user")
        profile = profile_of(user) if isinstance(user, dict) else None
        if profile is not None:
            heard = hear(body, client, context)
            told_at = _moment(event.get("event_ts"), desk.clock())
            desk.errands.run(take_in(desk.at(heard.workspace), heard, profile, told_at), heard)

    board.app.event(ids.PERSON_CHANGED)(changed)
    board.app.event(ids.PERSON_JOINED)(changed)  # somebody who was here before, perhaps; nobody else is written to


async def take_in(desk: Desk, heard: Heard, profile: Profile, told_at: datetime) -> None:
    """Most people are not in the program, and most changes are none for us: only news about our people is written."""
    async with desk.database.read() as session:
        if not await whereabouts.is_news(session, heard.workspace, profile):
            return
    async with desk.database.begin() as session:
        await whereabouts.observe(session, heard.workspace, profile, told_at=told_at, now=desk.clock())
    desk.forget(heard.workspace, profile.person)


async def speak_as_slack_does(desk: Desk, heard: Heard) -> Profile | None:
    """From here on, in this task, use the language of this person's Slack; nothing is kept. Gives what Slack says of them."""
    profile = await _profile(desk, heard)
    if profile is not None and profile.language is not None:
        language.reads(profile.language)
    return profile


async def _profile(desk: Desk, heard: Heard) -> Profile | None:
    try:
        return await desk.messenger.profile(heard.person)
    except SendProblem as problem:
        log.info("profile_not_read", person=heard.person, reason=problem.reason)
        return None


async def look(desk: Desk, heard: Heard) -> None:
    """Ask Slack who this is now, for somebody who has just said yes: they may have been invited long ago."""
    profile = await _profile(desk, heard)
    if profile is not None:
        now = desk.clock()
        if profile.language is not None:
            async with desk.database.begin() as session:
                await languages.observe(session, heard.workspace, heard.person, profile.language)
        await take_in(desk, heard, profile, now - whereabouts.CLOCKS_MAY_DIFFER)


def _moment(stamp: Any, now: datetime) -> datetime:
    """When Slack says that it happened; now, when it does not say."""
    try:
        return datetime.fromtimestamp(float(stamp), tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
