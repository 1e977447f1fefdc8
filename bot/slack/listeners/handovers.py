"""A program lead hands people over, and each of them says whether what they shared goes along."""

from bot.coaching.language import mark, say
from bot.services import handovers, whereabouts
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import handover as form
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.program import profile_of

HEARS = mark("Whoever has said yes, and has another coach now, hears it in their own hours.")


def register(board: Board, desk: Desk) -> None:
    """The form, and the two buttons of a caseworker."""
    board.view(ids.HANDOVER_FORM)(at_once(desk, save))
    board.action(ids.GO_ALONG)(afterwards(desk, pass_on))
    board.action(ids.KEEP_BACK)(afterwards(desk, keep))


async def ask(desk: Desk, heard: Heard, _: str) -> None:
    """`handover` shows the form to the lead."""
    async with desk.database.read() as session:
        await handovers.must_lead(session, heard.workspace, heard.person)
    await heard.open(form.ask())


async def save(desk: Desk, heard: Heard) -> Answer:
    """Hand them over; what a caseworker says then is their own."""
    before, after = form.read(heard.view)
    profile, now = await profile_of(desk, after), desk.clock()
    async with desk.database.begin() as session:
        count, stays = await handovers.hand_over(
            session, heard.workspace, heard.person, before=before, after=profile, now=now
        )
        await whereabouts.know(session, heard.workspace, profile, now=now)
    who = f"<@{after}>"
    done = say("{count} people are with {who} now.", count=count, who=who)
    if count == 1:
        done = say("One person is with {who} now.", who=who)
    one_stays = f" {say(handovers.STAYS, who=who, before=f'<@{before}>')}" if stays else ""
    return update(said(say("Saved"), f"{done} {say(HEARS)}{one_stays}"))


async def pass_on(desk: Desk, heard: Heard) -> None:
    """Yes: the new coach may read what the one before could."""
    async with desk.database.begin() as session:
        coach = await handovers.pass_on(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await heard.tell(
        say("Done. {who} can read it now. You can change that for each answer, at any time.", who=f"<@{coach}>")
    )


async def keep(desk: Desk, heard: Heard) -> None:
    """No: nothing goes along."""
    async with desk.database.begin() as session:
        coach = await handovers.keep(session, heard.workspace, heard.person, heard.value, now=desk.clock())
    await heard.tell(say("It stays as it is. {who} sees only what you share from now on.", who=f"<@{coach}>"))
