"""Requests as Slack sends them, and what the database holds after they were refused."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.world import World

FORM = "application/x-www-form-urlencoded"
COMMAND = {
    "team_id": "T0SHOULDER",
    "user_id": "UANA",
    "channel_id": "DANA",
    "command": "/coach-checkin",
    "text": "leave",
    "api_app_id": "A0SHOULDER",
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T0SHOULDER",
    "api_app_id": "A0SHOULDER",
    "event_id": "Ev1",
    "event": {"type": "app_home_opened", "user": "UANA", "channel": "DANA", "tab": "home"},
}

CHALLENGE = {"type": "url_verification", "challenge": "say this", "token": "x"}


def opened() -> str:
    """Somebody opened App Home: an event of its own each time."""
    return json.dumps(EVENT | {"event_id": f"Ev{uuid4().hex}"})


def command(**changed: str) -> str:
    """A slash command's body: Ana leaves the program, which would change a row."""
    return urlencode(COMMAND | {"trigger_id": "1.2.3"} | changed)


async def send(world: World, body: str | bytes, headers: dict[str, str]) -> int:
    """Post it to Slack's endpoint; gives the status."""
    world.forged = True
    url = f"{world.app_url}/slack/events"
    async with world.http.post(url, data=body, headers={"Content-Type": FORM} | headers) as answer:
        return answer.status


def standing(world: World) -> tuple[dict[str, int], bytes]:
    """All that the database holds, by count and by byte."""
    return world.row_counts(), b"".join(
        path.read_bytes() for path in sorted(world.settings.data_dir.glob("shoulder.db*")) if "-shm" not in path.name
    )
