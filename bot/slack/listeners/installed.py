"""Slack says that the app was taken out of a workspace, or that its token was taken away; or that it may be there again."""

from typing import Any

import structlog

from bot.services import installing, uninstalled
from bot.services.messenger import SendProblem
from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.listeners.board import Board

log = structlog.get_logger()


def register(board: Board, desk: Desk) -> None:
    """Four events; each is acknowledged when all is done, so that a crash makes Slack repeat it."""

    async def taken_out(context: Any) -> None:
        await take_out(desk, _whose(context))

    async def revoked(event: dict[str, Any], context: Any) -> None:
        tokens = event.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):
            await take_out(desk, _whose(context))

    async def lost(event: dict[str, Any], context: Any) -> None:
        if organization := context.enterprise_id:
            await uninstalled.let_out(desk.database, organization, _teams(event), now=desk.clock())

    async def granted(event: dict[str, Any], context: Any) -> None:
        organization = context.enterprise_id
        for workspace in _teams(event) if organization else ():
            await installing.reach(desk.database, desk.books, workspace, organization, again=True, now=desk.clock())

    board.app.event(ids.TAKEN_OUT)(taken_out)
    board.app.event(ids.TOKENS_REVOKED)(revoked)
    board.app.event(ids.LET_OUT)(lost)
    board.app.event(ids.LET_IN)(granted)


async def take_out(desk: Desk, workspace: str | None) -> None:
    """Unless Slack still lets us in: such news may be older than an installation that came after it."""
    if workspace is None:
        return
    try:
        here = await desk.messenger.within(workspace).let_in()
    except SendProblem as problem:
        log.info("not_confirmed", workspace=workspace, reason=problem.reason)
        here = False  # in doubt the tokens go: an administrator can install the app again
    if here:
        log.info("still_installed", workspace=workspace)
        return
    await uninstalled.take_out(desk.database, workspace, now=desk.clock())


def _whose(context: Any) -> str | None:
    """The workspace's installation, or the organization's own: then Slack names the organization alone."""
    of_all = context.is_enterprise_install or context.team_id is None
    found: str | None = context.enterprise_id if of_all else context.team_id
    return found


def _teams(event: dict[str, Any]) -> list[str]:
    found = event.get("team_ids")
    return [each for each in found if isinstance(each, str) and each.isalnum()] if isinstance(found, list) else []
