"""What was asked before, counted: read back, added to and let go of, it says the same as counting anew."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.past import NEVER, RETURNS, Asked, Past

TODAY = date(2026, 11, 25)
ASKED = st.builds(
    Asked,
    st.sampled_from(["kin.goal.1", "kin.bias.1", "sts.goal.1", "path:check-back"]),
    st.sampled_from(["kin", "sts", ""]),
    st.sampled_from(["goal", "bias", ""]),
    st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days)),
    st.booleans(),
)
HISTORY = st.lists(ASKED, max_size=20).map(lambda history: sorted(history, key=lambda each: each.on))


@given(HISTORY)
def test_what_is_kept_is_read_back(history: list[Asked]) -> None:
    """As it was."""
    past = Past.of(history)

    assert past == Past.read(past.write())


@given(HISTORY, ASKED)
def test_adding_one_is_counting_all_anew(history: list[Asked], new: Asked) -> None:
    """So a count that is kept, and added to, never differs from the questions themselves."""
    latest = Asked(new.prompt_id, new.topic, new.strategy, TODAY, new.counts)
    kept = Past.read(Past.of(history).write())
    kept.add(latest)

    assert kept == Past.of([*history, latest])


@given(HISTORY, st.integers(0, 500))
def test_what_is_let_go_of_is_not_remembered(history: list[Asked], days: int) -> None:
    """No day before the first one that is kept is left anywhere, but for the week that it lies in."""
    first = TODAY - timedelta(days=days)
    left = Past.of(history).since(first)
    days = dict(left.days())
    remembered = [*days.values(), *left.topics.values(), *left.strategies.values(), left.private or 10**6]

    assert all(day >= first.toordinal() for day in remembered)
    assert all(int(week) + 6 >= first.toordinal() for week in left.weeks) or left == Past.of(history)
    assert set(left.again) <= set(days)


@given(HISTORY, st.lists(st.integers(1, 400), max_size=3))
def test_a_week_counts_its_few(history: list[Asked], ahead: list[int]) -> None:
    """Those that somebody wanted for themselves are not counted. What is to come in months hides nothing of today's week."""
    history = [*history, *(Asked("path:meeting-eve", "", "", TODAY + timedelta(days=days)) for days in ahead)]
    monday = TODAY - timedelta(days=TODAY.weekday())
    few = [each for each in history if each.counts and monday <= each.on <= monday + timedelta(days=6)]

    assert len(few) == Past.of(history, TODAY).of_week(TODAY)


@given(HISTORY, st.integers(0, 500))
def test_each_question_is_looked_up_as_if_all_were_gone_through(history: list[Asked], days: int) -> None:
    """How often, when last, and whether it has rested: also of those that were let go of, and of one that begins like another."""
    first = TODAY - timedelta(days=days)
    past = Past.read(Past.of(history).since(first).write())
    for prompt_id in ("kin.goal.1", "kin.bias.1", "sts.goal.1", "path:check-back", "kin.goal.11", "kin.goal", ""):
        on = [each.on for each in history if each.prompt_id == prompt_id]
        kept = on if on and on[-1] >= first else []

        assert len(kept) == past.times(prompt_id)
        assert past.latest(prompt_id) == (kept[-1].toordinal() if kept else NEVER)
        assert past.has_rested(prompt_id, TODAY) == (
            not kept or (TODAY - kept[-1]).days >= RETURNS[min(len(kept), len(RETURNS)) - 1]
        )


@given(HISTORY, st.integers(0, 500), st.integers(0, 500))
def test_letting_go_twice_is_letting_go_of_more(history: list[Asked], days: int, fewer: int) -> None:
    """What went at the first time takes nothing along that was to go at the second."""
    earlier, later = sorted(TODAY - timedelta(days=each) for each in (days, fewer))
    twice, once = Past.of(history).since(earlier).since(later), Past.of(history).since(later)

    assert (dict(twice.days()), twice.topics, twice.strategies) == (dict(once.days()), once.topics, once.strategies)
