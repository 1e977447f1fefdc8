"""Live one made-up caseworker's year by the app's own rules: their hours, what comes in them, and what they do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.coaching import choosing, goals, schedule, silence
from bot.coaching.choosing import Cells
from bot.coaching.coming import Coming, Wishes, coming, may_come
from bot.coaching.goals import Goal, GoalState
from bot.coaching.past import Asked, Past
from bot.coaching.prompts import Library, Prompt
from bot.coaching.questions import id_of_path
from bot.coaching.schedule import Rhythm
from simulation import temperaments
from simulation.temperaments import Temperament

FIRST_DAY = date(2027, 1, 4)
CLOSED = frozenset(date(2027, *each) for each in ((1, 18), (5, 31), (7, 5), (9, 6), (11, 25), (11, 26), (12, 24)))
ZONES = ("America/Chicago", "America/New_York", "America/Denver", "America/Phoenix", "Pacific/Honolulu")
MOST_A_WEEK = 3
ASKED_A_MONTH, SUGGESTED_A_MONTH, HAS_A_GOAL = 0.2, 0.3, 0.6
GROWS = 0.15
"""How likely an answer on a goal's own topic moves it up one level. Made up: it shows whether questions reach goals."""
MONTH_OF_DAYS = 30


@dataclass(frozen=True)
class Came:
    """One message that reached them. `by`: the clock, a suggestion, somebody who asked, or “shall I pause?”."""

    on: date
    by: str
    prompt: Prompt | None = None
    repeated_after: int | None = None
    on_goal: bool = False


@dataclass
class Followed:
    """A goal of theirs, with the level at its start and now."""

    goal: Goal
    first: int
    level: int


@dataclass
class Life:
    """One person, and all that became of their year."""

    number: int
    temperament: Temperament
    rhythm: Rhythm
    per_week: int
    weeks: int
    past: Past = field(default_factory=Past)
    silent: int = 0
    quiet_until: date = date.min
    suggested: Prompt | None = None
    came: list[Came] = field(default_factory=list)
    answered: int = 0
    celebrated: dict[date, int] = field(default_factory=dict)
    goals: list[Followed] = field(default_factory=list)
    lowered: set[date] = field(default_factory=set)
    over: int = 0
    topics: Sequence[str] = ()


def people(count: int, weeks: int) -> Iterator[Life]:
    """This many, of every temperament alike, with hours of their own. The same count gives the same people."""
    for number in range(count):
        chance = Random(f"who:{number}")
        per_week = chance.choice((1, 2, 2, 2, 3))
        days = frozenset(chance.sample(range(5), k=max(per_week, 2)))
        opens = chance.choice((8, 9, 10, 13))
        rhythm = Rhythm(days, time(opens), time(opens + 3), chance.choice(ZONES), CLOSED)
        yield Life(number, temperaments.ALL[number % len(temperaments.ALL)], rhythm, per_week, weeks)


def live(life: Life, library: Library, cells: Cells) -> Life:
    """Their year, day by day. What each day has in store does not depend on what was chosen before."""
    windows = {window.day for window in _windows(life)}
    offered = [each for each in library.prompts.values() if may_come(each)]
    life.topics = sorted({each.topic for each in offered})
    for number in range(life.weeks * 7):
        day, chance = FIRST_DAY + timedelta(days=number), Random(f"day:{life.number}:{number}")
        _has_a_day(life, offered, cells, day, chance)
        if day in windows and day >= life.quiet_until:
            _clock_comes(life, cells, day, chance)
    return life


def _windows(life: Life) -> Iterator[schedule.Window]:
    """The app's own schedule, window after window."""
    last = FIRST_DAY + timedelta(weeks=life.weeks)
    window = schedule.next_window(life.rhythm, datetime.combine(FIRST_DAY, time(), UTC))
    while window.day < last:
        yield window
        window = schedule.next_window(life.rhythm, window.opens)


def _has_a_day(life: Life, offered: Sequence[Prompt], cells: Cells, day: date, chance: Random) -> None:
    """What happens whatever the clock does: quiet that they want, a check-in of their own, somebody who asks or suggests."""
    temper, lots = (
        life.temperament,
        {name: chance.random() for name in ("pause", "hard", "own", "ask", "suggest", "goal")},
    )
    pick, length = chance.random(), chance.choice((3, 7, 14, 21))
    if lots["pause"] < temper.pauses / MONTH_OF_DAYS or lots["hard"] < temper.hard_days / MONTH_OF_DAYS:
        life.quiet_until = max(life.quiet_until, day + timedelta(days=length))
        life.silent = 0
    if lots["own"] < temper.starts_own / 7:
        life.silent = 0
    if lots["ask"] < ASKED_A_MONTH / MONTH_OF_DAYS and day >= life.quiet_until:
        _is_asked(life, cells, day)
    if lots["suggest"] < SUGGESTED_A_MONTH / MONTH_OF_DAYS:
        life.suggested = offered[int(pick * len(offered))]
    if not life.goals and lots["goal"] < HAS_A_GOAL / MONTH_OF_DAYS:
        _set_goal(life, pick)


