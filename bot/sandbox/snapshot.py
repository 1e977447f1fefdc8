"""The workspace on disk, so that tomorrow's demo goes on where today's ended."""

import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from bot.sandbox.seed import Channel, Person
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Workspace

VERSION = 1
QUIET_SECONDS = 0.3
LONGEST_SECONDS = 2.0
NOT_KEPT = frozenset({"log", "app"})


def taken(workspace: Workspace) -> Payload:
    """Everything worth keeping: not the traffic, the faults or tickets that last seconds."""
    return {
        "version": VERSION,
        "offset": workspace.clock.offset,
        "last_stamp": workspace.clock.last_stamp,
        "people": [asdict(person) for person in workspace.people.values()],
        "channels": [asdict(channel) for channel in workspace.channels.values()],
        "messages": workspace.messages,
        "installed": workspace.installed,
        "modals": workspace.views.modals,
        "homes": workspace.views.homes,
        "entered": workspace.views.entered,
    }


def restore(workspace: Workspace, snapshot: Payload) -> None:
    """Put a snapshot in place of the seed. Raises ValueError when it is of another kind."""
    if snapshot.get("version") != VERSION:
        raise ValueError("This snapshot was written by another version of the sandbox.")
    workspace.clock.offset = snapshot["offset"]
    workspace.clock.last_stamp = snapshot["last_stamp"]
    workspace.people = {person["id"]: Person(**person) for person in snapshot["people"]}
    workspace.channels = {channel["id"]: _channel(channel) for channel in snapshot["channels"]}
    workspace.messages = snapshot["messages"]
    workspace.installed = snapshot["installed"]
    workspace.views.modals = snapshot["modals"]
    workspace.views.homes = snapshot["homes"]
    workspace.views.entered = snapshot["entered"]


def load(workspace: Workspace, path: Path) -> None:
    """Restore from a file, if there is one."""
    if path.exists():
        restore(workspace, json.loads(path.read_text(encoding="utf-8")))


def save(workspace: Workspace, path: Path) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_text(json.dumps(taken(workspace)), encoding="utf-8")
    os.replace(fresh, path)


async def keep_saving(workspace: Workspace, path: Path) -> None:
    """Save when a burst of changes is over, and every two seconds while it lasts, until the workspace closes."""
    changed, saved = False, time.monotonic()
    async for note in workspace.feed.follow(workspace.feed.cursor, QUIET_SECONDS):
        changed = changed or (note is not None and note["type"] not in NOT_KEPT)
        if changed and (note is None or time.monotonic() - saved > LONGEST_SECONDS):
            save(workspace, path)
            changed, saved = False, time.monotonic()


def _channel(channel: Payload) -> Channel:
    return Channel(**channel | {"members": tuple(channel["members"])})
