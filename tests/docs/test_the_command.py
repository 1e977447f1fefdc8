"""docs/commands.md says what can be typed in Slack: each word of the command, and no word that is none."""

import re
from pathlib import Path

import pytest

from bot.library import load
from bot.settings import Settings
from bot.slack.forms.request import requestable
from bot.slack.listeners.commands import WORDS
from tests.docs.pages import PAGES, named, text
from tests.world import ROOT

PAGE = text(ROOT / "docs" / "commands.md")
TYPED = re.compile(r"`/coach-checkin ?([^`]*)`")
LIBRARY = load(Settings(_env_file=None).prompts_dir)


def word(typed: str) -> str:
    """What stands first behind the command; a person as @."""
    first = typed.partition(" ")[0]
    return "@" if first.startswith("@") else first


def test_each_word_of_the_command_stands_on_its_page() -> None:
    """Also the one that is none, a topic, and a person."""
    assert {*WORDS, "kin", "@"} == {
        word(row) for row in re.findall(r"^\| `/coach-checkin ?([^`]*)`", PAGE, re.MULTILINE)
    }


def test_the_topics_there_are_those_that_can_be_asked_and_those_that_cannot() -> None:
    """In two sentences; a coach who typed one of the second kind would be refused."""
    asked, _, own = PAGE.partition("The topics are ")[2].partition("On your own")
    can_be_asked = [key for key, _ in requestable(LIBRARY)]

    assert can_be_asked == re.findall(r"`(\w+)`", asked)
    assert [key for key in LIBRARY.topics if key not in can_be_asked] == re.findall(
        r"`(\w+)`", own.partition("\n\n")[0]
    )


@pytest.mark.parametrize("page", [each for each in PAGES if each.name != "CHANGELOG.md"], ids=named)
def test_no_page_names_a_word_that_is_none(page: Path) -> None:
    """Whoever types it gets no “I do not know that word”."""
    known = {*WORDS, *LIBRARY.topics, "@"}

    assert [] == [typed for typed in TYPED.findall(text(page)) if word(typed) not in known]
