"""What an agency's office does at the command line: purge, hold, export, erase. Nothing is said that holds a word."""

import json
import zipfile
from pathlib import Path

import pytest

from bot import library
from bot.app import open_database
from bot.sandbox.run import seed_program
from bot.settings import Settings
from bot.which_program import NONE
from tests.cli.typed import Said, Shoulder, dump
from tests.world import MONDAY_9_29

pytestmark = pytest.mark.asyncio(loop_scope="module")
COUNTS = "words: 0 {0}\ncelebrations: 0 {0}\nfacts: 0 {0}\ndeliveries: 0 {0}\naudit: 0 {0}\n"


async def test_a_dry_run_only_counts(shoulder: Shoulder, ready: Settings) -> None:
    """One line for each class."""
    assert await shoulder("purge", "--dry-run") == Said(0, COUNTS.format("would be purged"), "")


async def test_a_purge_says_what_it_did(shoulder: Shoulder, ready: Settings) -> None:
    """The same lines, and nothing had its time yet."""
    assert await shoulder("purge") == Said(0, COUNTS.format("purged"), "")


async def test_before_the_setup_nothing_is_purged(shoulder: Shoulder, settings: Settings) -> None:
    """One sentence, and exit code 1."""
    said = await shoulder("purge")

    assert said == Said(1, "", f"{NONE.format(where=settings.data_dir / 'shoulder.db')}\n")


async def test_a_hold_is_placed_listed_and_lifted(shoulder: Shoulder, settings: Settings) -> None:
    """By Slack id; a second one on the same person is refused in words."""
    async with open_database(settings) as database:
        await seed_program(database, library.load(settings.prompts_dir), MONDAY_9_29)
    placed = await shoulder("hold", "place", "--person", "UANA")
    again = await shoulder("hold", "place", "--person", "UANA")
    listed = await shoulder("hold", "list")
    lifted = await shoulder("hold", "lift", "--person", "UANA")

    assert placed == Said(0, "The hold on UANA stands.\n", "")
    assert again == Said(1, "", "That hold stands already.\n")
    assert listed.out.startswith("UANA since ")
    assert lifted == Said(0, "The hold on UANA is lifted.\n", "")
    assert await shoulder("hold", "list") == Said(0, "No legal hold stands.\n", "")


async def test_a_records_export_wants_a_name(shoulder: Shoulder, ready: Settings, tmp_path: Path) -> None:
    """Who did it is written down, so it has to be said."""
    said = await shoulder("export", "--records", "--to", str(tmp_path / "all.zip"))

    assert said.code == 1
    assert "Say who wants them with --by." in said.err
    assert not (tmp_path / "all.zip").exists()


async def test_a_records_export_says_where_the_line_runs(shoulder: Shoulder, ready: Settings, tmp_path: Path) -> None:
    """A zip that only its owner can read, with a page on what is not in it."""
    file = tmp_path / "all.zip"

    said = await shoulder("export", "--records", "--by", "the records officer", "--to", str(file))

    assert said.code == 0
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as opened:
        readme = opened.read("README.txt").decode()
    assert "exported on" in readme
    assert "by the records officer" in readme
    assert "What is not in here" in readme


async def test_an_export_onto_a_file_of_everybodys_is_its_owners_alone(
    shoulder: Shoulder, ready: Settings, tmp_path: Path
) -> None:
    """Whoever could read the old file cannot read the new one."""
    file = tmp_path / "all.zip"
    file.touch()
    file.chmod(0o644)

    said = await shoulder("export", "--records", "--by", "the records officer", "--to", str(file))

    assert said.code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize("to", ["nowhere/all.zip", "."])
async def test_an_export_that_cannot_be_written_is_not_in_the_log(
    shoulder: Shoulder, ready: Settings, tmp_path: Path, to: str
) -> None:
    """A missing folder, or a folder instead of a file: one plain sentence, nothing is left, and nothing was done."""
    before = sorted(tmp_path.iterdir())

    said = await shoulder("export", "--records", "--by", "the records officer", "--to", str(tmp_path / to))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(str(tmp_path / to))
    assert said.err.count("\n") == 1
    assert not [line for line in dump(ready) if "exported records" in line]
    assert sorted(tmp_path.iterdir()) == before


