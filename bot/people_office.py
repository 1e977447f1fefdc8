"""What an agency's office asks about its people at the command line: who is in the program, the roster as a file, and why."""

from pathlib import Path

from bot import app, office
from bot.cannot_start import CannotStart
from bot.coaching.roster import read_roster
from bot.new_file import beside
from bot.services import members, office_why, programs
from bot.services.members import Member
from bot.services.messenger import SendProblem
from bot.settings import Settings
from bot.slack import connection, directory
from bot.slack.messenger import SlackMessenger
from bot.terminal import answer, bar

NOBODY = "Nobody is in the program yet."
SEVERAL = "{name} is the name of several people: {people}. Please name one of them by id."


async def people(settings: Settings, *, as_json: bool) -> None:
    """Everybody with a part in the program."""
    async with app.open_database(settings) as database, database.read() as session:
        found = await members.everybody(session, await office.workspace_of(session))
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


async def export_roster(settings: Settings, to: Path | None, *, as_json: bool) -> None:
    """Write the roster as `shoulder roster import` reads it, into a file of its owner's or onto the screen."""
    async with app.open_database(settings) as database, database.read() as session:
        lines = await members.roster(session, await office.workspace_of(session))
    text = members.as_csv(lines)
    if lines:
        read_roster(text)  # what is written can be read again, or it is said now
    if to is None:
        answer(text.rstrip("\r\n"), lines, as_json=as_json)
        return
    with beside(to) as draft:
        draft.write_bytes(("\ufeff" + text).encode())
    answer(f"{to} is written, with {len(lines)} lines.", {"file": str(to), "lines": len(lines)}, as_json=as_json)


async def why(settings: Settings, who: str, *, as_json: bool) -> None:
    """Why questions come to somebody or do not, as far as that is not theirs alone."""
    person = await find(settings, who)
    async with app.open_database(settings) as database, database.read() as session:
        workspace = await office.workspace_of(session)
        found = await office_why.told(session, workspace, person, now=await app.time_of(settings))
    answer("\n".join(found.says), found, as_json=as_json)


async def new_lead(settings: Settings, who: str, *, as_json: bool) -> None:
    """Let somebody else lead the program. Whoever led it keeps what they have besides."""
    person = await find(settings, who)
    async with app.open_database(settings) as database, database.begin() as session:
        workspace, now = await office.workspace_of(session), await app.time_of(settings)
        await programs.hand_over(session, workspace, person, by=office.THE_OFFICE, now=now)
    answer(f"{person} leads the program now.", {"lead": person}, as_json=as_json)


async def find(settings: Settings, who: str) -> str:
    """A Slack id as it is; an e-mail address or a name as Slack knows it. Raises CannotStart for nobody, or for several."""
    named = who.strip().strip("<>@").strip()
    if named[:1] in ("U", "W") and named.isalnum() and named.isupper():
        return named
    async with connection.http(settings) as session:
        slack = connection.client(settings, session, patient=True)
        await connection.who_am_i(slack)
        try:
            if "@" in named:
                profile = await SlackMessenger(slack).profile(named)
                found: tuple[str, ...] = (profile.person,) if profile else ()
            else:
                with bar("Looking through the workspace") as step:
                    found = await directory.named(slack, named, step=step)
        except SendProblem as problem:
            raise CannotStart(f"Slack does not let me look people up: {problem.reason}.") from None
    if len(found) != 1:
        several = SEVERAL.format(name=who, people=", ".join(found))
        raise CannotStart(several if found else f"{who} is nobody in this workspace.")
    return found[0]
