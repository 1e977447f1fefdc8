"""The `shoulder` command, as somebody types it: what it says, and that a problem is a line and not a traceback."""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.deployment import run
from bot.db import hold
from bot.serving import check_address
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder, dump, enrolled
from tests.world import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_library_is_fine(shoulder: Shoulder) -> None:
    """`prompts check` counts what is there."""
    said = await shoulder("prompts", "check")

    assert 0 == said.code
    assert said.out.endswith("all is well.\n")


@pytest.fixture
def faulty(settings: Settings) -> tuple[Path, int]:
    """A copy of the library with a fault in kin.toml, and its line."""
    folder = settings.data_dir.parent / "prompts"
    shutil.copytree(ROOT / "prompts", folder)
    lines = (folder / "kin.toml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("audience = "))
    lines[at] = 'audience = "everybody"'
    (folder / "kin.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder, at + 1


async def test_a_fault_in_the_library_is_named_with_file_and_line(shoulder: Shoulder, faulty: tuple[Path, int]) -> None:
    """`prompts check` says where, how many, and leaves with 1."""
    folder, line = faulty

    said = await shoulder("prompts", "check", str(folder))

    assert 1 == said.code
    assert f"prompts/kin.toml:{line}: " in said.out
    assert said.out.endswith("1 to mend.\n")


async def test_an_agencys_own_folder_is_checked_along(shoulder: Shoulder, tmp_path: Path) -> None:
    """By its setting or by `--agency`, with the same rules, and its own file and line."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "kin.toml").write_text('[topic]\nkey = "kin"\nprinciple = "You should have asked."\n', encoding="utf-8")

    said = [
        await shoulder("prompts", "check", str(ROOT / "prompts"), "--agency", str(own)),
        await shoulder("prompts", "check", AGENCY_PROMPTS_DIR=str(own)),
    ]

    assert [1, 1] == [each.code for each in said]
    assert all(each.out.startswith(f"{own}/kin.toml:3: ") for each in said)


async def test_an_agencys_folder_that_is_not_there_stops_the_check(shoulder: Shoulder, tmp_path: Path) -> None:
    """Whoever set it does not want to go without."""
    said = await shoulder("prompts", "check", AGENCY_PROMPTS_DIR=str(tmp_path / "gone"))

    assert 1 == said.code
    assert "there is no such folder" in said.out


@pytest.mark.parametrize("command", ["serve", "work"])
async def test_the_app_does_not_start_with_a_faulty_library(
    shoulder: Shoulder, faulty: tuple[Path, int], command: str
) -> None:
    """It names file and line, and leaves with 1."""
    folder, line = faulty

    said = await shoulder(command, PROMPTS_DIR=str(folder))

    assert 1 == said.code
    assert said.err.startswith(f"prompts/kin.toml:{line}: ")
    assert "Traceback" not in said.err


async def test_a_library_that_is_no_toml_is_named_with_its_line(shoulder: Shoulder, faulty: tuple[Path, int]) -> None:
    """A quote that is not closed, say."""
    folder, _ = faulty
    (folder / "kin.toml").write_text('[topic]\nkey = "kin\n', encoding="utf-8")

    said = await shoulder("serve", PROMPTS_DIR=str(folder))

    assert 1 == said.code
    assert "prompts/kin.toml:2: " in said.err


async def test_an_upgrade_makes_the_database(shoulder: Shoulder, settings: Settings) -> None:
    """`db upgrade` says when it is done."""
    said = await shoulder("db", "upgrade")

    assert Said(0, "The database is up to date.\n", "") == said
    assert [] == enrolled(settings)


async def test_a_second_upgrade_changes_nothing(shoulder: Shoulder, ready: Settings) -> None:
    """And says the same."""
    before = dump(ready)

    said = await shoulder("db", "upgrade")

    assert Said(0, "The database is up to date.\n", "") == said
    assert before == dump(ready)


@pytest.mark.parametrize("command", [("serve",), ("work",), ("db", "upgrade")])
async def test_a_newer_database_is_refused_in_one_line(
    shoulder: Shoulder, ready: Settings, command: tuple[str, ...]
) -> None:
    """With the reason and the way out."""
    connection = sqlite3.connect(ready.data_dir / "shoulder.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    said = await shoulder(*command)

    newer = "This database was made by a newer version of the app. Start that version, or restore an older copy.\n"
    assert Said(1, "", newer) == said


MISSING = {
    "socket": "SLACK_BOT_TOKEN (xoxb-…) is not set. SLACK_APP_TOKEN (xapp-…) is not set.\n",
    "http": "SLACK_BOT_TOKEN (xoxb-…) is not set. SLACK_SIGNING_SECRET is not set.\n",
}


@pytest.mark.parametrize("transport", MISSING)
@pytest.mark.parametrize("command", ["serve", "work"])
async def test_without_tokens_the_app_says_in_one_line_what_is_missing(
    shoulder: Shoulder, command: str, transport: str
) -> None:
    """And starts nothing."""
    empty = dict.fromkeys(("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"), "")

    said = await shoulder(command, SLACK_TRANSPORT=transport, **empty)

    assert Said(1, "", MISSING[transport]) == said


CANNOT_START = {
    "a token that Slack does not know": (
        {"SLACK_BOT_TOKEN": "xoxb-other"},
        "Slack does not accept SLACK_BOT_TOKEN: invalid_auth.\n",
    ),
    "a Slack that is away": (
        {"SLACK_API_URL": "http://127.0.0.1:9/api/"},
        "Slack cannot be reached at http://127.0.0.1:9/api/.\n",
    ),
    "a key that is none": ({"SEALING_KEY": "open sesame"}, "The sealing key must be written as 64 hex digits.\n"),
    "a short key": ({"SEALING_KEY": "ab"}, "The sealing key must be 32 bytes, written as 64 hex digits.\n"),
    "a folder that is none": (
        {"DATA_DIR": "/dev/null/data"},
        "DATA_DIR cannot be used: /dev/null/data: Not a directory.\n",
    ),
    "a database of another kind": (
        {"DATABASE_URL": "mysql://u@h/words"},
        "DATABASE_URL has to begin with postgresql:// (or be empty, for SQLite).\n",
    ),
    "a port that is none": (
        {"DATABASE_URL": "postgres://u@h:port/words"},
        "DATABASE_URL cannot be read as a database's address.\n",
    ),
    "an address that is none": ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read as a database's address.\n"),
}


@pytest.mark.parametrize(("changed", "line"), CANNOT_START.values(), ids=CANNOT_START)
async def test_what_keeps_the_app_from_starting_is_one_line(
    shoulder: Shoulder, changed: dict[str, str], line: str
) -> None:
    """Plain words and exit code 1; no traceback, and no secret."""
    assert Said(1, "", line) == await shoulder("serve", **changed)


async def test_a_port_that_is_taken_is_one_line(shoulder: Shoulder, ready: Settings) -> None:
    """By another app, or by this one, started twice; nothing is begun."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = await shoulder("serve", PORT=str(port))

    taken = f"The app cannot listen on port {port} of 127.0.0.1 (PORT, HOST): Address already in use.\n"
    assert Said(1, "", taken) == said


@pytest.mark.parametrize("host", ["", "127.0.0.1"])
async def test_an_address_on_which_one_can_listen_is_let_be(settings: Settings, host: str) -> None:
    """An empty one is every address of the machine."""
    check_address(settings.model_copy(update={"host": host}))


@pytest.mark.parametrize(("command", "switch"), [("serve", "--web-only"), ("work", "--clock-only")])
async def test_on_sqlite_nobody_else_would_do_the_work(shoulder: Shoulder, command: str, switch: str) -> None:
    """Half of it is refused where there is no other process beside it."""
    said = await shoulder(command, switch)

    assert Said(1, "", f"On SQLite one process does everything. Leave {switch} out, or set DATABASE_URL.\n") == said


async def test_a_postgresql_that_is_away_is_one_line(shoulder: Shoulder) -> None:
    """Nobody listens there: plain words, and no address or password in them."""
    said = await shoulder("serve", DATABASE_URL="postgres://somebody:secret@127.0.0.1:1/nowhere", SEALING_KEY="ab" * 32)

    assert (1, "The database cannot be reached.\n") == (said.code, said.err)


async def test_keys_that_are_away_are_one_line(shoulder: Shoulder) -> None:
    """The database answers, and that of the keys, which has an address of its own, does not."""
    said = await shoulder("serve", KEYS_DATABASE_URL="postgres://somebody:secret@127.0.0.1:1/nowhere")

    assert (1, "The database of the keys cannot be reached.\n") == (said.code, said.err)


IN_ITS_PLACE = {
    "shoulder.db": "The database cannot be read: it is damaged, or is no database.",
    "keys.db": "The database of the keys cannot be read: it is damaged, or is no database.",
    "shoulder.db.lock": "The lock file cannot be used: {}: Is a directory.",
    "sealing.key": "The key file cannot be used: {}: Is a directory.",
}


@pytest.mark.parametrize(("name", "line"), IN_ITS_PLACE.items(), ids=IN_ITS_PLACE)
async def test_what_stands_where_a_file_of_ours_belongs_is_one_line(
    shoulder: Shoulder, tmp_path: Path, name: str, line: str
) -> None:
    """A file that holds something else; or a folder, as Docker makes one of a file that was not there."""
    place = tmp_path / name
    if place.suffix == ".db":
        place.write_bytes(b"no database at all " * 500)
    else:
        place.mkdir()

    assert Said(1, "", f"{line.format(place)}\n") == await shoulder("serve", DATA_DIR=str(tmp_path))


async def test_another_key_than_yesterdays_stops_the_start(shoulder: Shoulder, ready: Settings) -> None:
    """One sentence that says which key is wanted."""
    said = await shoulder("serve", SEALING_KEY="ab" * 32)

    wrong = "The sealing key does not open what is kept. Give back the key this database was made with (SEALING_KEY).\n"
    assert Said(1, "", wrong) == said


async def test_a_second_app_on_the_same_database_is_refused(shoulder: Shoulder, ready: Settings) -> None:
    """While one process holds it."""
    held = hold.hold(ready.data_dir / "shoulder.db.lock")
    try:
        said = await shoulder("serve")
    finally:
        hold.release(held)

    assert (1, True) == (said.code, said.err.startswith("Another process is already at work on this database."))


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("PORT", "99999"), ("SLACK_TRANSPORT", "pigeon"), ("BEAT_SECONDS", "0")]
)
async def test_a_setting_that_cannot_be_is_named(shoulder: Shoulder, name: str, value: str) -> None:
    """The setting and what is wrong with it, on one line, and not the value."""
    said = await shoulder("serve", **{name: value})

    assert 1 == said.code
    assert said.err.startswith(f"{name}: ")
    assert 1 == len(said.err.splitlines())


