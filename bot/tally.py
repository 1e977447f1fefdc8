"""Count what happened, for whoever watches over the app: what, how often, and how long it took. Nothing of people.

These are plain numbers in memory, so that an app that nobody watches does not carry a library for it; `metrics.py` shows them.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds up to which an answer falls into each bucket; Slack's patience ends after the last."""


@dataclass
class Times:
    """How long something took: so many in each bucket (the last has no bound), and all of it together."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


class Tally:
    """Counts by name and labels, since this process began."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.times: defaultdict[tuple[str, ...], Times] = defaultdict(Times)

    def add(self, name: str, *labels: str) -> None:
        """One more of these."""
        self.counts[(name, *labels)] += 1

    def took(self, seconds: float, name: str, *labels: str) -> None:
        """One more, and how long it took."""
        times = self.times[(name, *labels)]
        times.buckets[bisect_left(BOUNDS, seconds)] += 1
        times.seconds += seconds
