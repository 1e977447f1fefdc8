"""A hard day: by the command or from App Home, quiet for as long as somebody picks, and nobody is told."""

from bot.coaching import messages, schedule
from bot.db.engine import Database
from bot.services import enrollments, hard_days, programs
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import hard_day as form
from bot.slack.listeners import homes
from bot.slack.listeners.board import Board


def register(board: Board, desk: Desk) -> None:
    """The button in App Home, and the form."""
    board.action(ids.HARD_DAY)(afterwards(desk, ask))
    board.view(ids.HARD_DAY_FORM)(at_once(desk, go_quiet))


async def ask(desk: Desk, heard: Heard) -> None:
    """How long, and whom to call."""
    async with desk.database.read() as session:
        await enrollments.accepted(session, heard.workspace, heard.person)
    await heard.open(form.ask(await _people_who_can_help(desk.database, heard.workspace)))


async def go_quiet(desk: Desk, heard: Heard) -> Answer:
    """Quiet from now on: what was owed and what would come until then, or as long as they are paused anyway."""
    async with desk.database.begin() as session:
        zone = (await enrollments.accepted(session, heard.workspace, heard.person)).zone
        picked = form.read(heard.view, desk.clock(), zone)
        until = await hard_days.go_quiet(session, heard.workspace, heard.person, until=picked, now=desk.clock())
    homes.redraw(desk, heard)
    helplines = await _people_who_can_help(desk.database, heard.workspace)
    return update(form.quiet(schedule.moment_in_words(until, zone) if until else "", helplines))


async def _people_who_can_help(database: Database, workspace: str) -> str:
    async with database.read() as session:
        program = await programs.program_of(session, workspace)
    plan = program.plan if program else None
    return messages.who_can_help(plan.hotline, plan.on_call, plan.helpline) if plan else ""
