"""`python -m simulation`: print the year. The same code and library give the same figures on every machine."""

import argparse

from bot import library as files
from bot.coaching import choosing
from bot.settings import ROOT
from simulation import report
from simulation.year import live, people


def main() -> None:
    """Live everybody's year, and say what came of it."""
    wanted = _arguments()
    library = files.load(ROOT / "prompts")
    cells = choosing.cells_of(library.prompts.values())
    lives = [live(each, library, cells) for each in people(wanted.people, wanted.weeks)]
    for line in report.lines(lives, library):
        print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="how many caseworkers (200)")
    parser.add_argument("--weeks", type=int, default=52, help="how many weeks (52)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
