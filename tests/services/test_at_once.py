"""Two deeds at the same moment end as they would one after the other: nothing twice, nothing half, nothing undone."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import CoachingError, NotAllowed, NotFound, TooSoon
from bot.coaching.people import Roles
from bot.coaching.schedule import Rhythm
from bot.coaching.small_success import Where
from bot.db import queries
from bot.db.celebration_tables import CoachNote
from bot.db.engine import Database
from bot.db.tables import Agreement, Answer, CheckIn, Coach, Delivery, Enrollment, Nudge, Reflection
from bot.sandbox.run import CHICAGO, LEAD, PLACES, PLAN
from bot.services import (
    celebrations,
    chat_replies,
    claims,
    enrollments,
    holds,
    later,
    nudges,
    outbox,
    programs,
    reflections,
)
from bot.services.enrollments import Place
from bot.services.messenger import Posted
from bot.services.outbox import Kind, State
from tests.db.rows import WORKSPACE
from tests.services.deeds import (
    MANY,
    NOW,
    Deed,
    accept,
    amplify,
    ana,
    at_once,
    begin,
    celebrate,
    claimed,
    count,
    do,
    drafted,
    finish,
    leave,
    pause,
    plan,
    resume,
    save,
    written,
)
from tests.services.engines import LIBRARY
from tests.services.test_planning import change


async def test_the_first_setup_has_one_lead(empty: Database) -> None:
    """Two people set the program up at once: one leads it, the others are told who does."""

    def set_up(lead: str) -> Deed:
        return lambda session: programs.set_up(session, WORKSPACE, lead, PLAN, first_lead="", now=NOW)

    done = await at_once(empty, *(set_up(f"U{number}") for number in range(MANY)))

    assert MANY - 1 == done.count(NotAllowed)


async def test_every_change_of_the_terms_counts(database: Database) -> None:
    """The lead saves two other numbers at once: the terms changed twice, so both changes are asked about."""

    def number(hotline: str) -> Deed:
        plan = replace(PLAN, hotline=hotline)
        return lambda session: programs.set_up(session, WORKSPACE, LEAD, plan, first_lead="", now=NOW)

    await at_once(database, number("555 0200"), number("555 0201"))

    async with database.read() as session:
        program = await queries.program(session, WORKSPACE)
    assert program is not None
    assert 3 == program.terms


async def test_somebody_is_invited_once(database: Database) -> None:
    """The same new person on two forms at once, with a coach who is new too: one place, one invitation."""
    place = Place(Roles("UEVE", "UNEW", "USAM"), "CWINS", PLACES[0].rhythm)

    def enroll(session: AsyncSession) -> Coroutine[Any, Any, Any]:
        return enrollments.enroll(session, WORKSPACE, place, by=LEAD, coach_zone=CHICAGO, now=NOW)

    done = await at_once(database, *[enroll] * MANY)

    assert MANY - 1 == done.count(None)
    assert 1 == await count(database, Enrollment, Enrollment.caseworker == "UEVE")
    assert 1 == await count(database, Delivery, Delivery.target == "UEVE")
    assert 1 == await count(database, Coach, Coach.person == "UNEW")


@pytest.mark.parametrize(
    "deeds",
    [
        pytest.param((accept(), leave), id="a new yes and a goodbye"),
        pytest.param((leave, accept()), id="a goodbye and a new yes"),
        pytest.param((plan, leave), id="the clock and a goodbye"),
        pytest.param((leave, plan), id="a goodbye and the clock"),
        pytest.param((plan, pause), id="the clock and a pause"),
        pytest.param((pause, plan), id="a pause and the clock"),
        pytest.param((pause, resume), id="a pause and its end"),
        pytest.param((resume, pause), id="the end of a pause and a pause"),
    ],
)
async def test_who_is_gone_has_no_next_time(database: Database, deeds: tuple[Deed, Deed]) -> None:
    """Two deeds at once: Ana is either asked, and has a next time, or gone or quiet. When she is gone, nothing waits for her.

    What waits in a pause is let go when its time comes (tests/journeys/test_series.py), and comes if she is back by then.
    """
    await at_once(database, *deeds)
    found = await ana(database)
    owed = await count(database, Delivery, Delivery.kind == Kind.NUDGE, Delivery.state == outbox.State.WAITING)

    assert ("active" == found.standing) == (found.next_nudge_at is not None)
    assert "left" != found.standing or 0 == owed


async def test_a_yes_is_not_undone_by_a_move(database: Database) -> None:
    """The lead gives Dee another coach while Dee says yes with days of her own: both hold."""
    moved = Place(Roles("UDEE", "USAM", "USAM"), "CWINS", PLACES[2].rhythm)
    rhythm = Rhythm(frozenset({4}), time(14), time(16), "America/Denver")
    about = {"version": 1, "rhythm": rhythm, "per_week": 1, "cheer": "none", "now": NOW}

    await at_once(
        database,
        lambda session: enrollments.accept(session, WORKSPACE, "UDEE", **about),
        lambda session: enrollments.enroll(session, WORKSPACE, moved, by=LEAD, coach_zone=CHICAGO, now=NOW),
    )

    async with database.read() as session:
        dee = await queries.enrollment_of(session, WORKSPACE, "UDEE")
    assert dee is not None
    assert ("USAM", "4", "active") == (dee.coach, dee.days, dee.standing)


async def test_a_nudge_has_one_draft(nudged: tuple[Database, str]) -> None:
    """Ana presses *Reflect* several times: each press opens the same draft."""
    database, nudge_id = nudged
    pages = await at_once(database, *[begin(nudge_id)] * MANY)

    assert 1 == len({page.reflection_id for page in pages}) == await count(database, Reflection)


async def test_a_path_of_ones_own_has_one_draft(database: Database) -> None:
    """*Just finished a visit*, pressed several times: one draft."""

    def begin_own(session: AsyncSession) -> Coroutine[Any, Any, Any]:
        return reflections.begin_own(session, LIBRARY, WORKSPACE, "UANA", "path:debrief", now=NOW)

    await at_once(database, *[begin_own] * MANY)

    assert 1 == await count(database, Reflection)


async def test_a_screen_sent_several_times_is_kept_once(nudged: tuple[Database, str]) -> None:
    """Slack repeats a form: no answer stands twice, and nothing breaks."""
    database, nudge_id = nudged
    draft_id = await written(database, nudge_id)
    before = await count(database, Answer)
    async with database.read() as session:
        position = await session.scalar(select(Answer.position).limit(1))
    assert position is not None
    pages = await at_once(database, *(save(draft_id, position, f"I waited {number}.") for number in range(MANY)))

    assert not [page for page in pages if isinstance(page, type)]
    assert before == await count(database, Answer)


async def test_a_reflection_is_finished_once(nudged: tuple[Database, str]) -> None:
    """Two submits of the last form: one check-in; the other finds it finished."""
    database, nudge_id = nudged
    draft_id = await written(database, nudge_id)
    done = await at_once(database, *[finish(draft_id)] * MANY)

    assert MANY - 1 == done.count(NotFound)
    assert 1 == await count(database, CheckIn)


async def test_finished_or_still_written_on(nudged: tuple[Database, str]) -> None:
    """A screen and the last form at once: the screen was kept before the end, or it finds that all is finished."""
    database, nudge_id = nudged
    draft_id = await written(database, nudge_id)
    kept, _ = await at_once(database, save(draft_id, 0, "I waited."), finish(draft_id))
    async with database.read() as session:
        late = await session.scalar(select(func.count()).where(Answer.saved_at > CheckIn.made_at))

    assert kept is NotFound or isinstance(kept, reflections.Page)
    assert 0 == late


async def test_a_reply_in_the_chat_answers_a_nudge_once(nudged: tuple[Database, str]) -> None:
    """Two lines typed one after the other, heard at once: the first answers, the other has no open question."""
    database, nudge_id = nudged
    came = update(Delivery).where(Delivery.subject == nudge_id).values(state=State.SENT, settled_at=NOW)
    await do(database, lambda session: session.execute(came))

    def reply(event: str) -> Deed:
        about = {"event": event, "now": NOW}
        return lambda session: chat_replies.keep(session, LIBRARY, WORKSPACE, "UANA", "I asked first.", **about)

    done = await at_once(database, reply("Ev1"), reply("Ev1"), reply("Ev2"))

    assert 1 == await count(database, CheckIn)
    assert 1 == len([each for each in done if isinstance(each, CheckIn)])


async def test_later_is_once(nudged: tuple[Database, str]) -> None:
    """*Later*, pressed several times: it comes back once, and each press says when."""
    database, nudge_id = nudged
    nudge = await claimed(database)
    await do(database, lambda session: claims.sent(session, {nudge: Posted("D1", "1.1")}, now=NOW))
    said = await at_once(
        database, *[lambda session: later.bring_back(session, WORKSPACE, "UANA", nudge_id, now=NOW)] * MANY
    )

    assert 1 == len(set(said))
    assert 1 == await count(database, Delivery, Delivery.about == "later")


async def test_one_celebration_a_week(database: Database) -> None:
    """Two different ones approved at once: one is posted, the other waits for next week."""
    ids = [await drafted(database, f"I asked {number}") for number in range(2)]
    done = await at_once(database, *(celebrate(each, "I asked first") for each in ids))

    assert {None, TooSoon} == set(done)
    assert 1 == await count(database, Delivery, Delivery.kind == Kind.CELEBRATION)


async def test_approved_twice_is_posted_once(database: Database) -> None:
    """The same one approved several times: one post, one note."""
    each = await drafted(database)
    await at_once(database, *[celebrate(each, "I asked first")] * MANY)

    assert 1 == await count(database, Delivery, Delivery.kind == Kind.CELEBRATION)
    assert 1 == await count(database, Delivery, Delivery.kind == Kind.CELEBRATED)


async def test_a_coachs_sentence_sent_twice_is_one(database: Database) -> None:
    """The same form several times at once: one note, and one message of it to Ana."""
    each = await drafted(database)
    await do(database, celebrate(each, "I asked first", Where.COACH))
    await at_once(database, *[amplify(each, "You waited.")] * MANY)

    assert 1 == await count(database, CoachNote)
    assert 1 == await count(database, Delivery, Delivery.kind == Kind.COACH_NOTE)


async def test_a_coach_who_takes_back_and_writes_anew_is_stopped(database: Database) -> None:
    """Each note is a message to Ana: after three there is no fourth."""
    each = await drafted(database)
    await do(database, celebrate(each, "I asked first", Where.COACH))
    for _ in range(3):
        await do(database, amplify(each, "You waited."))
        await do(database, amplify(each, ""))

    assert NotAllowed is await do(database, amplify(each, "You waited."))
    assert 3 == await count(database, Delivery, Delivery.kind == Kind.COACH_NOTE)


@pytest.mark.parametrize(("where", "seen"), [(Where.COACH, "UCORA"), (Where.CHANNEL, "CWINS")])
async def test_a_small_success_goes_to_nobody_who_was_not_named(database: Database, where: Where, seen: str) -> None:
    """Ana's coach and channel change while her form is open: it is not sent to others than those she saw in it."""
    each = await drafted(database)
    await change(database, coach="UKIM", channel="COTHER")
    send = partial(celebrations.approve, workspace=WORKSPACE, caseworker="UANA", celebration_id=each, now=NOW)
    goes = {Where.COACH: "UKIM", Where.CHANNEL: "COTHER"}[where]

    refused = await do(database, lambda session: send(session, said="I asked", where=where, seen=seen))
    before = await count(database, Delivery, Delivery.target.in_(["UKIM", "UCORA", "COTHER", "CWINS"]))
    preview = await do(database, lambda session: celebrations.preview(session, WORKSPACE, "UANA", each, now=NOW))
    await do(database, lambda session: send(session, said="I asked", where=where, seen=goes))

    assert (NotFound, 0) == (refused, before)
    assert ("UKIM", "COTHER") == (preview.coach, preview.channel)
    assert 1 == await count(database, Delivery, Delivery.target == goes)