async def test_two_settings_that_cannot_be_are_both_named(shoulder: Shoulder) -> None:
    """One line each."""
    said = await shoulder("serve", PORT="abc", LOG_LEVEL="LOUD")

    assert ["PORT", "LOG_LEVEL"] == [line.partition(":")[0] for line in said.err.splitlines()]


async def test_a_program_reads_of_it_as_json(shoulder: Shoulder) -> None:
    """Of a setting that cannot be, too."""
    said = await shoulder("people", "--json", PORT="abc")

    assert (1, "") == (said.code, said.err)
    assert json.loads(said.out)["error"].startswith("PORT: ")


@pytest.mark.filterwarnings("ignore:.*is marked with")
def test_what_is_logged_on_the_way_is_no_part_of_the_answer() -> None:
    """A program reads JSON on standard output and nothing else there, also where the database is away."""
    away = {"DATABASE_URL": "postgres://u@127.0.0.1:1/nowhere", "SEALING_KEY": "ab" * 32}
    command = [sys.executable, "-m", "bot", "people", "--json"]

    ran = subprocess.run(command, env=os.environ | away, capture_output=True, text=True, cwd=ROOT, check=False)

    assert (1, {"error": "The database cannot be reached."}) == (ran.returncode, json.loads(ran.stdout))


