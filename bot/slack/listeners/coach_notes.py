"""A coach adds a sentence of their own to a small success, in the channel or for its owner alone."""

from bot.services import coach_notes
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once
from bot.slack.forms import coach_note as form
from bot.slack.forms.rephrase import vouched
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import refuse


def register(board: Board, desk: Desk) -> None:
    """The button on a small success, and the form behind it."""
    board.action(ids.COACH_NOTE)(afterwards(desk, ask))
    board.view(ids.NOTE_FORM)(at_once(desk, keep))


async def ask(desk: Desk, heard: Heard) -> None:
    """Open the form, for their coach."""
    async with desk.database.read() as session:
        place = await coach_notes.place(session, heard.workspace, heard.person, heard.value)
    await heard.open(form.ask(place))


async def keep(desk: Desk, heard: Heard) -> Answer:
    """Show it where the small success stands, or take it back."""
    celebration_id, said, kept = form.read(heard.view)
    await refuse(desk, heard, said)
    is_vouched = vouched(heard.view, form.WORDS)
    async with desk.database.begin() as session:
        await coach_notes.write(
            session,
            heard.workspace,
            heard.person,
            celebration_id,
            said,
            kept=kept,
            vouched=is_vouched,
            now=desk.clock(),
        )
    if not said:
        await desk.database.scrub()
    return None
