"""Row-level security: below the app's own questions, PostgreSQL itself keeps one agency's rows from another."""

import os
import subprocess
from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.db import engine, migrate, row_security
from bot.db.chest import ChestBase
from bot.db.engine import Database
from bot.db.row_security import NotTheirOwner, TablesAreBusy
from bot.db.tables import Enrollment
from tests import postgres
from tests.db.conftest import upgrade
from tests.db.rows import WORKSPACE, enrollment, keep

OTHER = "T0OTHER"
EVERYTHING = "SELECT workspace, caseworker FROM enrollments ORDER BY workspace"
BOTH = [(OTHER, "UANA"), (WORKSPACE, "UANA")]


async def _made(url: str) -> None:
    await upgrade(postgres.server().give_away(url))


@pytest.fixture
async def as_admin() -> AsyncIterator[str]:
    """The address of a database in today's shape for a superuser; its tables belong to an ordinary role."""
    with postgres.fresh(await postgres.template("an ordinary role's", _made)) as url:
        yield url


@pytest.fixture
def url(as_admin: str) -> str:
    """The same for the ordinary role."""
    return postgres.server().give_away(as_admin)


@pytest.fixture
async def bare(url: str) -> AsyncIterator[Database]:
    """The database, open, with somebody of the same id in each of two agencies."""
    made = engine.create(url)
    there = enrollment("UANA")
    there.workspace = OTHER
    await keep(made, enrollment("UANA"), there)
    yield made
    await made.close()


@pytest.fixture
async def database(bare: Database) -> Database:
    """The same, with row-level security on."""
    await row_security.turn(bare, on=True)
    return bare


async def rows(database: Database) -> list[tuple[str, str]]:
    """What a raw query finds, which forgot to ask for a workspace."""
    async with database.begin() as session:
        return [(workspace, person) for workspace, person in await session.execute(text(EVERYTHING))]


async def guarded(database: Database) -> set[str]:
    """The tables that have our policy, as PostgreSQL says."""
    async with database.read() as session:
        return set(await session.scalars(text("SELECT tablename FROM pg_policies WHERE policyname = 'one_workspace'")))


async def with_a_workspace(database: Database) -> set[str]:
    """The tables with a column `workspace`, as PostgreSQL says, but for the key chest's."""
    asked = "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace'"
    async with database.read() as session:
        return set(await session.scalars(text(asked))) - set(ChestBase.metadata.tables)


async def test_who_says_nothing_sees_nothing(database: Database, url: str) -> None:
    """A connection that is not the app's finds no row, also as the role that owns the tables."""
    with psycopg.connect(url) as raw:
        assert [] == raw.execute(EVERYTHING).fetchall()


async def test_who_says_nothing_touches_nothing(database: Database, url: str) -> None:
    """An update of everything changes no row, and an insert is refused."""
    with psycopg.connect(url) as raw:
        assert 0 == raw.execute("UPDATE enrollments SET coach = 'UEVE'").rowcount
        with pytest.raises(InsufficientPrivilege):
            raw.execute("INSERT INTO inbound (workspace, key, received_at) VALUES ('T0OTHER', 'Ev1', now())")


async def test_who_says_everybodys_sees_all(database: Database, url: str) -> None:
    """As whoever looks after the database does, with PGOPTIONS."""
    with psycopg.connect(url, options="-c app.workspace=*") as raw:
        assert BOTH == raw.execute(EVERYTHING).fetchall()


async def test_within_one_workspace_the_other_is_not_seen(database: Database) -> None:
    """A query that forgot to ask for the workspace finds its own rows alone."""
    assert [(WORKSPACE, "UANA")] == await rows(database.within(WORKSPACE))


async def test_a_reading_within_one_workspace_sees_no_other(database: Database) -> None:
    """The same for what only reads."""
    async with database.within(WORKSPACE).read() as session:
        assert [WORKSPACE] == list(await session.scalars(select(Enrollment.workspace)))


async def test_within_one_workspace_the_other_is_not_changed(database: Database) -> None:
    """An update without a filter changes its own rows alone."""
    async with database.within(WORKSPACE).begin() as session:
        await session.execute(update(Enrollment).values(coach="UNEW"))

    async with database.read() as session:
        found = await session.execute(select(Enrollment.workspace, Enrollment.coach).order_by(Enrollment.workspace))
        assert [(OTHER, "UCORA"), (WORKSPACE, "UNEW")] == [tuple(row) for row in found]


async def test_within_one_workspace_the_other_is_not_deleted(database: Database) -> None:
    """A delete without a filter takes its own rows alone."""
    async with database.within(WORKSPACE).begin() as session:
        await session.execute(delete(Enrollment))

    assert [(OTHER, "UANA")] == await rows(database)


async def test_within_one_workspace_nothing_is_put_into_the_other(database: Database) -> None:
    """A row for another agency is refused."""
    there = enrollment("UBEN")
    there.workspace = OTHER

    with pytest.raises(DBAPIError, match="row-level security"):
        await keep(database.within(WORKSPACE), there)


async def test_within_one_workspace_nothing_is_moved_to_the_other(database: Database) -> None:
    """A row keeps its agency."""
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.within(WORKSPACE).begin() as session:
            await session.execute(update(Enrollment).values(workspace=OTHER, caseworker="UBEN"))


async def test_a_connection_forgets_the_workspace_with_its_transaction(database: Database) -> None:
    """The same connection, taken from the pool again, is everybody's again: after a commit, a failure and a reading."""
    async with database.begin() as session:
        line = await session.scalar(select(func.pg_backend_pid()))
    await rows(database.within(WORKSPACE))
    committed = await rows(database)
    with pytest.raises(DBAPIError):
        async with database.within(WORKSPACE).begin() as session:
            await session.execute(text("SELECT 1 / 0"))
    failed = await rows(database)
    async with database.within(OTHER).read() as session:
        same = await session.scalar(select(func.pg_backend_pid()))

    assert (line, BOTH, BOTH, BOTH) == (same, committed, failed, await rows(database))


