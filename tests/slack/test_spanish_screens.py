"""Whoever reads Spanish meets no English: every message, form and App Home of every role is drawn in both and compared."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from bot.coaching.closings import PLACES
from bot.coaching.language import read_in
from tests.slack.drawn import forms, homes, payloads

WORDS = "Qzx"
"""What people wrote, in the drawings."""
NO_TEXT = {
    "filter",
    "action_id",
    "block_id",
    "callback_id",
    "private_metadata",
    "type",
    "url",
    "user_id",
    "value",
    "style",
    "emoji",
}
THEIR_OWN = re.compile(
    r"<[@#!][^>]*>|:[a-z_]+:|`[^`]*`|(?<!\w)[A-Z]{2,}(?!\w)|Qzx|Shoulder to Shoulder|ProQOL|En inglés: .*"
)
SAMPLES = (
    *(
        "Kin and family",
        "What did you try?",
        "What is stuck?",
        "A note.",
        "Now: Monday.",
        "Not this week.",
        "I ask first.",
    ),
    *(
        "on Monday, Nov 2",
        "Monday, Nov 2",
        "Wednesday, Nov 25",
        "America/Chicago",
        "UCORA on Monday",
        "the command line",
    ),
    *("You can call: ", "Case closed!", "I stayed with it, one small step at a time.", "That is fine."),
)
"""What the drawings take as given by somebody else."""
THE_SAME = {"no", "English", "Español", *PLACES.values()}
ENGLISH = re.compile(
    r"\b(?:and|are|by|can|for|from|has|have|is|it|not|of|on|or|that|the|their|them|they|this|to|was|what|when|who|will|with|"
    r"you|your)\b",
    re.IGNORECASE,
)
FOR_EVERYBODY = {"celebration 0", "celebration with the coach's sentence 0"}
"""What stands in a channel, where people of many languages read, stays in English."""


@cache
def drawn(language: str) -> Mapping[str, Any]:
    """Everything, as somebody sees it who reads this language."""
    with read_in(language):
        said = {name: (each.text, each.blocks) for name, each in payloads(WORDS).items()}
        return {**said, **forms(WORDS), **{f"home: {name}": each for name, each in homes(WORDS).items()}}


def texts(part: Any) -> Iterator[str]:
    """Every text that can be read in a drawing."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, each in part.items():
            if name not in NO_TEXT:
                yield from texts(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from texts(each)


def ours(text: str) -> str:
    """A text without what people wrote, names, commands and given samples: what the app itself says."""
    for sample in SAMPLES:
        text = text.replace(sample, "")
    return "" if text in THE_SAME else THEIR_OWN.sub("", text)


def english_left(name: str) -> list[str]:
    """The texts of a drawing that are the same in both languages, or have English words in them."""
    known = {text for text in texts(drawn("en")[name]) if re.search(r"[^\W\d_]{2}", ours(text))}
    return [text for text in texts(drawn("es")[name]) if text in known or ENGLISH.search(ours(text))]


@pytest.mark.parametrize(
    "name",
    [name for name in drawn("en") if name not in FOR_EVERYBODY | {"home: nobody, in Spanish"}],
)
def test_nothing_is_left_in_english(name: str) -> None:
    """Not a title, a button, a hint or a line of it."""
    assert english_left(name) == []


@pytest.mark.parametrize("name", sorted(FOR_EVERYBODY))
def test_what_stands_in_a_channel_is_english_for_everybody(name: str) -> None:
    """It is drawn for the channel, whoever shared it."""
    assert english_left(name)


def test_the_look_for_english_finds_it() -> None:
    """A sentence that nobody translated would fail the test above."""
    assert [bool(ENGLISH.search(ours(text))) for text in ("You see it first.", "Usted lo ve primero.")] == [True, False]


def test_no_title_or_button_is_cut() -> None:
    """Slack takes 24 characters for a title and for the buttons of a form."""
    cut = [
        (name, text)
        for name, each in drawn("es").items()
        if isinstance(each, dict) and each.get("callback_id") != "reflection_step"  # there the question is the title
        for part in ("title", "submit", "close")
        if len(text := each.get(part, {}).get("text", "")) > 24 or text.endswith("…")
    ]

    assert cut == []
