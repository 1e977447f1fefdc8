"""Effort or a skill, never how a case went, said in Spanish: what is noticed, what is left alone, what is suggested."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.coaching import guard
from bot.coaching.errors import NamesOutcome
from bot.coaching.language import read_in
from bot.coaching.outcomes_spanish import SPANISH
from bot.coaching.prompts import Format
from bot.coaching.reading_spanish import hard_to_read
from bot.coaching.small_success import Voice, another_way, check, outcome_of
from bot.coaching.wording import SPANISH as RULES
from bot.coaching.wording import complaints
from tests.slack.drawn import library

TELLS_AN_OUTCOME = [
    "¡Reunificados!",
    "Los niños volvieron a casa hoy",
    "La niña regresó con su mamá",
    "Mamá recuperó a sus hijos",
    "Los jóvenes ya están con su papá",
    "¡caso cerrado!",
    "Cerré dos casos esta semana",
    "La investigación terminó",
    "Ganamos en la corte",
    "El juez aprobó nuestro plan",
    "La abuela obtuvo la custodia",
    "Salió sin fundamento",
    "La adopción está lista",
    "Encontramos una colocación",
    "Los colocaron con una tía",
    "Mantuve a la familia unida",
    "No hubo remoción esta vez",
    "Los niños están a salvo",
    "La mamá lleva 90 días sobria",
    "El papá pasó su prueba de drogas",
    "Ella terminó su tratamiento",
    "la mama termino el tratamiento",
    "el bebe ya esta en casa",
]
TELLS_EFFORT = [
    "Pregunté antes de suponer",
    "Llamé a una tía más",
    "Mantuve la calma en la corte",
    "Le pedí un minuto al juez",
    "Dejé que la familia empezara la reunión",
    "Regresé a casa a tiempo y descansé de verdad",
    "Cerré mi computadora y almorcé",
    "Un pariente me dijo que no, seguí con amabilidad y encontré otra manera",
    "Una adolescente y yo nos reímos hoy",
    "Le pedí perdón a un papá, y habló conmigo",
    "Terminé los papeles de colocación a tiempo",
    "Terminé mi capacitación",
    "Me reuní con la familia y escuché",
    "Usé mi plan de si y entonces",
]
NAMED = ["Vi a María Pérez", "Llamé al 312-555-0188", "ganamos", "case closed", ""]
CASES = st.sampled_from([*TELLS_AN_OUTCOME, *TELLS_EFFORT, *NAMED])
GLUE = st.sampled_from([". ", ", y ", " y ", " así que ", " porque ", "; ", "\n", " hasta que "])
DRAFTS = st.lists(st.tuples(CASES, GLUE), min_size=1, max_size=5).map(lambda parts: "".join(map("".join, parts)))


@pytest.fixture(autouse=True)
def _in_spanish() -> Iterator[None]:
    with read_in("es"):
        yield


@pytest.mark.parametrize("text", TELLS_AN_OUTCOME)
def test_how_a_case_went_is_noticed(text: str) -> None:
    """The same six kinds as in English, with and without accents."""
    assert outcome_of(text) in SPANISH.outcomes


@pytest.mark.parametrize("text", TELLS_EFFORT)
def test_effort_and_skill_are_left_alone(text: str) -> None:
    """What somebody did themselves needs no other wording."""
    assert another_way(text) is None


def test_the_librarys_own_lines_are_left_alone() -> None:
    """Whoever starts from a line of the Spanish library is not stopped."""
    spanish = library().spoken("es")

    assert [] == [line for line in (*spanish.celebrations, *spanish.mastery) if outcome_of(line) is not None]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Mantuve la calma en la corte y el caso se cerró", "Mantuve la calma en la corte."),
        (
            "El juez estuvo de acuerdo, porque le pregunté a cada tía qué necesita",
            "Le pregunté a cada tía qué necesita.",
        ),
        ("Seguí llamando hasta que encontraron una colocación", "Seguí llamando."),
        ("Ayudé al papá y él terminó su tratamiento. Le dije que lo vi.", "Ayudé al papá. Le dije que lo vi."),
    ],
)
def test_what_somebody_did_is_kept_and_the_outcome_left_out(text: str, suggested: str) -> None:
    """Where the draft says what they did, that is the suggestion, in their own words."""
    assert suggested == another_way(text)


@pytest.mark.parametrize(("voice", "began"), [(Voice.OWN, "Seguí adelante"), (Voice.COACH, "Siguió adelante")])
def test_a_coach_is_given_a_line_to_them_and_a_caseworker_one_of_their_own(voice: Voice, began: str) -> None:
    """Where the draft says no deed, a line is offered that may fit; the verb says who did it."""
    assert f"{began}, un paso pequeño a la vez." == another_way("¡Caso cerrado!", voice)


@given(DRAFTS)
@example("Ganamos la custodia y vi a María Pérez y caso cerrado")
def test_a_suggestion_never_tells_an_outcome(draft: str) -> None:
    """So whoever takes it is not asked again, in whichever language they wrote."""
    with read_in("es"):
        suggested = another_way(draft)

        assert suggested is None or another_way(suggested) is None


@given(DRAFTS)
@example("Vi a María Pérez, y se cerró el caso")
def test_a_suggestion_never_has_an_identifier(draft: str) -> None:
    """Whatever was in the draft."""
    with read_in("es"):
        assert not guard.identifiers(another_way(draft) or "")


def test_its_author_may_keep_their_words() -> None:
    """It is a suggestion, and no rule."""
    with pytest.raises(NamesOutcome) as refused:
        check("¡Caso cerrado!", kept=False)
    check("¡Caso cerrado!", kept=True)

    assert "Seguí adelante, un paso pequeño a la vez." == refused.value.suggested


@pytest.mark.parametrize("line", [line for each in SPANISH.outcomes for line in (each.own, each.coach)])
def test_our_own_lines_keep_the_authors_rules(line: str) -> None:
    """Plain, without blame, and easy to read by the Spanish measure."""
    assert ((), None) == (complaints(line, Format.INFO, RULES), hard_to_read(line))
