"""Set the date of the next coaching session, from the App Home of either of the two."""

from bot.coaching import schedule
from bot.coaching.language import mark, say
from bot.coaching.people import Deed
from bot.services import enrollments, sessions, standing, who_may
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import session as form
from bot.slack.forms.reading import at
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import redraw

BOTH_SEE = mark("You both see it in App Home, with who set it.")


def register(board: Board, desk: Desk) -> None:
    """The two buttons in App Home, and the form."""
    board.action(ids.SESSION)(afterwards(desk, ask_mine))
    board.action(ids.SESSIONS)(afterwards(desk, ask_theirs))
    board.view(ids.SESSION_FORM)(at_once(desk, save))


async def ask_mine(desk: Desk, heard: Heard) -> None:
    """A caseworker's own next session."""
    async with desk.database.read() as session:
        enrollment = await enrollments.accepted(session, heard.workspace, heard.person)
        found = await sessions.next_of(session, enrollment, now=desk.clock())
    stands = say("Now: {when}.", when=schedule.moment_in_words(found.at, enrollment.zone)) if found else ""
    await heard.open(form.ask(stands, zone=enrollment.zone, with_person=False))


async def ask_theirs(desk: Desk, heard: Heard) -> None:
    """A coach's next session with one of their people."""
    async with desk.database.read() as session:
        await who_may.must_have_people(session, heard.workspace, heard.person, Deed.SET_DATE)
        zone = await standing.zone_of(session, heard.workspace, heard.person)
    await heard.open(form.ask("", zone=zone, with_person=True))


async def save(desk: Desk, heard: Heard) -> Answer:
    """Keep the date, or take it away; a problem stands at the field."""
    caseworker, now = form.read_person(heard.view) or heard.person, desk.clock()
    async with desk.database.begin() as session:
        zone = await standing.zone_of(session, heard.workspace, heard.person)
        moment = form.read(heard.view, zone)
        whose = (heard.workspace, heard.person, caseworker)
        if moment is None:
            with at(form.NONE):
                await sessions.cancel(session, *whose, now=now)
            sentence = say("The date is gone.")
        else:
            with at(form.DAY):
                await sessions.set_date(session, desk.library, *whose, moment, now=now)
            when = schedule.moment_in_words(moment, zone)
            sentence = f"{say('The next session is {when}.', when=when)} {say(BOTH_SEE)}"
    redraw(desk, heard)
    return update(said(say("Saved"), f"{sentence} {say('Please tell each other too.')}"))
