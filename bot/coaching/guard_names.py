"""Tell the names of people from all the other words that stand capitalised, and from names in small letters.

Inside a sentence a capital on a word that no dictionary knows is taken for a name; at its beginning, and for names that
are words too ("Hope", "Will"), what stands around decides. Lists help where capitals do not: first names in small
letters, and words that may well be capitalised (days, programs, places, roles).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.coaching.guard_cues import (
    ADDRESSED,
    ADDRESSED_THEN,
    ALSO_VERBS,
    ALWAYS_SMALL,
    COURTESY,
    ENCLOSED,
    JOINTS,
    KIN,
    MONTH_BEFORE,
    MONTH_NAMES,
    NAMED,
    ORDINARY_ENDS,
    PEOPLE,
    PLACES_AFTER,
    PLACES_BEFORE,
    RELATIVES,
    SPANISH_BEFORE,
    SPEAKS,
    STRICTLY,
    SURNAMES,
    THEIR,
    TITLES,
)

CONTRACTED = frozenset(("m", "d", "ve", "ll", "re", "s"))
_WORD = re.compile(r"<[@#!][^>\n]{0,80}>|[^\W\d_]+(?:['’\-][^\W\d_]+){0,4}|\d[\d/:.,-]*|\n|[^\s]")
_NEW_SENTENCE = frozenset('.!?\n:;•–—-("“¿¡*>…')
SHOUTING = 0.7
LONG_ENOUGH = 5  # rarer names in small letters are trusted from this length on
MAYBE = frozenset(("can", "will", "is"))
DETERMINERS = frozenset(
    ["the", "a", "an", "our", "my", "your", "their", "this", "that", "la", "el", "una", "un", "mi", "su", "los", "las"]
)


@dataclass(frozen=True)
class Word:
    """One word of a text: as it stands, folded (small letters, no accents, no 's), where, and whether it opens a sentence."""

    text: str
    low: str
    start: int
    end: int
    opens: bool

    @property
    def is_capital(self) -> bool:
        """Written with a capital first."""
        return self.text[0].isupper()


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset((resources.files("bot.coaching") / "guard_lists" / name).read_text(encoding="utf-8").split())


@cache
def known() -> frozenset[str]:
    """Words that are no names, in English and Spanish."""
    return _list("english_words.txt") | _list("spanish_words.txt") | _list("allowed.txt")


def fold(word: str) -> str:
    """Small letters, no accents, no possessive."""
    plain = word.casefold().replace("’", "'")
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain)
        plain = "".join(each for each in spread if not unicodedata.combining(each))
    return plain.removesuffix("'s").rstrip("'")


def words_of(text: str) -> list[Word]:
    """The words in order; anything that ends a sentence makes the next one an opening."""
    found, opens = list[Word](), True
    for match in _WORD.finditer(text):
        token = match.group()
        if token[0].isalpha():
            found.append(Word(token, fold(token), match.start(), match.end(), opens))
            opens = False
        elif token in _NEW_SENTENCE:
            opens = True
        else:
            found.append(Word(token, token.casefold(), match.start(), match.end(), opens))
            opens = False
    return found


