"""A coach suggests a question of the library: by the command or from App Home, seen in full before it is picked."""

from bot.coaching.language import say
from bot.coaching.people import Deed
from bot.services import suggestions, who_may
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import suggestion as form
from bot.slack.forms.reading import at
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board


def register(board: Board, desk: Desk) -> None:
    """The button in App Home, and the two forms."""
    board.action(ids.SUGGEST)(afterwards(desk, from_home))
    board.view(ids.SUGGEST_TOPIC_FORM)(at_once(desk, show))
    board.view(ids.SUGGEST_FORM)(at_once(desk, suggest))


async def from_home(desk: Desk, heard: Heard) -> None:
    """Pick whom, and on which topic."""
    await begin(desk, heard, None)


async def begin(desk: Desk, heard: Heard, person: str | None) -> None:
    """The first form, for coaches; `person` is filled in already."""
    async with desk.database.read() as session:
        await who_may.must_have_people(session, heard.workspace, heard.person, Deed.SUGGEST)
        if person is not None:
            await suggestions.may_suggest(session, heard.workspace, heard.person, person, now=desk.clock())
    await heard.open(form.who_and_what(desk.library, person))


async def show(desk: Desk, heard: Heard) -> Answer:
    """Every question on that topic."""
    person, topic = form.read_who_and_what(heard.view)
    with at(form.TOPIC):
        prompts = suggestions.on_offer(desk.library, topic)
    with at(form.PERSON):
        async with desk.database.read() as session:
            await suggestions.may_suggest(session, heard.workspace, heard.person, person, now=desk.clock())
    return update(form.questions(person, prompts))


async def suggest(desk: Desk, heard: Heard) -> Answer:
    """Keep it for the clock; the coach is told the same whoever it is for."""
    person, prompt_id = form.read_question(heard.view)
    async with desk.database.begin() as session:
        await suggestions.suggest(
            session, desk.library, heard.workspace, heard.person, person, prompt_id, now=desk.clock()
        )
    done = say("Suggested to {person}.", person=f"<@{person}>")
    return update(said(say("Suggested"), f"{done} {say(form.WHAT_HAPPENS)}"))
