"""How the library may speak in another language: the rules of wording, with that language's own forms and measure."""

import re
from collections.abc import Callable, Iterable

from bot.coaching import reading_spanish
from bot.coaching.library_files import Table
from bot.coaching.questions import Format, Library, Path, Prompt, Step
from bot.coaching.translations import Translated
from bot.coaching.wording import PLACEHOLDERS, SPANISH, complaints, odd_braces

EASE_SLACK = 1
_BRACES = re.compile(r"\{([^{}]*)\}")
Hard = Callable[[str], str | None]


def check(found: Translated, library: Library, *, measured: bool) -> None:
    """Note in its table whatever a translation says that its language does not say here.

    Unless it is `measured`, how easily it reads is believed, as the reading grade of an English text is.
    """
    hard: Hard = reading_spanish.hard_to_read if measured else lambda _: None
    for prompt, table in found.prompts:
        if measured:
            _check_ease(prompt, table)
        _check_prompt(prompt, table, hard)
    for path, step, table in found.steps:
        _check_step(path, step, table, hard)
    for of, text, table in found.lines:
        _check_line(of, text, table, library, hard)


def _check_ease(prompt: Prompt, table: Table) -> None:
    measured = reading_spanish.ease(prompt.text)
    if abs(measured - prompt.reading_grade) > EASE_SLACK:
        table.fault(f"{prompt.id}: this reads at {measured:.0f} on the INFLESZ scale: write that.", "reading_ease")


def _check_prompt(prompt: Prompt, table: Table, hard: Hard) -> None:
    _note(table, "text", prompt.id, _said(prompt.text, prompt.format, hard))
    for label in prompt.labels:
        _note(table, "choices", prompt.id, complaints(label, Format.CHOICE, SPANISH))
    for line in prompt.follow_ups:
        _note(table, "follow_ups", prompt.id, _said(line, Format.TEXT, hard))


def _check_step(path: Path, step: Step, table: Table, hard: Hard) -> None:
    known = PLACEHOLDERS.get(path.id, frozenset())
    for key, text in (("text", step.text), ("helper", step.helper or "")):
        _note(table, key, f"{path.id}, {step.id}", _said(text, step.format, hard, known))
    for label in step.labels:
        _note(table, "choices", f"{path.id}, {step.id}", complaints(label, Format.CHOICE, SPANISH))


def _check_line(of: str, text: str, table: Table, library: Library, hard: Hard) -> None:
    where = f'"{text[:24]}…"'
    if sorted(_BRACES.findall(of)) != sorted(_BRACES.findall(text)):
        _note(table, "text", where, ["the words in braces are not those of the English text."])
    if of in library.celebrations and SPANISH.outcome.search(text):
        _note(table, "text", where, [SPANISH.outcome.sentence])
    if of not in library.boundaries.values():
        _note(table, "text", where, complaints(text, Format.INFO, SPANISH))
    difficult = hard(_BRACES.sub("esto", text))
    _note(table, "text", where, [difficult] if difficult else [])


def _said(text: str, format: Format, hard: Hard, known: frozenset[str] = frozenset()) -> list[str]:
    difficult = hard(_BRACES.sub("esto", text))
    return [*complaints(text, format, SPANISH), *odd_braces(text, known), *([difficult] if difficult else [])]


def _note(table: Table, key: str, where: str, found: Iterable[str]) -> None:
    for sentence in found:
        table.fault(f"{where}: {sentence}", key)
