"""One's own records: a copy, or deletion; and for those who may, legal holds and how the program is used."""

from bot.coaching.errors import CoachingError, NotAllowed
from bot.coaching.features import Feature
from bot.coaching.language import mark, say
from bot.services import audit, exports, holds, programs, records, standing
from bot.services.messenger import SendProblem
from bot.slack import ids
from bot.slack.blocks import escape
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import records as form
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import draw_home

COPY = mark("Here is your copy. Slack keeps this file until you delete it here.")
DELETED = mark("What you wrote is deleted, here and in our posts. What somebody had read before cannot be unread.")
NO_COPY = mark("I could not put the file into your messages just now. Please try again in a while.")

NO_FILES = mark("I am not allowed to send files here. You still have a right to your copy. Please ask: {contact}.")
NO_FILES_HERE = mark("I am not allowed to send files here. Your agency's office can make your copy for you.")


def register(board: Board, desk: Desk) -> None:
    """Buttons of App Home and of the goodbye."""
    board.action(ids.EXPORT_MINE)(afterwards(desk, copy))
    board.action(ids.DELETE_MINE)(afterwards(desk, delete))
    board.action(ids.OPEN_LOG)(afterwards(desk, show_log))
    board.action(ids.MY_READINGS)(afterwards(desk, show_readings))
    board.action(ids.OPEN_HOLDS)(afterwards(desk, open_holds))
    board.view(ids.HOLD_FORM)(at_once(desk, save_hold))


async def copy(desk: Desk, heard: Heard) -> None:
    """Put everything of this person's into their own messages, as a file."""
    if Feature.OWN_COPY in desk.messenger.off:
        raise NotAllowed(await _whom_to_ask(desk, heard))
    async with desk.database.begin() as session:
        made = await exports.own(session, heard.workspace, heard.person, by=heard.person, now=desk.clock())
    try:
        await desk.messenger.hand_over(heard.person, "my-coaching-records.zip", made, say(COPY))
    except SendProblem as problem:
        raise CoachingError(NO_COPY) from problem


async def _whom_to_ask(desk: Desk, heard: Heard) -> str:
    async with desk.database.read() as session:
        program = await programs.program_of(session, heard.workspace)
    contact = program.plan.privacy_contact if program else ""
    return say(NO_FILES, contact=escape(contact)) if contact else say(NO_FILES_HERE)


async def delete(desk: Desk, heard: Heard) -> None:
    """Delete what this person wrote; the button asked whether they are sure."""
    await records.erase(desk.database, heard.workspace, heard.person, by=heard.person, now=desk.clock())
    await heard.tell(say(DELETED))
    await draw_home(desk, heard)


async def show_log(desk: Desk, heard: Heard) -> None:
    """How the program was used lately, for its lead alone."""
    async with desk.database.read() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
        found = await audit.log(session, heard.workspace, now=desk.clock())
        zone = await standing.zone_of(session, heard.workspace, heard.person)
    await heard.open(form.log(found, zone))


async def show_readings(desk: Desk, heard: Heard) -> None:
    """What this person was shown lately."""
    async with desk.database.read() as session:
        found = await audit.readings(session, heard.workspace, reader=heard.person, now=desk.clock())
        zone = await standing.zone_of(session, heard.workspace, heard.person)
    await heard.open(form.readings(found, zone))


async def open_holds(desk: Desk, heard: Heard) -> None:
    """Show the holds to the program lead."""
    async with desk.database.read() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
        found = await holds.standing(session, heard.workspace)
        zone = await standing.zone_of(session, heard.workspace, heard.person)
    await heard.open(form.holds(found, zone))


async def save_hold(desk: Desk, heard: Heard) -> Answer:
    """Place or lift one."""
    place, person = form.read_hold(heard.view)
    async with desk.database.begin() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
        change = holds.place if place else holds.lift
        await change(session, heard.workspace, person, by=heard.person, now=desk.clock())
    await desk.database.scrub()
    return update(said(say("Saved"), say("The hold stands now.") if place else say("The hold is lifted.")))
