"""A coach chooses when their digest comes."""

from bot.coaching import schedule
from bot.coaching.errors import NotAllowed
from bot.coaching.language import say
from bot.services import digest_times, programs, standing
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
        coach = await standing.coach_row(session, heard.workspace, heard.person)
        program = await programs.program_of(session, heard.workspace)
        if coach is None or program is None:
            raise NotAllowed(digest_times.FOR_COACHES)
        day, at = digest_times.day_and_time(coach, program)
    await heard.open(form.ask(digest_times.wish_of(coach), day=day, at=f"{at:%H:%M}", zone=coach.zone))


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
