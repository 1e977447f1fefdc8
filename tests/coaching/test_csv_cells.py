"""No cell that somebody typed becomes a formula in a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.csv_cells import STARTERS, safe, table


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\n=cmd"])
def test_what_looks_like_a_formula_gets_an_apostrophe(typed: str) -> None:
    """Also behind blanks and in full-width letters."""
    assert safe(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["I listened.", "1 of 3", "ñandú", ""])
def test_plain_words_stay_as_they_are(typed: str) -> None:
    """Nobody's words are changed without need."""
    assert safe(typed) == typed


def test_numbers_stay_numbers() -> None:
    """A count can be added up."""
    assert safe(-5) == -5


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x00"), max_size=20), min_size=1, max_size=4))
def test_whatever_is_typed_no_cell_starts_a_formula(cells: list[str]) -> None:
    """Written and read back: no cell begins with what a spreadsheet would run, and none is lost."""
    written = table([f"c{number}" for number in range(len(cells))], [cells])
    _, *rows = csv.reader(io.StringIO(written, newline=""))

    assert len(rows[0]) == len(cells)
    assert not [cell for cell in rows[0] if cell.lstrip().startswith(STARTERS)]
