"""How the app opens forms, changes them and draws Home pages, and how blocks are judged on request."""

from typing import Any

from bot.sandbox.arguments import Arguments, complaint
from bot.sandbox.blockkit import Fault, block_faults, message_faults, too_large, view_faults
from bot.sandbox.drawing import drawn_view
from bot.sandbox.traffic import Payload
from bot.sandbox.views import STACK_LIMIT, Trigger
from bot.sandbox.workspace import Refused, Workspace

ANOTHER_STACK = "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]"


def open_view(workspace: Workspace, arguments: Arguments) -> Payload:
    """views.open: a form, in exchange for a trigger."""
    drawing = acceptable(workspace, arguments, "modal")
    trigger = spent(workspace, arguments)
    return {"view": workspace.views.open(trigger.user, drawing)}


def push_view(workspace: Workspace, arguments: Arguments) -> Payload:
    """views.push: a form on top of the one in which something was pressed; three at most."""
    drawing = acceptable(workspace, arguments, "modal")
    trigger = spent(workspace, arguments)
    stack = workspace.views.stack(trigger.user)
    pressed_in = workspace.views.find(trigger.view_id) if trigger.view_id else None
    if trigger.view_id is None or (pressed_in and pressed_in[1]["type"] != "modal"):
        raise complaint(ANOTHER_STACK)
    if pressed_in is None:
        raise Refused("not_found")
    if len(stack) >= STACK_LIMIT:
        raise Refused("push_limit_reached")
    return {"view": workspace.views.push(trigger.user, drawing)}


def update_view(workspace: Workspace, arguments: Arguments) -> Payload:
    """views.update: draw an open view anew, by its id or the app's own id for it."""
    view_id, external_id = arguments.text("view_id"), arguments.text("external_id")
    if not view_id and not external_id:
        raise complaint("missing required field: view_id")
    if not view_id:
        view_id = (workspace.views.with_external_id(external_id) or {}).get("id", "")
    found = workspace.views.find(view_id)
    if found is None:
        raise Refused("not_found")
    user, view = found
    drawing = acceptable(workspace, arguments, view["type"], besides=view["id"])
    refuse_old_hash(arguments, view)
    return {"view": workspace.views.redraw(user, view, drawing)}


def publish_view(workspace: Workspace, arguments: Arguments) -> Payload:
    """views.publish: someone's Home page."""
    if not workspace.manifest.home_tab:
        raise Refused("not_enabled")
    user = arguments.need("user_id")
    if user not in workspace.people:
        raise complaint("invalid `user_id`")
    home = workspace.views.homes.get(user)
    drawing = acceptable(workspace, arguments, "home", besides=home["id"] if home else "")
    if home is not None:
        refuse_old_hash(arguments, home)
    return {"view": workspace.views.publish(user, drawing)}


def acceptable(workspace: Workspace, arguments: Arguments, kind: str, besides: str = "") -> Payload:
    """The view as it will be stored. Raises Refused with Slack's sentences."""
    view = arguments.get("view")
    if view is None:
        raise complaint("missing required field: view")
    faults = view_faults(view)
    if not faults and view["type"] != kind:
        faults = [Fault("must be a valid enum value", "/view/type")]
    if faults:
        raise Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]})
    if too_large(view):
        raise Refused("view_too_large")
    twin = workspace.views.with_external_id(view.get("external_id") or "")
    if twin is not None and twin["id"] != besides:
        raise Refused("duplicate_external_id")
    return drawn_view(view, workspace.ids)


def spent(workspace: Workspace, arguments: Arguments) -> Trigger:
    """The trigger, used up. Raises Refused with Slack's error."""
    trigger = workspace.views.spend(arguments.need("trigger_id"))
    if isinstance(trigger, str):
        raise Refused(trigger)
    return trigger


def refuse_old_hash(arguments: Arguments, view: Payload) -> None:
    """Someone else drew the view since the app last looked."""
    if arguments.text("hash") and arguments.text("hash") != view["hash"]:
        raise Refused("hash_conflict")


def validate_blocks(workspace: Workspace, arguments: Arguments) -> Payload:
    """blocks.validate: judge blocks, a view or a message without sending it; needs no token."""
    del workspace
    given = [name for name in ("blocks", "view", "message") if arguments.get(name) is not None]
    if len(given) != 1:
        sentence = "must provide exactly one of `blocks`, `view`, or `message`"
        raise Refused("invalid_arguments", response_metadata={"messages": [sentence]})
    faults = _judged(given[0], arguments.get(given[0]))
    if faults:
        listed = [{"code": "failed_constraint", "message": fault.message, "pointer": fault.pointer} for fault in faults]
        raise Refused(f"invalid_{given[0]}", errors=listed)
    return {}


def _judged(name: str, value: Any) -> list[Fault]:
    if name == "blocks":
        return block_faults(value)
    if name == "view":
        return view_faults(value, root="")
    if not isinstance(value, dict):
        return [Fault("must provide an object", "")]
    return message_faults(value.get("blocks"), value.get("text"), value.get("metadata"))
