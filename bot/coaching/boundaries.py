"""Notice where the app's job ends, and say who can help: it never judges, it only steps aside.

A plain word is enough, even when it may be about somebody else: people in this work write about despair and harm on
cases, so every text speaks to both. Spotting words is no system of care; that is why nobody is told and nothing is
rated (Krase; the 988 Lifeline's own advice). Reports are spotted by signs of harm now, not by words like "abuse
history" or "the removal", for those are everyday words of the job and a flood of warnings would be read by nobody.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.coaching.boundaries_words import CASE_DECISION, DISTRESS, REPORT

LONGEST_GAP = 3
_NOT = re.compile(r"\b(do|does|did|can|is|are) not\b")
_WORD = re.compile(r"[^\W_]+")


class Boundary(StrEnum):
    """Where the app stops, most urgent first."""

    DISTRESS = "distress"
    REPORT = "report_boundary"
    CASE_DECISION = "case_decision"


@dataclass(frozen=True)
class Lines:
    """Whom to call, in the agency's own words."""

    hotline: str
    on_call: str
    helpline: str


_PHRASES: Mapping[Boundary, Sequence[str]] = {
    Boundary.DISTRESS: DISTRESS,
    Boundary.REPORT: REPORT,
    Boundary.CASE_DECISION: CASE_DECISION,
}


def reached(text: str) -> Boundary | None:
    """The most urgent boundary that these words reach, or None. Time grows with the length of the text and no faster."""
    words = _words(text)
    return next((each for each in Boundary if _found(words, _PHRASES[each])), None)


def said(boundary: Boundary, texts: Mapping[str, str], lines: Lines) -> str:
    """The library's text for this boundary, with the agency's own numbers in it."""
    text = texts[boundary]
    for name, value in (("hotline", lines.hotline), ("on_call", lines.on_call), ("eap", lines.helpline)):
        text = text.replace("{" + name + "}", value)
    return text


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))
    said = " ".join("want to" if word == "wanna" else word for word in words)
    return _NOT.sub(lambda two: f"{two[1].removesuffix('n')}nt", said).split()


def _found(words: Sequence[str], phrases: Sequence[str]) -> bool:
    starts, prefixes = _index(tuple(phrases))
    for at, word in enumerate(words):
        likely = (*starts.get(word, ()), *(rest for start, rest in prefixes if word.startswith(start)))
        if any(_goes_on(words, at + 1, rest) for rest in likely):
            return True
    return False


Rest = tuple[frozenset[str], ...]


@cache
def _index(phrases: tuple[str, ...]) -> tuple[dict[str, list[Rest]], list[tuple[str, Rest]]]:
    """The phrases by their first word, so that most words of a text are looked up once."""
    starts: dict[str, list[Rest]] = {}
    prefixes: list[tuple[str, Rest]] = []
    for phrase in phrases:
        first, *rest = (frozenset(part.split("|")) for part in phrase.split())
        for word in first:
            if word.endswith("*"):
                prefixes.append((word[:-1], tuple(rest)))
            else:
                starts.setdefault(word, []).append(tuple(rest))
    return starts, prefixes


def _goes_on(words: Sequence[str], at: int, rest: Rest) -> bool:
    """Whether the rest of a phrase stands here. A phrase has at most two gaps of three words, so this is bounded."""
    if not rest:
        return True
    if rest[0] == frozenset("~"):
        return any(_goes_on(words, at + skipped, rest[1:]) for skipped in range(LONGEST_GAP + 1))
    return at < len(words) and _is_one_of(words[at], rest[0]) and _goes_on(words, at + 1, rest[1:])


def _is_one_of(word: str, wanted: frozenset[str]) -> bool:
    return word in wanted or any(each.endswith("*") and word.startswith(each[:-1]) for each in wanted)
