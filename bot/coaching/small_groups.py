"""The only numbers that a program lead sees: once a month, in fives, and only where nobody can be picked out of them.

What is counted are people, never answers, so that somebody who shares much weighs no more than somebody who shared once.
A skip, an answer kept private and silence are one and the same here: nothing that was shared.

How a number is kept from telling about fewer than five people:

* it is rounded down to a multiple of five, so a change of one to four people mostly changes nothing;
* it is never shown higher than leaves five people out, so "everybody" and "all but two" cannot be told apart;
* under five is not shown at all, and reads the same as nobody;
* there is one group, the whole program: no teams, so no two groups can be held against each other;
* a month is counted after it has ended, once, and never again: no running total can be read twice.

From the numbers of any months and topics, with the list of who is enrolled, nobody can therefore tell of any one to four
people whether they shared, or that they did not. Somebody who knows of everybody else for certain what they shared can
still learn of the last person when a number passes a multiple of five; no rounding can prevent that.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SMALLEST = 5


@dataclass(frozen=True)
class Figures:
    """One month of the program. Every number means "at least so many people"; None or a missing topic, "not shown"."""

    people: int
    shared: int | None
    topics: Mapping[str, int]


def at_least(count: int, people: int) -> int | None:
    """How many people of a group may be said to be in a count, or None where no number may be shown."""
    most = min(count, people - SMALLEST)
    return most // SMALLEST * SMALLEST if most >= SMALLEST else None


def figures(members: int, shared_by_topic: Mapping[str, Set[str]]) -> Figures:
    """What may be shown of a month: how many were enrolled, whatever they did, also who paused or left; and who of them shared."""
    shared = set[str]().union(*shared_by_topic.values())
    shown = {topic: at_least(len(who), members) for topic, who in shared_by_topic.items()}
    return Figures(
        people=members // SMALLEST * SMALLEST,
        shared=at_least(len(shared), members),
        topics={topic: count for topic, count in sorted(shown.items()) if count is not None},
    )


def end_of(month: date) -> datetime:
    """The first moment, in UTC, after the month that begins on this day.

    >>> end_of(date(2026, 12, 1)).isoformat()
    '2027-01-01T00:00:00+00:00'
    """
    return datetime.combine((month + timedelta(days=31)).replace(day=1), time(), UTC)


def month_before(day: date) -> date:
    """The first day of the last month that has ended."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
