"""Bring a whole roster in at once: every line, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import CoachingError
from bot.coaching.people import Roles
from bot.coaching.roster import RosterFault, RosterFaults, RosterLine, read_roster
from bot.db import queries
from bot.db.engine import Database
from bot.db.tables import Program
from bot.services import enrollments, languages, partners, whereabouts
from bot.services.enrollments import Place
from bot.services.messenger import Messenger, Profile, Refused, SendProblem


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    changed: int
    unchanged: int


async def import_roster(
    database: Database,
    messenger: Messenger,
    workspace: str,
    text: str,
    *,
    now: datetime,
    step: Callable[[], None] = lambda: None,
) -> Imported:
    """Enroll everybody in the file, in one transaction. Raises RosterFaults with each bad line; then nothing changed.

    `step` is called for each person that Slack was asked about.

    The same file a second time changes nothing. Whoever left is not invited by it, nor does it tell that they did.
    """
    lines = read_roster(text)
    people = await _look_up(messenger, lines, step)
    faults: list[RosterFault] = []
    changed, seen = 0, dict[str, int]()
    async with database.begin() as session:
        program = await queries.program(session, workspace)
        if program is None:
            raise CoachingError("This program is not set up yet. Its lead can type `/coach-checkin setup` in Slack.")
        for line in _in_order(lines, people):
            try:
                changed += await _bring_in(session, program, line, people, seen, now)
            except CoachingError as reason:
                faults.append(RosterFault(line.line, str(reason)))
        if faults:
            raise RosterFaults(sorted(faults, key=lambda each: each.line))
    return Imported(changed, len(lines) - changed)


def _in_order(lines: list[RosterLine], people: dict[str, Profile | None]) -> list[RosterLine]:
    """By the ids of their people, who are held until the last line is in (`turns.py`), whatever the order of the file."""

    def who(line: RosterLine) -> str:
        found = people[line.caseworker]
        return found.person if found else ""

    return sorted(lines, key=who)


async def _bring_in(
    session: AsyncSession,
    program: Program,
    line: RosterLine,
    people: dict[str, Profile | None],
    seen: dict[str, int],
    now: datetime,
) -> bool:
    """One line; whether it changed anything."""
    workspace, lead = program.workspace, program.lead
    if line.is_partner:
        partner = _known(line.caseworker, people)
        await languages.know(session, workspace, partner)
        return await partners.invite(session, workspace, partner.person, by=lead, anew=False, now=now)
    place, caseworker, coach = _place(line, people)
    await languages.know(session, workspace, _known(line.supervisor, people))
    _only_once(line, seen.setdefault(place.roles.caseworker, line.line))
    for profile in (caseworker, coach):
        await whereabouts.know(session, workspace, profile, now=now)
    zone = coach.zone or "UTC"
    done = await enrollments.enroll(session, workspace, place, by=lead, coach_zone=zone, anew=False, now=now)
    return done is not None


def _only_once(line: RosterLine, first: int) -> None:
    """The same person may stand there once by id and once by e-mail: only Slack can tell."""
    if first != line.line:
        raise CoachingError(f"{line.caseworker} is on line {first} already")


async def _look_up(
    messenger: Messenger, lines: list[RosterLine], step: Callable[[], None]
) -> dict[str, Profile | None]:
    """Each person once, however many lines name them."""
    named = {who for line in lines for who in (line.caseworker, line.coach, line.supervisor) if who}
    found = {}
    try:
        for who in sorted(named):
            found[who] = await messenger.profile(who)
            step()
    except Refused as refused:
        mend = (
            " To find people by e-mail, grant the scope users:read.email." if refused.reason == "missing_scope" else ""
        )
        raise CoachingError(f"Slack does not let me look people up: {refused.reason}.{mend}") from None
    except SendProblem as problem:
        raise CoachingError(
            f"Slack did not say who everybody is: {problem.reason}. Nothing was changed; please try again in a while."
        ) from None
    return found


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
