"""Ask for a check-in, and start one of one's own."""

from collections.abc import Sequence

from bot.coaching.errors import CoachingError
from bot.coaching.language import say
from bot.coaching.questions import Path, Prompt, Topic, id_of_path
from bot.services import enrollments, nudges, reflections, standing
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, at_once, update
from bot.slack.forms import request as form
from bot.slack.forms import wellbeing
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.nudges import draw


def register(board: Board, desk: Desk) -> None:
    """The forms behind the command."""
    board.view(ids.TOPIC_FORM)(at_once(desk, pick_topic))
    board.view(ids.REQUEST_FORM)(at_once(desk, ask))
    board.view(ids.MENU_FORM)(at_once(desk, start_own))


async def pick_topic(desk: Desk, heard: Heard) -> Answer:
    """Show what would be sent on this topic."""
    people, topic = form.read_topic(heard.view, desk.library)
    return update(await preview(desk, heard, people, topic))


async def preview(desk: Desk, heard: Heard, people: Sequence[str], topic: str) -> dict[str, object]:
    """Exactly what will be sent to whom, and who is left out; raises the reason when nobody can be asked."""
    askable: list[str] = []
    left_out: list[str] = []
    prompt: Prompt | None = None
    async with desk.database.read() as session:
        for person in people[: form.MOST_PEOPLE]:
            try:
                enrollment = await nudges.may_ask(session, heard.workspace, heard.person, person, now=desk.clock())
                prompt = prompt or await nudges.preview(
                    session, desk.library, enrollment, topic=topic, now=desk.clock()
                )
                askable.append(person)
            except CoachingError as reason:
                if len(people) == 1:
                    raise
                left_out.append(str(reason))
    if prompt is None:
        raise CoachingError("\n".join(left_out))
    not_these = [*form.beyond(people), *left_out]
    return form.preview(heard.person, askable, prompt, desk.library.topics[topic].title, not_these)


async def ask(desk: Desk, heard: Heard) -> Answer:
    """Ask each of them; who cannot be asked is named with the reason, and the others are asked all the same."""
    people, prompt_id = form.read_preview(heard.view)
    lines, anybody = [], False
    for person in people:
        try:
            async with desk.database.begin() as session:
                await nudges.request(
                    session, desk.library, heard.workspace, heard.person, person, prompt_id, now=desk.clock()
                )
            lines.append(f"<@{person}>")
            anybody = True
        except CoachingError as reason:
            if len(people) == 1:
                raise
            lines.append(str(reason))
    if not anybody:
        raise CoachingError("\n".join(lines))
    asked = say("Asked. It goes out inside their own hours, this week or next:")
    return update(said(say("Asked"), "\n".join([asked, *lines, say(form.NOT_SEEN)])))


async def start_own(desk: Desk, heard: Heard) -> Answer:
    """Start the topic or path that was picked."""
    async with desk.database.read() as session:
        coaches = await standing.coaches_or_supervises(session, heard.workspace, heard.person)
    return update(await begin(desk, heard, form.read_menu(heard.view, desk.library, coaches=coaches)))


async def begin(desk: Desk, heard: Heard, picked: Path | Topic) -> dict[str, object]:
    """The first screen of a check-in of one's own; one that is not kept begins nothing in the database."""
    if isinstance(picked, Path) and not picked.kept:
        async with desk.database.read() as session:
            await enrollments.accepted(session, heard.workspace, heard.person)
        return wellbeing.ask(picked)
    async with desk.database.begin() as session:
        prompt_id = (
            id_of_path(picked.id)
            if isinstance(picked, Path)
            else await nudges.choose_own(
                session, desk.library, heard.workspace, heard.person, picked.key, now=desk.clock()
            )
        )
        page = await reflections.begin_own(
            session, desk.library, heard.workspace, heard.person, prompt_id, now=desk.clock()
        )
    return draw(page)
