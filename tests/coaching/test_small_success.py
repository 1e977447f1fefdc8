"""Effort or a skill, never how a case went: what is noticed, what is left alone, and what is suggested instead."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.coaching import guard
from bot.coaching.errors import NamesOutcome
from bot.coaching.language import LANGUAGES, read_in
from bot.coaching.outcomes_english import ENGLISH
from bot.coaching.prompts import Format
from bot.coaching.small_success import SPEECHES, Voice, another_way, check, outcome_of
from bot.coaching.wording import complaints
from bot.reading import grade
from tests.slack.drawn import library

TELLS_AN_OUTCOME = [
    "Reunified!",
    "The kids went back home today",
    "We got the kids back home",
    "Mom got her kids back",
    "The teens are back with their dad",
    "case closed!",
    "I closed two cases this week",
    "The investigation is over",
    "We won in court",
    "The judge agreed with our plan",
    "Grandma got custody",
    "It came back unsubstantiated",
    "The adoption is done",
    "We found a placement",
    "They were placed with an aunt",
    "I kept the family together",
    "No removal this time",
    "The kids are safe now",
    "Mom is 90 days sober",
    "Dad passed his drug test",
    "She finished treatment",
]
TELLS_EFFORT = [
    "I asked before I guessed",
    "I called one more aunt",
    "I stayed calm in court",
    "I asked the judge for a minute",
    "I let the family start the meeting",
    "I went home on time and took a real break",
    "I closed my laptop and took lunch",
    "I heard no from a relative, stayed kind, and found another way",
    "A teen and I laughed today",
    "I said sorry to a dad, and he talked to me",
    "I got the placement packet done on time",
    "I used my if-then plan",
]
CASES = st.sampled_from([*TELLS_AN_OUTCOME, *TELLS_EFFORT, "I met Mary Smith", "I called 312-555-0188", "we won", ""])
GLUE = st.sampled_from([". ", ", and ", " and ", " so ", " because ", "; ", "\n", " until ", " "])
DRAFTS = st.lists(st.tuples(CASES, GLUE), min_size=1, max_size=5).map(lambda parts: "".join(map("".join, parts)))


@pytest.mark.parametrize("text", TELLS_AN_OUTCOME)
def test_how_a_case_went_is_noticed(text: str) -> None:
    """Going home, closing, court, adoption, safety, a parent's own victory: nobody here controls it."""
    assert outcome_of(text) is not None


@pytest.mark.parametrize("text", TELLS_EFFORT)
def test_effort_and_skill_are_left_alone(text: str) -> None:
    """What somebody did themselves needs no other wording."""
    assert another_way(text) is None


def test_the_librarys_own_lines_are_left_alone() -> None:
    """Whoever starts from a line of the library is not stopped."""
    assert [] == [line for line in library().celebrations if outcome_of(line) is not None]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("I stayed calm in court and the case was closed", "I stayed calm in court."),
        ("The judge agreed, because i asked each aunt what she needs", "I asked each aunt what she needs."),
        ("I kept calling until they found a placement", "I kept calling."),
        ("I helped dad and he finished treatment. I told him I saw it.", "I helped dad, and I told him I saw it."),
    ],
)
def test_what_somebody_did_is_kept_and_the_outcome_left_out(text: str, suggested: str) -> None:
    """Where the draft says what they did, that is the suggestion, in their own words."""
    assert suggested == another_way(text)


@pytest.mark.parametrize("voice", Voice)
def test_a_coach_is_given_a_line_to_them_and_a_caseworker_one_of_their_own(voice: Voice) -> None:
    """Where the draft says no deed, a line is offered that may fit."""
    assert f"{voice} stayed with it, one small step at a time." == another_way("Case closed!", voice)


@given(DRAFTS)
@example("I won custody and I met Mary Smith and case closed")
def test_a_suggestion_never_tells_an_outcome(draft: str) -> None:
    """So whoever takes it is not asked again."""
    suggested = another_way(draft)

    assert suggested is None or another_way(suggested) is None


@given(DRAFTS)
@example("I met Mary Smith, and the case was closed")
def test_a_suggestion_never_has_an_identifier(draft: str) -> None:
    """Whatever was in the draft."""
    assert not guard.identifiers(another_way(draft) or "")


@given(st.text(max_size=300))
def test_any_words_can_be_looked_at(draft: str) -> None:
    """Whatever is typed, there is a suggestion just where something was noticed."""
    assert (another_way(draft) is None) == (outcome_of(draft) is None)


def test_its_author_may_keep_their_words() -> None:
    """It is a suggestion, and no rule."""
    with pytest.raises(NamesOutcome) as refused:
        check("Case closed!", kept=False)
    check("Case closed!", kept=True)

    assert "I stayed with it, one small step at a time." == refused.value.suggested


@pytest.mark.parametrize("line", [line for each in ENGLISH.outcomes for line in (each.own, each.coach)])
def test_our_own_lines_keep_the_authors_rules(line: str) -> None:
    """Plain, without blame, at grade 8 or below."""
    assert ((), True) == (complaints(line, Format.INFO), grade(line) <= 8)


def test_every_language_that_the_app_speaks_has_its_own_speech() -> None:
    """Whoever writes in it meets the same suggestion."""
    assert set(LANGUAGES) == set(SPEECHES)


@pytest.mark.parametrize("reads", LANGUAGES)
@pytest.mark.parametrize(("text", "said"), [("Case closed!", "I stayed"), ("¡Caso cerrado!", "Seguí adelante")])
def test_an_outcome_is_noticed_in_every_language_whoever_reads(reads: str, text: str, said: str) -> None:
    """Somebody whose app speaks Spanish may write in English; the suggestion is in the language of their words."""
    with read_in(reads):
        assert (another_way(text) or "").startswith(said)
