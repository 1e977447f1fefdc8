"""What each person in the program may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coaching.errors import NotAllowed
from bot.coaching.people import Deed, Role, Roles, check_topic, may, may_be_requested, may_enroll, not_joined, not_yours

ANA, CARLA, SAM, LEE = "UANA", "UCARLA", "USAM", "ULEE"
ROLES = Roles(caseworker=ANA, coach=CARLA, supervisor=SAM)


@pytest.mark.parametrize(
    ("deed", "who"),
    [
        (Deed.ASK, {CARLA, SAM}),
        (Deed.SUGGEST, {CARLA}),
        (Deed.SET_DATE, {ANA, CARLA}),
        (Deed.SHARE_GOAL, {ANA, CARLA}),
    ],
)
def test_who_may_do_what_with_a_caseworker(deed, who):
    """Each deed has its people; a program lead and anybody else may do none of them."""
    assert who == {person for person in (ANA, CARLA, SAM, LEE) if may(person, deed, ROLES)}


@given(some.sampled_from(Deed), some.sampled_from([SAM, CARLA]), some.sampled_from([SAM, CARLA]))
def test_nobody_is_their_own_coach(deed, coach, supervisor):
    """A learner who is written down as their own coach or supervisor may do what a caseworker may, and no more."""
    roles = Roles(caseworker=SAM, coach=coach, supervisor=supervisor)

    assert may(SAM, deed, roles) == may(ANA, deed, ROLES)
    assert {Role.CASEWORKER} == roles.held_by(SAM)


def test_whoever_may_not_is_told_whom_they_named():
    """One by one, and several together; who has not joined is said to somebody who may."""
    assert "You can ask the people you coach or supervise. <@UANA> is not one of them here." == str(
        not_yours(Deed.ASK, ANA)
    )
    assert "You can ask the people you coach or supervise. <@UANA>, <@ULEE> is not one of them here." == str(
        not_yours(Deed.ASK, ANA, LEE)
    )
    assert "<@UANA> has not joined yet. You can set a date once they have." == str(not_joined(Deed.SET_DATE, ANA))


def test_a_topic_of_ones_own_is_brought_up_by_nobody_else():
    """Stress is refused in words; a topic of practice is not."""
    check_topic("kin")

    with pytest.raises(NotAllowed, match="stays the caseworker’s own"):
        check_topic("sts")


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
