"""What the year looks like in numbers: dose, topics, repeats, silence and goals, for all and by temperament."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from statistics import mean, median

from bot.coaching import silence
from bot.coaching.audience import is_private
from bot.coaching.newness import CONCRETE
from bot.coaching.prompts import Library
from simulation.temperaments import ALL
from simulation.year import Came, Life, by_week

COLUMNS = ("temperament", "people", "a week", "answered", "topics", "repeats", "concrete", "lowered", "goals moved")


def lines(lives: Sequence[Life], library: Library) -> Iterator[str]:
    """The whole report, a line each."""
    weeks = lives[0].weeks
    yield f"{len(lives)} made-up caseworkers, {weeks} weeks, {len(library.prompts)} questions in the library"
    yield from ("", "DOSE", *_dose(lives))
    yield from ("", "TOPICS", *_topics(lives, library))
    yield from ("", "REPEATS", *_repeats(lives))
    yield from ("", "SILENCE", *_silence(lives))
    yield from ("", "GOALS", *_goals(lives))
    yield from ("", "BY TEMPERAMENT", *_by_temperament(lives))


def _dose(lives: Sequence[Life]) -> Iterator[str]:
    counts = Counter(count for life in lives for count in by_week(life).values())
    all_weeks = sum(counts.values())
    shares = ", ".join(f"{count}: {_percent(counts[count], all_weeks)}" for count in range(max(counts) + 1))
    by = Counter(each.by for life in lives for each in life.came)
    yield _line("messages a week", f"{_a_week(lives):.2f} (picked: {mean(life.per_week for life in lives):.2f})")
    yield _line("weeks with", shares)
    yield _line("by", ", ".join(f"{name} {by[name]}" for name in sorted(by)))
    yield _line("the clock over what they picked", str(sum(life.over for life in lives)))


def _topics(lives: Sequence[Life], library: Library) -> Iterator[str]:
    in_use = {each.topic for each in library.prompts.values() if each.review != "retired"}
    regular = [life for life in lives if len(_questions(life)) >= len(in_use)]
    gaps = sorted(gap for life in regular for gap in _gaps(life))
    asked = Counter(each.prompt.topic for life in lives for each in _questions(life) if each.prompt)
    private = sum(is_private(*_kind(each)) for life in lives for each in _questions(life))
    yield _line("touched in the year", f"{_touched(lives):.1f} of {len(in_use)}")
    yield _line("weeks until one returns", _weeks(gaps) if gaps else "–")
    yield _line("share of each", ", ".join(f"{key} {_percent(asked[key], asked.total())}" for key in sorted(in_use)))
    yield _line("bias, wellbeing, stress", _percent(private, asked.total()))


def _weeks(days: Sequence[int]) -> str:
    return f"median {median(days) / 7:.1f}, nine of ten within {days[len(days) * 9 // 10] / 7:.1f}"


def _repeats(lives: Sequence[Life]) -> Iterator[str]:
    questions = [each for life in lives for each in _questions(life)]
    again = [each.repeated_after for each in questions if each.repeated_after is not None]
    different = [len({each.prompt.id for each in _questions(life) if each.prompt}) for life in lives]
    yield _line("questions they had had before", _percent(len(again), len(questions)))
    yield _line("days until one came again", f"soonest {min(again)}, median {median(again):.0f}" if again else "–")
    yield _line("different questions for one person", f"mean {mean(different):.0f}, most {max(different)}")


def _silence(lives: Sequence[Life]) -> Iterator[str]:
    asked = [life for life in lives if any(each.by == "shall I pause?" for each in life.came)]
    waiting = [life for life in lives if silence.waits(life.per_week, life.silent)]
    lowered = sum(len(life.lowered) for life in lives)
    yield _line("weeks with a lowered rhythm", _percent(lowered, sum(life.weeks for life in lives)))
    yield _line("people asked whether to pause", str(len(asked)))
    yield _line("waiting quietly at the end", str(len(waiting)))


def _goals(lives: Sequence[Life]) -> Iterator[str]:
    followed = [each for life in lives for each in life.goals]
    met = sum(each.goal.state == "met" for each in followed)
    on_goal = sum(each.on_goal for life in lives for each in _questions(life))
    yield _line("goals", f"{len(followed)}, of which met {met}")
    yield _line("share of goals moved", _moved(lives))
    yield _line("questions on a goal's topic", _percent(on_goal, sum(len(_questions(life)) for life in lives)))


def _by_temperament(lives: Sequence[Life]) -> Iterator[str]:
    groups = defaultdict[str, list[Life]](list)
    for life in lives:
        groups[life.temperament.name].append(life)
    rows = [COLUMNS, *(_row(each.name, groups[each.name]) for each in ALL if each.name in groups)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first, *(each.strip().rjust(width) for each, width in zip(others, widths[1:], strict=True))])


def _row(name: str, lives: Sequence[Life]) -> tuple[str, ...]:
    questions = [each for life in lives for each in _questions(life)]
    again = sum(each.repeated_after is not None for each in questions)
    concrete = sum(each.prompt is not None and each.prompt.format in CONCRETE for each in questions)
    lowered = sum(len(life.lowered) for life in lives)
    return (
        name,
        str(len(lives)),
        f"{_a_week(lives):.2f}",
        _percent(sum(life.answered for life in lives), len(questions)),
        f"{_touched(lives):.1f}",
        _percent(again, len(questions)),
        _percent(concrete, len(questions)),
        _percent(lowered, sum(life.weeks for life in lives)),
        _moved(lives),
    )


def _questions(life: Life) -> list[Came]:
    return [each for each in life.came if each.prompt is not None]


def _kind(each: Came) -> tuple[str, str]:
    return (each.prompt.topic, each.prompt.strategy) if each.prompt else ("", "")


def _gaps(life: Life) -> Iterator[int]:
    """The days between one time and the next, topic by topic."""
    days = defaultdict[str, list[date]](list)
    for each in _questions(life):
        days[_kind(each)[0]].append(each.on)
    for when in days.values():
        yield from ((later - earlier).days for earlier, later in pairwise(when))


def _a_week(lives: Iterable[Life]) -> float:
    return mean(mean(by_week(life).values()) for life in lives)


def _touched(lives: Iterable[Life]) -> float:
    return mean(len({_kind(each)[0] for each in _questions(life)}) for life in lives)


def _moved(lives: Iterable[Life]) -> str:
    followed = [each for life in lives for each in life.goals]
    return _percent(sum(each.level > each.first for each in followed), len(followed))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _line(name: str, said: str) -> str:
    return f"{name + ' ':.<36} {said}"
