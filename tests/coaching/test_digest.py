"""What the coach's weekly digest holds, and what it never does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import digest
from bot.coaching.digest import Beside, Digest, GoalDots, PersonWeek, Shared

ANA, BEN, COACH = "UANA", "UBEN", "UCARLA"
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 24, 18, tzinfo=UTC)
TOPICS = ("engagement", "kin", "sts")
PICKED_BY_WHAT_CAME = (digest._WANT, digest._SUCCESS, digest._PLAN, digest._STUCK, digest._OPEN)
OURS = {
    each for some in (*PICKED_BY_WHAT_CAME, *digest._OUTCOME.values(), *digest._BY_STRATEGY.values()) for each in some
}
"""All that a digest can open with."""


def shared(words: str, *, days: int = 0, topic: str = "kin", role: str = "answer", **other: str) -> Shared:
    facts = {"checkin_id": f"c-{words}", "caseworker": ANA, "strategy": "goal", "question": "What helped?"} | other
    return Shared(topic=topic, words=words, role=role, at=NOON + timedelta(days=days), **facts)


def compose(*answers: Shared, people: tuple[str, ...] = (ANA,), successes: dict[str, str] | None = None) -> Digest:
    return digest.compose(COACH, MONDAY, "America/Chicago", people, answers, successes or {}, TOPICS)


def ana(*answers: Shared, **other: dict[str, str]) -> PersonWeek:
    return compose(*answers, **other).people[0]


def in_chicago(day: int, hour: int) -> datetime:
    """A moment of November 2026, Chicago's."""
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("begins", "ends", "named"),
    [
        ((2, 8), (9, 8), (2, 8)),  # Monday to Monday, early
        ((20, 16), (27, 16), (20, 27)),  # Friday to Friday, late
        ((4, 9), (11, 9), (4, 10)),  # Wednesday to Wednesday, early
        ((9, 8), (9, 9), (9, 9)),  # a moment after the last one
    ],
)
def test_the_heading_names_the_days_that_are_in_it(begins, ends, named):
    """From the local day of the last digest; the day on which this one comes counts once it has had its noon."""
    covered = digest.days_covered(in_chicago(*begins), in_chicago(*ends), "America/Chicago")

    assert covered == (date(2026, 11, named[0]), date(2026, 11, named[1]))


@given(st.integers(0, 60), st.data())
def test_who_shared_is_the_last_to_find_no_room(people: int, data: st.DataObject):
    """As many as fit, nobody twice; who shared stands first, and of nobody whose words wait it is said that it was nothing."""
    everybody = [f"U{number:02}" for number in range(people)]
    sharing = data.draw(st.permutations(everybody))[: data.draw(st.integers(0, people))]
    waiting = {each for each in everybody if each not in sharing and data.draw(st.booleans())}

    shown = digest.drawn(everybody, sharing, waiting)

    first = shown[: min(len(sharing), digest.MOST_PEOPLE)]
    silent, left = set(shown) - set(sharing), set(everybody) - set(shown) - set(sharing)
    assert len(shown) == len(set(shown)) == min(people, digest.MOST_PEOPLE)
    assert set(first) == set(sharing[: digest.MOST_PEOPLE])
    assert not (silent & waiting and left - waiting)


def test_at_most_three_lines_newest_first():
    """The coach reads it in five minutes."""
    week = ana(*(shared(f"day {days}", days=days) for days in (1, 3, 0, 2)))

    assert [line.words for line in week.lines] == ["day 3", "day 2", "day 1"]


def test_lines_are_spread_over_topics():
    """An older line on another topic comes before a third one on the same."""
    week = ana(
        *(shared(f"kin {days}", days=days) for days in (3, 4, 5)),
        shared("engagement", days=1, topic="engagement"),
    )

    assert [line.words for line in week.lines] == ["kin 5", "kin 4", "engagement"]


def test_answers_of_one_checkin_keep_their_order():
    """First question first."""
    week = ana(shared("first", checkin_id="c1"), shared("second", checkin_id="c1"))

    assert [line.words for line in week.lines] == ["first", "second"]


def test_a_success_a_snag_and_a_plan_have_places_of_their_own():
    """The newest of each, and none of them again as a line."""
    week = ana(
        shared("old plan", role="plan"),
        shared("If I feel rushed, then I ask first", role="plan", days=1),
        shared("the forms", role="stuck"),
        shared("I asked first", role="success"),
        shared("2026-12-01", role="remind"),
        shared("2026-12-02", role="day"),
    )

    assert (week.success, week.stuck, week.plan, week.lines) == (
        "I asked first",
        "the forms",
        "If I feel rushed, then I ask first",
        (),
    )


def test_the_success_they_said_yes_to_comes_first():
    """What was celebrated goes before what was shared as one."""
    assert ana(shared("shared", role="success"), successes={ANA: "celebrated"}).success == "celebrated"


def test_people_keep_the_order_given():
    """Nobody is ranked by how much they shared."""
    made = compose(shared("a lot"), shared("more", days=1), people=(BEN, ANA))

    assert [person.caseworker for person in made.people] == [BEN, ANA]


def test_whoever_is_not_coached_here_is_left_out():
    """A person who moved to another coach, and the topics they touched."""
    made = compose(shared("elsewhere", caseworker="UELSE"))

    assert ([person.lines for person in made.people], made.touched) == ([()], ())


def test_nothing_shared_is_fine_and_has_a_question():
    """No blame, and something to open with."""
    week = ana()

    assert week.nothing_shared
    assert week.opening_question.endswith("?")
    assert "fine" in digest.NOTHING_SHARED


