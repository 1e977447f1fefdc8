"""Who may read a reply: its author picks, and nobody else can widen it."""

from itertools import product

import pytest

from bot.coaching.audience import (
    Audience,
    Circle,
    Extent,
    Sharing,
    choices,
    is_private,
    may_read,
    reader_of,
    shown_of,
    starting,
)

ANA, CARLA, SAM, LEE = "UANA", "UCARLA", "USAM", "ULEE"
CLOCK = Circle(author=ANA, coach=CARLA, supervisor=SAM)
ASKED_BY_COACH = Circle(author=ANA, coach=CARLA, supervisor=SAM, asked_by=CARLA)
ASKED_BY_SUPERVISOR = Circle(author=ANA, coach=CARLA, supervisor=SAM, asked_by=SAM)
ONE_PERSON = Circle(author=ANA, coach=SAM, supervisor=SAM, asked_by=SAM)
CIRCLES = [CLOCK, ASKED_BY_COACH, ASKED_BY_SUPERVISOR, ONE_PERSON]


@pytest.mark.parametrize(
    ("circle", "offered"),
    [
        (CLOCK, "only_me coach"),
        (ASKED_BY_COACH, "only_me coach"),
        (ASKED_BY_SUPERVISOR, "only_me coach supervisor"),
        (ONE_PERSON, "only_me coach"),
        (Circle(author=ANA, coach=ANA, supervisor=SAM), "only_me"),
    ],
)
def test_the_supervisor_is_offered_only_where_they_asked(circle, offered):
    """And a coach who is also the supervisor is offered once, as the coach."""
    assert " ".join(choices(circle)) == offered


@pytest.mark.parametrize(
    ("topic", "strategy", "private"),
    [
        ("kin", "bias", True),
        ("kin", "wellbeing", True),
        ("sts", "goal", True),
        ("kin", "goal", False),
        ("antiracist", "solve", False),
    ],
)
def test_bias_wellbeing_and_stress_are_private(topic, strategy, private):
    """By strategy or by topic."""
    assert is_private(topic, strategy) == private


@pytest.mark.parametrize(
    ("circle", "topic", "strategy", "preferred", "start"),
    [
        (CLOCK, "kin", "goal", Audience.COACH, Audience.COACH),
        (CLOCK, "kin", "goal", Audience.ONLY_ME, Audience.ONLY_ME),
        (CLOCK, "kin", "bias", Audience.COACH, Audience.ONLY_ME),
        (CLOCK, "sts", "goal", Audience.COACH, Audience.ONLY_ME),
        (CLOCK, "kin", "goal", Audience.SUPERVISOR, Audience.ONLY_ME),
        (ASKED_BY_COACH, "kin", "goal", Audience.COACH, Audience.ONLY_ME),
        (ASKED_BY_SUPERVISOR, "kin", "goal", Audience.SUPERVISOR, Audience.ONLY_ME),
        (ONE_PERSON, "kin", "goal", Audience.COACH, Audience.ONLY_ME),
    ],
)
def test_the_choice_starts_narrow_wherever_there_is_doubt(circle, topic, strategy, preferred, start):
    """At the author's preference on the clock's own questions; else at only me."""
    assert starting(circle, topic=topic, strategy=strategy, preferred=preferred) is start


def test_nothing_ever_starts_at_the_supervisor():
    """Not in any circle, on any topic, with any preference."""
    starts = {
        starting(circle, topic=topic, strategy=strategy, preferred=preferred)
        for circle, topic, strategy, preferred in product(CIRCLES, ("kin", "sts"), ("bias", "goal"), Audience)
    }

    assert Audience.SUPERVISOR not in starts


def test_the_choice_starts_at_something_offered():
    """An author is never shown a start that is not on the list."""
    for circle, preferred in product(CIRCLES, Audience):
        assert starting(circle, topic="kin", strategy="goal", preferred=preferred) in choices(circle)


@pytest.mark.parametrize(
    ("audience", "reader"), [(Audience.ONLY_ME, None), (Audience.COACH, CARLA), (Audience.SUPERVISOR, SAM)]
)
def test_an_audience_is_one_person_by_name(audience, reader):
    """So that a new coach does not inherit what was shared with the one before."""
    assert reader_of(audience, ASKED_BY_SUPERVISOR) == reader


@pytest.mark.parametrize(
    ("sharing", "readers"),
    [
        (Sharing(Audience.ONLY_ME), {ANA}),
        (Sharing(Audience.ONLY_ME, reader=CARLA), {ANA}),
        (Sharing(Audience.COACH, reader=CARLA), {ANA, CARLA}),
        (Sharing(Audience.SUPERVISOR, reader=SAM), {ANA, SAM}),
        (Sharing(Audience.COACH, reader=None), {ANA}),
    ],
)
def test_only_the_author_and_the_one_reader_may_read(sharing, readers):
    """A program lead, a new coach and everybody else may not."""
    assert {
        person for person in (ANA, CARLA, SAM, LEE, "UNEW") if may_read(person, author=ANA, sharing=sharing)
    } == readers


@pytest.mark.parametrize(
    ("person", "extent", "seen"),
    [
        (ANA, Extent.ALL, ["one", "two", "three"]),
        (ANA, Extent.LAST, ["one", "two", "three"]),
        (CARLA, Extent.ALL, ["one", "two", "three"]),
        (CARLA, Extent.LAST, ["three"]),
    ],
)
def test_a_reader_sees_the_part_that_was_shared(person, extent, seen):
    """All of it, or the last answer alone; the author always sees all."""
    assert shown_of(["one", "two", "three"], person=person, author=ANA, extent=extent) == seen


def test_the_last_part_of_nothing_is_nothing():
    """An empty reply has no last answer."""
    assert list(shown_of([], person=CARLA, author=ANA, extent=Extent.LAST)) == []


def test_one_person_in_both_roles_is_known():
    """It is said on every question."""
    assert [circle.coach_supervises for circle in CIRCLES] == [False, False, False, True]
