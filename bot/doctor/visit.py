"""The doctor's visit: look at each part in turn, and say what was found."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.web.async_client import AsyncWebClient

from bot import places, what_time
from bot.clock import Clock
from bot.db.engine import Database
from bot.doctor import our_side, slack_side
from bot.doctor.findings import Finding, as_lines, is_wrong, skipped
from bot.services.coach_channels import coach_channels
from bot.settings import Settings
from bot.slack import connection
from bot.slack.connection import Line
from bot.terminal import answer
from bot.which_program import workspace_of

EACH_HAS_ITS_OWN = "Each workspace has its own. Say which one to look at: `shoulder doctor --workspace T…`."


async def doctor(settings: Settings, *, workspace: str, as_json: bool) -> None:
    """Say what was found. Leaves with exit status 1 when something is wrong."""
    found = await look(settings, workspace)
    answer(as_lines(found), {"ok": not is_wrong(found), "findings": found}, as_json=as_json)
    if is_wrong(found):
        raise SystemExit(1)


async def look(settings: Settings, workspace: str = "") -> list[Finding]:
    """Every part, in the order in which one would mend them. Nothing is changed.

    `workspace` is whose program is looked at where the app is in many: raises WhichProgram where there is none of this name.
    """
    found = [our_side.settings_given(settings), our_side.prompts(settings)]
    clock, ours = await what_time.clock_of(settings), list[Finding]()
    async with connection.http(settings) as session, our_side.opened(settings, ours) as database:
        here = await _where(database, workspace)
        async with _line(settings, session, database, here, clock) as web:
            last = await _slack_and_program(settings, session, database, web, clock, found, here=here) if web else []
            if web is None:
                found += [
                    skipped("bot token", EACH_HAS_ITS_OWN),
                    await slack_side.way_in(settings, _plain(settings, session)),
                ]
        found += [*ours, *last]
        if database is not None:
            found += await _at_work(settings, database, clock)
    return found


async def _where(database: Database | None, named: str) -> str:
    """The workspace to look at; empty for the one of the token, and where there are many and none was named."""
    if database is None or not named:
        return ""
    async with database.read() as session:
        return await workspace_of(session, named, set_up=False)


@asynccontextmanager
async def _line(
    settings: Settings, session: Line, database: Database | None, workspace: str, clock: Clock
) -> AsyncIterator[AsyncWebClient | None]:
    """A line to the workspace that is looked at; None where none of many was named."""
    if not settings.many:
        yield connection.client(settings, session)
    elif database is None or not workspace:
        yield None
    else:
        async with places.line_to(settings, database, workspace, clock) as web:
            yield web


def _plain(settings: Settings, session: Line) -> AsyncWebClient:
    return AsyncWebClient(**connection.told(settings, session))


async def _slack_and_program(
    settings: Settings,
    session: Line,
    database: Database | None,
    web: AsyncWebClient,
    clock: Clock,
    found: list[Finding],
    *,
    here: str,
) -> list[Finding]:
    """Add what Slack says to what was found; gives what was found of the program, which comes after the database."""
    bot_token, met = await slack_side.token(settings, web, here)
    found.append(bot_token)
    if met is None:
        return []
    found += [
        await slack_side.way_in(settings, _plain(settings, session)),
        *slack_side.granted(met),
        await slack_side.drift(settings, session, met),
        slack_side.clocks(met, clock()),
    ]
    if database is None:
        return []
    async with database.within(met.workspace).read() as reading:
        program = await our_side.program(reading, met.workspace)
        wanted = await coach_channels(reading, met.workspace)
    patient = connection.client(settings, session, patient=True) if not settings.many else web
    return [*program, *await slack_side.channels(patient, met, wanted)]


async def _at_work(settings: Settings, database: Database, clock: Clock) -> list[Finding]:
    planning = await our_side.planning(settings, database, clock())
    async with database.read() as reading:
        installed = await our_side.installed(settings, reading, clock()) if settings.many else []
        return [*installed, await our_side.at_work(settings), *planning, await our_side.outgoing(reading, clock())]
