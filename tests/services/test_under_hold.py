"""Under a legal hold nothing that it covers is changed, dropped or purged, whoever or whatever would do it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience
from bot.coaching.errors import CoachingError, OnHold
from bot.db.engine import Database
from bot.db.record_tables import Audited
from bot.db.tables import Answer, Ask, Celebration, CheckIn, Delivery, Nudge, Read, Reflection
from bot.sandbox.run import LEAD
from bot.services import audit, celebrations, holds, nudges, records, reflections, wordings
from bot.services.audit import Deed as Done
from bot.services.outbox import State
from tests.db.rows import WORKSPACE
from tests.services.deeds import (
    MONDAYS_DIGEST,
    NOW,
    SAID,
    Deed,
    begin,
    celebrate,
    compose,
    count,
    do,
    drafted,
    finish,
    save,
    take_back,
    written,
)
from tests.services.engines import LIBRARY

YEARS_LATER = NOW + timedelta(days=12 * 366)


def hold(person: str | None, now: datetime = NOW) -> Deed:
    """Lee places a hold."""
    return lambda session: holds.place(session, WORKSPACE, person, by=LEAD, now=now)


def lift(person: str | None) -> Deed:
    """Lee lifts it."""
    return lambda session: holds.lift(session, WORKSPACE, person, by=LEAD, now=NOW)


async def draft_of(database: Database, reflection_id: str) -> dict[str, str]:
    """What stands in Ana's draft."""
    async with database.read() as session:
        reflection = await session.get_one(Reflection, reflection_id)
        return await reflections.words.draft(session, reflection, asking="UANA")


async def everything_sent(database: Database) -> None:
    """All that is owed has been said, long ago."""
    sent = update(Delivery).values(state=State.SENT, settled_at=NOW, channel="C", ts="1.1")
    await do(database, lambda session: session.execute(sent))


async def test_a_posted_celebration_keeps_its_words(database: Database) -> None:
    """Other words for what was posted are refused in the hold's sentence, and the first ones stand."""
    posted = await drafted(database, "I asked first")
    await do(database, celebrate(posted, "I asked first"))
    await do(database, hold("UANA"))

    assert OnHold is await do(database, celebrate(posted, "Something else"))
    shown = await do(database, lambda session: celebrations.preview(session, WORKSPACE, "UANA", posted, now=NOW))
    assert "I asked first" == shown.words


async def test_a_draft_of_a_celebration_can_be_posted_as_it_is(database: Database) -> None:
    """Posting changes no word, so a hold does not keep anybody from it."""
    made = await drafted(database, "I asked first")
    await do(database, hold("UANA"))

    assert None is await do(database, celebrate(made, "I asked first"))


@pytest.mark.parametrize("anew", ["Something else.", ""], ids=["other words", "emptied"])
async def test_a_step_of_a_draft_keeps_its_answer(nudged: tuple[Database, str], anew: str) -> None:
    """A step that is sent again, in other words or empty, is refused, and the first answer stands."""
    database, nudge_id = nudged
    reflection_id = await written(database, nudge_id)
    before = await draft_of(database, reflection_id)
    await do(database, hold("UANA"))
    step = await _first_question(database, reflection_id)

    assert OnHold is await do(database, save(reflection_id, step, anew))
    assert before == await draft_of(database, reflection_id)


async def test_a_draft_can_be_gone_on_with(nudged: tuple[Database, str]) -> None:
    """The same words again are no change, and a new answer takes nothing away."""
    database, nudge_id = nudged
    page = await do(database, begin(nudge_id))
    await do(database, hold("UANA"))

    reflection_id = await written(database, nudge_id)
    again = await do(database, save(reflection_id, await _first_question(database, reflection_id), SAID))

    assert page.reflection_id == again.reflection_id
    assert again.repeated


async def _first_question(database: Database, reflection_id: str) -> int:
    async with database.read() as session:
        reflection = await session.get_one(Reflection, reflection_id)
    screens = reflections.paths.screens(wordings.path_of(LIBRARY, reflection.prompt_id))
    return next(number for number, screen in enumerate(screens) if screen.question is not None)


def debrief(now: datetime) -> Deed:
    """Ana begins a debrief."""
    return lambda session: reflections.begin_own(session, LIBRARY, WORKSPACE, "UANA", reflections.DEBRIEF, now=now)


async def half_a_debrief(database: Database) -> None:
    """Ana begins a debrief, and answers until she has written something."""
    page = await do(database, debrief(NOW))
    while not page.answered:
        step = page.screen.question
        given = step and (step.choices[0] if step.choices else SAID)
        page = await do(database, save(page.reflection_id, page.position, given or ""))


async def test_a_debrief_of_another_day_drops_nothing(database: Database) -> None:
    """The half-said one is out of the way, and still kept; when the hold ends it is deleted."""
    await half_a_debrief(database)
    before = await count(database, Answer)
    await do(database, hold("UANA"))

    page = await do(database, debrief(NOW + timedelta(days=1)))

    assert not page.answered
    assert before == await count(database, Answer)
    await do(database, lift("UANA"))
    assert 0 == await count(database, Answer)


