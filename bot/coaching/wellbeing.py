"""What follows from a look at one's own wellbeing, on the spot: nothing of it is kept, counted or scored."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from bot.coaching.questions import Path, Step

HELP, MORE = "help", "more"
PROQOL = "https://proqol.org"
_HEAVY = {"weight": "not okay", "month": "yes"}


class Next(StrEnum):
    """What somebody may want to do after it, in the words that the path offers."""

    PROQOL = "take the free ProQOL on my own"
    PLAN = "set a small plan"
    COACH = "ask my coach for time"
    DONE = "I am done"


def is_heavy(answers: Mapping[str, str | None]) -> bool:
    """Whether people who can help come first and larger: *not okay*, or for a month and more (the Toolkit, p. 107)."""
    return any(answers.get(step) == heavy for step, heavy in _HEAVY.items())


def halves(path: Path) -> tuple[tuple[Step, ...], Step, Step]:
    """What is asked, the step that names people who can help, and the one that asks what they want to do."""
    first = next(number for number, step in enumerate(path.steps) if step.role == HELP)
    more = next(step for step in path.steps if step.role == MORE)
    return path.steps[:first], path.steps[first], more


def naming(step: Step, eap: str, coach: str) -> Step:
    """The step with the agency's own line and the coach in it."""
    return replace(step, text=step.text.replace("{eap}", eap).replace("{coach}", coach))
