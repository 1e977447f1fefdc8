"""The forms for a small success: write it, see it as it will be posted, change it, post it."""

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, quote, section, text_input
from bot.slack.forms.reading import View, held_id, hold, required
from bot.slack.forms.reflection import NO_NAMES

WORDS = "words"
CELEBRATION = "celebration"
CHECKIN = "checkin"
MOST_IDEAS = 3
HINT = "Say what you did, not how a case went."


def write(checkin_id: str | None, caseworker: str, ideas: Sequence[str]) -> Block:
    """Ask for the small success, with a few lines of the library to start from."""
    examples = [f"“{idea.replace('{name}', f'<@{caseworker}>')}”" for idea in ideas[:MOST_IDEAS]]
    blocks = [
        input_block(
            WORDS, "What small success would you like to celebrate?", text_input(most=500), hint=f"{HINT} {NO_NAMES}"
        ),
        context("Some ways to say it:", *examples),
    ]
    metadata = hold(checkin=checkin_id) if checkin_id else ""
    return modal(ids.SUCCESS_FORM, "A small success", blocks, submit="See it first", close="Cancel", metadata=metadata)


def preview(celebration_id: str, caseworker: str, channel: str, words: str) -> Block:
    """Show it as it will look; what stands in the field when it is sent is what is posted."""
    blocks = [
        section(f"This is how it will look in <#{channel}>:"),
        section(f":tada: <@{caseworker}> shared a small success\n{quote(words)}"),
        input_block(WORDS, "Change it if you like", text_input(initial=words, most=500), hint=f"{HINT} {NO_NAMES}"),
        context("Everybody in the channel can read it. You can take it back at any time."),
    ]
    metadata = hold(celebration=celebration_id)
    return modal(ids.PREVIEW_FORM, "Before it is posted", blocks, submit="Post it", close="Not now", metadata=metadata)


def read_words(view: View) -> str:
    """The words; raises BadChoice when there are none."""
    return required(view, WORDS)


def read_preview(view: View) -> tuple[str, str]:
    """The celebration and the words as they stood when the form was sent."""
    return held_id(view, CELEBRATION), required(view, WORDS)
