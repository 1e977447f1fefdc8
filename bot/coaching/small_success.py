"""A small success names effort or a skill, never how a case went: notice an outcome, and suggest another way to say it.

Nobody in this work controls an outcome, and a word about one points to a real case. It is a suggestion: whoever wrote the
words may keep them. It is looked for in every language that the app speaks, whichever of them somebody reads. Where the idea
comes from: CWEL 2024 (praise is no stand-in for relief), NC Practice Notes 2009 (praise for effort, from somebody held in
esteem).
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.coaching import guard
from bot.coaching.errors import NamesOutcome
from bot.coaching.language import reading
from bot.coaching.outcomes import Outcome, Speech
from bot.coaching.outcomes_english import ENGLISH
from bot.coaching.outcomes_spanish import SPANISH


class Where(StrEnum):
    """Where a small success goes: to the coach channel, to the coach alone who may write a note back, or nowhere yet."""

    CHANNEL = "channel"
    COACH = "coach"
    LATER = "later"


class Voice(StrEnum):
    """Who is speaking: a caseworker of themselves, or a coach to them."""

    OWN = "I"
    COACH = "You"


SPEECHES = {"en": ENGLISH, "es": SPANISH}
_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\n+")
_FEWEST_WORDS = 2
_MOST_CLAUSES = 2


def outcome_of(text: str) -> Outcome | None:
    """The first way in which these words tell how a case went, in any language; None when they do not."""
    found = _heard(text)
    return found[1] if found else None


def _heard(text: str) -> tuple[Speech, Outcome] | None:
    """The same with its language: the one that is read just now goes first, for some words are in both."""
    first = SPEECHES[reading()]
    for speech in (first, *(each for each in SPEECHES.values() if each is not first)):
        outcomes = enumerate(speech.outcomes)
        found = [(match.start(), number) for number, each in outcomes if (match := each.pattern.search(text))]
        if found:
            return speech, speech.outcomes[min(found)[1]]
    return None


def another_way(text: str, voice: Voice = Voice.OWN) -> str | None:
    """The same success as effort: what the words say somebody did, else a line that may fit; None when all is well.

    In the language in which the outcome was told. What is given never tells an outcome, nor has an identifier in it.
    """
    heard = _heard(text)
    if heard is None:
        return None
    speech, outcome = heard
    kept = _sentence([*_done(text, speech)][:_MOST_CLAUSES], speech.between)
    if not kept or outcome_of(kept) is not None or guard.identifiers(kept):
        return outcome.own if voice is Voice.OWN else outcome.coach
    return kept


def check(text: str, voice: Voice = Voice.OWN, *, kept: bool) -> None:
    """Let words pass, or raise NamesOutcome with another way to say it. `kept`: their author wants just these words."""
    suggested = None if kept else another_way(text, voice)
    if suggested is not None:
        raise NamesOutcome(suggested, voice)


def _done(text: str, speech: Speech) -> Iterator[str]:
    """The clauses in which somebody does something and no case comes out one way or the other."""
    for sentence in _SENTENCES.split(text):
        for clause in speech.clauses.split(sentence):
            said = clause.strip(" \t\r,.;:!?¡¿-–—\"'“”«»")
            if speech.doing.match(said) and len(said.split()) >= _FEWEST_WORDS and outcome_of(said) is None:
                yield said


def _sentence(clauses: Sequence[str], between: str) -> str:
    """One sentence, or one for each clause where a full stop stands between them."""
    apart = between.startswith(".")
    said = between.join(_capital(each) if apart else each for each in clauses)
    return f"{_capital(said)}." if said else ""


def _capital(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}" if said else ""
