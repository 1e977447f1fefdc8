"""Which question comes next."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.audience import PRIVATE_STRATEGIES, Audience, is_private
from bot.coaching.choosing import cells_of
from bot.coaching.choosing import choose as choose_from
from bot.coaching.past import Asked, Past
from bot.coaching.prompts import Format, Prompt

TODAY = date(2026, 11, 24)
TOPICS = ("contacts", "kin", "sts")
STRATEGIES = ("bias", "goal", "solve", "wellbeing")


def prompt(topic: str, strategy: str, number: int = 1, review: str = "draft") -> Prompt:
    return Prompt(
        id=f"{topic}.{strategy}.{number}",
        topic=topic,
        strategy=strategy,
        text="What helped?",
        format=Format.TEXT,
        choices=(),
        scale_ends=None,
        follow_ups=(),
        skill_terms=(),
        audience=Audience.ONLY_ME,
        case_detail_risk="low",
        sources=("SEED1",),
        reading_grade=2.0,
        review=review,
        reviewed_by=None,
        version=1,
        locale="en",
    )


LIBRARY = [prompt(topic, strategy, number) for topic in TOPICS for strategy in STRATEGIES for number in (1, 2)]


def asked(prompt_id: str, days_ago: int) -> Asked:
    topic, strategy, _number = prompt_id.split(".")
    return Asked(prompt_id, topic, strategy, TODAY - timedelta(days=days_ago))


def choose(library: Iterable[Prompt], history: Iterable[Asked], today: date, **wishes: object) -> Prompt | None:
    return choose_from(cells_of(library), Past.of(history), today, **wishes)  # type: ignore[arg-type]


def chosen(*history: Asked, **wishes: object) -> str | None:
    found = choose(LIBRARY, history, TODAY, **wishes)
    return found.id if found else None


histories = st.lists(
    st.builds(asked, st.sampled_from([each.id for each in LIBRARY]), st.integers(0, 60)), max_size=12
).map(lambda history: sorted(history, key=lambda each: each.on))
wishes = st.fixed_dictionaries(
    {
        "goal_topics": st.sampled_from([(), ("kin",), ("sts", "contacts")]),
        "topic": st.sampled_from([None, *TOPICS]),
        "requested": st.booleans(),
    }
)


def test_with_no_history_what_worked_is_asked_before_what_is_hard():
    """A first question is about what went well, never about bias."""
    assert "contacts.goal.1" == chosen()


def test_the_topic_of_a_goal_comes_first():
    """Even if it was touched later than others."""
    assert chosen(asked("kin.goal.1", 4), asked("contacts.goal.1", 2), goal_topics=("kin",)).startswith("kin.")


def test_a_goal_is_not_all_that_somebody_is_asked_about():
    """After a question on its topic another topic has its turn."""
    assert not chosen(asked("contacts.goal.1", 4), asked("kin.goal.1", 2), goal_topics=("kin",)).startswith("kin.")


def test_the_topic_least_lately_touched_comes_next():
    """Contacts and stress were touched this month, kin long ago."""
    assert chosen(asked("contacts.goal.1", 5), asked("sts.goal.1", 9), asked("kin.goal.1", 40)).startswith("kin.")


def test_a_new_question_comes_before_one_asked_before():
    """Within a topic."""
    library = [prompt("kin", "goal", 1), prompt("kin", "goal", 2)]

    assert choose(library, [asked("kin.goal.1", 40)], TODAY).id == "kin.goal.2"


def test_the_strategy_changes_within_a_topic():
    """After a goal question on kin, another kind of question on kin."""
    assert chosen(asked("kin.goal.1", 4), topic="kin", requested=True) == "kin.solve.1"


@pytest.mark.parametrize(
    ("days_ago", "rested"),
    [
        ((2,), False),
        ((3,), True),
        ((20, 9), False),
        ((20, 10), True),
        ((90, 60, 29), False),
        ((90, 60, 30), True),
        ((200, 90, 60, 29), False),
    ],
)
def test_a_question_rests_three_ten_and_thirty_days(days_ago, rested):
    """After its first, its second, and every later time."""
    history = [asked("kin.goal.1", days) for days in days_ago]

    assert (choose([prompt("kin", "goal")], history, TODAY) is not None) == rested


def test_two_bias_or_wellbeing_questions_never_come_in_a_row():
    """Bias was last, however long ago: wellbeing has to wait for another question."""
    library = [prompt("kin", "wellbeing"), prompt("kin", "bias")]

    assert choose(library, [asked("contacts.bias.1", 30)], TODAY) is None


def test_a_private_question_comes_at_most_once_in_seven_days():
    """On the sixth day an ordinary one comes; on the seventh a private one may."""
    library = [prompt("kin", "bias"), prompt("contacts", "solve")]
    between = asked("contacts.goal.1", 1)

    found = [choose(library, [asked("sts.goal.1", days), between], TODAY, goal_topics=("kin",)).id for days in (6, 7)]

    assert found == ["contacts.solve.1", "kin.bias.1"]


def test_a_caseworker_may_pick_a_private_topic_twice_in_a_week():
    """The week's rest holds the clock back, and never the person."""
    assert chosen(asked("sts.goal.1", 4), topic="sts") is not None


def test_a_retired_question_is_never_asked():
    """Also if it is the only one."""
    assert choose([prompt("kin", "goal", review="retired")], [], TODAY) is None


def test_a_topic_without_questions_gives_none():
    """Nothing is made up."""
    assert chosen(topic="meetings") is None


def test_nothing_on_stress_can_be_requested():
    """By a coach or a supervisor."""
    assert chosen(topic="sts", requested=True) is None


@given(histories, wishes)
def test_the_rules_hold_whatever_came_before(history, wished):
    """Topic, request, rest, no two in a row, and one private question a week by the clock."""
    found = choose(LIBRARY, history, TODAY, **wished)
    if found is None:
        return

    days = [each.on for each in history if each.prompt_id == found.id]
    private = is_private(found.topic, found.strategy)
    lately = [each for each in history if is_private(each.topic, each.strategy) and (TODAY - each.on).days < 7]
    assert wished["topic"] in (None, found.topic)
    assert not (wished["requested"] and private)
    assert not days or (TODAY - max(days)).days >= {1: 3, 2: 10}.get(len(days), 30)
    assert not (history and {history[-1].strategy, found.strategy} <= PRIVATE_STRATEGIES)
    assert not (private and lately and wished["topic"] is None)


@given(histories, wishes)
def test_the_same_facts_give_the_same_question(history, wished):
    """On every machine, and whatever order the history is read in."""
    again = choose(LIBRARY, list(reversed(history)), TODAY, **wished)

    assert len({asked.on for asked in history}) < len(history) or choose(LIBRARY, history, TODAY, **wished) == again