async def test_what_was_done_with_held_records_stays_written_down(database: Database) -> None:
    """Deeds about Ana, or by her, and the hold's own; what was done with Ben's goes."""
    await do(database, hold("UBEN"))
    await do(database, lift("UBEN"))
    await do(database, hold("UANA"))
    for actor, person in (("UANA", "UANA"), ("UANA", None), (LEAD, "UANA"), (LEAD, "UBEN"), (LEAD, None)):
        await do(database, _deed(actor, person))
    aged = update(Audited).values(at=NOW)
    await do(database, lambda session: session.execute(aged))

    await records.purge(database, WORKSPACE, now=YEARS_LATER)

    mine = (Audited.person == "UANA") | (Audited.actor == "UANA")
    assert 4 == await count(database, Audited, Audited.at == NOW, mine)
    assert 0 == await count(database, Audited, Audited.at == NOW, ~mine | (Audited.person == "UBEN"))


def _deed(actor: str, person: str | None) -> Deed:
    return lambda session: audit.record(session, WORKSPACE, actor, Done.RECORDS_EXPORT, person=person, now=NOW)


async def test_what_was_sent_about_somebody_stays(shared: tuple[Database, str]) -> None:
    """The celebration, its change and its removal in the channel, and the digest: none of them goes to Ana herself."""
    database, _ = shared
    posted = await drafted(database)
    await do(database, celebrate(posted, "I asked first"))
    await do(database, compose)
    await do(database, hold("UANA", MONDAYS_DIGEST))
    await do(database, lambda session: celebrations.withdraw(session, WORKSPACE, "UANA", posted, now=NOW))
    await everything_sent(database)
    before = await _sent(database)

    await records.purge(database, WORKSPACE, now=YEARS_LATER)

    gone = before - await _sent(database)
    assert {"CWINS", "UANA", "UCORA"} <= {target for _, target, _ in before}
    assert {"UBEN", "UDEE"} >= {target for _, target, _ in gone}


async def _sent(database: Database) -> set[tuple[str, str, str]]:
    async with database.read() as session:
        found = await session.scalars(select(Delivery))
        return {(each.kind, each.target, each.subject) for each in found}


async def test_a_hold_on_a_supervisor_keeps_what_they_did(database: Database) -> None:
    """That Sam asked, what he asked, and that he was shown the answer, stay; Ana's words have had their time."""
    prompt = next(each for each in LIBRARY.prompts.values() if each.topic == "kin" and each.strategy != "bias")
    about = {"now": NOW}
    await do(database, lambda s: nudges.request(s, LIBRARY, WORKSPACE, "USAM", "UANA", prompt.id, **about))
    async with database.read() as session:
        nudge_id = str((await session.scalars(select(Nudge.id))).one())
    checkin = await do(database, finish(await written(database, nudge_id), Audience.SUPERVISOR))
    read = {"workspace": WORKSPACE, "checkin_id": checkin.id, "reader": "USAM", "surface": "home", "read_at": NOW}
    await do(database, _put(Read(**read)))
    await do(database, hold("USAM"))
    await everything_sent(database)

    await records.purge(database, WORKSPACE, now=YEARS_LATER)
    await records.purge(database, WORKSPACE, now=YEARS_LATER + timedelta(days=1))

    kept = [await count(database, each) for each in (Ask, Nudge, Read, CheckIn, Reflection)]
    assert [1, 1, 1, 1, 1] == kept
    assert 0 == await count(database, Answer)


def _put(row: Read) -> Deed:
    async def deed(session: AsyncSession) -> None:
        session.add(row)

    return deed


async def test_a_hold_on_everybody_keeps_everything(shared: tuple[Database, str]) -> None:
    """Years later a purge deletes nothing and counts nothing."""
    database, _ = shared
    await do(database, celebrate(await drafted(database), "I asked first"))
    await everything_sent(database)
    await do(database, hold(None))
    tables = (Answer, Celebration, CheckIn, Reflection, Nudge, Delivery, Audited)
    before = [await count(database, each) for each in tables]

    counts = await records.purge(database, WORKSPACE, now=YEARS_LATER)

    assert {0} == set(counts.values())
    assert before == [await count(database, each) for each in tables]


async def test_a_hold_on_nobody_we_know_is_refused(database: Database) -> None:
    """A mistyped id is told, for a hold that covers nothing looks like one that does."""
    assert CoachingError is await do(database, hold("UTYPO"))


@pytest.mark.parametrize("person", ["UANA", "UCORA", "USAM", LEAD])
async def test_everybody_in_the_program_can_be_held(database: Database, person: str) -> None:
    """Caseworker, coach, supervisor and lead."""
    assert None is await do(database, hold(person))


async def test_lifting_one_hold_under_another_deletes_nothing(shared: tuple[Database, str]) -> None:
    """What Ana took back stays while the hold on everybody stands, and goes with the last hold."""
    database, checkin_id = shared
    before = await count(database, Answer)
    await do(database, hold("UANA"))
    await do(database, hold(None))
    await do(database, take_back(checkin_id))

    await do(database, lift("UANA"))
    still = await count(database, Answer)
    await do(database, lift(None))

    assert before == still
    assert 0 == await count(database, Answer)