def test_anything_shared_is_not_nothing():
    """A plan alone is something."""
    assert not ana(shared("If it rains, then I call", role="plan")).nothing_shared


def test_topics_count_shared_checkins_and_never_silence():
    """Two answers of one check-in are one; a topic that nobody shared on is not there."""
    made = compose(
        shared("one", checkin_id="c1"),
        shared("two", checkin_id="c1"),
        shared("three", checkin_id="c2"),
        shared("four", checkin_id="c3", topic="engagement"),
    )

    assert made.touched == (("engagement", 1), ("kin", 2))


@pytest.mark.parametrize(
    ("roles", "start"),
    [
        (("success", "plan", "stuck", "answer"), "success"),
        (("plan", "stuck", "answer"), "if-then plan"),
        (("stuck", "answer"), "hard|tried"),
    ],
)
def test_the_opening_question_starts_from_strength(roles, start):
    """The success, then the plan, then the snag: and the snag by way of what helped."""
    question = ana(*(shared(role, role=role) for role in roles)).opening_question

    assert any(word in question for word in start.split("|"))


def questions(*answers: Shared) -> set[str]:
    weeks = (MONDAY + timedelta(weeks=number) for number in range(6))
    made = (digest.compose(COACH, week, "UTC", [ANA], answers, {}, TOPICS) for week in weeks)
    return {each.people[0].opening_question for each in made}


@pytest.mark.parametrize("strategy", ["bias", "reinforce", "transfer", "solve", "wellbeing", "goal", "voice"])
def test_each_strategy_has_questions_of_its_own(strategy):
    """From the newest line, and none of them the open question of a quiet week."""
    asked = questions(shared("x", strategy=strategy))

    assert len(asked) >= 2
    assert asked.isdisjoint(questions())


def test_a_strategy_not_known_gets_an_open_question():
    """A new key in the library breaks nothing."""
    assert questions(shared("x", strategy="brand new")) == questions()


def test_stress_is_asked_about_as_wellbeing():
    """Whatever its strategy."""
    assert questions(shared("x", topic="sts", strategy="solve")) == questions(shared("x", strategy="wellbeing"))


def test_the_wording_changes_from_week_to_week():
    """A question heard too often is no longer heard."""
    first, second = (
        digest.compose(COACH, week, "UTC", [ANA], [], {}, TOPICS).people[0].opening_question
        for week in (MONDAY, MONDAY + timedelta(weeks=1))
    )

    assert first != second


def test_what_they_want_from_the_session_is_asked_about_first():
    """The caseworker's agenda comes before everything else."""
    asked = questions(shared("x", role="want"), shared("y", role="success"))

    assert all("our session" in question for question in asked)


@pytest.mark.parametrize("outcome", ["yes, used my plan", "yes, forgot", "did not come up"])
def test_what_became_of_a_plan_has_a_place_and_a_question(outcome):
    """In the words of its choices, and not again as a line."""
    week = ana(shared(outcome, role="outcome"), shared("If it rains, then I call", role="plan"))

    assert (outcome, ()) == (week.outcome, week.lines)
    assert "if-then plan" in week.opening_question


def test_topics_not_touched_stand_beside_those_that_were():
    """In what was shared: kin was, the others were not. With nothing shared at all there is no such list."""
    assert ("engagement", "sts") == compose(shared("one")).untouched
    assert () == compose().untouched


def test_a_goal_and_a_date_are_no_sharing():
    """Both know them; with nothing shared beside them, that is said in the same words as ever."""
    beside = Beside({ANA: GoalDots("I ask first.", (2, 3))}, {ANA: NOON})
    week = digest.compose(COACH, MONDAY, "UTC", [ANA], [], {}, TOPICS, beside).people[0]

    assert week.nothing_shared
    assert ("I ask first.", (2, 3), NOON) == (week.goal.words, week.goal.levels, week.session_at)


roles = st.sampled_from(["answer", "plan", "stuck", "success", "want", "outcome", "check_back", "remind"])
answers = st.lists(
    st.builds(
        lambda number, days, topic, role, who: shared(
            f"zq{number}", days=days, topic=topic, role=role, caseworker=who, checkin_id=f"c{number % 4}"
        ),
        st.integers(0, 99),
        st.integers(0, 6),
        st.sampled_from(TOPICS),
        roles,
        st.sampled_from([ANA, BEN, "UELSE"]),
    ),
    max_size=12,
)


@given(answers, answers)
def test_a_persons_part_is_made_from_what_they_shared_alone(given_answers, of_others):
    """Whatever others share or do not, the lines and the opening question of Ana stay the same."""
    hers = [each for each in given_answers if each.caseworker == ANA]
    others = [each for each in of_others if each.caseworker != ANA]

    assert compose(*hers).people == compose(*hers, *others).people


@given(answers)
def test_the_opening_question_is_one_of_ours(given_answers):
    """It is picked from the questions that stand in the code, and nothing that anybody wrote is in it."""
    week = ana(*given_answers)

    assert week.opening_question in OURS


@given(answers)
def test_whatever_is_shared_the_digest_keeps_its_promises(given_answers):
    """Three lines, newest first, each its own person's; no question quotes words; no topic counts zero."""
    made = compose(*given_answers, people=(ANA, BEN))

    for person in made.people:
        assert len(person.lines) <= 3
        assert all(line.caseworker == person.caseworker for line in person.lines)
        assert list(person.lines) == sorted(person.lines, key=lambda line: line.at, reverse=True)
        assert "zq" not in person.opening_question
    assert all(count for _topic, count in made.touched)
