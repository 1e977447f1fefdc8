"""Slack's Web API as far as the app calls it: one table of methods, and a loud no to everything else."""

import base64
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

from aiohttp import web

from bot.sandbox import api_chat, api_conversations, api_files, api_oauth, api_people, api_views, steps
from bot.sandbox.api_conversations import need_scope
from bot.sandbox.arguments import Arguments, read_arguments
from bot.sandbox.contract import breaches
from bot.sandbox.faults import Buckets, Faults, Trouble, pause
from bot.sandbox.grants import Grants
from bot.sandbox.seed import APP_TOKEN, BOT_TOKEN, CONFIG_TOKEN
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Method:
    """A method, the scope it needs whatever its arguments, and the token it takes ("" for none)."""

    run: Callable[[Workspace, Arguments], Payload]
    scope: str = ""
    token: str = BOT_TOKEN


def open_socket(workspace: Workspace, arguments: Arguments) -> Payload:
    """apps.connections.open: a ticket for one socket connection."""
    del arguments
    ticket = workspace.ids.new("ticket")
    workspace.tickets.add(ticket)
    address = workspace.address.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket/{ticket}?ticket={ticket}&app_id={workspace.seed.app_id}"}


def export_manifest(workspace: Workspace, arguments: Arguments) -> Payload:
    """apps.manifest.export: the manifest of this app as it was pasted."""
    if arguments.need("app_id") != workspace.seed.app_id:
        raise Refused("app_not_found")
    return {"manifest": workspace.manifest.written}


