"""How a case went, told in English; and what somebody did, told in English."""

import re

from bot.coaching.outcomes import Outcome, Speech, told_by

_PERSON = (
    r"(?:aunts?|bab(?:y|ies)|boys?|brothers?|child|children|cousins?|dads?|everyone|famil(?:y|ies)|fathers?|girls?|"
    r"grandm\w+|grandp\w+|he|kids?|moms?|mothers?|parents?|relatives?|she|siblings?|sisters?|sons?|daughters?|teens?|"
    r"they|uncles?|youths?)"
)
_GAP = r"[^.?!;]{0,40}?"


def _told_by(instead: str, *patterns: str) -> Outcome:
    """`{who}` is I or You."""
    return told_by(instead.format(who="I"), instead.format(who="You"), *patterns)


_OUTCOMES = (
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

_CLAUSES = re.compile(
    r",? (?:and then|so that|and|but|so|because|until|then|when|after|before|while|which|as)(?= )|[,;:] ", re.IGNORECASE
)
_DOING = re.compile(r"(?:i|we|you)\b(?! (?:am|are|was|were|feel|felt|got|get|won|have|had|did it)\b)", re.IGNORECASE)

ENGLISH = Speech(_OUTCOMES, _CLAUSES, _DOING, ", and ")
