"""Read the agreement, say yes or not now."""

from dataclasses import replace

from bot.coaching import agreement, language
from bot.coaching.errors import NotFound
from bot.coaching.language import say
from bot.coaching.newness import is_new
from bot.services import agreements, enrollments, sessions
from bot.services.enrollments import rhythm_of
from bot.slack import ids
from bot.slack.blocks import Block
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import agreement as form
from bot.slack.listeners import whereabouts
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import redraw, speak


def register(board: Board, desk: Desk) -> None:
    """The invitation's buttons and the agreement's form."""
    board.action(ids.READ_AGREEMENT)(afterwards(desk, read))
    board.action(ids.NOT_NOW)(afterwards(desk, not_now))
    board.view(ids.AGREEMENT_FORM)(at_once(desk, say_yes))


async def read(desk: Desk, heard: Heard) -> None:
    """Open the agreement, with the agency's own numbers."""
    async with desk.database.read() as session:
        enrollment = await enrollments.mine(session, heard.workspace, heard.person)
        page = await agreements.page(session, desk.library, enrollment)
    new = is_new(enrollment.new_since, desk.clock())
    now = form.Yes(enrollment.id, enrollment.per_week, enrollment.cheer, rhythm_of(enrollment), page.shown, new)
    await heard.open(_drawn(desk, page, now))


def _drawn(desk: Desk, page: agreements.Page, now: form.Yes, *, again: bool = False) -> Block:
    lines = form.Lines(page.hotline, page.on_call, agreement.table(page.terms), page.privacy_contact)
    return form.agreement(desk.library.paths[agreements.NAME], lines, now, joined=page.joined, again=again)


async def say_yes(desk: Desk, heard: Heard) -> Answer:
    """Record the yes to what was shown, and the rhythm; the clock starts. What changed meanwhile is shown first."""
    async with desk.database.begin() as session:
        enrollment = await enrollments.mine(session, heard.workspace, heard.person)
        yes = form.read(heard.view, enrollment.zone)
        if yes.enrollment_id != enrollment.id:
            raise NotFound
        page = await agreements.page(session, desk.library, enrollment)
        if yes.shown != page.shown:
            return update(_drawn(desk, page, replace(yes, shown=page.shown), again=True))
        enrollment = await enrollments.accept(
            session,
            heard.workspace,
            heard.person,
            version=page.text,
            terms=page.decided,
            rhythm=yes.rhythm,
            per_week=yes.per_week,
            cheer=yes.cheer,
            new=yes.new,
            now=desk.clock(),
        )
        await sessions.get_ready(session, desk.library, enrollment, now=desk.clock())
    if yes.language not in (None, language.reading()):
        await speak(desk, heard, str(yes.language))
    desk.errands.run(whereabouts.look(desk, heard), heard)
    redraw(desk, heard)
    return None


async def not_now(desk: Desk, heard: Heard) -> None:
    """Nothing is sent; the invitation stays."""
    version = desk.library.paths["agreement"].version
    async with desk.database.begin() as session:
        await enrollments.not_now(session, heard.workspace, heard.person, version=version, now=desk.clock())
    await heard.tell(say("That is fine. Nothing will be sent. The agreement stays here if you change your mind."))
