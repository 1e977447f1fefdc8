"""What a soak has measured, and whether that is sound: memory flat, no task forgotten, no request left without an answer."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Entry = dict[str, Any]
WARM_UP = 0.2
WINDOW = 0.15
MOST_GROWTH = 0.05
TASKS_TO_SPARE = 3
MOST_SECONDS_TO_STOP = 30.0
TAKEN, SLACKS_PATIENCE_MS = 200, 3000


@dataclass(frozen=True)
class Sample:
    """How one process stood at a moment: seconds since the start, MiB that it holds, tasks of its event loop."""

    at: float
    mib: float
    tasks: int


@dataclass
class Figures:
    """All that was measured. `unanswered` is known by what was told: an event is answered when one of its tries was."""

    samples: list[Sample] = field(default_factory=list)
    tasks_before: int = 0
    tasks_after: int = 0
    brought: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    events: dict[str, bool] = field(default_factory=dict)
    unanswered_deeds: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    late: int = 0
    retries: int = 0
    restarts: int = 0
    stops: list[tuple[float, int]] = field(default_factory=list)

    def note(self, entry: Entry) -> None:
        """Count a request of Slack's to the app."""
        if entry["direction"] != "to_app" or not isinstance(entry["request"], dict):
            return
        request, taken = entry["request"], entry["status"] == TAKEN
        self.brought[entry["kind"]] += 1
        if taken:
            self.slowest_ms = max(self.slowest_ms, entry["ms"])
            self.late += entry["ms"] > SLACKS_PATIENCE_MS
        if event := request.get("event_id"):
            self.retries += event in self.events
            self.events[event] = self.events.get(event, False) or taken
        elif not taken:
            self.unanswered_deeds.append(f"{entry['kind']} {entry['response']}")

    @property
    def unanswered(self) -> list[str]:
        """What never got an answer."""
        return [*self.unanswered_deeds, *(f"event {name}" for name, taken in self.events.items() if not taken)]

    @property
    def growth(self) -> float:
        """How much more memory was held at the end than after warming up, as a part of it."""
        if not self.samples:
            return 0.0
        over = self.samples[-1].at
        early = [each.mib for each in self.samples if WARM_UP * over <= each.at <= (WARM_UP + WINDOW) * over]
        late = [each.mib for each in self.samples if each.at >= (1 - WINDOW) * over]
        return median(late) / median(early) - 1 if early and late else 0.0


def faults_in(figures: Figures) -> list[str]:
    """What is not sound, as sentences; nothing when all is well."""
    found = []
    if figures.growth > MOST_GROWTH:
        found.append(f"Memory grew by {figures.growth:.1%} after warming up.")
    if figures.tasks_after > figures.tasks_before + TASKS_TO_SPARE:
        found.append(f"{figures.tasks_after - figures.tasks_before} tasks are left that were not there before.")
    if figures.unanswered:
        found.append(f"{len(figures.unanswered)} requests were never answered, such as {figures.unanswered[0]}.")
    if late := [seconds for seconds, _ in figures.stops if seconds > MOST_SECONDS_TO_STOP]:
        found.append(f"Stopping took {max(late):.0f} seconds.")
    if broken := [code for _, code in figures.stops if code]:
        found.append(f"A process ended with {broken[0]}.")
    return found
