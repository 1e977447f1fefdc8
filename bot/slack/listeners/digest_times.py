"""A coach chooses when their digest comes."""

from bot.coaching import schedule
from bot.coaching.language import say
from bot.services import digest_times, standing
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import digest_time as form
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import redraw


def register(board: Board, desk: Desk) -> None:
    """The button in a coach's App Home, and the form."""
    board.action(ids.DIGEST_TIME)(afterwards(desk, ask))
    board.view(ids.DIGEST_TIME_FORM)(at_once(desk, save))


async def ask(desk: Desk, heard: Heard) -> None:
    """Show the three ways, with what stands now."""
    async with desk.database.read() as session:
        now = await digest_times.times_of(session, heard.workspace, heard.person)
    await heard.open(form.ask(now.wish, day=now.day, at=f"{now.at:%H:%M}", zone=now.zone))


async def save(desk: Desk, heard: Heard) -> Answer:
    """Keep it, and say when the next one comes."""
    wish = form.read(heard.view)
    async with desk.database.begin() as session:
        moment = await digest_times.choose(session, heard.workspace, heard.person, wish, now=desk.clock())
        zone = await standing.zone_of(session, heard.workspace, heard.person)
    redraw(desk, heard)
    if wish.before_sessions:
        sentence = say("Your digest comes a day before each session, and earlier when that is a day off.")
    else:
        sentence = say("Your next digest comes {when}.", when=schedule.moment_in_words(moment, zone))
    return update(said(say("Saved"), sentence))
