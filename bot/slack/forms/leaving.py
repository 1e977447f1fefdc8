"""The goodbye: it is done, nobody was told, and what they wrote is still theirs to copy or delete."""

from bot.coaching.language import mark, say
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, confirm, modal, section

LEFT = mark("You have left. Nothing more will come, and nobody was told. Your coach can invite you again.")
NOT_LEFT = mark(
    "To leave the program, type `/coach-checkin leave` and nothing else. For days off, type them like this: "
    "`/coach-checkin pause dec 20 to jan 3`."
)
STILL_YOURS = mark("What you wrote is still yours. You can get a copy, or delete it. You find both in App Home, too.")


def left(enrollment_id: str) -> Block:
    """The same in a window of its own."""
    return modal("said", say("You have left"), said(enrollment_id), submit=None, close=say("Close"))


def said(enrollment_id: str) -> list[Block]:
    """The goodbye as blocks."""
    return [section(f"{say(LEFT)}\n{say(STILL_YOURS)}"), *choices(enrollment_id)]


def choices(enrollment_id: str) -> list[Block]:
    """A copy, or deletion."""
    sure = confirm(
        say("Delete what you wrote?"),
        say("All that you wrote goes, here and in our posts. This cannot be undone."),
        say("Delete it"),
    )
    copy = button(say("Get a copy"), ids.EXPORT_MINE, enrollment_id)
    delete = button(say("Delete what I wrote"), ids.DELETE_MINE, enrollment_id, confirm=sure)
    return [actions(copy, delete)]
