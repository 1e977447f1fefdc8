"""Numbers for whoever watches over the app: how old the outbox is, what was answered and how fast. No person in them.

docs/running.md says what each of them means; a test holds the two together.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.services import outbox
from bot.services.outbox import Age
from bot.tally import BOUNDS, Tally

__all__ = ["CONTENT_TYPE_LATEST", "COUNTED", "MEASURED", "page"]

MEASURED = {
    "outbox_age_seconds": "How long the oldest message that is due has been waiting.",
    "outbox_due": "Messages that are due and not said yet.",
    "outbox_unclear": "Messages of which nobody knows yet whether Slack took them.",
    "beat_age_seconds": "How long ago this process last planned.",
    "work_under_way": "Requests that are being answered, and work that goes on after its answer.",
    "tasks": "Tasks of the event loop; while nothing is forgotten their number stays about the same.",
    "lines_open": "Lines on which Slack can reach this process in Socket Mode; two when all is well.",
    "lines_silent_seconds": "How long ago anything at all was heard on any line.",
}
COUNTED = {
    "requests": ("What Slack brought, and what came of it.", ("way", "kind", "outcome")),
    "broken": ("What broke on our side after Slack had its answer, or while it was made.", ("what",)),
    "retries": ("What Slack brought again, since it saw no answer.", ("way", "kind")),
    "slack_calls": ("Calls to Slack's Web API, and how Slack took them.", ("method", "outcome")),
    "sends": ("Attempts to say what is owed, and what came of them.", ("kind", "outcome")),
    "lines_opened": ("Lines dialled in Socket Mode, and what ended the one before.", ("why",)),
}
PATIENCE_SECONDS = 5.0
ANSWERS = "answer_seconds"
ANSWERS_ARE = "How long Slack waited for an answer; its patience ends at three seconds."


@dataclass(frozen=True, eq=False)
class Numbers(Collector):
    """What is measured now and what was counted so far, as Prometheus reads it."""

    measured: dict[str, float | None]
    tally: Tally

    def collect(self) -> Iterable[Metric]:
        """A number that is not known here is left out."""
        for name, value in self.measured.items():
            if value is not None:
                yield GaugeMetricFamily(f"shoulder_{name}", MEASURED[name], value=value)
        yield from self._counted()
        answers = HistogramMetricFamily(f"shoulder_{ANSWERS}", ANSWERS_ARE, labels=("way",))
        for (_, way), times in self.tally.times.items():
            upto = [f"{bound:g}" for bound in BOUNDS] + ["+Inf"]
            answers.add_metric([way], list(zip(upto, accumulate(times.buckets), strict=True)), sum_value=times.seconds)
        yield answers

    def _counted(self) -> Iterator[Metric]:
        for name, (says, labels) in COUNTED.items():
            family = CounterMetricFamily(f"shoulder_{name}", says, labels=labels)
            for (what, *values), count in self.tally.counts.items():
                if what == name:
                    family.add_metric(values, count)
            yield family


async def page(app: App) -> bytes:
    """The page that Prometheus reads."""
    now = app.clock()
    numbers = CollectorRegistry()
    numbers.register(Numbers(_measured(app, await _owed(app, now), now), app.tally))
    return generate_latest(numbers)


async def _owed(app: App, now: datetime) -> Age | None:
    """How the outbox stands; None where the database does not answer: just then the other numbers are wanted."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), app.database.read() as session:
            return await outbox.age(session, now)
    except (SQLAlchemyError, OSError, TimeoutError):
        return None


def _measured(app: App, owed: Age | None, now: datetime) -> dict[str, float | None]:
    lines = app.lines
    return {
        "outbox_age_seconds": None if owed is None else owed.seconds,
        "outbox_due": None if owed is None else owed.due,
        "outbox_unclear": None if owed is None else owed.unclear,
        "beat_age_seconds": None if app.planned_at is None else (now - app.planned_at).total_seconds(),
        "work_under_way": app.errands.under_way,
        "tasks": len(asyncio.all_tasks()),
        "lines_open": None if lines is None else lines.open,
        "lines_silent_seconds": None if lines is None else lines.unheard_seconds,
    }
