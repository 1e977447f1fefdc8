"""No number above the coach tells about fewer than five people: not alone, not over months, not over topics."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import small_groups
from bot.coaching.small_groups import SMALLEST, Figures, at_least, month_before

TOPICS = ("assessment", "engagement", "kin")
Shared = dict[str, set[str]]


def figures(members: set[str], shared: Shared) -> Figures:
    """What is shown of a month with these people, in which these shared."""
    return small_groups.figures(len(members), {topic: who & members for topic, who in shared.items()})


def people(count: int) -> set[str]:
    """So many caseworkers."""
    return {f"U{number:02}" for number in range(count)}


@st.composite
def months(draw: st.DrawFn) -> tuple[set[str], Shared]:
    """Who was enrolled in a month, and who shared something on which topic; often nearly nobody, or nearly all."""
    members = people(draw(st.integers(0, 24)))
    shared: Shared = {}
    for topic in TOPICS:
        order = draw(st.permutations(sorted(members)))
        few, all_but_few = draw(st.integers(0, 6)), len(members) - draw(st.integers(0, 6))
        shared[topic] = set(order[: max(0, draw(st.sampled_from([few, all_but_few])))])
    return members, shared


@st.composite
def months_with_a_few(draw: st.DrawFn) -> tuple[set[str], Shared, set[str]]:
    """A month, and one to four of its people whom somebody would like to know about."""
    members, shared = draw(months().filter(lambda month: len(month[0]) >= 1))
    few = draw(st.sets(st.sampled_from(sorted(members)), min_size=1, max_size=SMALLEST - 1))
    return members, shared, few


def without(few: set[str], members: set[str], shared: Shared) -> Shared:
    """Another month, in which none of the few shared anything, and others did in their place as far as there are others."""
    others = sorted(members - few)
    sharers = sorted(set().union(*shared.values()) - few)
    sharers += [each for each in others if each not in sharers]
    wanted = len(set().union(*shared.values()))
    pool = sharers[: min(wanted, len(others))]
    other: Shared = {}
    for number, (topic, who) in enumerate(shared.items()):
        start = number * len(pool) // len(shared)  # spread, so that together they are as many as before
        turned = pool[start:] + pool[:start]
        kept = [each for each in turned if each in who]
        other[topic] = set((kept + [each for each in turned if each not in who])[: len(who)])
    missed = [each for each in pool if not any(each in who for who in other.values())]
    _fill(other, missed)
    return other


def _fill(other: Shared, missed: list[str]) -> None:
    """Give everybody who was counted at least one topic, in place of somebody who has two."""
    for each in missed:
        for who in other.values():
            twice = [one for one in sorted(who) if sum(one in them for them in other.values()) > 1]
            if twice:
                who.remove(twice[0])
                who.add(each)
                break


def with_all(few: set[str], members: set[str], shared: Shared) -> Shared:
    """Another month, in which each of the few shared something: they take the place of others, or join."""
    everybody = sorted(set().union(*shared.values()))
    outside = sorted(few - set(everybody))
    inside = [each for each in everybody if each not in few]
    swap = dict(zip(inside, outside, strict=False))
    other = {topic: {swap.get(each, each) for each in who} for topic, who in shared.items()}
    joining = outside[len(inside) :]
    other[TOPICS[0]] |= set(joining)
    return other


@given(months_with_a_few())
def test_a_month_never_tells_that_a_few_people_shared(month: tuple[set[str], Shared, set[str]]) -> None:
    """There is always another month with the very same numbers in which none of them shared anything."""
    members, shared, few = month
    other = without(few, members, shared)

    assert not few & set().union(*other.values())
    assert figures(members, other) == figures(members, shared)


@given(months_with_a_few())
def test_a_month_never_tells_that_a_few_people_did_not_share(month: tuple[set[str], Shared, set[str]]) -> None:
    """There is always another month with the very same numbers in which each of them did."""
    members, shared, few = month
    other = with_all(few, members, shared)

    assert few <= set().union(*other.values())
    assert figures(members, other) == figures(members, shared)


@given(months_with_a_few(), months_with_a_few())
def test_two_months_together_tell_no_more(
    first: tuple[set[str], Shared, set[str]], second: tuple[set[str], Shared, set[str]]
) -> None:
    """A few people who joined, or went, between two months: the pair of months fits all of them and none of them."""
    both = [(members, shared, (first[2] | second[2]) & members) for members, shared, _ in (first, second)]
    for members, shared, few in both:
        some = set(sorted(few)[: SMALLEST - 1])
        for other in (without(some, members, shared), with_all(some, members, shared)):
            assert figures(members, other) == figures(members, shared)


@pytest.mark.parametrize("enrolled", range(31))
def test_every_shown_number_leaves_five_in_and_five_out(enrolled: int) -> None:
    """Whatever the true count is: a number is in fives, of five or more, and of no more than all but five."""
    for count in range(enrolled + 1):
        shown = at_least(count, enrolled)

        assert shown is None or (SMALLEST <= shown <= count and shown <= enrolled - SMALLEST and shown % SMALLEST == 0)


@given(months())
def test_silence_weighs_nothing(month: tuple[set[str], Shared]) -> None:
    """Skipping, keeping it private and doing nothing all share nothing: the numbers cannot tell them apart."""
    members, shared = month
    silent = {f"UQUIET{number}" for number in range(3)}

    assert figures(members, shared | {"sts": set()}) == figures(members, shared)
    assert figures(members | silent, shared).people >= figures(members, shared).people


@given(months())
def test_a_prolific_person_weighs_as_much_as_any_other(month: tuple[set[str], Shared]) -> None:
    """Sharing on every topic makes nobody count twice in the month."""
    members, shared = month
    everybody = set().union(*shared.values())
    prolific = dict.fromkeys(shared, everybody)

    assert figures(members, prolific).shared == figures(members, shared).shared


def test_under_ten_people_there_is_no_number_but_the_size() -> None:
    """Five who shared and five who did not cannot both be had from nine."""
    assert figures(people(9), {"kin": people(9)}) == Figures(people=5, shared=None, topics={})


def test_twelve_of_twenty_are_at_least_ten() -> None:
    """Down to the five below."""
    assert figures(people(20), {"kin": people(12), "engagement": people(4)}) == Figures(20, 10, {"kin": 10})


def test_all_of_twenty_look_like_fifteen() -> None:
    """Nobody is told that everybody did, for then everybody would be known."""
    assert figures(people(20), {"kin": people(20)}).shared == 15


def test_somebody_who_is_not_of_the_program_is_not_counted() -> None:
    """Only members count."""
    assert figures(people(10), {"kin": people(4) | {"UELSE"}}).shared is None


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_month_before_has_ended(day: date) -> None:
    """Its first day, and it ends before this month begins."""
    month = month_before(day)

    assert month.day == 1
    assert month < day.replace(day=1) <= month + timedelta(days=31)
