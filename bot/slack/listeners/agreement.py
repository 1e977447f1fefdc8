"""Read the agreement, say yes or not now."""

from slack_bolt.async_app import AsyncApp

from bot.coaching.errors import NotFound
from bot.coaching.people import Standing
from bot.services import enrollments, programs
from bot.services.enrollments import rhythm_of
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once
from bot.slack.forms import agreement as form
from bot.slack.listeners.homes import redraw

TABLE = (
    "• *Your answers*: sealed here; you, and whoever you pick, one by one. Until you take them back.\n"
    "• *That you were asked, and when*: you. Whoever asked sees “answered” or “not yet”.\n"
    "• *Small successes*: everybody in the coach channel, once you post them.\n"
    "• *Who read what*: you see it on each answer."
)


def register(app: AsyncApp, desk: Desk) -> None:
    """The invitation's buttons and the agreement's form."""
    app.action(ids.READ_AGREEMENT)(afterwards(desk, read))
    app.action(ids.NOT_NOW)(afterwards(desk, not_now))
    app.view(ids.AGREEMENT_FORM)(at_once(desk, say_yes))


async def read(desk: Desk, heard: Heard) -> None:
    """Open the agreement, with the agency's own numbers."""
    async with desk.database.read() as session:
        enrollment = await enrollments.mine(session, heard.workspace, heard.person)
        program = await programs.program_of(session, heard.workspace)
    fill = {"hotline": program.hotline, "on_call": program.on_call, "table": TABLE} if program else {"table": TABLE}
    path = desk.library.paths["agreement"]
    now = form.Yes(enrollment.id, enrollment.per_week, enrollment.cheer, rhythm_of(enrollment))
    await heard.open(form.agreement(path, fill, now, joined=enrollment.standing != Standing.INVITED))


async def say_yes(desk: Desk, heard: Heard) -> Answer:
    """Record the yes and the rhythm; the clock starts."""
    async with desk.database.begin() as session:
        enrollment = await enrollments.mine(session, heard.workspace, heard.person)
        yes = form.read(heard.view, enrollment.zone)
        if yes.enrollment_id != enrollment.id:
            raise NotFound
        await enrollments.accept(
            session,
            heard.workspace,
            heard.person,
            version=desk.library.paths["agreement"].version,
            rhythm=yes.rhythm,
            per_week=yes.per_week,
            cheer=yes.cheer,
            now=desk.clock(),
        )
    redraw(desk, heard)
    return None


async def not_now(desk: Desk, heard: Heard) -> None:
    """Nothing is sent; the invitation stays."""
    version = desk.library.paths["agreement"].version
    async with desk.database.begin() as session:
        await enrollments.not_now(session, heard.workspace, heard.person, version=version, now=desk.clock())
    await heard.tell("That is fine. Nothing will be sent. The agreement stays here if you change your mind.")
