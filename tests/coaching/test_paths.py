"""A path shows one thing to answer at a time, never goes back, always ends, and ends in a next step."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.audience import Audience
from bot.coaching.errors import BadChoice, TooLong
from bot.coaching.paths import PLAN, Path, Step, as_path, next_screen, read_answer, screens
from bot.coaching.questions import Format, Prompt

PROMPT = Prompt(
    id="kin.solve.1",
    topic="kin",
    strategy="solve",
    text="What is the next small step?",
    format=Format.TEXT,
    choices=(),
    scale_ends=None,
    follow_ups=("What made it hard?", "Who could help?"),
    skill_terms=("planning",),
    audience=Audience.COACH,
    case_detail_risk="low",
    sources=("GRAND",),
    reading_grade=0.5,
    review="draft",
    reviewed_by=None,
    version=3,
    locale="en",
)


def step(id: str, format: Format = Format.TEXT, only_if: tuple[str, tuple[str, ...]] | None = None) -> Step:
    """A step of this format."""
    choices = ("yes", "no") if format is Format.CHOICE else ()
    return Step(id=id, format=format, text=f"{id}?", choices=choices, only_if=only_if)


def path(*steps: Step) -> Path:
    """A path of these steps."""
    return Path("p", "A path", None, "bias", Audience.ONLY_ME, steps, 1, ("GRAND",))


def ids(of: Path) -> list[list[str]]:
    """The ids of the steps on each screen."""
    return [[each.id for each in (*screen.lead_in, screen.question) if each] for screen in screens(of)]


def test_what_is_read_stands_above_what_is_answered():
    """Each screen has at most one question, with what leads to it; a last word has its own."""
    found = ids(
        path(step("hi", Format.INFO), step("think", Format.THINK), step("a"), step("b"), step("bye", Format.INFO))
    )

    assert found == [["hi", "think", "a"], ["b"], ["bye"]]


def test_what_everyone_reads_is_not_hidden_by_a_condition():
    """A lead-in that is always open does not share the screen of a question that is not."""
    found = ids(path(step("a"), step("hi", Format.INFO), step("b", only_if=("a", ("*",)))))

    assert found == [["a"], ["hi"], ["b"]]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, 2), ({"a": "yes"}, 1), ({"a": "no"}, 2), ({"a": "  "}, 2)],
)
def test_a_screen_opens_for_the_answers_it_waits_for(answers, expected):
    """The second screen is for those who said yes."""
    asked = path(step("a", Format.CHOICE), step("b", only_if=("a", ("yes",))), step("c"))

    assert next_screen(asked, answers, after=0) == expected


def test_any_answer_opens_a_step_that_waits_for_one():
    """A check-back is asked about only when there is a plan."""
    asked = path(step("plan"), step("back", only_if=("plan", ("*",))))

    assert next_screen(asked, {"plan": "I will ask"}, after=0) == 1
    assert next_screen(asked, {}, after=0) is None


def test_an_answer_behind_a_closed_step_opens_nothing():
    """After a change of mind, what was said further on no longer counts."""
    asked = path(step("a", Format.CHOICE), step("b", only_if=("a", ("yes",))), step("c", only_if=("b", ("*",))))

    assert next_screen(asked, {"a": "no", "b": "left over"}, after=0) is None


@st.composite
def _paths(draw: st.DrawFn) -> Path:
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 8))):
        openers = [None, *((earlier.id, ("yes",)) for earlier in steps), *((earlier.id, ("*",)) for earlier in steps)]
        steps.append(step(str(number), draw(st.sampled_from(Format)), draw(st.sampled_from(openers))))
    return path(*steps)


@given(_paths(), st.dictionaries(st.sampled_from("01234567"), st.sampled_from(["yes", "no", ""])))
def test_a_path_always_ends_and_never_goes_back(asked, answers):
    """Whatever was answered, each screen comes after the one before, and then there is none."""
    seen = [-1]
    while (number := next_screen(asked, answers, after=seen[-1])) is not None:
        assert number > seen[-1]
        seen.append(number)

    assert len(seen) <= len(screens(asked)) + 1


@given(_paths())
def test_each_step_is_on_one_screen_in_its_order(asked):
    """Cutting a path into screens loses nothing and turns nothing around."""
    assert [id for screen in ids(asked) for id in screen] == [each.id for each in asked.steps]


@given(_paths(), st.integers(-5, 20))
def test_a_place_that_is_not_there_does_no_harm(asked, after):
    """A stale form may name any screen: the answer is a later one, or none."""
    number = next_screen(asked, {}, after)

    assert number is None or after < number < len(screens(asked))


@pytest.mark.parametrize(
    ("follow_ups", "text", "role", "helper"),
    [
        (("Who could help?", "If I visit, then I will ___."), "If I visit, then I will ___.", "plan", None),
        (("What made it hard?", "How could you ask them?"), "How could you ask them?", "answer", None),
        (("What made it hard?", "What now?"), PLAN, "plan", "What now?"),
        ((), PLAN, "plan", None),
    ],
)
def test_a_single_question_ends_in_a_next_step(follow_ups, text, role, helper):
    """An if-then line comes first, then a real person to go to, then the plain plan line."""
    last = as_path(replace(PROMPT, follow_ups=follow_ups)).steps[-1]

    assert (last.text, last.role, last.helper) == (text, role, helper)


def test_a_question_that_is_a_plan_needs_no_other():
    """*Finish this: If … then …* is the plan itself."""
    plan = as_path(replace(PROMPT, text="Finish this: If I open a visit, then I will ___."))

    assert [(each.id, each.role) for each in plan.steps] == [("question", "plan")]


def test_a_single_question_keeps_what_its_author_said():
    """Topic, strategy, audience, version and sources come with it."""
    found = as_path(PROMPT)

    assert (found.id, found.topic, found.strategy, found.version) == ("kin.solve.1", "kin", "solve", 3)
    assert (found.audience, found.sources) == (Audience.COACH, ("GRAND",))


def test_a_line_of_help_stands_above_the_question():
    """It is seen whatever is answered."""
    first = screens(as_path(PROMPT, "People can help."))[0]

    assert [each.text for each in first.lead_in] == ["People can help."]
    assert first.question is not None


@pytest.mark.parametrize(
    ("format", "said", "kept"),
    [
        (Format.TEXT, "  a few words ", "a few words"),
        (Format.TEXT, "   ", None),
        (Format.TEXT, None, None),
        (Format.SCALE, "5", "5"),
        (Format.CHOICE, "yes", "yes"),
        (Format.DATE, "2026-12-01", "2026-12-01"),
        (Format.THINK, "done", None),
        (Format.INFO, "ok", None),
    ],
)
def test_an_answer_is_kept_as_given_and_a_blank_is_a_skip(format, said, kept):
    """What was on offer is taken; nothing is made of silence."""
    assert read_answer(step("a", format), said) == kept


@pytest.mark.parametrize(
    ("format", "said"),
    [
        (Format.SCALE, "6"),
        (Format.SCALE, "0"),
        (Format.CHOICE, "maybe"),
        (Format.DATE, "soon"),
        (Format.DATE, "2026-02-30"),
    ],
)
def test_an_answer_that_was_not_offered_is_refused(format, said):
    """A form can be sent with anything in it."""
    with pytest.raises(BadChoice):
        read_answer(step("a", format), said)


def test_an_answer_that_does_not_fit_is_refused_whole():
    """Nothing is cut off: its author makes it shorter."""
    short = replace(step("a"), max_length=5)

    assert read_answer(short, "12345") == "12345"
    with pytest.raises(TooLong):
        read_answer(short, "123456")