async def test_a_sentence_written_while_the_success_is_taken_back(database: Database) -> None:
    """Whichever comes first, no word of the coach's is left on what is gone."""
    each = await drafted(database)
    await do(database, celebrate(each, "I asked first"))
    await at_once(
        database,
        amplify(each, "You waited."),
        lambda session: celebrations.withdraw(session, WORKSPACE, "UANA", each, now=NOW),
    )

    assert 0 == await count(database, CoachNote, CoachNote.withdrawn_at.is_(None))


async def test_approved_and_taken_back(database: Database) -> None:
    """Approved and taken back at once: it is not there, or its removal is owed."""
    each = await drafted(database)
    approved, _ = await at_once(
        database,
        celebrate(each, "I asked first"),
        lambda session: celebrations.withdraw(session, WORKSPACE, "UANA", each, now=NOW),
    )
    removals = await count(database, Delivery, Delivery.kind == Kind.REMOVAL)

    assert (approved is NotFound) == (0 == removals)


async def test_a_week_holds_three_whoever_asks(nudged: tuple[Database, str]) -> None:
    """Ana has had a question and celebrated; her coach and her supervisor ask at once: one of them waits for next week."""
    database, _ = nudged
    await do(database, celebrate(await drafted(database), "I asked first"))
    async with database.read() as session:
        place = await ana(database)
        prompts = [
            (await nudges.preview(session, LIBRARY, place, topic=topic, now=NOW)).id for topic in ("kin", "engagement")
        ]

    def request(asker: str, prompt_id: str) -> Deed:
        return lambda session: nudges.request(session, LIBRARY, WORKSPACE, asker, "UANA", prompt_id, now=NOW)

    await at_once(database, request("UCORA", prompts[0]), request("USAM", prompts[1]))

    async with database.read() as session:
        this_week = await nudges.dose(session, place, NOW.date())
    assert 3 == this_week


