"""The door to the web: Slack's one endpoint, health, and in the sandbox the pretend clock."""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import health, install_pages
from bot.app import App
from bot.services import beat, outbox
from bot.shapes import has_shape

TIMESTAMP = re.compile("[0-9]{1,12}")
RETRY = re.compile("[1-9]")
LARGEST_BODY = 1024 * 1024
FINE = 200
UNREADABLE = 400
REFUSED = 401
TOO_LARGE = 413
AILING = 503


def create(app: App) -> Starlette:
    """The web application of a running app."""
    routes = [
        Route("/slack/events", slack, methods=["POST"]),
        Route("/healthz", healthy),
        Route("/readyz", ready),
        *install_pages.routes(app),
        Route("/metrics", numbers),
        Route("/clock", move_clock, methods=["POST"]),
        Route("/clock/next", next_moment),
    ]
    site = Starlette(routes=routes)
    site.state.app = app
    return site


async def slack(request: Request) -> Response:
    """Everything Slack sends. Forged, stale and repeated requests get 401 before anybody reads them."""
    app: App = request.app.state.app
    body = await read_body(request)
    if body is None:
        return _refused(app, "too large", TOO_LARGE)
    if app.settings.slack_transport != "http" or not is_signed(_secret(app), request.headers, body):
        return _refused(app, "not signed by Slack", REFUSED)
    told = understood(request, body)
    if told is None:
        return _refused(app, "this means nothing", UNREADABLE)
    signature, retry = request.headers["x-slack-signature"], request.headers.get("x-slack-retry-num", "")
    answer = await app.inwards.take(told, way="http", signature=signature, retry=int(bool(RETRY.fullmatch(retry))))
    return to_starlette_response(answer)


def _refused(app: App, why: str, status: int) -> Response:
    app.tally.add("requests", "http", "unknown", "refused")
    return PlainTextResponse(why, status)


async def read_body(request: Request) -> bytes | None:
    """The body, or None when it is larger than anything Slack sends, or whoever sent it has hung up."""
    received = b""
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > LARGEST_BODY:
                return None
    except ClientDisconnect:  # anybody can do that, as often as they like: it is no mistake of ours to be logged
        return None
    return received


def _secret(app: App) -> str:
    return app.settings.slack_signing_secret.get_secret_value()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether Slack signed this body less than five minutes ago. What the verifier would break on is not signed."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not secret or not TIMESTAMP.fullmatch(timestamp) or not signature.isascii():
        return False
    try:
        return SignatureVerifier(secret).is_valid(body.decode(), timestamp, signature)
    except UnicodeDecodeError:
        return False


def understood(request: Request, body: bytes) -> dict[str, Any] | None:
    """What this form, or JSON, tells; None unless it has one of the shapes that Slack sends."""
    text = body.decode(errors="replace")
    told: object
    if text.startswith("{") or "json" in request.headers.get("content-type", ""):
        told = _json(text)
    else:
        fields = dict(parse_qsl(text, keep_blank_values=True))
        told = _json(fields["payload"]) if "payload" in fields else fields
    return told if isinstance(told, dict) and has_shape(told) else None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


async def healthy(request: Request) -> Response:
    """For whoever watches: 200, or 503 with the reasons in words. Nothing about people."""
    reasons = await health.ailing(request.app.state.app)
    return JSONResponse({"ok": not reasons, "reasons": reasons}, AILING if reasons else FINE)


async def ready(request: Request) -> Response:
    """For whoever routes requests: 200 when we can take some, 503 with the reason while we cannot."""
    reasons = await health.unready(request.app.state.app)
    return JSONResponse({"ok": not reasons, "reasons": reasons}, AILING if reasons else FINE)


async def numbers(request: Request) -> Response:
    """For Prometheus: numbers about the app, and none about people."""
    from bot import metrics  # noqa: PLC0415 - for those who ask, and not in memory for the others

    return Response(await metrics.page(request.app.state.app), media_type=metrics.CONTENT_TYPE_LATEST)


async def move_clock(request: Request) -> Response:
    """The sandbox's clock has moved: plan and send what has become due, and only then answer."""
    app: App = request.app.state.app
    if not _is_the_sandbox(app, request):
        return PlainTextResponse("there is no such page", 404)
    app.clock.run_ahead(float((await request.json())["offset_seconds"]))
    await app.errands.drain()
    before = await _said(app)
    await app.placed.renew()
    planned = await app.plan()
    await app.keep()
    await app.send_everything()
    return JSONResponse({"ok": True, "planned": planned, "delivered": await _said(app) - before})


async def _said(app: App) -> int:
    """How much Slack has heard of: whoever carries, a beat or this push of the clock, it is counted."""
    return await outbox.said(app.database)


async def next_moment(request: Request) -> Response:
    """When something is due next, for the sandbox's buttons."""
    app: App = request.app.state.app
    if not _is_the_sandbox(app, request):
        return PlainTextResponse("there is no such page", 404)
    at: datetime | None = await beat.next_moment(app.database, request.query_params.get("kind", "any"))
    return JSONResponse({"at": at.astimezone(UTC).isoformat() if at else None})


def _is_the_sandbox(app: App, request: Request) -> bool:
    token = app.settings.clock_token.get_secret_value()
    given = request.headers.get("x-clock-token", "")
    return bool(app.settings.clock_url and token) and hmac.compare_digest(given.encode(), token.encode())
