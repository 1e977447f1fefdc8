"""Show what goes to the coach, and hold lines of it back: from App Home, until the digest goes and after."""

from bot.coaching.errors import NotFound
from bot.services import enrollments, going
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once
from bot.slack.forms import lines as form
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import redraw


def register(board: Board, desk: Desk) -> None:
    """The button in App Home, and the form."""
    board.action(ids.HOLD_LINES)(afterwards(desk, ask))
    board.view(ids.LINES_FORM)(at_once(desk, save))


async def ask(desk: Desk, heard: Heard) -> None:
    """Show all that goes, and every line of it with a tick."""
    async with desk.database.begin() as session:
        enrollment = await enrollments.ever(session, heard.workspace, heard.person)
        found = await going.in_full(session, enrollment, now=desk.clock())
    if found is None:
        raise NotFound("Nothing goes to your coach just now.")
    await heard.open(form.all_of_it(found, desk.library, enrollment.zone))


async def save(desk: Desk, heard: Heard) -> Answer:
    """Keep what is to go; what stands in Slack already follows."""
    ticked = form.read(heard.view)
    async with desk.database.begin() as session:
        await going.hold_back(session, heard.workspace, heard.person, ticked, now=desk.clock())
    redraw(desk, heard)
    return None
