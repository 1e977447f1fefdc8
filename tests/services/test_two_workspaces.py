"""Two agencies in one database, with people of the same ids: nothing of one is ever shown to the other."""

import io
import zipfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.errors import NotFound
from bot.db.engine import Database
from bot.db.tables import CheckIn, Enrollment
from bot.services import audit, checkins, digests, exports, standing, words
from bot.services.exports import Officer
from bot.services.words import Given
from tests.db.rows import draft, enrollment
from tests.services.engines import LIBRARY
from tests.world import MONDAY_9_29

HERE, OTHER = "T0SHOULDER", "T0OTHER"
CANARY = "quetzalfeather"
NOW = MONDAY_9_29 + timedelta(days=1)

Look = Callable[[AsyncSession], Awaitable[object]]


@pytest.fixture
async def shared_there(database: Database) -> tuple[Database, str]:
    """In the other agency, somebody with Ana's id shared words with somebody who has Cora's; gives the check-in's id."""
    async with database.begin() as session:
        place = enrollment("UANA")
        place.workspace = OTHER
        session.add(place)
        await session.flush()
        return database, await _check_in(session, place)


async def _check_in(session: AsyncSession, place: Enrollment) -> str:
    begun = draft(place.id)
    begun.workspace = OTHER
    session.add(begun)
    await session.flush()
    said = Given("think", 0, "think", "What helped?", f"{CANARY} helped")
    await words.keep(session, begun, said, author="UANA", now=MONDAY_9_29)
    about = {"topic": "kin", "strategy": "reinforce", "asked_by": "USAM", "audience": "coach", "part": "all"}
    people = {"workspace": OTHER, "author": "UANA", "reader": "UCORA"}
    made = CheckIn(enrollment_id=place.id, reflection_id=begun.id, made_at=MONDAY_9_29, **about, **people)
    session.add(made)
    await session.flush()
    return made.id


async def _exported(session: AsyncSession, workspace: str) -> str:
    officer = Officer("the records officer", with_private=False)
    with zipfile.ZipFile(io.BytesIO(await exports.records(session, workspace, officer, now=NOW))) as opened:
        return "".join(opened.read(name).decode("utf-8-sig") for name in opened.namelist())


def looks(workspace: str) -> dict[str, Look]:
    """Every way in which somebody of this agency is shown what was shared, or that it was."""
    return {
        "App Home of the coach": partial(
            standing.corner, library=LIBRARY, workspace=workspace, person="UCORA", now=NOW
        ),
        "what was asked for": partial(
            standing.asked_lately, workspace=workspace, asker="USAM", surface=Surface.HOME, now=NOW
        ),
        "App Home of the author": partial(
            standing.corner, library=LIBRARY, workspace=workspace, person="UANA", now=NOW
        ),
        "what was shared": partial(standing.shared_lately, workspace=workspace, reader="UCORA", now=NOW),
        "use log": partial(audit.log, workspace=workspace, now=NOW),
        "records export": partial(_exported, workspace=workspace),
    }


@pytest.mark.parametrize("way", looks(HERE))
async def test_nothing_of_another_agency_is_seen(shared_there: tuple[Database, str], way: str) -> None:
    """The same ids, another agency: not one word."""
    database, checkin_id = shared_there
    async with database.begin() as session:
        seen = str(await looks(HERE)[way](session))

    assert CANARY not in seen
    assert checkin_id not in seen


@pytest.mark.parametrize("way", ["App Home of the coach", "what was shared", "records export"])
async def test_in_its_own_agency_it_is_seen(shared_there: tuple[Database, str], way: str) -> None:
    """The same looks find it where it belongs, so they can find it."""
    async with shared_there[0].begin() as session:
        assert CANARY in str(await looks(OTHER)[way](session))


async def test_the_coming_digest_holds_nothing_of_another_agency(shared_there: tuple[Database, str]) -> None:
    """Cora's preview is about her own agency's people."""
    async with shared_there[0].begin() as session:
        coming = await digests.coming(session, LIBRARY, HERE, "UCORA", now=NOW)

    assert CANARY not in str(coming)


async def test_an_id_of_another_agency_opens_nothing(shared_there: tuple[Database, str]) -> None:
    """Even for somebody with the author's id."""
    database, checkin_id = shared_there
    async with database.begin() as session:
        with pytest.raises(NotFound):
            await checkins.read_own(session, HERE, "UANA", checkin_id, now=NOW)
