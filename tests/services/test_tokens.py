"""A token that ends is renewed once, ahead of its end, and what it was exchanged for is never lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.db.engine import Database
from bot.db.sealed import WrongKey
from bot.db.tokens import open_token
from bot.services import installations, records, uninstalled
from bot.services.installations import ITS_KEY, Fresh, Granted
from bot.services.messenger import Refused
from bot.services.own_keys import chest_of
from bot.services.tokens import Tokens
from tests.services.deeds import do
from tests.world import MONDAY_9_29

NOW = MONDAY_9_29
HALF_A_DAY = timedelta(hours=12)
WAY_ON = timedelta(hours=10, minutes=30)


def granted(workspace: str = "T1", *, ends: datetime | None = NOW + HALF_A_DAY) -> Granted:
    """The app in a workspace, with a token that lasts twelve hours."""
    return Granted(workspace, "A1", "B1", "U1", "chat:write", Fresh("xoxe.xoxb-first", "xoxe-1-first", ends))


class Slack:
    """Gives a fresh token for a refresh token, once each."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]] | None = None) -> None:
        self.used: list[str] = []
        self.now = NOW
        self._meanwhile = meanwhile

    async def exchange(self, refresh_token: str) -> Fresh:
        """Take a while, as Slack does."""
        if refresh_token in self.used:
            raise Refused("invalid_refresh_token")
        self.used.append(refresh_token)
        await asyncio.sleep(0.01)
        if self._meanwhile is not None:
            await self._meanwhile()
        count = len(self.used)
        return Fresh(f"xoxe.xoxb-{count}", f"xoxe-1-{count}", self.now + HALF_A_DAY)

    def at(self, moment: datetime) -> "Slack":
        """What time it is."""
        self.now = moment
        return self

    def tokens(self, database: Database) -> Tokens:
        """One process's tokens."""
        return Tokens(database, self.exchange, lambda: self.now)


async def test_it_is_renewed_ahead_of_its_end(empty: Database) -> None:
    """Two hours before it ends, and not sooner; the pass has the new one."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack()
    await slack.tokens(empty).renew_ahead()
    early = list(slack.used)
    await slack.at(NOW + WAY_ON).tokens(empty).renew_ahead()
    found = await slack.tokens(empty).of("T1")

    assert [] == early
    assert found is not None
    assert "xoxe.xoxb-1" == found.token


async def test_of_many_processes_one_renews(empty: Database) -> None:
    """Each refresh token is used once, however many begin at the same moment."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack().at(NOW + WAY_ON)
    processes = [slack.tokens(empty) for _ in range(1 if empty.engine.dialect.name == "sqlite" else 4)]
    await asyncio.gather(*(each.renew_ahead() for each in processes for _ in range(3)))

    assert ["xoxe-1-first"] == slack.used


@pytest.mark.parametrize("table", ["installations", "data_keys"])
async def test_what_was_exchanged_is_kept_though_a_database_failed(empty: Database, table: str) -> None:
    """The new token is written again and again until it is kept, whether the database is away or the key chest is.

    Whoever stops us meanwhile, even twice, waits for that.
    """
    async with empty.read() as session:
        its = {"installations": empty, "data_keys": chest_of(session).database}[table].engine

    async def rename(one: str, other: str) -> None:
        async with its.begin() as connection:
            await connection.execute(text(f"ALTER TABLE {one} RENAME TO {other}"))

    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack(lambda: rename(table, "away")).at(NOW + WAY_ON)
    renewing = asyncio.create_task(slack.tokens(empty).renew("T1"))
    while not slack.used:
        await asyncio.sleep(0)
    await asyncio.sleep(0.1)
    for _ in range(2):
        renewing.cancel()
        await asyncio.sleep(0)
    await rename("away", table)
    with pytest.raises(asyncio.CancelledError):
        await renewing
    found = await slack.tokens(empty).of("T1")

    assert found is not None
    assert "xoxe.xoxb-1" == found.token


