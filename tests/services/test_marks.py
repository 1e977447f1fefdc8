"""Marks on scales are opened to be counted, by people and month, and nobody is shown one: goals, practice, what families see."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.coaching import practice
from bot.coaching.errors import BadChoice, NotFound, OnHold
from bot.coaching.practice import Gap
from bot.db.engine import Database
from bot.db.goal_tables import Goal
from bot.db.partner_tables import FamilyMark
from bot.db.tables import CheckIn, Enrollment
from bot.services import beat, evaluation, goal_words, holds, partners, records, reviews, words
from bot.services.goal_words import Level
from tests.db.rows import WORKSPACE, draft
from tests.services.deeds import count, do
from tests.services.engines import LIBRARY

NOVEMBER = datetime(2026, 11, 9, 15, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 1, tzinfo=UTC)
FOUND = practice.topic_of(NOVEMBER.date(), LIBRARY)
assert FOUND is not None
TOPIC = FOUND.key


async def marks(database: Database, number: int, level: str, **changed: object) -> None:
    """One of the twenty marks how far the month's principle showed, for their own eyes."""
    who = f"U{number:02}"
    about = {"reader": None, "audience": "only_me", "made_at": NOVEMBER, "withdrawn_at": None} | changed
    async with database.begin() as session:
        enrollment_id = str(await session.scalar(select(Enrollment.id).where(Enrollment.caseworker == who)))
        begun = draft(enrollment_id)
        begun.prompt_id, begun.topic, begun.strategy = f"practice:{TOPIC}", TOPIC, practice.STRATEGY
        session.add(begun)
        await session.flush()
        given = words.Given("question", 0, "answer", "How far?", level)
        await words.keep(session, begun, given, author=who, now=NOVEMBER)
        made = {"workspace": WORKSPACE, "author": who, "asked_by": None, "part": "all", "topic": TOPIC}
        session.add(CheckIn(enrollment_id=enrollment_id, reflection_id=begun.id, strategy="practice", **made, **about))


async def partner(database: Database, number: int, level: str | None) -> object:
    """A parent partner says yes, and says how far families see it."""
    who = f"UP{number:02}"
    await do(database, lambda session: partners.invite(session, WORKSPACE, who, by="ULEE", now=NOVEMBER))
    await do(database, lambda session: partners.say_yes(session, WORKSPACE, who, now=NOVEMBER))
    return level and await mark(database, who, level)


async def mark(database: Database, who: str, level: str, topic: str = TOPIC) -> object:
    """Mark how far families see the month's principle; a refusal is an answer."""
    return await do(
        database, lambda session: reviews.mark(session, LIBRARY, WORKSPACE, who, topic, level, now=NOVEMBER)
    )


async def gap(database: Database) -> Gap:
    """What coaches and the lead see after the month."""
    await beat.keep(database, now=DECEMBER)
    async with database.read() as session:
        found = await evaluation.gap(session, LIBRARY, WORKSPACE)
    assert found is not None
    return found


async def test_both_sides_stand_side_by_side(twenty: Database) -> None:
    """Fifteen caseworkers marked it, eleven of them high; twelve of twenty parent partners, none of them high."""
    for number in range(15):
        await marks(twenty, number, "4" if number < 11 else "2")
    for number in range(20):
        await partner(twenty, number, "2" if number < 12 else None)

    assert await gap(twenty) == Gap(date(2026, 11, 1), TOPIC, 15, 10, 10, None)


async def test_too_few_are_not_shown(twenty: Database) -> None:
    """Four caseworkers, and nine parent partners who all said something."""
    for number in range(4):
        await marks(twenty, number, "5")
    for number in range(9):
        await partner(twenty, number, "5")

    found = await gap(twenty)
    assert (found.caseworkers, found.caseworkers_high, found.families_high) == (None, None, None)
    assert found.families is None


async def test_what_was_taken_back_is_not_counted(twenty: Database) -> None:
    """Nor what was left empty."""
    for number in range(12):
        await marks(twenty, number, "5", withdrawn_at=NOVEMBER)

    assert (await gap(twenty)).caseworkers is None


