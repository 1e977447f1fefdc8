"""Goals: put one forward, say yes, change the words, say where one is, close it, delete it."""

from bot.coaching.goals import GoalState
from bot.coaching.language import mark, say
from bot.services import enrollments, goal_levels, goals, goals_between, goals_shown
from bot.services.goals_shown import Shown
from bot.slack import goals_drawn, ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import goal as form
from bot.slack.forms import goal_level as level_form
from bot.slack.forms.reading import at, held, held_id
from bot.slack.forms.rephrase import vouched
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import refuse
from bot.slack.listeners.homes import draw_home, redraw

AGREED = mark("You both said yes. This is your goal now.")
ALONE = mark("Kept, for you alone. It counts once you have shown it to your coach and both of you say yes.")
KEPT = mark("Kept. It counts once you both have said yes, and the other one hears that it waits.")


def register(board: Board, desk: Desk) -> None:
    """The buttons in App Home and in a message, and their forms."""
    board.action(ids.SUGGEST_GOAL)(afterwards(desk, suggest))
    board.action(ids.SEE_GOAL)(afterwards(desk, see))
    board.action(ids.CONFIRM_GOAL)(afterwards(desk, confirm))
    board.action(ids.REWORD_GOAL)(afterwards(desk, reword))
    board.action(ids.SHOW_GOAL)(afterwards(desk, show))
    board.action(ids.SAY_LEVEL)(afterwards(desk, ask_level))
    board.action(ids.END_GOAL)(afterwards(desk, ask_end))
    board.action(ids.DELETE_GOAL)(afterwards(desk, delete))
    board.view(ids.GOAL_FORM)(at_once(desk, save))
    board.view(ids.GOAL_SEEN_FORM)(at_once(desk, say_yes))
    board.view(ids.LEVEL_FORM)(at_once(desk, save_level))
    board.view(ids.GOAL_END_FORM)(at_once(desk, save_end))
    board.view(ids.NEXT_GOAL_FORM)(at_once(desk, next_one))


async def suggest(desk: Desk, heard: Heard) -> None:
    """Open the form for a new goal."""
    await heard.open(await _new(desk, heard, heard.value))


async def _new(desk: Desk, heard: Heard, enrollment_id: str, follows: str | None = None) -> dict[str, object]:
    async with desk.database.begin() as session:
        around = await goals_between.of_enrollment(session, heard.workspace, heard.person, enrollment_id)
        whose = (heard.workspace, heard.person, around.roles.caseworker)
        await goals_between.who_may_write(session, desk.library, *whose)  # said before anything is typed
    carried = {"enrollment": around.enrollment_id, form.COACH: around.roles.coach} | (
        {"follows": follows} if follows else {}
    )
    return form.write(desk.library, heard.person, around.roles, carried=carried)


async def _seen(desk: Desk, heard: Heard, goal_id: str) -> Shown:
    async with desk.database.begin() as session:
        return await goals.seen(session, heard.workspace, heard.person, goal_id, now=desk.clock())


async def see(desk: Desk, heard: Heard) -> None:
    """Show it, from the message that says it waits."""
    shown = await _seen(desk, heard, heard.value)
    await heard.open(form.seen(shown, goals_drawn.title(desk.library, shown), heard.person))


async def confirm(desk: Desk, heard: Heard) -> None:
    """Yes, from App Home, to the words that stood there."""
    await _confirm(desk, heard, heard.value)
    await draw_home(desk, heard)


async def say_yes(desk: Desk, heard: Heard) -> Answer:
    """Yes, from the window."""
    state = await _confirm(desk, heard, form.read_seen(heard.view))
    redraw(desk, heard)
    return update(said(say("Thank you"), say(AGREED if state is GoalState.ACTIVE else KEPT)))


async def _confirm(desk: Desk, heard: Heard, wording_id: str) -> GoalState:
    async with desk.database.begin() as session:
        return await goals.confirm(session, desk.library, heard.workspace, heard.person, wording_id, now=desk.clock())


async def reword(desk: Desk, heard: Heard) -> None:
    """Open the form with the words of today."""
    shown = await _seen(desk, heard, heard.value)
    async with desk.database.read() as session:
        around = await goals_between.around(session, shown.goal.id)
    carried = {"goal": shown.goal.id} | ({} if shown.new_coach else {form.COACH: around.roles.coach})
    await heard.open(form.write(desk.library, heard.person, around.roles, carried=carried, before=shown))


async def save(desk: Desk, heard: Heard) -> Answer:
    """Keep a new goal, or other words for one."""
    alone = False
    if "goal" in held(heard.view):
        alone = await _save_words(desk, heard, held_id(heard.view, "goal"))
    else:
        await _save_new(desk, heard)
    redraw(desk, heard)
    return update(said(say("A goal"), say(ALONE if alone else KEPT)))


