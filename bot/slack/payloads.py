"""What Slack is given to post: a text that says it all, and blocks."""

from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block


@dataclass(frozen=True)
class Payload:
    """What Slack is given: `text` for notifications and screen readers, blocks for everybody else."""

    text: str
    blocks: tuple[Block, ...]

    def as_arguments(self) -> dict[str, Any]:
        """The arguments of chat.postMessage and chat.update."""
        return {"text": self.text, "blocks": list(self.blocks)}
