"""Slack says what becomes of channels: archived, deleted, opened again, renamed, shared with others, and whether the app is in it."""

from typing import Any

from bot.services import channels
from bot.slack import ids
from bot.slack.desk import Desk, Heard, hear
from bot.slack.listeners.board import Board

TROUBLE = {
    ids.CHANNEL_ARCHIVED: channels.ARCHIVED,
    ids.CHANNEL_DELETED: channels.NOT_THERE,
    ids.CHANNEL_LEFT: channels.NOT_INSIDE,
    ids.CHANNEL_SHARED: channels.SHARED,
    ids.GROUP_ARCHIVED: channels.ARCHIVED,
    ids.GROUP_DELETED: channels.NOT_THERE,
    ids.GROUP_LEFT: channels.NOT_THERE,  # what Slack answers for a private channel without us
}
MENDED = (ids.CHANNEL_OPENED, ids.CHANNEL_RENAMED, ids.CHANNEL_UNSHARED, ids.GROUP_OPENED, ids.GROUP_RENAMED)


def register(board: Board, desk: Desk) -> None:
    """One listener for all of them; of members only the app itself concerns us."""

    async def changed(event: dict[str, Any], body: dict[str, Any], client: Any, context: Any) -> None:
        channel = _channel(event)
        if channel:
            heard = hear(body, client, context)
            desk.errands.run(take_in(desk.at(heard.workspace), heard, channel, _trouble(event)), heard)

    async def members(event: dict[str, Any], body: dict[str, Any], client: Any, context: Any) -> None:
        if event.get("user") == context.bot_user_id:
            await changed(event, body, client, context)

    for name in (*TROUBLE, *MENDED):
        board.app.event(name)(changed)
    for name in (ids.MEMBER_JOINED, ids.MEMBER_LEFT):
        board.app.event(name)(members)


def _channel(event: dict[str, Any]) -> str:
    """The id; when a channel is renamed it comes with its name."""
    found = event.get("channel")
    return str(found.get("id") or "") if isinstance(found, dict) else str(found or "")


def _trouble(event: dict[str, Any]) -> str | None:
    """What stands in the way of a post from now on; None for what may be a mend."""
    if event["type"] == ids.MEMBER_LEFT:
        return channels.NOT_THERE if event.get("channel_type") == "G" else channels.NOT_INSIDE
    return TROUBLE.get(str(event["type"]))


async def take_in(desk: Desk, heard: Heard, channel: str, trouble: str | None) -> None:
    """Tell whoever can mend it, or send what was kept."""
    async with desk.database.begin() as session:
        if trouble:
            await channels.is_closed(session, heard.workspace, channel, trouble, now=desk.clock())
        else:
            await channels.may_be_open(session, heard.workspace, channel, now=desk.clock())
