"""The coach's digest: what each caseworker chose to share, and one good question to open the next session with.

At most three lines a person, in their own words. Silence leaves no trace: all of it is made from what was shared, and
nothing here counts what was not. Nothing here rates anybody, and no question quotes what was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coaching.language import mark

MOST_LINES = 3
MOST_PEOPLE = 40  # of whom each has a part of their own in one message
NOON = 12

NOTHING_SHARED = mark("Nothing shared this week, and that is fine.")
"""Said in the same way whether a person skipped, kept it to themselves, or was never asked."""

_WANT = (
    mark("You said what you want from our session. Where would you like to start?"),
    mark("What would be a good first step toward what you want from our session?"),
)
_OUTCOME: Mapping[str, tuple[str, ...]] = {
    "yes, used my plan": (
        mark("What helped you use your if-then plan?"),
        mark("What was it like to use your if-then plan? What do you want to keep?"),
    ),
    "yes, forgot": (
        mark("What could help your if-then plan come to mind next time?"),
        mark("What would make your if-then plan a little easier to use?"),
    ),
    "did not come up": (
        mark("When might the moment for your if-then plan come up next?"),
        mark("Which moment this week could your if-then plan be good for?"),
    ),
}
_SUCCESS = (
    mark("You had a small success. What did you do that made it work?"),
    mark("Tell me about your small success. What would you like to do again?"),
    mark("What does your small success say about what you are good at?"),
)
_PLAN = (
    mark("How is your if-then plan going? What has helped, even a little?"),
    mark("Did the time for your if-then plan come up? What was that like?"),
)
_STUCK = (
    mark("When was the hard part a little less hard? What was different then?"),
    mark("What have you tried so far that helped, even a little?"),
)
_OPEN = (
    mark("What went well for you this week, even a little?"),
    mark("What is one thing you did this week that you would do again?"),
    mark("What would make our time together most useful for you today?"),
)
_BY_STRATEGY: Mapping[str, tuple[str, ...]] = {
    "bias": (
        mark("What helped you slow down and look again?"),
        mark("What do you do well when you notice a quick judgment? What is next?"),
    ),
    "reinforce": (
        mark("Which part of the new skill is starting to feel like yours?"),
        mark("When did the new skill work best for you? What did you do?"),
    ),
    "transfer": (
        mark("What from your training have you already put to use? How did it go?"),
        mark("What do you do well now that could help with your next visit?"),
    ),
    "solve": (
        mark("What is already working, even a little? What could be one small next step?"),
        mark("How have you solved something like this before?"),
    ),
    "wellbeing": (
        mark("What has helped you take care of yourself lately? How can I help?"),
        mark("What gives you strength in this work right now?"),
    ),
    "goal": (
        mark("What step toward your goal are you glad about?"),
        mark("How close are you to what you hoped for? What got you there?"),
    ),
    "voice": (
        mark("What did you learn by asking a parent or a youth? What will you ask next?"),
        mark("When did you really hear what a parent or a youth wanted? What did you do?"),
    ),
}
_OWN_PLACE = frozenset({"success", "stuck", "plan", "outcome", "want", "remind", "day", "check_back"})


@dataclass(frozen=True)
class Shared:
    """One answer that its author shared with this coach. `at` is when, aware; `role` is the step's part in its path."""

    checkin_id: str
    caseworker: str
    topic: str
    strategy: str
    question: str
    words: str
    role: str
    at: datetime