def names(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where a person's name stands in a text of these words, as (start, end)."""
    shouting = _shouts(text)
    found = set[int]()
    for at, word in enumerate(words):
        before = words[at - 1] if at - 1 in found else None
        if word.text[0].isalpha() and (_is_name(words, at, before, shouting=shouting) or in_company(words, at)):
            found.add(at)
    for at in sorted(found | set(_joined(words, found))):
        yield words[at].start, words[at].end


def _joined(words: Sequence[Word], found: set[int]) -> Iterator[int]:
    """ "May and Chance": a name that is a word too, joined to a name."""
    for at, word in enumerate(words):
        for joint, other in ((at - 1, at - 2), (at + 1, at + 2)):
            if other in found and 0 < joint < len(words) and words[joint].low in JOINTS and _may_be(word):
                yield at


def _may_be(word: Word) -> bool:
    return word.low in _list("word_names.txt") and word.low not in ALSO_VERBS


def _shouts(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    return len(letters) > 12 and sum(each.isupper() for each in letters) > SHOUTING * len(letters)


def _is_name(words: Sequence[Word], at: int, before: Word | None, *, shouting: bool) -> bool:
    word, after = words[at], words[at + 1].low if at + 1 < len(words) else ""
    ahead = words[at - 1] if at else None
    if _introduced(words, at, after):
        return True
    if shouting or not word.is_capital:
        return _small(word, after)
    if len(word.text) > 1 and word.text.isupper():
        return (word.low in _list("first_names.txt") or word.low in _list("word_names.txt")) and len(word.low) > 3
    if before is not None and ahead is before and word.low not in _list("allowed.txt"):
        return True
    if ahead is not None and ahead.low in COURTESY and word.low not in TITLES | KIN and len(word.low) > 1:
        return True
    if ahead is not None and ahead.low in TITLES and word.low not in TITLES | KIN and len(word.low) > 1:
        anew = word.opens and word.low in known()  # "I asked my coach. What now?", and still "Dr. Smith"
        return word.low not in _list("allowed.txt") and not anew
    return _capital(words, at, after)


def _introduced(words: Sequence[Word], at: int, after: str) -> bool:
    """ "named jaylen", "se llama Xiomara", "mr johnson": whoever is introduced is a person."""
    word, ahead = words[at], words[at - 1].low if at else ""
    if len(word.low) < 3 or word.low in _list("allowed.txt") or word.low in _list("spanish_words.txt"):
        return False
    if ahead in NAMED and (word.is_capital or word.low not in known()):
        return True
    return ahead in ("mr", "mrs", "ms", "sra", "sr") and word.low not in _list("english_words.txt") and after != "s"


def _small(word: Word, after: str) -> bool:
    """A first name in small letters, also as "jaylens mom"."""
    firsts = _list("small_names.txt") if len(word.low) < LONG_ENOUGH else _list("first_names.txt")
    parts = word.low.split("-")
    if word.low in ALWAYS_SMALL or (word.low in _list("word_names.txt") and after in STRICTLY):
        return True
    if word.low in known() or len(word.low) < 3:
        return False
    if any(part in firsts for part in parts):
        return True
    return word.low.endswith("s") and word.low[:-1] in firsts and (after in KIN or len(word.low) > 5)


def _capital(words: Sequence[Word], at: int, after: str) -> bool:
    word, ahead = words[at], words[at - 1].low if at else ""
    low = word.low
    if low in _list("word_names.txt"):
        return _word_name(words, at, after)
    if (
        low in _list("english_words.txt")
        and not word.opens
        and after in STRICTLY
        and ahead not in DETERMINERS
        and not words[at - 1].is_capital
    ):
        return low not in _list("allowed.txt")
    if low in known() or _is_ordinary_form(low):
        return ahead == "the" and low.endswith("s") and low[:-1] in SURNAMES and not word.opens
    if not word.opens and (after in PLACES_AFTER or (ahead in PLACES_BEFORE and after not in KIN)):
        return False
    if "-" in word.text and all(part in known() for part in low.split("-")):
        return False
    if len(low) < 2 or not low.replace("'", "").replace("-", "").isalpha():
        return False
    return not word.opens or _opening(word, low, after)


def _opening(word: Word, low: str, after: str) -> bool:
    """At the beginning of a sentence everything is capitalised: a list, a verb after it, or its shape must speak for a name."""
    if low in _list("small_names.txt"):
        return True
    if (low in _list("first_names.txt") or low in _list("last_names.txt")) and (_acts(after) or after in KIN):
        return True
    if any(each.isupper() for each in word.text[1:]) or word.text.replace("’", "'").endswith("'s"):
        return True
    return _acts(after) and not low.endswith(ORDINARY_ENDS) and word.text[-1] not in "éóí"


def _acts(after: str) -> bool:
    """Whether the next word is something that people do."""
    return after in SPEAKS or (len(after) > 4 and after.endswith(("ed", "aba", "io")))


def _is_ordinary_form(low: str) -> bool:
    """ "Mom's" is folded already; "Tuesdays", "I'm" and "grandma'll" are forms of what is known."""
    stem, _, ending = low.partition("'")
    return (low.endswith("s") and low[:-1] in _list("allowed.txt")) or (
        ending in CONTRACTED and (stem == "i" or stem in known())
    )


def in_company(words: Sequence[Word], at: int) -> bool:
    """A name in small letters, or one that is a word too, told by its neighbours: "uncle ray", "the mccoy kids"."""
    word = words[at]
    ahead, after = words[at - 1].low if at else "", words[at + 1].low if at + 1 < len(words) else ""
    two_ahead = words[at - 2].low if at > 1 else ""
    unknown = word.low not in known() and len(word.low) > 2 and not _is_ordinary_form(word.low)
    if ahead in COURTESY | RELATIVES or (ahead == "by" and two_ahead in ("goes", "go", "went")):
        return unknown or _may_be(word)
    if ahead in SPANISH_BEFORE:
        return unknown and word.low in _list("first_names.txt") | _list("last_names.txt")
    if ahead == "the" and after in THEIR:
        return unknown and not word.low.endswith(ORDINARY_ENDS)
    if (ahead, after) in ENCLOSED and two_ahead in PEOPLE:
        return (unknown or _may_be(word)) and len(word.low) > 2
    if ahead in ADDRESSED and after in ADDRESSED_THEN:
        return _may_be(word)
    return ahead == "a" and two_ahead in ADDRESSED and _may_be(word)


def _word_name(words: Sequence[Word], at: int, after: str) -> bool:
    """A name that is a word too: a month after "in" is a month, a verb after it makes a person of it."""
    word, ahead = words[at], words[at - 1].low if at else ""
    if word.low in MONTH_NAMES:
        return after in SPEAKS and ahead not in MONTH_BEFORE and not word.opens
    if word.opens:
        return (_acts(after) and after not in MAYBE) or word.text.lower().replace("’", "'").endswith("'s")
    neighbours = [words[near] for near in (at - 1, at + 1) if 0 <= near < len(words)]
    title = any(
        each.is_capital
        and not each.opens
        and each.low in known()
        and each.low not in _list("word_names.txt") | TITLES | KIN
        for each in neighbours
        if each.text[0].isalpha()
    )
    return not title
