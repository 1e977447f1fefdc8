"""What Slack is told about the app when it is created: built from the names by which the listeners hear."""

from typing import Any

from bot.slack import ids
from bot.slack.scopes import OPTIONAL, REQUIRED

Manifest = dict[str, Any]
SLACK_PATH = "/slack/events"
INSTALLED_PATH = "/slack/oauth_redirect"
NAME = "Shoulder to Shoulder"
ABOUT = (
    "Short questions between coaching sessions, for people who work in child welfare, in their own hours. What they answer "
    "is theirs: they pick who can read each reply. A small success can be shared in the coach channel. Once a week, a coach "
    "gets what was shared with them. A supervisor can ask for a check-in, and sees no words that were not shared."
)
SHORTCUTS = (
    ("Just finished a visit", "global", ids.JUST_FINISHED_A_VISIT, "A two-minute debrief, for you"),
    ("Celebrate this", "message", ids.CELEBRATE_THIS, "Share a small success of your own in the coach channel"),
)
CHANNELS = (*ids.CHANNEL_NEWS, *ids.GROUP_NEWS, ids.MEMBER_JOINED, ids.MEMBER_LEFT)
EVENTS = (
    ids.HOME_OPENED,
    f"{ids.MESSAGE}.im",
    ids.PERSON_CHANGED,
    ids.PERSON_JOINED,
    ids.TAKEN_OUT,
    ids.TOKENS_REVOKED,
    *CHANNELS,
)
EVENTS_OF_ORGANIZATIONS = (ids.LET_IN, ids.LET_OUT)


def manifest(
    host: str | None = None, *, socket_mode: bool = False, org_wide: bool = False, token_rotation: bool = False
) -> Manifest:
    """The manifest of an app that Slack reaches at this address (`https://…`, no slash at the end).

    Without an address, or with `socket_mode`, Slack reaches the app through Socket Mode; an address is then only for the
    pages that install it. `org_wide` is for Enterprise Grid. Its form is docs.slack.dev/reference/app-manifest, major version 2.
    """
    address = None if socket_mode or host is None else {"request_url": f"{host}{SLACK_PATH}"}
    events = EVENTS + (EVENTS_OF_ORGANIZATIONS if org_wide else ())
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": NAME,
            "description": "Keeps coaching alive from one session to the next.",
            "long_description": ABOUT,
            "background_color": "#2f5d50",
        },
        "features": _features(address),
        "oauth_config": {
            **({"redirect_urls": [f"{host}{INSTALLED_PATH}"]} if host else {}),
            "scopes": {"bot": [*REQUIRED], "bot_optional": [*OPTIONAL]},
        },
        "settings": {
            "event_subscriptions": {**(address or {}), "bot_events": sorted(events)},
            "interactivity": {"is_enabled": True, **(address or {})},
            "org_deploy_enabled": org_wide,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": token_rotation,
        },
    }


def _features(address: dict[str, str] | None) -> Manifest:
    shortcuts = [
        {"name": name, "type": kind, "callback_id": callback_id, "description": description}
        for name, kind, callback_id, description in SHORTCUTS
    ]
    command = {
        "command": ids.COMMAND,
        **({"url": address["request_url"]} if address else {}),
        "description": "Check in now, ask for a check-in, or see how things stand",
        "usage_hint": "[@person | team | status | why | pause | help]",
        "should_escape": True,  # so that @ana arrives as <@U…|ana>
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "shortcuts": shortcuts,
        "slash_commands": [command],
    }
