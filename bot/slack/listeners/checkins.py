"""After a reply was given: change who may read it, read or edit it, take it back."""

from collections.abc import Mapping

from bot.coaching.audience import Audience, Extent, choices
from bot.coaching.errors import CoachingError, NotFound
from bot.services import checkins, moved_days, words
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import checkins as form
from bot.slack.forms.boundary import stopped
from bot.slack.forms.reading import at, held_id
from bot.slack.forms.reflection import read_audience, read_reader
from bot.slack.forms.rephrase import vouched
from bot.slack.home_given import from_page
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import met
from bot.slack.listeners.homes import redraw


def register(board: Board, desk: Desk) -> None:
    """The buttons of a receipt and of App Home, and their forms."""
    board.action(ids.WHO_CAN_READ)(afterwards(desk, who_can_read))
    board.action(ids.EDIT)(afterwards(desk, edit))
    board.action(ids.WITHDRAW)(afterwards(desk, withdraw))
    board.view(ids.AUDIENCE_FORM)(at_once(desk, change_audience))
    board.view(ids.EDIT_FORM)(at_once(desk, save_edit))


async def who_can_read(desk: Desk, heard: Heard) -> None:
    """Show who can read it now, and who was shown it."""
    async with desk.database.read() as session:
        checkin, enrollment = await checkins.own(session, heard.workspace, heard.person, heard.value)
        seen = await checkins.shown(session, checkin, enrollment)
        circle = checkins.circle_of(checkin, enrollment)
    asked = form.audience(checkin.id, choices(circle), circle, words.sharing_of(checkin), seen)
    await heard.open(from_page(asked, heard.view))


async def change_audience(desk: Desk, heard: Heard) -> Answer:
    """Save another audience."""
    audience, extent = read_audience(heard.view)
    async with desk.database.begin() as session:
        await checkins.share(
            session,
            heard.workspace,
            heard.person,
            held_id(heard.view, form.CHECKIN),
            audience=audience,
            extent=extent,
            seen=read_reader(heard.view),
            now=desk.clock(),
        )
    redraw(desk, heard)
    return None


async def edit(desk: Desk, heard: Heard) -> None:
    """Show the author their own words."""
    async with desk.database.begin() as session:
        lines = await checkins.read_own(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await heard.open(from_page(form.edit(heard.value, lines, desk.library.labels), heard.view))


async def save_edit(desk: Desk, heard: Heard) -> Answer:
    """Save changed words; at a boundary they are kept for their author alone, or not at all."""
    checkin_id, typed = form.read_edit(heard.view)
    before, labels = await _words_before(desk, heard, checkin_id), desk.library.labels
    changed = {step: form.as_kept(before.get(step, ""), said, labels) for step, said in typed.items()}
    # What stood there before was looked at when it was first written.
    new = "\n".join(said for step, said in changed.items() if said != before.get(step))
    stop = await met(desk, heard, new)
    try:
        await _save(desk, heard, checkin_id, changed, alone=stop is not None)
    except CoachingError:
        if stop is None:
            raise
        return update(stopped(stop, kept=False))
    await desk.database.scrub()
    redraw(desk, heard)
    return update(stopped(stop)) if stop is not None else None


async def _words_before(desk: Desk, heard: Heard, checkin_id: str) -> Mapping[str, str]:
    try:
        async with desk.database.begin() as session:
            lines = await checkins.read_own(session, heard.workspace, heard.person, checkin_id, now=desk.clock())
    except NotFound:  # nothing is saved then, but whoever is in distress still meets people who can help
        lines = ()
    return {line.step: line.words for line in lines}


async def _save(desk: Desk, heard: Heard, checkin_id: str, changed: Mapping[str, str], *, alone: bool) -> None:
    """In one transaction: who may read it is narrowed before anybody can be shown the new words."""
    whose, now = (heard.workspace, heard.person, checkin_id), desk.clock()
    async with desk.database.begin() as session:
        if alone:
            await checkins.share(session, *whose, audience=Audience.ONLY_ME, extent=Extent.ALL, now=now)
        for step, said in changed.items():
            with at(form.field(step)):
                is_vouched = vouched(heard.view, form.field(step))
                if await checkins.edit(session, *whose, {step: said}, vouched=is_vouched, now=now):
                    await moved_days.follow(session, desk.library, *whose, now=now)


async def withdraw(desk: Desk, heard: Heard) -> None:
    """Take a reply back."""
    async with desk.database.begin() as session:
        await checkins.withdraw(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await desk.database.scrub()
    redraw(desk, heard)
