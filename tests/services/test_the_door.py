"""Each way through the door of services/words.py, tried by everybody whom the author did not name."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience, Surface
from bot.coaching.errors import NotFound
from bot.coaching.small_success import Where
from bot.db import successes
from bot.db.celebration_tables import CelebrationRead
from bot.db.engine import Database
from bot.db.tables import Celebration, CheckIn, Read, Reflection
from bot.services import words
from tests.services.deeds import NOW, SAID, amplify, celebrate, do, drafted, finish, narrow, take_back, written

LATER = NOW + timedelta(hours=1)
OTHERS = ["UCORA", "USAM", "ULEE", "UBEN", "UPAT", ""]
NOT_THE_COACH = [each for each in OTHERS if each != "UCORA"]


@dataclass(frozen=True)
class Given:
    """Ana's words in a database, by what they belong to."""

    database: Database
    id: str


@pytest.fixture
async def draft(nudged: tuple[Database, str]) -> Given:
    """Ana has answered every screen, and not said yet who may read it."""
    database, nudge_id = nudged
    return Given(database, await written(database, nudge_id))


@pytest.fixture
async def kept(draft: Given) -> Given:
    """Ana has kept a check-in for herself."""
    made = await do(draft.database, finish(draft.id, Audience.ONLY_ME))
    return Given(draft.database, made.id)


@pytest.fixture
async def given(draft: Given) -> Given:
    """Ana has shared a check-in with Cora."""
    made = await do(draft.database, finish(draft.id, Audience.COACH))
    return Given(draft.database, made.id)


@pytest.fixture
async def success(database: Database) -> Given:
    """Ana has a draft of a small success."""
    return Given(database, await drafted(database, SAID))


async def read(session: AsyncSession, given: Given, person: str) -> list[str]:
    """The check-in's words, as this person reads them."""
    checkin = await session.get_one(CheckIn, given.id)
    found = await words.of_checkin(session, checkin, asking=person, surface=Surface.HOME, now=LATER)
    return [line.words for line in found]


async def refuses(given: Given, person: str) -> None:
    """Nobody gets in, and no reading is written down."""
    async with given.database.begin() as session:
        with pytest.raises(NotFound):
            await read(session, given, person)
        recorded = await session.scalar(select(func.count()).select_from(Read))

    assert 0 == recorded


@pytest.mark.parametrize("person", OTHERS)
async def test_what_is_for_her_alone_nobody_else_reads(kept: Given, person: str) -> None:
    """Her coach, her supervisor, the lead, a colleague and a stranger: it does not exist for them."""
    await refuses(kept, person)


@pytest.mark.parametrize("person", NOT_THE_COACH)
async def test_what_is_for_the_coach_no_other_reads(given: Given, person: str) -> None:
    """It was for Cora, and for nobody whose role is as high."""
    await refuses(given, person)


async def test_the_author_and_her_reader_read_it(given: Given) -> None:
    """Ana and Cora, and of Cora's reading there is a record."""
    async with given.database.begin() as session:
        hers, coras = await read(session, given, "UANA"), await read(session, given, "UCORA")
        readers = list(await session.scalars(select(Read.reader)))

    assert SAID in hers
    assert hers == coras
    assert ["UCORA"] == readers


async def test_what_was_narrowed_the_reader_reads_no_more(given: Given) -> None:
    """Ana keeps it for herself after all: Cora's next look finds nothing."""
    await do(given.database, narrow(given.id))

    await refuses(given, "UCORA")


@pytest.mark.parametrize("person", ["UANA", *OTHERS])
async def test_what_was_taken_back_is_read_by_nobody(given: Given, person: str) -> None:
    """Not by Ana either: it is gone."""
    await do(given.database, take_back(given.id))

    await refuses(given, person)


@pytest.mark.parametrize("person", OTHERS)
async def test_a_draft_is_read_by_its_author_alone(draft: Given, person: str) -> None:
    """What she has answered so far, and her plan in it."""
    async with draft.database.begin() as session:
        reflection = await session.get_one(Reflection, draft.id)
        hers = await words.draft(session, reflection, asking="UANA")

        assert SAID in hers.values()
        for look in (words.draft, words.plan):
            with pytest.raises(NotFound):
                await look(session, reflection, asking=person)


@pytest.mark.parametrize("person", [*OTHERS, None])
async def test_a_small_success_is_hers_until_she_posts_it(success: Given, person: str | None) -> None:
    """Neither a person nor the channel (None) gets the words of a draft."""
    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)

        assert SAID == await words.of_celebration(session, celebration, asking="UANA")
        with pytest.raises(NotFound):
            await words.of_celebration(session, celebration, asking=person)


