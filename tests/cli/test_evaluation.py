"""`shoulder evaluation export`: a zip of counts, for a study of the program."""

import zipfile
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.which_program import NONE
from tests.cli.typed import Said, Shoulder, dump

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_numbers_are_written_into_a_zip(shoulder: Shoulder, ready: Settings, tmp_path: Path) -> None:
    """For its owner's eyes alone, with a codebook; and who took them out is in the log."""
    file = tmp_path / "study.zip"

    said = await shoulder("evaluation", "export", "--by", "the university", "--to", str(file))

    assert said == Said(0, f"{file} is written. It holds counts by month, and nobody in particular.\n", "")
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as opened:
        assert {"README.txt", "codebook.csv", "measures.csv", "prompts.csv"} <= set(opened.namelist())
    assert [line for line in dump(ready) if "'the university','exported numbers for a study'" in line]


async def test_before_the_setup_there_is_nothing_to_study(
    shoulder: Shoulder, settings: Settings, tmp_path: Path
) -> None:
    """One sentence, and no file."""
    said = await shoulder("evaluation", "export", "--by", "the university", "--to", str(tmp_path / "study.zip"))

    assert said == Said(1, "", f"{NONE.format(where=settings.data_dir / 'shoulder.db')}\n")
    assert not (tmp_path / "study.zip").exists()
