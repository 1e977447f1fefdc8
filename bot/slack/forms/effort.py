"""The same form once more, when the words tell how a case went: another way to say it is offered, and theirs can stay.

What is picked counts for this very text alone: change a letter, and it is looked at again.
"""

from bot.coaching.language import mark, say
from bot.coaching.small_success import Voice, another_way
from bot.slack.blocks import Block, input_block, quote, radio, section
from bot.slack.forms.reading import View, given, required
from bot.slack.forms.rephrase import text_id

OFFER, PICK = "effort-offer", "effort-pick"
USE, KEEP = "use", "keep"
KIND_WORD = {
    Voice.OWN: mark(
        "Good news. It tells how a case went, though, and that can point to a real family. What did *you* do on the way "
        "there? If it fits, say it like this:"
    ),
    Voice.COACH: mark(
        "Good news. It tells how a case went, though, and that can point to a real family. What did *they* do on the way "
        "there? If it fits, say it like this:"
    ),
}
KEPT = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")


def again(view: View, block_id: str, typed: str, suggested: str, voice: Voice) -> Block:
    """This form with another way to say it below the field; what was typed stays in the field."""
    blocks: list[Block] = []
    for block in view["blocks"]:
        if not str(block.get("block_id", "")).startswith((OFFER, PICK)):
            blocks.append(block)
        if block.get("block_id") == block_id:
            blocks += _offer(typed, suggested, voice)
    return {name: view[name] for name in KEPT if view.get(name) is not None} | {"blocks": blocks}


def _offer(typed: str, suggested: str, voice: Voice) -> list[Block]:
    these = text_id(typed)
    ways = radio([(f"{USE}:{these}", say("Say it like this")), (f"{KEEP}:{these}", say("Keep my words as they are"))])
    return [
        section(f"{say(KIND_WORD[voice])}\n{quote(suggested)}") | {"block_id": OFFER},
        input_block(PICK, say("Which words would you like? Or change them above."), ways, optional=True),
    ]


def picked(view: View, block_id: str, voice: Voice, *, optional: bool = False) -> tuple[str, bool]:
    """The words as their author wants them, and whether they want just these; raises AtField when there are none."""
    typed = (given(view, block_id) or "").strip() if optional else required(view, block_id)
    way, _, these = (given(view, PICK) or "").partition(":")
    if these != text_id(typed):
        return typed, False
    return (another_way(typed, voice) or typed, False) if way == USE else (typed, way == KEEP)
