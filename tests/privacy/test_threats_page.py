"""The page of threats names tests that exist: it cannot promise what nobody checks."""

import ast
import re

import pytest

from tests.world import ROOT

PAGE = (ROOT / "docs" / "threats.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
WITHOUT = {"16": "no language model"}


def test_all_twenty_threats_are_there() -> None:
    """In order, none left out."""
    assert [str(number) for number in range(1, 21)] == re.findall(r"^## (\d+)\. ", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_each_named_test_exists(file: str, name: str) -> None:
    """As a test, under this name, in this file."""
    nodes = ast.walk(ast.parse((ROOT / file).read_text()))

    assert name in {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_each_threat_names_a_test_or_says_why_not() -> None:
    """What has no test says plainly that it is not there."""
    threats = re.split(r"^## (?=\d)", PAGE, flags=re.MULTILINE)[1:]
    bare = {threat.split(".")[0]: threat for threat in threats if "Tests: `tests/" not in threat}

    assert set(WITHOUT) == set(bare)
    assert all(words in bare[number] for number, words in WITHOUT.items())
