"""Each line of the content map stands in the library as it is, or prompts/README.md says what became of it."""

import re
from pathlib import Path

import pytest

from bot.coaching.prompts import Library
from bot.library import load

ROOT = Path(__file__).parent.parent
LIBRARY: Library = load(ROOT / "prompts")
README = (ROOT / "prompts" / "README.md").read_text(encoding="utf-8")
LINES = (Path(__file__).parent / "content_map.txt").read_text(encoding="utf-8").splitlines()
MAP = {id_: (form, text) for id_, form, text in (line.split(" | ", 2) for line in LINES if line and line[0] != "#")}
PATHS = {
    "A": "bias check-back",
    "B": "debrief visit-return",
    "C": "if-then check-back",
    "D": "meeting meeting-before meeting-eve meeting-after",
    "E": "kin-search kin-search-second kin-search-third kin-search-fourth",
    "F": "wellbeing",
    "G": "before-session",
    "I": "ask ask-after",
    "J": "asked",
    "K": "agreement",
}
"""The map's paths, and the files that hold them. H, the five-level goal, is a form of its own."""
WHEN = re.compile(r"^(?:Week \d|After|\d days? before): ")
ENDS = re.compile(r"\s*\(1 = (.*), (?:3 = .*, )?5 = (.*)\)$")


def said_in_table() -> set[str]:
    """The ids in the first column of the README's table of what became of the map."""
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    return {id_ for row in rows for id_ in re.findall(r"`([^`]+)`", row.split("|")[1]) if id_ in MAP}


def stands(id_: str) -> bool:
    """Whether the library says this line just as the map does: the same words, format, choices and ends of a scale."""
    form, text = MAP[id_]
    place, _, key = id_.partition(".")
    match place:
        case "celebration":
            return text in LIBRARY.celebrations
        case "mastery":
            return text in LIBRARY.mastery
        case "boundary":
            return LIBRARY.boundaries.get(key) == text
        case "principle":
            return LIBRARY.topics[key].principle == text
    if form == "follow-up":
        cell = id_.rpartition(".")[0]
        return any(text in each.follow_ups for each in LIBRARY.prompts.values() if each.id.startswith(f"{cell}."))
    return _asked(id_, form, text)


def _asked(id_: str, form: str, text: str) -> bool:
    kind, _, choices = form.partition(": ")
    ends = ENDS.search(text)
    wanted = (
        WHEN.sub("", ENDS.sub("", text)),
        {"multi-choice": "several", "text, not saved": "text"}.get(kind, kind),
        tuple(each for each in choices.split(" / ") if each not in ("skip", "")),
        (ends[1], ends[2]) if ends else None,
    )
    found = [LIBRARY.prompts[id_]] if id_ in LIBRARY.prompts else _steps(id_)
    return wanted in [(each.text, each.format, each.choices, each.scale_ends) for each in found]


def _steps(id_: str) -> list:
    files = PATHS.get(id_.partition(".")[0], "").split()
    return [step for name in files if name in LIBRARY.paths for step in LIBRARY.paths[name].steps]


@pytest.mark.parametrize("id_", MAP)
def test_each_line_stands_or_its_absence_is_explained(id_):
    """Word for word in the library, or by its id in the table of prompts/README.md."""
    assert stands(id_) or id_ in said_in_table(), MAP[id_]


def test_the_table_explains_nothing_that_stands():
    """A row that is no longer true goes."""
    assert [id_ for id_ in sorted(said_in_table()) if stands(id_)] == []


def test_all_eleven_paths_can_be_walked_or_filled_in():
    """A to K: each has its files."""
    letters = {id_[0] for id_ in MAP if re.match(r"[A-K]\.", id_)}

    assert letters == set("ABCDEFGHIJK")
    assert [name for files in PATHS.values() for name in files.split() if name not in LIBRARY.paths] == []


def test_every_question_of_the_map_has_its_id():
    """A reworded one keeps the place that it has in the map."""
    assert [id_ for id_ in MAP if re.fullmatch(r"[a-z]+\.[a-z]+\.\d", id_) and id_ not in LIBRARY.prompts] == []