OAUTH = "oauth.v2.access"
ABOUT_THE_TOKEN = ("auth.test", "auth.revoke", "apps.uninstall")  # and so about no single workspace of an organization
METHODS: dict[str, Method] = {
    "apps.connections.open": Method(open_socket, token=APP_TOKEN),
    "apps.manifest.export": Method(export_manifest, token=CONFIG_TOKEN),
    "apps.uninstall": Method(api_oauth.uninstall),
    "auth.revoke": Method(api_oauth.revoke),
    "auth.test": Method(api_people.auth_test),
    "blocks.validate": Method(api_views.validate_blocks, token=""),
    "bots.info": Method(api_people.bots_info, "users:read"),
    "chat.delete": Method(api_chat.delete, "chat:write"),
    "chat.getPermalink": Method(api_chat.get_permalink),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(api_chat.post_message, "chat:write"),
    "chat.update": Method(api_chat.update, "chat:write"),
    "conversations.history": Method(api_conversations.history),
    "conversations.info": Method(api_conversations.info),
    "conversations.list": Method(api_conversations.list_conversations),
    "conversations.members": Method(api_conversations.members),
    "conversations.open": Method(api_conversations.open_conversation, "im:write"),
    "conversations.replies": Method(api_conversations.replies),
    "dnd.info": Method(api_people.dnd_info, "dnd:read"),
    "dnd.teamInfo": Method(api_people.dnd_team_info, "dnd:read"),
    "files.completeUploadExternal": Method(api_files.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(api_files.get_upload_url, "files:write"),
    "functions.completeError": Method(steps.complete_error),
    "functions.completeSuccess": Method(steps.complete_success),
    OAUTH: Method(lambda _, __: {}, token=""),  # it is about no workspace yet: see `_answer`
    "reactions.add": Method(api_people.add_reaction, "reactions:write"),
    "reactions.remove": Method(api_people.remove_reaction, "reactions:write"),
    "team.info": Method(api_people.team_info, "team:read"),
    "users.conversations": Method(api_conversations.users_conversations),
    "users.info": Method(api_people.user_info, "users:read"),
    "users.list": Method(api_people.users_list, "users:read"),
    "users.lookupByEmail": Method(api_people.lookup_by_email, "users:read.email"),
    "views.open": Method(api_views.open_view),
    "views.publish": Method(api_views.publish_view),
    "views.push": Method(api_views.push_view),
    "views.update": Method(api_views.update_view),
}


def call(workspace: Workspace, name: str, arguments: Arguments, token: str) -> Payload:
    """Run a method for the holder of a token. Raises Refused with Slack's error string."""
    method = METHODS.get(name)
    if method is None:
        log.warning("The sandbox does not model the Slack method %s; it answered unknown_method.", name)
        raise Refused("unknown_method", req_method=name)
    if method.token:
        check_token(workspace, method, token)
    if method.scope:
        need_scope(workspace, method.scope)
    return method.run(workspace, arguments)


def check_token(workspace: Workspace, method: Method, token: str) -> None:
    """Refuse calls with a token of the wrong kind, or after the app was removed. Whose token it is was found before."""
    kind = token if token in (APP_TOKEN, CONFIG_TOKEN) else BOT_TOKEN
    if kind != method.token:
        raise Refused("not_allowed_token_type")
    if not workspace.installed:
        raise Refused("account_inactive")


class WebApi:
    """The address /api/<method>, with the troubles that were asked for."""

    def __init__(self, workspace: Workspace, grants: Grants, faults: Faults, *, strict_rate: bool = False) -> None:
        """The workspace whose token is known beforehand, and all others. `strict_rate` keeps Slack's pace in a channel."""
        self.workspace = workspace
        self.grants = grants
        self.faults = faults
        self.buckets = Buckets() if strict_rate else None

    async def respond(self, request: web.Request) -> web.Response:
        """Answer one call and log it."""
        name, started = request.match_info["method"], time.monotonic()
        trouble = self.faults.take(name, "*")
        arguments, body = Arguments({}), dict[str, object]()
        try:
            arguments = await read_arguments(request)
            arguments.values |= _client(request)
            status, body, headers = self._answer(name, arguments, _token(request, arguments), trouble)
        except Refused as refusal:
            status, body, headers = 200, {"ok": False, "error": refusal.error, **refusal.more}, {}
        if trouble and trouble.kind == "slow":
            await pause(trouble)
        cut = trouble is not None and trouble.kind.startswith("drop_")
        self._log(name, arguments, None if cut else status, started, body, troubled=trouble is not None)
        if cut and request.transport is not None:
            request.transport.abort()
        return web.json_response(body, status=status, headers=self._headers() | headers)

    def _answer(
        self, name: str, arguments: Arguments, token: str, trouble: Trouble | None
    ) -> tuple[int, Payload, dict[str, str]]:
        kind = trouble.kind if trouble else ""
        if kind.startswith("http_"):
            return int(kind.removeprefix("http_")), {"ok": False, "error": "internal_error"}, {}
        if kind == "ratelimited" and trouble:
            return ratelimited(trouble.retry_after)
        if kind.startswith("error:"):
            raise Refused(kind.removeprefix("error:"))
        if kind == "drop_before":
            return 200, {"dropped": "before"}, {}
        wait = self._wait(name, arguments)
        if wait > 0:
            return ratelimited(int(wait) + 1)
        if name == OAUTH:
            return 200, {"ok": True, **api_oauth.access(self.grants, arguments, self._scopes())}, {}
        return 200, {"ok": True, **call(self._whose(token, arguments, name), name, arguments, token)}, {}

    def _whose(self, token: str, arguments: Arguments, name: str) -> Workspace:
        """The workspace that a token speaks in. Raises Refused for none, and for a strange one."""
        ours = token in (BOT_TOKEN, APP_TOKEN, CONFIG_TOKEN) or steps.is_for_a_step(self.workspace, token)
        if ours or (name in METHODS and not METHODS[name].token):
            return self.workspace
        if not token:
            raise Refused("not_authed")
        grant = self.grants.of(token)
        if grant is None:
            raise Refused("invalid_auth")
        whole = name in ABOUT_THE_TOKEN and next(iter(self.grants.reached(grant.place)), None)
        return whole or self.grants.meant(grant, arguments.text("team_id"))

    def _scopes(self) -> list[str]:
        scopes = self.workspace.manifest.scopes
        return every_scope() if scopes is None else list(scopes)

    def _wait(self, name: str, arguments: Arguments) -> float:
        if self.buckets is None or name != "chat.postMessage":
            return 0.0
        return self.buckets.wait(arguments.text("channel"), time.monotonic())

    def _headers(self) -> dict[str, str]:
        return {
            "x-oauth-scopes": ",".join(self._scopes()),
            "x-slack-req-id": self.workspace.ids.new("req"),
            "Date": format_datetime(self.workspace.clock.now().astimezone(UTC), usegmt=True),
        }

    def _log(
        self, name: str, arguments: Arguments, status: int | None, started: float, body: Payload, *, troubled: bool
    ) -> None:
        self.workspace.log.record(
            direction="from_app",
            transport="http",
            kind=name,
            status=status,
            ms=(time.monotonic() - started) * 1000,
            request=arguments.values,
            response=body,
            breaches=breaches(name, arguments.values, {} if troubled else body),
        )


def every_scope() -> list[str]:
    """The scopes of an app without a manifest: all that a method here could need."""
    reads = ["channels:read", "groups:read", "im:read", "channels:history", "groups:history", "im:history"]
    return sorted({method.scope for method in METHODS.values() if method.scope} | set(reads))


def ratelimited(seconds: int) -> tuple[int, Payload, dict[str, str]]:
    """Slack's 429."""
    return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)}


def _client(request: web.Request) -> Payload:
    """The app's id and secret, where it names itself that way."""
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return {}
    named, _, secret = base64.b64decode(told).decode().partition(":")
    return {"client_id": named, "client_secret": secret}


def _token(request: web.Request, arguments: Arguments) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else arguments.text("token")
