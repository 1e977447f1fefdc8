"""Where the app is in Slack: in the one workspace whose token is in the settings, or wherever it was installed.

Both answer the same questions: whose request is this and may it come in, with which token is it answered, and how does a
message go out into a workspace.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching.features import Feature
from bot.coaching.language import mark, say
from bot.services.messenger import SendProblem, SwitchedOff
from bot.services.tokens import Pass, Tokens
from bot.slack import ids, scopes
from bot.slack.answers import clearly
from bot.slack.desk import refusal
from bot.slack.messenger import SlackMessenger
from bot.slack.passage import GoOn, Passage
from bot.slack.people import organization_of

log = structlog.get_logger()

NOT_INSTALLED = mark("I am not installed here any more. A Slack administrator can install me again.")
WHEN_TAKEN_OUT = frozenset({ids.TAKEN_OUT, ids.TOKENS_REVOKED, ids.LET_OUT})
WHETHER_HERE = WHEN_TAKEN_OUT | {ids.LET_IN}
"""What says whether we are here at all. Nobody presses again when it broke: Slack is asked to come again with it."""
KNOWN = "installation"
CHALLENGE = "url_verification"
NOW_AND_THEN = timedelta(minutes=10)
Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
Reach = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True)
class Identity:
    """Who we are in this workspace, and what we were not allowed there; asked once at the start."""

    workspace: str
    bot_id: str
    bot_user: str
    app_id: str | None
    off: frozenset[Feature] = frozenset()


@dataclass(frozen=True)
class Presence:
    """Who is let in, as whom they are answered, and the way out.

    `ask_again` is for each beat: where Slack alone knows what we may, it is asked now and then while something is off.
    """

    let_in: Passage
    authorize: Authorize
    messenger: SlackMessenger
    ask_again: Callable[[datetime], Awaitable[None]]


class InOneWorkspace(AsyncWebClient):
    """A client that hears in each of Slack's answers what its token may: to allow more, the app is installed again and goes on."""

    def __init__(self, off: frozenset[Feature], **told: Any) -> None:
        super().__init__(**told)
        self.off = off
        self._said: str | None = None

    async def api_call(self, api_method: str, **named: Any) -> Any:
        """Call Slack."""
        answer = await super().api_call(api_method, **named)
        said = answer.headers.get("x-oauth-scopes")
        if said is not None and said != self._said:
            self._said, self.off = said, scopes.switched_off(scopes.granted({"x-oauth-scopes": said}) or ())
        return answer


def in_one(identity: Identity, token: str, client: InOneWorkspace) -> Presence:
    """In one workspace alone: what is signed like ours and meant for another app or workspace is refused."""
    messenger = SlackMessenger(client, lambda: client.off, here=identity.workspace)
    asked = datetime.min.replace(tzinfo=UTC)

    async def only_ours(request: AsyncBoltRequest, go_on: GoOn) -> BoltResponse | None:
        strange = request.body.get("api_app_id") not in (None, identity.app_id) and identity.app_id is not None
        if strange or request.context.team_id not in (None, identity.workspace):
            return BoltResponse(status=401, body="not for us")
        return await go_on()

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        if team_id != identity.workspace:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    async def ask_again(now: datetime) -> None:
        nonlocal asked
        if client.off and now - asked >= NOW_AND_THEN:
            asked = now
            with suppress(SendProblem):
                await messenger.let_in()

    return Presence(Passage(only_ours), authorize, messenger, ask_again)


def in_many(tokens: Tokens, reach: Reach, told: dict[str, Any]) -> Presence:
    """Wherever the app was installed: the pass is read once for each request, and no call to Slack is needed for it.

    `reach` is called for a workspace that is met for the first time in an organization; `told` is what every client is told.
    """

    async def only_installed(request: AsyncBoltRequest, go_on: GoOn) -> BoltResponse | None:
        body, context = request.body, request.context
        if body.get("type") == CHALLENGE:
            return await go_on()  # asked of the app itself, when its address is entered: it names no workspace
        found = await _pass_of(tokens, context, partial(_reach, reach, told, body))
        if found is None and event_of(body) == ids.LET_IN and context.enterprise_id:
            found = await tokens.of(context.enterprise_id)  # this very event lets us into the workspace
        if found is None and event_of(body) not in WHEN_TAKEN_OUT:
            log.info("not_installed", workspace=context.team_id)
            return _not_installed(body)
        if found is not None and found.app_id is not None and body.get("api_app_id") not in (None, found.app_id):
            return BoltResponse(status=401, body="not for us")
        if found is not None and context.team_id is not None:
            line(context.team_id).know(found)
        context[KNOWN] = found
        return await go_on()

    @cache
    def line(workspace: str) -> InWorkspace:
        return InWorkspace(tokens, workspace, told)

    @cache
    def there(workspace: str) -> SlackMessenger:
        return SlackMessenger(line(workspace), lambda: line(workspace).off, here=workspace)

    return Presence(Passage(only_installed), _as_known, SlackMessenger(AsyncWebClient(**told), there=there), _as_kept)


