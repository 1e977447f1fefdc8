"""Parent partners look at the questions: the agreement, one question after the other, and theirs to change or take back."""

from bot.coaching import reviewing
from bot.coaching.audience import Surface
from bot.coaching.errors import NotFound
from bot.coaching.language import mark, say
from bot.services import audit, holds, languages, partners, reviews
from bot.services.audit import Deed
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import partners as form
from bot.slack.forms.reading import at
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import refuse
from bot.slack.listeners.homes import draw_home, redraw
from bot.slack.listeners.program import profiles_of

INVITED = mark(
    "Whoever is not in yet has a message now. Nothing more comes before their yes, and nothing comes by itself after it."
)


def register(board: Board, desk: Desk) -> None:
    """Buttons of App Home, and the forms."""
    board.action(ids.REVIEW_NEXT)(afterwards(desk, next_one))
    board.action(ids.REVIEW_CHANGE)(afterwards(desk, change))
    board.action(ids.REVIEW_WITHDRAW)(afterwards(desk, withdraw))
    board.action(ids.PARTNER_LEAVE)(afterwards(desk, leave))
    board.action(ids.INVITE_PARTNERS)(afterwards(desk, open_invite))
    board.action(ids.SHOW_REVIEWS)(afterwards(desk, show))
    board.view(ids.PARTNER_AGREEMENT_FORM)(at_once(desk, agree))
    board.action(ids.MARK_FAMILIES)(afterwards(desk, open_families))
    board.view(ids.FAMILIES_FORM)(at_once(desk, mark_families))
    board.view(ids.REVIEW_FORM)(at_once(desk, keep))
    board.view(ids.INVITE_PARTNERS_FORM)(at_once(desk, invite))


async def next_one(desk: Desk, heard: Heard) -> None:
    """The next question to look at; before the first one, the agreement."""
    async with desk.database.read() as session:
        part = await partners.mine(session, heard.workspace, heard.person)
        is_in = await partners.agreed(session, part)
    await heard.open(await _next_form(desk, heard) if is_in else await _agreement(desk, heard))


async def _agreement(desk: Desk, heard: Heard) -> dict[str, object]:
    async with desk.database.read() as session:
        terms = await partners.terms(session, heard.workspace)
        return form.agreement(terms, await partners.version_now(session, heard.workspace))


async def _next_form(desk: Desk, heard: Heard) -> dict[str, object]:
    async with desk.database.read() as session:
        prompt = await reviews.next_one(session, desk.books, heard.workspace, heard.person)
        waiting = await reviews.how_many_wait(session, desk.books, heard.workspace, heard.person)
    return form.review(prompt, desk.library, waiting) if prompt else form.all_done()


async def agree(desk: Desk, heard: Heard) -> Answer:
    """They are in, and the first question is there; what changed meanwhile is shown first."""
    async with desk.database.begin() as session:
        is_todays = form.read_agreement(heard.view) == await partners.version_now(session, heard.workspace)
        if is_todays:
            await partners.say_yes(session, heard.workspace, heard.person, now=desk.clock())
    if not is_todays:
        return update(await _agreement(desk, heard))
    redraw(desk, heard)
    return update(await _next_form(desk, heard))


async def keep(desk: Desk, heard: Heard) -> Answer:
    """Keep what was said, and show the next one in its place."""
    wording, review = form.read_review(heard.view)
    for words in review.words().values():
        await refuse(desk, heard, words)
    for block_id, words in ((form.FEELING, review.feel), (form.LACKING, review.missing)):
        with at(block_id):
            reviews.check(words, vouched=block_id in review.vouched)
    async with desk.database.begin() as session:
        await reviews.keep(session, desk.books, heard.workspace, heard.person, wording, review, now=desk.clock())
    redraw(desk, heard)
    return update(await _next_form(desk, heard))


async def change(desk: Desk, heard: Heard) -> None:
    """Open what they said, to say it anew."""
    async with desk.database.read() as session:
        await partners.accepted(session, heard.workspace, heard.person)
        review = await reviews.own(session, heard.workspace, heard.person, heard.value)
        said_before = await reviews.read_own(session, review, now=desk.clock())
    piece = reviewing.find(desk.books, review.prompt_id)
    if piece is None or piece.version != review.prompt_version:
        raise NotFound("That question has changed meanwhile. You can take back what you said of the old one.")
    await heard.open(form.review(piece, desk.library, 0, said_before))


async def open_families(desk: Desk, heard: Heard) -> None:
    """How far families see this month's principle."""
    async with desk.database.read() as session:
        await partners.accepted(session, heard.workspace, heard.person)
        part = await reviews.part_of(session, desk.library, heard.workspace, heard.person, now=desk.clock())
    if part is None or part.topic is None:
        raise NotFound
    await heard.open(form.families(desk.library.topics[part.topic], part.mark))


async def mark_families(desk: Desk, heard: Heard) -> Answer:
    """Keep it, or take it back when it was left empty."""
    topic, level = form.read_families(heard.view)
    async with desk.database.begin() as session:
        await reviews.mark(session, desk.library, heard.workspace, heard.person, topic, level, now=desk.clock())
    redraw(desk, heard)
    return None


async def withdraw(desk: Desk, heard: Heard) -> None:
    """Take one back."""
    async with desk.database.begin() as session:
        await reviews.withdraw(session, heard.workspace, heard.person, heard.value)
    await desk.database.scrub()
    await draw_home(desk, heard)


async def leave(desk: Desk, heard: Heard) -> None:
    """Stop reviewing; nobody is told."""
    async with desk.database.begin() as session:
        await partners.leave(session, heard.workspace, heard.person, now=desk.clock())
    await draw_home(desk, heard)


async def open_invite(desk: Desk, heard: Heard) -> None:
    """Show the lead the form."""
    async with desk.database.read() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
    await heard.open(form.invite())


async def invite(desk: Desk, heard: Heard) -> Answer:
    """Invite everybody on the form, or nobody."""
    people = form.read_invite(heard.view)
    async with desk.database.read() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
    with at(form.PEOPLE):
        profiles = (await profiles_of(desk, sorted(people))).values()
    async with desk.database.begin() as session:
        for each in profiles:
            await partners.invite(session, heard.workspace, each.person, by=heard.person, now=desk.clock())
            await languages.know(session, heard.workspace, each)
    return update(said(say("Saved"), say(INVITED)))


async def show(desk: Desk, heard: Heard) -> None:
    """What was said, for the lead alone: counts and words, no names. Each author sees that it was read."""
    async with desk.database.begin() as session:
        await holds.must_lead(session, heard.workspace, heard.person)
        found = await reviews.results(
            session,
            desk.books,
            heard.workspace,
            asking=heard.person,
            surface=Surface.REVIEWS,
            most=form.MOST_RESULTS,
            now=desk.clock(),
        )
        await audit.record(
            session, heard.workspace, heard.person, Deed.REVIEWS_READ, count=len(found), now=desk.clock()
        )
    await heard.open(form.results(found))
