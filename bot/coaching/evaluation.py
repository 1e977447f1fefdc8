"""What an agency that studies its program may take out: people, counted by month, by the rule for small groups.

The words are those of the study of KanCoach that asked how acceptable and how feasible coaching was, and how true to its plan
(Young and others, SSWR 2025). A count is no effect: nothing here says that coaching, or this app, changed anything.

Each number is of one month, counted once after it has ended, in fives, with five people in and five out of its group. As it
counts people and is the same whoever they are, any one to four of them may be in it or not, and it would read the same.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from bot.coaching.audience import PRIVATE_STRATEGIES, PRIVATE_TOPICS
from bot.coaching.questions import Library
from bot.coaching.small_groups import SMALLEST, at_least

ENROLLED, WITH_GOAL, PARTNERS = "enrolled", "with_goal", "partners"
SAID, SAID_HIGH, FAMILIES, FAMILIES_HIGH = "practice", "practice_high", "families", "families_high"
Counted = Mapping[str, Set[str]]
"""Who is in each count, by its key: `shared`, or with what it is about, `topic:kin`."""
Row = tuple[str, str, str, str, str | int]


@dataclass(frozen=True)
class Measure:
    """One thing that is counted: what it is a sign of, who is in it, and which group it is taken from."""

    key: str
    domain: str
    counts: str
    of: str = ENROLLED


MEASURES = (
    Measure(
        ENROLLED, "reach", "Everybody enrolled before the month ended, whatever they did, also who paused or left."
    ),
    Measure(
        "agreed", "acceptability", "Said yes to the agreement before the month ended. Who left later is still in it."
    ),
    Measure("by_themselves", "acceptability", "Shared a check-in that nobody and no clock had asked for."),
    Measure("celebrated", "acceptability", "Posted a small success in the coach channel, and did not take it back."),
    Measure("asked", "feasibility", "The clock had one question or more for them."),
    Measure("asked_weekly", "feasibility", "The clock had four questions or more for them: about one a week."),
    Measure("shared", "fidelity", "Shared something with their coach, or with a supervisor who had asked."),
    Measure("topic", "fidelity", "Shared something on this topic. Stress is left out."),
    Measure("strategy", "fidelity", "Shared something of this strategy. Bias and wellbeing are left out."),
    Measure("planned", "fidelity", "Shared a check-in with an if-then plan in it."),
    Measure("looked_back", "fidelity", "Shared how a plan went when the app came back to it."),
    Measure("requested", "fidelity", "Their coach or supervisor asked them for a check-in."),
    Measure(
        WITH_GOAL,
        "goals",
        "Had a goal that both had confirmed, marked its level in the month, and shared that with their coach.",
    ),
    Measure("goal_level", "goals", "Of those: their last mark in the month was this level (3 is as hoped).", WITH_GOAL),
    Measure("goal_up", "goals", "Of those: their last mark in the month was above their first one on it.", WITH_GOAL),
    Measure(SAID, "principle and practice", "Marked how far the month's principle showed in their week, for any eyes."),
    Measure(SAID_HIGH, "principle and practice", "Of those: marked 4 or 5 of 5.", SAID),
    Measure(FAMILIES, "principle and practice", "Parent partners who marked how far families see it.", PARTNERS),
    Measure(FAMILIES_HIGH, "principle and practice", "Of those: marked 4 or 5 of 5.", FAMILIES),
)
EMPTY = (
    "Left empty where fewer than five people are in it, where the group is under ten, or where nobody is: these three are "
    "not told apart."
)
LEVELS = ("1", "2", "3", "4", "5")


def shown(members: int, counted: Counted, partners: int = 0) -> dict[str, int]:
    """The numbers of one month that may be shown: "at least so many people", by key. Whatever is missing is not shown.

    `members` are the caseworkers and `partners` the parent partners of that month, whatever they did.
    """
    groups = {measure.key: measure.of for measure in MEASURES}
    sizes = {ENROLLED: members, PARTNERS: partners}

    def group_of(key: str) -> int:
        name, _, about = key.partition(":")
        of = groups[name]
        return sizes[of] if of in sizes else len(counted.get(of) or counted.get(f"{of}:{about}") or ())

    found = {key: at_least(len(who), group_of(key)) for key, who in counted.items()}
    enrolled = members // SMALLEST * SMALLEST if members >= 2 * SMALLEST else None
    return {key: least for key, least in {ENROLLED: enrolled, **found}.items() if least is not None}


def rows(month: str, numbers: Mapping[str, int], library: Library) -> Iterator[Row]:
    """One month as lines of a table: month, domain, measure, what it is about, and at least how many people."""
    for measure in MEASURES:
        for about in _abouts(measure.key, library):
            key = f"{measure.key}:{about}" if about else measure.key
            yield month, measure.domain, measure.key, about, numbers.get(key, "")


def _abouts(key: str, library: Library) -> tuple[str, ...]:
    """What a measure is counted for, one by one; an empty one for a measure that stands alone."""
    topics = tuple(each for each in library.topics if each not in PRIVATE_TOPICS)
    strategies = tuple(each for each in library.strategies if each not in PRIVATE_STRATEGIES)
    of_topics = dict.fromkeys(("topic", SAID, SAID_HIGH, FAMILIES, FAMILIES_HIGH), topics)
    return {**of_topics, "strategy": strategies, "goal_level": LEVELS}.get(key, ("",))


def codebook() -> Iterator[tuple[str, str, str, str, str]]:
    """What each column and each measure means: name, domain, meaning, group, and how an empty cell is to be read."""
    yield "month", "", "The month that was counted, by UTC.", "", ""
    yield "about", "", "The topic, the strategy or the goal's level that a measure was counted for.", "", ""
    yield "at_least", "", "At least so many people, rounded down to a multiple of five.", "", EMPTY
    for measure in MEASURES:
        yield measure.key, measure.domain, measure.counts, measure.of, EMPTY
