"""What authors write, as plain values: topics, questions, the steps of a path, and the whole library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.coaching.audience import Audience
from bot.coaching.language import mark

ANY_ANSWER = "*"
SCALE = ("1", "2", "3", "4", "5")
_PATH = "path:"


class Format(StrEnum):
    """How a step is met: read it, think it through, or answer it in one of five ways (`several` only where nothing is kept)."""

    INFO = "info"
    THINK = "think"
    TEXT = "text"
    SCALE = "scale"
    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"


class Review(StrEnum):
    """Where a text is: written, read by parent partners and staff, or no longer asked."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class Risk(StrEnum):
    """How strongly a question pulls facts about a family into the answer."""

    LOW = "low"
    MED = "med"
    HIGH = "high"


@dataclass(frozen=True)
class Topic:
    """What a check-in is about.

    `short` fits a chart (20 characters at most), `aliases` are words that people type after `/coach-checkin`,
    `help` is a line that stands above each question of the topic, a topic not `in_use` is never asked about,
    and `place` is its place in menus and among first questions. Where its principle stands in another language (`locale`),
    `translates` is the topic in English.
    """

    key: str
    title: str
    short: str
    principle: str
    aliases: tuple[str, ...]
    help: str | None = None
    in_use: bool = True
    place: int = 99
    locale: str = "en"
    translates: "Topic | None" = None


@dataclass(frozen=True)
class Prompt:
    """One question, with all that its author said about it. `audience` is where the choice of reader starts.

    `waits`: it is held back until it is reviewed, where an agency sends only reviewed questions.

    In another language `translates` is the question in English, `translation` counts the versions of the translation, and
    `labels` are the choices as they are shown; what is kept and gone by is the choice itself, the same in every language.
    """

    id: str
    topic: str
    strategy: str
    text: str
    format: Format
    choices: tuple[str, ...]
    scale_ends: tuple[str, str] | None
    follow_ups: tuple[str, ...]
    skill_terms: tuple[str, ...]
    audience: Audience
    case_detail_risk: str
    sources: tuple[str, ...]
    reading_grade: float
    review: str
    reviewed_by: str | None
    version: int
    locale: str
    reviewed_on: date | None = None
    waits: bool = False
    labels: tuple[str, ...] = ()
    translation: int = 0
    translates: "Prompt | None" = None

    @property
    def is_asked(self) -> bool:
        """Whether it may be put to anybody."""
        return self.review != Review.RETIRED and not self.waits


@dataclass(frozen=True)
class Step:
    """One thing to read or to answer; `role` says what the answer is for.

    `only_if` is the id of an earlier step with the answers that open this one; `("plan", ("*",))` means any answer.
    `max_length` is in characters. `labels` are the choices as another language shows them.
    """

    id: str
    format: Format
    text: str
    helper: str | None = None
    choices: tuple[str, ...] = ()
    scale_ends: tuple[str, str] | None = None
    role: str = "answer"
    only_if: tuple[str, tuple[str, ...]] | None = None
    max_length: int = 1500
    labels: tuple[str, ...] = ()

    def offers(self) -> tuple[tuple[str, str], ...]:
        """Each choice with what is shown for it."""
        return tuple(zip(self.choices, self.labels or self.choices, strict=True))


@dataclass(frozen=True)
class Part:
    """A path that comes by itself some days after another one was finished, or around a day that was named in it.

    `days` counts from the day that the step `of` named (before it when below zero), or without one from the day on which the
    path was finished. `wanted_by` is a step whose answer makes it come at all.
    """

    path: str
    days: int
    of: str | None = None
    wanted_by: str | None = None


@dataclass(frozen=True)
class Path:
    """Steps that belong together, under one id that stays the same across versions.

    Where `may_share_last` holds, an author may share the last answer alone; where `pick_lines` does, they pick answer by
    answer what their coach gets to see. What stands `in_menu` a caseworker can pick, and what is `for_coaches` those alone
    who coach or supervise somebody; `parts` come later.
    Where `kept` does not hold, no answer is written down at all.
    `translation` counts the versions of a translation into `language`. `waits`: it is held back until it is reviewed.
    """

    id: str
    title: str
    topic: str | None
    strategy: str | None
    audience: Audience
    steps: tuple[Step, ...]
    version: int
    sources: tuple[str, ...]
    may_share_last: bool = False
    review: str = "draft"
    in_menu: bool = False
    pick_lines: bool = False
    for_coaches: bool = False
    kept: bool = True
    parts: tuple[Part, ...] = ()
    language: str = "en"
    translation: int = 0
    waits: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether it may be put to anybody."""
        return self.review != Review.RETIRED and not self.waits


def id_of_path(key: str) -> str:
    """The id under which a path is put to somebody, beside the ids of single questions.

    >>> id_of_path("bias")
    'path:bias'
    """
    return f"{_PATH}{key}"


def path_of_id(id_: str) -> str | None:
    """The key of the path that was put under this id; None for a single question.

    >>> path_of_id("path:bias"), path_of_id("kin.goal.1")
    ('bias', None)
    """
    return id_.removeprefix(_PATH) if id_.startswith(_PATH) else None


@dataclass(frozen=True)
class YouSaid:
    """What parent partners said, and what the agency did about it or did not, because; on a topic or on all of it."""

    you_said: str
    we_did: str | None = None
    we_did_not: str | None = None
    because: str | None = None
    topic: str | None = None
    on: date | None = None

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The parts that there are, each with its label."""
        parts = (
            (mark("You said"), self.you_said),
            (mark("We did"), self.we_did),
            (mark("We did not"), self.we_did_not),
            (mark("Because"), self.because),
        )
        return tuple((label, words) for label, words in parts if words)


@dataclass(frozen=True, eq=False)
class Library:
    """All that the app can ask or say, by key. `strategies` maps a key to its title, `sources` to a citation.

    `languages` are the same library in other languages; in one of them `labels` says how each choice is shown.
    """

    topics: Mapping[str, Topic]
    strategies: Mapping[str, str]
    prompts: Mapping[str, Prompt]
    paths: Mapping[str, Path]
    celebrations: tuple[str, ...]
    mastery: tuple[str, ...]
    boundaries: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)
    said: tuple[YouSaid, ...] = ()
    asks_drafts: bool = True
    languages: Mapping[str, "Library"] = field(default_factory=dict, repr=False)
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)

    def spoken(self, language: str) -> "Library":
        """The library in this language, with what is not translated in English; itself when it does not speak it.

        From another language, English is `spoken("en")`.
        """
        return self.languages.get(language, self)

    def title_of(self, topic: str) -> str:
        """A topic in words; of one that an agency took out since, its key, as its author called it."""
        return self.topics[topic].title if topic in self.topics else topic
