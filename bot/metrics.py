"""Numbers for whoever watches over the app: how old the outbox is, and when the clock last beat. No person in them."""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.app import App
from bot.services import outbox

__all__ = ["CONTENT_TYPE_LATEST", "page"]


async def page(app: App) -> bytes:
    """The page that Prometheus reads."""
    now = app.clock()
    async with app.database.read() as session:
        owed = await outbox.age(session, now)
    numbers = CollectorRegistry()
    _gauge(numbers, "outbox_age_seconds", "How long the oldest message that is due has been waiting.", owed.seconds)
    _gauge(numbers, "outbox_due", "Messages that are due and not said yet.", owed.due)
    _gauge(numbers, "outbox_unclear", "Messages of which nobody knows yet whether Slack took them.", owed.unclear)
    _gauge(numbers, "beat_age_seconds", "How long ago this process last planned.", _since(app.planned_at, now))
    return generate_latest(numbers)


def _gauge(numbers: CollectorRegistry, name: str, says: str, value: float | None) -> None:
    """A number that is not known here is left out."""
    if value is not None:
        Gauge(f"shoulder_{name}", says, registry=numbers).set(value)


def _since(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else (now - moment).total_seconds()
