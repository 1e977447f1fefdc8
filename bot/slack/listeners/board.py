"""Who hears which click and which form: found by its name at once, however many buttons there are.

Bolt asks each listener in turn whether it is meant, which costs more with every button that is added. So Bolt knows one
listener for clicks and one for forms, and they look the name up here.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncApp

Listener = Callable[..., Awaitable[None]]
Added = Callable[[Listener], None]
ANY = re.compile("")


@dataclass(frozen=True)
class Board:
    """The listeners by name; commands, shortcuts and events are few, and Bolt's own."""

    app: AsyncApp
    clicks: dict[str, Listener] = field(default_factory=dict)
    forms: dict[str, Listener] = field(default_factory=dict)

    def action(self, name: str) -> Added:
        """Whoever hears clicks on buttons of this name."""
        return _adding(self.clicks, name)

    def view(self, name: str) -> Added:
        """Whoever hears forms of this name."""
        return _adding(self.forms, name)

    def connect(self) -> None:
        """Tell Bolt. What nobody hears is acknowledged, or Slack would repeat it."""
        forms, clicks = self.forms, self.clicks

        async def form(ack: Any, body: dict[str, Any], client: Any, context: Any) -> None:
            listener: Listener = forms.get(str(body["view"]["callback_id"]), _nobody)
            await listener(ack=ack, body=body, client=client, context=context)

        async def click(ack: Any, body: dict[str, Any], client: Any, context: Any) -> None:
            listener: Listener = clicks.get(str(body["actions"][0]["action_id"]), _nobody)
            await listener(ack=ack, body=body, client=client, context=context)

        hear_forms: Any = self.app.view(ANY)
        hear_forms(form)
        hear_clicks: Any = self.app.action(ANY)
        hear_clicks(click)


def _adding(listeners: dict[str, Listener], name: str) -> Added:
    def add(listener: Listener) -> None:
        if name in listeners:
            raise ValueError(f"two listeners for {name}")
        listeners[name] = listener

    return add


async def _nobody(ack: Any, **_: Any) -> None:
    await ack()
