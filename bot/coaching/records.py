"""How long each kind of record is kept: the agency decides every one, and nothing is kept for ever or deleted unasked."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say

SHORTEST_DAYS, LONGEST_DAYS = 7, 3660  # a week; ten years
OFFERED = {
    30: mark("30 days"),
    90: mark("90 days"),
    180: mark("6 months"),
    365: mark("1 year"),
    730: mark("2 years"),
    1095: mark("3 years"),
    2555: mark("7 years"),
}


@dataclass(frozen=True)
class Retention:
    """Days that each class of record is kept.

    `words`: what people answered · `facts`: that they were asked, that a check-in was made, who read it · `celebrations`: small
    successes · `deliveries`: what was sent when · `audit`: agreements, and what was done with records.
    """

    words: int
    facts: int
    celebrations: int
    deliveries: int
    audit: int

    def before(self, record_class: str, now: datetime) -> datetime:
        """The moment before which records of this class have had their time."""
        return now - timedelta(days=getattr(self, record_class))

    @property
    def longest(self) -> int:
        """The days after which no class of record is kept any more."""
        return max(self.words, self.facts, self.celebrations, self.deliveries, self.audit)


CLASSES = tuple(each.name for each in fields(Retention))


def check_retention(kept: Retention) -> None:
    """Raise BadChoice for what is no length of time here, or when words would outlive the facts they hang on."""
    for name in CLASSES:
        if not SHORTEST_DAYS <= getattr(kept, name) <= LONGEST_DAYS:
            raise BadChoice(say("Records are kept for {days} days at least and ten years at most.", days=SHORTEST_DAYS))
    if kept.words > kept.facts:
        raise BadChoice("Words cannot be kept longer than the check-ins they belong to.")


def days_in_words(days: int) -> str:
    """ "90 days", "1 year"."""
    return say(OFFERED[days]) if days in OFFERED else say("{count} days", count=days)
