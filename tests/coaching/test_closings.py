"""The days on which an agency is closed: typed as people write them, and put together with public holidays."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.closings import MOST_DATES, NOWHERE, PLACES, Closings, in_words, read_dates
from bot.coaching.errors import BadRhythm

TUESDAY = date(2026, 11, 24)
THANKSGIVING, DAY_AFTER = date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", []),
        (" \n , ", []),
        ("Nov 27", ["2026-11-27"]),
        ("nov 24", ["2026-11-24"]),
        ("Nov 27, Dec 24", ["2026-11-27", "2026-12-24"]),
        ("Nov 27\nDec 24", ["2026-11-27", "2026-12-24"]),
        ("Nov 27, 2026, Dec 24, 2027", ["2026-11-27", "2027-12-24"]),
        ("11/27; 1/4", ["2026-11-27", "2027-01-04"]),
        ("12/24/2027", ["2027-12-24"]),
        ("2026-11-27", ["2026-11-27"]),
        ("January 4", ["2027-01-04"]),
        ("Dec 31 to Jan 2", ["2026-12-31", "2027-01-01", "2027-01-02"]),
        ("2025-12-24", ["2025-12-24"]),
        ("Nov 23 to Nov 25", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("Nov 22 to Nov 23", ["2027-11-22", "2027-11-23"]),
    ],
)
def test_days_are_read_as_people_write_them(typed, days):
    """One a line or with commas; without a year it is the coming one, or the one that has begun; spans count each day."""
    assert read_dates(typed, TUESDAY) == frozenset(map(date.fromisoformat, days))


def test_a_leap_day_is_read_in_the_year_before():
    """Also in January, when it is not a year away in either."""
    assert read_dates("Feb 29", date(2027, 1, 10)) == {date(2028, 2, 29)}


@pytest.mark.parametrize(
    "typed",
    ["Thanksgiving", "Nov 31", "Nov 27 to", "Dec 24 to Jan 3 to Jan 5", "Jan 2 2027 to Jan 1 2027", "2062-01-01"],
)
def test_what_cannot_be_read_is_named(typed):
    """The piece itself stands in the answer, with an example."""
    with pytest.raises(BadRhythm, match="Please write it like this: Nov 27") as refused:
        read_dates(f"Dec 24, {typed}", TUESDAY)

    assert str(refused.value).startswith(f"“{typed}”")


def test_a_list_has_an_end():
    """More days than anybody would close are refused."""
    many = ",".join((TUESDAY + timedelta(days=number)).isoformat() for number in range(MOST_DATES + 1))

    with pytest.raises(BadRhythm, match="200 days"):
        read_dates(many, TUESDAY)


@given(st.frozensets(st.dates(date(2025, 1, 1), date(2030, 12, 31)), max_size=20))
def test_what_is_shown_can_be_read_back(days):
    """The form shows what stands; saving it again changes nothing."""
    assert read_dates(in_words(days), TUESDAY) == days


@given(st.text(max_size=60))
def test_anything_else_is_refused_in_words(typed):
    """Whatever is typed is read or refused; nothing else goes wrong."""
    with suppress(BadRhythm):
        read_dates(typed, TUESDAY)


def test_own_days_count_beside_public_holidays():
    """Closed on Thanksgiving because it is a holiday, and on the day after because the agency says so."""
    assert Closings("US-KS", closed=frozenset({DAY_AFTER})).days({THANKSGIVING}) == {THANKSGIVING, DAY_AFTER}


def test_a_public_holiday_can_be_taken_off_the_list():
    """An agency that works on Thanksgiving says so, and is open."""
    assert Closings("US-KS", works=frozenset({THANKSGIVING})).days({THANKSGIVING, DAY_AFTER}) == {DAY_AFTER}


def test_a_day_that_stands_in_both_lists_is_a_closing_day():
    """Rather one question less than one on a day off."""
    both = frozenset({THANKSGIVING})

    assert Closings("US-KS", closed=both, works=both).days({THANKSGIVING}) == both


def test_there_is_a_place_for_every_state_and_for_none():
    """Fifty states, the capital and five territories; no menu of Slack's holds more than a hundred."""
    assert NOWHERE in PLACES
    assert "Kansas" == PLACES["US-KS"]
    assert 56 == len([place for place in PLACES if place.startswith("US-")])
