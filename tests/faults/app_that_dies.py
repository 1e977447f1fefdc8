"""Start the real app, and let it kill itself with SIGKILL at one moment: `python -m tests.faults.app_that_dies --at …`.

With `--kind nudge` (celebration, digest …) a moment counts only while a message of that kind is under way.
"""

import argparse
import os
import signal
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from bot import cli
from bot.services import beat, claims, delivery
from bot.slack.listeners import nudges
from bot.slack.messenger import SlackMessenger

Step = Callable[..., Awaitable[Any]]


def die() -> None:
    """As `kill -9` does it: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(owner: ModuleType | type, name: str, *, before: bool, counts: Callable[[tuple[Any, ...], Any], bool]) -> None:
    """Die just before or just after this function, when the moment counts."""
    real: Step = getattr(owner, name)

    async def deadly(*given: Any, **named: Any) -> Any:
        if before and counts(given, named):
            die()
        done = await real(*given, **named)
        if not before and counts(given, done):
            die()
        return done

    setattr(owner, name, deadly)


def arm(at: str, kind: str) -> None:
    """Prepare the one moment."""
    match at:
        case "after_planning":
            wrap(beat, "plan", before=False, counts=lambda _, planned: bool(planned))
        case "after_claiming":
            wrap(claims, "claim", before=False, counts=lambda _, taken: any(held.kind == kind for held in taken.claims))
        case "before_slack_hears":
            wrap(SlackMessenger, "post", before=True, counts=lambda given, _: type(given[2]).__name__.lower() == kind)
        case "after_slack_took_it":
            wrap(delivery, "_settle", before=True, counts=lambda given, _: any(held.kind == kind for held in given[1]))
        case "after_looking":
            wrap(SlackMessenger, "find", before=False, counts=lambda *_: True)
        case "after_settling":
            wrap(delivery, "_settle", before=False, counts=lambda given, _: any(held.kind == kind for held in given[1]))
        case "after_saving_a_step":
            wrap(nudges, "save_step", before=False, counts=lambda *_: True)


MOMENTS = (
    "after_planning",
    "after_claiming",
    "before_slack_hears",
    "after_slack_took_it",
    "after_looking",
    "after_settling",
    "after_saving_a_step",
)


def main() -> None:
    """Read the moment, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", choices=MOMENTS, required=True)
    parser.add_argument("--kind", default="nudge")
    asked = parser.parse_args()
    arm(asked.at, asked.kind)
    cli.cli(["serve"])


if __name__ == "__main__":
    main()