@pytest.mark.filterwarnings("ignore:.*is marked with")
def test_a_command_that_was_stopped_does_not_say_that_it_is_done(capfd: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C in the middle: a script that goes on after `shoulder db backup` must not take it for a backup."""

    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are deaf to it
    try:
        with pytest.raises(SystemExit) as left:
            run(work())
    finally:
        signal.signal(signal.SIGINT, before)

    assert 130 == left.value.code
    assert ("", "Stopped.\n") == capfd.readouterr()


async def test_an_unknown_command_is_answered_with_help(shoulder: Shoulder) -> None:
    """Exit code 2, as shells expect."""
    said = await shoulder("cheer")

    assert 2 == said.code
    assert "cheer" in said.err


async def test_help_names_every_command(shoulder: Shoulder) -> None:
    """With a word on each."""
    said = await shoulder("--help")

    assert 0 == said.code
    assert all(f" {word} " in said.out for word in ("demo", "serve", "work", "db", "prompts", "roster"))


@pytest.mark.filterwarnings("ignore:.*is marked with")
def test_help_is_quick() -> None:
    """It loads neither Slack nor the database: those take most of a second."""
    script = (
        "import sys; sys.argv = ['shoulder', '--help']\n"
        "from bot.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print({'sqlalchemy', 'slack_bolt', 'aiohttp', 'starlette'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.endswith("set()\n")


@pytest.mark.filterwarnings("ignore:.*is marked with")
def test_what_only_some_deployments_need_is_not_loaded_for_all() -> None:
    """Holidays, Alembic, the numbers, Socket Mode and PostgreSQL cost time at each start, and memory after it."""
    for_some = {"alembic", "holidays", "procrastinate", "prometheus_client", "psycopg", "slack_sdk.socket_mode"}
    script = f"import sys, bot.serving; print({for_some} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout == "set()\n"
