"""Steps of workflows: somebody's workflow reaches a step of the app's, and the app says how it ended."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Impossible, Refused, Workspace

RUNNING, DONE, FAILED = "running", "completed", "failed"


def run(workspace: Workspace, wish: Payload) -> Payload:
    """A workflow reaches a step: {callback_id, inputs}. With the `execution_id` of an earlier one, Slack tells of that again."""
    callback_id, inputs = str(wish.get("callback_id", "")), wish.get("inputs") or {}
    function = workspace.manifest.functions.get(callback_id)
    if function is None or not workspace.manifest.hears("function_executed"):
        raise Impossible(f"The app has no step {callback_id!r}.", 404)
    _check(function["input_parameters"], inputs)
    execution = _execution(workspace, wish.get("execution_id"), callback_id)
    workspace.announce("function_executed", _event(workspace, function, execution, inputs))
    return {"execution_id": execution["id"]}


def _check(wanted: Payload, inputs: Payload) -> None:
    """Workflow Builder lets nobody publish a workflow in which a step lacks what it needs."""
    if missing := [name for name in wanted.get("required", []) if not inputs.get(name)]:
        raise Impossible(f"The step needs: {', '.join(missing)}.")
    if strange := [name for name in inputs if name not in wanted["properties"]]:
        raise Impossible(f"The step takes no {', '.join(strange)}.")


def _execution(workspace: Workspace, again: Any, callback_id: str) -> Payload:
    if again is not None:
        if again not in workspace.executions:
            raise Impossible(f"There was no execution {again!r}.", 404)
        return workspace.executions[again]
    named: Payload = {"id": workspace.ids.new("Fx"), "callback_id": callback_id}
    made = named | {"state": RUNNING, "outputs": None, "error": None, "token": f"xwfp-{workspace.ids.new('step')}"}
    workspace.executions[made["id"]] = made
    return made


def _event(workspace: Workspace, function: Payload, execution: Payload, inputs: Payload) -> Payload:
    parameters = [
        {
            "type": each["type"],
            "name": name,
            "title": each.get("title", ""),
            "is_required": bool(each.get("is_required")),
        }
        for name, each in function["input_parameters"]["properties"].items()
    ]
    about = {
        "id": f"Fn{execution['callback_id'].upper()}",
        "callback_id": execution["callback_id"],
        "title": function["title"],
        "description": function["description"],
        "type": "app",
        "input_parameters": parameters,
        "output_parameters": [],
        "app_id": workspace.seed.app_id,
    }
    return {
        "type": "function_executed",
        "function": about,
        "inputs": inputs,
        "function_execution_id": execution["id"],
        "workflow_execution_id": f"Wx{execution['id'][2:]}",
        "event_ts": workspace.clock.stamp(),
        "bot_access_token": execution["token"],
    }


def shown(workspace: Workspace) -> Payload:
    """How each execution stands, the oldest first, without its token."""
    kept = ("id", "callback_id", "state", "outputs", "error")
    return {"steps": [{name: each[name] for name in kept} for each in workspace.executions.values()]}


def is_for_a_step(workspace: Workspace, token: str) -> bool:
    """Whether this is the short-lived token that came with a step."""
    return any(each["token"] == token for each in workspace.executions.values())


def complete_success(workspace: Workspace, arguments: Arguments) -> Payload:
    """functions.completeSuccess: the step is done, with these outputs."""
    outputs = arguments.values.get("outputs")
    if not isinstance(outputs, dict):
        raise Refused("invalid_arguments")
    execution = _running(workspace, arguments)
    wanted = workspace.manifest.functions[execution["callback_id"]]["output_parameters"]["properties"]
    if set(outputs) - set(wanted):
        raise Refused("parameter_validation_failed")
    execution |= {"state": DONE, "outputs": outputs}
    return {}


def complete_error(workspace: Workspace, arguments: Arguments) -> Payload:
    """functions.completeError: the step failed, and this is why."""
    execution = _running(workspace, arguments)
    execution |= {"state": FAILED, "error": arguments.need("error")}
    return {}


def _running(workspace: Workspace, arguments: Arguments) -> Payload:
    execution = workspace.executions.get(arguments.need("function_execution_id"))
    if execution is None:
        raise Refused("function_execution_not_found")
    if execution["state"] != RUNNING:
        raise Refused("execution_not_in_running_state")
    return execution
