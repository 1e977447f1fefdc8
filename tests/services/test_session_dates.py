"""Dates of sessions and lines that are held back, in the database: one date stands, and they go, stay and are copied like the rest."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience
from bot.db.engine import Database
from bot.db.session_tables import CoachingSession
from bot.db.tables import Coach, Delivery, Digest, Nudge
from bot.services import beat, claims, composing, digests, exports, going, nudges, records, sessions
from bot.services.actions import Action, Settle
from bot.services.exports import Officer
from bot.services.outbox import Kind, State
from bot.services.pace import Paces
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, SAID, Deed, ana, at_once, count, do, finish, written
from tests.services.engines import LIBRARY
from tests.services.test_planning import change
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
    for hours, person in enumerate(("UANA", "UCORA")):
        await do(database, set_date("UANA", hours=hours))
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


async def test_what_goes_on_as_it_did_shows_no_sign(nudged: tuple[Database, str]) -> None:
    """Ana looks at what goes and sends the form as it was: nothing that stands in Slack is drawn anew."""
    database, nudge_id = nudged
    made = await do(database, finish(await written(database, nudge_id), Audience.COACH))
    (checkin,) = opened(await _own(database))[0]["check_ins"]
    before = await count(database, Delivery)
    steps = await _steps(database)

    await do(database, lambda session: going.hold_back(session, WORKSPACE, "UANA", {made.id: steps}, now=NOW))
    unchanged = await count(database, Delivery) - before
    await do(database, lambda session: going.hold_back(session, WORKSPACE, "UANA", {made.id: steps[:1]}, now=NOW))

    assert len(steps) == len(checkin["answers"])
    assert 0 == unchanged
    assert await count(database, Delivery) > before


async def _steps(database: Database) -> list[str]:
    async with database.begin() as session:
        found = await going.in_full(session, await ana(database), now=NOW)
    assert found is not None
    return [line.step for line in found.checkins[0].lines]


async def test_a_session_with_a_coach_of_before_brings_nothing(database: Database) -> None:
    """Ana has another coach by then: no cue prompts, and no digest about her to the one whom she had."""
    await do(database, set_date("UANA"))
    await do(database, lambda session: session.execute(update(Coach).values(before_sessions=True)))
    await change(database, coach="UKIM")
    later = IN_A_WEEK - timedelta(hours=2)

    await do(database, lambda session: digests.plan_before_sessions(session, now=later))
    said = await do(database, lambda session: _cues(session, later))

    assert 0 == await count(database, Digest)
    assert Settle(State.WITHDRAWN, "session_moved") == said


async def test_cue_prompts_for_a_session_that_is_over_are_not_sent(database: Database) -> None:
    """Whatever moved them meanwhile, and however long they would still be good for."""
    await do(database, set_date("UANA"))
    longer = update(Delivery).where(Delivery.kind == Kind.NUDGE).values(expires_at=IN_A_WEEK + timedelta(days=2))
    await do(database, lambda session: session.execute(longer))

    said = await do(database, lambda session: _cues(session, IN_A_WEEK))

    assert Settle(State.WITHDRAWN, "session_over") == said


async def _cues(session: AsyncSession, now: datetime) -> Action:
    """What there is to do for the cue prompts."""
    waits = update(Delivery).where(Delivery.kind != Kind.NUDGE).values(state=State.WITHDRAWN)
    await session.execute(waits)
    taken = await claims.claim(session, WORKSPACE, owner="one", token="a round", paces=Paces(), now=now)
    (held,) = [each for each in taken.claims if each.kind is Kind.NUDGE]
    return await composing.compose(session, LIBRARY, held, now=now)


async def test_a_digest_about_a_session_is_not_sent_once_its_coach_is_another(database: Database) -> None:
    """It was owed already when Ana got another coach: it does not go, and Cora is shown nothing."""
    await do(database, set_date("UANA"))
    await do(database, lambda session: session.execute(update(Coach).values(before_sessions=True)))
    await do(database, lambda session: session.execute(update(Coach).values(next_digest_at=YEARS_LATER)))
    await beat.plan(database, LIBRARY, now=IN_A_WEEK - timedelta(hours=2))
    await change(database, coach="UKIM")

    async with database.read() as session:
        (made,) = await session.scalars(select(Digest))
        off = await sessions.is_off(session, made.about)

    assert off
