"""Dates of sessions and lines that are held back, in the database: one date stands, and they go, stay and are copied like the rest."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from bot.coaching.audience import Audience
from bot.db.engine import Database
from bot.db.session_tables import CoachingSession
from bot.db.tables import Delivery, Nudge
from bot.services import exports, going, nudges, records, sessions
from bot.services.exports import Officer
from bot.services.outbox import State
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, SAID, Deed, at_once, count, do, finish, written
from tests.services.engines import LIBRARY
from tests.services.test_purging import YEARS_LATER
from tests.services.test_under_hold import hold

IN_A_WEEK = NOW + timedelta(days=8)
STANDS = (CoachingSession.over_at.is_(None),)


def set_date(by: str, *, hours: int = 0) -> Deed:
    """Ana's next session, set by her or by Cora."""
    moment = IN_A_WEEK + timedelta(hours=hours)
    return lambda session: sessions.set_date(session, LIBRARY, WORKSPACE, by, "UANA", moment, now=NOW)


def opened(made: bytes) -> list[dict[str, Any]]:
    """The records in a copy."""
    with zipfile.ZipFile(io.BytesIO(made)) as copy:
        return list(json.loads(copy.read("data.json")))


async def test_of_two_dates_at_once_one_stands(database: Database) -> None:
    """Ana and Cora set the date at the same moment, twice each: one date is left, with one set of cue prompts."""
    deeds = [set_date(by, hours=number) for number, by in enumerate(("UANA", "UCORA", "UANA", "UCORA"))]
    await at_once(database, *deeds)

    assert 4 == await count(database, CoachingSession)
    assert 1 == await count(database, CoachingSession, *STANDS)
    assert 1 == await count(database, Nudge, Nudge.occasion.startswith(nudges.SESSION))
    assert 1 == await count(database, Delivery, Delivery.kind == "nudge", Delivery.state == State.WAITING)


async def test_dates_go_with_the_facts(database: Database) -> None:
    """Years later a purge takes them, moved ones too."""
    await do(database, set_date("UANA"))
    await do(database, set_date("UCORA", hours=1))

    await records.purge(database, WORKSPACE, now=YEARS_LATER)

    assert 0 == await count(database, CoachingSession)


async def test_a_hold_keeps_them(database: Database) -> None:
    """Of the caseworker, and of the coach, whose deeds they are too."""
    for person in ("UANA", "UCORA"):
        await do(database, set_date("UANA"))
        await do(database, hold(person))

    await records.purge(database, WORKSPACE, now=YEARS_LATER)

    assert 2 == await count(database, CoachingSession)


async def test_ones_own_copy_has_the_dates(database: Database) -> None:
    """With whom, when, and who set it."""
    await do(database, set_date("UCORA"))

    copy = await do(database, lambda session: exports.own(session, WORKSPACE, "UANA", by="UANA", now=NOW))
    (mine,) = opened(copy)

    assert [("UCORA", "UCORA", IN_A_WEEK.isoformat())] == [
        (each["coach"], each["set_by"], each["at"]) for each in mine["sessions"]
    ]


async def test_a_line_that_is_held_back_is_in_no_records_of_the_agency(nudged: tuple[Database, str]) -> None:
    """Ana's own copy has both lines, the officer's one; under a hold, with private words, both."""
    database, nudge_id = nudged
    made = await do(database, finish(await written(database, nudge_id), Audience.COACH))
    steps = [line["question"] for line in opened(await _own(database))[0]["check_ins"][0]["answers"]]
    await do(database, lambda session: going.hold_back(session, WORKSPACE, "UANA", {made.id: ["question"]}, now=NOW))
    await do(database, hold("UANA"))

    whole = await do(database, lambda session: exports.records(session, WORKSPACE, Officer("officer"), now=NOW))
    private = await do(
        database, lambda session: exports.records(session, WORKSPACE, Officer("officer", with_private=True), now=NOW)
    )

    assert 2 == len(steps)
    assert [1, 2, 2] == [_lines(each) for each in (whole, private, await _own(database))]
    assert SAID in str(opened(whole))


async def _own(database: Database) -> bytes:
    made: bytes = await do(database, lambda session: exports.own(session, WORKSPACE, "UANA", by="UANA", now=NOW))
    return made


def _lines(copy: bytes) -> int:
    hers = next(each for each in opened(copy) if each["caseworker"] == "UANA")
    return len(hers["check_ins"][0]["answers"])
