"""Short words for acting in a sandbox through its control API, and for the blocks that tests post."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.seed import BOT_TOKEN
from bot.sandbox.server import Sandbox

SECRET = "sandbox-secret"
CLOCK_TOKEN = "sandbox-clock"
DEADLINE = 8.0
MANIFEST = {
    "_metadata": {"major_version": 2},
    "display_information": {"name": "Shoulder to Shoulder"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "shortcuts": [
            {"name": "Just finished a visit", "type": "global", "callback_id": "visit", "description": "Reflect now"},
            {"name": "Celebrate this", "type": "message", "callback_id": "celebrate", "description": "Share it"},
        ],
        "slash_commands": [{"command": "/coach-checkin", "description": "Check in", "should_escape": True}],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "commands", "im:history", "users:read"],
            "bot_optional": ["channels:read", "dnd:read", "files:write", "reactions:read"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened", "app_uninstalled", "message.im", "reaction_added", "team_join", "user_change",
                "member_joined_channel",
            ]
        }
    },
}  # fmt: skip


class Watched:
    """A running sandbox with short words for what tests do with it."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.client = AsyncWebClient(
            token=BOT_TOKEN, base_url=f"{sandbox.url}/api/", session=session, retry_handlers=[], timeout=5
        )

    async def get(self, name: str, /, **query: str) -> dict[str, Any]:
        """Ask the control API."""
        async with self.session.get(f"{self.sandbox.url}/_sandbox/{name}", params=query) as response:
            return await response.json()

    async def do(self, name: str, /, **wish: Any) -> dict[str, Any]:
        """Act through the control API."""
        async with self.session.post(f"{self.sandbox.url}/_sandbox/{name}", json=wish) as response:
            return await response.json() | {"http": response.status}

    async def api(self, method: str, /, token: str = BOT_TOKEN, **arguments: Any) -> dict[str, Any]:
        """Call a Web API method with a JSON body, and give the answer even when Slack refuses."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.sandbox.url}/api/{method}"
        async with self.session.post(url, json=arguments, headers=headers) as response:
            return await response.json()

    async def texts(self, channel: str, **query: str) -> list[str]:
        """The texts in a channel, oldest first."""
        return [message["text"] for message in (await self.get("messages", channel=channel, **query))["messages"]]

    async def sent(self, kind: str) -> list[dict[str, Any]]:
        """What was sent to the app, of one kind."""
        entries = (await self.get("log"))["entries"]
        return [entry for entry in entries if entry["direction"] == "to_app" and entry["kind"] == kind]


async def eventually(fact: Callable[[], Awaitable[Any] | Any]) -> Any:
    """Wait until a fact holds, and give it; fail after a few seconds."""
    until = time.monotonic() + DEADLINE
    while True:
        found = fact()
        found = await found if isinstance(found, Awaitable) else found
        if found:
            return found
        assert time.monotonic() < until, "It never came to be."
        await asyncio.sleep(0.01)


def section(text: str) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, value: str) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": action_id}}


def actions(*elements: dict[str, Any], block_id: str = "buttons") -> dict[str, Any]:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def text_input(block_id: str, **more: Any) -> dict[str, Any]:
    """A text field; `optional` goes to the block, the rest to the element."""
    optional = {"optional": more.pop("optional")} if "optional" in more else {}
    element = {"type": "plain_text_input", "action_id": "text", **more}
    label = {"type": "plain_text", "text": block_id}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **optional}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A form with a title and a Send button."""
    title = {"type": "plain_text", "text": "A form"}
    submit = {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "callback_id": "form", "title": title, "submit": submit, "blocks": list(blocks), **more}
