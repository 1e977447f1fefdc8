"""`shoulder db backup` and `restore` where the machine is not as it should be; tests/faults/test_backups.py has the good days."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.cli.typed import Said, Shoulder
from tests.world import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_damaged_database_is_a_line_and_no_traceback(
    shoulder: Shoulder, settings: Settings, tmp_path: Path
) -> None:
    """For whoever asks something, and for the backup, which leaves nothing behind; a program reads it as JSON."""
    settings.data_dir.mkdir(exist_ok=True)
    (settings.data_dir / "shoulder.db").write_text("this is no database, though it is long enough for one" * 20)
    before = sorted(tmp_path.iterdir())

    asked = await shoulder("people")
    copied = await shoulder("db", "backup", "--to", str(tmp_path / "words"))
    as_json = await shoulder("people", "--json")

    damaged = "The database cannot be read: it is damaged, or is no database."
    assert Said(1, "", f"{damaged}\n") == asked
    assert Said(1, "", "The database did not do it: file is not a database.\n") == copied
    assert Said(1, f'{{\n  "error": "{damaged}"\n}}\n', "") == as_json
    assert before == sorted(tmp_path.iterdir())


async def test_a_disk_that_is_full_is_a_line_and_leaves_nothing(
    shoulder: Shoulder, ready: Settings, tmp_path: Path
) -> None:
    """The copy grows until nothing more can be written."""
    before = sorted(tmp_path.iterdir())
    typed = f"ulimit -f 20; exec {sys.executable} -m bot db backup --to {tmp_path / 'words'}"

    ran = await asyncio.create_subprocess_exec("/bin/sh", "-c", typed, stdout=PIPE, stderr=PIPE, cwd=ROOT)
    out, err = await ran.communicate()

    assert (1, b"") == (ran.returncode, out)
    assert err.startswith(b"The database did not do it: ")
    assert 1 == err.count(b"\n")
    assert before == sorted(tmp_path.iterdir())


async def test_a_password_that_is_not_in_the_address_is_postgresqls_own_affair(
    shoulder: Shoulder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The app finds it in PGPASSWORD, and so does the backup."""
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\nfor word; do case "$word" in --file=*) printf %s "$PGPASSWORD" > "${word#--file=}"; esac; done\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    where = {"PGPASSWORD": "from the environment", "SEALING_KEY": "ab" * 32}

    said = [
        await shoulder("db", "backup", "--to", str(tmp_path / name), DATABASE_URL=f"postgres://{who}@db/words", **where)
        for name, who in (("without", "app"), ("within", "app:its-own"))
    ]

    assert [0, 0] == [each.code for each in said]
    assert "from the environment" == (tmp_path / "without").read_text()
    assert "its-own" == (tmp_path / "within").read_text()
