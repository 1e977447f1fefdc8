"""The same form once more, when the words may point to a real family: the place is marked, and roles are offered.

The mark is drawn in the author's own window alone; it is not stored, logged or sent to anybody else. The author can say
once for this very text that it is not about a real family: change a letter, and it is asked again.
"""

import hashlib
from collections.abc import Sequence

from bot.coaching.guard import Identifier, pieces, role_words
from bot.coaching.language import mark, say
from bot.slack.blocks import Block, context, escape, input_block, option, section, shorten
from bot.slack.forms.reading import View, given, several

MARK, VOUCH = "guard-mark", "guard-vouch"
MOST_MARKED = 2000
HOLD_ON = mark("Hold on. This looks like it has {kinds} in it, which may point to a real family. I have not saved it.")
OURS = (MARK, VOUCH)


def again(view: View, block_id: str, found: Sequence[Identifier]) -> Block:
    """This form with the found places marked below their field. What was typed stays in the field."""
    typed = given(view, block_id) or ""
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
    blocks: list[Block] = []
    for block in view["blocks"]:
        if not str(block.get("block_id", "")).startswith(OURS):
            blocks.append(block)
        if block.get("block_id") == block_id:
            blocks += _marked(block_id, typed, found)
    return {name: view[name] for name in kept if view.get(name) is not None} | {"blocks": blocks}


def _marked(block_id: str, typed: str, found: Sequence[Identifier]) -> list[Block]:
    shown = "".join(f"`{_plain(text)}`" if is_one else escape(text) for text, is_one in pieces(typed, found))
    kinds = _and([say(kind) for kind in dict.fromkeys(each.kind for each in found)])
    roles = ", ".join(f"“{each}”" for each in role_words(typed, found))
    box = {"type": "checkboxes", "options": [option(say("This is not about a real family"), text_id(typed))]}
    return [
        section(f"{say(HOLD_ON, kinds=kinds)}\n>{shorten(shown, MOST_MARKED).replace(chr(10), chr(10) + '>')}")
        | {"block_id": f"{MARK}:{block_id}"[:255]},
        context(say("Roles are fine: {roles}.", roles=roles)) | {"block_id": f"{MARK}-roles:{block_id}"[:255]},
        input_block(f"{VOUCH}:{block_id}"[:255], say("Or, if it is made up or about nobody:"), box, optional=True),
    ]


def _and(kinds: Sequence[str]) -> str:
    """ "a name", "a name and a school", "a name, a school and a link"."""
    return say(" and ").join(part for part in (", ".join(kinds[:-1]), *kinds[-1:]) if part)


def _plain(text: str) -> str:
    return escape(text).replace("`", "'").replace("\n", " ")


def text_id(text: str) -> str:
    """Stands for just this text, and does not give it away."""
    return hashlib.sha256(text.strip().encode(errors="replace")).hexdigest()[:32]


def vouched(view: View, block_id: str) -> bool:
    """Whether the author said of the very text in this field that it is not about a real family."""
    return text_id(given(view, block_id) or "") in several(view, f"{VOUCH}:{block_id}"[:255])