async def test_a_no_leaves_the_old_one_for_as_long_as_it_lasts(empty: Database) -> None:
    """And Slack is not asked again at once."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack().at(NOW + WAY_ON)
    slack.used.append("xoxe-1-first")
    tokens = slack.tokens(empty)
    await tokens.renew_ahead()
    found = await tokens.of("T1")

    assert found is not None
    assert "xoxe.xoxb-first" == found.token


async def test_another_processs_renewal_and_uninstall_count_at_once(empty: Database) -> None:
    """What one process remembers is never what the next request goes by."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack()
    one, other = slack.tokens(empty), slack.tokens(empty)
    first = await one.of("T1")
    await slack.at(NOW + WAY_ON).tokens(empty).renew("T1")
    second = await one.of("T1")
    await uninstalled.take_out(empty, "T1", now=slack.now)

    assert [each and each.token for each in (first, second)] == ["xoxe.xoxb-first", "xoxe.xoxb-1"]
    assert [None, None] == [await one.of("T1"), await other.of("T1")]


async def test_reinstalling_leaves_nothing_of_the_old_tokens(empty: Database) -> None:
    """One row for each workspace, and in it the newest token alone; also after the old key was forgotten."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    await uninstalled.take_out(empty, "T1", now=NOW)
    again = Granted("T1", "A1", "B1", "U1", "chat:write", Fresh("xoxb-new"))
    await do(empty, lambda session: uninstalled.take_up_again(session, "T1", now=NOW))
    await do(empty, lambda session: installations.keep(session, again, now=NOW))
    await records.forget_owed(empty)
    found = await Slack().tokens(empty).of("T1")
    async with empty.read() as session:
        rows = list(await session.execute(text("SELECT refresh_token, expires_at FROM installations")))

    assert found is not None
    assert "xoxb-new" == found.token
    assert [(None, None)] == [tuple(row) for row in rows]


async def test_a_token_opens_in_its_own_place_alone(empty: Database) -> None:
    """Moved to another workspace's row, or used as a refresh token, it does not open."""
    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    await do(empty, lambda session: installations.keep(session, granted("T2"), now=NOW))
    async with empty.read() as session:
        chest = chest_of(session)
    kept = await installations.serving(empty, "T1")
    assert kept is not None
    assert kept.token is not None
    own, other = [(await chest.keys_of(each, [ITS_KEY]))[ITS_KEY] for each in ("T1", "T2")]

    assert "xoxe.xoxb-first" == open_token(own, kept.token, "T1", "token")
    for key, workspace, which in ((own, "T2", "token"), (own, "T1", "refresh_token"), (other, "T1", "token")):
        with pytest.raises(WrongKey):
            open_token(key, kept.token, workspace, which)  # type: ignore[arg-type]


async def test_a_token_that_does_not_open_stops_no_other(empty: Database) -> None:
    """A backup is put back in which one workspace's tokens are of a key that was forgotten since: it is as if the app was not
    there, and the other workspace's token is renewed."""
    await do(empty, lambda session: installations.keep(session, granted(ends=NOW + HALF_A_DAY / 2), now=NOW))
    await do(empty, lambda session: installations.keep(session, granted("T2"), now=NOW))
    async with empty.read() as session:
        chest = chest_of(session)
    await chest.forget("T1", ITS_KEY)
    await chest.key_for("T1", ITS_KEY)
    slack = Slack().at(NOW + WAY_ON)
    await slack.tokens(empty).renew_ahead()
    found = [await slack.tokens(empty).of(each) for each in ("T1", "T2")]

    assert [None, "xoxe.xoxb-1"] == [each and each.token for each in found]


async def test_what_was_installed_anew_meanwhile_stays(empty: Database) -> None:
    """An administrator installs again while Slack renews the token of before: the new one is used from then on."""
    again = Granted(
        "T1", "A1", "B1", "U1", "chat:write,im:write", Fresh("xoxe.xoxb-again", "xoxe-1-again", NOW + 2 * HALF_A_DAY)
    )

    async def install() -> None:
        await do(empty, lambda session: installations.keep(session, again, now=NOW))

    await do(empty, lambda session: installations.keep(session, granted(), now=NOW))
    slack = Slack(install).at(NOW + WAY_ON)
    await slack.tokens(empty).renew("T1")
    found = await slack.tokens(empty).of("T1")

    assert found is not None
    assert ("xoxe.xoxb-again", "chat:write,im:write") == (found.token, found.scopes)
