"""A caseworker's own days away: kept in one line, joined where they touch, gone when they are over."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import days_away
from bot.coaching.days_away import Away

TODAY = date(2026, 12, 1)
CHRISTMAS = Away(date(2026, 12, 20), date(2027, 1, 3))
days = st.dates(date(2026, 11, 1), date(2027, 3, 31))
spans = st.builds(lambda first, more: Away(first, first + timedelta(days=more)), days, st.integers(0, 40))


@given(st.lists(spans, max_size=5))
def test_what_is_kept_reads_back(kept):
    """In and out of the row unchanged; nothing is None."""
    assert days_away.read(days_away.write(kept)) == tuple(kept)


@given(st.lists(spans, max_size=5), spans)
def test_no_day_is_lost_or_added(kept, new):
    """Days away that touch or overlap are joined; the days stay the same, but for what is over."""
    together = days_away.with_span(kept, new, TODAY)

    wanted = frozenset().union(new.days(), *(each.days() for each in kept if each.last >= TODAY))
    assert frozenset().union(*(each.days() for each in together)) == wanted
    assert all(first.last + timedelta(days=1) < second.first for first, second in pairwise(together))


@pytest.mark.parametrize(
    ("today", "ahead", "to_come"),
    [(date(2026, 12, 19), True, True), (date(2026, 12, 20), True, False), (date(2027, 1, 3), True, False)],
)
def test_days_away_have_begun_or_are_to_come(today, ahead, to_come):
    """From the first day on they have begun; on the last they are not over yet."""
    assert (days_away.ahead([CHRISTMAS], today), days_away.to_come([CHRISTMAS], today)) == (
        (CHRISTMAS,) if ahead else (),
        (CHRISTMAS,) if to_come else (),
    )


def test_days_away_are_over_the_day_after():
    """On Jan 4 nothing is left of them."""
    assert days_away.ahead([CHRISTMAS], date(2027, 1, 4)) == ()


def test_days_away_read_as_people_say_them():
    """With the weekday; one day alone is said once."""
    assert days_away.in_words(CHRISTMAS) == "Sunday, Dec 20 to Sunday, Jan 3"
    assert days_away.in_words(Away(TODAY, TODAY)) == "Tuesday, Dec 1"
