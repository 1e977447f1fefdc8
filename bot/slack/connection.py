"""Reach Slack and be reached by it: the client, who we are there, and Bolt with everything told to it."""

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.cannot_start import CannotStart
from bot.coaching.features import Feature
from bot.services.messenger import Busy, SendProblem, Unclear
from bot.settings import Settings
from bot.slack import scopes
from bot.slack.answers import clearly
from bot.slack.apology import sorry
from bot.slack.desk import Errands, hear, refusal
from bot.slack.presence import WHETHER_HERE, Identity, Presence, event_of
from bot.slack.socket_line import Hear
from bot.slack.socket_mode import Lines
from bot.tally import Tally

log = structlog.get_logger()

METHOD = re.compile(r"[a-z]+(\.[A-Za-z]+)+")
TOO_MANY, SLACKS_MISTAKE, LATER = 429, 500, 503
OF_ALL = "SLACK_BOT_TOKEN is for a whole organization, and the app would hear nobody."
INSTALL_THERE = "Set SLACK_CLIENT_ID in its place. See “Many workspaces” in docs/deploying.md."


Line = aiohttp.ClientSession


def http(settings: Settings, tally: Tally | None = None) -> Line:
    """Our line to Slack. The time to wait is the session's: the SDK's own `timeout` says nothing on a shared session."""
    seconds = aiohttp.ClientTimeout(total=settings.slack_timeout_seconds)
    return aiohttp.ClientSession(timeout=seconds, trace_configs=[_counting(tally)] if tally else [])


def _counting(tally: Tally) -> aiohttp.TraceConfig:
    """Count each call to Slack by its method, and how Slack took it."""
    tracing = aiohttp.TraceConfig()

    async def answered(_: object, __: object, call: aiohttp.TraceRequestEndParams) -> None:
        tally.add("slack_calls", _method(call.url), _taken(call.response.status))

    async def failed(_: object, __: object, call: aiohttp.TraceRequestExceptionParams) -> None:
        tally.add("slack_calls", _method(call.url), "no_answer")

    tracing.on_request_end.append(answered)
    tracing.on_request_exception.append(failed)
    return tracing


def _method(url: URL) -> str:
    """A Web API method's name; what goes to any other address has one name, for it may hold an id."""
    return url.name if METHOD.fullmatch(url.name) and url.parent.name == "api" else "other"


def _taken(status: int) -> str:
    if status == TOO_MANY:
        return "ratelimited"
    return "answered" if status < SLACKS_MISTAKE else "slack_error"


def client(settings: Settings, session: aiohttp.ClientSession, *, patient: bool = False) -> AsyncWebClient:
    """A Slack client on the shared session, with the token of the settings."""
    return AsyncWebClient(**told(settings, session, patient=patient), token=settings.slack_bot_token.get_secret_value())


def told(settings: Settings, session: aiohttp.ClientSession, *, patient: bool = False) -> dict[str, Any]:
    """What every Slack client is told. It never repeats a call by itself, unless it may wait out a 429."""
    return {
        "base_url": settings.slack_api_url,
        "session": session,
        "timeout": settings.slack_timeout_seconds,
        "logger": _quiet(),
        "retry_handlers": [AsyncRateLimitErrorRetryHandler(max_retry_count=2)] if patient else [],
    }


def _quiet() -> logging.Logger:
    """The SDK's log, which says itself that it is quiet: else each call is written out in words that nobody reads."""
    quiet = logging.getLogger("slack_sdk.quiet")
    quiet.setLevel(logging.WARNING)
    return quiet


async def who_am_i(web: AsyncWebClient) -> Identity:
    """Ask Slack once who we are; raises CannotStart with the reason."""
    try:
        answer = await clearly(web.auth_test())
    except Unclear:  # nothing came back, or the page of a proxy
        raise CannotStart(f"Slack cannot be reached at {web.base_url}.") from None
    except Busy as problem:
        raise CannotStart(f"Slack asks to wait: {problem.reason}. Please try again in a minute.") from None
    except SendProblem as no:
        raise CannotStart(f"Slack does not accept SLACK_BOT_TOKEN: {no.reason}.") from None
    if answer.get("is_enterprise_install"):
        raise CannotStart(f"{OF_ALL} {INSTALL_THERE}")
    granted = scopes.granted(answer.headers)
    off = frozenset[Feature]() if granted is None else scopes.switched_off(granted)
    return Identity(answer["team_id"], answer["bot_id"], answer["user_id"], await app_id(web, answer["bot_id"]), off)


async def app_id(web: AsyncWebClient, bot_id: str) -> str | None:
    """Our app's id; None where Slack does not tell us, and then nobody checks it."""
    try:
        found: str | None = (await web.bots_info(bot=bot_id))["bot"].get("app_id")
    except (SlackApiError, TimeoutError, aiohttp.ClientError):
        return None
    return found


def listening_app(settings: Settings, session: aiohttp.ClientSession, presence: Presence) -> AsyncApp:
    """Bolt, told everything: what it is not told it would look up in the environment by itself."""
    return AsyncApp(
        name="shoulder-to-shoulder",
        client=AsyncWebClient(
            base_url=settings.slack_api_url,
            session=session,
            timeout=settings.slack_timeout_seconds,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        ),
        signing_secret=settings.slack_signing_secret.get_secret_value() or "not used in Socket Mode",
        before_authorize=presence.let_in,
        authorize=presence.authorize,  # type: ignore[arg-type]  # Bolt takes None for “not ours”, but does not say so
        # Ours acknowledge first, or save and then acknowledge: with this, the answer goes when they have, and not when Bolt
        # next looks for it (every 10 ms); and an event is acknowledged when it is kept, so that a crash makes Slack repeat it.
        process_before_response=True,
        # The web's door has looked at the signature. A step of a workflow is
        # answered with its own token where it has one (`forms/workflow_step.py`), and Slack checks TLS by itself.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        raise_error_for_unhandled_request=True,
    )


def own_up(bolt: AsyncApp, errands: Errands) -> None:
    """What nobody listens to is acknowledged, or Slack would repeat it; of our own mistakes people are told, with a reference.

    What says whether we are here at all is not acknowledged when it broke, nor remembered: Slack comes again with it.
    """

    async def on_error(error: Exception, body: dict[str, Any], client: Any, context: Any) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        heard = hear(body, client, context)
        is_form = body.get("type") == "view_submission"
        if not is_form and "command" not in body:
            errands.broke(heard, "listener_broke", error)
            return BoltResponse(status=LATER if event_of(body) in WHETHER_HERE else 200, body="")
        reference = uuid4().hex[:8]
        log.error("listener_broke", reference=reference, person=heard.person, exc_info=error)
        errands.tally.add("broken", "listener_broke")
        told = refusal(heard.view, sorry(reference)) if is_form else {"text": sorry(reference)}
        return BoltResponse(status=200, body=told)

    bolt.error(on_error)


@asynccontextmanager
async def socket_mode(
    settings: Settings, session: aiohttp.ClientSession, taken: Hear, opened: Callable[[str], None]
) -> AsyncIterator[Lines | None]:
    """The lines of Socket Mode, when that is how Slack reaches us; at the end each is left in order."""
    if settings.slack_transport != "socket":
        yield None
        return
    token = settings.slack_app_token.get_secret_value()
    if not token:
        raise CannotStart("Socket Mode needs SLACK_APP_TOKEN (xapp-…). For HTTP, set SLACK_TRANSPORT=http.")
    lines = Lines(client(settings, session), token, session, taken, opened=opened)
    await lines.start()
    try:
        yield lines
    finally:
        await lines.stop()
