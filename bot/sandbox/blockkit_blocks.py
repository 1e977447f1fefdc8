"""The blocks that messages, forms and Home pages are stacked from, and where each may be shown."""

from typing import Any

from bot.sandbox.blockkit_data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.sandbox.blockkit_elements import (
    ACCESSORIES,
    BUTTON,
    FEEDBACK_BUTTONS,
    ICON_BUTTON,
    IMAGE,
    INPUTS,
    PRESSED,
    plain,
    shown_there,
    written,
)
from bot.sandbox.blockkit_shapes import (
    Check,
    Reading,
    anything,
    boolean,
    both,
    items,
    one_of,
    shape,
    string,
    typed,
)

BLOCK_ID = string(255)


def block(required: dict[str, Check] | None = None, **optional: Check) -> Check:
    """A block: every one may carry a block_id."""
    return shape({"type": anything, **(required or {})}, {"block_id": BLOCK_ID, **optional})


def _text_or_fields(section: Any, at: str, reading: Reading) -> None:
    if section.get("text") is None and not section.get("fields"):
        reading.fault("missing required field: text", f"{at}/text")


def _picture_source(image: Any, at: str, reading: Reading) -> None:
    if (image.get("image_url") is None) == (image.get("slack_file") is None):
        reading.fault("missing required field: image_url", f"{at}/image_url")


def _not_blank_fields(section: Any, at: str, reading: Reading) -> None:
    """A field of spaces alone is refused as empty."""
    for index, part in enumerate(section.get("fields") or []):
        if not part["text"].strip():
            reading.fault("must be more than 0 characters", f"{at}/fields/{index}/text")


def _own_action_ids(holder: Any, at: str, reading: Reading) -> None:
    """No two elements of one block share an action_id."""
    seen: set[str] = set()
    for index, part in enumerate(holder["elements"]):
        action_id = part.get("action_id")
        if action_id and action_id in seen:
            reading.fault(f'`action_id` "{action_id}" already exists', f"{at}/elements/{index}/action_id")
        seen.add(action_id or "")


_PICTURE = both(IMAGE, _picture_source)
_CONTEXT_PART = typed(
    {"image": _PICTURE, "plain_text": written(3000), "mrkdwn": written(3000)},
)
_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_RICH_INLINE = typed(
    {
        "text": shape({"type": anything, "text": string(least=1)}, {"style": _STYLE}),
        "emoji": shape({"type": anything, "name": string(least=1)}, {"unicode": string(), "style": _STYLE}),
        "link": shape(
            {"type": anything, "url": string(3000, 1)}, {"text": string(), "unsafe": boolean, "style": _STYLE}
        ),
        "user": shape({"type": anything, "user_id": string(least=1)}, {"style": _STYLE}),
        "channel": shape({"type": anything, "channel_id": string(least=1)}, {"style": _STYLE}),
        "usergroup": shape({"type": anything, "usergroup_id": string(least=1)}, {"style": _STYLE}),
        "broadcast": shape({"type": anything, "range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
        "color": shape({"type": anything, "value": string(least=1)}, {"style": _STYLE}),
        "date": shape(
            {"type": anything, "timestamp": anything, "format": string(least=1)},
            {"url": string(), "fallback": string(), "style": _STYLE},
        ),
    }
)
_INLINES = items(_RICH_INLINE)
_RICH_SECTION = shape({"type": anything, "elements": _INLINES})
_RICH_BOXED = shape({"type": anything, "elements": _INLINES}, {"border": one_of(0, 1)})
_RICH_LIST = shape(
    {
        "type": anything,
        "style": one_of("bullet", "ordered"),
        "elements": items(typed({"rich_text_section": _RICH_SECTION})),
    },
    {"indent": anything, "offset": anything, "border": one_of(0, 1)},
)
_RICH_PART = typed(
    {
        "rich_text_section": _RICH_SECTION,
        "rich_text_list": _RICH_LIST,
        "rich_text_quote": _RICH_BOXED,
        "rich_text_preformatted": _RICH_BOXED,
    }
)
_CARD = both(
    block(
        None,
        title=written(150),
        subtitle=written(150),
        body=written(200),
        icon=IMAGE,
        hero_image=IMAGE,
        actions=items(typed({"button": BUTTON}), 5, 1),
    ),
)
_SIMPLE: dict[str, Check] = {
    "section": both(
        block(
            None,
            text=written(3000),
            fields=items(written(2000), 10, 1),
            accessory=typed(ACCESSORIES, shown_there),
            expand=boolean,
        ),
        _text_or_fields,
        _not_blank_fields,
    ),
    "header": block({"text": plain(150)}),
    "divider": block(),
    "image": both(
        block({"alt_text": string(2000, 1)}, title=plain(2000), image_url=string(3000, 1), slack_file=anything),
        _picture_source,
    ),
    "context": block({"elements": items(_CONTEXT_PART, 10, 1)}),
    "actions": both(block({"elements": items(typed(PRESSED, shown_there), 25, 1)}), _own_action_ids),
    "rich_text": block({"elements": items(_RICH_PART, least=1)}),
    "table": TABLE,
    "card": _CARD,
}
BLOCKS: dict[str, Check] = {
    **_SIMPLE,
    "input": block(
        {"label": plain(2000), "element": typed(INPUTS, shown_there)},
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "context_actions": both(
        block({"elements": items(typed({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 5, 1)}),
        _own_action_ids,
    ),
    "markdown": block({"text": string(12_000, 1)}),
    "data_visualization": DATA_VISUALIZATION,
    "data_table": DATA_TABLE,
    "carousel": block({"elements": items(typed({"card": _CARD}), 10, 1)}),
    "container": block(
        {"child_blocks": items(typed(_SIMPLE), 10, 1)},
        title=plain(150),
        subtitle=plain(150),
        width=one_of("narrow", "standard", "wide", "full"),
        is_collapsible=boolean,
        default_collapsed=boolean,
    ),
    "alert": block({"text": written(3000)}, level=one_of("default", "info", "warning", "error", "success")),
}
SURFACES = {
    "alert": ("modal",),
    "carousel": ("message", "home"),
    "container": ("message", "home"),
    "context_actions": ("message",),
    "data_table": ("message", "home"),
    "data_visualization": ("message",),
    "markdown": ("message",),
    "table": ("message", "home"),
}


def _shown_there(kind: str, surface: str) -> bool:
    return surface in SURFACES.get(kind, (surface,))


BLOCK = typed(BLOCKS, _shown_there)
