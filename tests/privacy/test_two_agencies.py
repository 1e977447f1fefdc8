"""Two agencies in one database, in which everybody has the id of somebody in the other: neither sees that the other is there."""

import gc
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, event
from sqlalchemy.engine.default import DefaultDialect

from bot.db import row_security
from bot.db.plainly import Phrase
from bot.sandbox.run import CHICAGO, LEAD, PLACES, PLAN
from bot.services import enrollments, installations, programs
from tests import by_hand
from tests.journeys.acts import answer, ask
from tests.journeys.goals_acts import agreed
from tests.journeys.installing import HERE, OTHER, browsing, by_oauth, there
from tests.privacy.watching import comparable
from tests.world import Engine, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
OF_THE_OTHER, OF_HERE = "quetzalfeather", "amberfinch"
WATCHERS = ("UANA", "UCORA", "USAM", "ULEE")
LOOKED = ("status", "digest", "@ana")
MANY = 50
# `subject` is the id of what a message is about: a question, a check-in, a digest …
WHERE_WORK_IS = {"workspace", "person", "id", "key", "owner", "at", "due", "count", "uninstalled_at", "holidays_of"}
"""What the clock may ask of all agencies at once: whose turn it is, when, and how many."""
NAMES_A_ROW = re.compile(r"\b(workspace|subject|\w*_?id) (= |in )", re.IGNORECASE)


@asynccontextmanager
async def two_agencies(folder: Path, database: Engine) -> AsyncIterator[World]:
    """The app is in both; both programs have the same people, and in each of them the clock asks Ana something."""
    async with by_oauth(folder, database=database) as world, browsing(world) as browser:
        for place in (HERE, OTHER):
            await browser.install(place)
        yield world


async def found_the_other(world: World) -> None:
    """The other agency's program: the same people, hours and plan."""
    assert world.app is not None
    now = world.app.clock()
    async with world.app.database.within(OTHER).begin() as session:
        await installations.name_first_lead(session, OTHER, LEAD)
        await programs.set_up(session, OTHER, LEAD, PLAN, first_lead="", now=now)
        for place in PLACES:
            yes = {"version": 1, "rhythm": place.rhythm, "per_week": 3, "cheer": "channel", "now": now}
            await enrollments.enroll(session, OTHER, place, by=LEAD, coach_zone=CHICAGO, now=now)
            await enrollments.accept(session, OTHER, place.roles.caseworker, **yes)


async def lives(world: World, said: str) -> None:
    """Ana answers for her coach, is asked by her supervisor, shares a goal and a small success."""
    ana = world.person("UANA")
    await answer(ana, f"I asked first: {said}.", "coach")
    await ask(world.person("USAM"), "@ana kin")
    await answer(ana, f"I waited: {said}.", "supervisor")
    await agreed(world, at_home=True, words=f"I want to ask first: {said}.")


async def sees(world: World) -> list[str]:
    """All that everybody here is shown, whatever they type or press."""
    for each in map(world.person, WATCHERS):
        for typed in LOOKED:
            await each.command(typed)
            await world.settle()
        await each.home()
    return [await world.person(each).everything() for each in WATCHERS]


def rows_of(world: World, workspace: str) -> list[str]:
    """Every row of this agency's, in a steady order."""
    found = {
        each.name: by_hand.read(world.settings, f"SELECT * FROM {each.name} WHERE workspace = :it", it=workspace)  # noqa: S608
        for each in row_security.tables_of_workspaces()
    }
    return sorted(f"{name} {row}" for name, rows in found.items() for row in rows)


@contextmanager
def statements(world: World) -> Iterator[set[str]]:
    """All that is said for people here meanwhile. The clock, which looks over all agencies, says so in other transactions."""
    assert world.app is not None
    engine, said = world.app.database.engine.sync_engine, set[str]()

    def note(line: Connection, _: Any, statement: str, *more: Any) -> None:
        if line.get_execution_options().get("workspace") == HERE:
            said.add(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def names_no_row(statement: str) -> bool:
    """Whether it looks at rows of people's, or changes them, and says neither whose nor which."""
    tables = "|".join(each.name for each in row_security.tables_of_workspaces())
    about = re.search(rf"\b(from|update|join) ({tables})\b", statement, re.IGNORECASE)
    return bool(about) and not NAMES_A_ROW.search(statement)


@dataclass(frozen=True)
class Lived:
    """What was shown to everybody here, alone and beside the other agency, and what the other one had of it."""

    alone: str
    beside: str
    shown_there: str
    written_there: bool
    said: set[str]


async def alone(folder: Path, database: Engine) -> str:
    """A week in this agency, where there is no other."""
    async with two_agencies(folder, database) as world:
        await world.next_nudge()
        await lives(world, OF_HERE)
        await world.next_digest()
        return comparable(await sees(world))


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=("sqlite", "postgres"))
async def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The same week, where the other agency is beside it, and lives through as much."""
    folder, database = tmp_path_factory.mktemp("agencies"), request.param
    async with two_agencies(folder / "beside", database) as world:
        await found_the_other(world)
        await world.next_nudge()
        await lives(there(world), OF_THE_OTHER)
        await there(world).settle()
        before = rows_of(world, OTHER)
        with statements(world) as said:
            await lives(world, OF_HERE)
        written = before != rows_of(world, OTHER)
        await world.next_digest()
        seen = comparable(await sees(world))
        shown = "".join([await there(world).person(each).everything() for each in WATCHERS])
    return Lived(await alone(folder / "alone", database), seen, shown, written, said)


async def test_everything_is_shown_as_if_the_other_agency_were_not_there(lived: Lived) -> None:
    """Byte for byte, for every role, from the question to the digest: no list, number, limit or choice knows of it."""
    assert OF_HERE in lived.alone
    assert lived.alone == lived.beside


async def test_the_words_of_each_stay_there(lived: Lived) -> None:
    """Both were written by somebody with Ana's id, for somebody with Cora's."""
    assert (True, False) == (OF_HERE in lived.beside, OF_THE_OTHER in lived.beside)
    assert (False, True) == (OF_HERE in lived.shown_there, OF_THE_OTHER in lived.shown_there)


async def test_what_is_done_in_one_agency_writes_nothing_in_the_other(lived: Lived) -> None:
    """Not a byte of any row."""
    assert not lived.written_there


async def test_each_statement_says_whose_rows_it_is_about_or_which(lived: Lived) -> None:
    """All that is said to the database when somebody clicks, types or sends a form, and when a message is composed."""
    assert len(lived.said) > MANY
    assert [] == [each for each in lived.said if names_no_row(each)]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
async def test_what_the_driver_is_told_itself_names_its_rows(dialect: str) -> None:
    """Phrases that go around SQLAlchemy are few. Each says whose rows it is about, or which, or asks only where there is work."""
    found = [each for each in gc.get_objects() if isinstance(each, Phrase)]
    spoken = DefaultDialect()
    spoken.name = dialect
    statements = [each._put_together(dialect) for each in found]
    of_all = [each for each in statements if names_no_row(" ".join(str(each.compile()).split()))]

    assert found
    assert [] == [
        str(each) for each in of_all if not (each.is_select and {*each.exported_columns.keys()} <= WHERE_WORK_IS)
    ]
