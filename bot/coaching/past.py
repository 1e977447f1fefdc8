"""What somebody was asked before, counted: how often and when last, by question, topic and strategy; and how many a week.

Days are kept as numbers (`date.toordinal`), so that the counts of thousands of people are read, asked and kept quickly.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from bot.coaching.audience import is_private

RETURNS = (3, 10, 30)
"""Days for which a question rests after its first, second and every later time: our choice of a spaced return."""

REMEMBERED = timedelta(days=4 * 366)
"""Long enough for the whole library at one question a week: whoever forgot sooner would ask the first of a cell again, and never
the last."""
WEEKS_COUNTED = 5
NEVER = 0


@dataclass(frozen=True)
class Asked:
    """One question that was put to this caseworker, and the local day it was. `counts`: it is one of that week's few."""

    prompt_id: str
    topic: str
    strategy: str
    on: date
    counts: bool = True


@dataclass
class Past:
    """All that was asked in four years: the last day of each, and how many times, where it was more than once.

    Flat on purpose: Python's garbage collector looks at every list in a list, and there are thousands of people.
    """

    prompts: dict[str, int] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    strategies: dict[str, int] = field(default_factory=dict)
    weeks: dict[str, int] = field(default_factory=dict)
    private: int = NEVER
    last: str = ""

    @classmethod
    def of(cls, history: Iterable[Asked]) -> "Past":
        """Count; the order of the history does not matter, but for questions of the same day."""
        past = cls()
        for asked in sorted(history, key=lambda each: each.on):
            past.add(asked)
        return past

    def add(self, asked: Asked) -> None:
        """One more."""
        day = asked.on.toordinal()
        if day >= max(self.topics.values(), default=NEVER):
            self.last = asked.strategy
        if times := self.times(asked.prompt_id):
            self.again[asked.prompt_id] = times + 1
        self.prompts[asked.prompt_id] = max(day, self.prompts.get(asked.prompt_id, NEVER))
        self.topics[asked.topic] = max(day, self.topics.get(asked.topic, NEVER))
        self.strategies[asked.strategy] = max(day, self.strategies.get(asked.strategy, NEVER))
        if is_private(asked.topic, asked.strategy):
            self.private = max(day, self.private)
        if asked.counts:
            week = _week(asked.on)
            if week not in self.weeks:
                self.weeks = {each: few for each, few in self.weeks.items() if int(each) > day - 7 * WEEKS_COUNTED}
            self.weeks[week] = self.weeks.get(week, 0) + 1

    def of_week(self, day: date) -> int:
        """How many of this local week's few there were."""
        return self.weeks.get(_week(day), 0)

    def times(self, prompt_id: str) -> int:
        """How often this question was asked."""
        return self.again.get(prompt_id, 1) if prompt_id in self.prompts else 0

    def has_rested(self, prompt_id: str, today: date) -> bool:
        """Whether 3 days have passed since this question's first time, 10 since its second, 30 since any later one."""
        if (times := self.times(prompt_id)) == 0:
            return True
        return today.toordinal() - self.prompts[prompt_id] >= RETURNS[min(times, len(RETURNS)) - 1]

    def since(self, first: date) -> "Past":
        """The same without what was last asked before this day."""
        day = first.toordinal()
        if min(self._days(), default=day) >= day:
            return self
        return Past(
            prompts=(prompts := {id_: latest for id_, latest in self.prompts.items() if latest >= day}),
            again={id_: times for id_, times in self.again.items() if id_ in prompts},
            topics={topic: latest for topic, latest in self.topics.items() if latest >= day},
            strategies={strategy: latest for strategy, latest in self.strategies.items() if latest >= day},
            weeks={week: count for week, count in self.weeks.items() if int(week) + 6 >= day},
            private=self.private if self.private >= day else NEVER,
            last=self.last if max(self.topics.values(), default=NEVER) >= day else "",
        )

    def _days(self) -> Iterable[int]:
        private = (self.private,) if self.private else ()
        return chain(self.prompts.values(), self.topics.values(), self.strategies.values(), private)

    def write(self) -> str:
        """As it is kept. No words, no people: only which questions, and days."""
        counted = [self.prompts, self.again, self.topics, self.strategies, self.weeks, self.private, self.last]
        return json.dumps(counted, separators=(",", ":"))

    @classmethod
    def read(cls, kept: str) -> "Past":
        """From the form in which it is kept."""
        return cls(*json.loads(kept))


def _week(day: date) -> str:
    """The local week, named by its Monday."""
    return str(day.toordinal() - day.weekday())
