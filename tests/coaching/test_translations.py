"""The library in Spanish: the same questions under the same ids, each standing for today's English, or not used."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.coaching import guard, wordings
from bot.coaching.paths import as_path, asked_for
from bot.coaching.prompts import checked_library, faults, out_of_date
from bot.coaching.questions import Format
from bot.coaching.reviewing import pieces
from bot.coaching.wording import SPANISH, complaints
from bot.library import load, read_files
from bot.reading import grade
from tests.world import ROOT

FOLDER = ROOT / "prompts"
FILES = read_files(FOLDER)
OURS = load(FOLDER)
SPANISH_FILES = {name: text for name, text in FILES.items() if "/es/" in name}
ES = OURS.spoken("es")
STILL_ENGLISH: set[str] = set()
"""Ids of questions and paths that nobody has put into Spanish yet; they are asked in English."""
SCHEMA = json.loads((FOLDER / "translation.schema.json").read_text(encoding="utf-8"))
KIN = "prompts/es/kin.toml"
HEAD = '[translation]\nlanguage = "es"\nreview = "draft"\nlicense = "Apache-2.0"\n'


def changed(before: str, after: str, name: str = KIN) -> dict[str, str]:
    """Our files, with one place in one of them written in another way."""
    assert before in FILES[name]
    return FILES | {name: FILES[name].replace(before, after, 1)}


def told(files: dict[str, str]) -> str:
    """What the check says breaks a rule."""
    return "\n".join(str(fault) for fault in faults(files, grade))


def test_every_question_and_every_path_is_there_in_spanish():
    """Nothing is left in English but what is listed above (CONTRIBUTING.md, *A question*), and nothing is out of date."""
    left = {prompt.id for prompt in ES.prompts.values() if prompt.locale == "en"}
    left |= {path.id for path in ES.paths.values() if path.language == "en"}

    assert left == STILL_ENGLISH
    assert out_of_date(FILES) == []


@pytest.mark.parametrize("of", ["boundaries", "strategies"])
def test_every_other_text_is_there_in_spanish(of):
    """What the app says at a boundary, and what a question is for."""
    assert all(getattr(ES, of)[key] != text for key, text in getattr(OURS, of).items())


def test_every_topic_celebration_and_mastery_line_is_there_in_spanish():
    """Title, short title and principle of each topic, and each line."""
    assert not set(ES.celebrations) & set(OURS.celebrations)
    assert not set(ES.mastery) & set(OURS.mastery)
    for key, topic in ES.topics.items():
        ours = OURS.topics[key]
        assert not {topic.title, topic.short, topic.principle} & {ours.title, ours.short, ours.principle}


def test_a_question_means_the_same_in_both_languages():
    """Its steps keep their ids, what their answers are for, and the choices that are kept."""
    for id_, prompt in OURS.prompts.items():
        english, spanish = as_path(prompt), as_path(ES.prompts[id_])

        assert [(s.id, s.role, s.format, s.choices) for s in english.steps] == [
            (s.id, s.role, s.format, s.choices) for s in spanish.steps
        ]


@pytest.mark.parametrize("name", SPANISH_FILES)
def test_every_file_fits_its_schema_and_says_that_nobody_has_read_it(name):
    """An editor underlines nothing, and the first lines tell that no practitioner has reviewed it."""
    page = tomllib.loads(SPANISH_FILES[name])

    assert list(Draft7Validator(SCHEMA).iter_errors(page)) == []
    assert "Not yet reviewed by native-speaking practitioners." in SPANISH_FILES[name]


def test_nothing_in_spanish_counts_as_reviewed():
    """Also when the English question is: its translation is another text."""
    reviewed = 'review = "reviewed"\nreviewed_by = "parent partner"\nreviewed_on = 2027-01-15'
    library = checked_library(changed('review = "draft"', reviewed, "prompts/kin.toml"))

    assert library.prompts["kin.bias.1"].review == "reviewed"
    assert library.spoken("es").prompts["kin.bias.1"].review == "draft"


def test_a_translation_of_an_older_version_is_not_used_and_is_named():
    """The question is asked in English until somebody translates it anew."""
    files = changed('id = "kin.bias.1"\nof = 1', 'id = "kin.bias.1"\nof = 2')

    asked = checked_library(files).spoken("es").prompts["kin.bias.1"]
    assert (asked.locale, asked.text) == ("en", OURS.prompts["kin.bias.1"].text)
    assert [str(each) for each in out_of_date(files)] == [
        f"{KIN}:{FILES[KIN][: FILES[KIN].index('[[prompt]]')].count(chr(10)) + 1}: kin.bias.1: This translates other words "
        "than ours of today, so it is not used. Translate it anew."
    ]


def test_a_renamed_topic_keeps_its_agencys_name_in_spanish():
    """Our translation stands for our title alone; theirs may come with one of its own."""
    renamed = '[topic]\nkey = "antiracist"\ntitle = "Fair practice"\n'
    own = f'{HEAD}\n[[line]]\nof = "Fair practice"\ntext = "Trato justo"\n'

    assert checked_library(FILES, {"a.toml": renamed}).spoken("es").topics["antiracist"].title == "Fair practice"
    both = checked_library(FILES, {"a.toml": renamed, "es/a.toml": own})
    assert both.spoken("es").topics["antiracist"].title == "Trato justo"


def test_what_an_agency_switched_off_is_off_in_spanish_too():
    """No question and no path of the topic is asked, nor looked at by parent partners."""
    off = {"own/kin.toml": '[topic]\nkey = "kin"\nin_use = false\n'}

    assert [] == [each for each in pieces(checked_library(FILES, off).spoken("es")) if each.topic == "kin"]


def test_an_agency_translates_a_question_of_its_own_wording():
    """Ours of version 1 rests; theirs of version 2 is used."""
    theirs = '[topic]\nkey = "kin"\n[[prompt]]\nid = "kin.goal.1"\nversion = 2\n'
    theirs += 'text = "What will you ask about kin this week?"\nreading_grade = 0.8\n'
    own = (
        f'{HEAD}[[prompt]]\nid = "kin.goal.1"\nof = 2\ntext = "¿Qué va a preguntar esta semana?"\n'
        'follow_ups = ["¿Qué ayudó?", "¿Qué sigue?"]\nreading_ease = 87\nversion = 1\n'
    )

    assert told(FILES) == ""
    library = checked_library(FILES, {"a.toml": theirs, "es/a.toml": own})
    assert library.spoken("es").prompts["kin.goal.1"].text == "¿Qué va a preguntar esta semana?"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("reading_ease = ", "reading_ease = 1", "write that"),
        ("¿Qué ayudó?", "¿Por qué ayudó?", '"por qué" invites excuses'),
        ('"pregunté, y lo sé", ', "", '"choices" has 2 here and 3 in English'),
        ('language = "es"', 'language = "tlh"', "The app speaks es"),
        ('review = "draft"', 'review = "reviewed"', "have read it"),
        ('short = { of = "Kin", text = "Parientes" }', 'short = { of = "Kin", text = "Parientes y otras personas" }', "fit a chart"),
        ("[[prompt]]", "[[promt]]", "is not a table of a translation"),
    ],
)  # fmt: skip
def test_a_translation_keeps_the_authors_rules(before, after, sentence):
    """Each broken rule is told with the Spanish file and its line."""
    found = told(changed(before, after))

    assert sentence in found
    assert KIN in found


def test_a_celebration_keeps_its_name_and_tells_no_outcome():
    """The words in braces are those of the English line."""
    name = "prompts/es/celebrations.toml"
    found = told(changed("{name} preguntó antes de suponer.", "Se cerró el caso antes de suponer.", name))

    assert "the words in braces are not those of the English text" in found
    assert "points to a case and its outcome" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Qué debería haber hecho usted?", "looks back in blame"),
        ("¿Por qué pasó?", "invites excuses"),
        ("Piense en la mamá difícil.", "label"),
        ("¿Con qué persona agresiva habló?", "label"),
        ("¿Cómo se llama el niño?", "a name"),
        ("¿Cuál es el nombre del tío?", "a name"),
        ("¿Cuántos años tiene?", "a number that may point"),
        ("¿En qué escuela está?", "a place"),
        ("¿Dónde vive la familia?", "a place"),
        ("¿En qué fecha es la audiencia?", "a date"),
        ("¿Puede el niño volver a casa?", "a case decision"),
        ("¿Qué tan segura está la niña en esa casa?", "a safety rating"),
        ("¿Cuál es el nivel de riesgo?", "a safety rating"),
        ("¿A cuántas personas llamó?", "asks for a number"),
        ("¿Cómo le fue? (1 = mal, 5 = bien)", "writes out a scale"),
    ],
)
def test_what_is_not_said_in_spanish(text, expected):
    """The banned forms have Spanish shapes, too."""
    assert any(expected in sentence for sentence in complaints(text, Format.TEXT, SPANISH))


@pytest.mark.parametrize(
    "text", ['Si escribo una palabra como "hostil", entonces voy a ___.', "¿Qué tan seguro le parece ese paso?"]
)
def test_what_may_be_said_in_spanish(text):
    """A word in quotes is talked about; a person's own sureness is no safety rating."""
    assert complaints(text, Format.TEXT, SPANISH) == ()


