"""What an agency's office asks about its people at the command line: who is in the program, the roster as a file, and why."""

from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot import app, office, places, what_time
from bot.cannot_start import CannotStart
from bot.coaching.roster import read_roster
from bot.db.engine import Database
from bot.new_file import beside
from bot.services import members, office_why, programs
from bot.services.members import Member
from bot.services.messenger import SendProblem
from bot.services.roster import import_roster as bring_in
from bot.settings import Settings
from bot.slack import connection, directory
from bot.slack.messenger import SlackMessenger
from bot.terminal import answer, bar
from bot.which_program import workspace_of

NOBODY = "Nobody is in the program yet."
CANNOT_LEAD = "{who} cannot lead the program: no such person works in this workspace. Nothing was changed."
SEVERAL = "{name} is the name of several people: {people}. Please name one of them by id."


async def people(settings: Settings, *, workspace: str, as_json: bool) -> None:
    """Everybody with a part in the program."""
    async with app.open_database(settings) as database, database.read() as session:
        found = await members.everybody(session, await workspace_of(session, workspace))
    answer("\n".join(map(_line, found)) or NOBODY, found, as_json=as_json)


def _line(each: Member) -> str:
    heard = f"{each.heard_at:%Y-%m-%d %H:%M} UTC" if each.heard_at else "not yet"
    facts = [
        f"coach {each.coach}" if each.coach else "",
        f"supervisor {each.supervisor}" if each.supervisor else "",
        f"channel {each.channel}" if each.channel else "",
        {True: "joined", False: "invited", None: ""}[each.joined],
        f"account {each.account}",
        each.zone or "",
        f"heard of: {heard}",
    ]
    return f"{each.person}: {', '.join(each.roles)} · {' · '.join(each for each in facts if each)}"


async def export_roster(settings: Settings, to: Path | None, *, workspace: str, as_json: bool) -> None:
    """Write the roster as `shoulder roster import` reads it, into a file of its owner's or onto the screen."""
    async with app.open_database(settings) as database, database.read() as session:
        lines = await members.roster(session, await workspace_of(session, workspace))
    text = members.as_csv(lines)
    if lines:
        read_roster(text)  # what is written can be read again, or it is said now
    if to is None:
        answer(text.rstrip("\r\n"), lines, as_json=as_json)
        return
    with beside(to) as draft:
        draft.write_bytes(("\ufeff" + text).encode())
    answer(f"{to} is written, with {len(lines)} lines.", {"file": str(to), "lines": len(lines)}, as_json=as_json)


async def import_roster(settings: Settings, file: Path, *, workspace: str, as_json: bool) -> None:
    """Bring a roster in, and say what was done; raises RosterFaults with every bad line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotStart(f"{file} is not saved as UTF-8 text.") from None
    async with app.open_database(settings) as database:
        clock = await what_time.clock_of(settings)
        named = await _to_import_into(settings, database, workspace)
        async with places.line_to(settings, database, named, clock) as slack:
            here = named or (await connection.who_am_i(slack)).workspace
            with bar("Looking people up in Slack") as step:
                done = await bring_in(database, SlackMessenger(slack, here=here), here, text, now=clock(), step=step)
    answer(f"{done.changed} invited or changed, {done.unchanged} as before.", done, as_json=as_json)


async def _to_import_into(settings: Settings, database: Database, named: str) -> str:
    """The program that was named; with one token in the settings and no name, the one that this token is for: empty."""
    if not (settings.many or named):
        return ""
    async with database.read() as session:
        return await workspace_of(session, named)


async def why(settings: Settings, who: str, *, workspace: str, as_json: bool) -> None:
    """Why questions come to somebody or do not, as far as that is not theirs alone."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            here = await workspace_of(session, workspace)
        person = await find(settings, database, here, who)
        async with database.read() as session:
            found = await office_why.told(session, here, person, now=await what_time.time_of(settings))
    answer("\n".join(found.says), found, as_json=as_json)


async def new_lead(settings: Settings, who: str, *, workspace: str, as_json: bool) -> None:
    """Let somebody else lead the program, or set it up. Whoever led it keeps what they have besides."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            here = await workspace_of(session, workspace, set_up=False)
        person = await find(settings, database, here, who)
        await _must_be_able_to_lead(settings, database, here, person)
        async with database.begin() as session:
            now, set_up = await what_time.time_of(settings), await programs.program_of(session, here) is not None
            await programs.let_lead(session, here, person, by=office.THE_OFFICE, now=now)
    done = "leads the program now." if set_up else "can set the program up now, and then leads it."
    answer(f"{person} {done}", {"lead": person, "set_up": set_up, "workspace": here}, as_json=as_json)


async def _must_be_able_to_lead(settings: Settings, database: Database, workspace: str, person: str) -> None:
    """Raise CannotStart for whom Slack does not know, or knows as no colleague. Where Slack cannot be asked, an id is believed."""
    try:
        async with places.line_to(settings, database, workspace, await what_time.clock_of(settings)) as slack:
            found = await SlackMessenger(slack, here=workspace).profile(person)
    except (CannotStart, SendProblem):
        return
    if found is None or found.gone or found.is_bot or found.outsider or found.guest:
        raise CannotStart(CANNOT_LEAD.format(who=person))


async def find(settings: Settings, database: Database, workspace: str, who: str) -> str:
    """A Slack id as it is; an e-mail address or a name as Slack knows it. Raises CannotStart for nobody, or for several."""
    named = who.strip().strip("<>@").strip()
    if named[:1] in ("U", "W") and named.isalnum() and named.isupper():
        return named
    async with places.line_to(settings, database, workspace, await what_time.clock_of(settings)) as slack:
        try:
            found = await _looked_up(slack, named)
        except SendProblem as problem:
            raise CannotStart(f"Slack does not let me look people up: {problem.reason}.") from None
    if len(found) != 1:
        several = SEVERAL.format(name=who, people=", ".join(found))
        raise CannotStart(several if found else f"{who} is nobody in this workspace.")
    return found[0]


async def _looked_up(slack: AsyncWebClient, named: str) -> tuple[str, ...]:
    if "@" in named:
        profile = await SlackMessenger(slack).profile(named)
        return (profile.person,) if profile else ()
    with bar("Looking through the workspace") as step:
        return await directory.named(slack, named, step=step)
