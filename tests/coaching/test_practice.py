"""Principle and practice: one topic a month for everybody, asked of each once in four weeks at most, and never about stress."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import choosing, coming, practice
from bot.coaching.coming import Wishes
from bot.coaching.past import Asked, Past
from bot.coaching.paths import as_path
from bot.coaching.questions import Format
from bot.coaching.reviewing import only_reviewed
from tests.services.engines import LIBRARY

CELLS = choosing.cells_of(LIBRARY.prompts.values())
MONDAY = date(2026, 11, 2)
MONTHS = st.dates(date(2026, 1, 1), date(2036, 12, 31))


def a_year(per_week: int, start: date = MONDAY) -> list[Asked]:
    """What the clock asks somebody in a year who answers everything, on so many days a week."""
    past, asked = Past(), []
    for day in (start + timedelta(days=number) for number in range(364)):
        if day.weekday() >= per_week:
            continue
        wishes = Wishes(per_week=per_week, practice=practice.of_month(LIBRARY, day))
        prompt = coming.coming(CELLS, wishes, past, day, celebrated=0).prompt
        if prompt is not None:
            asked.append(Asked(prompt.id, prompt.topic, prompt.strategy, day))
            past.add(asked[-1])
    return asked


@given(st.integers(1, 3), MONTHS)
def test_it_comes_once_in_four_weeks_at_most_and_counts_in_the_dose(per_week: int, start: date) -> None:
    """Never before somebody has had a few questions, and never beside the week's own number."""
    asked = a_year(per_week, start)
    days = [each.on for each in asked if each.strategy == practice.STRATEGY]
    weeks = [each.on - timedelta(days=each.on.weekday()) for each in asked]

    assert 6 <= len(days) <= 13
    assert all(later - earlier >= timedelta(days=28) for earlier, later in pairwise(days))
    assert practice.STRATEGY not in [each.strategy for each in asked[: practice.SETTLED_IN]]
    assert max(weeks.count(week) for week in weeks) <= per_week


@given(MONTHS)
def test_everybody_has_the_same_topic_in_a_month_and_never_stress(day: date) -> None:
    """Parent partners too; the next month has another one."""
    topic, later = (practice.topic_of(each, LIBRARY) for each in (day, day.replace(day=28) + timedelta(days=5)))

    assert topic is not None
    assert topic.key != "sts"
    assert topic == practice.topic_of(day.replace(day=1), LIBRARY)
    assert topic != later


def test_each_topic_has_its_turn() -> None:
    """But stress, of which no number leaves its author."""
    turns = {practice.topic_of(date(2026, month, 1), LIBRARY) for month in range(1, 13)}

    assert {topic.key for topic in turns if topic} == set(LIBRARY.topics) - {"sts"}


def test_its_words_are_the_topics_own_and_their_version_follows_them() -> None:
    """An agency may write its principle in other words, and an answer points at those that were asked."""
    topic = LIBRARY.topics["kin"]
    other = replace(topic, principle="Family first.")

    assert topic.principle in practice.question(topic).text
    assert practice.question(topic).version != practice.question(other).version


def test_it_says_how_it_is_counted_before_anything_is_marked() -> None:
    """Above the scale; and a mark leads to a next step."""
    read, scale, action = practice.path(LIBRARY.topics["kin"]).steps

    assert read.format is Format.INFO
    assert "in fives, without your name" in read.text
    assert scale.format is Format.SCALE
    assert action.role == "plan"
    assert as_path(practice.question(LIBRARY.topics["kin"])).steps == (scale, action)


def test_where_only_reviewed_questions_go_out_it_stays_home() -> None:
    """The principles are drafts as well."""
    assert practice.of_month(only_reviewed(LIBRARY), MONDAY) is None
