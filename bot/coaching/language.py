"""In which language somebody reads this: set where a person is heard, and where a message is made for its reader."""

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""What the app speaks, each by its own name."""

_reads: ContextVar[str] = ContextVar("reads", default=ENGLISH)


def of_locale(locale: str | None) -> str:
    """The language for what Slack calls a locale (`es-MX`, `es-419`); English for all that the app does not speak.

    >>> of_locale("es-MX"), of_locale("pt-BR"), of_locale(None)
    ('es', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def reading() -> str:
    """The language of whoever reads what is being made now."""
    return _reads.get()


def reads(language: str) -> None:
    """From here on, in this task, it is made for somebody who reads this language."""
    _reads.set(language)


@contextmanager
def read_in(language: str) -> Iterator[None]:
    """Make what is made inside for somebody who reads this language."""
    before = _reads.set(language)
    try:
        yield
    finally:
        _reads.reset(before)


def mark(text: str) -> str:
    """A text that `say` will translate later; here it stays as it is."""
    return text


def say(text: str, /, **parts: object) -> str:
    """This text in the reader's language, with its parts filled in; in English where nobody has translated it yet."""
    language = _reads.get()
    said = text if language == ENGLISH or not text else _catalog(language).gettext(text)
    return said.format(**parts) if parts else said


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    folder = resources.files("bot.coaching") / "locale" / language / "LC_MESSAGES"
    with (folder / "shoulder.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)
