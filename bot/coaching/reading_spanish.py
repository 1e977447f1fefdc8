"""How easy a Spanish text is to read, so that questions stay plain in Spanish too."""

import re

LOWEST_EASE = 55.0
FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.?!]+(?=[\s'\")»]|$)")
_STRONG = "aeoáéóíú"  # an accented i or u stands alone, as in pa-ís
_VOWELS = re.compile(r"(?:[aeiouáéíóúü]|y\b)+")
_DIGIT = 2  # most digits have two syllables: nue-ve, o-cho


def ease(text: str) -> float:
    """The perspicuity of a Spanish text: about 0 (hard) to 100 (easy); 100 for a text without words.

    206.835 − 62.3 × syllables per word − words per sentence (Szigriszt-Pazos 1993, a doctoral thesis at the Complutense
    University of Madrid, which mends Fernández Huerta's formula of 1959). We want 55 or more, where "normal" begins on the
    INFLESZ scale (Barrio-Cantalejo and others 2008, Anales del Sistema Sanitario de Navarra 31(2), 135-152): a text that people
    with compulsory schooling can read. On a single short line it is a screen and not a proof, and under eight words one long
    word decides alone, so that such lines are not judged.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    sentences = max(1, len(_SENTENCE_END.findall(text.strip())))
    per_word = sum(syllables(word) for word in words) / len(words)
    return 206.835 - 62.3 * per_word - len(words) / sentences


def hard_to_read(text: str) -> str | None:
    """What to mend in a text that is hard to read, as a sentence for its author; None when it reads well or is too short."""
    found = ease(text)
    if len(_WORD.findall(text)) < FEWEST_WORDS or found >= LOWEST_EASE:
        return None
    return f"this reads at {found:.0f} on the INFLESZ scale, and {LOWEST_EASE:.0f} is the lowest. Use shorter words."


def syllables(word: str) -> int:
    """How many syllables a Spanish word has, at least one; a number has two for each digit.

    Each of a, e and o makes one, and so does an accented i or u (pa-ís, re-ú-ne); an i or u without an accent joins its
    neighbour (ciu-dad, nue-vo). An h between vowels parts them. The y is a vowel only at the end of a word (muy, hay).
    """
    return sum(_of_one_part(part) for part in re.split("['’-]", word.lower()) if part) or 1


def _of_one_part(part: str) -> int:
    if part.isdigit():
        return _DIGIT * len(part)
    return max(1, sum(_in_group(group) for group in _VOWELS.findall(part)))


def _in_group(vowels: str) -> int:
    return max(1, sum(vowel in _STRONG for vowel in vowels))
