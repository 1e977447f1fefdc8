"""Each class of record goes when it has had its time, and nothing that somebody still waits for goes with it."""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.engine import Database
from bot.db.people_tables import Language, Whereabouts
from bot.db.record_tables import Audited
from bot.db.tables import (
    Agreement,
    Answer,
    Celebration,
    CheckIn,
    Delivery,
    Enrollment,
    Nudge,
    Program,
    Read,
    Reflection,
)
from bot.sandbox.run import LEAD
from bot.services import holds, languages, nudges, records, reflections
from bot.services.outbox import State
from bot.services.own_keys import chest_of
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, celebrate, compose, count, do, drafted, finish, leave, written
from tests.services.engines import LIBRARY

YEARS_LATER = NOW + timedelta(days=12 * 366)


async def everything_sent(database: Database) -> None:
    """All that is owed has been said, long ago."""
    sent = update(Delivery).values(state=State.SENT, settled_at=NOW, channel="C", ts="1.1")
    await do(database, lambda session: session.execute(sent))


async def owed_check_back(database: Database, nudge_id: str) -> str:
    """Ana finishes a reflection and wants to come back to it in a year; gives the id of that check-back."""
    reflection_id = await written(database, nudge_id)
    checkin = await do(database, finish(reflection_id))
    place, on = checkin.enrollment_id, date(2027, 10, 20)

    async def deed(session: AsyncSession) -> None:
        enrollment = await queries.enrollment(session, place)
        await nudges.check_back(session, LIBRARY, enrollment, reflection_id, on=on, now=NOW)

    await do(database, deed)
    async with database.read() as session:
        wanted = select(Nudge.id).where(Nudge.occasion == f"{nudges.CHECK_BACK}{reflection_id}")
        return str(await session.scalar(wanted))


async def keep_for(database: Database, days: int) -> None:
    """The agency keeps everything for so many days."""
    kept = {f"keep_{name}": days for name in ("words", "facts", "celebrations", "deliveries")}
    await do(database, lambda session: session.execute(update(Program).values(**kept)))


async def test_a_check_back_that_is_owed_stays(nudged: tuple[Database, str]) -> None:
    """Months later it is still to come, with the reflection that it looks back at, and it can be opened."""
    database, nudge_id = nudged
    owed = await owed_check_back(database, nudge_id)
    await keep_for(database, 30)
    for days in (60, 61, 62):
        await records.purge(database, WORKSPACE, now=NOW + timedelta(days=days))

    page = await do(database, lambda s: reflections.begin_for_nudge(s, LIBRARY, WORKSPACE, "UANA", owed, now=NOW))

    assert "check-back" == page.path.id
    assert 2 == await count(database, Reflection)


async def test_a_check_back_can_be_opened_when_its_reflection_is_gone(nudged: tuple[Database, str]) -> None:
    """It came long ago and is opened now: what it looks back at has had its time, and it says so by leaving it out."""
    database, nudge_id = nudged
    owed = await owed_check_back(database, nudge_id)
    begin = reflections.begin_for_nudge
    await do(database, lambda s: begin(s, LIBRARY, WORKSPACE, "UANA", owed, now=NOW))
    await everything_sent(database)
    await do(
        database,
        lambda s: s.execute(update(Reflection).where(Reflection.nudge_id == owed).values(started_at=YEARS_LATER)),
    )
    await records.purge(database, WORKSPACE, now=YEARS_LATER)

    page = await do(database, lambda s: begin(s, LIBRARY, WORKSPACE, "UANA", owed, now=YEARS_LATER))

    assert None is page.plan


async def test_every_class_goes_when_it_has_had_its_time(shared: tuple[Database, str]) -> None:
    """Years later nothing is left of answers, celebrations, facts and what was sent; the counts say how many went."""
    database, _ = shared
    await drafted(database)
    await do(database, compose)
    await everything_sent(database)
    old = await count(database, Audited)

    counts = await records.purge(database, WORKSPACE, now=YEARS_LATER)
    await everything_sent(database)
    await records.purge(database, WORKSPACE, now=YEARS_LATER + timedelta(days=1))
    left = [await count(database, each) for each in (Answer, Celebration, CheckIn, Read, Reflection, Nudge)]

    assert 0 == old
    assert [0] * 6 == left
    assert all(counts[name] for name in ("words", "celebrations", "facts", "deliveries"))
    assert 0 == await count(database, Delivery, Delivery.settled_at < NOW + timedelta(days=1), Delivery.due_at < NOW)