async def _save_new(desk: Desk, heard: Heard) -> None:
    await refuse(desk, heard, "\n".join(form.typed(heard.view).values()))
    typed, topic = form.read(heard.view), form.read_topic(heard.view)
    follows = held_id(heard.view, "follows") if "follows" in held(heard.view) else None
    enrollment_id = held_id(heard.view, "enrollment")
    async with desk.database.begin() as session:
        around = await goals_between.of_enrollment(session, heard.workspace, heard.person, enrollment_id)
        await goals.propose(
            session,
            desk.library,
            heard.workspace,
            heard.person,
            around.roles.caseworker,
            typed,
            topic=topic,
            follows=follows,
            seen=form.read_named(heard.view),
            now=desk.clock(),
        )


async def _save_words(desk: Desk, heard: Heard, goal_id: str) -> bool:
    """Says whether nobody else hears of it. What stood there before was looked at when it was first written."""
    shown = await _seen(desk, heard, goal_id)
    before = {shown.goal.words, *shown.goal.levels}
    await refuse(desk, heard, "\n".join(text for text in form.typed(heard.view).values() if text not in before))
    typed = form.read(heard.view)
    named = form.read_named(heard.view) if heard.person == shown.goal.caseworker else None
    async with desk.database.begin() as session:
        await goals.reword(
            session, desk.library, heard.workspace, heard.person, goal_id, typed, seen=named, now=desk.clock()
        )
    return shown.new_coach is not None


async def show(desk: Desk, heard: Heard) -> None:
    """Let a new coach see it: the one whom the screen named."""
    goal_id, _, named = heard.value.partition(" ")
    async with desk.database.begin() as session:
        await goals.show_to_new_coach(
            session, desk.library, heard.workspace, heard.person, goal_id, seen=named, now=desk.clock()
        )
    await draw_home(desk, heard)


async def ask_level(desk: Desk, heard: Heard) -> None:
    """Open the scale."""
    shown = await _seen(desk, heard, heard.value)
    async with desk.database.read() as session:
        around = await goals_between.around(session, shown.goal.id)
    await heard.open(level_form.ask(shown, coach=around.roles.coach, supervisor=around.roles.supervisor))


async def save_level(desk: Desk, heard: Heard) -> Answer:
    """Keep it, for the readers who were picked."""
    goal_id, week, level, shared = level_form.read(heard.view)
    async with desk.database.begin() as session:
        await goal_levels.say_level(
            session,
            desk.library,
            heard.workspace,
            heard.person,
            goal_id,
            week=week,
            given=level,
            shared=shared,
            seen=form.read_named(heard.view),
            now=desk.clock(),
        )
    await desk.database.scrub()
    redraw(desk, heard)
    return None


async def ask_end(desk: Desk, heard: Heard) -> None:
    """How does it end?"""
    shown = await _seen(desk, heard, heard.value)
    async with desk.database.read() as session:
        around = await goals_between.around(session, shown.goal.id)
    await heard.open(form.end(shown, heard.person, supervisor=around.roles.supervisor))


async def save_end(desk: Desk, heard: Heard) -> Answer:
    """Close it, and offer a next one."""
    goal_id, outcome, words, shared = form.read_end(heard.view)
    await refuse(desk, heard, words)
    is_vouched = vouched(heard.view, form.CLOSING)
    async with desk.database.begin() as session:
        with at(form.CLOSING):
            await goals.end(
                session,
                heard.workspace,
                heard.person,
                goal_id,
                outcome,
                said=words,
                shared=shared,
                seen=form.read_named(heard.view),
                vouched=is_vouched,
                now=desk.clock(),
            )
    redraw(desk, heard)
    return update(form.next_one(goal_id))


async def next_one(desk: Desk, heard: Heard) -> Answer:
    """The form for the goal that follows."""
    goal_id = form.read_next(heard.view)
    await _seen(desk, heard, goal_id)
    async with desk.database.read() as session:
        around = await goals_between.around(session, goal_id)
    return update(await _new(desk, heard, around.enrollment_id, follows=goal_id))


async def delete(desk: Desk, heard: Heard) -> None:
    """Take it back, with all that was said of it."""
    async with desk.database.begin() as session:
        await goals.withdraw(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await desk.database.scrub()
    await draw_home(desk, heard)


async def after_a_check_in(desk: Desk, heard: Heard) -> Answer:
    """Once in a week, after something was answered: where are they on their goal? To close the window is to skip it."""
    async with desk.database.read() as session:
        place = await enrollments.accepted(session, heard.workspace, heard.person)
        if not await goals_shown.topics(session, [place.id]):
            return None
    async with desk.database.begin() as session:
        place = await enrollments.accepted(session, heard.workspace, heard.person)
        shown = await goal_levels.to_ask_about(session, place, now=desk.clock())
        form_ = level_form.ask(shown, coach=place.coach, supervisor=place.supervisor, after=True) if shown else None
    return update(form_) if form_ else None
