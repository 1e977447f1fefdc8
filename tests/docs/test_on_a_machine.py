"""What docs/deploying.md tells an administrator to type, typed into a shell, with a folder in the place of the machine's disk.

Only the programs that belong to the machine are stand-ins: they write down what they were asked. Files are really made and copied.
"""

import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.docs.pages import FENCE, text
from tests.test_deploying import stranger
from tests.world import ROOT

PAGE = text(ROOT / "docs" / "deploying.md")
STAND_INS = {
    "useradd": "",
    "systemctl": "",
    "docker": "",
    "runuser": "",
    "git": f'case "$1" in clone) ln -s {ROOT} "$3";; esac',
    "make": 'exec /usr/bin/env -i PATH=/usr/bin:/bin make -n PYTHON=python3 "$@" > /dev/null',
    "install": 'exec /usr/bin/install $(printf "%s " "$@" | sed -E "s/-[og] shoulder//g")',
}
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
SERVICES = set(
    re.findall(r"^  ([a-z]+):$", COMPOSE[COMPOSE.index("services:") : COMPOSE.index("\nvolumes:")], re.MULTILINE)
)


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read is what was typed, whatever the machine has set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@dataclass(frozen=True)
class Disk:
    """A folder in the place of `/`, and what the stand-ins were asked."""

    root: Path
    asked: list[list[str]]

    def of(self, program: str) -> list[list[str]]:
        """What this one was asked, time by time."""
        return [words[1:] for words in self.asked if words[0] == program]


SECTIONS = ("In your own Slack, to try it", "One machine", "Docker", "A new version")
"""Those whose blocks are typed here, line by line."""