def _is_asked(life: Life, cells: Cells, day: date) -> None:
    found = choosing.choose(cells, life.past, day, requested=True)
    if found is not None and held(life, day) < MOST_A_WEEK:
        _arrives(life, found, day, "asked")


def _clock_comes(life: Life, cells: Cells, day: date, chance: Random) -> None:
    wishes = Wishes(life.per_week, life.silent, life.temperament.new, _topics(life), life.suggested)
    comes = coming(cells, wishes, life.past, day, celebrated=life.celebrated.get(_monday(day), 0))
    lots = (chance.random(), chance.random(), chance.random())
    if silence.is_lower(life.per_week, life.silent) or silence.waits(life.per_week, life.silent):
        life.lowered.add(_monday(day))
    if comes.because is None:
        life.over += by_week(life)[_monday(day)] + life.celebrated.get(_monday(day), 0) >= life.per_week
        life.silent += 1
        _is_met(life, comes, day, lots)


def _is_met(life: Life, comes: Coming, day: date, lots: tuple[float, float, float]) -> None:
    if comes.prompt is None:
        life.came.append(Came(day, "shall I pause?"))
        life.past.add(Asked(id_of_path("pause"), "", "", day))
        if lots[0] < life.temperament.goes_on:
            life.silent = 0
        return
    _arrives(life, comes.prompt, day, "suggested" if comes.by_suggestion else "clock")
    life.suggested = None if comes.by_suggestion else life.suggested
    answers = life.temperament.answers * (_left(life, day) if life.temperament.fades else 1)
    if lots[0] < answers:
        _answers(life, comes.prompt, day, lots)
    elif lots[0] < answers + life.temperament.lets_go:
        life.silent = 0


def _answers(life: Life, prompt: Prompt, day: date, lots: tuple[float, float, float]) -> None:
    life.silent, life.answered = 0, life.answered + 1
    if lots[1] < life.temperament.celebrates and not life.celebrated.get(_monday(day)):
        life.celebrated[_monday(day)] = 1
    for each in list(life.goals):
        if each.goal.state is GoalState.ACTIVE and each.goal.topic == prompt.topic and lots[2] < GROWS:
            _moves(life, each)


def _moves(life: Life, followed: Followed) -> None:
    """One level up; as hoped, it is met, and the next one is on another topic."""
    followed.level += 1
    if followed.level >= goals.AS_HOPED + 1:
        _set_goal(life, 0.5)
        followed.goal = goals.close(followed.goal, followed.goal.caseworker, GoalState.MET, life.goals[-1].goal.id)


def _set_goal(life: Life, pick: float) -> None:
    who, coach = f"U{life.number}", "UCOACH"
    topics = [each for each in life.topics if each not in _topics(life)]
    proposed = goals.propose(
        f"{who}:{len(life.goals)}",
        caseworker=who,
        coach=coach,
        proposed_by=who,
        topic=topics[int(pick * len(topics))],
        words="Ask before I guess.",
        levels=("", "", "I ask first in each visit.", "", ""),
    )
    level = 1 + life.number % 2
    life.goals.append(Followed(goals.confirm(proposed, coach), level, level))


def _topics(life: Life) -> tuple[str, ...]:
    return tuple(each.goal.topic for each in life.goals if each.goal.state is GoalState.ACTIVE)


def _arrives(life: Life, prompt: Prompt, day: date, by: str) -> None:
    before = life.past.latest(prompt.id)
    after = day.toordinal() - before if before else None
    life.came.append(Came(day, by, prompt, after, prompt.topic in _topics(life)))
    life.past.add(Asked(prompt.id, prompt.topic, prompt.strategy, day))


def held(life: Life, day: date) -> int:
    """How much this person's week holds: what came, and what they celebrated."""
    return life.past.of_week(day) + life.celebrated.get(_monday(day), 0)


def by_week(life: Life) -> Mapping[date, int]:
    """How many messages came in each week of the year, the quiet ones with 0."""
    weeks = {FIRST_DAY + timedelta(weeks=number): 0 for number in range(life.weeks)}
    for each in life.came:
        weeks[_monday(each.on)] += 1
    return weeks


def _left(life: Life, day: date) -> float:
    return 1 - (day - FIRST_DAY).days / (life.weeks * 7)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
