"""What Slack says of a person is read as far as it makes sense; odd parts are nothing, never an error."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.people import profile_of

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
STATUS = ("status_emoji", "status_text", "status_expiration")


def user(**changed: Any) -> dict[str, Any]:
    """Ana as Slack tells of her, changed."""
    return {"id": "UANA", "tz": "America/Chicago", "deleted": False, "profile": {}} | changed


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "america/chicago", "localtime", None, 3, ["UTC"], "../etc/passwd"]
)
def test_a_zone_that_nobody_knows_is_none(zone: Any) -> None:
    """Only the exact name of an IANA zone counts; hours cannot be reckoned with anything else."""
    profile = profile_of(user(tz=zone))

    assert profile is not None
    assert profile.zone is None


@pytest.mark.parametrize(
    ("status", "away", "until"),
    [
        ({}, False, None),
        ({"status_emoji": ":palm_tree:"}, True, None),
        ({"status_emoji": ":palm_tree:", "status_expiration": 0}, True, None),
        ({"status_text": " out SICK "}, True, None),
        (
            {"status_text": "Out sick", "status_expiration": 1_793_000_000},
            True,
            datetime(2026, 10, 26, 7, 33, 20, tzinfo=UTC),
        ),
        ({"status_emoji": ":calendar:", "status_expiration": 1_793_000_000}, False, None),
        ({"status_emoji": ":palm_tree:", "status_expiration": "soon"}, True, None),
        ({"status_emoji": ":palm_tree:", "status_expiration": 1e300}, True, None),
    ],
)
def test_a_status_is_vacation_or_sickness_or_nothing(status: Any, away: bool, until: datetime | None) -> None:
    """An end that is no time is no end."""
    profile = profile_of(user(profile=status))

    assert profile is not None
    assert (away, until) == (profile.away, profile.away_until)


@pytest.mark.parametrize("person", [None, "", 3, ["UANA"], {}])
def test_somebody_without_an_id_is_nobody(person: Any) -> None:
    """There is nothing to write down."""
    assert profile_of(user(id=person)) is None


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("id", "tz", "deleted", "is_bot", "is_stranger", "team_id", "enterprise_user", "profile"), anything
        ),
    )
)
def test_nothing_makes_the_reading_stumble(told: dict[str, Any]) -> None:
    """Whatever stands where Slack puts something, it is read or let go."""
    profile_of(told, "T1")


@pytest.mark.parametrize(
    ("told", "outsider"),
    [
        ({"team_id": "T1"}, False),
        ({}, False),
        ({"team_id": "T2"}, True),
        ({"team_id": "T1", "is_stranger": True}, True),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, True),
        ({"team_id": "T1", "enterprise_user": {"enterprise_id": "E1"}}, False),
        ({"team_id": "E1"}, False),
    ],
)
def test_whoever_is_of_another_workspace_is_an_outsider(told: dict[str, Any], outsider: bool) -> None:
    """Also where Slack calls them no stranger, for they are in a channel with us; colleagues of an Enterprise Grid are none."""
    found = profile_of(user(**told), "T1", "E1")

    assert found is not None
    assert outsider is found.outsider


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(STATUS, anything)))
def test_no_status_makes_the_reading_stumble(status: dict[str, Any]) -> None:
    """Neither emoji nor text nor end."""
    assert profile_of(user(profile=status)) is not None
