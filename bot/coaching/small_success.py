"""A small success names effort or a skill, never how a case went: notice an outcome, and suggest another way to say it.

Nobody in this work controls an outcome, and a word about one points to a real case. It is a suggestion: whoever wrote the
words may keep them. In English only. Where the idea comes from: CWEL 2024 (praise is no stand-in for relief), NC Practice
Notes 2009 (praise for effort, from somebody held in esteem).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.coaching import guard
from bot.coaching.errors import NamesOutcome


class Where(StrEnum):
    """Where a small success goes: to the coach channel, to the coach alone who may write a note back, or nowhere yet."""

    CHANNEL = "channel"
    COACH = "coach"
    LATER = "later"


class Voice(StrEnum):
    """Who is speaking: a caseworker of themselves, or a coach to them."""

    OWN = "I"
    COACH = "You"


@dataclass(frozen=True)
class Outcome:
    """A way to tell how a case went, and what somebody may have done on the way there (`{who}` is I or You)."""

    pattern: re.Pattern[str]
    instead: str


_PERSON = (
    r"(?:aunts?|bab(?:y|ies)|boys?|brothers?|child|children|cousins?|dads?|everyone|famil(?:y|ies)|fathers?|girls?|"
    r"grandm\w+|grandp\w+|he|kids?|moms?|mothers?|parents?|relatives?|she|siblings?|sisters?|sons?|daughters?|teens?|"
    r"they|uncles?|youths?)"
)
_GAP = r"[^.?!;]{0,40}?"


def _told_by(instead: str, *patterns: str) -> Outcome:
    return Outcome(re.compile("|".join(patterns), re.IGNORECASE), instead)


OUTCOMES = (
    _told_by(
        "{who} kept asking what would help, and kept showing up.",
        r"\breunif\w+|\breunit(?:e|ed|ing)\b",
        r"\breturn(?:ed|s|ing)? (?:back )?home\b",
        rf"\b{_PERSON}\b{_GAP}\b(?:went|came|got|gets|is|are|was|were|moved|going|sent)\b (?:back |all )?home\b",
        rf"\b(?:got|has|have|had) {_GAP}\b(?:kids?|child|children|baby|sons?|daughters?|teens?)\b (?:\w+ )?back\b",
        rf"\b{_PERSON}\b{_GAP}\bback (?:with|to|in) (?:the |their |her |his )?(?:mom|mother|dad|father|parents?|family|home)\b",
    ),
    _told_by(
        "{who} stayed with it, one small step at a time.",
        rf"\bclos(?:e|es|ed|ing|ure)\b{_GAP}\b(?:cases?|files?|referrals?|investigations?)\b",
        rf"\b(?:cases?|files?|referrals?|investigations?)\b{_GAP}\b(?:clos(?:ed|ing|ure)|dismiss\w*|over)\b",
        r"\bdismiss(?:ed|al)\b",
    ),
    _told_by(
        "{who} got ready with care, and asked for help when it was needed.",
        rf"\bw(?:o|i)n\b{_GAP}\b(?:court|hearing|motion|case|custody|appeal|trial)\b",
        rf"\b(?:judge|court)\b{_GAP}\b(?:agreed|granted|ordered|ruled|sided|approved|terminated)\b",
        r"\btpr\b|\bterminat\w+ (?:of )?(?:\w+ )?rights\b",
        rf"\b(?:got|gets|given|granted|has|full|lost) (?:\w+ )?custody\b|\bcustody\b{_GAP}\b(?:granted|given|awarded)\b",
        r"\b(?:un)?substantiated\b|\bunfounded\b",
    ),
    _told_by(
        "{who} made one more call, and asked who else cares about this child.",
        r"\badopt(?:ed|s|ing|ion|ions|ive)?\b|\bguardianship\b|\bpermanency\b",
        r"\bplacements?\b(?! (?:forms?|meetings?|packets?|papers?|paperwork|requests?)\b)|\bplaced (?:with|in|at|her|him|them|the)\b",
        rf"\bfound\b{_GAP}\b(?:home for|foster home|forever home|family for)\b",
    ),
    _told_by(
        "{who} stayed calm, and asked before guessing.",
        r"\bremoval\b|\bremoved (?:from (?:the|their|her|his) home|the (?:kids?|child|children|baby))\b",
        rf"\btaken into (?:care|custody)\b|\bkept {_GAP}\b(?:famil(?:y|ies) together|out of (?:foster )?care)\b",
        rf"\b{_PERSON}\b{_GAP}\b(?:is|are|was|were) (?:now )?(?:safe|out of danger|out of care)\b|\bno longer at risk\b",
    ),
    _told_by(
        "{who} saw how hard a parent works, and said so.",
        r"\b(?:got|is|are|stayed|been|was|stays)\b[^.?!;]{0,40}?\bsober\b|\b(?:got|been|stayed|stays) clean\b",
        r"\bclean (?:tests?|screens?|uas?|drops?)\b|\bpassed (?:\w+ )?(?:drug )?(?:tests?|screens?)\b",
        rf"\b(?:finished|completed|graduated)\b{_GAP}\b(?:treatment|rehab|case plan|parenting class(?:es)?)\b",
    ),
)

_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\n+")
_CLAUSES = re.compile(
    r",? (?:and then|so that|and|but|so|because|until|then|when|after|before|while|which|as)(?= )|[,;:] ", re.IGNORECASE
)
_DOING = re.compile(r"(?:i|we|you)\b(?! (?:am|are|was|were|feel|felt|got|get|won|have|had|did it)\b)", re.IGNORECASE)
_FEWEST_WORDS = 2
_MOST_CLAUSES = 2


def outcome_of(text: str) -> Outcome | None:
    """The first way in which these words tell how a case went; None when they do not."""
    found = [(match.start(), number) for number, each in enumerate(OUTCOMES) if (match := each.pattern.search(text))]
    return OUTCOMES[min(found)[1]] if found else None


def another_way(text: str, voice: Voice = Voice.OWN) -> str | None:
    """The same success as effort: what the words say somebody did, else a line that may fit; None when all is well.

    What is given never tells an outcome, nor has an identifier in it.
    """
    outcome = outcome_of(text)
    if outcome is None:
        return None
    kept = _sentence([*_done(text)][:_MOST_CLAUSES])
    if not kept or outcome_of(kept) is not None or guard.identifiers(kept):
        return outcome.instead.format(who=voice.value)
    return kept


def check(text: str, voice: Voice = Voice.OWN, *, kept: bool) -> None:
    """Let words pass, or raise NamesOutcome with another way to say it. `kept`: their author wants just these words."""
    suggested = None if kept else another_way(text, voice)
    if suggested is not None:
        raise NamesOutcome(suggested, voice)


def _done(text: str) -> Iterator[str]:
    """The clauses in which somebody does something and no case comes out one way or the other."""
    for sentence in _SENTENCES.split(text):
        for clause in _CLAUSES.split(sentence):
            said = clause.strip(" \t\r,.;:!?-–—\"'“”")
            if _DOING.match(said) and len(said.split()) >= _FEWEST_WORDS and outcome_of(said) is None:
                yield said


def _sentence(clauses: Sequence[str]) -> str:
    said = ", and ".join(clauses)
    return f"{said[0].upper()}{said[1:]}." if said else ""
