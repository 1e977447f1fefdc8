"""CONTRIBUTING.md is walked as a newcomer walks it: the question, the step and the test are put where it says, and work."""

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.coaching import guard
from bot.coaching.prompts import faults, out_of_date
from bot.library import load, read_files
from bot.reading import grade
from tests.docs.pages import blocks, text
from tests.world import ROOT, World, in_one_process

PAGE = ROOT / "CONTRIBUTING.md"
QUESTION, IN_SPANISH, STEP, STEP_IN_SPANISH = blocks(PAGE, "toml")
(A_TEST,) = blocks(PAGE, "python")
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def at_the_end(file: Path, block: str) -> None:
    """Put a block there, unless whoever runs this test has done so already."""
    before = file.read_text(encoding="utf-8")
    file.write_text(before if block in before else f"{before}\n{block}\n", encoding="utf-8")


def under_guess(file: Path, block: str, **written: str) -> None:
    """Put a step after the step `guess`, and write these in the place of what stands at the top; unless that is done already."""
    before, _, after = file.read_text(encoding="utf-8").partition('id = "guess"')
    if block in after:
        return
    for name, value in written.items():
        before = re.sub(rf"^{name} = .*$", f"{name} = {value}", before, flags=re.MULTILINE)
    guess, _, rest = after.partition("\n\n")
    file.write_text(f'{before}id = "guess"{guess}\n\n{block}\n\n{rest}', encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of somebody who did all of it."""
    folder = tmp_path_factory.mktemp("newcomer") / "prompts"
    shutil.copytree(ROOT / "prompts", folder)
    at_the_end(folder / "kin.toml", QUESTION)
    at_the_end(folder / "es" / "kin.toml", IN_SPANISH)
    under_guess(folder / "paths" / "ask.toml", STEP, version="2")
    under_guess(folder / "es" / "paths" / "ask.toml", STEP_IN_SPANISH, of="2", version="2")
    return folder


@pytest_asyncio.fixture
async def world(walked: Path, tmp_path: Path) -> AsyncIterator[World]:
    """Their demo."""
    async with in_one_process(tmp_path, prompts_dir=walked) as made:
        yield made


def test_the_check_finds_nothing_to_mend(walked: Path) -> None:
    """Grade, words, schema, and a translation of today's version."""
    assert [] == [str(fault) for fault in (*faults(read_files(walked), grade), *out_of_date(read_files(walked)))]


def test_the_guard_would_stop_none_of_it(walked: Path) -> None:
    """What the app itself says in either language is nothing that it would refuse as an answer."""
    said = [line for block in (QUESTION, IN_SPANISH, STEP, STEP_IN_SPANISH) for line in re.findall(r'"([^"]+)"', block)]

    assert [] == [(line, found) for line in said if (found := guard.identifiers(line))]


def test_the_question_can_be_asked_in_both_languages(walked: Path) -> None:
    """It stands in the library, next to the others of its topic."""
    library = load(walked)
    id = re.findall(r'^id = "(.*)"$', QUESTION, re.MULTILINE)[0]

    assert ["en", "es"] == [library.prompts[id].locale, library.spoken("es").prompts[id].locale]


async def test_the_first_test_passes(world: World) -> None:
    """As it stands on the page, in a demo with the step; what it looks for is the step's own text."""
    ran: dict[str, Any] = {}
    exec(compile(A_TEST, "CONTRIBUTING.md", "exec"), ran)  # noqa: S102 - a newcomer's file, from our own page
    (a_test,) = (each for name, each in ran.items() if name.startswith("test_"))

    await a_test(world)
    assert re.findall(r'^text = (".*")$', STEP, re.MULTILINE)[0] in A_TEST


def test_there_is_a_row_for_each_folder_of_tests() -> None:
    """Whoever writes a test finds where it goes."""
    folders = {f"tests/{path.name}/" for path in (ROOT / "tests").iterdir() if (path / "__init__.py").exists()}

    assert set() == folders - set(re.findall(r"`(tests/\w+/)`", text(PAGE)))


def test_before_a_commit_only_programs_of_this_repository_run() -> None:
    """Hooks of ours alone, from no address, each a target of the Makefile that `make test` begins with."""
    called = re.findall(r"^ +entry: make (\w+)$", HOOKS, re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert {"local"} == set(re.findall(r"repo: (.*)$", HOOKS, re.MULTILINE))
    assert "://" not in HOOKS
    assert HOOKS.count("entry:") == len(called) == 1
    assert re.search(rf"^{called[0]}: ", makefile, re.MULTILINE)
    assert re.search(rf"^test: {called[0]} ", makefile, re.MULTILINE)
