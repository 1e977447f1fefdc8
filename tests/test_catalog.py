"""What the screens say in Spanish: each marked text is translated, with the same blanks, and the compiled file is today's."""

import gettext
import re
from datetime import UTC, datetime

import pytest

from bot.coaching import reading_spanish
from bot.coaching.language import of_locale, read_in, say
from bot.coaching.said import DAYS, MONTHS
from bot.coaching.schedule import moment_in_words
from tests import catalog

PO = catalog.FOLDER / "es" / "LC_MESSAGES" / "shoulder.po"
TEXTS = catalog.read(PO)
MARKED = catalog.marked()
BLANK = re.compile(r"\{\w+\}")
TO_A_FRIEND = re.compile(r"\b(?:tú|tu|tus|te|ti|contigo|tuy[oa]s?|eres|tienes|puedes|quieres)\b", re.IGNORECASE)
NOT_JUDGED = re.compile(r"`[^`]*`|\b[\w-]*\d[\w:/-]*|(?<=así: ).*")


def test_every_marked_text_is_translated() -> None:
    """Nothing that the code marks is left without its Spanish."""
    assert [(text, place) for text, place in MARKED.items() if not TEXTS.get(text)] == []


def test_every_usual_refusal_is_translated() -> None:
    """What is said when something cannot be done, as errors.py words it."""
    assert [sentence for sentence in catalog.usual_refusals() if not TEXTS.get(sentence)] == []


def test_every_refusal_that_somebody_can_meet_is_translated() -> None:
    """Whatever a listener or a service raises in words of its own."""
    assert [sentence for sentence in catalog.met_by_people() if not TEXTS.get(sentence)] == []


def test_nothing_is_translated_that_nobody_says() -> None:
    """But refusals, and the names of days and months, which are said by their number."""
    by_number = {*DAYS, *MONTHS, *catalog.MONTHS}

    assert set(TEXTS) - {""} - set(MARKED) - catalog.refusals() - by_number == set()


@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_a_translation_has_the_same_blanks(text: str) -> None:
    """What is filled in has its place in both languages, and markup is kept."""
    assert sorted(BLANK.findall(text)) == sorted(BLANK.findall(TEXTS[text]))
    assert text.count("`") == TEXTS[text].count("`")


@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_a_translation_reads_easily(text: str) -> None:
    """By the measure of the library; what is filled in, typed or a number is not judged."""
    assert reading_spanish.hard_to_read(NOT_JUDGED.sub(" ", BLANK.sub("esto", TEXTS[text]))) is None


def test_everybody_is_usted() -> None:
    """No text speaks to its reader as to a friend, where the one before said “usted”."""
    assert [said for said in TEXTS.values() if TO_A_FRIEND.search(said)] == []


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (9, 30, "viernes 27 de nov, a las 9:30 am"),
        (12, 0, "viernes 27 de nov, a las 12:00 pm"),
        (13, 0, "viernes 27 de nov, a la 1:00 pm"),
        (1, 5, "viernes 27 de nov, a la 1:05 am"),
    ],
)
def test_one_o_clock_is_one_hour(hour: int, minute: int, said: str) -> None:
    """“A la 1:00”, and “a las” for every other hour."""
    with read_in("es"):
        assert said == moment_in_words(datetime(2026, 11, 27, hour, minute, tzinfo=UTC), "UTC")


def test_the_compiled_file_is_todays() -> None:
    """`python -m tests.catalog` was run after the last change."""
    assert PO.with_suffix(".mo").read_bytes() == catalog.compiled(TEXTS)


def test_gettext_reads_what_was_compiled() -> None:
    """The standard library's own reader finds each text."""
    with PO.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)

    assert {text: read.gettext(text) for text in TEXTS if text} == {text: said for text, said in TEXTS.items() if text}


def test_a_text_is_said_in_the_readers_language() -> None:
    """Spanish inside, English outside; what nobody has translated stays English."""
    with read_in("es"):
        inside, unknown = say("Step {number} of {count}", number=2, count=5), say("Not in any catalog")

    assert (inside, unknown, say("Not today")) == ("Paso 2 de 5", "Not in any catalog", "Not today")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es-419", "es"), ("es_MX", "es"), ("en-GB", "en"), ("fr-FR", "en"), ("", "en"), (None, "en")],
)
def test_a_language_is_taken_from_slacks_locale(locale: str | None, language: str) -> None:
    """Whatever the app does not speak is English."""
    assert of_locale(locale) == language


def test_a_button_fits_in_spanish() -> None:
    """Titles of forms have 24 characters at most; what is cut there reads badly."""
    titles = ("Who can read it", "Read or edit", "The agreement", "A small success", "Before it goes", "A hard day")

    assert [TEXTS[each] for each in titles if len(TEXTS[each]) > 24] == []
