"""App Home: draw it when it is opened, and do what its buttons say."""

from typing import Any

import structlog

from bot.coaching.errors import NotFound
from bot.coaching.language import say
from bot.services import agreements, digests, enrollments, given, languages, standing
from bot.services.messenger import Busy, Unclear
from bot.slack import home_given, ids, messenger
from bot.slack.blocks import modal
from bot.slack.desk import Desk, Heard, afterwards, hear
from bot.slack.digest_post import digest_without_chart
from bot.slack.forms import leaving, request
from bot.slack.home import home
from bot.slack.listeners.board import Board

log = structlog.get_logger()


def register(board: Board, desk: Desk) -> None:
    """The event of opening it, and its buttons."""

    async def opened(event: dict[str, Any], body: dict[str, Any], client: Any, context: Any) -> None:
        if event.get("tab") == "home":
            heard = hear(body, client, context)
            desk.errands.run(draw_home(desk.at(heard.workspace), heard), heard)

    board.app.event(ids.HOME_OPENED)(opened)
    board.action(ids.CHECK_IN_NOW)(afterwards(desk, check_in_now))
    board.action(ids.SEE_ALL)(afterwards(desk, see_all))
    board.action(ids.OLDER)(afterwards(desk, show_older))
    board.action(ids.BACK)(afterwards(desk, draw_home))
    board.action(ids.IN_ENGLISH)(afterwards(desk, in_english))
    board.action(ids.IN_SPANISH)(afterwards(desk, in_spanish))
    board.action(ids.PAUSE)(afterwards(desk, pause))
    board.action(ids.RESUME)(afterwards(desk, resume))
    board.action(ids.LEAVE)(afterwards(desk, leave))
    board.action(ids.PREVIEW_DIGEST)(afterwards(desk, preview_digest))


async def draw_home(desk: Desk, heard: Heard) -> None:
    """Publish this person's App Home."""
    await desk.speak_to(heard)
    async with desk.database.begin() as session:
        corner = await standing.corner(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    await _publish(heard, home(corner, desk.library))


async def _draw_given(desk: Desk, heard: Heard, behind: str) -> None:
    """Publish the page of what they gave, behind one of these, in the place of App Home."""
    await desk.speak_to(heard)
    async with desk.database.begin() as session:
        found = await given.page(session, heard.workspace, heard.person, behind=behind, now=desk.clock())
    await _publish(heard, home_given.all_of_it(found, desk.library, behind))


async def _draw_again(desk: Desk, heard: Heard, page: str) -> None:
    """The same page of what they gave; from the newest when what it began behind is gone."""
    try:
        await _draw_given(desk, heard, page)
    except NotFound:
        await _draw_given(desk, heard, given.NEWEST)


async def _publish(heard: Heard, view: dict[str, Any]) -> None:
    try:
        await messenger.draw_home(heard.client, heard.person, view)
    except (
        Busy,
        Unclear,
    ) as problem:  # a slow Slack is no mistake of ours, and the page is drawn whenever it is opened
        log.info("home_not_drawn", person=heard.person, reason=problem.reason)


def redraw(desk: Desk, heard: Heard) -> None:
    """Publish it anew, after Slack has its answer: App Home, or the page of what they gave when they were on that."""
    page = home_given.page_of(heard.view)
    desk.errands.run(draw_home(desk, heard) if page is None else _draw_again(desk, heard, page), heard)


async def see_all(desk: Desk, heard: Heard) -> None:
    """Open the page of all that they gave, at the newest."""
    await _draw_given(desk, heard, given.NEWEST)


async def show_older(desk: Desk, heard: Heard) -> None:
    """Turn the page to what they gave before."""
    await _draw_given(desk, heard, heard.value)


async def check_in_now(desk: Desk, heard: Heard) -> None:
    """Offer the menu of topics and paths."""
    async with desk.database.read() as session:
        enrollment = await enrollments.accepted(session, heard.workspace, heard.person)
        await agreements.must_hold(session, desk.library, enrollment)
        coaches = await standing.coaches_or_supervises(session, heard.workspace, heard.person)
    await heard.open(request.menu(desk.library, coaches=coaches))


async def in_english(desk: Desk, heard: Heard) -> None:
    """From now on everything is said to this person in English."""
    await speak(desk, heard, "en")
    await draw_home(desk, heard)


async def in_spanish(desk: Desk, heard: Heard) -> None:
    """From now on everything is said to this person in Spanish, as far as it is translated."""
    await speak(desk, heard, "es")
    await draw_home(desk, heard)


async def speak(desk: Desk, heard: Heard, tongue: str) -> None:
    """Keep the language that this person picked."""
    async with desk.database.begin() as session:
        await languages.choose(session, heard.workspace, heard.person, tongue)
    desk.remember(heard, tongue)


async def pause(desk: Desk, heard: Heard) -> None:
    """Go quiet until they say so."""
    async with desk.database.begin() as session:
        await enrollments.pause(session, heard.workspace, heard.person, until=None, now=desk.clock())
    await draw_home(desk, heard)


async def resume(desk: Desk, heard: Heard) -> None:
    """Start again."""
    async with desk.database.begin() as session:
        await enrollments.resume(session, heard.workspace, heard.person, now=desk.clock())
    await draw_home(desk, heard)


async def leave(desk: Desk, heard: Heard) -> None:
    """Leave the program; the goodbye offers a copy and deletion in the same breath."""
    left = await say_goodbye(desk, heard)
    await heard.open(leaving.left(left))
    await draw_home(desk, heard)


async def say_goodbye(desk: Desk, heard: Heard) -> str:
    """Leave, at once; gives the enrollment's id."""
    version = desk.library.paths[agreements.NAME].version
    async with desk.database.begin() as session:
        left = await enrollments.leave(session, heard.workspace, heard.person, version=version, now=desk.clock())
    return left.id


async def preview_digest(desk: Desk, heard: Heard) -> None:
    """Show the coach the coming digest as it stands now. A window cannot hold a chart; the command shows it."""
    async with desk.database.begin() as session:
        coming = await digests.coming(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    title, close = say("The coming digest"), say("Close")
    await heard.open(modal("said", title, digest_without_chart(coming), submit=None, close=close))
