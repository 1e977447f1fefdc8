"""The rotation returns: whatever somebody was asked before, everything comes, and comes again, over a few years."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.audience import is_private
from bot.coaching.choosing import cells_of, choose
from bot.coaching.past import REMEMBERED, RETURNS, Asked, Past
from bot.coaching.people import may_be_requested
from bot.coaching.prompts import checked_library
from bot.library import load, read_files
from tests.world import ROOT

LIBRARY = load(ROOT / "prompts")
THEIRS = checked_library(
    read_files(ROOT / "prompts"),
    {
        "one.toml": '[topic]\nkey = "antiracist"\ntitle = "Fair practice"\n',
        "two.toml": '[topic]\nkey = "kin"\nin_use = false\n',
    },
)
START = date(2026, 1, 5)
REST = timedelta(days=RETURNS[0])
ids = st.sampled_from(sorted(LIBRARY.prompts))
pasts = st.lists(st.tuples(ids, st.integers(1, 200)), max_size=25)


def asked(prompt_id: str, on: date) -> Asked:
    prompt = LIBRARY.prompts[prompt_id]
    return Asked(prompt_id, prompt.topic, prompt.strategy, on)


def four_years_of_the_clock(before, days):
    """What comes on these weekdays for four years, after this past: (question, day) in order."""
    cells = cells_of(LIBRARY.prompts.values())
    past = Past.of(asked(id_, START - timedelta(days=ago)) for id_, ago in before)
    came = []
    for day in (START + timedelta(weeks=week, days=weekday) for week in range(208) for weekday in days):
        past = past.since(day - REMEMBERED)
        if prompt := choose(cells, past, day):
            past.add(asked(prompt.id, day))
            came.append((prompt.id, day))
    return came


@pytest.mark.parametrize("days", [(0,), (0, 2)], ids=["one a week", "two a week"])
@settings(max_examples=2, deadline=None)
@given(before=pasts)
def test_everything_comes_and_comes_again(days, before):
    """In four years: every question, private ones too; every topic again and again; and none before it has rested."""
    came = four_years_of_the_clock(before, days)

    asked_on, topics = defaultdict(list), defaultdict(list)
    for id_, day in came:
        asked_on[id_].append(day)
        topics[LIBRARY.prompts[id_].topic].append(day)
    early = [id_ for id_, each in asked_on.items() for one, two in pairwise(each) if two - one < REST]
    gaps = {topic: max(b - a for a, b in pairwise(each)) for topic, each in topics.items()}
    assert set(LIBRARY.prompts) - set(asked_on) - {id_ for id_, _ in before} == set()
    assert max(gaps.values()) <= timedelta(weeks=10)
    assert early == []


@pytest.mark.parametrize("library", [LIBRARY, THEIRS], ids=["ours", "with an agency's over it"])
@settings(max_examples=30, deadline=None)
@given(
    before=pasts, topic=st.sampled_from([None, *LIBRARY.topics]), goals=st.sets(st.sampled_from(list(LIBRARY.topics)))
)
def test_nothing_on_bias_wellbeing_or_stress_comes_by_request(library, before, topic, goals):
    """From the whole library, whatever was asked before, whatever the goals are, and whatever topic was picked."""
    past = Past.of(asked(id_, START - timedelta(days=ago)) for id_, ago in before)

    found = choose(
        cells_of(library.prompts.values()), past, START, topic=topic, goal_topics=tuple(goals), requested=True
    )

    assert found is None or not is_private(found.topic, found.strategy)
    assert found is None or may_be_requested(found.topic, found.strategy)
    assert found is None or library.topics[found.topic].in_use


@pytest.mark.parametrize("path", LIBRARY.paths.values(), ids=lambda path: path.id)
def test_no_path_on_bias_or_wellbeing_is_a_question_to_ask_for(path):
    """A request names a question of the library, and a path is none."""
    assert path.id not in LIBRARY.prompts
    assert f"path:{path.id}" not in LIBRARY.prompts
