"""How much is measured: as much as a state agency has, or a handful of everything to see that the benchmarks still run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """One size for each thing that is counted."""

    rounds: int
    people: tuple[int, ...]
    due: tuple[int, ...]
    beside: int
    """How many people (and jobs) there are when we are measured beside APScheduler."""
    history: int
    """How many questions each person who is due has had before."""
    jobs_added: int
    """A sample of `beside`: adding them all takes APScheduler minutes."""
    messages: int
    messages_when_slow: int
    slow_ms: int
    calm_rate: int
    busy_rate: int
    load_seconds: float
    writers: int
    """People with a reflection open, whose steps are saved under load."""
    coaches: int
    caseworkers_each: int
    weeks: int
    coaches_a_round: int


FULL = Sizes(
    rounds=5,
    people=(1_000, 10_000, 100_000, 1_000_000),
    due=(0, 100, 1_000),
    beside=100_000,
    history=52,
    jobs_added=2_000,
    messages=1_000,
    messages_when_slow=400,
    slow_ms=50,
    calm_rate=50,
    busy_rate=200,
    load_seconds=10,
    writers=500,
    coaches=1_000,
    caseworkers_each=12,
    weeks=52,
    coaches_a_round=100,
)

QUICK = Sizes(
    rounds=1,
    people=(20, 200),
    due=(0, 10),
    beside=200,
    history=3,
    jobs_added=10,
    messages=20,
    messages_when_slow=10,
    slow_ms=5,
    calm_rate=20,
    busy_rate=40,
    load_seconds=0.5,
    writers=50,
    coaches=3,
    caseworkers_each=4,
    weeks=3,
    coaches_a_round=3,
)
