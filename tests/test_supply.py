"""What the app is built from is pinned: by version and by hash, from no named index; and asked about, when people want."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.world import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-sentry.lock", "requirements-audit.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==", re.MULTILINE)
NO_ANSWER = "echo 'ERROR: nobody there' >&2; exit 1"
CLEAN = "exit 0"
FAULTY = 'while [ "$1" != --output ]; do shift; done; echo "somepackage 1.0 PYSEC-1" > "$2"; exit 1'


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_version_and_hash(lock: str) -> None:
    """Each entry has one version and at least one hash."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

    assert len(entries) > 10
    assert [] == [each for each in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!]+", each)]
    assert [] == [each for each in entries if "--hash=sha256:" not in each]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_place_to_download_from(lock: str) -> None:
    """Which index is used is for the machine that installs to say."""
    assert "://" not in (ROOT / lock).read_text()


def installing() -> list[str]:
    """Each line of `make` that lets pip install something from a lock, with what it says for short spelled out."""
    making = (ROOT / "Makefile").read_text()
    short = dict(re.findall(r"^(\w+) := (.*)$", making, re.MULTILINE))
    for name in ("PIP", "PINNED"):
        making = making.replace(f"$({name})", short[name])
    return [line for line in making.splitlines() if line.startswith("\t") and "pip install" in line and " -r " in line]


def test_the_installation_checks_the_hashes() -> None:
    """The way that `make` installs asks for them."""
    assert len(LOCKS) == len(installing())
    assert all("--require-hashes" in line for line in installing())


def test_the_installation_runs_no_code_of_a_package() -> None:
    """Only built packages are installed: building one from its source would run what stands in it."""
    assert all("--only-binary :all:" in line for line in installing())


@pytest.mark.parametrize(("lock", "group"), [("requirements.lock", "build"), ("requirements-test.lock", "test")])
def test_no_lock_has_a_package_that_nobody_asked_for(lock: str, group: str) -> None:
    """Each is one that pyproject.toml names, or that such a one needs, or so on."""
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"][group]]
    pinned = {canonicalize_name(name) for name in PIN.findall((ROOT / lock).read_text())}

    assert set() == pinned - needed(asked)


def needed(asked: list[str]) -> set[str]:
    """The names of all that these ask for, on any machine, by what is installed here."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [Requirement(each) for each in asked]
    while waiting:
        wanted = waiting.pop()
        if str(wanted) not in seen:
            seen.add(str(wanted))
            found.add(canonicalize_name(wanted.name))
            waiting.extend(_needs(wanted))
    return found


def _needs(wanted: Requirement) -> Iterator[Requirement]:
    """What this one needs, also on other machines; of its extras, only what was asked for."""
    try:
        needs = [Requirement(each) for each in requires(wanted.name) or ()]
    except PackageNotFoundError:
        return
    for need in needs:
        extra = need.marker is not None and "extra" in str(need.marker)
        if not extra or any(need.marker.evaluate({"extra": each}) for each in wanted.extras):
            yield need


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with tools for the audit that need no network; `pip-audit` is the test's to write."""
    folder = tmp_path / "tools"
    folder.mkdir()
    _write(folder / "cyclonedx-py", "echo '{}' > sbom.json")
    return folder


def _write(tool: Path, does: str) -> None:
    tool.write_text(f"#!/bin/sh\n{does}\n")
    tool.chmod(0o755)


def audit(tools: Path, pip_audit: str) -> tuple[int, str]:
    """Run what `make audit` runs, with such an answer from pip-audit; gives how it ended and what it said."""
    _write(tools / "pip-audit", pip_audit)
    ended = subprocess.run([ROOT / ".ci" / "audit", tools], cwd=tools, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout


def test_an_audit_that_nobody_answered_fails_and_says_so(tools: Path) -> None:
    """No answer is not the answer that all is well."""
    ended, said = audit(tools, NO_ANSWER)

    assert ended == 1
    assert "Could not ask about every package, so nothing is known of faults." in said


def test_an_audit_asks_for_an_answer_about_each_package(tools: Path) -> None:
    """By itself pip-audit calls it well when nobody knows a package; it is told not to."""
    asked = 'case " $* " in *" --strict "*) exit 0;; *) exit 1;; esac'

    assert 0 == audit(tools, asked)[0]


def test_an_audit_that_found_a_fault_fails_and_names_it(tools: Path) -> None:
    """With the package and the fault."""
    ended, said = audit(tools, FAULTY)

    assert ended == 1
    assert "somepackage 1.0 PYSEC-1" in said


def test_an_audit_without_faults_says_so(tools: Path) -> None:
    """And leaves the list of what is pinned."""
    ended, said = audit(tools, CLEAN)

    assert (0, True) == (ended, (tools / "sbom.json").exists())
    assert "No package that requirements.lock pins has a known fault." in said
