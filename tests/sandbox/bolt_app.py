"""A real Bolt app for the sandbox to talk to, over HTTP or a socket, that remembers what it heard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.pretend_slack import SECRET, Watched, modal, text_input


class RealApp:
    """An AsyncApp with one listener for each thing a person can do."""

    def __init__(self, slack: Watched) -> None:
        self.events: list[dict[str, Any]] = []
        self.bodies: list[dict[str, Any]] = []
        self.retries: list[tuple[str, str]] = []
        self.ack_of_form: dict[str, Any] = {}
        self.form = modal(text_input("reply"))
        self.bolt = AsyncApp(client=slack.client, signing_secret=SECRET, raise_error_for_unhandled_request=True)
        self._listen()

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.middleware(self._note)
        for name in ("message", "app_home_opened", "user_change", "reaction_added", "team_join"):
            bolt.event(name)(self._hear)
        bolt.command("/coach-checkin")(self._answer_command)
        bolt.shortcut("visit")(self._open_form)
        bolt.shortcut("celebrate")(self._open_form)
        bolt.action("open")(self._open_form)
        bolt.action("press")(self._press)
        bolt.view("form")(self._take_form)
        bolt.view_closed("form")(self._press)
        bolt.error(self._unhandled)

    async def _note(self, request: Any, body: dict[str, Any], next: Any) -> None:
        self.bodies.append(body)
        number, reason = (request.headers.get(f"x-slack-retry-{name}", [""])[0] for name in ("num", "reason"))
        self.retries.append((number, reason))
        await next()

    async def _hear(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    async def _answer_command(self, ack: Any, command: dict[str, Any]) -> None:
        await ack(f"You typed: {command['text']}")

    async def _open_form(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=self.form)

    async def _press(self, ack: Any) -> None:
        await ack()

    async def _take_form(self, ack: Any) -> None:
        await ack(**self.ack_of_form)

    async def _unhandled(self, error: Exception) -> BoltResponse:
        return BoltResponse(status=200, body=f"ignored: {type(error).__name__}")

    def last(self, kind: str) -> dict[str, Any]:
        """The newest interactive body of this type."""
        return next(body for body in reversed(self.bodies) if body.get("type") == kind)


@asynccontextmanager
async def over_http(slack: Watched) -> AsyncIterator[RealApp]:
    """The app behind a signed request URL."""
    app = RealApp(slack)
    runner = web.AppRunner(app.bolt.web_app(path="/slack/events"), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await slack.sandbox.set_app_url(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield app
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_socket(slack: Watched) -> AsyncIterator[RealApp]:
    """The app in Socket Mode."""
    app = RealApp(slack)
    handler = AsyncSocketModeHandler(app.bolt, "xapp-sandbox", web_client=slack.client, ping_interval=0.2)
    await handler.connect_async()
    try:
        yield app
    finally:
        await handler.close_async()
