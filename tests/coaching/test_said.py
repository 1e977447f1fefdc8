"""Days, hours, zones and dates, as people type them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import said
from bot.coaching.errors import BadRhythm
from bot.coaching.language import read_in
from bot.coaching.schedule import day_of_month

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon,Wed", {0, 2}),
        ("mon wed", {0, 2}),
        ("Tuesday; Thursday", {1, 3}),
        ("tues and thurs", {1, 3}),
        ("Mondays & weds", {0, 2}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("fri – mon", {4, 5, 6, 0}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("every Sunday", {6}),
    ],
)
def test_days_are_read_as_they_are_said(typed, days):
    """Short, long, plural and spans."""
    assert said.read_days(typed) == days


@pytest.mark.parametrize("typed", ["", "t", "someday", "3", "mon wed 5", "mon-", "mon-tue-wed", "moonday"])
def test_other_days_are_answered_with_an_example(typed):
    """The answer says what would be right."""
    with pytest.raises(BadRhythm, match="Mon, Wed"):
        said.read_days(typed)


@given(st.sets(st.integers(0, 6), min_size=1), st.sampled_from([", ", " ", ";", " and "]))
def test_any_days_can_be_read_back(days, between):
    """Whatever days are written by name come back the same."""
    assert said.read_days(between.join(said.DAYS[day] for day in days)) == days


@pytest.mark.parametrize(
    ("typed", "at", "until"),
    [
        ("09:30", time(9, 30), time(12, 30)),
        ("9:30am", time(9, 30), time(12, 30)),
        ("9", time(9), time(12)),
        ("12", time(12), time(15)),
        ("12 am", time(0), time(3)),
        ("22:00", time(22), time(23, 59)),
        ("09:30-16:00", time(9, 30), time(16)),
        ("9:30 a.m. to noon", time(9, 30), time(12)),
        ("9-5", time(9), time(17)),
        ("9 – 4pm", time(9), time(16)),
        ("1-4 PM", time(13), time(16)),
        ("9-11am", time(9), time(11)),
        ("12-1", time(12), time(13)),
        ("1 pm to 4", time(13), time(16)),
        ("10 until 12:15", time(10), time(12, 15)),
    ],
)
def test_hours_are_read_as_they_are_said(typed, at, until):
    """Without an end they last three hours; an end that would come first is in the afternoon."""
    assert said.read_hours(typed) == (at, until)


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "9:75", "13 pm", "0 am", "9-10-11", "9:30:15"])
def test_other_hours_are_answered_with_an_example(typed):
    """The answer says what would be right."""
    with pytest.raises(BadRhythm, match="9:30 am to 12:30 pm"):
        said.read_hours(typed)


@pytest.mark.parametrize("typed", ["2:30", "1-4", "5 to 6"])
def test_nobody_is_woken_by_a_guess(typed):
    """Where "2:30" could be at night, the app asks."""
    with pytest.raises(BadRhythm, match="am or pm"):
        said.read_hours(typed)


@pytest.mark.parametrize("typed", ["16:00-09:00", "5pm-9am", "23:59", "14:00-13:00"])
def test_hours_end_after_they_start(typed):
    """On the same local day."""
    with pytest.raises(BadRhythm, match="after the start"):
        said.read_hours(typed)


@given(st.integers(0, 1438), st.data())
def test_any_hours_can_be_read_back(first, data):
    """Whatever is written on a 24-hour clock, with both ends and all digits, comes back the same."""
    last = data.draw(st.integers(first + 1, 1439))
    at, until = (time(minute // 60, minute % 60) for minute in (first, last))

    assert said.read_hours(f"{at:%H:%M}-{until:%H:%M}") == (at, until)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/chicago", "America/Chicago"),
        ("New York", "America/New_York"),
        ("Central", "America/Chicago"),
        ("central time", "America/Chicago"),
        ("MST", "America/Denver"),
        ("UTC", "UTC"),
    ],
)
def test_zones_are_read_as_they_are_said(typed, zone):
    """By full name, by city, or as people in the US say them."""
    assert said.read_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "America", "Kansas-ish", "../etc/passwd", "Factory"])
def test_other_zones_are_answered_with_an_example(typed):
    """The answer says what would be right."""
    with pytest.raises(BadRhythm, match="America/Chicago"):
        said.read_zone(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tomorrow", date(2026, 11, 25)),
        ("friday", date(2026, 11, 27)),
        ("until Fri", date(2026, 11, 27)),
        ("tuesday", date(2026, 12, 1)),
        ("next week", date(2026, 11, 30)),
        ("next friday", date(2026, 12, 4)),
        ("for 2 weeks", date(2026, 12, 8)),
        ("a month", date(2026, 12, 24)),
        ("three days", date(2026, 11, 27)),
        ("2026-12-01", date(2026, 12, 1)),
        ("dec 1", date(2026, 12, 1)),
        ("December 1st", date(2026, 12, 1)),
        ("Dec. 1, 2026", date(2026, 12, 1)),
        ("11/30", date(2026, 11, 30)),
        ("nov 3", date(2027, 11, 3)),
        ("nov 24 2027", date(2027, 11, 24)),
    ],
)
def test_days_to_come_are_read_as_they_are_said(typed, day):
    """On Tuesday, Nov 24, 2026."""
    assert said.read_day(typed, TUESDAY) == day


def test_a_leap_day_is_read_in_the_year_before():
    """“Feb 29”, typed in December 2027; a year that has none is answered with how to write days."""
    assert said.read_day("feb 29", date(2027, 12, 1)) == date(2028, 2, 29)
    with pytest.raises(BadRhythm, match="2 weeks"):
        said.read_day("feb 29", TUESDAY)


@pytest.mark.parametrize("typed", ["whenever", "marvin 3", "feb 30", "2026-13-01", "12", "2 fortnights"])
def test_other_days_to_come_are_answered_with_an_example(typed):
    """The answer says what would be right."""
    with pytest.raises(BadRhythm, match="2 weeks"):
        said.read_day(typed, TUESDAY)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *[(today, "has passed") for today in ("2026-11-24", "nov 24", "11/24", "until Nov. 24", "hasta el 24 de nov")],
        ("2028-01-01", "more than a year"),
    ],
)
def test_a_day_must_be_ahead_and_within_a_year(typed, answer):
    """Today is over as an end, and a far day is better left open."""
    with pytest.raises(BadRhythm, match=answer):
        said.read_day(typed, TUESDAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("mañana", date(2026, 11, 25)),
        ("hasta el viernes", date(2026, 11, 27)),
        ("Miércoles", date(2026, 11, 25)),
        ("la próxima semana", date(2026, 11, 30)),
        ("por 2 semanas", date(2026, 12, 8)),
        ("un mes", date(2026, 12, 24)),
        ("1 de diciembre", date(2026, 12, 1)),
        ("el 1 de dic de 2026", date(2026, 12, 1)),
    ],
)
def test_days_to_come_are_read_as_they_are_said_in_spanish(typed, day):
    """On the same Tuesday."""
    assert said.read_day(typed, TUESDAY) == day


@given(st.dates(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=366)))
def test_any_date_to_come_can_be_read_in_spanish(day):
    """As the app itself says days, and with the year."""
    with read_in("es"):
        spoken = f"{day_of_month(day)} de {day.year}"

    assert said.read_day(spoken, TUESDAY) == day


@given(st.dates(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=366)))
def test_any_date_to_come_can_be_read_back(day):
    """Written as a date, within a year."""
    assert said.read_day(day.isoformat(), TUESDAY) == day


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("dec 20 to jan 3", "2026-12-20", "2027-01-03"),
        ("from Dec. 20 until Jan. 3", "2026-12-20", "2027-01-03"),
        ("12/20 - 1/3", "2026-12-20", "2027-01-03"),
        ("12/20-1/3", "2026-12-20", "2027-01-03"),
        ("2026-12-20 to 2027-01-03", "2026-12-20", "2027-01-03"),
        ("dec 28 to 2", "2026-12-28", "2027-01-02"),
        ("nov 28 to 2", "2026-11-28", "2026-12-02"),
        ("del 28 al 2 de enero", "2026-12-28", "2027-01-02"),
        ("28 de dic al 2", "2026-12-28", "2027-01-02"),
        ("11/24 to 24", "2026-11-24", "2026-11-24"),
        ("2026-12-20 – 2027-01-03", "2026-12-20", "2027-01-03"),
        ("dec 20-24", "2026-12-20", "2026-12-24"),
        ("dec 20 through 24", "2026-12-20", "2026-12-24"),
        ("today to friday", "2026-11-24", "2026-11-27"),
        ("next week", "2026-11-30", "2026-12-06"),
        ("today", "2026-11-24", "2026-11-24"),
        ("por hoy", "2026-11-24", "2026-11-24"),
        ("la próxima semana", "2026-11-30", "2026-12-06"),
        ("Monday - Friday", "2026-11-30", "2026-12-04"),
        ("tuesday to thursday", "2026-11-24", "2026-11-26"),
        ("tomorrow to friday", "2026-11-25", "2026-11-27"),
        ("mañana al viernes", "2026-11-25", "2026-11-27"),
        ("today until tomorrow", "2026-11-24", "2026-11-25"),
        ("monday to next monday", "2026-11-30", "2026-12-07"),
        ("nov 25 to nov 25", "2026-11-25", "2026-11-25"),
        ("nov 20 2027 to nov 24 2027", "2027-11-20", "2027-11-24"),
        ("dec 1 to nov 20", "2026-12-01", "2027-11-20"),
        ("del 20 de diciembre al 3 de enero", "2026-12-20", "2027-01-03"),
        ("20 al 24 de dic", "2026-12-20", "2026-12-24"),
        ("hoy hasta el viernes", "2026-11-24", "2026-11-27"),
    ],
)
def test_a_span_of_days(typed, first, last):
    """From and to, both away; the end follows the beginning, also into the next year."""
    assert said.read_span(typed, TUESDAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("next monday to friday", "2026-11-30", "2026-12-04"),
        ("today to next friday", "2026-11-23", "2026-12-04"),
    ],
)
def test_on_a_monday_next_is_the_week_after(typed, first, last):
    """Not the one that has just begun, at either end."""
    assert said.read_span(typed, date(2026, 11, 23)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "friday",
        "until friday",
        "until next week",
        "till next week",
        "for next week",
        "hasta la próxima semana",
        "until dec 1",
        "2026-12-01",
        "2 weeks",
        "for 2 weeks",
    ],
)
def test_a_single_day_is_no_span(typed):
    """It is read as the end of a pause instead."""
    assert said.read_span(typed, TUESDAY) is None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("dec 20 to whenever", "cannot be read"),
        ("dec 20 to jan 3 to jan 5", "Dec 20 to Jan 3"),
        ("2026-12-20 to 2026-12-01", "comes before the first"),
        ("2026-11-01 to 2026-12-01", "in the past"),
        ("nov 23 to nov 30", "in the past"),
        ("11/20 - 11/24", "in the past"),
        ("del 23 al 30 de nov", "in the past"),
        ("dec 20 to 2028-01-03", "more than a year"),
    ],
)
def test_other_spans_are_answered_with_the_reason(typed, answer):
    """The answer says what is wrong, or what would be right."""
    with pytest.raises(BadRhythm, match=answer):
        said.read_span(typed, TUESDAY)


@given(st.text(max_size=30))
def test_anything_else_is_refused_in_words(typed):
    """Whatever is typed is read or refused as days, hours, a zone, a day or a span; nothing else goes wrong."""
    dated = (lambda text: said.read_day(text, TUESDAY), lambda text: said.read_span(text, TUESDAY))
    for read in (said.read_days, said.read_hours, said.read_zone, *dated):
        with suppress(BadRhythm):
            read(typed)
