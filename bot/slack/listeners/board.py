"""Who hears which click, form and command: found by its name at once, however many there are.

Bolt asks each listener in turn whether it is meant, and gathers thirty arguments each time. Clicks, forms and commands are
most of what comes, so they are heard before Bolt's listeners, which hear events and shortcuts.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.passage import GoOn, Passage

Listener = Callable[..., Awaitable[None]]
Added = Callable[[Listener], None]


@dataclass(frozen=True)
class Board:
    """The listeners by name; shortcuts and events are few, and Bolt's own."""

    app: AsyncApp
    clicks: dict[str, Listener] = field(default_factory=dict)
    forms: dict[str, Listener] = field(default_factory=dict)
    commands: dict[str, Listener] = field(default_factory=dict)

    def action(self, name: str) -> Added:
        """Whoever hears clicks on buttons of this name."""
        return _adding(self.clicks, name)

    def view(self, name: str) -> Added:
        """Whoever hears forms of this name."""
        return _adding(self.forms, name)

    def command(self, name: str) -> Added:
        """Whoever hears this command."""
        return _adding(self.commands, name)

    def connect(self) -> None:
        """Tell Bolt. What nobody hears is acknowledged, or Slack would repeat it."""
        self.app.use(Passage(self._hear))

    async def _hear(self, request: AsyncBoltRequest, go_on: GoOn) -> BoltResponse | None:
        body, ack = request.body, request.context.ack
        listener = self._meant(body)
        if listener is None:
            return await go_on()
        await listener(ack=ack, body=body, client=request.context.client, context=request.context)
        return ack.response

    def _meant(self, body: dict[str, Any]) -> Listener | None:
        listener: Listener | None = None
        match body.get("type"):
            case "view_submission":
                listener = self.forms.get(str(body["view"].get("callback_id")), _nobody)
            case "block_actions":
                listener = self.clicks.get(str(body["actions"][0]["action_id"]), _nobody)
            case None:
                listener = self.commands.get(str(body.get("command")))
        return listener


def _adding(listeners: dict[str, Listener], name: str) -> Added:
    def add(listener: Listener) -> None:
        if name in listeners:
            raise ValueError(f"two listeners for {name}")
        listeners[name] = listener

    return add


async def _nobody(ack: Any, **_: Any) -> None:
    await ack()
