"""`shoulder db row-security`: the operator's switch for a net in the database, below the app's own questions."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.settings import Settings
from tests import postgres
from tests.cli.typed import Said, Shoulder

POLICIES = "SELECT count(*) FROM pg_policies"
BACKED_UP = "To back up now, use both parts: `PGOPTIONS='-c app.workspace=*' pg_dump --enable-row-security`."


@pytest.fixture
async def url(shoulder: Shoulder) -> AsyncIterator[str]:
    """A PostgreSQL of an ordinary role's, brought to today's shape by the command."""
    with postgres.fresh() as made:
        url = postgres.server().give_away(made)
        assert Said(0, "The database is up to date.\n", "") == await shoulder("db", "upgrade", DATABASE_URL=url)
        yield url


def policies(url: str) -> int:
    """How many there are."""
    with psycopg.connect(url) as raw:
        found = raw.execute(POLICIES).fetchone()
    return int(found[0]) if found else 0


async def test_it_is_off_until_somebody_turns_it_on(url: str) -> None:
    """A new database has no policy."""
    assert 0 == policies(url)


async def test_on_says_for_how_much_and_how_to_back_up(shoulder: Shoulder, url: str) -> None:
    """One line, as often as it is typed."""
    first, again = await shoulder("db", "row-security", "on"), await shoulder("db", "row-security", "on")

    assert Said(0, f"It is on for {policies(url)} tables. {BACKED_UP}\n", "") == first == again
    assert 0 < policies(url)


async def test_off_takes_it_back(shoulder: Shoulder, url: str) -> None:
    """One line, and no policy is left."""
    await shoulder("db", "row-security", "on")
    count = policies(url)
    said = await shoulder("db", "row-security", "off")

    assert (Said(0, f"It is off for {count} tables.\n", ""), 0) == (said, policies(url))


async def test_a_role_that_passes_by_is_named(shoulder: Shoulder, url: str) -> None:
    """For a superuser it changes nothing, and whoever turned it on must not believe that it does."""
    said = await shoulder("db", "row-security", "on", DATABASE_URL=url.replace("//ordinary:", "//shoulder:"))

    assert (0, True) == (said.code, said.out.startswith("It is on for "))
    assert "this does not hold for the role shoulder, which may see all rows." in said.err


async def test_sqlite_has_none(shoulder: Shoulder, settings: Settings) -> None:
    """One sentence, and exit code 1."""
    said = await shoulder("db", "row-security", "on")

    assert Said(1, "", "This is for PostgreSQL alone. Set DATABASE_URL to use it.\n") == said


async def test_it_is_on_or_off(shoulder: Shoulder) -> None:
    """Another word is refused, with the two that there are."""
    said = await shoulder("db", "row-security", "maybe")

    assert 2 == said.code
    assert "'on', 'off'" in said.err
