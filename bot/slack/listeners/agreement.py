"""Read the agreement, say yes or not now."""

from slack_bolt.async_app import AsyncApp

from bot.coaching import agreement
from bot.coaching.errors import NotFound
from bot.coaching.people import Standing
from bot.services import agreements, enrollments, programs
from bot.services.enrollments import rhythm_of
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once
from bot.slack.forms import agreement as form
from bot.slack.listeners import whereabouts
from bot.slack.listeners.homes import redraw


def register(app: AsyncApp, desk: Desk) -> None:
    """The invitation's buttons and the agreement's form."""
    app.action(ids.READ_AGREEMENT)(afterwards(desk, read))
    app.action(ids.NOT_NOW)(afterwards(desk, not_now))
    app.view(ids.AGREEMENT_FORM)(at_once(desk, say_yes))


async def read(desk: Desk, heard: Heard) -> None:
    """Open the agreement, with the agency's own numbers."""
    async with desk.database.read() as session:
        enrollment = await enrollments.mine(session, heard.workspace, heard.person)
        program = await programs.decided(session, heard.workspace)
        joined = await agreements.holds(session, desk.library, enrollment)
        terms = await agreements.terms_of(session, program, enrollment)
    lines = form.Lines(program.hotline, program.on_call, agreement.table(terms))
    now = form.Yes(enrollment.id, enrollment.per_week, enrollment.cheer, rhythm_of(enrollment))
    path = desk.library.paths[agreements.NAME]
    await heard.open(form.agreement(path, lines, now, joined=joined and enrollment.standing != Standing.INVITED))


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
    desk.errands.run(whereabouts.look(desk, heard), heard)
    redraw(desk, heard)
    return None


async def not_now(desk: Desk, heard: Heard) -> None:
    """Nothing is sent; the invitation stays."""
    version = desk.library.paths["agreement"].version
    async with desk.database.begin() as session:
        await enrollments.not_now(session, heard.workspace, heard.person, version=version, now=desk.clock())
    await heard.tell("That is fine. Nothing will be sent. The agreement stays here if you change your mind.")
