"""Pick the next question for one caseworker: near their goal, spread over topics, and never the same one too soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.coaching.audience import PRIVATE_STRATEGIES, is_private
from bot.coaching.prompts import Prompt

RETURNS = (timedelta(days=3), timedelta(days=10), timedelta(days=30))
"""How long a question rests after its first, second and every later time: our choice of a spaced return."""

GENTLE_FIRST = ("reinforce", "voice", "transfer", "goal", "solve", "wellbeing", "bias")
"""With nobody's history to go by, ask about what worked before what is hard (the rules for authors in `prompts/README.md`)."""

PRIVATE_REST = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """One question that was put to this caseworker, and the local day it was."""

    prompt_id: str
    topic: str
    strategy: str
    on: date


def choose(
    prompts: Iterable[Prompt],
    history: Sequence[Asked],
    today: date,
    *,
    goal_topics: Sequence[str] = (),
    topic: str | None = None,
    requested: bool = False,
) -> Prompt | None:
    """The next question, or None when every one that may be asked is resting.

    A goal's topic comes first, then the topic least lately touched, then the question asked the fewest times. Ties go
    to what worked before what is hard, then to the library's own order, so the same facts
    always give the same question. `topic` keeps to one topic. `requested` means that a coach
    or supervisor asks: then never about bias, wellbeing or stress. The week's rest between private questions is for
    the clock: it does not hold back a caseworker who picks that topic themselves.
    """
    history = sorted(history, key=lambda asked: asked.on)
    fitting = [prompt for prompt in prompts if _fits(prompt, topic, requested=requested)]
    rested = [prompt for prompt in fitting if has_rested(prompt.id, history, today)]
    open_now = [prompt for prompt in rested if _suits_the_week(prompt, history, today, picked=topic is not None)]
    order = {prompt.id: place for place, prompt in enumerate(open_now)}
    return min(open_now, key=lambda prompt: (*_turn(prompt, history, goal_topics), order[prompt.id]), default=None)


def has_rested(prompt_id: str, history: Sequence[Asked], today: date) -> bool:
    """Whether 3 days have passed since this question's first time, 10 since its second, 30 since any later one."""
    days = [asked.on for asked in history if asked.prompt_id == prompt_id]
    return not days or today - max(days) >= RETURNS[min(len(days), len(RETURNS)) - 1]


def _fits(prompt: Prompt, topic: str | None, *, requested: bool) -> bool:
    if prompt.review == "retired" or topic not in (None, prompt.topic):
        return False
    return not (requested and is_private(prompt.topic, prompt.strategy))


def _suits_the_week(prompt: Prompt, history: Sequence[Asked], today: date, *, picked: bool) -> bool:
    """Never two bias or wellbeing questions in a row; by the clock, one private question in seven days."""
    in_a_row = bool(history) and {history[-1].strategy, prompt.strategy} <= PRIVATE_STRATEGIES
    if in_a_row or picked or not is_private(prompt.topic, prompt.strategy):
        return not in_a_row
    return not any(is_private(asked.topic, asked.strategy) and today - asked.on < PRIVATE_REST for asked in history)


def _turn(prompt: Prompt, history: Sequence[Asked], goal_topics: Sequence[str]) -> tuple[bool, date, int, date, int]:
    topic_days = [asked.on for asked in history if asked.topic == prompt.topic]
    strategy_days = [asked.on for asked in history if asked.strategy == prompt.strategy]
    times = sum(asked.prompt_id == prompt.id for asked in history)
    touched, tried = max(topic_days, default=date.min), max(strategy_days, default=date.min)
    return prompt.topic not in goal_topics, touched, times, tried, _gentleness(prompt)


def _gentleness(prompt: Prompt) -> int:
    return GENTLE_FIRST.index(prompt.strategy) if prompt.strategy in GENTLE_FIRST else len(GENTLE_FIRST)
