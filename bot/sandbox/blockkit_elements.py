"""What people press, choose from and type into: Block Kit's elements and the pieces they are made of."""

from typing import Any

from bot.sandbox.blockkit_shapes import (
    Check,
    Reading,
    anything,
    boolean,
    both,
    integer,
    items,
    matching,
    one_of,
    shape,
    string,
    typed,
)


def plain(most: int) -> Check:
    """A plain_text object of 1 to `most` characters."""
    return typed({"plain_text": shape({"type": anything, "text": string(most, 1)}, {"emoji": boolean})})


def written(most: int) -> Check:
    """A plain_text or mrkdwn object of 1 to `most` characters."""
    return typed(
        {
            "plain_text": shape({"type": anything, "text": string(most, 1)}, {"emoji": boolean}),
            "mrkdwn": shape({"type": anything, "text": string(most, 1)}, {"verbatim": boolean}),
        }
    )


CONFIRM = shape(
    {"title": plain(100), "text": written(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": plain(75), "value": string(150, 1)}, {"description": plain(75)})
WRITTEN_OPTION = shape({"text": written(75), "value": string(150, 1)}, {"description": written(75)})
OVERFLOW_OPTION = shape({"text": plain(75), "value": string(150, 1)}, {"description": plain(75), "url": string(3000)})
OPTIONS = items(OPTION, 100, 1)
OPTION_GROUPS = items(shape({"label": plain(75), "options": OPTIONS}), 100, 1)
DISPATCH = shape({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2, 1)})
CONVERSATION_FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4, 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DATE = matching(r"\d{4}-\d{2}-\d{2}")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d")
ACTION_ID = string(255)


def element(required: dict[str, Check] | None = None, /, **optional: Check) -> Check:
    """An interactive element: every one may carry an action_id."""
    return shape({"type": anything, **(required or {})}, {"action_id": ACTION_ID, **optional})


def select(**optional: Check) -> Check:
    """A menu: placeholder, confirm and focus are common to all."""
    return element(placeholder=plain(150), confirm=CONFIRM, focus_on_load=boolean, **optional)


def options_or_groups(menu: Any, at: str, reading: Reading) -> None:
    """A static menu offers either options or groups of them, and what it starts with is among them."""
    options, groups = menu.get("options"), menu.get("option_groups")
    if (options is None) == (groups is None):
        reading.fault("missing required field: options", f"{at}/options")
        return
    offered = [option for group in groups for option in group["options"]] if groups else options
    starts_among(offered, menu, at, reading)


def own_options(choices: Any, at: str, reading: Reading) -> None:
    """Buttons and boxes to choose from start with what they offer."""
    starts_among(choices["options"], choices, at, reading)


def starts_among(offered: Any, menu: Any, at: str, reading: Reading) -> None:
    """Slack compares the whole option, not only its value."""
    if menu.get("initial_option") is not None and menu["initial_option"] not in offered:
        reading.fault("failed to match all allowed schemas", f"{at}/initial_option")
    for index, option in enumerate(menu.get("initial_options") or []):
        if option not in offered:
            reading.fault("failed to match all allowed schemas", f"{at}/initial_options/{index}")


def bounds_in_order(low: str, high: str) -> Check:
    """The smaller bound may not be above the larger one."""

    def check(value: Any, at: str, reading: Reading) -> None:
        try:
            wrong = float(value[low]) > float(value[high])
        except (KeyError, TypeError, ValueError):
            return
        if wrong:
            reading.fault(f"`{low}` must be less than or equal to `{high}`", f"{at}/{low}")

    return check


BUTTON = element(
    {"text": plain(75)},
    value=string(2000),
    url=string(3000),
    style=one_of("primary", "danger"),
    confirm=CONFIRM,
    accessibility_label=string(75),
    agent_prompt=string(4000),
)
STATIC = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
MENUS: dict[str, Check] = {
    "static_select": both(select(initial_option=OPTION, **STATIC), options_or_groups),
    "external_select": select(initial_option=OPTION, min_query_length=integer(0)),
    "users_select": select(initial_user=string(least=1)),
    "conversations_select": select(
        initial_conversation=string(least=1),
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "channels_select": select(initial_channel=string(least=1), response_url_enabled=boolean),
    "multi_static_select": both(
        select(initial_options=OPTIONS, max_selected_items=integer(1), **STATIC), options_or_groups
    ),
    "multi_external_select": select(
        initial_options=OPTIONS, max_selected_items=integer(1), min_query_length=integer(0)
    ),
    "multi_users_select": select(initial_users=items(string(least=1)), max_selected_items=integer(1)),
    "multi_conversations_select": select(
        initial_conversations=items(string(least=1)),
        max_selected_items=integer(1),
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "multi_channels_select": select(initial_channels=items(string(least=1)), max_selected_items=integer(1)),
}
CHOICES: dict[str, Check] = {
    "checkboxes": both(
        element(
            {"options": items(WRITTEN_OPTION, 10, 1)},
            initial_options=items(WRITTEN_OPTION, 10, 1),
            confirm=CONFIRM,
            focus_on_load=boolean,
        ),
        own_options,
    ),
    "radio_buttons": both(
        element(
            {"options": items(WRITTEN_OPTION, 10, 1)},
            initial_option=WRITTEN_OPTION,
            confirm=CONFIRM,
            focus_on_load=boolean,
        ),
        own_options,
    ),
    "datepicker": select(initial_date=DATE),
    "timepicker": select(initial_time=TIME, timezone=string()),
    "datetimepicker": element(initial_date_time=integer(1_000_000_000), confirm=CONFIRM, focus_on_load=boolean),
}
TYPED: dict[str, Check] = {
    "plain_text_input": both(
        element(
            initial_value=string(),
            multiline=boolean,
            min_length=integer(0, 3000),
            max_length=integer(1, 3000),
            dispatch_action_config=DISPATCH,
            focus_on_load=boolean,
            placeholder=plain(150),
        ),
        bounds_in_order("min_length", "max_length"),
    ),
    "number_input": both(
        element(
            {"is_decimal_allowed": boolean},
            initial_value=string(),
            min_value=string(),
            max_value=string(),
            dispatch_action_config=DISPATCH,
            focus_on_load=boolean,
            placeholder=plain(150),
        ),
        bounds_in_order("min_value", "max_value"),
    ),
    "email_text_input": element(
        initial_value=string(), dispatch_action_config=DISPATCH, focus_on_load=boolean, placeholder=plain(150)
    ),
    "url_text_input": element(
        initial_value=string(), dispatch_action_config=DISPATCH, focus_on_load=boolean, placeholder=plain(150)
    ),
    "rich_text_input": element(
        initial_value=anything,
        dispatch_action_config=DISPATCH,
        focus_on_load=boolean,
        placeholder=plain(150),
        min_lines=integer(1),
        max_lines=integer(1),
    ),
    "file_input": element(filetypes=items(string(least=1), least=1), max_files=integer(1, 10)),
}
OVERFLOW = element({"options": items(OVERFLOW_OPTION, 5, 1)}, confirm=CONFIRM)
FEEDBACK = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
FEEDBACK_BUTTONS = element({"positive_button": FEEDBACK, "negative_button": FEEDBACK})
ICON_BUTTON = element(
    {"icon": one_of("trash"), "text": plain(75)},
    value=string(2000),
    confirm=CONFIRM,
    accessibility_label=string(75),
    visible_to_user_ids=items(string()),
)
IMAGE = shape(
    {"type": anything, "alt_text": string(2000, 1)},
    {"image_url": string(3000, 1), "slack_file": shape({}, {"id": string(), "url": string()})},
)

INPUTS: dict[str, Check] = {**MENUS, **CHOICES, **TYPED}
PRESSED: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **MENUS, **CHOICES}
ACCESSORIES: dict[str, Check] = {**PRESSED, "image": IMAGE}
SURFACES = {
    "number_input": ("modal",),
    "email_text_input": ("modal",),
    "url_text_input": ("modal",),
    "file_input": ("modal",),
    "datetimepicker": ("message", "modal"),
    "rich_text_input": ("modal", "home"),
}


def shown_there(kind: str, surface: str) -> bool:
    """Whether an element of this kind may be drawn on this surface (slack.md 3.6)."""
    return surface in SURFACES.get(kind, (surface,))
