"""The few building blocks of every message and form, as small functions from words to dicts."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.coaching.language import say

Block = dict[str, Any]

# Characters that can reorder or hide text; people's words are shown without them.
INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")
MENTION = re.compile(r"(^|\. )?<@[UW][A-Z0-9]+>")
TYPED_MENTION = re.compile(r"(?P<before>^|[.!?]\s+)?<(?P<sign>[@#!])(?P<what>[^<>|]+)(?:\|(?P<label>[^<>]*))?>", re.M)
TO_EVERYBODY = ("here", "channel", "everyone")
BUTTON_MOST = 75
TITLE_MOST = 24


def escape(said: str) -> str:
    """Make a person's words safe inside Slack's markup: no mention, link or channel can hide in them."""
    plain = INVISIBLE.sub("", said)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(typed: str) -> str:
    """What a person typed in the chat, as they typed it: Slack hands it over with three signs replaced, and names as ids.

    An id says nothing to whoever reads it later, and looks like a case number; a link or an address stays as it is.
    """
    named = TYPED_MENTION.sub(_in_words, typed)
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _in_words(found: re.Match[str]) -> str:
    """Who or what was mentioned: by Slack's label, else in plain words."""
    before, what, label = found["before"], found["what"], found["label"]
    match found["sign"]:
        case "@":
            named = label or say("a colleague")
        case "#":
            named = f"#{label}" if label else say("a channel")
        case _:
            named = label or (f"@{what}" if what in TO_EVERYBODY else say("some colleagues"))
    return named if before is None else f"{before}{named if label else named[0].upper() + named[1:]}"


def quote(said: str) -> str:
    """A person's words as a quotation."""
    return "\n".join(f"> {line}" for line in escape(said).splitlines() or [""])


def shorten(text: str, most: int) -> str:
    """Cut to a limit of Slack's, with a mark that something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain(text: str) -> Block:
    """Plain text, as buttons, titles and labels want it."""
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """A paragraph, perhaps with one element beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": shorten(text, 3000)}}
    return block | ({"accessory": accessory} if accessory else {})


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(shorten(text, 150))}


def context(*lines: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": shorten(line, 2000)} for line in lines if line]}


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


def button(label: str, action: str, value: str, *, style: str | None = None, confirm: Block | None = None) -> Block:
    """A button; its value is one id."""
    made: Block = {
        "type": "button",
        "text": plain(shorten(label, BUTTON_MOST)),
        "action_id": action,
        "value": value,
    }
    return made | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirm(title: str, text: str, yes: str, no: str | None = None) -> Block:
    """Ask once more before something goes away."""
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no or say("Keep it"))}


def take_it_back() -> Block:
    """Ask once more before an author's words are deleted."""
    text = say("The words will be deleted. This cannot be undone.")
    return confirm(say("Take it back?"), text, say("Take it back"))


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def option(label: str, value: str) -> Block:
    """One choice."""
    return {"text": plain(shorten(label, BUTTON_MOST)), "value": value}


def input_block(block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False) -> Block:
    """A labelled place to answer. Its element's action id is always `given`."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(shorten(label, 2000)),
        "element": element | {"action_id": GIVEN},
        "optional": optional,
    }
    return block | ({"hint": plain(shorten(hint, 2000))} if hint else {})


GIVEN = "given"


def text_input(
    *, initial: str | None = None, most: int = 1500, multiline: bool = True, hint: str | None = None
) -> Block:
    """A place to type."""
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    if hint:
        element["placeholder"] = plain(shorten(hint, 150))
    return element | ({"initial_value": initial} if initial else {})


def radio(options: Iterable[tuple[str, str]], *, initial: str | None = None) -> Block:
    """Choices of which one can be picked, as (value, label)."""
    drawn = [
        option(label, value) | ({"text": {"type": "mrkdwn", "text": label}} if "<@" in label or "<#" in label else {})
        for value, label in options
    ]
    return _chosen({"type": "radio_buttons", "options": drawn}, initial)


def select(options: Iterable[tuple[str, str]], *, initial: str | None = None) -> Block:
    """The same as a menu."""
    return _chosen({"type": "static_select", "options": [option(label, value) for value, label in options]}, initial)


def _chosen(element: Block, initial: str | None) -> Block:
    picked = [each for each in element["options"] if each["value"] == initial]
    return element | ({"initial_option": picked[0]} if picked else {})


def described(option: Block, said: str) -> Block:
    """A choice with what somebody wrote below it, as far as fits; nothing in it is markup."""
    seen = INVISIBLE.sub("", said)
    return option | ({"description": plain(shorten(seen, BUTTON_MOST))} if seen.strip() else {})


def checkboxes(options: Iterable[tuple[str, str]], *, initial: Sequence[str] = ()) -> Block:
    """Choices of which several can be picked."""
    made = [option(label, value) for value, label in options]
    picked = [each for each in made if each["value"] in initial]
    return {"type": "checkboxes", "options": made} | ({"initial_options": picked} if picked else {})


def timepicker(initial: str) -> Block:
    """A local time, "09:30"."""
    return {"type": "timepicker", "initial_time": initial}


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], *, submit: str | None, close: str, metadata: str = ""
) -> Block:
    """A form. `metadata` holds ids only: people can see it and send it back changed."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(shorten(title, TITLE_MOST)),
        "close": plain(close),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit)} if submit else {})


def unnamed(sentence: str) -> str:
    """A sentence at a field is plain text, where Slack shows `<@U123>` as it is: there it is “this person”."""
    inside, first = say("this person"), say("This person")
    return MENTION.sub(lambda found: inside if found[1] is None else f"{found[1]}{first}", sentence)