async def test_a_records_export_is_in_the_log(shoulder: Shoulder, ready: Settings, tmp_path: Path) -> None:
    """By the name that was given."""
    await shoulder("export", "--records", "--by", "the records officer", "--to", str(tmp_path / "all.zip"))

    assert [line for line in dump(ready) if "'the records officer','exported records'" in line]


async def test_an_export_of_nobody_is_refused_in_words(shoulder: Shoulder, ready: Settings, tmp_path: Path) -> None:
    """Whose records is asked for."""
    said = await shoulder("export", "--to", str(tmp_path / "x.zip"))

    assert said == Said(1, "", "Say whose records: --person U…, or --records for the agency's.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("erase",),
        ("export", "--to", "own.zip"),
        ("export", "--to", "records.zip", "--records", "--by", "the records officer"),
    ],
)
async def test_a_stranger_is_named_as_one(shoulder: Shoulder, ready: Settings, words: tuple[str, ...]) -> None:
    """A slip in the id: no empty zip that would say that nothing is kept of them, and nothing is written down as done."""
    said = await shoulder(*words, "--person", "UNOBODY")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(("UNOBODY has no place here", "UNOBODY is no caseworker here"))
    assert not list(ready.data_dir.parent.glob("*.zip"))
    assert not [line for line in dump(ready) if "UNOBODY" in line]


@pytest.mark.parametrize("switch", [("--by", "the records officer"), ("--with-private",)])
async def test_what_somebody_kept_to_themselves_is_not_given_by_a_slip(
    shoulder: Shoulder, settings: Settings, switch: tuple[str, ...]
) -> None:
    """Without the word --records, this would be Ana's own copy, and not the agency's records of her."""
    async with open_database(settings) as database:
        await seed_program(database, library.load(settings.prompts_dir), MONDAY_9_29)

    said = await shoulder("export", "--person", "UANA", *switch, "--to", "ana.zip")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("--by and --with-private go with --records")
    assert not (settings.data_dir.parent / "ana.zip").exists()


async def test_a_name_is_kept_as_a_line_of_slack_can_show_it(
    shoulder: Shoulder, ready: Settings, tmp_path: Path
) -> None:
    """Without the signs that make a link or a mention; one that would fill App Home is refused."""
    file = str(tmp_path / "all.zip")

    done = await shoulder("export", "--records", "--by", "Jo Ruiz <jo@agency.example>", "--to", file)
    long = await shoulder("export", "--records", "--by", "Jo " * 1000, "--to", file)

    assert done.code == 0
    assert [line for line in dump(ready) if "'Jo Ruiz jo@agency.example'" in line]
    assert long == Said(1, "", "Please say who wants them in at most 80 letters.\n")


@pytest.mark.parametrize("words", [("prompts", "reviews"), ("evaluation", "export", "--to", "study.zip")])
async def test_a_name_of_blanks_is_nobody(shoulder: Shoulder, ready: Settings, words: tuple[str, ...]) -> None:
    """What is written down, and shown to whose words were read, has to be somebody."""
    said = await shoulder(*words, "--by", " ")

    assert said == Said(1, "", "Say who wants them with --by. It is kept, and the authors can see it.\n")


async def test_each_command_can_answer_a_program(shoulder: Shoulder, ready: Settings) -> None:
    """With --json: the purge's counts, the holds, what the library holds."""
    held = json.loads((await shoulder("hold", "place", "--json")).out)
    purge, holds, checked = [
        json.loads((await shoulder(*words, "--json")).out)
        for words in (("purge", "--dry-run"), ("hold", "list"), ("prompts", "check"))
    ]

    assert {"person": None, "stands": True} == held
    assert (True, 0) == (purge["dry_run"], purge["counts"]["words"])
    assert [None] == [each["person"] for each in holds]
    assert (0, True) == (checked["to_mend"], checked["prompts"] > 100)
