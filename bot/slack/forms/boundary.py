"""The window at a boundary: who can help, and, where somebody is hurting, a person of their own choice to tell."""

from bot.services.boundaries import Stop
from bot.slack import ids
from bot.slack.blocks import Block, context, escape, input_block, modal, section
from bot.slack.forms.reading import View, required

PERSON = "person"
TITLE = "People who can help"
QUIET = "I stop here and send you nothing more today. What you wrote is kept for you alone. You see it again before you go on."
NOT_KEPT = "I stop here and send you nothing more today. These words were not kept, and nobody else sees them."
NOBODY_TOLD = (
    "I have not told anyone. I can let one person you choose know that you want to talk. I will send only that."
)


def stopped(stop: Stop, *, kept: bool = True) -> Block:
    """Say it, and stop. `kept`: whether the words were kept, for their author alone."""
    blocks = [section(escape(stop.text)), context(QUIET if kept else NOT_KEPT)]
    if not stop.may_name:
        return modal("said", TITLE, blocks, submit=None, close="Close")
    picker = input_block(PERSON, "Who should know that you want to talk?", {"type": "users_select"}, optional=True)
    return modal(
        ids.BOUNDARY_FORM, TITLE, [*blocks, context(NOBODY_TOLD), picker], submit="Let them know", close="Close"
    )


def read(view: View) -> str:
    """Whom they picked; raises AtField when it was nobody."""
    return required(view, PERSON)