async def test_somebody_who_marks_twice_is_one_person(twenty: Database) -> None:
    """Their later mark counts."""
    for number in range(10):
        await marks(twenty, number, "5")
        await marks(twenty, number, "1", made_at=NOVEMBER + timedelta(hours=1))

    found = await gap(twenty)
    assert (found.caseworkers, found.caseworkers_high) == (10, None)


async def test_a_parent_partners_mark_is_theirs_to_change_and_take_back(database: Database) -> None:
    """One for each month; an empty one takes it back."""
    await partner(database, 1, "2")
    await mark(database, "UP01", "5")
    async with database.read() as session:
        assert "5" == await reviews.mark_of(session, WORKSPACE, "UP01", TOPIC, now=NOVEMBER)

    await mark(database, "UP01", "")

    assert await count(database, FamilyMark) == 0


async def test_only_this_months_principle_is_marked(database: Database) -> None:
    """And only with what is on the scale."""
    await partner(database, 1, None)

    assert await mark(database, "UP01", "6") is BadChoice
    assert await mark(database, "UP01", "4", topic="sts") is NotFound


async def test_a_hold_keeps_a_mark_and_erasing_deletes_it(database: Database) -> None:
    """As with everything that somebody gave."""
    await partner(database, 1, "2")
    await do(database, lambda session: holds.place(session, WORKSPACE, "UP01", by="ULEE", now=NOVEMBER))
    assert await mark(database, "UP01", "5") is OnHold
    await do(database, lambda session: holds.lift(session, WORKSPACE, "UP01", by="ULEE", now=NOVEMBER))

    await records.erase(database, WORKSPACE, "UP01", by="UP01", now=NOVEMBER)

    assert await count(database, FamilyMark) == 0


async def test_a_mark_goes_with_the_words(database: Database) -> None:
    """After the agency's days for them."""
    await partner(database, 1, "2")

    await records.purge(database, WORKSPACE, now=NOVEMBER + timedelta(days=366))

    assert await count(database, FamilyMark) == 0


async def goal(
    database: Database, number: int, *levels: tuple[date, int], shared: bool = True, topic: str = "kin"
) -> None:
    """One of the twenty has a goal, and said where they are on it in these weeks."""
    who = f"U{number:02}"
    async with database.begin() as session:
        enrollment_id = str(await session.scalar(select(Enrollment.id).where(Enrollment.caseworker == who)))
        about = {"workspace": WORKSPACE, "enrollment_id": enrollment_id, "caseworker": who, "coach": "UCORA"}
        made = Goal(**about, topic=topic, state="active", proposed_by=who, proposed_at=NOVEMBER, touched_at=NOVEMBER)
        session.add(made)
        await session.flush()
        for week, level in levels:
            said = Level(week, level, "UCORA" if shared else None)
            await goal_words.say_level(session, made, 1, said, now=NOVEMBER)


async def numbers(database: Database) -> dict[str, int]:
    """What a study is given about goals."""
    await beat.keep(database, now=DECEMBER)
    async with database.read() as session:
        counted = await evaluation.months(session, WORKSPACE)
    return {key: least for key, least in counted[-1][1].items() if "goal" in key}


async def test_goal_levels_are_counted_among_those_who_have_a_goal(twenty: Database) -> None:
    """Twelve marked a level, six of them are at 3, and six went up."""
    first, later = date(2026, 11, 2), date(2026, 11, 9)
    for number in range(12):
        await goal(twenty, number, (first, 2), (later, 3 if number < 6 else 2))

    assert await numbers(twenty) == {"with_goal": 10, "goal_level:2": 5, "goal_level:3": 5, "goal_up": 5}


async def test_a_level_that_is_kept_private_counts_nowhere(twenty: Database) -> None:
    """Private and silent are one."""
    for number in range(12):
        await goal(twenty, number, (date(2026, 11, 2), 4), shared=False)

    assert await numbers(twenty) == {}


async def test_a_goal_about_stress_counts_nowhere(twenty: Database) -> None:
    """Also where its level was shared with the coach: stress is left out of every number."""
    for number in range(12):
        await goal(twenty, number, (date(2026, 11, 2), 4), topic="sts")

    assert await numbers(twenty) == {}
