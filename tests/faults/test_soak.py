"""The soak notices what it is there for: memory that grows, tasks that stay, requests without an answer, slow stops."""

from pathlib import Path
from typing import Any

from tests.soak import Plan, run
from tests.soak_judge import Figures, Sample, faults_in


def flat(**changed: Any) -> Figures:
    """Ten minutes in which nothing grew, but for what is said."""
    samples = [Sample(at, 90.0 if at < 60 else 120.0, 25) for at in range(0, 600, 2)]
    return Figures(**{"samples": samples, "tasks_before": 25, "tasks_after": 26, "stops": [(3.0, 0)]} | changed)


def told(kind: str, status: int | None, **request: str) -> dict[str, Any]:
    """A request of Slack's, as the pretend Slack's log has it."""
    return {"direction": "to_app", "kind": kind, "status": status, "ms": 5.0, "request": request, "response": "timeout"}


def test_warming_up_is_no_leak() -> None:
    """Memory that is taken in the beginning and then stays is how every app begins."""
    assert [] == faults_in(flat())


def test_each_fault_is_named() -> None:
    """Growth, tasks, a stop that takes too long, a process that ends badly."""
    growing = [Sample(at, 100 + at / 60, 25) for at in range(0, 600, 2)]

    assert ["Memory grew by 6.3% after warming up."] == faults_in(flat(samples=growing))
    assert ["9 tasks are left that were not there before."] == faults_in(flat(tasks_after=34))
    assert ["Stopping took 31 seconds.", "A process ended with -9."] == faults_in(flat(stops=[(31.0, 0), (1.0, -9)]))


def test_an_event_is_answered_when_one_of_its_tries_was() -> None:
    """Slack brings it again; a click it does not."""
    figures = flat()
    for status in (None, 200):
        figures.note(told("events_api:message", status, event_id="Ev1"))
    well = faults_in(figures)
    figures.note(told("events_api:message", None, event_id="Ev2"))
    figures.note(told("block_actions", None, trigger_id="1.2"))

    assert [] == well
    assert ["block_actions timeout", "event Ev2"] == figures.unanswered
    assert 1 == figures.retries


async def test_a_leak_is_noticed(tmp_path: Path) -> None:
    """A few seconds with an app that lets nothing go: memory and tasks are both named."""
    leaking = ("-m", "tests.faults.leaky_app")
    figures = await run(tmp_path, Plan(6, "http", "sqlite", people=6, command=leaking, seed=20261102))

    found = " ".join(faults_in(figures))

    assert "Memory grew" in found
    assert "tasks are left" in found
