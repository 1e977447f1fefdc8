"""A goal that two people agree on, on five levels."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import goals
from bot.coaching.errors import BadChoice, CoachingError, NotAllowed, TooLong
from bot.coaching.goals import Goal, GoalState

ANA, CARLA, LEE = "UANA", "UCARLA", "ULEE"
LEVELS = ("once a month", "every other visit", "each visit", "each visit and call", "it is how I work")


def proposed(by: str = ANA, words: str = "Ask before I tell", levels: tuple[str, ...] = LEVELS) -> Goal:
    return goals.propose(
        "G1",
        caseworker=ANA,
        coach=CARLA,
        proposed_by=by,
        topic="engagement",
        words=words,
        levels=levels,
        by=date(2027, 2, 1),
    )


ACTIVE = goals.confirm(proposed(), CARLA)


@pytest.mark.parametrize(("first", "second"), [(ANA, CARLA), (CARLA, ANA)])
def test_a_goal_is_active_when_both_said_yes(first, second):
    """Whoever proposed it has said yes; the other one's yes makes it active."""
    goal = proposed(by=first)

    assert [goal.state, goals.confirm(goal, second).state] == [GoalState.PROPOSED, GoalState.ACTIVE]


def test_saying_yes_twice_changes_nothing():
    """One person cannot be both."""
    assert goals.confirm(proposed(), ANA) == proposed()


@pytest.mark.parametrize(
    "act",
    [
        lambda: proposed(by=LEE),
        lambda: goals.confirm(proposed(), LEE),
        lambda: goals.close(ACTIVE, LEE, GoalState.MET),
        lambda: goals.read_level("3", ACTIVE, LEE),
        lambda: goals.reword(ACTIVE, LEE, words="x", levels=LEVELS, by=None),
    ],
)
def test_a_goal_belongs_to_two_people(act):
    """Nobody else proposes, confirms, changes, marks or ends it."""
    with pytest.raises(NotAllowed, match="caseworker and their coach"):
        act()


def test_new_words_need_a_new_yes():
    """Nobody can change what the other one said yes to."""
    changed = goals.reword(ACTIVE, CARLA, words="Ask twice", levels=LEVELS, by=None)

    assert (changed.state, changed.confirmed) == (GoalState.PROPOSED, {CARLA})


def test_the_same_words_keep_the_goal_active():
    """Saving a form unchanged is no change."""
    assert goals.reword(ACTIVE, ANA, words=ACTIVE.words, levels=LEVELS, by=ACTIVE.by) == ACTIVE


def test_a_new_coach_says_yes_first():
    """The caseworker's yes stands."""
    moved = goals.with_coach(ACTIVE, "UNEW")

    assert (moved.state, moved.confirmed, goals.confirm(moved, "UNEW").state) == (
        GoalState.PROPOSED,
        {ANA},
        GoalState.ACTIVE,
    )


@pytest.mark.parametrize("outcome", [GoalState.MET, GoalState.OUTGROWN, GoalState.CLOSED])
def test_an_active_goal_ends_and_may_have_a_successor(outcome):
    """Met, outgrown or closed, with the goal that comes after it."""
    ended = goals.close(ACTIVE, ANA, outcome, successor="G2")

    assert (ended.state, ended.successor) == (outcome, "G2")


@pytest.mark.parametrize(
    ("goal", "outcome", "successor"),
    [
        (ACTIVE, GoalState.ACTIVE, None),
        (ACTIVE, GoalState.PROPOSED, None),
        (proposed(), GoalState.MET, None),
        (proposed(), GoalState.OUTGROWN, None),
        (ACTIVE, GoalState.MET, "G1"),
    ],
)
def test_an_end_makes_sense(goal, outcome, successor):
    """It is an end, of something both agreed on, and not followed by itself."""
    with pytest.raises(BadChoice):
        goals.close(goal, ANA, outcome, successor)


def test_a_proposal_can_be_let_go():
    """Not every idea becomes a goal."""
    assert goals.close(proposed(), CARLA, GoalState.CLOSED).state is GoalState.CLOSED


@pytest.mark.parametrize(
    "act",
    [
        lambda goal: goals.confirm(goal, CARLA),
        lambda goal: goals.close(goal, ANA, GoalState.CLOSED),
        lambda goal: goals.reword(goal, ANA, words="Again", levels=LEVELS, by=None),
        lambda goal: goals.read_level("3", goal, ANA),
    ],
)
def test_an_ended_goal_stays_as_it_was(act):
    """A new one can follow it instead."""
    with pytest.raises(NotAllowed):
        act(goals.close(ACTIVE, ANA, GoalState.MET))


@pytest.mark.parametrize(("given_level", "level"), [("1", 1), (" 5 ", 5), (None, None), ("", None)])
def test_a_level_is_one_to_five_or_skipped(given_level, level):
    """As the form gives it."""
    assert goals.read_level(given_level, ACTIVE, ANA) == level


@pytest.mark.parametrize("given_level", ["0", "6", "3.5", "three", "-1", "³"])
def test_other_levels_are_refused(given_level):
    """With what would be right."""
    with pytest.raises(BadChoice, match="1 to 5"):
        goals.read_level(given_level, ACTIVE, ANA)


def test_a_level_needs_an_active_goal():
    """Before both said yes there is nothing to measure."""
    with pytest.raises(NotAllowed, match="yes from you both"):
        goals.read_level("3", proposed(), ANA)


def test_levels_have_words():
    """Three is as hoped, and one still counts."""
    assert [goals.level_in_words(level) for level in (1, 3)] == ["a first step, and it counts", "as hoped"]


def test_every_level_has_its_own_words():
    """Five levels, five sayings."""
    assert len({goals.level_in_words(level) for level in goals.LEVELS}) == 5


@pytest.mark.parametrize(
    ("words", "levels", "refusal"),
    [
        (" ", LEVELS, BadChoice),
        ("Ask", LEVELS[:4], BadChoice),
        ("Ask", ("a", "b", " ", "d", "e"), BadChoice),
        ("x" * 501, LEVELS, TooLong),
        ("Ask", ("a", "b", "c", "d", "x" * 501), TooLong),
    ],
)
def test_a_goal_says_what_it_hopes_for(words, levels, refusal):
    """Words, five levels, the third of them said, and none too long."""
    with pytest.raises(refusal):
        proposed(words=words, levels=levels)


def test_only_the_middle_level_must_be_said():
    """The others may come later."""
    assert proposed(levels=("", "", "each visit", "", "")).levels == ("", "", "each visit", "", "")


steps = st.lists(
    st.one_of(
        st.tuples(st.just("confirm"), st.sampled_from([ANA, CARLA, LEE])),
        st.tuples(st.just("reword"), st.sampled_from([ANA, CARLA])),
        st.tuples(st.just("close"), st.sampled_from([ANA, CARLA])),
        st.tuples(st.just("coach"), st.sampled_from([CARLA, "UNEW"])),
    ),
    max_size=8,
)


@given(steps)
def test_a_goal_is_never_active_without_both(taken):
    """Whatever the two do, in whatever order."""
    goal = proposed()
    for number, (step, person) in enumerate(taken):
        try:
            if step == "confirm":
                goal = goals.confirm(goal, person)
            elif step == "reword":
                goal = goals.reword(goal, person, words=f"Try {number}", levels=LEVELS, by=None)
            elif step == "close":
                goal = goals.close(goal, person, GoalState.MET)
            else:
                goal = goals.with_coach(goal, person)
        except CoachingError:
            assert goal == replace(goal)
        assert (goal.state is not GoalState.ACTIVE) or goal.confirmed == {goal.caseworker, goal.coach}
