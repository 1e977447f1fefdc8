"""How parent partners look at the questions: which comes next, what they can say, and what is left when only reviewed ones go out."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.coaching.language import mark
from bot.coaching.questions import Library, Prompt, Review

FIRST = ("sts", "antiracist")
"""In the study of KanCoach these two topics were never put to parent partners, so they need their reading most."""

STATUS = {
    Review.DRAFT: mark("Draft: parent partners have not reviewed it yet."),
    Review.REVIEWED: mark("Reviewed."),
    Review.RETIRED: mark("No longer asked."),
}
FEEL = mark("How would you feel if your worker was asked this?")
MISSING = mark("What is missing?")
AGREEMENT = 1
"""The version of the short agreement below. A parent partner says yes to it, and once more when it changes."""

TERMS = mark(
    """*What it is.* You read the questions that caseworkers get, one at a time. You say if each should stay, change or go.
*It is your choice.* Nothing comes to you by itself. You can stop at any time, and nobody is told.
*Who sees it.* Your program lead and those who write the questions see the counts and your words, without your name. If only \
a few people review, they may guess who wrote what. Caseworkers and coaches do not see it.
*What is kept.* Your words: {words}, sealed. That you looked at a question: {facts}. Your yes, as long as you take part. \
You can change or take back each one, get a copy, or delete it all.
*Please leave out* names, dates and places, of your own family too. I am a program, and cannot take a report of harm."""
)

Wording = tuple[str, int]
"""One question in one wording: its id and its version."""


class Verdict(StrEnum):
    """What a parent partner says of a question."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


VERDICTS = {
    Verdict.KEEP: mark("Keep it as it is"),
    Verdict.CHANGE: mark("Keep it, but change it"),
    Verdict.DROP: mark("Drop it"),
}


@dataclass(frozen=True)
class Left:
    """What one topic has when only reviewed questions go out: how many of how many, by strategy."""

    topic: str
    reviewed: Mapping[str, int]
    all: Mapping[str, int]


def wording_of(prompt: Prompt) -> Wording:
    """The question as it is worded now."""
    return prompt.id, prompt.version


def queue(library: Library, times: Mapping[Wording, int], mine: Set[Wording]) -> list[Prompt]:
    """What this parent partner has not looked at yet: first the topics that need it most, then what was least looked at."""
    waiting = [
        each for each in library.prompts.values() if each.review != Review.RETIRED and wording_of(each) not in mine
    ]
    return sorted(waiting, key=lambda each: (_turn(each.topic), times.get(wording_of(each), 0)))


def _turn(topic: str) -> int:
    return FIRST.index(topic) if topic in FIRST else len(FIRST)


def only_reviewed(library: Library) -> Library:
    """The same library, in which only reviewed questions are ever asked. What was asked before can still be found.

    No translation is reviewed yet, so such a library speaks English alone.
    """
    prompts = {id_: replace(each, waits=each.review != Review.REVIEWED) for id_, each in library.prompts.items()}
    alive = {each.topic for each in prompts.values() if each.is_asked}
    topics = {key: replace(topic, in_use=topic.in_use and key in alive) for key, topic in library.topics.items()}
    return replace(library, prompts=prompts, topics=topics, asks_drafts=False, languages={})


def left(library: Library) -> Iterator[Left]:
    """What would be left if only reviewed questions went out, topic by topic."""
    for key, topic in library.topics.items():
        if topic.in_use:
            here = [each for each in library.prompts.values() if each.topic == key and each.review != Review.RETIRED]
            yield Left(key, _by_strategy(library, here, reviewed=True), _by_strategy(library, here, reviewed=False))


def _by_strategy(library: Library, prompts: list[Prompt], *, reviewed: bool) -> dict[str, int]:
    counted = [each.strategy for each in prompts if not reviewed or each.review == Review.REVIEWED]
    return {strategy: counted.count(strategy) for strategy in library.strategies if strategy in counted}
