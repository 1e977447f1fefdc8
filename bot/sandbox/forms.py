"""What a person does with buttons, menus and forms: press, choose, send, close."""

from typing import Any

from bot.sandbox.blockkit import too_large, view_faults
from bot.sandbox.drawing import drawn_view
from bot.sandbox.events import Answer, Line
from bot.sandbox.form_state import (
    FIELDS,
    Values,
    complaints,
    elements,
    entered_state,
    find_element,
    option_of,
    state_values,
)
from bot.sandbox.payloads import action, interactive, message_surface, view_surface, with_state
from bot.sandbox.people import seen, somebody, spot, told
from bot.sandbox.seed import Person
from bot.sandbox.traffic import Payload
from bot.sandbox.views import STACK_LIMIT
from bot.sandbox.workspace import Impossible, Workspace


async def click(workspace: Workspace, line: Line, wish: Payload) -> Payload:
    """Press a button or choose from a menu, in a message or in a view."""
    person = somebody(workspace, wish.get("user"))
    forge = bool(wish.get("forge"))
    if wish.get("view_id"):
        view = own_view(workspace, person, wish["view_id"], forge=forge)
        entered = workspace.views.entered.setdefault(view["id"], {})
        pressed = press(workspace, view["blocks"], entered, wish)
        surface = view_surface(workspace, person, view, entered)
    else:
        place, message = pointed_at(workspace, person, wish, forge=forge)
        entered = workspace.views.entered.setdefault(f"{person.id}:{place}:{message['ts']}", {})
        pressed = press(workspace, message.get("blocks", []), entered, wish)
        surface = message_surface(workspace, person, place, message, entered)
    payload = interactive(workspace, person, "block_actions") | surface | {"actions": [pressed]}
    return told(await line.ask("interactive", payload))


def pointed_at(workspace: Workspace, person: Person, wish: Payload, *, forge: bool) -> tuple[str, Payload]:
    """The message in which something is pressed; a forger reaches other people's too. Raises Impossible(404)."""
    if not forge:
        place = spot(workspace, person, wish.get("channel"))
        return place, seen(workspace, person, place, wish.get("ts"))
    place = workspace.place(str(wish.get("channel") or person.id))
    message = workspace.find(place, str(wish.get("ts")))
    if message is None:
        raise Impossible(f"There is no message {wish.get('ts')!r} there.", 404)
    return place, message


def own_view(workspace: Workspace, person: Person, view_id: Any, *, forge: bool = False) -> Payload:
    """A view that this person has open; a forger reaches other people's too. Raises Impossible(404)."""
    found = workspace.views.find(str(view_id))
    if found is None or (found[0] != person.id and not forge):
        raise Impossible(f"{person.real_name} has no view {view_id!r} open.", 404)
    return found[1]


def press(workspace: Workspace, blocks: list[Payload], entered: Values, wish: Payload) -> Payload:
    """Find the element, note its new value, and describe the action. `forge` sends things as given, unchecked."""
    enter(blocks, entered, wish.get("values"), forge=bool(wish.get("forge")))
    action_id, block_id = str(wish.get("action_id", "")), wish.get("block_id")
    ts = workspace.clock.stamp()
    if wish.get("forge"):
        return forged(blocks, action_id, block_id, wish, ts)
    block, part = _pressed(blocks, action_id, block_id, wish.get("value"))
    state = chosen(part, wish)
    if part["type"] in FIELDS:
        entered.setdefault(block["block_id"], {})[action_id] = state
    return action(part, block["block_id"], without_type(state), ts)


def _pressed(blocks: list[Payload], action_id: str, block_id: Any, value: Any) -> tuple[Payload, Payload]:
    """What a person meant: when it was drawn anew under their hand, what stands there now with the same value."""
    try:
        return find_element(blocks, action_id, block_id)
    except Impossible:
        for block, part in elements(blocks):
            if part["action_id"] == action_id and part.get("value") == value:
                return block, part
        raise


