"""Whether two texts name the same trigger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.triggers import is_same

WORDS = ("tired", "messy", "home", "loud", "voice", "late", "smell", "dog", "court", "yelling")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Being tired.", "I am tired after court", True),
        ("A messy home", "when the HOME is messy!", True),
        ("someone yells at me", "Yelling.", True),
        ("homes that smell", "The smell of a home", True),
        ("a loud voice", "a loud home", False),
        ("being late", "being tired", False),
        ("Una casa sucia", "cuando la casa está sucia", True),
        ("it is what it is", "it is what it is", False),
        ("", "tired", False),
        ("!!!", "???", False),
    ],
)
def test_the_same_trigger_in_other_words(one, other, same):
    """Case, marks, order, small words and endings do not count; what carries no word names nothing."""
    assert is_same(one, other) == same


@given(texts, texts)
def test_it_goes_both_ways(one, other):
    """Whichever was named first."""
    assert is_same(one, other) == is_same(other, one)


@given(texts, st.permutations(range(5)))
def test_the_same_words_in_another_order_are_the_same(text, order):
    """And with other marks and capitals."""
    words = text.split()
    other = "; ".join(words[place].upper() for place in order if place < len(words))

    assert is_same(text, f"The {other}!")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_an_answer(one, other):
    """Whatever somebody types."""
    assert is_same(one, other) in (True, False)
