"""What Slack says against a message: away, Do Not Disturb, a closed account; and what it does not say keeps nothing back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import quiet
from bot.coaching.quiet import Quiet, Seen

NOW = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)  # 9:30 in Chicago
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = Seen("America/Chicago", checked_at=NOW - HOUR)
moments = st.none() | st.timedeltas(-10 * DAY, 10 * DAY).map(lambda away: NOW + away)
seens = st.builds(Seen, st.just("America/Chicago"), st.booleans(), st.booleans(), moments, moments)


@pytest.mark.parametrize(
    ("seen", "do_not_disturb", "expected"),
    [
        (None, None, None),
        (HERE, None, None),
        (HERE, NOW + HOUR, Quiet(quiet.DO_NOT_DISTURB, NOW + HOUR)),
        (None, NOW + HOUR, Quiet(quiet.DO_NOT_DISTURB, NOW + HOUR)),
        (HERE, NOW, None),
        (replace(HERE, away=True, until=NOW + DAY), None, Quiet(quiet.AWAY, NOW + DAY)),
        (replace(HERE, away=True, until=NOW), None, None),
        (replace(HERE, away=True, until=NOW), NOW + HOUR, Quiet(quiet.DO_NOT_DISTURB, NOW + HOUR)),
        (replace(HERE, away=True), None, Quiet(quiet.AWAY, datetime(2026, 11, 3, 6, 0, tzinfo=UTC))),
        (replace(HERE, gone=True, away=True), NOW + HOUR, Quiet(quiet.GONE, None)),
    ],
    ids=[
        "nothing known",
        "here",
        "do not disturb",
        "do not disturb of somebody unknown",
        "do not disturb is over",
        "away until tomorrow",
        "away is over",
        "back, but do not disturb",
        "away without an end: until the end of the day",
        "gone",
    ],
)
def test_what_speaks_against_it(seen, do_not_disturb, expected):
    """Each case with its reason and its end."""
    assert quiet.decide(seen, do_not_disturb, NOW) == expected


@pytest.mark.parametrize(("ago", "again"), [(None, True), (HOUR, False), (DAY, True), (2 * DAY, True)])
def test_a_status_without_an_end_counts_for_a_day(ago, again):
    """After that it is looked at again, and keeps nothing back while Slack does not answer."""
    seen = replace(HERE, away=True, checked_at=NOW - ago if ago else None)

    assert quiet.must_look_again(seen, NOW) == again
    assert (quiet.decide(seen, None, NOW) is None) == again


@given(seens, moments)
def test_whatever_slack_says_quiet_ends(seen, do_not_disturb):
    """An end lies ahead, or there is none because the account is closed: nobody waits for a moment that has passed."""
    found = quiet.decide(seen, do_not_disturb, NOW)

    assert found is None or (found.until is None) == (found.reason == quiet.GONE)
    assert found is None or found.until is None or found.until > NOW
