"""What belongs to one person's own pace is theirs: in no export but their own, forgotten in time, and used by the clock alone."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coaching.errors import BadChoice
from bot.db.engine import Database
from bot.db.tables import Nudge
from bot.services import beat, exports, holds, records, standing, suggestions
from bot.services.exports import Officer
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, ana, count, do, leave
from tests.services.engines import LIBRARY
from tests.services.test_planning import change, planned

LEAD = "ULEE"
CHOSEN = "kin.goal.1"
A_WEEK, A_YEAR = timedelta(days=7), timedelta(days=366)


async def suggest(database: Database, prompt: str = CHOSEN, by: str = "UCORA") -> object:
    """Cora suggests a question to Ana; gives the refusal, if it is one."""
    return await do(
        database, lambda session: suggestions.suggest(session, LIBRARY, WORKSPACE, by, "UANA", prompt, now=NOW)
    )


async def asked_by_the_clock(database: Database) -> list[tuple[str, str | None]]:
    """Which questions the clock brought Ana by next Monday, and who suggested them."""
    for days in (0, 2, 7):
        await beat.plan(database, LIBRARY, now=NOW + timedelta(days=days))
    async with database.read() as session:
        place = await ana(database)
        found = await session.execute(
            Nudge.__table__.select().where(Nudge.enrollment_id == place.id).order_by(Nudge.planned_at)
        )
        return [(row.prompt_id, row.suggested_by) for row in found]


def data(exported: bytes) -> str:
    """The records in an export."""
    with zipfile.ZipFile(io.BytesIO(exported)) as opened:
        return opened.read("data.json").decode()


async def test_a_suggestion_is_put_once(database: Database) -> None:
    """On Monday; what comes after is the clock's own choice."""
    await suggest(database)

    first, *others = await asked_by_the_clock(database)

    assert (CHOSEN, "UCORA") == first
    assert [None] * len(others) == [by for _, by in others]


@pytest.mark.parametrize("changed", [{"coach": "UKIM"}, {"suggested": "gone.from.library"}])
async def test_what_does_not_hold_any_more_is_not_put(database: Database, changed: dict[str, str]) -> None:
    """Another coach by now, or a question that the library does not have any more: the clock chooses by itself."""
    await suggest(database)
    await change(database, **changed)

    assert [None] * 3 == [by for _, by in await asked_by_the_clock(database)]


async def test_a_topic_that_is_not_in_use_any_more_is_not_put(database: Database) -> None:
    """Its agency switched it off while a suggestion waited; nor can it be suggested any more."""
    off = replace(LIBRARY, topics=LIBRARY.topics | {"kin": replace(LIBRARY.topics["kin"], in_use=False)})
    await suggest(database)
    before = await ana(database)
    refused = await do(
        database, lambda session: suggestions.suggest(session, off, WORKSPACE, "UCORA", "UBEN", CHOSEN, now=NOW)
    )

    assert CHOSEN == getattr(suggestions.wanted(before, LIBRARY), "id", None)
    assert suggestions.wanted(before, off) is None
    assert BadChoice is refused


async def test_who_left_finds_no_old_suggestion_when_they_come_back(database: Database) -> None:
    """It goes with them, and so does that they are new."""
    await suggest(database)
    await change(database, new_since=NOW)
    await do(database, leave)

    assert (None, None) == ((place := await ana(database)).suggested, place.new_since)


async def test_the_office_learns_nothing_of_a_quiet_stretch(database: Database) -> None:
    """The agency's records hold neither how quiet it is, nor newness; a copy made for her holds no count of silence."""
    await change(database, silent=3, new_since=NOW)
    async with database.begin() as session:
        agencys = data(await exports.records(session, WORKSPACE, Officer("Office"), now=NOW))
        made_for_her = data(await exports.own(session, WORKSPACE, "UANA", by="Office", now=NOW))
        her_own = data(await exports.own(session, WORKSPACE, "UANA", by="UANA", now=NOW))

    assert ("silent" in agencys, "new_to_this_work" in agencys) == (False, False)
    assert "silent" not in made_for_her
    assert '"silent": 3' in her_own


async def test_newness_is_forgotten_after_a_year(database: Database) -> None:
    """By the daily purge."""
    await change(database, new_since=NOW)
    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=300))
    before = (await ana(database)).new_since

    await records.purge(database, WORKSPACE, now=NOW + A_YEAR)

    assert (NOW, None) == (before, (await ana(database)).new_since)


async def test_a_legal_hold_keeps_it(database: Database) -> None:
    """Like everything else that she gave."""
    await change(database, new_since=NOW)
    await do(database, lambda session: holds.place(session, WORKSPACE, "UANA", by=LEAD, now=NOW))

    await records.purge(database, WORKSPACE, now=NOW + A_YEAR)

    assert NOW == (await ana(database)).new_since


async def test_deleting_what_she_wrote_deletes_it(database: Database) -> None:
    """At once."""
    await change(database, new_since=NOW)

    await records.erase(database, WORKSPACE, "UANA", by="UANA", now=NOW)

    assert (await ana(database)).new_since is None


async def test_after_four_without_a_word_the_fifth_is_shall_i_pause(database: Database) -> None:
    """It counts in the week like a question, and nothing comes after it, however long."""
    for week in range(8):
        for days in (0, 2):
            await beat.plan(database, LIBRARY, now=NOW + week * A_WEEK + timedelta(days=days))

    assert ["day:2026-11-02", "day:2026-11-04", "day:2026-11-09", "day:2026-11-16", "day:2026-11-23"] == await planned(
        database
    )
    assert 1 == await count(database, Nudge, Nudge.prompt_id == "path:pause")
    async with database.begin() as session:
        told = await standing.why(session, LIBRARY, WORKSPACE, "UANA", now=NOW + 8 * A_WEEK)
    assert "nothing comes by itself just now" in told
