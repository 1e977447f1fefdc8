"""Which question somebody can expect next, and when: by the very rule that plans it, looked at before its time has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.coaching import schedule
from bot.coaching.choosing import Cells
from bot.coaching.coming import Coming, Wishes, coming
from bot.coaching.language import mark, say
from bot.coaching.past import Past
from bot.coaching.schedule import Rhythm

MOST_WINDOWS = 40
NOT_YET_AGREED = mark("the agreement changed, and it waits for your yes")


@dataclass(frozen=True)
class Suggestion:
    """A question that `coach` suggested: when it comes, or None while nobody can tell, perhaps because it rests."""

    coach: str
    at: datetime | None = None
    rests: bool = False


@dataclass(frozen=True)
class Expected:
    """What comes next as things stand: when (UTC), or None, and why if there is a reason."""

    at: datetime | None
    because: str | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one person when the clock plans for them.

    `wishes` gives what holds at a moment, `celebrated` are the moments at which small successes were posted, and nothing comes
    before `not_before` (a hard day, or a status in Slack that ends).
    """

    wishes: Callable[[datetime], Wishes]
    past: Past
    hours: Rhythm
    celebrated: Sequence[datetime] = ()
    not_before: datetime | None = None


def by_the_clock(cells: Cells, facts: Facts, due_at: datetime, now: datetime) -> tuple[datetime | None, Coming]:
    """The first of their windows from `due_at` on that brings something, as the clock goes from one to the next, and what.

    None, and why, when no window that can be told ahead does.
    """
    at, found = max(due_at, now), Coming()
    for _ in range(MOST_WINDOWS):
        window = schedule.window_at(facts.hours, at)
        if window is not None and (facts.not_before is None or at >= facts.not_before):
            celebrated = celebrated_in(facts.celebrated, window.day, facts.hours.zone)
            found = coming(cells, facts.wishes(at), facts.past, window.day, celebrated=celebrated)
            if found.because is None:
                return at, found
        at = schedule.next_window(facts.hours, at).opens
    return None, found


def celebrated_in(moments: Sequence[datetime], day: date, zone: str) -> int:
    """How many small successes were posted since the Monday of this local week: they count like questions."""
    if not moments:
        return 0
    monday = schedule.instant(day - timedelta(days=day.weekday()), time(), zone)
    return sum(at >= monday for at in moments)


def on_its_way(
    hours: Rhythm, due_at: datetime, expires_at: datetime | None, *, not_before: datetime | None, now: datetime
) -> datetime | None:
    """When a question that is owed already comes; None when its time is over before it can."""
    moment = schedule.next_moment(hours, max(due_at, now, not_before or now))
    return moment if expires_at is None or moment < expires_at else None


def in_words(found: Expected, zone: str, now: datetime, *, strong: bool = False) -> str:
    """The next one, as a sentence to its reader."""
    if found.at is None and found.because is None:
        return say("When your next question comes is not known yet.")
    if found.at is None:
        return say("No question comes by itself just now, because {reason}.", reason=say(found.because or ""))
    if found.at <= now:
        return say("A question is on its way.")
    when = schedule.moment_in_words(found.at, zone)
    return say("Your next question comes {when}.", when=f"*{when}*" if strong else when)


def suggestion_in_words(found: Expected, zone: str) -> str:
    """What becomes of a question that their coach suggested: it comes next, or later, or rests; "" without one."""
    if (suggested := found.suggestion) is None:
        return ""
    coach = f"<@{suggested.coach}>"
    if suggested.at is None and suggested.rests:
        return say("A question that {coach} suggested was asked not long ago, so it waits for its turn.", coach=coach)
    if suggested.at is None:
        return say("A question that {coach} suggested waits for its turn.", coach=coach)
    if suggested.at == found.at:
        return say("A question that {coach} suggested comes next.", coach=coach)
    when = schedule.moment_in_words(suggested.at, zone)
    return say("A question that {coach} suggested comes {when}.", coach=coach, when=when)
