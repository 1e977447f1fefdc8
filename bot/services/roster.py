"""Bring a whole roster in at once: every line, or none."""

from dataclasses import dataclass
from datetime import datetime

from bot.coaching.errors import CoachingError
from bot.coaching.people import Roles
from bot.coaching.roster import RosterFault, RosterFaults, RosterLine, read_roster
from bot.db import queries
from bot.db.engine import Database
from bot.services import enrollments, partners, whereabouts
from bot.services.enrollments import Place
from bot.services.messenger import Messenger, Profile, Refused


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    changed: int
    unchanged: int


async def import_roster(
    database: Database, messenger: Messenger, workspace: str, text: str, *, now: datetime
) -> Imported:
    """Enroll everybody in the file, in one transaction. Raises RosterFaults with each bad line; then nothing changed.

    The same file a second time changes nothing. Whoever left is not invited by it, nor does it tell that they did.
    """
    lines = read_roster(text)
    people = await _look_up(messenger, lines)
    faults: list[RosterFault] = []
    changed, seen = 0, dict[str, int]()
    async with database.begin() as session:
        program = await queries.program(session, workspace)
        if program is None:
            raise CoachingError("This program is not set up yet. Its lead can type `/coach-checkin setup` in Slack.")
        for line in lines:
            try:
                if line.is_partner:
                    partner = _known(line.caseworker, people)
                    changed += await partners.invite(
                        session, workspace, partner.person, by=program.lead, anew=False, now=now
                    )
                    continue
                place, caseworker, coach = _place(line, people)
                _only_once(line, seen.setdefault(place.roles.caseworker, line.line))
                for profile in (caseworker, coach):
                    await whereabouts.know(session, workspace, profile, now=now)
                done = await enrollments.enroll(
                    session, workspace, place, by=program.lead, coach_zone=coach.zone or "UTC", anew=False, now=now
                )
                changed += done is not None
            except CoachingError as reason:
                faults.append(RosterFault(line.line, str(reason)))
        if faults:
            raise RosterFaults(faults)
    return Imported(changed, len(lines) - changed)


def _only_once(line: RosterLine, first: int) -> None:
    """The same person may stand there once by id and once by e-mail: only Slack can tell."""
    if first != line.line:
        raise CoachingError(f"{line.caseworker} is on line {first} already")


async def _look_up(messenger: Messenger, lines: list[RosterLine]) -> dict[str, Profile | None]:
    """Each person once, however many lines name them."""
    named = {who for line in lines for who in (line.caseworker, line.coach, line.supervisor) if who}
    try:
        return {who: await messenger.profile(who) for who in sorted(named)}
    except Refused as refused:
        mend = (
            " To find people by e-mail, grant the scope users:read.email." if refused.reason == "missing_scope" else ""
        )
        raise CoachingError(f"Slack does not let me look people up: {refused.reason}.{mend}") from None


def _place(line: RosterLine, people: dict[str, Profile | None]) -> tuple[Place, Profile, Profile]:
    caseworker, coach, supervisor = (_known(who, people) for who in (line.caseworker, line.coach, line.supervisor))
    roles = Roles(caseworker.person, coach.person, supervisor.person)
    return Place(roles, line.channel, line.rhythm(caseworker.zone or "UTC")), caseworker, coach


def _known(who: str, people: dict[str, Profile | None]) -> Profile:
    found = people[who]
    if found is None:
        raise CoachingError(f"{who} is nobody in this workspace")
    if found.gone or found.is_bot or found.outsider:
        raise CoachingError(f"{who} cannot be part of the program: the account is closed, a bot, or from outside")
    return found
