"""What Slack is told about the app when it is created: built from the names by which the listeners hear."""

from dataclasses import dataclass
from typing import Any

from bot.slack import ids
from bot.slack.forms.workflow_step import ASKER, TOPIC, WHOM, WHOSE
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
CHANNELS = (*ids.CHANNEL_NEWS, *ids.GROUP_NEWS, *ids.SHARING, ids.MEMBER_JOINED, ids.MEMBER_LEFT)
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
STEP_RUN = "function_executed"  # Bolt hears it by the names of the steps
PERSON, TEXT = "slack#/types/user_id", "string"


@dataclass(frozen=True)
class Step:
    """A step for Workflow Builder: what it is called there, and each input by name, type, title and hint; `optional` ones may be empty."""

    callback_id: str
    title: str
    description: str
    inputs: tuple[tuple[str, str, str, str], ...]
    optional: tuple[str, ...] = ()


STEPS = (
    Step(
        ids.ASK_STEP,
        "Ask for a check-in",
        "Shows a coach or supervisor, in private, what they could ask. Nothing goes out unless they press Ask.",
        (
            (ASKER, PERSON, "Who asks", "A coach or supervisor. They decide, in their own messages with the app."),
            (WHOM, PERSON, "Whom", "One of their own people."),
            (TOPIC, TEXT, "Topic", "A word like kin, as in /coach-checkin. Leave it empty for any topic."),
        ),
        optional=(TOPIC,),
    ),
    Step(
        ids.RECORD_STEP,
        "Record a check-in",
        "Reminds one person, in private, that they can check in. The workflow never sees whether they did, or a word of it.",
        ((WHOSE, PERSON, "Whose", "The person who may want to check in. At most once a day, in their own hours."),),
    ),
)


def manifest(
    host: str | None = None,
    *,
    socket_mode: bool = False,
    org_wide: bool = False,
    token_rotation: bool = False,
    workflow_steps: bool = False,
) -> Manifest:
    """The manifest of an app that Slack reaches at this address (`https://…`, no slash at the end).

    Without an address, or with `socket_mode`, Slack reaches the app through Socket Mode; an address is then only for the
    pages that install it. `org_wide` is for Enterprise Grid. `workflow_steps` adds the two steps for Workflow Builder, which Slack's
    paid plans have; an app with steps counts as org-ready, also where it is installed in one workspace. Its form is
    docs.slack.dev/reference/app-manifest, major version 2.
    """
    address = None if socket_mode or host is None else {"request_url": f"{host}{SLACK_PATH}"}
    events = EVENTS + (EVENTS_OF_ORGANIZATIONS if org_wide else ()) + ((STEP_RUN,) if workflow_steps else ())
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": NAME,
            "description": "Keeps coaching alive from one session to the next.",
            "long_description": ABOUT,
            "background_color": "#2f5d50",
        },
        "features": _features(address),
        **({"functions": {each.callback_id: _function(each) for each in STEPS}} if workflow_steps else {}),
        "oauth_config": {
            **({"redirect_urls": [f"{host}{INSTALLED_PATH}"]} if host else {}),
            "scopes": {"bot": [*REQUIRED], "bot_optional": [*OPTIONAL]},
        },
        "settings": {
            "event_subscriptions": {**(address or {}), "bot_events": sorted(events)},
            "interactivity": {"is_enabled": True, **(address or {})},
            "org_deploy_enabled": org_wide or workflow_steps,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": token_rotation,
            **({"function_runtime": "remote"} if workflow_steps else {}),
        },
    }


def _function(step: Step) -> Manifest:
    inputs = {
        name: {"type": kind, "name": name, "title": title, "description": hint, "hint": hint}
        | {"is_required": name not in step.optional}
        for name, kind, title, hint in step.inputs
    }
    return {
        "title": step.title,
        "description": step.description,
        "input_parameters": {"properties": inputs, "required": [each for each in inputs if each not in step.optional]},
        "output_parameters": {"properties": {}, "required": []},  # nothing comes out: silence has no meaning
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
