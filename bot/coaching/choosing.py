"""Pick the next question for one caseworker: near their goal, spread over topics, and never the same one too soon."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


Cells = Mapping[tuple[str, str], Sequence[tuple[int, Prompt]]]
"""The questions that may still be asked, by topic and strategy, each with its place in the library."""


def cells_of(prompts: Iterable[Prompt]) -> Cells:
    """Sort a library's questions once, for everybody who is due."""
    cells = defaultdict[tuple[str, str], list[tuple[int, Prompt]]](list)
    for place, prompt in enumerate(prompts):
        if prompt.review != "retired":
            cells[prompt.topic, prompt.strategy].append((place, prompt))
    return cells


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
    return choose_from(cells_of(prompts), history, today, goal_topics=goal_topics, topic=topic, requested=requested)


def choose_from(
    cells: Cells,
    history: Sequence[Asked],
    today: date,
    *,
    goal_topics: Sequence[str] = (),
    topic: str | None = None,
    requested: bool = False,
) -> Prompt | None:
    """The same, from questions that were sorted before."""
    past = Past.of(history)
    best: tuple[bool, date, int, date, int, int] | None = None
    chosen: Prompt | None = None
    for (about, strategy), there in cells.items():
        first = (about not in goal_topics, past.topics.get(about, date.min))
        if best is not None and first > best[:2]:
            continue
        if topic not in (None, about) or (requested and is_private(about, strategy)):
            continue
        if not past.suits_the_week(about, strategy, today, picked=topic is not None):
            continue
        if (found := past.least_asked(there, today)) is None:
            continue
        times, place, prompt = found
        turn = (*first, times, past.strategies.get(strategy, date.min), _gentleness(strategy), place)
        if best is None or turn < best:
            best, chosen = turn, prompt
    return chosen


@dataclass(frozen=True)
class Past:
    """What somebody was asked, counted: how often and when last, by question, topic and strategy."""

    times: Mapping[str, int]
    prompts: Mapping[str, date]
    topics: Mapping[str, date]
    strategies: Mapping[str, date]
    private: date
    last: str | None

    @staticmethod
    def of(history: Sequence[Asked]) -> "Past":
        """Count once; the order of the history does not matter, but for questions of the same day."""
        ordered = sorted(history, key=lambda asked: asked.on)
        private = [asked.on for asked in ordered if is_private(asked.topic, asked.strategy)]
        return Past(
            times=Counter(asked.prompt_id for asked in ordered),
            prompts={asked.prompt_id: asked.on for asked in ordered},
            topics={asked.topic: asked.on for asked in ordered},
            strategies={asked.strategy: asked.on for asked in ordered},
            private=private[-1] if private else date.min,
            last=ordered[-1].strategy if ordered else None,
        )

    def has_rested(self, prompt_id: str, today: date) -> bool:
        """Whether 3 days have passed since this question's first time, 10 since its second, 30 since any later one."""
        times = self.times.get(prompt_id, 0)
        return not times or today - self.prompts[prompt_id] >= RETURNS[min(times, len(RETURNS)) - 1]

    def least_asked(self, there: Sequence[tuple[int, Prompt]], today: date) -> tuple[int, int, Prompt] | None:
        """The question of a cell that was asked the fewest times, of those that have rested; the first one of equals."""
        found: tuple[int, int, Prompt] | None = None
        for place, prompt in there:
            times = self.times.get(prompt.id, 0)
            if not times:
                return 0, place, prompt
            if (found is None or times < found[0]) and self.has_rested(prompt.id, today):
                found = (times, place, prompt)
        return found

    def suits_the_week(self, topic: str, strategy: str, today: date, *, picked: bool) -> bool:
        """Never two bias or wellbeing questions in a row; by the clock, one private question in seven days."""
        in_a_row = self.last in PRIVATE_STRATEGIES and strategy in PRIVATE_STRATEGIES
        if in_a_row or picked or not is_private(topic, strategy):
            return not in_a_row
        return self.private == date.min or today - self.private >= PRIVATE_REST


def _gentleness(strategy: str) -> int:
    return GENTLE_FIRST.index(strategy) if strategy in GENTLE_FIRST else len(GENTLE_FIRST)
