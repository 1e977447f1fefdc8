"""A look at one's own wellbeing: asked, answered and forgotten in the same breath, with people who can help."""

from bot.coaching import wellbeing
from bot.coaching.errors import NotFound
from bot.coaching.language import mark, say
from bot.coaching.questions import Path
from bot.coaching.wellbeing import Next
from bot.services import boundaries, enrollments, programs
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, at_once, update
from bot.slack.forms import wellbeing as form
from bot.slack.forms.said import said
from bot.slack.listeners import requests
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import promised, refuse

ID = "wellbeing"
TITLE = mark("For you")
WELL = mark("Take good care. Nothing of this was kept.")


def register(board: Board, desk: Desk) -> None:
    """Its two pages."""
    board.view(ids.WELLBEING_FORM)(at_once(desk, answer))
    board.view(ids.WELLBEING_NEXT_FORM)(at_once(desk, go_on))


async def answer(desk: Desk, heard: Heard) -> Answer:
    """Show who can help. The answers decide how large, and are dropped here."""
    path = path_of(desk)
    picked, typed = form.read(heard.view, path)
    await refuse(desk, heard, typed)
    async with desk.database.read() as session:
        enrollment = await enrollments.accepted(session, heard.workspace, heard.person)
        program = await programs.program_of(session, heard.workspace)
        eap, coach = program.plan.helpline if program else "", enrollment.coach
        both = coach == enrollment.supervisor
    heavy = wellbeing.is_heavy(picked)
    return update(form.people(path, heavy=heavy, eap=eap, coach=coach, coach_supervises=both))


async def go_on(desk: Desk, heard: Heard) -> Answer:
    """What they want to do after it: by themselves, with a plan, with their coach, or nothing."""
    wanted = form.read_next(heard.view, path_of(desk))
    if wanted is Next.PLAN:
        return update(await requests.begin(desk, heard, desk.library.paths["if-then"]))
    if wanted is Next.COACH:
        return update(said(say(TITLE), await _ask_coach(desk, heard)))
    return update(said(say(TITLE), _on_your_own() if wanted is Next.PROQOL else say(WELL)))


def _on_your_own() -> str:
    where = f"<{wellbeing.PROQOL}>"
    return say(
        "The ProQOL is free: {where}. It is a page of its own, and I never see what you answer there.", where=where
    )


async def _ask_coach(desk: Desk, heard: Heard) -> str:
    """One line to the coach, that they want to talk, and nothing of what was answered."""
    async with desk.database.begin() as session:
        coach = (await enrollments.accepted(session, heard.workspace, heard.person)).coach
        await boundaries.let_know(session, heard.workspace, heard.person, coach, now=desk.clock())
    return promised(coach)


def path_of(desk: Desk) -> Path:
    """The path, where the agency has it in use; raises NotFound."""
    path = desk.library.paths.get(ID)
    if path is None or not path.in_menu:
        raise NotFound
    return path
