"""How parent partners look at the questions: which comes next, what they can say, and what is left when only reviewed ones go out."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.coaching.language import mark
from bot.coaching.questions import Library, Path, Prompt, Review, id_of_path, path_of_id

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
"""One question, or one path, in one wording: its id and its version."""

Piece = Prompt | Path
FRAME = ("agreement", "asked")
"""What the app says of itself around its questions. Nothing goes without it, so it waits for no review."""
WAITS = mark("Your agency sends only what was reviewed, and this is not reviewed yet.")


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


def find(library: Library, id_: str) -> Piece | None:
    """The question, or the path (`path:bias`), of this id; None for what is not put to anybody."""
    if (key := path_of_id(id_)) is not None:
        return None if key in FRAME else library.paths.get(key)
    return library.prompts.get(id_)


def pieces(library: Library) -> list[Piece]:
    """All that parent partners look at, one by one: questions, and each path as a whole."""
    put = [path for key, path in library.paths.items() if key not in FRAME]
    every: list[Piece] = [*library.prompts.values(), *put]
    return [each for each in every if each.review != Review.RETIRED]


def wording_of(piece: Piece) -> Wording:
    """The question, or the path, as it is worded now."""
    return (id_of_path(piece.id) if isinstance(piece, Path) else piece.id), piece.version


def called(piece: Piece) -> str:
    """What it is called where there is room for a line."""
    return piece.title if isinstance(piece, Path) else piece.text


def waits(library: Library, id_: str) -> bool:
    """Whether the question, or the path, of this id is held back until it is reviewed."""
    piece = find(library, id_)
    return piece is not None and piece.waits


def queue(library: Library, times: Mapping[Wording, int], mine: Set[Wording]) -> list[Piece]:
    """What this parent partner has not looked at yet: first the topics that need it most, then what was least looked at."""
    waiting = [each for each in pieces(library) if wording_of(each) not in mine]
    return sorted(waiting, key=lambda each: (_turn(each.topic), times.get(wording_of(each), 0)))


def _turn(topic: str | None) -> int:
    return FIRST.index(topic) if topic in FIRST else len(FIRST)


def only_reviewed(library: Library) -> Library:
    """The same library, in which only reviewed questions and paths are ever asked. What was asked before can still be found.

    No translation is reviewed yet, so such a library speaks English alone.
    """
    prompts = {id_: replace(each, waits=each.review != Review.REVIEWED) for id_, each in library.prompts.items()}
    alive = {each.topic for each in prompts.values() if each.is_asked}
    topics = {key: replace(topic, in_use=topic.in_use and key in alive) for key, topic in library.topics.items()}
    paths = {id_: _held_back(each, library) for id_, each in library.paths.items()}
    return replace(library, prompts=prompts, topics=topics, paths=paths, asks_drafts=False, languages={})


def _held_back(path: Path, library: Library) -> Path:
    """A path that is not reviewed is on no menu and does not come; nor does a part of a reviewed one that is not."""
    waits = path.id not in FRAME and path.review != Review.REVIEWED
    parts = tuple(part for part in path.parts if library.paths[part.path].review == Review.REVIEWED)
    return replace(path, waits=waits, in_menu=path.in_menu and not waits, parts=parts)


def paths_left(library: Library) -> tuple[int, int]:
    """How many paths are reviewed, and how many there are."""
    put = [each.review for each in pieces(library) if isinstance(each, Path)]
    return put.count(Review.REVIEWED), len(put)


def left(library: Library) -> Iterator[Left]:
    """What would be left if only reviewed questions went out, topic by topic."""
    for key, topic in library.topics.items():
        if topic.in_use:
            here = [each for each in library.prompts.values() if each.topic == key and each.review != Review.RETIRED]
            yield Left(key, _by_strategy(library, here, reviewed=True), _by_strategy(library, here, reviewed=False))


def _by_strategy(library: Library, prompts: list[Prompt], *, reviewed: bool) -> dict[str, int]:
    counted = [each.strategy for each in prompts if not reviewed or each.review == Review.REVIEWED]
    return {strategy: counted.count(strategy) for strategy in library.strategies if strategy in counted}
