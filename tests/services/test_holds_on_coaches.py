"""A hold on a coach keeps what they wrote in somebody else's place, and the small success it stands on; on every database."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.coaching.audience import Surface
from bot.coaching.errors import OnHold
from bot.coaching.goals import GoalState
from bot.coaching.small_success import Where
from bot.db.engine import Database
from bot.db.goal_tables import GoalLevel, GoalWording
from bot.db.tables import Celebration
from bot.services import celebrations, goals, holds, records, words
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, amplify, celebrate, count, do, drafted
from tests.services.engines import LIBRARY
from tests.services.test_goals import SAID, WHO, agreed, confirmed, keep_for, level

TOLD = "I asked first"


async def hold(database: Database, whose: str) -> None:
    """Lee places it."""
    await do(database, lambda s: holds.place(s, WORKSPACE, whose, by="ULEE", now=NOW))


async def lift(database: Database, whose: str) -> None:
    """Lee lifts it."""
    await do(database, lambda s: holds.lift(s, WORKSPACE, whose, by="ULEE", now=NOW))


async def erase(database: Database) -> Any:
    """Ana asks for all that she wrote to be deleted; gives the refusal, if it is one."""
    try:
        return await records.erase(database, WORKSPACE, "UANA", by="UANA", now=NOW)
    except OnHold:
        return OnHold


async def told_to_cora(database: Database, how: str) -> str:
    """Ana's small success, on which Cora wrote, or which Cora alone was shown; gives its id."""
    told = await drafted(database, TOLD)
    await do(database, celebrate(told, TOLD, Where.CHANNEL if how == "written" else Where.COACH))
    if how == "written":
        await do(database, amplify(told, "You waited."))
        return told

    async def shows(session: Any) -> None:
        row = await session.get_one(Celebration, told)
        await words.of_celebration_for_one(session, row, asking="UCORA", surface=Surface.HOME, now=NOW)

    await do(database, shows)
    return told


def take_back(told: str) -> Any:
    """Ana takes her small success back."""
    return lambda s: celebrations.withdraw(s, WORKSPACE, "UANA", told, now=NOW)


async def kept(database: Database) -> int:
    """How many small successes have words."""
    async with database.read() as session:
        return await session.scalar(text("SELECT count(*) FROM celebrations WHERE words IS NOT NULL")) or 0


@pytest.mark.parametrize("how", ["written", "shown"])
async def test_a_small_success_stays_in_its_words(database: Database, how: str) -> None:
    """No other words, no deleting; taken back it is kept until Cora's hold ends, whoever else's hold is lifted before."""
    told = await told_to_cora(database, how)
    for whose in ("UCORA", "UBEN"):
        await hold(database, whose)

    refused = [await do(database, celebrate(told, "I asked twice")), await erase(database)]
    await do(database, take_back(told))
    refused.append(await erase(database))
    await lift(database, "UBEN")
    under_hold = await kept(database)
    await lift(database, "UCORA")

    assert [OnHold] * 3 == refused
    assert (1, 0) == (under_hold, await kept(database))


async def test_what_a_coach_was_not_near_is_deleted(database: Database) -> None:
    """Ana's other words have nothing to do with Cora's hold."""
    told = await drafted(database, TOLD)
    await do(database, celebrate(told, TOLD))
    await hold(database, "UCORA")

    await do(database, take_back(told))

    assert 0 == await kept(database)
    assert OnHold is not await erase(database)


async def worded_by_cora(database: Database) -> str:
    """Cora words a goal for Ana, Ana says yes and where she is, and Cora ends it in her words; gives its id."""
    asks = lambda s: goals.propose(s, LIBRARY, WORKSPACE, "UCORA", "UANA", SAID, topic="meetings", now=NOW)  # noqa: E731
    goal_id = str(await do(database, asks))
    await confirmed(database, goal_id, "UANA")
    await do(database, level(goal_id, "2"))
    await do(database, ends(goal_id, "UCORA"))
    return goal_id


def ends(goal_id: str, person: str) -> Any:
    """This person ends it, with a few words."""
    return lambda s: goals.end(s, WORKSPACE, person, goal_id, GoalState.MET, said="Waiting helps", now=NOW)


async def left(database: Database) -> tuple[int, int, int]:
    """How many wordings, closing words and levels there are."""
    async with database.read() as session:
        closed = await session.scalar(text("SELECT count(*) FROM goals WHERE closing IS NOT NULL")) or 0
    return await count(database, GoalWording), closed, await count(database, GoalLevel)


async def test_a_goal_that_a_held_coach_worded_keeps_its_words(database: Database) -> None:
    """Neither its time, nor Ana who takes it back, nor somebody else's hold that is lifted deletes what Cora wrote."""
    goal_id = await worded_by_cora(database)
    await keep_for(database, keep_words=30, keep_facts=60)
    for whose in ("UCORA", "UBEN"):
        await hold(database, whose)
    await records.purge(database, WORKSPACE, now=NOW + timedelta(days=90))
    purged, refused = await left(database), await erase(database)
    await do(database, lambda s: goals.withdraw(s, *WHO, goal_id, now=NOW))
    await lift(database, "UBEN")
    taken_back = await left(database)

    await lift(database, "UCORA")

    assert ((1, 1, 0), OnHold, (1, 1, 0)) == (purged, refused, taken_back)
    assert (0, 0, 0) == await left(database)


async def test_a_goal_in_anas_words_alone_goes_as_ever(database: Database) -> None:
    """A hold on the coach who said yes to it covers no words of hers; what Cora said at its end stays."""
    goal_id = await agreed(database)
    await do(database, level(goal_id, "2"))
    await do(database, ends(goal_id, "UCORA"))
    await hold(database, "UCORA")

    await do(database, lambda s: goals.withdraw(s, *WHO, goal_id, now=NOW))

    assert (0, 1, 0) == await left(database)
