"""What the ways to deploy name is there: commands, settings and files."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import cli
from bot.settings import Settings
from tests.world import ROOT

PLACES = (
    "Dockerfile",
    "Procfile",
    "compose.yaml",
    "docs/deploying.md",
    *(f"deploy/{path.name}" for path in (ROOT / "deploy").iterdir()),
)
TYPED = re.compile(r"(?:^|[\s/`])(?:shoulder|python -m bot)( [a-z][-a-z]*(?: [-a-z]+)*)", re.MULTILINE)
LISTED = re.compile(r"(?:command: |CMD )(\[.*\])")
SETTING = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")
OTHERS = {
    "POSTGRES_PASSWORD",
    "POSTGRES_USER",
    "POSTGRES_DB",
    "PYTHONUNBUFFERED",
    "DEBIAN_FRONTEND",
    "AF_INET",
    "AF_UNIX",
    "HTTPS_PROXY",
}
OTHERS_WORDS = {"shoulder"}  # `shoulder shoulder …`: a user and a container of this name


def text(place: str) -> str:
    """What stands there."""
    return (ROOT / place).read_text()


def commands(place: str) -> Iterator[list[str]]:
    """Each command of ours in it, word by word, as far as it is words."""
    for typed in TYPED.findall(text(place)):
        yield typed.split()
    for listed in LISTED.findall(text(place)):
        words = [word.strip(' "') for word in listed.strip("[]").split(",")]
        if words[0] not in ("python", "CMD"):
            yield words


def stranger(words: list[str]) -> str | None:
    """The first word that the command does not know."""
    here: Any = get_command(cli)
    for word in words:
        below = getattr(here, "commands", None)
        if word.startswith("--"):
            if word not in {name for each in here.params for name in each.opts}:
                return word
        elif below is None:
            break
        elif word not in below:
            return word
        else:
            here = below[word]
    return None


@pytest.mark.parametrize("place", PLACES)
def test_each_command_is_one_of_ours(place: str) -> None:
    """Whoever copies it gets no “no such command”."""
    assert [] == [words for words in commands(place) if words[0] not in OTHERS_WORDS and stranger(words)]


@pytest.mark.parametrize("place", PLACES)
def test_each_setting_is_one_of_ours(place: str) -> None:
    """A name that nobody reads would be set in vain."""
    ours = {name.upper() for name in Settings.model_fields}

    assert set() == set(SETTING.findall(text(place))) - ours - OTHERS


def test_what_goes_into_the_image_is_there_and_let_through() -> None:
    """Each COPY names what stands in the repository, and the list of what is left out leaves it in."""
    copied = [
        word for line in re.findall(r"^COPY (.*) \S+$", text("Dockerfile"), re.MULTILINE) for word in shlex.split(line)
    ]
    let_through = {line.removeprefix("!") for line in text(".dockerignore").splitlines()}

    assert copied
    assert [] == [word for word in copied if not (ROOT / word).exists() or word not in let_through]


def test_a_platform_finds_what_to_install() -> None:
    """Beside a Procfile they look for requirements.txt, and build nothing without one; what it names is what we pin."""
    assert "-r requirements.lock" == text("requirements.txt").splitlines()[-1]


@pytest.mark.parametrize("place", PLACES)
def test_each_file_it_names_is_there(place: str) -> None:
    """Files of `deploy/`, wherever the repository lies."""
    named = re.findall(r"deploy/([-\w.]+)", text(place))

    assert [] == [name for name in named if not list(Path(ROOT / "deploy").glob(f"{name}*"))]
