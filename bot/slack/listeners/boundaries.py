"""At a boundary: let the one person know whom the caseworker picked."""

from bot.coaching.errors import CoachingError
from bot.coaching.language import mark, say
from bot.services import boundaries
from bot.services.boundaries import AtBoundary, Stop
from bot.slack import ids
from bot.slack.blocks import escape
from bot.slack.desk import Answer, Desk, Heard, at_once, update
from bot.slack.forms import boundary as form
from bot.slack.forms.reading import AtField
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board


def register(board: Board, desk: Desk) -> None:
    """The one form there is."""
    board.view(ids.BOUNDARY_FORM)(at_once(desk, let_know))


async def met(desk: Desk, heard: Heard, text: str) -> Stop | None:
    """Whether these words reach a boundary. If they do, today is quiet from here on, whatever else becomes of them."""
    async with desk.database.begin() as session:
        return await boundaries.met(session, desk.library, heard.workspace, heard.person, text, now=desk.clock())


async def refuse(desk: Desk, heard: Heard, text: str) -> None:
    """Raise AtBoundary for words that were going to be shown to others: they are not kept."""
    if (stop := await met(desk, heard, text)) is not None:
        raise AtBoundary(stop)


async def told(desk: Desk, heard: Heard) -> bool:
    """Whether what was typed behind the command reaches a boundary; if it does, they have heard who can help."""
    stop = await met(desk, heard, heard.text)
    if stop is not None:
        await heard.tell(escape(stop.text))
    return stop is not None


async def or_refuse(desk: Desk, heard: Heard, problem: CoachingError) -> None:
    """Whoever is hurting hears who can help; raises this refusal for everybody else."""
    if not await told(desk, heard):
        raise problem


async def let_know(desk: Desk, heard: Heard) -> Answer:
    """One line to the person they picked, with nothing of what was written."""
    person = form.read(heard.view)
    profile = await desk.messenger.profile(person)
    if profile is None or profile.gone or profile.is_bot or profile.outsider:
        raise AtField(form.PERSON, mark("I cannot write to them. Please pick somebody else."))
    async with desk.database.begin() as session:
        await boundaries.let_know(session, heard.workspace, heard.person, person, now=desk.clock())
    return update(said(say(form.TITLE), promised(person)))


def promised(person: str) -> str:
    """What is said to whoever asked that this person be told."""
    return say("I will tell {who} that you want to talk, and nothing else.", who=f"<@{person}>")
