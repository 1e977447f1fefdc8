"""Charts and tables: what Slack will draw from numbers."""

from typing import Any

from bot.sandbox.blockkit_shapes import (
    Check,
    Reading,
    anything,
    boolean,
    both,
    integer,
    items,
    number,
    one_of,
    shape,
    string,
    typed,
)

SEGMENTS = 6
SERIES = 6
POINTS = 20


def _positive(value: Any, at: str, reading: Reading) -> None:
    number(value, at, reading)
    if isinstance(value, int | float) and value <= 0:
        reading.fault("must be greater than 0", at)


_PIE = shape({"type": anything, "segments": items(shape({"label": string(20, 1), "value": _positive}), SEGMENTS, 1)})
_POINT = shape({"label": string(20, 1), "value": number})
_SERIES = shape({"name": string(20, 1), "data": items(_POINT, POINTS, 1)})
_AXIS = shape({"categories": items(string(20, 1), POINTS, 1)}, {"x_label": string(50), "y_label": string(50)})


def _labels_match(chart: Any, at: str, reading: Reading) -> None:
    """Every series names the categories, in their order; series have names of their own."""
    names = [one["name"] for one in chart["series"]]
    if len(set(names)) < len(names):
        reading.fault("series names must be unique", f"{at}/series")
    for index, one in enumerate(chart["series"]):
        if [point["label"] for point in one["data"]] != chart["axis_config"]["categories"]:
            reading.fault("data labels must match `axis_config.categories`", f"{at}/series/{index}/data")


_LINES = both(shape({"type": anything, "series": items(_SERIES, SERIES, 1), "axis_config": _AXIS}), _labels_match)
DATA_VISUALIZATION = shape(
    {
        "type": anything,
        "title": string(50, 1),
        "chart": typed({"pie": _PIE, "line": _LINES, "bar": _LINES, "area": _LINES}),
    },
    {"block_id": string(255)},
)
_RAW_TEXT = shape({"type": anything, "text": string(least=1)})
_RAW_NUMBER = shape({"type": anything, "value": number}, {"text": string()})
_RICH = shape({"type": anything, "elements": items(anything, least=1)}, {"block_id": string(255)})
_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH})
_HEADER_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
TABLE = shape(
    {"type": anything, "rows": items(items(_CELL, 20, 1), 100, 1)},
    {"block_id": string(255), "column_settings": items(_COLUMN, 20)},
)


def _even_rows(block: Any, at: str, reading: Reading) -> None:
    """Every row is as long as the first, whose cells are plain."""
    rows = block["rows"]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            reading.fault("all rows must have the same number of cells", f"{at}/rows/{index}")
    for index, cell in enumerate(rows[0]):
        _HEADER_CELL(cell, f"{at}/rows/0/{index}", reading)


DATA_TABLE: Check = both(
    shape(
        {"type": anything, "caption": string(least=1), "rows": items(items(_CELL, 20, 1), 101, 2)},
        {
            "block_id": string(255),
            "page_size": integer(1, 100),
            "row_header_column_index": integer(0, 19),
            "column_settings": items(_COLUMN, 20),
        },
    ),
    _even_rows,
)


def cell_characters(block: Any) -> int:
    """How many characters of text a sound table holds."""
    return sum(_characters(cell) for row in block["rows"] for cell in row)


def _characters(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(_characters, part))
    if not isinstance(part, dict):
        return 0
    own = part.get("text")
    return (len(own) if isinstance(own, str) else 0) + _characters(part.get("elements"))
