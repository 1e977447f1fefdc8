"""Read along with somebody who reads Spanish, and find each word that is neither Spanish nor theirs.

A word is known from the catalog of screens, from the library in Spanish, or from what people gave. An English sentence always
has a word that is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.coaching.guard_words import ROLES_ES
from bot.coaching.paths import as_path
from bot.library import load
from bot.sandbox.run import PLAN
from tests import catalog
from tests.world import ROOT, Json, Person

ES = load(ROOT / "prompts").spoken("es")
NO_SCREEN = re.compile(r"[\[@]|^pause |^\nThis copy|^Your records in ")
"""Words that are typed after a command stay English, and stand in the catalog with what may follow them; a page of a copy."""
COMMAND = re.compile(r"`[^`]*`")
NO_WORDS = re.compile(r"`[^`]*`|\w*…|<[^>]*>|\{\w+\}|:[a-z_]+:|\b[A-Z]\w+/[A-Z]\w+\b|Shoulder to Shoulder|(?<=así: ).*")
WORD = re.compile(r"[^\W\d_]+")
AGENCY = (PLAN.hotline, PLAN.on_call, PLAN.helpline, PLAN.privacy_contact)
BY_THEIR_OWN_NAME = ("English", "Español", "ProQOL", "am", "pm")
SHOWN = ("text", "title", "label", "name", "x_label", "y_label", "categories")


@cache
def known() -> frozenset[str]:
    """Every word that the app says in Spanish."""
    screens = catalog.read(catalog.FOLDER / "es" / "LC_MESSAGES" / "shoulder.po")
    said = [text for english, text in screens.items() if english and not NO_SCREEN.search(COMMAND.sub("", english))]
    return frozenset(_words([*said, *_library(), *ROLES_ES, *BY_THEIR_OWN_NAME]))


def _library() -> Iterator[str]:
    for topic in ES.topics.values():
        yield from filter(None, (topic.title, topic.short, topic.principle, topic.help))
    for path in (*ES.paths.values(), *map(as_path, ES.prompts.values())):
        yield path.title
        for step in path.steps:
            yield from filter(None, (step.text, step.helper, *(step.scale_ends or ()), *(step.labels or step.choices)))
    yield from (*ES.boundaries.values(), *ES.mastery, *ES.celebrations)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word.lower() for word in WORD.findall(NO_WORDS.sub(" ", text)))


def texts(shown: Any) -> Iterator[str]:
    """Everything that can be read in a message, a form or App Home."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            if name in SHOWN and isinstance(value, str):
                yield value
            elif name in SHOWN and isinstance(value, list):
                yield from (each for each in value if isinstance(each, str))
            if isinstance(value, dict | list):
                yield from texts(value)
    elif isinstance(shown, list):
        for each in shown:
            yield from texts(each)


@dataclass
class Reader(Person):
    """Somebody who reads Spanish: whatever is put before them while they act is noted."""

    seen: list[str] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    async def inbox(self) -> list[Json]:
        """Their messages, read."""
        found = await super().inbox()
        self.note(found)
        return found

    async def views(self) -> Json:
        """Home and windows, read."""
        found = await super().views()
        for each in (found["home"], *found["modals"]):
            self.note(each)
        return found

    async def submit(self, form: Json | None = None, **given: Any) -> Json:
        """Send a form, and read what becomes of it."""
        sent = await super().submit(form, **given)
        self.note(sent["view"])
        self.seen += sent["errors"].values()
        return sent

    def note(self, shown: Any) -> None:
        """Read something that was put before them in another way."""
        self.seen += texts(shown)
        if isinstance(shown, dict) and shown.get("callback_id"):
            self.forms.add(shown["callback_id"])

    def in_english(self, *given: str) -> dict[str, list[str]]:
        """Each text with words that are not Spanish, and these words; `given` is what people wrote, here or elsewhere."""
        theirs = sorted((*AGENCY, *given), key=len, reverse=True)
        found = {}
        for text in dict.fromkeys(self.seen):
            left = text
            for each in theirs:
                left = left.replace(each, " ")
            if unknown := [word for word in _words([left]) if word not in known()]:
                found[text] = unknown
        return found
