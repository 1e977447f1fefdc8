"""The window at a boundary: who can help, and, where somebody is hurting, a person of their own choice to tell."""

from bot.coaching.language import mark, say
from bot.services.boundaries import Stop
from bot.slack import ids
from bot.slack.blocks import Block, context, escape, input_block, modal, section
from bot.slack.forms.reading import View, required

PERSON = "person"
TITLE = mark("People who can help")
QUIET = mark(
    "I stop here and send you nothing more today. What you wrote is kept for you alone. You see it again before you go on."
)
NOT_KEPT = mark("I stop here and send you nothing more today. These words were not kept, and nobody else sees them.")
NOBODY_TOLD = mark(
    "I have not told anyone. I can let one person you choose know that you want to talk. I will send only that."
)


def stopped(stop: Stop, *, kept: bool = True) -> Block:
    """Say it, and stop. `kept`: whether the words were kept, for their author alone."""
    blocks = [section(escape(stop.text)), context(say(QUIET if kept else NOT_KEPT))]
    if not stop.may_name:
        return modal("said", say(TITLE), blocks, submit=None, close=say("Close"))
    picker = input_block(PERSON, say("Who should know that you want to talk?"), {"type": "users_select"}, optional=True)
    return modal(
        ids.BOUNDARY_FORM,
        say(TITLE),
        [*blocks, context(say(NOBODY_TOLD)), picker],
        submit=say("Let them know"),
        close=say("Close"),
    )


def read(view: View) -> str:
    """Whom they picked; raises AtField when it was nobody."""
    return required(view, PERSON)
