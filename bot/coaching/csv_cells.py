"""Write tables that a spreadsheet shows as they are: no cell that somebody typed may become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What spreadsheets take for the start of a formula, in plain and in full-width letters (OWASP, CSV injection)."""

Cell = str | int | None


def safe(cell: Cell) -> str | int:
    """A text that might be taken for a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, int):
        return cell
    text = cell or ""
    dangerous = text.startswith(STARTERS) or text.lstrip().startswith(STARTERS)
    return f"'{text}" if dangerous else text


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as CSV with a heading; every text stands in quotation marks."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue()
