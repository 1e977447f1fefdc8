"""What somebody was asked before, counted: how often and when last, by question, topic and strategy; and how many a week.

Days are kept as numbers (`date.toordinal`), so that the counts of thousands of people are read, asked and kept quickly.
"""

import json
from collections.abc import Iterable, Iterator
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

FORM = "2 "
"""With what a kept count begins. One in an older form is not read: it is counted anew from the questions."""
_KEPT = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


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

    The days of the questions stay the text as which they are kept (" kin.goal.1=739732 sts.bias.2=739736 "): there are
    hundreds of them, each beat reads and writes them for everybody who is due, and looks for a few. No day is before
    `oldest`.
    """

    prompts: str = " "
    again: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    strategies: dict[str, int] = field(default_factory=dict)
    weeks: dict[str, int] = field(default_factory=dict)
    private: int = NEVER
    last: str = ""
    oldest: int = NEVER

    @classmethod
    def of(cls, history: Iterable[Asked], today: date | None = None) -> "Past":
        """Count; the order of the history does not matter, but for questions of the same day. `today`: where some lie ahead."""
        past = cls()
        for asked in sorted(history, key=lambda each: each.on):
            past.add(asked, today)
        return past

    def add(self, asked: Asked, today: date | None = None) -> None:
        """One more. Weeks that are long over are let go of: before `today`, for one that lies ahead, else before its own day."""
        day = asked.on.toordinal()
        if day >= max(self.topics.values(), default=NEVER):
            self.last = asked.strategy
        self.oldest = min(day, self.oldest or day)
        self._count(asked.prompt_id, day)
        self.topics[asked.topic] = max(day, self.topics.get(asked.topic, NEVER))
        self.strategies[asked.strategy] = max(day, self.strategies.get(asked.strategy, NEVER))
        if is_private(asked.topic, asked.strategy):
            self.private = max(day, self.private)
        if asked.counts:
            week = _week(asked.on)
            if week not in self.weeks:
                first = min(day, today.toordinal() if today else day) - 7 * WEEKS_COUNTED
                self.weeks = {each: few for each, few in self.weeks.items() if int(each) > first}
            self.weeks[week] = self.weeks.get(week, 0) + 1

    def _count(self, prompt_id: str, day: int) -> None:
        if not (before := self.latest(prompt_id)):
            self.prompts += f"{prompt_id}={day} "
            return
        self.again[prompt_id] = self.again.get(prompt_id, 1) + 1
        self.prompts = self.prompts.replace(f" {prompt_id}={before} ", f" {prompt_id}={max(day, before)} ")

    def latest(self, prompt_id: str) -> int:
        """The day on which this question was asked last."""
        _, found, day_and_others = self.prompts.partition(f" {prompt_id}=")
        return int(day_and_others[: day_and_others.index(" ")]) if found else NEVER

    def of_week(self, day: date) -> int:
        """How many of this local week's few there were."""
        return self.weeks.get(_week(day), 0)

    def times(self, prompt_id: str) -> int:
        """How often this question was asked."""
        return self.again.get(prompt_id, 1) if f" {prompt_id}=" in self.prompts else 0

    def has_rested(self, prompt_id: str, today: date) -> bool:
        """Whether 3 days have passed since this question's first time, 10 since its second, 30 since any later one."""
        if (times := self.times(prompt_id)) == 0:
            return True
        return today.toordinal() - self.latest(prompt_id) >= RETURNS[min(times, len(RETURNS)) - 1]

    def since(self, first: date) -> "Past":
        """The same without what was last asked before this day."""
        day = first.toordinal()
        if self.oldest >= day or not self.oldest:
            return self
        left = {id_: latest for id_, latest in self.days() if latest >= day}
        topics = {topic: latest for topic, latest in self.topics.items() if latest >= day}
        strategies = {strategy: latest for strategy, latest in self.strategies.items() if latest >= day}
        return Past(
            prompts=" ".join(("", *(f"{id_}={latest}" for id_, latest in left.items()), "")) if left else " ",
            again={id_: times for id_, times in self.again.items() if id_ in left},
            topics=topics,
            strategies=strategies,
            weeks={week: count for week, count in self.weeks.items() if int(week) + 6 >= day},
            private=self.private if self.private >= day else NEVER,
            last=self.last if topics else "",
            oldest=min(chain(left.values(), topics.values(), strategies.values()), default=NEVER),
        )

    def days(self) -> Iterator[tuple[str, int]]:
        """Every question, with the day on which it was asked last."""
        for each in self.prompts.split():
            prompt_id, _, day = each.rpartition("=")
            yield prompt_id, int(day)

    def write(self) -> str:
        """As it is kept. No words, no people: only which questions, and days."""
        small = (self.again, self.topics, self.strategies, self.weeks, self.private, self.last, self.oldest)
        return FORM + _KEPT((self.prompts, *small))

    @classmethod
    def read(cls, kept: str) -> "Past":
        """From the form in which it is kept."""
        return cls(*json.loads(kept[len(FORM) :]))


def _week(day: date) -> str:
    """The local week, named by its Monday."""
    return str(day.toordinal() - day.weekday())
