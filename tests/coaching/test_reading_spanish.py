"""How easy a Spanish text is to read is counted from its sounds, and the count holds for any word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.reading_spanish import ease, hard_to_read, syllables

CONSONANTS = "bcdfglmnprstvz"
SYLLABLES = st.builds(str.__add__, st.sampled_from(CONSONANTS), st.sampled_from("aeoáéó"))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("sí", 1), ("y", 1), ("muy", 1), ("hay", 1), ("quien", 1), ("nueve", 2), ("ciudad", 2), ("país", 2)],
        *[("aquí", 2), ("guía", 2), ("reúne", 3), ("ahora", 3), ("familia", 3), ("averigüe", 4), ("cooperar", 4)],
        *[("pariente", 3), ("Yolanda", 3), ("988", 6), ("antirracismo", 5), ("medio-hermano", 5)],
    ],
)
def test_syllables_are_counted_as_spanish_says_them(word, count):
    """Diphthongs are one, two strong vowels are two, and an accent parts a weak one from its neighbour."""
    assert syllables(word) == count


@given(st.lists(SYLLABLES, min_size=1, max_size=8))
def test_a_word_of_open_syllables_has_as_many_as_it_is_made_of(parts):
    """Consonant and strong vowel, however often."""
    assert syllables("".join(parts)) == len(parts)


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóúü", min_size=1, max_size=20))
def test_a_word_has_one_syllable_at_least_and_never_more_than_vowels(word):
    """Whatever is typed; capital letters change nothing."""
    vowels = sum(letter in "aeiouáéíóúüy" for letter in word)

    assert 1 <= syllables(word) <= max(1, vowels)
    assert syllables(word.upper()) == syllables(word)


@given(st.lists(SYLLABLES, min_size=2, max_size=8), st.lists(SYLLABLES, min_size=8, max_size=12))
def test_longer_words_are_never_easier(short, tail):
    """The same number of words and sentences, with longer words: harder."""
    assert ease(f"{''.join(short)}{''.join(tail)} va.") < ease(f"{''.join(short)} va.")


def test_the_formula_is_the_published_one():
    """206.835 − 62.3 × 11/8 − 8/2, for eight words with eleven syllables in two sentences."""
    assert ease("¿Cómo le fue hoy? ¿Cuándo va a hacer?") == pytest.approx(206.835 - 62.3 * 11 / 8 - 4)


def test_officialese_is_hard_and_plain_words_are_not():
    """The sentence says the number and what to do."""
    official = "La implementación de procedimientos administrativos requiere autorización departamental previa."

    assert "Use shorter words." in (hard_to_read(official) or "")
    assert hard_to_read("¿Qué cosa va a hacer esta semana que le hace bien?") is None


def test_a_line_of_a_few_words_is_not_judged():
    """One long word would decide alone."""
    assert hard_to_read("¿Cómo podría preguntarles?") is None
