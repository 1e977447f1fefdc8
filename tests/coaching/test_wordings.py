"""A path in the form in which its words are kept: it comes back whole, and other words are told apart."""

from dataclasses import replace

import pytest

from bot.coaching.paths import as_path
from bot.coaching.wordings import fingerprint, read, write
from tests.services.engines import LIBRARY

EVERYTHING = [*LIBRARY.paths.values(), *map(as_path, LIBRARY.prompts.values())]
DEBRIEF = LIBRARY.paths["debrief"]


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.id)
def test_it_comes_back_whole(path):
    """Steps, choices, conditions and parts, as values of the same kinds."""
    assert read(write(path)) == path


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "What happened?"},
        {"helper": "A few words."},
        {"choices": ("yes", "no")},
        {"scale_ends": ("low", "high")},
        {"only_if": ("roles", ("*",))},
    ],
)
def test_other_words_are_told_apart(changed):
    """In the question, beside it, on offer, or in when it is asked."""
    first, *rest = DEBRIEF.steps

    assert fingerprint(replace(DEBRIEF, steps=(replace(first, **changed), *rest))) != fingerprint(DEBRIEF)


def test_what_is_not_said_changes_no_words():
    """Sources, review and version stand beside the words."""
    assert fingerprint(replace(DEBRIEF, sources=("TANN",), review="retired", version=9)) == fingerprint(DEBRIEF)
