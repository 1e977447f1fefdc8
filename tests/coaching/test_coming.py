"""What one window brings: within the dose, by goals, newness and a coach's suggestion, and less after silence."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import choosing
from bot.coaching.audience import is_private
from bot.coaching.coming import Coming, Wishes, coming, may_come
from bot.coaching.past import Asked, Past
from bot.coaching.questions import Format
from tests.coaching.test_choosing import LIBRARY, STRATEGIES, TOPICS, histories, prompt

MONDAY = date(2026, 11, 23)
SEVEN = (*TOPICS, "antiracist", "assessment", "engagement", "meetings")
CELLS = choosing.cells_of(LIBRARY)
TWO = Wishes(per_week=2)
FORMATS = st.sampled_from(list(Format))
people = st.builds(
    Wishes,
    per_week=st.integers(1, 3),
    silent=st.integers(0, 8),
    new=st.booleans(),
    goal_topics=st.sampled_from([(), ("kin",), ("sts", "contacts")]),
    suggested=st.sampled_from([None, *LIBRARY]),
)
a_day = st.tuples(st.sampled_from(["nothing", "celebrates", "is asked", "answers", "answers"]), st.booleans())
a_year = st.lists(a_day, min_size=30, max_size=150)


def asked(id_: str, day: date) -> Asked:
    topic, strategy, _number = id_.split(".")
    return Asked(id_, topic, strategy, day)


def live(wishes: Wishes, days: list[tuple[str, bool]]) -> dict[date, list[str]]:
    """Some months of somebody's days: what the clock brought and what they did, by week."""
    past, silent, celebrated, weeks = Past(), 0, dict[date, int](), dict[date, list[str]]()
    for number, (deed, due) in enumerate(days):
        day = MONDAY + timedelta(days=number)
        week = day - timedelta(days=day.weekday())
        held = weeks.setdefault(week, [])
        if deed == "is asked" and len(held) < 3:
            past.add(asked("kin.goal.2", day))
            held.append("asked for")
        if deed == "celebrates" and not celebrated.get(week):
            celebrated[week] = 1
            held.append("celebration")
        silent = 0 if deed in ("answers", "celebrates") else silent
        now = replace(wishes, silent=silent)
        if due and (comes := coming(CELLS, now, past, day, celebrated=celebrated.get(week, 0))).because is None:
            held.append(f"clock at {len(held)}")
            past.add(Asked("path:pause", "", "", day) if comes.asks_pause else asked(_id(comes), day))
            silent += 1
    return weeks


def _id(comes: Coming) -> str:
    assert comes.prompt is not None
    return comes.prompt.id


@given(people, a_year)
def test_the_dose_is_never_over_the_cap_with_celebrations_counted(wishes: Wishes, days: list[tuple[str, bool]]) -> None:
    """Whatever is asked for, celebrated, answered or left: the clock adds nothing to a week that holds what they picked."""
    weeks = live(wishes, days)

    came_at = [int(each.removeprefix("clock at ")) for held in weeks.values() for each in held if "clock" in each]
    assert all(held_before < wishes.per_week for held_before in came_at)


@given(people, histories, st.integers(0, 3))
def test_what_comes_is_one_thing_or_has_a_reason(wishes: Wishes, history: list[Asked], celebrated: int) -> None:
    """A question, “shall I pause?”, or the reason for `why`."""
    comes = coming(CELLS, wishes, Past.of(history), MONDAY, celebrated=celebrated)

    assert 1 == [comes.prompt is not None, comes.asks_pause, comes.because is not None].count(True)


@given(people, histories)
def test_a_suggestion_is_never_private_and_never_too_soon(wishes: Wishes, history: list[Asked]) -> None:
    """Bias, wellbeing and stress are never anybody else's to suggest, and a question rests whoever wants it."""
    past = Past.of(history)
    comes = coming(CELLS, wishes, past, MONDAY, celebrated=0)

    if comes.by_suggestion:
        assert comes.prompt == wishes.suggested
        assert comes.prompt is not None
        assert not is_private(comes.prompt.topic, comes.prompt.strategy)
        assert past.has_rested(comes.prompt.id, MONDAY)


@given(histories, st.sampled_from([each for each in LIBRARY if may_come(each)]))
def test_a_suggestion_comes_next(history: list[Asked], suggested: object) -> None:
    """Before the topic of a goal and before what the clock would choose, as soon as it has rested."""
    past = Past.of([replace(each, counts=False) for each in history])
    wishes = Wishes(2, goal_topics=("sts",), suggested=suggested)  # type: ignore[arg-type]

    assert coming(CELLS, wishes, past, MONDAY, celebrated=0).by_suggestion == past.has_rested(suggested.id, MONDAY)  # type: ignore[attr-defined]


@given(st.lists(st.sampled_from(SEVEN), min_size=4, max_size=7, unique=True), st.integers(0, 40), st.booleans())
def test_rotation_returns(topics: list[str], start: int, goal: object) -> None:
    """Asked twice a week: every topic returns within five weeks, and every question within the year; four topics or more.

    With a goal, half of the questions are on its topic, and the others return within fourteen weeks: stress waits longest, for
    the private question of a week may be the goal's own.
    With stress and one other topic alone, that one's bias questions would wait: one private question a week is stress's.
    """
    library = [prompt(topic, strategy, number) for topic in topics for strategy in STRATEGIES for number in (1, 2)]
    cells, past, seen = choosing.cells_of(library), Past(), list[tuple[date, str]]()
    for week in range(52):
        for weekday in (0, 3):
            day = MONDAY + timedelta(days=start + 7 * week + weekday)
            if (found := choosing.choose(cells, past, day, goal_topics=topics[:1] if goal else ())) is not None:
                past.add(asked(found.id, day))
                seen.append((day, found.id))

    gaps = [_longest([day for day, id_ in seen if id_.startswith(topic)]) for topic in topics]
    assert all(gap <= timedelta(days=98 if goal else 35) for gap in gaps)
    assert goal or {each.id for each in library} == {id_ for _, id_ in seen}


def _longest(days: list[date]) -> timedelta:
    return max((later - earlier for earlier, later in pairwise(days)), default=timedelta(0))


def test_somebody_new_is_asked_what_can_be_picked_first() -> None:
    """Of two that were never asked, the one to choose from; for everybody else the library's own order."""
    blank, concrete = prompt("kin", "goal", 1), replace(prompt("kin", "goal", 2), format=Format.CHOICE)
    cells = choosing.cells_of([blank, concrete])
    first = [coming(cells, Wishes(2, new=new), Past(), MONDAY, celebrated=0).prompt for new in (True, False)]

    assert [concrete, blank] == first


@given(st.lists(FORMATS, min_size=2, max_size=12), st.booleans())
def test_nothing_is_kept_from_somebody_new(formats: list[Format], new: object) -> None:
    """Concrete first, but every question has its turn before any comes again."""
    library = [replace(prompt("kin", "goal", number), format=each) for number, each in enumerate(formats)]
    cells, past, seen = choosing.cells_of(library), Past(), list[str]()
    for turn in range(len(library)):
        day = MONDAY + timedelta(days=7 * turn)
        comes = coming(cells, Wishes(2, new=bool(new)), past, day, celebrated=0)
        past.add(asked(_id(comes), day))
        seen.append(_id(comes))

    assert len(set(seen)) == len(library)
