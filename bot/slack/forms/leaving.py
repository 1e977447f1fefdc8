"""The goodbye: it is done, nobody was told, and what they wrote is still theirs to copy or delete."""

from bot.slack import ids
from bot.slack.blocks import Block, actions, button, confirm, modal, section

LEFT = "You have left. Nothing more will come, and nobody was told. Your coach can invite you again."
STILL_YOURS = "What you wrote is still yours. You can get a copy, or delete it. You find both in App Home, too."


def left(enrollment_id: str) -> Block:
    """The same in a window of its own."""
    return modal("said", "You have left", said(enrollment_id), submit=None, close="Close")


def said(enrollment_id: str) -> list[Block]:
    """The goodbye as blocks."""
    return [section(f"{LEFT}\n{STILL_YOURS}"), *choices(enrollment_id)]


def choices(enrollment_id: str) -> list[Block]:
    """A copy, or deletion."""
    sure = confirm(
        "Delete what you wrote?",
        "All your answers and small successes go, here and in our posts. This cannot be undone.",
        "Delete it",
        "Keep it",
    )
    copy = button("Get a copy", ids.EXPORT_MINE, enrollment_id)
    delete = button("Delete what I wrote", ids.DELETE_MINE, enrollment_id, confirm=sure)
    return [actions(copy, delete)]
