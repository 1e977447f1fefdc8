"""Who may do what with whom: the same answer wherever it is tried, and the same kind of refusal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.coaching.errors import CoachingError, NotAllowed, NotEnrolled
from bot.coaching.people import Deed
from bot.db.engine import Database
from bot.services import goals, nudges, sessions, suggestions, who_may
from bot.services.goals import Typed
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, do
from tests.services.engines import LIBRARY

PROMPT = "kin.goal.1"
GOAL = Typed("I ask who else knows this child.", ("", "", "at each visit", "", ""))
TOMORROW = NOW + timedelta(days=1)
TRIED: dict[Deed, Callable[[str, str], Any]] = {
    Deed.ASK: lambda by, who: lambda s: nudges.request(s, LIBRARY, WORKSPACE, by, who, PROMPT, now=NOW),
    Deed.SUGGEST: lambda by, who: lambda s: suggestions.suggest(s, LIBRARY, WORKSPACE, by, who, PROMPT, now=NOW),
    Deed.SET_DATE: lambda by, who: lambda s: sessions.set_date(s, LIBRARY, WORKSPACE, by, who, TOMORROW, now=NOW),
    Deed.SHARE_GOAL: lambda by, who: (
        lambda s: goals.propose(s, LIBRARY, WORKSPACE, by, who, GOAL, topic="kin", now=NOW)
    ),
}
MAY_NOT = {
    Deed.ASK: ("UANA", "UBEN", "ULEE", "UNOBODY"),
    Deed.SUGGEST: ("UANA", "UBEN", "USAM", "ULEE", "UNOBODY"),
    Deed.SET_DATE: ("UBEN", "USAM", "ULEE", "UNOBODY"),
    Deed.SHARE_GOAL: ("UBEN", "USAM", "ULEE", "UNOBODY"),
}


def refusal(done: object) -> object:
    """Which refusal it was; None when it was done."""
    return done if isinstance(done, type) and issubclass(done, CoachingError) else None


@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.name)
async def test_only_those_around_her_do_it_with_ana(database: Database, deed: Deed) -> None:
    """Whoever is not around her is refused in the same way each time, and then her coach does it."""
    tried = {person: refusal(await do(database, TRIED[deed](person, "UANA"))) for person in MAY_NOT[deed]}

    assert dict.fromkeys(MAY_NOT[deed], NotAllowed) == tried
    assert refusal(await do(database, TRIED[deed]("UCORA", "UANA"))) is None


@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.name)
async def test_nothing_is_done_with_somebody_before_their_yes(database: Database, deed: Deed) -> None:
    """Dee was invited and has not answered; somebody who is nowhere in the program is nobody's."""
    before_a_yes = refusal(await do(database, TRIED[deed]("UCORA", "UDEE")))
    nowhere = refusal(await do(database, TRIED[deed]("UCORA", "UNOBODY")))

    assert (NotEnrolled, NotAllowed) == (before_a_yes, nowhere)


async def test_the_lists_say_the_same(database: Database) -> None:
    """A coach finds their people for each deed, a supervisor for asking alone, and a lead nobody."""
    async with database.read() as session:
        found = {
            (person, deed): bool(await who_may.people_for(session, WORKSPACE, person, deed))
            for person in ("UCORA", "USAM", "ULEE")
            for deed in Deed
        }

    may = {("UCORA", deed) for deed in Deed} | {("USAM", Deed.ASK)}
    assert may == {key for key, yes in found.items() if yes}
