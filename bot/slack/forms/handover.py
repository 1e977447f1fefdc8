"""The form in which a program lead says who takes whose people over."""

from bot.coaching.language import say
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, section
from bot.slack.forms.reading import View, required

BEFORE, AFTER = "before", "after"


def ask() -> Block:
    """Two people."""
    somebody = {"type": "users_select"}
    about = say(
        "One person takes over all the people whom another one coaches or supervises. Days, hours and channels stay as they are."
    )
    blocks = [
        section(about),
        input_block(BEFORE, say("Who coached or supervised them"), somebody),
        input_block(AFTER, say("Who does it from now on"), somebody),
        context(
            say(
                "What was shared with a coach goes to nobody by itself. Each caseworker is asked once, kindly. No answer means "
                "no, and nobody is told what they said."
            )
        ),
    ]
    return modal(ids.HANDOVER_FORM, say("Hand over"), blocks, submit=say("Hand over"), close=say("Cancel"))


def read(view: View) -> tuple[str, str]:
    """Both ids; raises AtField when one is missing."""
    return required(view, BEFORE), required(view, AFTER)
