"""Steps of workflows: how the pretend Slack tells of one, and how it takes its end."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.seed import BOT_TOKEN
from tests.sandbox.pretend_slack import MANIFEST, Watched, eventually

INPUTS = {
    "who": {"type": "slack#/types/user_id", "name": "who", "is_required": True},
    "on": {"type": "string", "name": "on"},
}
STEP = {
    "title": "Wave",
    "description": "Waves at somebody",
    "input_parameters": {"properties": INPUTS, "required": ["who"]},
    "output_parameters": {"properties": {"waved": {"type": "boolean", "name": "waved"}}, "required": []},
}


@pytest.fixture
async def slack(opened: Callable[..., Awaitable[Watched]], tmp_path: Path) -> Watched:
    """A sandbox whose app has one step."""
    path = tmp_path / "with_a_step.json"
    settings: dict[str, Any] = {"event_subscriptions": {"bot_events": ["function_executed"]}}
    path.write_text(json.dumps({**MANIFEST, "functions": {"wave": STEP}, "settings": settings}), encoding="utf-8")
    return await opened(manifest=path)


async def test_a_step_is_told_with_its_inputs_and_a_token(slack: Watched) -> None:
    """The same execution twice, in two events; the log keeps no token."""
    told: list[dict[str, Any]] = []
    slack.sandbox.workspace.tell_app.append(lambda _, event: told.append(event))

    made = await slack.do("step", callback_id="wave", inputs={"who": "UANA"})
    await slack.do("step", callback_id="wave", inputs={"who": "UANA"}, execution_id=made["execution_id"])
    await eventually(lambda: len(told) == 2)

    assert ["function_executed"] * 2 == [each["type"] for each in told]
    assert [("wave", {"who": "UANA"})] * 2 == [(each["function"]["callback_id"], each["inputs"]) for each in told]
    assert {made["execution_id"]} == {each["function_execution_id"] for each in told}
    assert {True} == {each["bot_access_token"].startswith("xwfp-") for each in told}
    assert "xwfp-" not in json.dumps([await slack.get("log"), await slack.get("steps")])


async def test_a_step_that_no_workflow_could_reach_is_refused(slack: Watched) -> None:
    """One that the manifest lacks, one without its input, one with an input too many."""
    answers = [
        await slack.do("step", callback_id="dance", inputs={}),
        await slack.do("step", callback_id="wave", inputs={}),
        await slack.do("step", callback_id="wave", inputs={"who": "UANA", "why": "x"}),
        await slack.do("step", callback_id="wave", inputs={"who": "UANA"}, execution_id="Fx1"),
    ]

    assert [
        "The app has no step 'dance'.",
        "The step needs: who.",
        "The step takes no why.",
        "There was no execution 'Fx1'.",
    ] == [each["error"] for each in answers]


async def _ran(slack: Watched) -> str:
    return str((await slack.do("step", callback_id="wave", inputs={"who": "UANA"}))["execution_id"])


async def test_a_step_ends_once(slack: Watched) -> None:
    """Well with the step's own token, or badly with the bot's, and never again."""
    well, badly = await _ran(slack), await _ran(slack)
    token = slack.sandbox.workspace.executions[well]["token"]

    done = await slack.api("functions.completeSuccess", token, function_execution_id=well, outputs={"waved": True})
    failed = await slack.api("functions.completeError", BOT_TOKEN, function_execution_id=badly, error="Nobody there.")
    again = await slack.api("functions.completeError", function_execution_id=well, error="Too late.")
    steps = (await slack.get("steps"))["steps"]

    assert [True, True] == [done["ok"], failed["ok"]]
    assert "execution_not_in_running_state" == again["error"]
    assert [("completed", {"waved": True}, None), ("failed", None, "Nobody there.")] == [
        (each["state"], each["outputs"], each["error"]) for each in steps
    ]


async def test_no_other_end_is_taken(slack: Watched) -> None:
    """Of an execution that never was, or with an output that the manifest does not name."""
    ran = await _ran(slack)

    unknown = await slack.api("functions.completeSuccess", function_execution_id="Fx1", outputs={})
    strange = await slack.api("functions.completeSuccess", function_execution_id=ran, outputs={"danced": True})

    assert "function_execution_not_found" == unknown["error"]
    assert "parameter_validation_failed" == strange["error"]
