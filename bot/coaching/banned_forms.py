"""Forms of words that the library never uses, each with a plain sentence that says what to write instead.

What, when and how rather than why: Coaching Toolkit for Child Welfare Practice (2012), p. 100. No ratings of safety,
and no case decisions: a number typed into a chat can be read out in court.
"""

import re
from dataclasses import dataclass

_FAMILY = (
    r"(?:baby|child|children|dad|family|families|father|home|house|household|kids?|mom|mother|parents?|teen|youth)"
)


@dataclass(frozen=True)
class Form:
    """A way of saying things that is kept out, and the sentence that an author is told."""

    sentence: str
    pattern: re.Pattern[str]

    def search(self, text: str) -> bool:
        """Whether the text says it."""
        return self.pattern.search(text) is not None


def form(sentence: str, *patterns: str) -> Form:
    """A way of saying things, found by any of these patterns."""
    return Form(sentence, re.compile("|".join(patterns), re.IGNORECASE))


BANNED = (
    form(
        '"should have" looks back in blame. Ask what could come next.',
        r"\bshould(?:n't)?(?: \w+){0,2} have\b(?! (?:a|an|the|to|more|less|some)\b)",
        r"\bshould(?:n't)?'ve\b",
        r"\bought(?: not)? to have\b",
    ),
    form('"why" invites excuses. Ask what, when or how.', r"(?<!the )\bwhy\b"),
    form(
        "this puts a label on people. Say what was seen or heard.",
        r"\b(?:abusers?|addicts?|alcoholics?|frequent flyers?|junkies?|liars?|perpetrators?)\b",
        r"\b(?:aggressive|crazy|defensive|dysfunctional|hostile|lazy|manipulative|non-?compliant)\b",
        r"\b(?:resistant|uncooperative|unfit|unmotivated)\b",
        rf"\b(?:bad|difficult|problem|toxic) {_FAMILY}\b",
    ),
    form(
        "this asks for a name. Ask for a role, or for what was done.",
        r"\bnames? of\b",
        r"\b(?:what|which|whose)\b[^.?!]{0,30}\bnames?\b",
        rf"\bname (?:the|that|this|each|a|your) {_FAMILY}\b",
        rf"\bwho (?:is|was|are|were) (?:the|this|that) {_FAMILY}\b",
        r"\b(?:write|type|give|list)\b[^.?!]{0,20}\bnames?\b",
    ),
    form(
        "this asks for a number that may point to a family.",
        r"\b(?:phone|case|docket|file|house|street|social security) numbers?\b",
        r"\bhow old\b",
        r"\bwhat ages?\b",
    ),
    form(
        "this asks for a place. Leave places out.",
        r"\b(?:what|which) (?:address|city|clinic|county|court|hospital|neighborhood|school|street|town|village)\b",
        r"\baddress of\b",
        r"\bwhere (?:do|does|did) (?:they|he|she) (?:live|stay)\b",
        rf"\bwhere (?:do|does|did) (?:the|this|that|your) {_FAMILY} (?:live|stay)\b",
        rf"\bwhere (?:is|are) (?:they|(?:the|this|that|your) {_FAMILY}) (?:living|staying|placed)\b",
    ),
    form(
        "this asks for a date. Leave dates out.",
        r"\b(?:what|which) date\b",
        r"\bdates? of\b",
        r"\bon what (?:day|date)\b",
        r"\bwhat day (?:was|did|is)\b",
    ),
    form(
        "this asks for a case decision. Those belong with the supervisor and the court.",
        rf"\b(?:should|would|will|can|could|must) (?:you|we|they|(?:the|this|that) {_FAMILY})\b[^.?!]{{0,40}}"
        r"\b(?:be placed|clos\w+ (?:the|a) case|go home|remov\w+|return home|reunif\w+|stay in care|substantiate)\b",
        r"\bthis case closed\b",
        r"\b(?:ready|safe enough) to (?:close|go home|return|reunify)\b",
    ),
    form(
        "this asks for a safety rating. The app never rates safety or risk.",
        rf"\bhow (?:un)?safe (?:is|are|was|were|would|will|do|does)\b[^.?!]{{0,40}}\b{_FAMILY}\b",
        r"\bhow (?:risky|dangerous)\b",
        r"\b(?:risk|safety) (?:level|rating|score|threat)\b",
        r"\b(?:level|degree) of (?:risk|danger)\b",
        r"\brate the (?:risk|safety|danger)\b",
        r"\bhow likely\b[^.?!]{0,40}\b(?:harm|hurt|abuse|neglect)\w*\b",
    ),
    form("this writes out a scale. Put the words for 1 and 5 into scale_ends.", r"\b[15] ?="),
)
COUNT = form("this asks for a number. Ask what or how.", r"\bhow many\b", r"\bwhat number\b", r"\bpick a number\b")
OUTCOME = form(
    "this points to a case and its outcome. Name the effort or the skill.",
    r"\breunif\w+",
    r"\bclosed\b",
    r"\badopt\w+",
    r"\breturned home\b",
    r"\bplacements?\b",
)
