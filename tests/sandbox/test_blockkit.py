"""The Block Kit linter: every limit holds at its edge, and what is wrong is said in Slack's words."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.sandbox.blockkit import block_faults, message_faults, view_faults
from tests.sandbox.pretend_slack import actions, button, modal, section, text_input

Drawing = dict[str, Any]


def plain(text: str) -> Drawing:
    return {"type": "plain_text", "text": text}


def option(text: str = "x", value: str = "x", **more: Any) -> Drawing:
    return {"text": plain(text), "value": value, **more}


def options(number: int) -> list[Drawing]:
    return [option(value=str(index)) for index in range(number)]


def row(*elements: Drawing) -> Drawing:
    return actions(*elements)


def pressed(**more: Any) -> Drawing:
    return row({"type": "button", "text": plain("Go"), "action_id": "go", **more})


def menu(kind: str, **more: Any) -> Drawing:
    return row({"type": kind, "action_id": "choose", **more})


def confirm(**more: str) -> Drawing:
    words = {"title": "a", "text": "b", "confirm": "c", "deny": "d", **more}
    return pressed(confirm={name: plain(text) for name, text in words.items()})


def cells(rows: int, columns: int = 1, text: str = "x") -> list[list[Drawing]]:
    return [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]


def line_chart(series: int = 1, points: int = 1, name: str = "n", label: str = "l") -> Drawing:
    labels = [f"{label}{index}"[-20:] if len(label) <= 20 else label for index in range(points)]
    data = [{"label": each, "value": 1} for each in labels]
    drawn = [{"name": f"{name}{index}"[-20:] if len(name) <= 20 else name, "data": data} for index in range(series)]
    chart = {"type": "line", "series": drawn, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Check-ins", "chart": chart}


def groups(number: int, label: str = "g") -> Drawing:
    return menu("static_select", option_groups=[{"label": plain(label), "options": options(1)}] * number)


def markdown(length: int) -> Drawing:
    return {"type": "markdown", "text": "x" * length}


def pie(segments: int) -> Drawing:
    parts = [{"label": str(index), "value": 1} for index in range(segments)]
    return {"type": "data_visualization", "title": "Shares", "chart": {"type": "pie", "segments": parts}}


def data_table(rows: int, columns: int = 1, **more: Any) -> Drawing:
    return {"type": "data_table", "caption": "Table", "rows": cells(rows, columns), **more}


MESSAGE_LIMITS: list[tuple[str, int, Callable[[int], list[Drawing]]]] = [
    ("blocks in a message", 50, lambda n: [{"type": "divider"}] * n),
    ("block_id", 255, lambda n: [{"type": "divider", "block_id": "x" * n}]),
    ("action_id", 255, lambda n: [row(button("x" * n, "1") | {"text": plain("Go")})]),
    ("section text", 3000, lambda n: [section("x" * n)]),
    ("section fields", 10, lambda n: [{"type": "section", "fields": [plain("x")] * n}]),
    ("section field", 2000, lambda n: [{"type": "section", "fields": [plain("x" * n)]}]),
    ("header", 150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    ("context", 10, lambda n: [{"type": "context", "elements": [plain("x")] * n}]),
    ("actions", 25, lambda n: [row(*[button(str(index), "1") for index in range(n)])]),
    ("alt text", 2000, lambda n: [{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "x" * n}]),
    ("image url", 3000, lambda n: [{"type": "image", "image_url": "x" * n, "alt_text": "x"}]),
    ("button text", 75, lambda n: [pressed(text=plain("x" * n))]),
    ("button value", 2000, lambda n: [pressed(value="x" * n)]),
    ("button url", 3000, lambda n: [pressed(url="x" * n)]),
    ("accessibility label", 75, lambda n: [pressed(accessibility_label="x" * n)]),
    ("confirm title", 100, lambda n: [confirm(title="x" * n)]),
    ("confirm text", 300, lambda n: [confirm(text="x" * n)]),
    ("confirm button", 30, lambda n: [confirm(confirm="x" * n)]),
    ("deny button", 30, lambda n: [confirm(deny="x" * n)]),
    ("option text", 75, lambda n: [menu("static_select", options=[option("x" * n)])]),
    ("option value", 150, lambda n: [menu("static_select", options=[option(value="x" * n)])]),
    ("option description", 75, lambda n: [menu("static_select", options=[option(description=plain("x" * n))])]),
    ("menu options", 100, lambda n: [menu("static_select", options=options(n))]),
    ("menu groups", 100, lambda n: [groups(n)]),
    ("group label", 75, lambda n: [groups(1, "g" * n)]),
    ("checkboxes", 10, lambda n: [menu("checkboxes", options=options(n))]),
    ("radio buttons", 10, lambda n: [menu("radio_buttons", options=options(n))]),
    ("overflow", 5, lambda n: [menu("overflow", options=options(n))]),
    ("placeholder", 150, lambda n: [menu("users_select", placeholder=plain("x" * n))]),
    ("table rows", 100, lambda n: [{"type": "table", "rows": cells(n)}]),
    ("table cells", 20, lambda n: [{"type": "table", "rows": cells(1, n)}]),
    ("table characters", 10_000, lambda n: [{"type": "table", "rows": cells(1, 1, "x" * n)}]),
    ("tables in a message", 1, lambda n: [{"type": "table", "rows": cells(1)}] * n),
    ("data table rows", 101, lambda n: [data_table(n)]),
    ("data table columns", 20, lambda n: [data_table(2, n)]),
    ("data table page", 100, lambda n: [data_table(2, page_size=n)]),
    ("charts in a message", 2, lambda n: [pie(1)] * n),
    ("chart title", 50, lambda n: [pie(1) | {"title": "x" * n}]),
    ("pie segments", 6, lambda n: [pie(n)]),
    ("chart series", 6, lambda n: [line_chart(series=n)]),
    ("chart points", 20, lambda n: [line_chart(points=n)]),
    ("series name", 20, lambda n: [line_chart(name="x" * n)]),
    ("point label", 20, lambda n: [line_chart(label="x" * n)]),
    ("markdown", 12_000, lambda n: [markdown(n)]),
    ("markdown in total", 12_000, lambda n: [markdown(1), markdown(n - 1)]),
]  # fmt: skip
VIEW_LIMITS: list[tuple[str, int, Callable[[int], Drawing]]] = [
    ("blocks in a view", 100, lambda n: modal(*[{"type": "divider"}] * n)),
    ("title", 24, lambda n: modal(section("x"), title=plain("x" * n))),
    ("submit", 24, lambda n: modal(section("x"), submit=plain("x" * n))),
    ("close", 24, lambda n: modal(section("x"), close=plain("x" * n))),
    ("private_metadata", 3000, lambda n: modal(section("x"), private_metadata="x" * n)),
    ("callback_id", 255, lambda n: modal(section("x"), callback_id="x" * n)),
    ("external_id", 255, lambda n: modal(section("x"), external_id="x" * n)),
    ("input label", 2000, lambda n: modal(text_input("a") | {"label": plain("x" * n)})),
    ("input hint", 2000, lambda n: modal(text_input("a") | {"hint": plain("x" * n)})),
    ("max_length", 3000, lambda n: modal(text_input("a", max_length=n))),
    ("min_length", 3000, lambda n: modal(text_input("a", min_length=n))),
]


@pytest.mark.parametrize(("what", "limit", "draw"), MESSAGE_LIMITS, ids=[limit[0] for limit in MESSAGE_LIMITS])
def test_a_limit_of_messages_holds_at_its_edge(what: str, limit: int, draw: Callable[[int], list[Drawing]]) -> None:
    """As much as is allowed passes, one more does not."""
    assert message_faults(draw(limit), "text") == []
    assert len(message_faults(draw(limit + 1), "text")) >= 1


@pytest.mark.parametrize(("what", "limit", "draw"), VIEW_LIMITS, ids=[limit[0] for limit in VIEW_LIMITS])
def test_a_limit_of_views_holds_at_its_edge(what: str, limit: int, draw: Callable[[int], Drawing]) -> None:
    """The same for forms."""
    assert view_faults(draw(limit)) == []
    assert len(view_faults(draw(limit + 1))) >= 1


SAYINGS = [
    ([section("x" * 3001)], "must be less than 3001 characters", "/0/text/text"),
    ([section("")], "must be more than 0 characters", "/0/text/text"),
    ([{"type": "section", "fields": [plain(" ")]}], "must be more than 0 characters", "/0/fields/0/text"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed", ""),
    ([menu("checkboxes", options=[])], "must provide at least 1 items", "/0/elements/0/options"),
    ([row()], "must provide at least 1 items", "/0/elements"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn", "/0/text/type"),
    ([{"type": "zoo"}], "unsupported type: zoo", "/0/type"),
    ([{"type": "header"}], "missing required field: text", "/0/text"),
    ([{"type": "section"}], "missing required field: text", "/0/text"),
    ([{"type": "divider", "style": "x"}], "invalid additional property: style", "/0"),
    ([{"type": "header", "text": "x"}], "must provide an object", "/0/text"),
    ([section("x") | {"block_id": 5}], "must provide a string", "/0/block_id"),
    ([pressed(style="loud")], "must be a valid enum value", "/0/elements/0/style"),
    ([row(button("x", "1"), button("x", "2"))], '`action_id` "x" already exists', "/0/elements/1/action_id"),
    ([pie(1)] * 3, "too many data_visualization blocks", ""),
]


@pytest.mark.parametrize(("blocks", "sentence", "pointer"), SAYINGS)
def test_faults_are_said_in_slacks_words(blocks: list[Drawing], sentence: str, pointer: str) -> None:
    """Sentence and pointer as recorded from Slack."""
    assert f"{sentence} [json-pointer:/blocks{pointer}]" in [str(fault) for fault in message_faults(blocks, "text")]


CHART = line_chart(points=2)
TURNED = CHART | {"chart": CHART["chart"] | {"axis_config": {"categories": ["l1", "l0"]}}}
NUMBER = {"type": "number_input", "is_decimal_allowed": True}
WRONG: list[tuple[str, list[Drawing]]] = [
    ("two blocks of one id", [section("x") | {"block_id": "a"}, section("y") | {"block_id": "a"}]),
    ("a start that is not offered", [menu("radio_buttons", options=options(1), initial_option=option(value="9"))]),
    ("options beside groups", [menu("static_select", options=options(1), option_groups=[])]),
    ("no options at all", [menu("static_select")]),
    ("an empty alt text", [{"type": "image", "image_url": "https://x.example", "alt_text": ""}]),
    ("a picture from nowhere", [{"type": "image", "alt_text": "x"}]),
    ("a pie of nothing", [pie(1) | {"chart": {"type": "pie", "segments": [{"label": "x", "value": 0}]}}]),
    ("uneven rows", [data_table(2) | {"rows": [*cells(1, 2), *cells(1, 1)]}]),
    ("a table of one row", [data_table(1)]),
    ("an empty cell", [{"type": "table", "rows": cells(1, 1, "")}]),
    ("labels in another order", [TURNED]),
    ("a video", [{"type": "video", "title": plain("x")}]),
    ("an alert in a message", [{"type": "alert", "text": plain("x")}]),
    ("a number field in a message", [{"type": "input", "label": plain("x"), "element": NUMBER}]),
]


@pytest.mark.parametrize(("what", "blocks"), WRONG, ids=[wrong[0] for wrong in WRONG])
def test_what_slack_refuses_is_a_fault(what: str, blocks: list[Drawing]) -> None:
    """Rules that are not about counting."""
    assert message_faults(blocks, "text")


VIEW_SAYINGS: list[tuple[Any, str, str]] = [
    (modal(text_input("a"), submit=None), "must define `submit` to use an `input` block in modals", "/blocks/0/input"),
    (modal(pie(1)), "unsupported type: data_visualization", "/blocks/0/type"),
    ({"type": "modal", "blocks": []}, "missing required field: title", "/title"),
    ({"type": "home", "blocks": [], "submit": plain("Send")}, "invalid additional property: submit", ""),
    ("text", "must provide an object", ""),
]


@pytest.mark.parametrize(("view", "sentence", "pointer"), VIEW_SAYINGS)
def test_faults_of_views_are_said_in_slacks_words(view: Any, sentence: str, pointer: str) -> None:
    """Pointers begin at /view."""
    assert f"{sentence} [json-pointer:/view{pointer}]" in [str(fault) for fault in view_faults(view)]


def test_the_bounds_of_a_field_are_in_order() -> None:
    """min_length may not be above max_length."""
    assert view_faults(modal(text_input("a", min_length=5, max_length=4)))
    assert view_faults(modal(text_input("a", min_length=4, max_length=4))) == []


def test_a_text_over_forty_thousand_characters_is_a_fault() -> None:
    """Slack would cut it; the linter says so beforehand."""
    assert message_faults(None, "x" * 40_000) == []
    assert message_faults(None, "x" * 40_001)


SOUND = [
    section("x") | {"accessory": button("go", "1")},
    row(button("a", "1"), *menu("static_select", options=options(2), initial_option=option(value="1"))["elements"]),
    menu("checkboxes", options=options(2), initial_options=options(1)),
    groups(2),
    CHART,
    pie(2),
    data_table(2),
    {"type": "table", "rows": cells(2, 2)},
    {"type": "section", "fields": [plain("x")]},
    text_input("a", min_length=1, max_length=4),
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "options"]), inner),
    max_leaves=5,
)


def spoiled(part: Any, data: st.DataObject) -> Any:
    """A copy of a drawing in which one place, however deep, holds something else."""
    inside = list(part.items() if isinstance(part, dict) else enumerate(part)) if isinstance(part, dict | list) else []
    if not inside or data.draw(st.integers(0, 3)) == 0:
        return data.draw(ANYTHING)
    key, value = data.draw(st.sampled_from(inside))
    fresh = copy.copy(part)
    fresh[key] = spoiled(value, data)
    return fresh


@given(st.sampled_from(SOUND), st.data())
def test_nothing_makes_the_linter_stumble(drawing: Drawing, data: st.DataObject) -> None:
    """Whatever is sent is judged, never a crash, in messages and in forms."""
    blocks = spoiled([drawing], data)

    assert isinstance(block_faults(blocks), list)
    assert isinstance(view_faults({"type": "modal", "title": plain("x"), "blocks": blocks}), list)


@given(ANYTHING)
def test_what_is_no_view_is_refused(value: Any) -> None:
    """Nothing random is a sound view."""
    assert view_faults(value)


@given(st.text(min_size=1, max_size=3100), st.text(min_size=1, max_size=80), st.integers(0, 12))
def test_what_passes_here_passes_the_sdks_models(text: str, label: str, fields: int) -> None:
    """Slack's own Python models accept every section and button that the linter accepts."""
    drawn = section(text) | {"fields": [plain("x")] * fields, "accessory": button(label, "1")}
    drawn = drawn if fields else {name: part for name, part in drawn.items() if name != "fields"}

    if not block_faults([drawn]):
        for block in Block.parse_all([drawn]):
            block.validate_json()
