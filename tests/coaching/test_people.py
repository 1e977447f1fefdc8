"""What each person in the program may do."""

import pytest

from bot.coaching.people import Roles, may_be_requested, may_enroll, may_request_checkin

ANA, CARLA, SAM, LEE = "UANA", "UCARLA", "USAM", "ULEE"
ROLES = Roles(caseworker=ANA, coach=CARLA, supervisor=SAM)


@pytest.mark.parametrize(("person", "may"), [(CARLA, True), (SAM, True), (ANA, False), (LEE, False)])
def test_a_coach_or_supervisor_may_ask_for_a_checkin(person, may):
    """A program lead and anybody else may not, and the caseworker has no need to."""
    assert may_request_checkin(person, ROLES) == may


def test_nobody_asks_themselves():
    """A supervisor who is enrolled as a learner, and is named as their own supervisor, cannot ask themselves."""
    assert not may_request_checkin(SAM, Roles(caseworker=SAM, coach=CARLA, supervisor=SAM))


@pytest.mark.parametrize(
    ("topic", "strategy", "may"),
    [("kin", "goal", True), ("kin", "bias", False), ("kin", "wellbeing", False), ("sts", "goal", False)],
)
def test_bias_wellbeing_and_stress_are_never_asked_for(topic, strategy, may):
    """They stay the caseworker's own."""
    assert may_be_requested(topic, strategy) == may


@pytest.mark.parametrize(
    ("person", "lead", "coach", "may"),
    [
        (LEE, LEE, CARLA, True),
        (CARLA, LEE, CARLA, True),
        (CARLA, LEE, "UOTHER", False),
        (ANA, LEE, CARLA, False),
        (ANA, None, CARLA, False),
    ],
)
def test_a_lead_enrolls_anyone_and_a_coach_their_own(person, lead, coach, may):
    """Nobody else enrolls anybody, also where no lead is set yet."""
    assert may_enroll(person, lead=lead, coach=coach) == may
