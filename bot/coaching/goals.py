"""A goal that a caseworker and their coach agree on: one thing the caseworker does, on five levels.

Level 3 is what they hope for, and level 1 still counts as a step (the Coaching Toolkit's goal scale, p. 69-74).
Either may propose; a goal is active only when both said yes to the same words. Nothing here rates anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.coaching.errors import BadChoice, NotAllowed, TooLong
from bot.coaching.language import mark, say

LEVELS = (1, 2, 3, 4, 5)
AS_HOPED = 3
LONGEST_WORDS = 500

_IN_WORDS = {
    1: mark("a first step, and it counts"),
    2: mark("a bit less than hoped"),
    3: mark("as hoped"),
    4: mark("a bit better than hoped"),
    5: mark("much better than hoped"),
}


class GoalState(StrEnum):
    """Where a goal is: put forward, agreed by both, reached, no longer fitting, or let go."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    MET = "met"
    OUTGROWN = "outgrown"
    CLOSED = "closed"


ENDED = frozenset({GoalState.MET, GoalState.OUTGROWN, GoalState.CLOSED})


@dataclass(frozen=True)
class Goal:
    """One goal. `levels` says what each level, 1 to 5, looks like; "" where nobody has said yet."""

    id: str
    caseworker: str
    coach: str
    topic: str
    words: str
    levels: tuple[str, str, str, str, str]
    by: date | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)
    state: GoalState = GoalState.PROPOSED
    successor: str | None = None


def propose(
    goal_id: str,
    *,
    caseworker: str,
    coach: str,
    proposed_by: str,
    topic: str,
    words: str,
    levels: Sequence[str],
    by: date | None = None,
) -> Goal:
    """A goal put forward by the caseworker or the coach, which counts as that person's yes.

    Raises NotAllowed for anybody else, BadChoice without words or without what level 3 looks like, and TooLong.
    """
    five = _read_levels(levels)
    goal = Goal(goal_id, caseworker, coach, topic, _read_words(words), five, by)
    return confirm(goal, proposed_by)


def confirm(goal: Goal, person: str) -> Goal:
    """The goal with this person's yes; active once both have said it. A second yes changes nothing.

    Raises NotAllowed for anybody else, and for a goal that has ended.
    """
    _require_theirs(goal, person)
    if goal.state in ENDED:
        raise NotAllowed("That goal has ended. You can start a new one from it.")
    confirmed = goal.confirmed | {person}
    both = confirmed >= {goal.caseworker, goal.coach}
    return replace(goal, confirmed=confirmed, state=GoalState.ACTIVE if both else GoalState.PROPOSED)


def reword(goal: Goal, person: str, *, words: str, levels: Sequence[str], by: date | None) -> Goal:
    """The goal in new words, which needs the other person's yes again. Raises as `propose` and `confirm` do."""
    changed = replace(goal, words=_read_words(words), levels=_read_levels(levels), by=by)
    same = changed == goal
    return confirm(goal if same else replace(changed, confirmed=frozenset()), person)


def with_coach(goal: Goal, coach: str) -> Goal:
    """The goal under a new coach. If it was open, it waits for that coach's yes; the caseworker's yes stands."""
    if goal.state in ENDED or coach == goal.coach:
        return goal
    kept = goal.confirmed & {goal.caseworker}
    return replace(goal, coach=coach, confirmed=kept, state=GoalState.PROPOSED)


def close(goal: Goal, person: str, outcome: GoalState, successor: str | None = None) -> Goal:
    """End a goal as met, outgrown or closed, and name the goal that comes after it, if there is one.

    Raises NotAllowed for anybody but the two, and for a goal that has ended; BadChoice for an outcome that is not an
    end, for met or outgrown where the goal was never active, and for a goal that would follow itself.
    """
    _require_theirs(goal, person)
    if goal.state in ENDED:
        raise NotAllowed("That goal has ended already.")
    if outcome not in ENDED:
        raise BadChoice("A goal can end as met, outgrown or closed.")
    if goal.state is not GoalState.ACTIVE and outcome is not GoalState.CLOSED:
        raise BadChoice("You have not both said yes to that goal yet. It can only be closed.")
    if successor == goal.id:
        raise BadChoice("A goal cannot follow itself. Please name another one.")
    return replace(goal, state=outcome, successor=successor)


def read_closing(words: str) -> str:
    """The words at a goal's end, without what surrounds them; raises TooLong."""
    if len(words) > LONGEST_WORDS:
        raise TooLong(say("Please keep it under {most} characters.", most=LONGEST_WORDS))
    return words.strip()


def read_level(given: str | None, goal: Goal, person: str) -> int | None:
    """The level from a form, 1 to 5; None when it was skipped.

    Raises NotAllowed unless the goal is active and this is one of the two, BadChoice for anything else than 1 to 5.
    """
    _require_theirs(goal, person)
    if given is None or not given.strip():
        return None
    if goal.state is not GoalState.ACTIVE:
        raise NotAllowed("That goal is not active. It needs a yes from you both.")
    return _known_level(given.strip())


def level_in_words(level: int) -> str:
    """What a level means: 3 is "as hoped", 1 "a first step, and it counts". Raises BadChoice outside 1 to 5."""
    return say(_IN_WORDS[_known_level(str(level))])


def _known_level(given: str) -> int:
    if given not in {str(level) for level in LEVELS}:
        raise BadChoice("Please pick a level from 1 to 5.")
    return int(given)


def _require_theirs(goal: Goal, person: str) -> None:
    if person not in (goal.caseworker, goal.coach):
        raise NotAllowed("A goal belongs to the caseworker and their coach.")


def _read_words(words: str) -> str:
    if not words.strip():
        raise BadChoice("Please say what you want to do more of, or do better.")
    if len(words) > LONGEST_WORDS:
        raise TooLong(say("Please keep it under {most} characters.", most=LONGEST_WORDS))
    return words.strip()


def _read_levels(levels: Sequence[str]) -> tuple[str, str, str, str, str]:
    if len(levels) != len(LEVELS) or not levels[AS_HOPED - 1].strip():
        raise BadChoice("Please say what level 3 looks like, when it goes as you hope.")
    if any(len(words) > LONGEST_WORDS for words in levels):
        raise TooLong(say("Please keep each level under {most} characters.", most=LONGEST_WORDS))
    first, second, third, fourth, fifth = (words.strip() for words in levels)
    return first, second, third, fourth, fifth
