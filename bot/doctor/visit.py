"""The doctor's visit: look at each part in turn, and say what was found."""

from datetime import datetime

from bot import app
from bot.clock import Clock
from bot.doctor import our_side, slack_side
from bot.doctor.findings import Finding, as_lines, is_wrong, skipped
from bot.doctor.slack_side import Met
from bot.services.coach_channels import coach_channels
from bot.settings import Settings
from bot.slack import connection
from bot.slack.connection import Line
from bot.terminal import answer


async def doctor(settings: Settings, *, as_json: bool) -> None:
    """Say what was found. Leaves with exit status 1 when something is wrong."""
    found = await look(settings)
    answer(as_lines(found), {"ok": not is_wrong(found), "findings": found}, as_json=as_json)
    if is_wrong(found):
        raise SystemExit(1)


async def look(settings: Settings) -> list[Finding]:
    """Every part, in the order in which one would mend them. Nothing is changed."""
    found = [our_side.settings_given(settings), our_side.prompts(settings)]
    async with connection.http(settings) as session:
        now = await _now(settings, session)
        bot_token, met = await _token(settings, session)
        found.append(bot_token)
        found += await _slack(settings, session, met, now) if met else []
        async with our_side.opened(settings, found) as database:
            if database is not None and met is not None:
                async with database.within(met.workspace).read() as reading:
                    found += await our_side.program(reading, met.workspace)
                    wanted = await coach_channels(reading, met.workspace)
                found += await slack_side.channels(connection.client(settings, session, patient=True), met, wanted)
            if database is not None:
                found.append(await our_side.at_work(settings))
                async with database.read() as reading:
                    found.append(await our_side.outgoing(reading, now))
    return found


async def _token(settings: Settings, session: Line) -> tuple[Finding, Met | None]:
    if settings.many:
        return skipped("bot token", "Each workspace has its own, from its installation."), None
    return await slack_side.token(connection.client(settings, session))


async def _slack(settings: Settings, session: Line, met: Met, now: datetime) -> list[Finding]:
    web = connection.client(settings, session)
    return [
        await slack_side.way_in(settings, web),
        *slack_side.granted(met),
        await slack_side.drift(settings, session, met),
        slack_side.clocks(met, now),
    ]


async def _now(settings: Settings, session: Line) -> datetime:
    clock = Clock()
    await app.follow_the_sandbox(settings, clock, session)
    return clock()
