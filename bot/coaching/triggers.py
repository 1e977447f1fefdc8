"""Whether two people's words, or one person's on two days, name the same trigger: a simple rule, worked out on the spot."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST = 3
_SMALL = """
    a about after again all am an and any are as at be been before being but by can do does feel feeling for from get gets
    had has have having he her his how i if in into is it its just like lot me more my no not of on or our out over she so
    some someone something that the their them then there they this to too up very was we were what when where which who
    with you your
    a al como con cuando de del el ella en es esta estar estoy la las lo los me mi muy no o para pero por que se ser si su
    un una y yo
"""
_SMALL_WORDS = frozenset(_SMALL.split())


def is_same(one: str, other: str) -> bool:
    """Whether more than half of the words that carry the shorter text stand in the other, too.

    Case, marks, order, small words and common endings do not count, so *Being tired after court* is *tired*. No text is
    rated and nobody else's words are looked at.

    >>> is_same("A messy home.", "When the home is messy")
    True
    >>> is_same("a loud voice", "a loud home")
    False
    """
    first, second = _carrying(one), _carrying(other)
    return 2 * len(first & second) > min(len(first), len(second))


def _carrying(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))
    return frozenset(_stem(word) for word in words if word not in _SMALL_WORDS)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word.removesuffix("e")
