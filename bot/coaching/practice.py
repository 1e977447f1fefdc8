"""Principle and practice: how far a topic's principle showed in a caseworker's week, and how far families see it.

One topic a month, the same for everybody in the program, so that enough people can say something of the same thing. Stress
is left out: no number about it leaves its author. Marks are counted in fives and by month (`small_groups`), never averaged:
an average tells, from one month to the next, what one more person said.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.coaching import paths
from bot.coaching.audience import Audience, is_private
from bot.coaching.language import mark, read_in, say
from bot.coaching.past import NEVER, Past
from bot.coaching.questions import Format, Library, Path, Prompt, Review, Risk, Topic

STRATEGY = "practice"
PREFIX = "practice:"
HIGH = ("4", "5")
REST_DAYS = 28
SETTLED_IN = 4
"""Questions that somebody has had before this one: a newcomer's first weeks are for the work itself."""

ASKED = mark("“{principle}” How far did this show in your work this week?")
THEN = mark("What is one thing that would make it show more? If ___ happens, then I will ___.")
TITLE = mark("Principle and practice: {topic}")
ENDS = (mark("not at all this week"), mark("nearly all the time"))
FAMILIES_ENDS = (mark("families do not see it"), mark("families see it nearly always"))
FAMILIES = mark("How far do families see this in how workers work with them?")
HOW_COUNTED = mark(
    "Whoever you let read it, your mark is also counted: with those of others, in fives, without your name. Coaches and "
    "the program lead see how many marked 4 or 5, when enough people did. You can leave it empty."
)


@dataclass(frozen=True)
class Gap:
    """What may be shown of one month's topic: at least how many said something, and at least how many of them 4 or 5."""

    month: date
    topic: str
    caseworkers: int | None
    caseworkers_high: int | None
    families: int | None
    families_high: int | None


def topic_of(month: date, library: Library) -> Topic | None:
    """The topic of this month: each in turn, by its place in the library; None when there is none."""
    turn = [topic for topic in library.topics.values() if topic.in_use and not is_private(topic.key, STRATEGY)]
    return turn[(month.year * 12 + month.month) % len(turn)] if turn else None


def question(topic: Topic) -> Prompt:
    """How far its principle showed. The version stands for the words of the principle, which an agency may change.

    In the language of its topic; the version of a translation stands for all that is said in it.
    """
    ours = topic.translates
    with read_in(topic.locale):
        text, then = say(ASKED, principle=topic.principle), say(THEN)
        low, high = map(say, ENDS)
    return Prompt(
        id=f"{PREFIX}{topic.key}",
        topic=topic.key,
        strategy=STRATEGY,
        text=text,
        format=Format.SCALE,
        choices=(),
        scale_ends=(low, high),
        follow_ups=(then,),
        skill_terms=("bridging principle and practice",),
        audience=Audience.ONLY_ME,
        case_detail_risk=Risk.LOW,
        sources=(),
        reading_grade=8.0,
        review=Review.DRAFT,
        reviewed_by=None,
        version=_stands_for((ours or topic).principle),
        locale=topic.locale,
        translation=_stands_for(text, low, high, then) if ours else 0,
        translates=question(ours) if ours else None,
    )


def _stands_for(*words: str) -> int:
    return zlib.crc32("".join(words).encode()) & 0x7FFFFFFF


def path(topic: Topic) -> Path:
    """The same as a short path, with how it is counted above the question."""
    with read_in(topic.locale):
        counted, title = say(HOW_COUNTED), say(TITLE, topic=topic.short)
    return replace(paths.as_path(question(topic), counted), title=title)


def paths_of(library: Library) -> Mapping[str, Path]:
    """Every topic's, by the id under which it is asked."""
    return {f"{PREFIX}{key}": path(topic) for key, topic in library.topics.items()}


def of_month(library: Library, day: date) -> Prompt | None:
    """The question of this month; none where only reviewed questions are asked, for the principles are drafts."""
    topic = topic_of(day, library) if library.asks_drafts else None
    return question(topic) if topic else None


def is_due(past: Past, day: date) -> bool:
    """Whether this person is asked now: once in four weeks at most, and not before they have settled in."""
    last = past.strategies.get(STRATEGY, NEVER)
    return sum(past.weeks.values()) >= SETTLED_IN and (last == NEVER or day.toordinal() - last >= REST_DAYS)
