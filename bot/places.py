"""Find out at the start where the app is: in the one workspace of its settings, or wherever it was installed by OAuth."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.cannot_start import CannotStart
from bot.clock import Clock
from bot.coaching.prompts import Library
from bot.db.engine import Database
from bot.services import installations, installing, uninstalled, wordings
from bot.services.tokens import Tokens
from bot.settings import Settings
from bot.slack.connection import Line, client, http, told, who_am_i
from bot.slack.oauth import Leave
from bot.slack.presence import Identity, InOneWorkspace, InWorkspace, Presence, in_many, in_one


@dataclass(frozen=True)
class Placed:
    """Where the app is: in one workspace (`identity`), or in many (`tokens`, and `leave` to ask for more of them)."""

    presence: Presence
    identity: Identity | None = None
    tokens: Tokens | None = None
    leave: Leave | None = None

    @property
    def workspace(self) -> str | None:
        """The one workspace in which the app is, or None when there may be many."""
        return self.identity.workspace if self.identity else None

    async def renew(self) -> None:
        """One beat of renewing the tokens that will end soon."""
        if self.tokens is not None:
            await self.tokens.renew_ahead()


async def find(settings: Settings, database: Database, prompts: Library, clock: Clock, session: Line) -> Placed:
    """Ask Slack, or the database; the words of the library are noted for each workspace. Raises CannotStart."""
    look = _everywhere if settings.many else _in_one_place
    return await look(settings, database, prompts, clock, session)


async def _in_one_place(
    settings: Settings, database: Database, prompts: Library, clock: Clock, session: Line
) -> Placed:
    """The workspace of the settings. Slack has just accepted its token, so the app is installed there."""
    identity = await who_am_i(client(settings, session))
    async with database.within(identity.workspace).begin() as noting:
        await wordings.note(noting, prompts, identity.workspace, now=clock())
        await uninstalled.take_up_again(noting, identity.workspace, now=clock())
    token = settings.slack_bot_token.get_secret_value()
    web = InOneWorkspace(identity.off, **told(settings, session), token=token)
    return Placed(in_one(identity, token, web), identity=identity)


async def _everywhere(settings: Settings, database: Database, prompts: Library, clock: Clock, session: Line) -> Placed:
    """Every workspace in which the app was installed, and those that come."""
    leave = Leave(settings, AsyncWebClient(**told(settings, session)), clock)
    tokens = Tokens(database, leave.renew, clock)
    async with database.begin() as noting:
        for workspace in await installations.workspaces(noting):
            await wordings.note(noting, prompts, workspace, now=clock())

    async def reach(workspace: str, organization: str) -> None:
        await installing.reach(database, prompts, workspace, organization, now=clock())

    return Placed(in_many(tokens, reach, told(settings, session)), tokens=tokens, leave=leave)


@asynccontextmanager
async def line_to(
    settings: Settings, database: Database, workspace: str, clock: Clock
) -> AsyncIterator[AsyncWebClient]:
    """A patient line to Slack, for a command: with the token of the settings, or with that of the workspace's installation.

    That one is not renewed here: a refresh token is good once, and the app that runs sees to it.
    Raises CannotStart where Slack takes none, or where the token of the settings is for another workspace.
    """
    async with http(settings) as session:
        if settings.many:
            yield InWorkspace(Tokens(database, None, clock), workspace, told(settings, session, patient=True))
            return
        web = client(settings, session, patient=True)
        here = (await who_am_i(web)).workspace
        if workspace and here != workspace:
            raise CannotStart(f"SLACK_BOT_TOKEN is for {here}, and not for {workspace}.")
        yield web
