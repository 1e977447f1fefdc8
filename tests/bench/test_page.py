"""The page about performance says what was measured, and says so where something falls short."""

import pytest

from bench import agreed, page, results
from bot.slack import ids

TEXT = page.PAGE.read_text(encoding="utf-8")
ROWS = results.read()


def test_the_page_shows_the_figures_of_the_latest_run() -> None:
    """The tables are those of bench/latest.json, to the letter."""
    assert ROWS
    assert page.tables(ROWS) in TEXT


def test_nothing_that_was_asked_for_is_missing() -> None:
    """Each figure that was asked for is in bench/latest.json, measured in five rounds or more."""
    assert set(page.ASKED_FOR) == {row.name for row in ROWS if row.name in page.ASKED_FOR and row.rounds >= 5}


def test_what_falls_short_is_said_with_a_reason() -> None:
    """Under “What falls short” each figure that is not reached has its name, in so many words."""
    section = TEXT.partition("## What falls short")[2].partition("\n## ")[0]

    assert [] == [row.name for row in ROWS if row.reached is False and f"`{row.name}`" not in section]


@pytest.mark.parametrize(
    ("must", "ratio", "reached"),
    [("≤ 2", 2.0, True), ("≤ 2", 2.1, False), ("≥ 10", 10.0, True), ("≥ 10", 9.9, False), ("", 1.0, None)],
)
def test_a_row_knows_whether_its_ratio_is_what_it_must_be(must: str, ratio: float, reached: bool | None) -> None:
    """Both ways to ask, on both sides of the mark."""
    row = results.Row("name", 1, 1, "ms", ratio, results.OURS_BY_ITS, must, 5, "it")

    assert reached is row.reached


def test_the_load_and_the_app_mean_the_same_command_and_form() -> None:
    """bench/agreed.py names them without importing the app, so that bare Bolt stays bare."""
    assert (ids.COMMAND, ids.STEP_FORM) == (agreed.COMMAND, agreed.STEP_FORM)
