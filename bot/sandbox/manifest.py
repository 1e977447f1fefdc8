"""What the app may do and offers: its scopes, commands, shortcuts and events, read from its manifest."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Command:
    """A slash command; `should_escape` turns @ana into <@UANA|ana> before the app sees it."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A global or message shortcut."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """The parts of an app's manifest that change what Slack does. `None` for scopes or events means: all of them."""

    scopes: tuple[str, ...] | None = None
    events: tuple[str, ...] | None = None
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    functions: dict[str, Any] = field(default_factory=dict)
    home_tab: bool = True
    messages_tab: bool = True
    written: dict[str, Any] = field(default_factory=dict)
    rotates: bool = False  # its tokens last twelve hours

    def grants(self, scope: str) -> bool:
        """Whether the app's bot token carries this scope."""
        return self.scopes is None or scope in self.scopes

    def without(self, *scopes: str) -> "Manifest":
        """The same app, installed by somebody who declined these scopes."""
        return replace(self, scopes=tuple(scope for scope in self.scopes or () if scope not in scopes))

    def hears(self, event: str) -> bool:
        """Whether the app subscribed to this event (`message.im`, `app_home_opened` …)."""
        return self.events is None or event in self.events

    def command(self, name: str) -> Command | None:
        """The command of this name, if the app has it."""
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """The shortcut with this callback id, if the app has it."""
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest file. Raises OSError when it is missing and ValueError when it is not JSON."""
    return parse_manifest(json.loads(path.read_text(encoding="utf-8")))


def parse_manifest(manifest: dict[str, Any]) -> Manifest:
    """Take what concerns us from a manifest of major version 2 (docs.slack.dev/reference/app-manifest)."""
    features = manifest.get("features", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    home = features.get("app_home", {})
    subscriptions = manifest.get("settings", {}).get("event_subscriptions", {})
    return Manifest(
        scopes=(*scopes.get("bot", []), *scopes.get("bot_optional", [])),
        events=tuple(subscriptions.get("bot_events", [])),
        commands=tuple(_command(command) for command in features.get("slash_commands", [])),
        shortcuts=tuple(_shortcut(shortcut) for shortcut in features.get("shortcuts", [])),
        functions=manifest.get("functions", {}),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        written=manifest,
        rotates=bool(manifest.get("settings", {}).get("token_rotation_enabled", False)),
    )


def _command(command: dict[str, Any]) -> Command:
    return Command(
        command=command["command"],
        description=command.get("description", ""),
        usage_hint=command.get("usage_hint", ""),
        should_escape=bool(command.get("should_escape", False)),
    )


def _shortcut(shortcut: dict[str, Any]) -> Shortcut:
    return Shortcut(
        name=shortcut["name"],
        type=shortcut["type"],
        callback_id=shortcut["callback_id"],
        description=shortcut.get("description", ""),
    )
