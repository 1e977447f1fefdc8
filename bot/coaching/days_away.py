"""A caseworker's own days away, set ahead: from a first local day to a last one, both of them quiet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.coaching.language import say
from bot.coaching.schedule import day_of_week

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Away:
    """Some days in a row, `first` and `last` among them."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.first <= day <= self.last

    def days(self) -> frozenset[date]:
        """All of them."""
        return frozenset(self.first + _ONE_DAY * number for number in range((self.last - self.first).days + 1))


def read(written: str | None) -> tuple[Away, ...]:
    """From the form in which they are kept: "2026-12-20/2027-01-03,2027-02-01/2027-02-02"."""
    spans = (each.split("/") for each in (written or "").split(",") if each)
    return tuple(Away(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)


def write(spans: Iterable[Away]) -> str | None:
    """Into the form in which they are kept; None for none."""
    return ",".join(f"{each.first.isoformat()}/{each.last.isoformat()}" for each in spans) or None


def with_span(spans: Iterable[Away], new: Away, today: date) -> tuple[Away, ...]:
    """Add days, joined with what they touch; what is over by `today` is dropped.

    >>> with_span([Away(date(2026, 12, 20), date(2026, 12, 24))], Away(date(2026, 12, 25), date(2027, 1, 3)), date(2026, 12, 1))
    (Away(first=datetime.date(2026, 12, 20), last=datetime.date(2027, 1, 3)),)
    """
    joined: list[Away] = []
    for each in sorted([*ahead(spans, today), new], key=lambda span: span.first):
        if joined and each.first <= joined[-1].last + _ONE_DAY:
            joined[-1] = Away(joined[-1].first, max(joined[-1].last, each.last))
        else:
            joined.append(each)
    return tuple(joined)


def ahead(spans: Iterable[Away], today: date) -> tuple[Away, ...]:
    """What is not over yet: days away that have begun, and those to come."""
    return tuple(each for each in spans if each.last >= today)


def to_come(spans: Iterable[Away], today: date) -> tuple[Away, ...]:
    """What has not begun."""
    return tuple(each for each in spans if each.first > today)


def in_words(span: Away, *, year: int | None = None) -> str:
    """ "Sunday, Dec 20 to Sunday, Jan 3", or one day alone; a day that is not in this `year` with its own."""
    first, last = (day_of_week(each, year=year) for each in (span.first, span.last))
    return first if span.first == span.last else say("{first} to {last}", first=first, last=last)
