"""Each command that the docs tell somebody to type is run by a test, or it is said here why not."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.app import open_database
from bot.sandbox.run import LEAD, PLAN, WORKSPACE
from bot.sandbox.server import Sandbox
from bot.services import programs
from bot.settings import Settings
from tests.cli.typed import typing
from tests.docs.elsewhere import NOT_HERE, RAN_BY
from tests.docs.pages import PAGES, Typed, commands, named
from tests.docs.test_on_a_machine import SECTIONS, section
from tests.test_deploying import stranger
from tests.world import MONDAY_9_29, ROOT, _options, environment, settings_for

HISTORY = ROOT / "CHANGELOG.md"
ROSTER = "caseworker,coach,supervisor,channel,zone,days,time\nUANA,UCORA,USAM,CWINS,,Mon Wed,9:30-12:30\n"
FILLED_IN = {"U…": "UANA", "@name": "@sam", "T…": WORKSPACE}
OFFICE = (
    "shoulder prompts check",
    "shoulder prompts check prompts --agency your-folder",
    "shoulder prompts page kin --to kin.html",
    "shoulder prompts page paths --to paths.html",
    "shoulder prompts said --to said.html",
    "shoulder prompts left",
    "shoulder manifest --host https://shoulder.agency.example > manifest-http.json",
    "shoulder manifest --host https://shoulder.agency.example > manifest-many.json",
    "shoulder manifest --workflow-steps --host https://shoulder.agency.example",
    "shoulder db upgrade",
    "shoulder roster import people.csv",
    "shoulder roster export --to people.csv",
    "shoulder doctor",
    "shoulder people",
    "shoulder why @ana",
    "shoulder outbox list",
    "shoulder outbox retry --all",
    "shoulder hold place --person U…",
    "shoulder hold list",
    "shoulder hold lift --person U…",
    "shoulder export --person U… --to file.zip",
    'shoulder export --records --by "who" --to file.zip',
    'shoulder evaluation export --by "who takes them" --to study.zip',
    'shoulder prompts reviews --by "who reads"',
    "shoulder people lead @name",
    "shoulder people lead @name --workspace T…",
    "shoulder programs",
    "shoulder purge --dry-run",
    "shoulder purge",
    "shoulder db backup --to words-2026-11-26.backup",
    "shoulder db backup --to keys.backup --keys",
    "shoulder erase --person U…",
    "shoulder db restore keys.backup --keys",
    "shoulder db restore words-2026-11-26.backup",
    "shoulder db rotate-key",
)
"""What an agency's office types, in an order in which it makes sense; one day of one deployment in a test below."""


def usual(command: str) -> str:
    """The same command without the folder that its program lies in."""
    return command.replace(".venv/bin/", "")


def told() -> list[Typed]:
    """Each command of the docs but for what the changelog tells of other days."""
    return [command for page in PAGES if page != HISTORY for command in commands(page)]


def known() -> set[str]:
    """What is run in this folder, in another test, or not at all, with a reason."""
    return {*OFFICE, *RAN_BY, *NOT_HERE}


def is_run(command: str) -> bool:
    """Whether it is one of those, or what such a command begins with, as a sentence speaks of it."""
    return command in known() or any(each.startswith(f"{command} ") for each in known())


def on_a_machine(command: str) -> bool:
    """Whether test_on_a_machine.py types it, or looks at it where a sentence speaks of it."""
    in_blocks = "\n".join(map(section, SECTIONS))
    return command in in_blocks or command.startswith(("docker compose", "journalctl"))


def test_nobody_is_told_a_command_that_nobody_runs() -> None:
    """Whoever writes a new one into the docs lets a test run it, or says in elsewhere.py why that cannot be."""
    assert [] == [str(each) for each in told() if not is_run(usual(each.text)) and not on_a_machine(each.text)]


def test_nothing_is_run_that_nobody_is_told() -> None:
    """What left the docs leaves these lists."""
    said = {usual(command.text) for command in told()}

    assert set() == known() - said