async def test_one_workspace_follows_another_on_the_same_connection(database: Database) -> None:
    """Each transaction says its own."""
    assert [(WORKSPACE, "UANA")] == await rows(database.within(WORKSPACE))
    assert [(OTHER, "UANA")] == await rows(database.within(OTHER))


@pytest.mark.parametrize("odd", ["*", "", "T0'; RESET app.workspace; --", "T0 OTHER", "Тест"])
async def test_only_an_id_names_a_workspace(bare: Database, odd: str) -> None:
    """Nobody gets everybody's rows by calling a workspace `*`, and no other text travels into the setting."""
    with pytest.raises(ValueError, match="letters and digits"):
        bare.within(odd)


async def test_every_table_with_a_workspace_is_guarded(database: Database) -> None:
    """Nobody can forget a new one: PostgreSQL's own lists of columns and of policies are compared."""
    assert {"enrollments", "answers", "checkins", "reads", "deliveries"} < await guarded(database)
    assert await with_a_workspace(database) == await guarded(database)


async def test_its_owner_is_guarded_too(database: Database) -> None:
    """Else the policies would stop everybody but the app."""
    asked = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    async with database.read() as session:
        assert len(await guarded(database)) == await session.scalar(text(asked))


async def test_a_database_that_grows_stays_guarded() -> None:
    """A migration brings a new table: where row-level security was on before, the new table has it."""
    with postgres.fresh() as empty:
        made = engine.create(postgres.server().give_away(empty))
        async with made.begin() as session:
            await session.execute(text("CREATE TABLE first (workspace VARCHAR)"))
            await session.execute(text("CREATE POLICY one_workspace ON first USING (true)"))
        await migrate.upgrade(made)

        assert {"first", "enrollments"} < await guarded(made)
        assert await with_a_workspace(made) == await guarded(made)
        await made.close()


async def test_a_database_without_it_grows_without_it(bare: Database) -> None:
    """It is the operator's decision, and no migration takes it."""
    assert set() == await guarded(bare)


async def test_on_twice_is_on(database: Database) -> None:
    """Nothing breaks, and nothing is there twice."""
    await row_security.turn(database, on=True)

    assert await with_a_workspace(database) == await guarded(database)


async def test_off_takes_it_all_back(database: Database, url: str) -> None:
    """No policy is left, no table asks for one, and everybody sees everything again."""
    for _ in range(2):
        await row_security.turn(database, on=False)

    assert set() == await guarded(database)
    with psycopg.connect(url) as raw:
        assert BOTH == raw.execute(EVERYTHING).fetchall()
        left = raw.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity OR relforcerowsecurity")
        assert [(0,)] == left.fetchall()


async def test_a_running_app_needs_no_new_start(bare: Database) -> None:
    """What was opened before it was turned on is kept apart from then on."""
    within = bare.within(WORKSPACE)
    before = await rows(within)
    await row_security.turn(bare, on=True)

    assert (BOTH, [(WORKSPACE, "UANA")]) == (before, await rows(within))


async def test_nobody_waits_long_for_it(bare: Database, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a backup holds a table it gives up soon, for everybody would queue behind it; the next run does the rest."""
    monkeypatch.setattr(row_security, "SECONDS_OF_PATIENCE", 0.05)
    with psycopg.connect(url) as backup:
        backup.execute("LOCK TABLE reads IN ACCESS SHARE MODE")
        with pytest.raises(TablesAreBusy, match="run this again"):
            await row_security.turn(bare, on=True)
    await row_security.turn(bare, on=True)

    assert await with_a_workspace(bare) == await guarded(bare)


async def test_only_the_owner_turns_it_on(bare: Database, as_admin: str) -> None:
    """Another role gets one sentence."""
    postgres.server().run("DROP ROLE IF EXISTS guest")
    postgres.server().run(f"CREATE ROLE guest LOGIN PASSWORD '{postgres.server().password}'")
    guest = engine.create(as_admin.replace("//shoulder:", "//guest:"))
    try:
        with pytest.raises(NotTheirOwner, match="owns the tables"):
            await row_security.turn(guest, on=True)
    finally:
        await guest.close()


async def test_half_of_it_makes_an_empty_backup(database: Database, url: str) -> None:
    """So docs/deploying.md warns of it: PostgreSQL leaves the rows out and says nothing."""
    half = _dump(url, "--enable-row-security")

    assert (0, False) == (half.returncode, "UANA" in half.stdout)


async def test_a_backup_says_whose_rows_it_wants(database: Database, url: str) -> None:
    """As docs/deploying.md says; without that, PostgreSQL refuses rather than leave rows out. It brings everything back."""
    refused = _dump(url)
    kept = _dump(url, "--enable-row-security", PGOPTIONS="-c app.workspace=*")
    with postgres.fresh() as empty:
        again = postgres.server().give_away(empty)
        _run("psql", "--quiet", "--set=ON_ERROR_STOP=1", again, given=kept.stdout)
        restored = engine.create(again)
        found, tables = await rows(restored), await guarded(restored)
        await restored.close()

    assert "row-level security" in refused.stderr
    assert (BOTH, await guarded(database)) == (found, tables)


def _dump(url: str, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return _run("pg_dump", *options, url, **environment)


def _run(program: str, *words: str, given: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [postgres.programs() / program, *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
