"""Goals choose questions as long as they live: no question because of a goal that has ended."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot import library
from bot.coaching import choosing, goals
from bot.coaching.goals import ENDED, Goal, GoalState
from bot.coaching.past import Past
from tests.world import ROOT

LIBRARY = library.load(ROOT / "prompts")
CELLS = choosing.cells_of(LIBRARY.prompts.values())
TODAY = date(2026, 11, 2)
one_goal = st.builds(
    Goal,
    id=st.sampled_from(["G1", "G2", "G3"]),
    caseworker=st.just("UANA"),
    coach=st.just("UCORA"),
    topic=st.sampled_from(sorted(LIBRARY.topics)),
    words=st.just("I ask first"),
    levels=st.just(("", "", "at each visit", "", "")),
    confirmed=st.just(frozenset({"UANA", "UCORA"})),
    state=st.sampled_from(GoalState),
)


@given(st.lists(one_goal, max_size=5), st.sets(st.sampled_from(sorted(LIBRARY.topics))))
def test_no_prompt_for_a_closed_goal(theirs, touched):
    """Whatever goals somebody has had, the question is the one they would get without those that have ended."""
    past = Past.of([])
    for topic in touched:
        past.topics[topic] = TODAY.toordinal() - 8
    living = [each for each in theirs if each.state not in ENDED]

    asked = [choosing.choose(CELLS, past, TODAY, goal_topics=goals.topics_of(each)) for each in (theirs, living)]

    assert asked[0] == asked[1]


@given(one_goal)
def test_an_active_goal_chooses_its_topic(goal):
    """And a goal that waits for a yes does not."""
    active, waits = (replace(goal, state=state) for state in (GoalState.ACTIVE, GoalState.PROPOSED))

    asked = choosing.choose(CELLS, Past.of([]), TODAY, goal_topics=goals.topics_of([active]))

    assert asked is not None
    assert goal.topic == asked.topic
    assert () == goals.topics_of([waits])


@given(one_goal, st.sampled_from(sorted(ENDED)))
def test_closing_takes_the_topic_away(goal, outcome):
    """However it ends."""
    ended = goals.close(replace(goal, state=GoalState.ACTIVE), "UANA", outcome)

    assert () == goals.topics_of([ended])