@pytest.mark.parametrize("where", sorted(set(RAN_BY.values())))
def test_the_test_that_runs_it_is_there(where: str) -> None:
    """Under this name, in this file."""
    file, _, name = where.partition("::")

    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("why", NOT_HERE.values())
def test_the_file_that_a_reason_names_is_there(why: str) -> None:
    """Somewhere among the tests."""
    assert [] == [name for name in re.findall(r"\w+\.py", why) if not any((ROOT / "tests").rglob(name))]


def test_clean_leaves_what_a_trial_kept(tmp_path: Path) -> None:
    """The demo is forgotten; the database and keys of somebody who tries it in their own Slack stay."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    kept, gone = ("data/shoulder.db", "data/keys.db", "data/sealing.key"), ("data/demo/shoulder.db", ".venv/bin/python")
    for name in (*kept, *gone):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    subprocess.run(["make", "-s", "clean"], cwd=tmp_path, check=True)

    assert {"Makefile", *kept} == {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_each_command_of_ours_is_one(page: Path) -> None:
    """`shoulder` knows each word and option, also those of sentences and of the changelog."""
    ours = [shlex.split(usual(each.text))[1:] for each in commands(page) if usual(each.text).startswith("shoulder ")]

    assert [] == [words for words in ours if words != ["--help"] and stranger(words)]


def test_make_knows_each_of_its_own() -> None:
    """All that the docs ask of `make`, in one go that does nothing; a word that it does not know stops it."""
    words = {word for each in told() if each.text.startswith("make ") for word in each.text.split()[1:]} - {"-C"}
    targets = sorted(word for word in words if not word.startswith("/"))

    dry = ["make", "-n", "PYTHON=python3", *targets]
    by_itself = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    ran = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=False, env=by_itself)

    assert (0, "") == (ran.returncode, ran.stderr)


@pytest.mark.parametrize("command", [each for each in RAN_BY if each.startswith("python -m ")])
def test_each_module_knows_its_options(command: str) -> None:
    """What stands behind `python -m …` is there, and so is each option."""
    module, *options = command.split()[2:]
    place = ROOT / module.replace(".", "/")
    code = (place / "__main__.py" if place.is_dir() else place.with_suffix(".py")).read_text(encoding="utf-8")

    assert [] == [option for option in options if option.startswith("--") and f'"{option}"' not in code]


async def test_a_day_in_the_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """All that an agency's office is told to type, one after the other against one database, ends well."""
    sandbox = Sandbox(_options("http", MONDAY_9_29))
    await sandbox.start()
    settings = settings_for(tmp_path, sandbox.url, "http")
    for name, value in environment(settings, 0).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(ROSTER)
    (tmp_path / "your-folder").mkdir()
    (tmp_path / "prompts").symlink_to(ROOT / "prompts")

    ended = {}
    for command in OFFICE:
        await before(command, settings, monkeypatch)
        said = await typing(monkeypatch, capfd, *words(command))
        ended[command] = (said.code, said.err)
    await sandbox.stop()

    assert dict.fromkeys(OFFICE, (0, "")) | {"shoulder doctor": (1, "")} == ended  # for nobody has started the app


def words(command: str) -> list[str]:
    """What is typed behind `shoulder`, with what a reader fills in."""
    typed = shlex.split(command.partition(" > ")[0])[1:]
    return [FILLED_IN.get(word, word) for word in typed]


async def before(command: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has happened in the meantime: the setup in Slack, and for a backup that is put back, another disk."""
    if command == "shoulder roster import people.csv":
        async with open_database(settings) as database, database.begin() as session:
            await programs.set_up(session, WORKSPACE, LEAD, PLAN, first_lead="", now=MONDAY_9_29)
    elif command == "shoulder db restore keys.backup --keys":
        other = settings.data_dir.with_name("other")
        other.mkdir(mode=0o700)
        (other / "sealing.key").write_bytes((settings.data_dir / "sealing.key").read_bytes())
        (other / "sealing.key").chmod(0o600)
        monkeypatch.setenv("DATA_DIR", str(other))
