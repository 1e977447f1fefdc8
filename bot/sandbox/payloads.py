"""The forms in which Slack tells an app what a person did: pressed, sent, closed, typed or called."""

import copy
import html
import re
from typing import Any

from bot.sandbox.events import VERIFICATION
from bot.sandbox.form_state import FIELDS, Values, state_values
from bot.sandbox.seed import Person
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Workspace, heard


def interactive(workspace: Workspace, person: Person, kind: str) -> Payload:
    """What every interactive payload has in common."""
    seed, org_wide = workspace.seed, workspace.org_wide
    organization = {"id": seed.enterprise, "name": seed.enterprise} if seed.enterprise else None
    return {
        "type": kind,
        "team": None if org_wide else {"id": seed.team_id, "domain": seed.domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id or seed.team_id,
        },
        "enterprise": organization,
        "api_app_id": seed.app_id,
        "token": VERIFICATION,
        "is_enterprise_install": org_wide,
    }


def message_surface(workspace: Workspace, person: Person, place: str, message: Payload, entered: Values) -> Payload:
    """The message that a button was pressed in. An ephemeral one comes without its content, as from Slack."""
    ephemeral = "ephemeral_for" in message
    values = state_values(message.get("blocks", []), entered)
    surface = {
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": place,
            "is_ephemeral": ephemeral,
        },
        "trigger_id": workspace.views.new_trigger(person.id),
        "channel": {"id": place, "name": channel_name(workspace, place)},
        "state": {"values": values},
        "response_url": workspace.new_response_url(place, person.id, message["ts"]),
    }
    return surface | ({} if ephemeral else {"message": heard(message)})


def view_surface(workspace: Workspace, person: Person, view: Payload, entered: Values) -> Payload:
    """The form or Home page that something was pressed in."""
    return {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": workspace.views.new_trigger(person.id, view["id"]),
        "view": with_state(view, entered),
        "state": {"values": state_values(view["blocks"], entered)},
    }


def with_state(view: Payload, entered: Values) -> Payload:
    """A view with what people typed into it so far."""
    return copy.deepcopy(view) | {"state": {"values": state_values(view["blocks"], entered)}}


def action(part: Payload, block_id: str, state: Payload, ts: str) -> Payload:
    """What was pressed or chosen, as it stands in `actions`."""
    pressed = {"type": part["type"], "action_id": part["action_id"], "block_id": block_id, "action_ts": ts}
    for name in ("text", "value", "style", "placeholder", "confirm", "url"):
        if name in part and part["type"] not in FIELDS:
            pressed[name] = part[name]
    return pressed | state


def slash_command(workspace: Workspace, person: Person, place: str, command: str, text: str) -> Payload:
    """A typed command; every value is a string, since HTTP sends it as a form."""
    seed = workspace.seed
    organization = {"enterprise_id": seed.enterprise, "enterprise_name": seed.enterprise} if seed.enterprise else {}
    return {
        **organization,
        "token": VERIFICATION,
        "team_id": seed.team_id,
        "team_domain": seed.domain,
        "channel_id": place,
        "channel_name": channel_name(workspace, place),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": seed.app_id,
        "is_enterprise_install": str(workspace.org_wide).lower(),
        "response_url": workspace.new_response_url(place, person.id, None),
        "trigger_id": workspace.views.new_trigger(person.id),
    }


def rich_text(text: str, block_id: str) -> list[dict[str, Any]]:
    """The block that Slack makes of a typed message, whose text is escaped and has its mentions marked."""
    parts = [_inline(part) for part in re.split(r"(<[@#]\w+(?:\|[^<>]*)?>)", text) if part]
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _inline(part: str) -> Payload:
    if part.startswith("<@"):
        return {"type": "user", "user_id": part[2:-1]}
    if part.startswith("<#"):
        return {"type": "channel", "channel_id": part[2:-1].partition("|")[0]}
    return {"type": "text", "text": html.unescape(part)}


def channel_name(workspace: Workspace, place: str) -> str:
    """A channel's name; Slack calls every DM `directmessage`."""
    return "directmessage" if workspace.person_of_dm(place) else workspace.channels[place].name
