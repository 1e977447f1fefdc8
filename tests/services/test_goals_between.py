"""What the other of two learns of a goal, and how often they hear of it; and which goals choose questions."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot.coaching.audience import Surface
from bot.coaching.errors import NotFound
from bot.coaching.goals import GoalState
from bot.coaching.people import Standing
from bot.db import queries
from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.goal_tables import Goal, GoalRead
from bot.db.tables import Delivery, Enrollment
from bot.services import goals, goals_shown
from bot.services.goal_words import Showing
from bot.services.outbox import Kind, State
from bot.slack.listeners import goals_command
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, ana, count, do
from tests.services.engines import LIBRARY
from tests.services.test_goals import SAID, agreed, level

TO_ANA = (Delivery.kind == Kind.GOAL, Delivery.target == "UANA")
TO_CORA = (Delivery.target == "UCORA",)
EVERY_WAY = [*product(GoalState, ("UCORA", "UKIM"), (None, NOW))]


async def suggested(database: Database, person: str = "UCORA", **more: Any) -> Any:
    """Cora suggests a goal to Ana; gives its id, or the refusal."""
    about = {"topic": "kin", "now": NOW, "caseworker": "UANA"} | more
    return await do(database, lambda s: goals.propose(s, LIBRARY, WORKSPACE, person, typed=SAID, **about))


async def let_go(database: Database, goal_id: str, person: str = "UCORA") -> None:
    """It ends, before both said yes."""
    await do(database, lambda s: goals.end(s, WORKSPACE, person, goal_id, GoalState.CLOSED, now=NOW))


async def seen_at_home(database: Database) -> None:
    """Cora has Ana's goal in her App Home."""
    place, at = await ana(database), Showing(Surface.HOME, NOW)
    await do(database, lambda s: goals_shown.open_of(s, place, asking="UCORA", at=at))


async def test_a_private_level_that_changes_moves_nothing_of_the_coachs(database: Database) -> None:
    """Neither her App Home nor a digest is drawn anew, which would tell her that Ana did something."""
    goal_id = await agreed(database)
    await seen_at_home(database)
    await do(database, level(goal_id, "2", shared=False))
    before = await count(database, Delivery, *TO_CORA)

    for given in ("3", None):
        await do(database, level(goal_id, given, shared=False))

    assert before == await count(database, Delivery, *TO_CORA)


async def test_a_level_that_was_shared_follows(database: Database) -> None:
    """Narrowed, changed for both, or taken back: what Cora has open is drawn anew."""
    goal_id = await agreed(database)
    await seen_at_home(database)
    before = await count(database, Delivery, *TO_CORA)
    await do(database, level(goal_id, "2"))

    for minutes, (given, shared) in enumerate((("2", False), ("3", True), (None, True)), start=1):
        await do(database, level(goal_id, given, shared=shared, now=NOW + timedelta(minutes=minutes)))

    assert 3 == await count(database, Delivery, *TO_CORA) - before


async def test_one_message_a_week_however_many_goals_are_put_forward(database: Database) -> None:
    """Cora suggests one and lets it go, again and again: Ana hears of a goal once, and of the one that is there."""
    for _ in range(3):
        last = await suggested(database)
        await let_go(database, last)
    last = await suggested(database)

    assert 1 == await count(database, Delivery, *TO_ANA)
    assert 1 == await count(database, Delivery, *TO_ANA, Delivery.subject == last)


async def test_a_message_that_has_gone_stays_the_only_one(database: Database) -> None:
    """Once Ana has had it, another goal waits for her in App Home without a word, until next week."""
    first = await suggested(database)
    await do(database, lambda s: s.execute(update(Delivery).where(*TO_ANA).values(state=State.SENT)))
    await let_go(database, first)
    await suggested(database)
    this_week = await count(database, Delivery, *TO_ANA)
    async with database.read() as session:
        (spoken_of,) = await session.scalars(select(Delivery.subject).where(*TO_ANA))

    assert (1, first) == (this_week, spoken_of)


async def test_a_goal_follows_one_of_the_same_caseworker(database: Database) -> None:
    """Cora coaches Ana and Ben: a goal with Ben cannot be hung on to what Ana and Cora had."""
    goal_id = await suggested(database)
    await let_go(database, goal_id)

    assert NotFound is await suggested(database, caseworker="UBEN", follows=goal_id)
    assert 0 == await count(database, Goal, Goal.successor.is_not(None))


async def test_a_goal_follows_one_that_has_ended(database: Database) -> None:
    """Then each knows of the other."""
    before = await suggested(database)
    await let_go(database, before)

    after = await suggested(database, follows=before)

    assert 1 == await count(database, Goal, Goal.id == before, Goal.successor == after)


async def test_many_goals_are_as_many_as_fit_into_one_answer(database: Database) -> None:
    """Cora coaches forty: she reads some of them, none is written down as shown that was not, and Slack takes the answer."""
    people = [f"U{number:09}" for number in range(40)]
    await do(database, lambda s: _joined(s, people))
    for person in people:
        await suggested(database, caseworker=person)

    found = await do(database, lambda s: goals_shown.of_pair(s, WORKSPACE, "UCORA", about=None, now=NOW))
    text, _ = goals_command.drawn(found, LIBRARY, "UCORA")

    assert goals_shown.MOST_IN_AN_ANSWER == text.count("it waits for a yes")
    assert goals_command.MORE in text
    assert goals_shown.MOST_IN_AN_ANSWER == await count(database, GoalRead, GoalRead.reader == "UCORA")


async def _joined(session: Any, people: list[str]) -> None:
    """These are enrolled as Ana is."""
    place = await queries.enrollment_of(session, WORKSPACE, "UANA")
    assert place is not None
    given = {each.key: getattr(place, each.key) for each in Enrollment.__mapper__.column_attrs if not each.deferred}
    for person in people:
        session.add(Enrollment(**given | {"id": new_id(), "caseworker": person, "standing": Standing.ACTIVE}))
    await session.flush()


@pytest.mark.parametrize("together", [False, True])
async def test_no_prompt_for_a_closed_goal(database: Database, together: bool) -> None:
    """In every standing, with each coach, taken back or not, alone and together: only an active one of the two of today asks."""
    goal_id = await agreed(database)
    place = await ana(database)
    async with database.read() as session:
        row = await session.get_one(Goal, goal_id)
        about = {each.key: getattr(row, each.key) for each in Goal.__mapper__.column_attrs if not each.deferred}
    made = [
        about | {"id": new_id(), "topic": topic, "state": state, "coach": coach, "withdrawn_at": gone}
        for topic, (state, coach, gone) in zip([f"topic {n}" for n in range(len(EVERY_WAY))], EVERY_WAY, strict=True)
    ]
    for theirs in [made] if together else [[each] for each in made]:
        await do(database, lambda s, theirs=theirs: _only(s, goal_id, theirs))
        async with database.read() as session:
            asked = (await goals_shown.topics(session, [place.id])).get(place.id, [])

        assert sorted(each["topic"] for each in theirs if _lives(each)) == sorted(asked)


async def _only(session: Any, goal_id: str, theirs: list[dict[str, Any]]) -> None:
    """Ana has just these goals, and one that was taken back."""
    await session.execute(update(Goal).where(Goal.id == goal_id).values(withdrawn_at=NOW))
    await session.execute(delete(Goal).where(Goal.id != goal_id))
    session.add_all([Goal(**each) for each in theirs])


def _lives(kept: dict[str, Any]) -> bool:
    return (kept["state"], kept["coach"], kept["withdrawn_at"]) == (GoalState.ACTIVE, "UCORA", None)
