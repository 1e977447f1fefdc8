"""The simulated year runs, keeps the laws, is the same every time, and shows a change in choosing."""

import subprocess
import sys
from dataclasses import replace
from functools import cache

from bot import library as files
from bot.coaching import choosing
from bot.coaching.prompts import Library
from simulation import report
from simulation.year import Life, by_week, live, people
from tests.world import ROOT

PEOPLE, WEEKS = 16, 20


@cache
def library() -> Library:
    """The library that comes along."""
    return files.load(ROOT / "prompts")


def lived(known: Library) -> list[Life]:
    """A small program's twenty weeks with this library."""
    cells = choosing.cells_of(known.prompts.values())
    return [live(each, known, cells) for each in people(PEOPLE, WEEKS)]


def printed(known: Library) -> dict[str, str]:
    """The report's figures by name."""
    lines = [line.partition(" .") for line in report.lines(lived(known), known)]
    return {name: said.lstrip(". ") for name, _, said in lines if said}


def test_it_runs_from_the_command_line_and_is_the_same_every_time() -> None:
    """What `make simulate` runs, with fewer people."""
    command = [sys.executable, "-m", "simulation", "--people", str(PEOPLE), "--weeks", str(WEEKS)]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    assert list(report.lines(lived(library()), library())) == ran.stdout.splitlines()


def test_it_prints_what_was_asked_for() -> None:
    """Dose, topics touched, repeats, and the share of goals moved."""
    wanted = {"messages a week", "touched in the year", "questions they had had before", "share of goals moved"}

    assert wanted <= printed(library()).keys()


def test_the_clock_never_brings_more_than_they_picked() -> None:
    """In nobody's week, with celebrations counted; and nobody has more than three."""
    lives = lived(library())

    assert 0 == sum(each.over for each in lives)
    assert 3 >= max(count for each in lives for count in by_week(each).values())


def test_who_is_silent_hears_less() -> None:
    """Nobody who says nothing gets as much as somebody who answers, and in the end nothing."""
    lives = lived(library())
    silent = [sum(by_week(each).values()) for each in lives if each.temperament.name == "silent"]
    keen = [sum(by_week(each).values()) for each in lives if each.temperament.name == "keen"]

    assert max(silent) < min(keen)


def test_a_change_in_choosing_shows() -> None:
    """With the questions of one topic retired, the figures of topics and repeats are others."""
    fewer = {
        id_: replace(each, review="retired") if each.topic == "kin" else each for id_, each in library().prompts.items()
    }
    before, after = printed(library()), printed(replace(library(), prompts=fewer))

    assert before["share of each"] != after["share of each"]
    assert before["different questions for one person"] != after["different questions for one person"]
