"""Answer a nudge: reflect now, later, or not today; and walk a path step by step."""

from bot.coaching import schedule
from bot.coaching.language import say
from bot.coaching.messages import NO_RUSH
from bot.services import boundaries, celebrations, finishing, nudges, reflections, silences
from bot.services.later import bring_back
from bot.services.reflections import Page
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import celebration as celebration_form
from bot.slack.forms import reflection as form
from bot.slack.forms.boundary import stopped
from bot.slack.forms.reading import at
from bot.slack.forms.rephrase import vouched
from bot.slack.forms.said import said
from bot.slack.listeners import goals, homes
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import refuse


def register(board: Board, desk: Desk) -> None:
    """Buttons of a nudge, the path's forms, and the shortcut after a visit."""
    board.action(ids.REFLECT)(afterwards(desk, reflect))
    board.action(ids.LATER)(afterwards(desk, later))
    board.action(ids.NOT_TODAY)(afterwards(desk, not_today))
    board.action(ids.PAUSE_NOW)(afterwards(desk, pause))
    board.action(ids.KEEP_GOING)(afterwards(desk, keep_going))
    board.app.global_shortcut(ids.JUST_FINISHED_A_VISIT)(afterwards(desk, debrief))
    board.view(ids.STEP_FORM)(at_once(desk, save_step))
    board.view(ids.SHARING_FORM)(at_once(desk, keep))


async def reflect(desk: Desk, heard: Heard) -> None:
    """Open the path where it was left."""
    async with desk.database.begin() as session:
        page = await reflections.begin_for_nudge(
            session, desk.library, heard.workspace, heard.person, heard.value, now=desk.clock()
        )
    await heard.open(draw(page))


async def later(desk: Desk, heard: Heard) -> None:
    """Bring it back in a while."""
    async with desk.database.begin() as session:
        due_at = await bring_back(session, heard.workspace, heard.person, heard.value, now=desk.clock())
        _, enrollment = await nudges.own_nudge(session, heard.workspace, heard.person, heard.value)
    back = schedule.moment_in_words(due_at, enrollment.zone) if due_at else ""
    await heard.tell(say("No rush. I will bring it back {when}.", when=back) if back else say(NO_RUSH))


async def not_today(desk: Desk, heard: Heard) -> None:
    """Let it go; nobody can tell it from any other silence."""
    async with desk.database.begin() as session:
        nudge, _ = await nudges.own_nudge(session, heard.workspace, heard.person, heard.value)
        await nudges.close(session, nudge, now=desk.clock())


async def pause(desk: Desk, heard: Heard) -> None:
    """“Shall I pause?” Yes."""
    async with desk.database.begin() as session:
        await silences.pause(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    homes.redraw(desk, heard)


async def keep_going(desk: Desk, heard: Heard) -> None:
    """“Shall I pause?” No."""
    async with desk.database.begin() as session:
        await silences.keep_going(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    homes.redraw(desk, heard)


async def debrief(desk: Desk, heard: Heard) -> None:
    """“Just finished a visit”: the after-visit path, when the caseworker wants it."""
    async with desk.database.begin() as session:
        page = await reflections.begin_own(
            session, desk.library, heard.workspace, heard.person, reflections.DEBRIEF, now=desk.clock()
        )
    await heard.open(draw(page))


def draw(page: Page) -> dict[str, object]:
    """The next screen, or the question who may read it."""
    return form.step(page) if page.screen is not None else form.sharing(page)


async def save_step(desk: Desk, heard: Heard) -> Answer:
    """Keep one answer and show the next screen."""
    reflection_id, position, given, is_vouched = form.read_step(heard.view)
    async with desk.database.begin() as session:
        page = await reflections.save_step(
            session,
            desk.library,
            heard.workspace,
            heard.person,
            reflection_id,
            position=position,
            given=given,
            vouched=is_vouched,
            now=desk.clock(),
        )
        said_now = "" if page.repeated else given or ""
        stop = await boundaries.met(session, desk.library, heard.workspace, heard.person, said_now, now=desk.clock())
        if stop is not None:
            await reflections.stay(session, heard.workspace, heard.person, reflection_id, position)
            return update(stopped(stop))
        if page.screen is None and not page.answered:
            await finishing.let_go(session, heard.workspace, heard.person, reflection_id, now=desk.clock())
            return update(said(say("That is fine"), desk.library.boundaries["skip_ok"]))
    return update(draw(page))


async def keep(desk: Desk, heard: Heard) -> Answer:
    """Turn the draft into a check-in; with a small success, show how it would be posted, else perhaps ask about a goal."""
    reflection_id, audience, extent, given = form.read_sharing(heard.view)
    success = (given or "").strip()
    await refuse(desk, heard, success)
    async with desk.database.begin() as session:
        checkin = await finishing.finish(
            session,
            desk.library,
            heard.workspace,
            heard.person,
            reflection_id,
            audience=audience,
            extent=extent,
            only=form.read_lines(heard.view),
            seen=form.read_reader(heard.view),
            now=desk.clock(),
        )
        with at(form.SUCCESS):
            drafted = success and await celebrations.draft(
                session,
                heard.workspace,
                heard.person,
                success,
                checkin_id=checkin.id,
                vouched=vouched(heard.view, form.SUCCESS),
                now=desk.clock(),
            )
        if drafted:
            who = (heard.workspace, heard.person, drafted.id)
            return update(celebration_form.preview(await celebrations.preview(session, *who, now=desk.clock())))
    return await goals.after_a_check_in(desk, heard)
