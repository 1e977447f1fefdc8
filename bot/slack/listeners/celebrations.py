"""Celebrate a small success: write, preview, send, take back."""

from bot.coaching.errors import NotAllowed, TooSoon
from bot.coaching.lines import says_something
from bot.services import celebrations
from bot.slack import ids
from bot.slack.blocks import unescape
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import celebration as form
from bot.slack.forms.reading import held, held_id
from bot.slack.forms.rephrase import vouched as is_vouched
from bot.slack.home_given import from_page
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import refuse
from bot.slack.listeners.homes import redraw


def register(board: Board, desk: Desk) -> None:
    """Buttons, forms and the message shortcut of celebrations."""
    board.action(ids.CELEBRATE)(afterwards(desk, write))
    board.action(ids.UNCELEBRATE)(afterwards(desk, withdraw))
    board.action(ids.CHANGE_CELEBRATION)(afterwards(desk, change))
    board.app.message_shortcut(ids.CELEBRATE_THIS)(afterwards(desk, celebrate_this))
    board.view(ids.SUCCESS_FORM)(at_once(desk, preview))
    board.view(ids.PREVIEW_FORM)(at_once(desk, approve))


async def write(desk: Desk, heard: Heard) -> None:
    """Ask for the words."""
    await heard.open(form.write(heard.value, heard.person, desk.library.celebrations))


async def preview(desk: Desk, heard: Heard) -> Answer:
    """Keep the draft and show it as it will look."""
    checkin_id = held_id(heard.view, form.CHECKIN) if form.CHECKIN in held(heard.view) else None
    said = form.read_words(heard.view)
    return update(await _draft(desk, heard, said, checkin_id, vouched=is_vouched(heard.view, form.WORDS)))


async def _draft(
    desk: Desk, heard: Heard, said: str, checkin_id: str | None, *, vouched: bool = False
) -> dict[str, object]:
    await refuse(desk, heard, said)
    async with desk.database.begin() as session:
        drafted = await celebrations.draft(
            session, heard.workspace, heard.person, said, checkin_id=checkin_id, vouched=vouched, now=desk.clock()
        )
        return form.preview(
            await celebrations.preview(session, heard.workspace, heard.person, drafted.id, now=desk.clock())
        )


async def celebrate_this(desk: Desk, heard: Heard) -> None:
    """Start from a message of one's own; a photo says nothing, and its author is asked for the words."""
    message = heard.body.get("message", {})
    if message.get("user") != heard.person:
        raise NotAllowed("You can celebrate your own words. For somebody else’s, ask them first.")
    said = unescape(str(message.get("text") or ""))[: celebrations.LONGEST]
    if says_something(said):
        await heard.open(await _draft(desk, heard, said, None))
    else:
        await heard.open(form.write(None, heard.person, desk.library.celebrations))


async def approve(desk: Desk, heard: Heard) -> Answer:
    """Send it, in the words that stood in the form, to where its owner picked; a second one this week has other ways."""
    celebration_id, said, kept, where, seen = form.read_preview(heard.view)
    await refuse(desk, heard, said)
    who = (heard.workspace, heard.person, celebration_id)
    vouched = is_vouched(heard.view, form.WORDS)
    try:
        async with desk.database.begin() as session:
            await celebrations.approve(
                session, *who, said, where=where, seen=seen, kept=kept, vouched=vouched, now=desk.clock()
            )
    except TooSoon:
        async with desk.database.read() as session:
            return update(form.preview(await celebrations.preview(session, *who, said=said, now=desk.clock())))
    redraw(desk, heard)
    return None


async def change(desk: Desk, heard: Heard) -> None:
    """Open what was sent, or kept for later, to write it anew."""
    async with desk.database.read() as session:
        now = await celebrations.preview(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await heard.open(from_page(form.preview(now), heard.view))


async def withdraw(desk: Desk, heard: Heard) -> None:
    """Take it back, from the database and from the channel."""
    async with desk.database.begin() as session:
        await celebrations.withdraw(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await desk.database.scrub()
    redraw(desk, heard)
