"""Who may read a reply: the caseworker picks, and nobody else can widen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.coaching.errors import NotFound
from bot.coaching.language import mark

SOMEBODY_ELSE = mark("You have another coach now. Please open it again, and see who can read it.")
PRIVATE_STRATEGIES = frozenset({"bias", "wellbeing"})
PRIVATE_TOPICS = frozenset({"sts"})


class Audience(StrEnum):
    """The readers that an author can pick for one reply."""

    ONLY_ME = "only_me"
    COACH = "coach"
    SUPERVISOR = "supervisor"


class Extent(StrEnum):
    """How much of a reply the readers see."""

    ALL = "all"
    LAST = "last"


class Surface(StrEnum):
    """Where somebody's words are shown. It is written down with each showing to anybody but their author."""

    HOME = "home"
    DIGEST = "digest"
    PREVIEW = "preview"  # the coming digest
    COMMAND = "status"  # an answer to a command
    MESSAGE = "messages"
    RECEIPT = "receipt"
    EDIT = "edit"
    REVIEWS = "reviews"  # what parent partners said, for the lead
    OWN_COPY = "export"
    RECORDS = "records export"  # for somebody who is no reader of their author's, but keeps the agency's records
    OFFICE = "the command line"


@dataclass(frozen=True)
class Sharing:
    """What an author decided for one reply: who reads, named as a person, and how much."""

    audience: Audience
    reader: str | None = None
    extent: Extent = Extent.ALL


@dataclass(frozen=True)
class Circle:
    """The people around one caseworker's reply, as Slack ids. `asked_by` is whoever started it, or None."""

    author: str
    coach: str
    supervisor: str
    asked_by: str | None = None

    @property
    def coach_supervises(self) -> bool:
        """Coach and supervisor are one person, which is said on every question."""
        return self.coach == self.supervisor


def is_private(topic: str, strategy: str) -> bool:
    """Bias and wellbeing replies start with their author alone, and are never asked for by anybody else."""
    return strategy in PRIVATE_STRATEGIES or topic in PRIVATE_TOPICS


def choices(circle: Circle) -> tuple[Audience, ...]:
    """The audiences on offer. A supervisor can be picked only for a check-in that this supervisor asked for."""
    offered = [Audience.ONLY_ME]
    if circle.coach != circle.author:
        offered.append(Audience.COACH)
    if circle.asked_by is not None and circle.asked_by == circle.supervisor and not circle.coach_supervises:
        offered.append(Audience.SUPERVISOR)
    return tuple(offered)


def starting(circle: Circle, *, topic: str, strategy: str, preferred: Audience) -> Audience:
    """Where the choice starts. Never at the supervisor, and at *only me* for bias and wellbeing."""
    private = is_private(topic, strategy) or circle.coach_supervises or circle.asked_by is not None
    if private or preferred is Audience.SUPERVISOR or preferred not in choices(circle):
        return Audience.ONLY_ME
    return preferred


def reader_of(audience: Audience, circle: Circle) -> str | None:
    """The one person, by name, whom this audience lets in beside the author."""
    return {Audience.ONLY_ME: None, Audience.COACH: circle.coach, Audience.SUPERVISOR: circle.supervisor}[audience]


def check_named(seen: str | None, reader: str | None) -> None:
    """Raise NotFound when a form named somebody (`seen`), and it would go to another one by now."""
    if seen not in (None, reader):
        raise NotFound(SOMEBODY_ELSE)


def may_read(person: str, *, author: str, sharing: Sharing) -> bool:
    """Whether this person may read the words. A program lead never may; a new coach sees nothing of before."""
    return person == author or (sharing.audience is not Audience.ONLY_ME and person == sharing.reader)


def shown_of(answers: Sequence[str], *, person: str, author: str, extent: Extent) -> Sequence[str]:
    """The answers that this reader sees: all of them, or the last alone; the author always sees all."""
    if person == author or extent is Extent.ALL:
        return answers
    return answers[-1:]