def section(heading: str) -> str:
    """The blocks of a section, in their order."""
    found = re.search(rf"^## {heading}$(.*?)^## ", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return "\n".join(block for _, language, block in FENCE.findall(found[1]) if language == "sh")


def typed(script: str, root: Path) -> Disk:
    """Type it all on a machine whose disk is this folder; the first thing that goes wrong ends it."""
    programs = root / "stand-ins"
    for folder in (
        programs,
        *(root / each for each in ("opt", "etc/systemd/system", "var/lib/shoulder", "var/backups")),
    ):
        folder.mkdir(parents=True)
    for name, does in STAND_INS.items():
        note = f'{{ printf "%s\\n" {name} "$@"; echo; }} >> {root}/asked'
        (programs / name).write_text(f"#!/bin/sh\n{note}\n{does}\n")
        (programs / name).chmod(0o755)
    here = re.sub(r"(?<![\w.])/(opt|etc|var)/", rf"{root}/\1/", script).replace(
        "<the address of this repository>", "it"
    )
    ran = subprocess.run(
        ["/bin/sh", "-e"],
        input=here,
        cwd=root,
        env={**os.environ, "PATH": f"{programs}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (ran.returncode, ran.stderr)
    return Disk(root, [each.split("\n") for each in (root / "asked").read_text().strip().split("\n\n")])


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """After the section of this name, from top to bottom."""
    return typed(section("One machine"), tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """After trying it in one's own Slack, in a copy of the repository's folder."""
    root = tmp_path_factory.mktemp("laptop")
    for name in (".env.example", "Makefile", "pyproject.toml", "requirements.lock"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/shoulder").write_text(f'#!/bin/sh\nprintf "%s\\n" shoulder "$@" >> {root}/asked\n')
    (root / ".venv/bin/shoulder").chmod(0o755)
    return typed(section(SECTIONS[0]), root)


@pytest.fixture(scope="module")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """After the section of this name, in a copy of the repository's folder."""
    root = tmp_path_factory.mktemp("docker")
    (root / ".env.example").write_bytes((ROOT / ".env.example").read_bytes())
    return typed(section("Docker"), root)


def test_on_a_laptop_the_copied_settings_are_read(laptop: Disk) -> None:
    """The app is started in the folder in which its settings were put."""
    assert [["serve"]] == laptop.of("shoulder")
    assert [[".venv/.ready"]] == laptop.of("make")
    assert Settings(_env_file=None) == Settings(_env_file=laptop.root / ".env")


def test_the_units_that_are_started_were_put_there(one_machine: Disk) -> None:
    """What `systemctl` is asked for lies where it looks."""
    wanted = {words[-1] for words in one_machine.of("systemctl") if words[0] in ("enable", "status")}
    there = {path.name for path in (one_machine.root / "etc/systemd/system").iterdir()}

    assert {"shoulder", "shoulder-backup.timer"} == wanted
    assert {"shoulder.service", "shoulder-backup.service", "shoulder-backup.timer"} == there


def test_the_app_and_a_command_by_hand_mean_the_same_folder(one_machine: Disk) -> None:
    """The settings of the unit are those of a command, and both keep everything where the unit may write."""
    settings = one_machine.root / "var/lib/shoulder/.env"

    assert one_machine.root / "etc/shoulder/settings" == settings.resolve()
    assert one_machine.root / "var/lib/shoulder" == Settings(_env_file=settings).data_dir
    assert "Environment=DATA_DIR=/var/lib/shoulder\n" in (ROOT / "deploy/shoulder.service").read_text()
    assert [
        ["-u", "shoulder", "--", f"{one_machine.root}/opt/shoulder/.venv/bin/shoulder", "doctor"]
    ] == one_machine.of("runuser")


def test_words_and_keys_have_folders_that_nobody_else_reads(one_machine: Disk) -> None:
    """One for each, for their owner alone."""
    folders = [one_machine.root / "var/backups" / name for name in ("shoulder-words", "shoulder-keys")]

    assert [0o700, 0o700] == [folder.stat().st_mode & 0o777 for folder in folders]


def test_docker_gets_its_two_secrets(docker: Disk) -> None:
    """A password for PostgreSQL and a sealing key, fresh, in a file that only its owner reads."""
    file = docker.root / ".env"
    secrets = dict(re.findall(r"^(POSTGRES_PASSWORD|SEALING_KEY)=([0-9a-f]+)$", file.read_text(), re.MULTILINE))

    assert 0o600 == file.stat().st_mode & 0o777
    assert {"POSTGRES_PASSWORD": 48, "SEALING_KEY": 64} == {name: len(value) for name, value in secrets.items()}
    assert secrets["SEALING_KEY"] == Settings(_env_file=file).sealing_key.get_secret_value()


def test_docker_is_asked_for_services_that_there_are(docker: Disk) -> None:
    """Each service of Compose by its name, and each command of ours with options that it knows."""
    composed = [words[1:] for words in docker.of("docker") if words[0] == "compose"]
    ours = [words[words.index("worker") + 1 :] for words in composed if words[0] == "run"]
    looked_at = {name for words in composed if words[0] == "logs" for name in words[1:] if not name.startswith("-")}

    assert {"up", "logs", "run"} == {words[0] for words in composed}
    assert looked_at <= SERVICES
    assert ours
    assert [] == [words for words in ours if stranger([word for word in words if "/" not in word])]


def test_a_new_version_restarts_what_was_started(tmp_path: Path) -> None:
    """The two lines of the page, one for each way."""
    disk = typed(f"ln -s {ROOT} /opt/shoulder\n" + section("A new version"), tmp_path)

    assert [["pull"]] == disk.of("git")
    assert [["restart", "shoulder"]] == disk.of("systemctl")
    assert [["compose", "build"], ["compose", "up", "-d"]] == disk.of("docker")


def test_each_word_of_a_sentence_that_is_about_docker_or_systemd_names_what_is_there() -> None:
    """`docker compose …` with services of compose.yaml, and units of deploy/."""
    inline = [
        shlex.split(found) for found in re.findall(r"`((?:docker|journalctl|systemctl) [^`]+)`", FENCE.sub("", PAGE))
    ]
    units = {path.name.split(".")[0] for path in (ROOT / "deploy").iterdir()}

    assert {"worker"} == {word.partition("=")[0] for words in inline if "compose" in words for word in words} & SERVICES
    assert {"shoulder"} == {words[-1] for words in inline if words[0] == "journalctl"} & units