async def test_a_posted_success_is_for_the_channel_and_its_owner(success: Given) -> None:
    """Whoever else asks by name is not let in here: they read it in the channel."""
    await do(success.database, celebrate(success.id, SAID))

    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)

        assert SAID == await words.of_celebration(session, celebration, asking=None)
        for person in OTHERS:
            with pytest.raises(NotFound):
                await words.of_celebration(session, celebration, asking=person)


@pytest.mark.parametrize("person", [*NOT_THE_COACH, None])
async def test_a_success_for_the_coach_alone_is_for_no_other(success: Given, person: str | None) -> None:
    """Nor for the channel; and nobody's trying is written down."""
    await do(success.database, celebrate(success.id, SAID, Where.COACH))

    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)
        with pytest.raises(NotFound):
            await words.of_celebration(session, celebration, asking=person)
        if person is not None:
            with pytest.raises(NotFound):
                await words.of_celebration_for_one(
                    session, celebration, asking=person, surface=Surface.MESSAGE, now=LATER
                )
        recorded = await session.scalar(select(func.count()).select_from(CelebrationRead))

    assert 0 == recorded


async def test_that_the_coach_was_shown_it_is_written_down_once(success: Given) -> None:
    """However often the message is drawn."""
    await do(success.database, celebrate(success.id, SAID, Where.COACH))

    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)
        about = {"asking": "UCORA", "surface": "messages", "now": LATER}
        said = {await words.of_celebration_for_one(session, celebration, **about) for _ in range(3)}
        readers = list(await session.scalars(select(CelebrationRead.reader)))

    assert {SAID} == said
    assert ["UCORA"] == readers


@pytest.mark.parametrize(("where", "refused"), [(Where.CHANNEL, NOT_THE_COACH), (Where.COACH, [*NOT_THE_COACH, None])])
async def test_a_coachs_sentence_is_for_whom_it_was_written(
    success: Given, where: Where, refused: list[str | None]
) -> None:
    """Its author, the owner of the small success, and the channel (None) where that stands there; nobody else by name."""
    await do(success.database, celebrate(success.id, SAID, where))
    await do(success.database, amplify(success.id, "You waited."))

    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)
        note = await successes.note_on(session, success.id)
        assert note is not None
        for person in ("UANA", "UCORA", *([None] if where is Where.CHANNEL else [])):
            assert "You waited." == await words.of_note(session, note, celebration, asking=person)
        for other in refused:
            with pytest.raises(NotFound):
                await words.of_note(session, note, celebration, asking=other)


async def test_the_office_does_not_get_what_is_for_her_alone(kept: Given) -> None:
    """An export of shared records goes past what was not shared."""
    async with kept.database.begin() as session:
        checkin = await session.get_one(CheckIn, kept.id)
        with pytest.raises(NotFound):
            await words.for_records(session, checkin, asking="an officer", private=False, now=LATER)


async def test_what_the_office_reads_is_written_down(given: Given) -> None:
    """By the name of whoever asked, so that Ana sees it."""
    async with given.database.begin() as session:
        checkin = await session.get_one(CheckIn, given.id)
        lines = await words.for_records(session, checkin, asking="an officer", private=False, now=LATER)
        readers = list(await session.scalars(select(Read.reader)))

    assert SAID in [line.words for line in lines]
    assert ["an officer"] == readers


async def test_a_day_that_was_picked_is_read_as_a_day() -> None:
    """What came from a calendar is said in words; digits that somebody typed stay as they are."""
    picked, typed = (words.Line("step", role, "When will you ask it?", "2026-12-18") for role in ("day", "answer"))

    assert ("Friday, Dec 18", "2026-12-18") == (picked.as_read, typed.as_read)


@pytest.mark.parametrize("said", ["2026-02-30", "next week"])
async def test_a_day_that_no_calendar_has_is_read_as_it_was_typed(said: str) -> None:
    """It breaks nobody's page."""
    assert said == words.Line("step", "day", "When will you ask it?", said).as_read


async def test_no_words_are_kept_as_nothing(success: Given) -> None:
    """Empty words for a small success: none are there afterwards, and her earlier ones are gone."""
    async with success.database.begin() as session:
        celebration = await session.get_one(Celebration, success.id)
        await words.celebrate(session, celebration, "")

        assert await words.of_celebration(session, celebration, asking="UANA") is None
