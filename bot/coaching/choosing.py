"""Pick the next question for one caseworker: near their goal, spread over topics, and never the same one too soon."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.coaching.audience import PRIVATE_STRATEGIES, is_private
from bot.coaching.newness import CONCRETE
from bot.coaching.past import NEVER, Past
from bot.coaching.prompts import Prompt

GENTLE_FIRST = ("reinforce", "voice", "transfer", "goal", "solve", "wellbeing", "bias")
"""With nobody's history to go by, ask about what worked before what is hard (the rules for authors in `prompts/README.md`)."""

PRIVATE_REST_DAYS = 7
_PLACES = {strategy: place for place, strategy in enumerate(GENTLE_FIRST)}

Cells = Mapping[str, Sequence[tuple[str, Sequence[tuple[int, Prompt]]]]]
"""The questions that may still be asked: for each topic its strategies, and for each of them questions with their place in
the library."""


def cells_of(prompts: Iterable[Prompt]) -> Cells:
    """Sort a library's questions once, for everybody who is due."""
    cells = defaultdict[str, dict[str, list[tuple[int, Prompt]]]](dict)
    for place, prompt in enumerate(prompts):
        if prompt.is_asked:
            cells[prompt.topic].setdefault(prompt.strategy, []).append((place, prompt))
    return {topic: tuple(there.items()) for topic, there in cells.items()}


def choose(
    cells: Cells,
    past: Past,
    today: date,
    *,
    goal_topics: Sequence[str] = (),
    topic: str | None = None,
    requested: bool = False,
    concrete: bool = False,
) -> Prompt | None:
    """The next question, or None when every one that may be asked is resting.

    A goal's topic comes first, but not twice in a row; then the topic least lately touched, then the question asked the
    fewest times. Ties go to what worked before what is hard, then to the library's own order, so the same facts always
    give the same question. `concrete`: of those asked equally often, one to pick or mark comes before a blank page, for
    somebody new to the work. `topic` keeps to one topic. `requested` means that a coach
    or supervisor asks: then never about bias, wellbeing or stress. The week's rest between private questions is for
    the clock: it does not hold back a caseworker who picks that topic themselves.
    """
    best: tuple[tuple[bool, int], int, bool, int, int, int] | None = None
    chosen: Prompt | None = None
    for first, about in _in_turn(cells, past, goal_topics):
        if topic not in (None, about):
            continue
        if best is not None and first > best[0]:
            break
        for strategy, there in cells[about]:
            if requested and is_private(about, strategy):
                continue
            if not _suits_the_week(past, about, strategy, today, picked=topic is not None):
                continue
            if (found := _least_asked(past, there, today, concrete=concrete)) is None:
                continue
            times, blank, place, prompt = found
            turn = (first, times, blank, past.strategies.get(strategy, NEVER), _gentleness(strategy), place)
            if best is None or turn < best:
                best, chosen = turn, prompt
    return chosen


def _in_turn(cells: Cells, past: Past, goal_topics: Sequence[str]) -> list[tuple[tuple[bool, int], str]]:
    """The topics, those of a goal first, then the one least lately touched.

    After a question on a goal's topic the others have their turn, or nobody with a goal would be asked about anything else.
    """
    latest = max(past.topics.values(), default=NEVER)
    if latest != NEVER and any(past.topics.get(topic) == latest for topic in goal_topics):
        goal_topics = ()
    return sorted(((topic not in goal_topics, past.topics.get(topic, NEVER)), topic) for topic in cells)


def _least_asked(
    past: Past, there: Sequence[tuple[int, Prompt]], today: date, *, concrete: bool
) -> tuple[int, bool, int, Prompt] | None:
    """The question of a cell that was asked the fewest times, of those that have rested; the first one of equals.

    With `concrete`, a blank page comes after what can be picked or marked.
    """
    found: tuple[int, bool, int, Prompt] | None = None
    for place, prompt in there:
        times, blank = past.times(prompt.id), concrete and prompt.format not in CONCRETE
        if not times and not blank:
            return 0, False, place, prompt
        if (found is None or (times, blank) < found[:2]) and past.has_rested(prompt.id, today):
            found = (times, blank, place, prompt)
    return found


def _suits_the_week(past: Past, topic: str, strategy: str, today: date, *, picked: bool) -> bool:
    """Never two bias or wellbeing questions in a row; by the clock, one private question in seven days."""
    in_a_row = past.last in PRIVATE_STRATEGIES and strategy in PRIVATE_STRATEGIES
    if in_a_row or picked or not is_private(topic, strategy):
        return not in_a_row
    return past.private == NEVER or today.toordinal() - past.private >= PRIVATE_REST_DAYS


def _gentleness(strategy: str) -> int:
    return _PLACES.get(strategy, len(_PLACES))
