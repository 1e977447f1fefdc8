"""Whoever reads that a digest could not be sent has it sent again, once its cause is mended."""

from bot.coaching.language import mark, say
from bot.services import owed
from bot.slack import ids
from bot.slack.desk import Desk, Heard, afterwards
from bot.slack.listeners.board import Board

AGAIN = mark("It goes out again now. It holds what is shared at this moment.")


def register(board: Board, desk: Desk) -> None:
    """The button below the notice."""
    board.action(ids.SEND_AGAIN)(afterwards(desk, send_again))


async def send_again(desk: Desk, heard: Heard) -> None:
    """Owe it once more."""
    async with desk.database.begin() as session:
        await owed.digest_again(session, heard.workspace, heard.value, by=heard.person, now=desk.clock())
    await heard.tell(say(AGAIN))