async def _as_kept(_: datetime) -> None:
    """What was granted is kept with each installation, and read with its token."""


async def _as_known(context: AsyncBoltContext) -> AuthorizeResult | None:
    """By the pass that was read when the request was let in."""
    found: Pass | None = context.get(KNOWN)
    if found is None:
        return None
    return AuthorizeResult(
        enterprise_id=context.enterprise_id,
        team_id=context.team_id,
        bot_token=found.token,
        bot_id=found.bot_id,
        bot_user_id=found.bot_user,
        bot_scopes=found.scopes,
    )


class InWorkspace(AsyncWebClient):
    """A client for one workspace, which asks for its token at each call: it may have been renewed, or be gone."""

    def __init__(self, tokens: Tokens, workspace: str, told: dict[str, Any]) -> None:
        # An organization's token serves many workspaces: Slack wants to know which one is meant.
        super().__init__(**told, team_id=workspace)
        self._tokens = tokens
        self._workspace = workspace
        self._scopes = ""
        self.off = frozenset[Feature]()

    async def api_call(self, api_method: str, **named: Any) -> Any:
        """Call Slack with the token of this moment; raises SwitchedOff where the app is not installed."""
        found = await self._tokens.of(self._workspace)
        if found is None:
            raise SwitchedOff("not_installed")
        self.know(found)
        self.token = found.token  # the SDK reads it before it waits for anything
        return await super().api_call(api_method, **named)

    def know(self, found: Pass) -> None:
        """What was declined when the app was installed here, which another process may just have learned of."""
        if found.scopes != self._scopes:
            self._scopes, self.off = found.scopes, scopes.switched_off(found.scopes.split(","))


def _says_where(body: dict[str, Any]) -> bool:
    """Whether Slack names a place; an organization's shortcuts and buttons come from a person and no workspace."""
    return any(body.get(part) for part in ("team", "team_id", "view", "event"))


async def _reach(
    reach: Reach, told: dict[str, Any], body: dict[str, Any], through: Pass, workspace: str, organization: str
) -> None:
    """Slack's word that a workspace belongs to an organization is signed, and so is good enough.

    One that was taken from its person is reached only where Slack says that they are of the organization, too.
    """
    line = AsyncWebClient(**told, token=through.token, team_id=workspace)
    try:
        if _says_where(body) or await _grid_of(line, body) == organization:
            await reach(workspace, organization)
    except SendProblem as problem:
        log.info("not_reached", workspace=workspace, reason=problem.reason)


async def _grid_of(line: AsyncWebClient, body: dict[str, Any]) -> str | None:
    person = str((body.get("user") or {}).get("id"))
    return organization_of((await clearly(line.users_info(user=person)))["user"])


async def _pass_of(
    tokens: Tokens, context: AsyncBoltContext, reach: Callable[[Pass, str, str], Awaitable[None]]
) -> Pass | None:
    """The workspace's pass."""
    workspace, organization = context.team_id, context.enterprise_id
    if workspace is None:
        return await tokens.of(organization) if organization else None
    found = await tokens.of(workspace)
    if found is None and organization and context.is_enterprise_install:
        through = await tokens.of(organization)
        if through is None:
            return None
        await reach(through, workspace, organization)
        found = await tokens.of(workspace)
    return found


def event_of(body: dict[str, Any]) -> str:
    """What happened, by Slack's name for it; empty when it is no event."""
    event = body.get("event")
    return str(event.get("type")) if isinstance(event, dict) else ""


def _not_installed(body: dict[str, Any]) -> BoltResponse:
    """What is still on its way after an uninstall is taken and let go; whoever typed a command, or sent a form, is told."""
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body=refusal(body["view"], say(NOT_INSTALLED)))
    if body.get("command"):
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": say(NOT_INSTALLED)})
    return BoltResponse(status=200, body="")