def forged(blocks: list[Payload], action_id: str, block_id: Any, wish: Payload, ts: str) -> Payload:
    """A press as an attacker might send it: the drawn element if there is one, with whatever value is given."""
    try:
        block, part = find_element(blocks, action_id, None)
    except Impossible:
        part = {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": action_id}}
        block = {"block_id": block_id or "forged"}
    if "value" not in wish:
        return action(part, block_id or block["block_id"], {}, ts)
    state = entered_state(part, wish["value"], forge=True) if part["type"] in FIELDS else {"value": wish["value"]}
    return action(part, block_id or block["block_id"], without_type(state), ts)


def chosen(part: Payload, wish: Payload) -> Payload:
    """What pressing an element sends along. Raises Impossible for what it does not offer."""
    given = wish.get("value", wish.get("selected"))
    kind = part["type"]
    if kind in FIELDS:
        return entered_state(part, given)
    if kind == "overflow":
        return {"selected_option": option_of(part, given)}
    if kind == "feedback_buttons":
        return {"value": feedback(part, given)}
    if given is not None and given != part.get("value"):
        raise Impossible(f"The button {part['action_id']!r} does not carry the value {given!r}.", 404)
    return {}


def feedback(part: Payload, given: Any) -> str:
    """Which of the two feedback buttons was pressed."""
    values = [str(part[name]["value"]) for name in ("positive_button", "negative_button")]
    if given not in values:
        raise Impossible(f"{part['action_id']!r} offers {values}, not {given!r}.", 404)
    return str(given)


def without_type(state: Payload) -> Payload:
    """The value alone, for an action that already names its type."""
    return {name: value for name, value in state.items() if name != "type"}


def enter(blocks: list[Payload], entered: Values, values: Any, *, forge: bool = False) -> None:
    """Note what a person typed or chose, given as {block_id: {action_id: plain value}}."""
    if values is None:
        return
    if not isinstance(values, dict) or not all(isinstance(inner, dict) for inner in values.values()):
        raise Impossible("values has the form {block_id: {action_id: value}}.")
    for block_id, inner in values.items():
        for action_id, value in inner.items():
            try:
                _, part = find_element(blocks, action_id, block_id)
            except Impossible:
                if not forge:
                    raise
                part = {"type": "plain_text_input", "action_id": action_id}
            entered.setdefault(block_id, {})[action_id] = entered_state(part, value, forge=forge)


async def submit(workspace: Workspace, line: Line, wish: Payload) -> Payload:
    """Send a form, and do what the app answers: close, show errors, update, push or clear."""
    person = somebody(workspace, wish.get("user"))
    forge = bool(wish.get("forge"))
    view = own_view(workspace, person, wish.get("view_id"), forge=forge)
    if not forge and (view["type"] != "modal" or not view.get("submit")):
        raise Impossible("That view has nothing to send.", 409)
    entered = workspace.views.entered.setdefault(view["id"], {})
    enter(view["blocks"], entered, wish.get("values"), forge=forge)
    missing = {} if forge else complaints(view["blocks"], state_values(view["blocks"], entered))
    if missing:
        workspace.views.refuse(person.id, missing)
        return {"ok": False, "errors": missing, "closed": False, "view": view}
    payload = submission(workspace, person, view, entered, wish if forge else {})
    answer = await line.ask("interactive", payload)
    settle(workspace, person, view, answer)
    return outcome(workspace, person, view, answer)


def submission(workspace: Workspace, person: Person, view: Payload, entered: Values, forgery: Payload) -> Payload:
    """The view_submission payload; a forgery may put other ids in place."""
    sent = with_state(view, entered)
    if forgery:
        drawn_there = {(block["block_id"], part["action_id"]) for block, part in elements(view["blocks"])}
        for block_id, inner in entered.items():
            for action_id, state in inner.items():
                if (block_id, action_id) not in drawn_there:
                    sent["state"]["values"].setdefault(block_id, {})[action_id] = state
    sent |= {name: forgery[name] for name in ("private_metadata", "callback_id") if name in forgery}
    trigger_id = workspace.views.new_trigger(person.id, view["id"])
    payload = interactive(workspace, person, "view_submission")
    return payload | {"trigger_id": trigger_id, "view": sent, "response_urls": []}


def settle(workspace: Workspace, person: Person, view: Payload, answer: Answer) -> None:
    """Do with the form what the app answered."""
    views, body = workspace.views, answer.body or {}
    if view not in views.stack(person.id):
        return
    match body.get("response_action") if answer.problem is None else "nothing":
        case None:
            views.pop(person.id, view["id"])
        case "clear":
            views.close_all(person.id)
        case "errors" if belongs(body.get("errors"), view):
            views.refuse(person.id, {str(block): str(text) for block, text in body["errors"].items()})
        case "update" if acceptable(body.get("view")):
            views.redraw(person.id, view, drawn_view(body["view"], workspace.ids))
        case "push" if acceptable(body.get("view")) and len(views.stack(person.id)) < STACK_LIMIT:
            views.push(person.id, drawn_view(body["view"], workspace.ids))
        case action:
            if action != "nothing":
                workspace.log.breaches.append(f"the answer {action!r} to {view['callback_id']!r} cannot be drawn")
            views.apologise(person.id)


def belongs(errors: Any, view: Payload) -> bool:
    """Errors are sentences for input blocks of this form; anything else Slack answers with its banner."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return isinstance(errors, dict) and bool(errors) and set(errors) <= inputs


def acceptable(view: Any) -> bool:
    """Whether Slack would draw this form."""
    return isinstance(view, dict) and view.get("type") == "modal" and not view_faults(view) and not too_large(view)


def outcome(workspace: Workspace, person: Person, view: Payload, answer: Answer) -> Payload:
    """What the person sees after sending."""
    stack = workspace.views.stack(person.id)
    return {
        "closed": view not in stack,
        "errors": workspace.views.errors.get(person.id, {}),
        "notice": workspace.views.notices.get(person.id),
        "view": stack[-1] if stack else None,
    } | told(answer)


async def close(workspace: Workspace, line: Line, wish: Payload) -> Payload:
    """Close a form without sending it; the app hears of it when it asked to."""
    person = somebody(workspace, wish.get("user"))
    view = own_view(workspace, person, wish.get("view_id"))
    if view["type"] != "modal":
        raise Impossible("A Home page cannot be closed.", 409)
    entered = {each["id"]: workspace.views.entered.get(each["id"], {}) for each in workspace.views.stack(person.id)}
    cleared = bool(view["clear_on_close"])
    for gone in workspace.views.close_from(person.id, view["id"]):
        if gone["notify_on_close"]:
            payload = interactive(workspace, person, "view_closed") | {"is_cleared": cleared}
            await line.ask("interactive", payload | {"view": with_state(gone, entered[gone["id"]])})
    return {}
