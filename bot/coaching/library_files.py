"""The files of the library, table by table: what each field says, and the line of whatever is wrong."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.coaching.errors import CoachingError

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_LONG_QUOTE = re.compile(r'"""|\'\'\'')
_PLACE_OF_ERROR = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_Kind = TypeVar("_Kind", bound=StrEnum)
_Value = TypeVar("_Value")


@dataclass(frozen=True, order=True)
class Fault:
    """A rule that a file breaks, and where. `str()` reads `prompts/kin.toml:12: …`."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class LibraryFaults(CoachingError):
    """The prompt library breaks a rule."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Table:
    """One table of one file. Fields are taken one by one, and what is wrong is noted in `faults` with its line."""

    def __init__(self, file: str, name: str, fields: Mapping[str, object], line: int, lines: Mapping[str, int]) -> None:
        self.file = file
        self.name = name
        self.faults: list[Fault] = []
        self._fields = fields
        self._line = line
        self._lines = lines
        self._taken: set[str] = set()

    def fault(self, sentence: str, key: str = "") -> None:
        """Note a broken rule, at the line of this field, or at the head of the table."""
        self.faults.append(Fault(self.file, self._lines.get(key, self._line), sentence))

    def note(self, sentence: str, key: str = "") -> Fault:
        """The same as a value, for what its author should know but what breaks no rule."""
        return Fault(self.file, self._lines.get(key, self._line), sentence)

    def names(self) -> tuple[str, ...]:
        """The names of the fields, in the order written."""
        return tuple(self._fields)

    def says(self, *keys: str) -> tuple[object, ...]:
        """What stands in these fields as it was written; None for what was left out."""
        return tuple(self._fields.get(key) for key in keys)

    def over(self, ours: "Table") -> "Table":
        """This table with what it leaves out taken from ours; whatever is wrong is told with this one's file and line."""
        return Table(self.file, self.name, {**ours._fields, **self._fields}, self._line, self._lines)

    def text(self, key: str) -> str:
        """A field that must hold words."""
        found = self.maybe_text(key)
        if found is None:
            self.fault(f'"{key}" is missing from this [{self.name}].')
        return found or ""

    def maybe_text(self, key: str) -> str | None:
        """A field that may be left out, but not left blank."""
        found = self._take(key, str, "words in quotes")
        if found is not None and not found.strip():
            self.fault(f'"{key}" is blank. Write it, or take the line out.', key)
        return found

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words. An empty list and none at all are the same."""
        found = self._take(key, list, "a list in square brackets")
        if required and not found:
            self.fault(f'"{key}" is missing from this [{self.name}].', key)
        if not all(isinstance(one, str) and one.strip() for one in found or ()):
            self.fault(f'"{key}" has something in it that is not words in quotes.', key)
            return ()
        return tuple(found or ())

    def two_texts(self, key: str) -> tuple[str, str] | None:
        """A list of exactly two, or None."""
        found = self.texts(key)
        if not found:
            return None
        if len(found) != 2:
            self.fault(f'"{key}" needs two entries: the low end and the high end.', key)
            return None
        return found[0], found[1]

    def one_of(self, key: str, kind: type[_Kind]) -> _Kind:
        """A field that holds one of a few words."""
        found = self.text(key)
        if found not in list(kind):
            if found:
                self.fault(f'"{key}" is "{found}". It can be {_either([one.value for one in kind])}.', key)
            return next(iter(kind))
        return kind(found)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number above zero."""
        found = self._take(key, int, "a whole number")
        if found is None and default is None and key not in self._fields:
            self.fault(f'"{key}" is missing from this [{self.name}].')
        if found is not None and found < 1:
            self.fault(f'"{key}" needs to be 1 or more.', key)
        return found or default or 1

    def days(self, key: str) -> int:
        """A number of days, before a day when it is below zero."""
        found = self._take(key, int, "a whole number of days")
        if found is None and key not in self._fields:
            self.fault(f'"{key}" is missing from this [{self.name}].')
        return found or 0

    def number(self, key: str) -> float:
        """A number, such as a reading grade."""
        value = self._fields.get(key)
        found = self._take(key, int if type(value) is int else float, "a number")
        if found is None and value is None:
            self.fault(f'"{key}" is missing from this [{self.name}].')
        return float(found or 0)

    def yes(self, key: str, default: bool) -> bool:
        """A field that is true or false."""
        found = self._take(key, bool, "true or false")
        return default if found is None else found

    def day(self, key: str) -> date | None:
        """A day, written 2026-03-31 without quotes."""
        return self._take(key, date, "a day like 2026-03-31, without quotes")

    def table(self, key: str) -> "Table | None":
        """A small table written in braces on one line."""
        found = self._take(key, dict, "a table in braces")
        if found is None:
            return None
        line = self._lines.get(key, self._line)
        inner = Table(self.file, key, found, line, {})
        inner.faults = self.faults
        return inner

    def done(self) -> None:
        """Note each field that nobody asked for: most often a slip of the pen."""
        for key in self._fields:
            if key not in self._taken:
                self.fault(f'"{key}" is not a field of [{self.name}].', key)

    def _take(self, key: str, kind: type[_Value], meant: str) -> _Value | None:
        self._taken.add(key)
        value = self._fields.get(key)
        if value is None:
            return None
        if type(value) is not kind:
            self.fault(f'"{key}" needs to be {meant}.', key)
            return None
        return value


def read_tables(file: str, text: str) -> tuple[list[Table], list[Fault]]:
    """The tables of one file in the order they stand in, and what kept parts of it from being read."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return [], [_slip(file, text, str(problem))]
    heads = _heads(text)
    tables: list[Table] = []
    faults: list[Fault] = []
    for name, value in found.items():
        places = heads.get(name, [])
        if not places:
            faults.append(Fault(file, 1, f'"{name}" stands outside of a table.'))
            continue
        for fields, (line, lines) in zip(value if isinstance(value, list) else [value], places, strict=False):
            tables.append(Table(file, name, fields, line, lines))
    return tables, faults


def _heads(text: str) -> dict[str, list[tuple[int, dict[str, int]]]]:
    # tomllib keeps no line numbers, so each head and field is looked for again, outside of long quotes.
    heads: dict[str, list[tuple[int, dict[str, int]]]] = {}
    lines: dict[str, int] = {}
    in_long_quote = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_long_quote:
            if head := _HEADER.match(line):
                lines = {}
                heads.setdefault(head[1], []).append((number, lines))
            elif key := _KEY.match(line):
                lines.setdefault(key[1], number)
        in_long_quote ^= len(_LONG_QUOTE.findall(line)) % 2 == 1
    return heads


def _slip(file: str, text: str, problem: str) -> Fault:
    place = _PLACE_OF_ERROR.search(problem)
    line = int(place[1]) if place and place[1] else max(1, len(text.splitlines()))
    return Fault(file, line, f"This cannot be read as TOML: {_PLACE_OF_ERROR.sub('', problem)}.")


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
