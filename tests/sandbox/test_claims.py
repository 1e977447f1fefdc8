"""CLAIMS.md tells the truth: every method is claimed, and every claim names a test that exists."""

import ast
import re
from pathlib import Path

from bot.sandbox.faults import API_KINDS, DEED_KINDS, EVENT_KINDS, SOCKET_KINDS
from bot.sandbox.web_api import METHODS

HERE = Path(__file__).parent
CLAIMS = HERE.parents[1] / "bot" / "sandbox" / "CLAIMS.md"


def claims() -> list[list[str]]:
    """The rows of the table, each with its four cells."""
    lines = CLAIMS.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "behaviour" and not set(row[0]) <= set("-: ")]


def known_tests() -> set[str]:
    """The names of all tests in this folder."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in HERE.glob("test_*.py")]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)}


def test_every_method_is_claimed_and_no_other() -> None:
    """The table names exactly the methods that the sandbox answers."""
    named = {name for row in claims() for name in re.findall(r"`([a-z]+\.[A-Za-z0-9.]+)`", row[0])}

    assert named == set(METHODS)


def test_every_claim_names_tests_that_exist() -> None:
    """The last cell of each row."""
    known = known_tests()
    for row in claims():
        named = re.findall(r"`(test_\w+)`", row[3])
        assert named, row[0]
        assert set(named) <= known, row[0]


def test_every_claim_says_how_it_is_known() -> None:
    """Documented, observed, or assumed; and where."""
    for behaviour, known, source, _ in claims():
        assert known in ("documented", "observed", "assumed", "our own"), behaviour
        assert source, behaviour


def test_every_fault_is_claimed() -> None:
    """Each kind of trouble stands in the table."""
    text = " ".join(row[0] for row in claims())

    assert [kind for kind in (*API_KINDS, *EVENT_KINDS, *SOCKET_KINDS, *DEED_KINDS) if f"`{kind}`" not in text] == []