@dataclass(frozen=True)
class GoalDots:
    """A goal in its caseworker's words, and the levels (1 to 5) that they showed this coach in four weeks, oldest first.

    Weeks without one leave no gap: nobody can count them.
    """

    words: str
    levels: tuple[int, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What stands beside the words that were shared: each person's goal, and when their next session is (UTC)."""

    goals: Mapping[str, GoalDots] = field(default_factory=dict)
    sessions: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonWeek:
    """One caseworker's part of the digest. With nothing shared, only what both know and the opening question are there.

    `want` is what they want from their session; `outcome` what became of their if-then plan, in the words of its choices.
    """

    caseworker: str
    lines: tuple[Shared, ...]
    success: str | None
    stuck: str | None
    plan: str | None
    opening_question: str
    want: str | None = None
    outcome: str | None = None
    goal: GoalDots | None = None
    session_at: datetime | None = None

    @property
    def nothing_shared(self) -> bool:
        """Whether NOTHING_SHARED is to be said here."""
        return not (self.lines or self.want or self.success or self.stuck or self.plan or self.outcome)


@dataclass(frozen=True)
class Digest:
    """One coach's digest of one local week, or with `before_session` about one person, before their session.

    `touched`: topic key and how many shared check-ins, none with zero. `untouched`: the other topics, where anything was
    shared at all. Both tell of what was shared, and never of what was not. `others`: how many people have no part in it.
    `days`: the first and the last local day of what is in it; None for the seven before `week`.
    """

    coach: str
    week: date
    zone: str
    people: tuple[PersonWeek, ...]
    touched: tuple[tuple[str, int], ...]
    untouched: tuple[str, ...] = ()
    before_session: bool = False
    others: int = 0
    days: tuple[date, date] | None = None

    @property
    def first_and_last(self) -> tuple[date, date]:
        """The local days that its heading names."""
        return self.days or (self.week - timedelta(days=7), self.week - timedelta(days=1))


def drawn(caseworkers: Iterable[str], sharing: Iterable[str], waiting: Iterable[str] = ()) -> tuple[str, ...]:
    """Of whom there is a part in one digest: whoever shared something first, each in the order given.

    `sharing` has whoever shared longest ago first, so that who found no room once comes before others the next time. `waiting`:
    who shared what is not in this digest; nobody may read there that it was nothing, so they are the first to be left out.
    """
    everybody = list(dict.fromkeys(caseworkers))
    shares, waits = [each for each in dict.fromkeys(sharing) if each in everybody], set(waiting)
    silent = sorted((each for each in everybody if each not in shares), key=lambda each: each in waits)
    room = set([*shares, *silent][:MOST_PEOPLE])
    return tuple(sorted((each for each in everybody if each in room), key=lambda each: each not in shares))


def days_covered(since: datetime, until: datetime, zone: str) -> tuple[date, date]:
    """The first and the last local day of a stretch; a day that had not come to its noon is not named as its last.

    >>> from datetime import UTC
    >>> days_covered(datetime(2026, 11, 2, 14, tzinfo=UTC), datetime(2026, 11, 9, 14, tzinfo=UTC), "America/Chicago")
    (datetime.date(2026, 11, 2), datetime.date(2026, 11, 8))
    """
    first, ends = since.astimezone(ZoneInfo(zone)).date(), until.astimezone(ZoneInfo(zone))
    last = ends.date() if ends.hour >= NOON else ends.date() - timedelta(days=1)
    return first, max(first, last)


def compose(  # noqa: PLR0917 - the parts of one digest
    coach: str,
    week: date,
    zone: str,
    caseworkers: Sequence[str],
    shared: Sequence[Shared],
    successes: Mapping[str, str],
    topics: Sequence[str],
    beside: Beside | None = None,
) -> Digest:
    """Put a digest together from what is shared with this coach now, for the people they coach now.

    `week` is the Monday of the local week in `zone`; `shared` holds that week's answers in any order; `successes` the
    small success each person said yes to; `topics` the keys in the order to show. People keep the order given, and
    whoever is not among `caseworkers` is left out.
    """
    mine = [each for each in shared if each.caseworker in caseworkers]
    known = beside or Beside()
    people = [
        _person_week(person, [each for each in mine if each.caseworker == person], successes.get(person), week, known)
        for person in dict.fromkeys(caseworkers)
    ]
    touched = _touched(mine, topics)
    counted = {topic for topic, _count in touched}
    untouched = tuple(topic for topic in topics if topic not in counted) if touched else ()
    return Digest(coach, week, zone, tuple(people), touched, untouched)


def spread(shared: Iterable[Shared], most: int = MOST_LINES) -> tuple[Shared, ...]:
    """At most this many lines, newest first: the newest of each topic before a second one of any topic."""
    seen: dict[str, int] = {}
    ranked: list[tuple[int, Shared]] = []
    for each in _newest_first(shared):
        turn = seen[each.topic] = seen.get(each.topic, -1) + 1
        ranked.append((turn, each))
    return tuple(_newest_first(each for _turn, each in sorted(ranked, key=lambda pair: pair[0])[:most]))


def opening_question(week: date, shared: Sequence[Shared], *, success: bool = False, goal: bool = False) -> str:
    """A question made by rule from what one person shared, which starts from what they want and from strength.

    What they want from the session comes first, then the success (`success`: one that stands in the channel), what became
    of their plan, the plan, the snag, the newest line, and a level of their goal that they showed (`goal`). The wording
    changes from week to week, because a question heard too often is no longer heard.
    """
    said = {each.role: each.words for each in reversed(_newest_first(shared))}
    if "want" in said:
        return _this_week(_WANT, week)
    if success or "success" in said:
        return _this_week(_SUCCESS, week)
    if "outcome" in said or "plan" in said:
        return _this_week(_OUTCOME.get(said.get("outcome", ""), _PLAN), week)
    if "stuck" in said:
        return _this_week(_STUCK, week)
    return _this_week(_from_lines(spread(each for each in shared if each.role not in _OWN_PLACE), goal=goal), week)


def _from_lines(lines: Sequence[Shared], *, goal: bool) -> tuple[str, ...]:
    if not lines:
        return _BY_STRATEGY["goal"] if goal else _OPEN
    strategy = "wellbeing" if lines[0].topic == "sts" else lines[0].strategy
    return _BY_STRATEGY.get(strategy, _OPEN)


def _person_week(person: str, shared: Sequence[Shared], success: str | None, week: date, beside: Beside) -> PersonWeek:
    goal = beside.goals.get(person)
    return PersonWeek(
        person,
        lines=spread(each for each in shared if each.role not in _OWN_PLACE),
        success=success or _newest("success", shared),
        stuck=_newest("stuck", shared),
        plan=_newest("plan", shared),
        opening_question=opening_question(
            week, shared, success=success is not None, goal=goal is not None and bool(goal.levels)
        ),
        want=_newest("want", shared),
        outcome=_newest("outcome", shared),
        goal=goal,
        session_at=beside.sessions.get(person),
    )


def _newest(role: str, shared: Iterable[Shared]) -> str | None:
    return next((each.words for each in _newest_first(shared) if each.role == role), None)


def _newest_first(shared: Iterable[Shared]) -> list[Shared]:
    return sorted(shared, key=lambda each: (each.at, each.checkin_id), reverse=True)


def _this_week(questions: Sequence[str], week: date) -> str:
    return questions[week.toordinal() // 7 % len(questions)]


def _touched(shared: Iterable[Shared], topics: Sequence[str]) -> tuple[tuple[str, int], ...]:
    checkins = {(each.checkin_id, each.topic) for each in shared}
    counts = ((topic, sum(touched == topic for _id, touched in checkins)) for topic in topics)
    return tuple((topic, count) for topic, count in counts if count)
