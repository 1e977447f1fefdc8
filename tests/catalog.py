"""The texts of the screens in other languages: find what is marked in the code, read a .po file, and compile it.

`python -m tests.catalog` writes each .mo anew from its .po, after somebody has changed a translation. Both are kept, so that
the app needs no tool to start.
"""

import ast
import struct
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.coaching import errors
from bot.coaching.errors import CoachingError
from tests.world import ROOT

FOLDER = ROOT / "bot" / "coaching" / "locale"
MARKS = ("say", "mark")
AT_THE_COMMAND_LINE = ("roster.py", "cli.py", "office.py")
MONTHS = tuple(date(2026, month, 1).strftime("%B") for month in range(1, 13))


def marked() -> dict[str, str]:
    """Each text that the code marks, with the file in which it stands first."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.setdefault(text.value, path.relative_to(ROOT).as_posix())
    return found


def refusals() -> set[str]:
    """What the app says when it cannot do something, where that is one whole sentence: translated where somebody has done it."""
    found = set[str]()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                text = node.exc.args[0]
                found |= {text.value} if isinstance(text, ast.Constant) and isinstance(text.value, str) else set()
    return found | usual_refusals()


def met_by_people() -> set[str]:
    """The refusals that somebody in Slack can meet: those of our own kinds, but for what is said at the command line."""
    kinds = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, CoachingError)}
    found = set[str]()
    for path in (ROOT / "bot").rglob("*.py"):
        if path.name not in AT_THE_COMMAND_LINE:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Raise)
                    and isinstance(node.exc, ast.Call)
                    and isinstance(node.exc.func, ast.Name)
                ):
                    at = 1 if node.exc.func.id == "AtField" else 0
                    text = next(iter(node.exc.args[at:]), None) if node.exc.func.id in {*kinds, "AtField"} else None
                    found |= {text.value} if isinstance(text, ast.Constant) and isinstance(text.value, str) else set()
    return found


def usual_refusals() -> set[str]:
    """What an error says that nobody has given a sentence of its own."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, CoachingError)]
    return {each.__doc__ for each in kinds if each.__doc__}


def read(po: Path) -> Mapping[str, str]:
    """What a .po file translates: the English text and the other one, one line each. The head is at the empty text."""
    lines = po.read_text(encoding="utf-8").splitlines()
    return dict(_pairs(lines))


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    text = ""
    for line in lines:
        word, _, quoted = line.partition(" ")
        if word == "msgid":
            text = ast.literal_eval(quoted)
        elif word == "msgstr":
            yield text, ast.literal_eval(quoted)


def compiled(texts: Mapping[str, str]) -> bytes:
    """The same as gettext reads it (GNU's .mo, revision 0, without a hash table)."""
    pairs = sorted((one.encode(), other.encode()) for one, other in texts.items() if other)
    columns = [[one for one, _ in pairs], [other for _, other in pairs]]
    tables, words, at = b"", b"", 28 + 16 * len(pairs)
    for column in columns:
        for each in column:
            tables += struct.pack("<II", len(each), at + len(words))
            words += each + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28 + 16 * len(pairs))
    return head + tables + words


if __name__ == "__main__":
    for each in FOLDER.rglob("*.po"):
        each.with_suffix(".mo").write_bytes(compiled(read(each)))
