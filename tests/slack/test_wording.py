"""What the app itself says is plain: reading grade 8 or below, sentence by sentence, and it never blames or nags."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading import grade
from tests.world import ROOT

HIGHEST = 8.0
FEWEST_WORDS = 5
SPOKEN = (
    *sorted((ROOT / "bot" / "slack").rglob("*.py")),
    *sorted((ROOT / "bot" / "services").glob("*.py")),
    *(ROOT / "bot" / "coaching" / name for name in ("messages.py", "audience.py", "digest.py", "roster.py", "said.py")),
    *(
        ROOT / "bot" / "coaching" / name
        for name in ("schedule.py", "guard.py", "paths.py", "errors.py", "people.py", "features.py")
    ),
    *(ROOT / "bot" / name for name in ("cannot_start.py", "serving.py", "installing.py")),
    *sorted((ROOT / "bot/cli").glob("*.py")),
    *sorted((ROOT / "bot/doctor").glob("*.py")),
)
NAGGING = re.compile(
    r"\b(you (?:must|failed|forgot|missed|still have not|should have)|overdue|reminder:|hurry|last chance|required to)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<[@#][^>]*>|:[a-z_]+:|`[^`]*`|[*•“”]|\b[A-Z]+(?:_[A-Z]+)+\b(?:=\w+)?|_")


BLANK = re.compile(r"\{\w+\}")


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences that a module says, with their lines. Blanks in them are filled with a short name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set(docstrings(tree, path))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= set(node.values)
            parts = (each.value if isinstance(each, ast.Constant) else "Sam" for each in node.values)
            yield node.lineno, "".join(str(part) for part in parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            yield node.lineno, BLANK.sub("Sam", node.value)


def docstrings(tree: ast.AST, path: Path) -> Iterator[ast.AST]:
    """Docstrings are for us and not for people, but for those of errors, which are what people read."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or not node.body:
            continue
        is_read = isinstance(node, ast.ClassDef) and path.name in ("errors.py", "cannot_start.py")
        if isinstance(node.body[0], ast.Expr) and not is_read:
            yield node.body[0].value


def sentences() -> list[tuple[str, str]]:
    """All that the app says, with its place."""
    return [
        (f"{path.relative_to(ROOT)}:{line}", plain)
        for path in SPOKEN
        for line, said in spoken(path)
        if len((plain := MARKUP.sub("", said)).split()) >= FEWEST_WORDS
    ]


SAID = sentences()


def test_there_is_much_to_read() -> None:
    """The search finds what the app says: greetings, refusals, labels."""
    found = " ".join(said for _, said in SAID)

    assert len(SAID) > 100
    assert "Nothing is sent before you say yes." in found
    assert "That is no longer here, or it is not yours." in found
    assert "Something went wrong on our side." in found


@pytest.mark.parametrize(("place", "said"), SAID, ids=[place for place, _ in SAID])
def test_what_the_app_says_reads_at_grade_eight_or_below(place: str, said: str) -> None:
    """By the Flesch-Kincaid grade of the whole text."""
    assert grade(said) <= HIGHEST, (round(grade(said), 1), said)


def test_the_app_never_nags_or_blames() -> None:
    """No "you must", "you forgot", "overdue" or "last chance"."""
    assert [] == [(place, said) for place, said in SAID if NAGGING.search(said)]
