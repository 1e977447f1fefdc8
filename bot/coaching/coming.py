"""What one window of somebody's hours brings: a question, “shall I pause?”, or nothing, and why nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.coaching import choosing, practice, silence
from bot.coaching.choosing import Cells
from bot.coaching.language import mark
from bot.coaching.past import Past
from bot.coaching.people import may_be_requested
from bot.coaching.prompts import Prompt

FULL = mark("you already had your questions for the week")
LOWERED = mark("it was quiet, so fewer come for now")
WAITS = mark("it was quiet for a while, and I wait until you are back")
ALL_REST = mark("every question was asked not long ago")
NONE_REVIEWED = mark("your agency sends only reviewed questions, and none is reviewed yet")


@dataclass(frozen=True)
class Wishes:
    """What is known of one person: how many a week they picked, and what to choose by.

    `silent` is how many of the clock's questions came since they last did anything; `suggested` is what their coach would
    like them to be asked, `practice` the month's question on principle and practice.
    """

    per_week: int
    silent: int = 0
    new: bool = False
    goal_topics: Sequence[str] = ()
    suggested: Prompt | None = None
    practice: Prompt | None = None


@dataclass(frozen=True)
class Coming:
    """What comes. Without a question and without “shall I pause?” there is a reason."""

    prompt: Prompt | None = None
    asks_pause: bool = False
    because: str | None = None
    by_suggestion: bool = False


def coming(cells: Cells, wishes: Wishes, past: Past, day: date, *, celebrated: int) -> Coming:
    """What this local day's window brings to somebody of whom nothing else speaks against it.

    The week's questions and small successes that were posted (`celebrated`) together stay within what they picked, or
    within less after silence. What the coach suggested comes next, unless it was asked not long ago.
    """
    if silence.waits(wishes.per_week, wishes.silent):
        return Coming(because=WAITS)
    had, most = past.of_week(day) + celebrated, silence.at_most(wishes.per_week, wishes.silent)
    if had >= most:
        return Coming(because=FULL if had >= wishes.per_week else LOWERED)
    if silence.asks_pause(wishes.per_week, wishes.silent):
        return Coming(asks_pause=True)
    if wishes.suggested is not None and may_come(wishes.suggested) and past.has_rested(wishes.suggested.id, day):
        return Coming(wishes.suggested, by_suggestion=True)
    if wishes.practice is not None and practice.is_due(past, day):
        return Coming(wishes.practice)
    prompt = choosing.choose(cells, past, day, goal_topics=wishes.goal_topics, concrete=wishes.new)
    return Coming(prompt) if prompt else Coming(because=ALL_REST if cells else NONE_REVIEWED)


def may_come(prompt: Prompt) -> bool:
    """Whether a coach may suggest this question: one that is still asked, and never on bias, wellbeing or stress."""
    return prompt.is_asked and may_be_requested(prompt.topic, prompt.strategy)
