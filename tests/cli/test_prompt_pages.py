"""`shoulder prompts page`, `said`, `left` and `reviews`: what an agency prints and looks up of its questions."""

from pathlib import Path

import pytest

from bot import library
from bot.app import open_database
from bot.coaching.reviewing import Verdict
from bot.sandbox.run import LEAD, PARTNER, WORKSPACE
from bot.services import partners, reviews
from bot.services.reviews import Say
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder
from tests.world import MONDAY_9_29

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_topic_is_one_page_to_print(shoulder: Shoulder, settings: Settings, tmp_path: Path) -> None:
    """No database and no Slack are needed for it."""
    file = tmp_path / "sts.html"

    said = await shoulder("prompts", "page", "sts", "--to", str(file))

    assert said == Said(0, f"{file} is written. Open it in a browser and print it.\n", "")
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


async def test_a_topic_that_there_is_not_is_said_so(shoulder: Shoulder, settings: Settings, tmp_path: Path) -> None:
    """With those that there are."""
    said = await shoulder("prompts", "page", "weather", "--to", str(tmp_path / "x.html"))

    assert said.code == 1
    assert said.err.startswith("There is no topic weather. There are: engagement,")


async def test_what_came_of_it_is_a_page(shoulder: Shoulder, settings: Settings, tmp_path: Path) -> None:
    """Also before anything was said."""
    said = await shoulder("prompts", "said", "--to", str(tmp_path / "said.html"))

    assert said.code == 0
    assert "Nothing stands here yet." in (tmp_path / "said.html").read_text(encoding="utf-8")


async def test_what_is_left_is_said_by_topic(shoulder: Shoulder, settings: Settings) -> None:
    """Today none is reviewed, and the setting would leave nothing."""
    said = await shoulder("prompts", "left")

    assert said.out.startswith("0 of 163 questions are reviewed. All of them go out;")
    assert "\nsts: 0 of 22 (bias 0/3" in said.out


async def test_what_parent_partners_said_has_counts_and_no_names(shoulder: Shoulder, ready: Settings) -> None:
    """Their words too, and they see who read them."""
    prompts = library.load(ready.prompts_dir)
    async with open_database(ready) as database, database.begin() as session:
        await partners.invite(session, WORKSPACE, PARTNER, by=LEAD, now=MONDAY_9_29)
        await partners.say_yes(session, WORKSPACE, PARTNER, now=MONDAY_9_29)
        say = Say(Verdict.CHANGE, feel="I would feel judged.")
        await reviews.keep(session, prompts, WORKSPACE, PARTNER, ("sts.bias.1", 1), say, now=MONDAY_9_29)

    said = await shoulder("prompts", "reviews", "--by", "the writers")

    assert "sts.bias.1, version 1:" in said.out
    assert "  parent partners: keep 0, change 1, drop 0\n" in said.out
    assert "I would feel judged." in said.out
    assert PARTNER not in said.out
    async with open_database(ready) as database, database.read() as session:
        (mine,) = await reviews.mine(session, WORKSPACE, PARTNER, now=MONDAY_9_29)
    assert [reader for reader, _ in mine.reads] == ["the writers"]