def test_no_text_in_spanish_would_be_refused_as_an_answer():
    """The guard for families finds nothing in what the app itself says."""
    said = [step.text for each in ES.prompts.values() for step in as_path(each).steps]
    said += [label for each in ES.prompts.values() for label in each.labels]
    said += [step.text for path in ES.paths.values() for step in path.steps]

    said += [step.helper for path in ES.paths.values() for step in path.steps if step.helper]

    assert [(text, guard.identifiers(text)) for text in said if guard.identifiers(text)] == []


@given(st.sampled_from(sorted(set(ES.prompts) - STILL_ENGLISH)))
def test_what_was_asked_in_spanish_is_kept_and_read_again(id_):
    """Word for word, with its language and the version of its translation."""
    path = as_path(ES.prompts[id_])

    assert wordings.read(wordings.write(path)) == path
    assert wordings.fingerprint(path) != wordings.fingerprint(as_path(OURS.prompts[id_]))


def test_a_requested_check_in_says_who_asked_in_spanish():
    """The lead-in is filled in as in English."""
    said = {"asker": "<@UMEI>", "topic": "Parientes", "readers": "solo usted"}
    path = asked_for(as_path(ES.prompts["kin.solve.1"]), ES.paths["asked"], said)

    assert path.steps[0].text.startswith("¡Hola! <@UMEI> me pidió")
