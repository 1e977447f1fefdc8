"""Tell letters that stand for a person, as in "J.T.", "baby K" or "the R family", from all other letters."""

import re
from collections.abc import Iterator, Sequence

from bot.coaching.guard_cues import BEFORE_INITIAL, ENUMERATED, SPEAKS, WITH
from bot.coaching.guard_names import Word, known

_DOTTED = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z]\.?(?: ?[A-Z]\.)?(?![\w])|(?<![\w.@])[a-z]\.[a-z]\.(?![\w])")
_BEFORE_SMALL = re.compile(r"(?<![\w.'’-])([A-Z])\.(?= (?:and |y )?(?:[a-z]|[A-Z]\. [a-z]))")
_NO_PERSON = frozenset(
    ("U.S.", "P.O.", "A.M.", "P.M.", "D.C.", "P.O", "U.S", "E.G.", "I.E.", "P.S.", "N.A.", "B.A.", "M.A.", "H.S.")
)
_FAMILY = ("family", "kids", "siblings")
_VOWELS = "AIYOEaiyoeu"


def initials(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where letters stand for a person in a text of these words, as (start, end)."""
    for match in _DOTTED.finditer(text):
        if match.group().replace(" ", "").upper() not in _NO_PERSON:
            yield match.start(), match.end()
    for at, word in enumerate(words):
        if _is_pair(words, at) or _is_letter(words, at):
            yield word.start, word.end
    for match in _BEFORE_SMALL.finditer(text):
        if text[: match.start()].rstrip().rpartition(" ")[2].casefold() not in ENUMERATED:
            yield match.start(), match.end()


def _is_pair(words: Sequence[Word], at: int) -> bool:
    """ "TJ runs", "I told KB": two large letters that no acronym explains."""
    word = words[at]
    if len(word.text) != 2 or not word.text.isupper() or word.low in known():
        return False
    after = words[at + 1].low if at + 1 < len(words) else ""
    return word.text[1] == "J" or bool(at and (after in SPEAKS or words[at - 1].low in WITH))


def _is_letter(words: Sequence[Word], at: int) -> bool:
    """ "baby K", "with R", "the T family"."""
    word = words[at]
    if len(word.text) != 1 or not word.text.isalpha():
        return False
    ahead, after = words[at - 1].low if at else "", words[at + 1].low if at + 1 < len(words) else ""
    after = words[at + 2].low if after == "." and at + 2 < len(words) else after
    if ahead in BEFORE_INITIAL:
        return word.is_capital or word.text not in _VOWELS
    if not word.is_capital or word.text in _VOWELS:
        return False
    return ahead in WITH or after in _FAMILY or after in SPEAKS - {"and", "is"}
