"""The agreement's table: every class of record with its time, and nothing that is not so."""

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.agreement import Terms, table
from bot.coaching.records import CLASSES, LONGEST_DAYS, SHORTEST_DAYS, Retention, days_in_words

DAYS = st.integers(SHORTEST_DAYS, LONGEST_DAYS)
RETENTIONS = st.builds(Retention, DAYS, DAYS, DAYS, DAYS, DAYS)


@given(RETENTIONS)
def test_each_class_stands_in_it_with_its_time(kept: Retention) -> None:
    """Whatever the agency decided."""
    lines = table(Terms(kept, "UCORA", "USAM", "CWINS")).splitlines()

    for line, name in zip(lines, CLASSES, strict=False):
        assert days_in_words(getattr(kept, name)) in line


@given(RETENTIONS, st.sampled_from([None, "Monday, Nov 2"]))
def test_nothing_is_promised_that_the_law_does_not_give(kept: Retention, held: str | None) -> None:
    """No secrecy, and no safety from a court."""
    said = table(Terms(kept, "UCORA", "USAM", "CWINS", held)).lower()

    assert not [word for word in ("confidential", "secret", "private", "guarantee", "never be shared") if word in said]


def test_one_person_in_two_roles_is_named_as_such() -> None:
    """Coach and supervisor are one: the table says so."""
    said = table(Terms(Retention(30, 30, 30, 30, 30), "UCORA", "UCORA", "CWINS"))

    assert "<@UCORA> is your coach and your supervisor." in said


def test_a_legal_hold_is_told_with_its_day() -> None:
    """Whoever is held knows since when."""
    said = table(Terms(Retention(30, 30, 30, 30, 30), "UCORA", "USAM", "CWINS", "Monday, Nov 2"))

    assert "A legal hold is on your records since Monday, Nov 2." in said