async def test_asked_once_a_week_by_the_same_person(database: Database) -> None:
    """Sam sends the form twice: one question, and the other is told so."""

    async def request(session: AsyncSession) -> None:
        prompt = await nudges.preview(session, LIBRARY, await ana(database), topic="kin", now=NOW)
        await nudges.request(session, LIBRARY, WORKSPACE, "USAM", "UANA", prompt.id, now=NOW)

    done = await at_once(database, *[request] * MANY)

    assert MANY - 1 == done.count(TooSoon)
    assert 1 == await count(database, Nudge)


@pytest.mark.parametrize("empty", ["postgres"], indirect=True)  # on SQLite everybody waits for everybody
async def test_the_clock_does_not_wait_for_somebody_who_is_busy(database: Database) -> None:
    """While Ana is in the middle of something, a beat plans for others and leaves her for the next one."""
    async with database.begin() as session:
        await enrollments.mine(session, WORKSPACE, "UANA")
        async with asyncio.timeout(5):
            assert 0 == await do(database, plan)

    assert 1 == await do(database, plan)


async def test_a_hold_is_placed_once(database: Database) -> None:
    """Two officers at once: one hold stands, the other is told."""
    done = await at_once(database, *[lambda session: holds.place(session, WORKSPACE, "UANA", by=LEAD, now=NOW)] * MANY)

    assert MANY - 1 == done.count(CoachingError)


async def test_a_yes_is_written_down_with_each_press(database: Database) -> None:
    """The agreement's form, sent twice at once: both are written down, and hers is one place."""
    before = await count(database, Agreement)
    await at_once(database, accept(), accept())

    assert before + 2 == await count(database, Agreement)
    assert "active" == (await ana(database)).standing