async def test_words_on_the_agreement_and_deeds_go_with_audit(database: Database) -> None:
    """Deeds and a goodbye go; the yes of somebody who is in stays."""
    await do(database, leave)
    await records.purge(database, WORKSPACE, now=YEARS_LATER)
    counts = await records.purge(database, WORKSPACE, now=YEARS_LATER + timedelta(days=12 * 366))

    async with database.read() as session:
        ana = await queries.enrollment_of(session, WORKSPACE, "UANA")
    assert ana is not None
    assert 0 == await count(database, Agreement, Agreement.enrollment_id == ana.id)
    assert 0 < await count(database, Agreement, Agreement.said == "yes")
    assert 0 < counts["audit"]
    assert 0 == await count(database, Audited, Audited.at == YEARS_LATER)


async def test_a_dry_run_deletes_nothing(shared: tuple[Database, str]) -> None:
    """It counts what a purge would delete, and every row is there afterwards."""
    database, _ = shared
    tables = (Answer, CheckIn, Reflection, Nudge, Delivery, Audited)
    before = [await count(database, each) for each in tables]

    would = await records.purge(database, WORKSPACE, dry=True, now=YEARS_LATER)

    assert before == [await count(database, each) for each in tables]
    assert would == await records.purge(database, WORKSPACE, now=YEARS_LATER)


async def test_a_goodbye_calls_off_what_waits(nudged: tuple[Database, str]) -> None:
    """Ana leaves: the question that was about to be sent is withdrawn, and nothing waits for her."""
    database, _ = nudged
    before = await count(database, Delivery, Delivery.target == "UANA", Delivery.state == State.WAITING)

    await do(database, leave)

    waiting = (Delivery.target == "UANA", Delivery.kind == "nudge", Delivery.state == State.WAITING)
    assert 0 < before
    assert 0 == await count(database, Delivery, *waiting)


async def test_a_celebration_is_kept_from_the_day_it_was_posted(database: Database) -> None:
    """It was drafted long before: what counts is when its owner approved it."""
    made = await drafted(database, "I asked first")
    await do(database, celebrate(made, "I asked first"))
    await do(database, lambda s: s.execute(update(Celebration).values(drafted_at=NOW - timedelta(days=400))))

    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=1))

    assert 1 == await count(database, Celebration, Celebration.withdrawn_at.is_(None))


async def purge_twice(database: Database) -> None:
    """A purge takes what was posted out of Slack, and the next one the rows; both long after."""
    await records.purge(database, WORKSPACE, now=YEARS_LATER)
    await everything_sent(database)
    await records.purge(database, WORKSPACE, now=YEARS_LATER + timedelta(days=12 * 366))


async def test_an_old_celebration_goes_after_it_has_left_slack(database: Database) -> None:
    """The first purge takes it out of the channel and keeps the row, by which it is found there; a later one takes the row."""
    made = await drafted(database, "I asked first")
    await do(database, celebrate(made, "I asked first"))
    await everything_sent(database)
    await records.purge(database, WORKSPACE, now=YEARS_LATER)
    taken_out = await count(database, Celebration, Celebration.withdrawn_at.is_not(None))

    await everything_sent(database)
    await records.purge(database, WORKSPACE, now=YEARS_LATER + timedelta(days=1))

    assert (1, 0) == (taken_out, await count(database, Celebration))


async def test_a_place_goes_with_the_last_record_about_it(nudged: tuple[Database, str]) -> None:
    """Ana left years ago and every record about her has had its time: her place, her key, her language and Slack's word go; Ben's stay."""
    database, nudge_id = nudged
    await do(database, finish(await written(database, nudge_id)))
    async with database.begin() as session:
        for person in ("UANA", "UBEN"):
            await languages.choose(session, WORKSPACE, person, "es")
    await do(database, leave)
    await everything_sent(database)
    await purge_twice(database)
    async with database.read() as session:
        reads = set(await session.scalars(select(Language.person)))
        places = set(await session.scalars(select(Enrollment.caseworker)))
        seen = set(await session.scalars(select(Whereabouts.person)))
        keys = await chest_of(session).keys_of(WORKSPACE, ["UANA"])

    assert ("UANA" in places, "UANA" in seen, keys) == (False, False, {})
    assert {"UBEN", "UDEE"} <= places
    assert reads == {"UBEN"}


async def test_a_place_stays_while_something_speaks_of_it(nudged: tuple[Database, str]) -> None:
    """Ana left, and it is not time yet: her place stands, with her word that she left."""
    database, _ = nudged
    await do(database, leave)
    await everything_sent(database)
    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=1))

    assert 1 == await count(database, Enrollment, Enrollment.caseworker == "UANA")


async def test_a_held_place_stays(nudged: tuple[Database, str]) -> None:
    """A hold on Ana keeps her place, however long ago she left."""
    database, _ = nudged
    await do(database, leave)
    await everything_sent(database)
    await do(database, lambda session: holds.place(session, WORKSPACE, "UANA", by=LEAD, now=NOW))
    await purge_twice(database)

    assert 1 == await count(database, Enrollment, Enrollment.caseworker == "UANA")
