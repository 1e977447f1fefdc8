"""A step that a workflow reached, as Slack tells of it. Whoever built the workflow wrote its inputs, so they prove nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.forms.reading import is_id

ASKER, WHOM, TOPIC, WHOSE = "asker", "whom", "topic", "whose"
LONGEST_TOPIC = 80


@dataclass(frozen=True)
class Step:
    """One run of a step. `execution` is Slack's name for it; `token` is good for its answer alone and is kept nowhere."""

    execution: str
    inputs: Mapping[str, Any]
    token: str

    def person(self, name: str) -> str:
        """The Slack id in this input; empty where there is none."""
        found = self.inputs.get(name)
        return str(found) if is_id(found) else ""

    @property
    def topic(self) -> str:
        """The topic as it was written, or nothing."""
        found = self.inputs.get(TOPIC)
        return found.strip()[:LONGEST_TOPIC] if isinstance(found, str) else ""

    def answering(self) -> dict[str, str]:
        """What an answer to Slack has to carry."""
        return {"function_execution_id": self.execution, **({"token": self.token} if self.token else {})}


def read_step(event: Mapping[str, Any]) -> Step:
    """Take from the event what we need."""
    execution, inputs, token = (event.get(each) for each in ("function_execution_id", "inputs", "bot_access_token"))
    return Step(
        execution=str(execution) if is_id(execution) else "",
        inputs=inputs if isinstance(inputs, dict) else {},
        token=str(token) if is_id(token) else "",
    )
