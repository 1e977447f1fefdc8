"""Numbers for a study: five in and five out of every group, the same whoever they are, and a codebook that leaves nothing out."""

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import evaluation
from bot.coaching.evaluation import MEASURES, WITH_GOAL, codebook, rows, shown
from bot.coaching.small_groups import SMALLEST
from tests.services.engines import LIBRARY

KEYS = (
    "agreed",
    "shared",
    "planned",
    "topic:kin",
    WITH_GOAL,
    "goal_level:3",
    "goal_up",
    "practice:kin",
    "practice_high:kin",
)
OF = {"goal_level:3": WITH_GOAL, "goal_up": WITH_GOAL, "practice_high:kin": "practice:kin"}
"""What is counted among some of the people and not among all, and among whom."""
Counted = dict[str, set[str]]


@st.composite
def months(draw: st.DrawFn) -> tuple[list[str], Counted]:
    """Who was enrolled, and who of them is in each count; what is about goals, of those with a goal."""
    members = [f"U{number:02}" for number in range(draw(st.integers(0, 30)))]
    some = st.sets(st.sampled_from(members)) if members else st.just(set[str]())
    counted = {key: draw(some) for key in KEYS}
    return members, counted | {key: counted[key] & counted[group] for key, group in OF.items()}


@given(months())
def test_a_number_leaves_five_in_and_five_out_of_its_group(month: tuple[list[str], Counted]) -> None:
    """Also the levels of a goal, whose group are the people with a goal and not everybody."""
    members, counted = month

    numbers = shown(len(members), counted)

    for key in counted.keys() & numbers.keys():
        group = counted[OF[key]] if key in OF else set(members)
        assert SMALLEST <= numbers[key] <= len(counted[key])
        assert numbers[key] <= len(group) - SMALLEST
        assert numbers[key] % SMALLEST == 0


@given(months(), st.data())
def test_whoever_they_are_the_numbers_are_the_same(month: tuple[list[str], Counted], data: st.DataObject) -> None:
    """Give everybody somebody else's month: nothing changes, so nothing in the numbers is about anybody."""
    members, counted = month
    other = dict(zip(members, data.draw(st.permutations(members)), strict=True))

    swapped = {key: {other[each] for each in who} for key, who in counted.items()}

    assert shown(len(members), counted) == shown(len(members), swapped)


@given(months())
def test_a_program_of_under_ten_has_no_numbers(month: tuple[list[str], Counted]) -> None:
    """Not even how many people it has."""
    members, counted = month

    if len(members) < 2 * SMALLEST:
        assert shown(len(members), counted) == {}


def test_the_codebook_explains_every_measure_of_a_month() -> None:
    """Whatever can stand in the table has a line in the codebook."""
    explained = {name for name, *_ in codebook()}

    assert {measure for _, _, measure, _, _ in rows("2026-11", {}, LIBRARY)} == {each.key for each in MEASURES}
    assert {each.key for each in MEASURES} <= explained


def test_what_is_not_shown_is_an_empty_cell() -> None:
    """Too few, a small group and nobody read the same."""
    found = {(measure, about): least for _, _, measure, about, least in rows("2026-11", {"topic:kin": 10}, LIBRARY)}

    assert found["topic", "kin"] == 10
    assert found["topic", "engagement"] == ""
    assert found["shared", ""] == ""


def test_bias_wellbeing_and_stress_are_no_lines_at_all() -> None:
    """Not even as an empty cell."""
    abouts = {about for _, _, _, about, _ in rows("2026-11", {}, LIBRARY)}

    assert abouts.isdisjoint({"sts", "bias", "wellbeing"})


def test_no_measure_speaks_of_an_effect() -> None:
    """The codebook counts; it does not claim."""
    said = " ".join(" ".join(line) for line in codebook()).lower()

    assert not any(word in said for word in ("effect", "improved", "because of", "outcome"))
    assert evaluation.EMPTY in " ".join(" ".join(line) for line in codebook())


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_what_families_see_is_counted_among_parent_partners(partners: int, said: int, high: int) -> None:
    """Ten caseworkers do not make one parent partner's mark visible: their own number decides."""
    people = [f"U{number:02}" for number in range(min(said, partners))]
    counted = {"families:kin": set(people), "families_high:kin": set(people[:high])}

    numbers = shown(100, counted, partners)

    assert numbers.get("families:kin", 0) <= max(0, partners - SMALLEST)
    assert numbers.get("families_high:kin", 0) <= max(0, len(people) - SMALLEST)
