"""Whoever looks at what they were shown sees their own readings, and nobody else's."""

from bot.coaching.audience import Surface
from bot.db.engine import Database
from bot.db.tables import CheckIn
from bot.services import audit, words
from tests.db.rows import WORKSPACE
from tests.services.deeds import MONDAYS_DIGEST


async def test_readings_are_shown_to_their_reader_alone(shared: tuple[Database, str]) -> None:
    """Cora was shown Ana's words: it stands in her list, and in neither Sam's nor Ben's."""
    database, checkin_id = shared
    async with database.begin() as session:
        checkin = await session.get_one(CheckIn, checkin_id)
        await words.of_checkin(session, checkin, asking="UCORA", surface=Surface.HOME, now=MONDAYS_DIGEST)

    async with database.read() as session:
        found = {
            person: [
                each.caseworker for each in await audit.readings(session, WORKSPACE, reader=person, now=MONDAYS_DIGEST)
            ]
            for person in ("UCORA", "USAM", "UBEN")
        }

    assert {"UCORA": ["UANA"], "USAM": [], "UBEN": []} == found
