"""How the library may speak: short, plain, without blame, and never after facts about a family."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.coaching import banned_forms, banned_forms_spanish
from bot.coaching.banned_forms import Form
from bot.coaching.library_files import Table
from bot.coaching.questions import Format, Path, Prompt, Step, Topic, YouSaid

HIGHEST_GRADE = 8.0
MOST_WORDS = 32
GRADE_SLACK = 0.5
PLACEHOLDERS = {
    "asked": frozenset({"asker", "topic", "readers"}),
    "agreement": frozenset({"hotline", "on_call", "table"}),
    "wellbeing": frozenset({"eap", "coach"}),
    "celebration": frozenset({"name"}),
    "boundaries": frozenset({"hotline", "on_call", "eap", "privacy_contact", "person"}),
}
Grade = Callable[[str], float]


@dataclass(frozen=True)
class Speech:
    """What a language never says here, at any time, in a typed answer, and in a celebration."""

    banned: tuple[Form, ...]
    count: Form
    outcome: Form


ENGLISH = Speech(banned_forms.BANNED, banned_forms.COUNT, banned_forms.OUTCOME)
SPANISH = Speech(banned_forms_spanish.BANNED, banned_forms_spanish.COUNT, banned_forms_spanish.OUTCOME)

# Words held in quotes are talked about, not said: 'hostile' as a word to watch for.
_QUOTED = re.compile(r"(?<!\w)'[^'?!]+'(?!\w)|\"[^\"]+\"")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def complaints(text: str, format: Format = Format.TEXT, speech: Speech = ENGLISH) -> tuple[str, ...]:
    """What is wrong with how this is said, one plain sentence each; nothing when all is well."""
    said = _QUOTED.sub("", text)
    found = [form.sentence for form in speech.banned if form.search(said)]
    if format in (Format.TEXT, Format.THINK) and speech.count.search(said):
        found.append(speech.count.sentence)
    if (count := _words(text)) > MOST_WORDS:
        found.append(f"this has {count} words, and {MOST_WORDS} is the most.")
    return tuple(found)


def check_topic(topic: Topic, table: Table, grade: Grade | None) -> None:
    """The title, the principle and the line of help read easily."""
    for key, text in (("principle", topic.principle), ("help", topic.help or "")):
        _note(table, key, f'"{key}"', [*complaints(text), *_hard_to_read([text], grade), *odd_braces(text)])


def check_prompt(prompt: Prompt, table: Table, grade: Grade | None) -> None:
    """A question, its choices and its follow-ups keep all author's rules, and its declared grade is the real one."""
    _note(table, "text", prompt.id, [*complaints(prompt.text, prompt.format), *odd_braces(prompt.text)])
    if prompt.reading_grade > HIGHEST_GRADE:
        table.fault(f"{prompt.id}: reading_grade is {prompt.reading_grade}, and 8 is the highest.", "reading_grade")
    if grade is not None and abs(grade(prompt.text) - prompt.reading_grade) > GRADE_SLACK:
        table.fault(f"{prompt.id}: this reads at grade {grade(prompt.text):.1f}: write that.", "reading_grade")
    _note(table, "text", prompt.id, _hard_to_read([prompt.text], grade))
    _check_choices(prompt.id, prompt.choices, table, grade)
    for line in prompt.follow_ups:
        found = [*complaints(line), *_hard_to_read([line], grade), *odd_braces(line)]
        _note(table, "follow_ups", f'{prompt.id}, "{line[:24]}…"', found)


def check_path(path: Path, table: Table, steps: Sequence[Table], grade: Grade | None) -> None:
    """Each step of a path keeps the rules, and has only the placeholders that the app fills in."""
    known = PLACEHOLDERS.get(path.id, frozenset())
    _note(table, "title", path.id, [*complaints(path.title), *_hard_to_read([path.title], grade)])
    for step, place in zip(path.steps, steps, strict=True):
        _check_step(path.id, step, place, known, grade)


def check_said(table: Table, grade: Grade | None) -> None:
    """A celebration names effort and not an outcome; it, a mastery line and a boundary text all read easily."""
    for key in table.names():
        text = table.maybe_text(key) or ""
        known = PLACEHOLDERS.get(table.name, frozenset())
        found = [*_hard_to_read([text], grade), *odd_braces(text, known)]
        if table.name != "boundaries":
            found += complaints(text, Format.INFO)
        if table.name == "celebration" and ENGLISH.outcome.search(text):
            found.append(ENGLISH.outcome.sentence)
        _note(table, key, f'"{text[:24]}…"', found)


def check_answered(said: YouSaid, table: Table, grade: Grade | None) -> None:
    """What came of what parent partners said reads easily."""
    for label, words in said.lines():
        _note(table, label.lower().replace(" ", "_"), f'"{words[:24]}…"', _hard_to_read([words], grade))


def _check_step(path_id: str, step: Step, table: Table, known: frozenset[str], grade: Grade | None) -> None:
    for key, text in (("text", step.text), ("helper", step.helper or "")):
        found = [*complaints(text, step.format), *_hard_to_read([text], grade), *odd_braces(text, known)]
        _note(table, key, f"{path_id}, {step.id}", found)
    _check_choices(f"{path_id}, {step.id}", step.choices, table, grade)


def _check_choices(where: str, choices: Sequence[str], table: Table, grade: Grade | None) -> None:
    found = [sentence for choice in choices for sentence in (*complaints(choice, Format.CHOICE), *odd_braces(choice))]
    _note(table, "choices", where, [*found, *_hard_to_read(choices, grade)])


def _hard_to_read(lines: Sequence[str], grade: Grade | None) -> list[str]:
    text = " ".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines)
    if grade is None or not any(letter.isalpha() for letter in text):
        return []
    found = grade(_PLACEHOLDER.sub("this", text))
    return [f"this reads at grade {found:.1f}, and 8 is the highest."] if found > HIGHEST_GRADE else []


def odd_braces(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with the words in braces, when these are `known` to the app."""
    names = [name for name in _PLACEHOLDER.findall(text) if name not in known]
    found = [f"{{{name}}} is not filled in here, so people would see it as it stands." for name in names]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        found.append("a curly brace stands alone.")
    return found


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def _note(table: Table, key: str, where: str, found: Iterable[str]) -> None:
    for sentence in found:
        table.fault(f"{where}: {sentence}", key)
