"""Who is in the program, as its office may know it: who is what, with whom, and whether their Slack account is open.

Whether somebody is paused, quiet or gone is theirs alone: whoever has once said yes is `joined`, and stays it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import csv_cells
from bot.coaching.people import Role
from bot.coaching.roster import COLUMNS, PARENT_PARTNER, ROLE
from bot.coaching.said import DAYS
from bot.db import queries
from bot.db.partner_tables import ParentPartner
from bot.db.people_tables import Whereabouts
from bot.db.tables import Enrollment
from bot.services.enrollments import rhythm_of

OPEN, CLOSED, GUEST, NOT_KNOWN = "open", "closed", "guest", "not known"


@dataclass(frozen=True)
class Member:
    """One person with a part in the program. `coach`, `supervisor`, `channel` and `joined` are a caseworker's.

    `zone` is Slack's, an IANA name; `heard_at` when Slack last said something of them, in UTC.
    """

    person: str
    roles: tuple[str, ...]
    coach: str | None
    supervisor: str | None
    channel: str | None
    joined: bool | None
    account: str
    zone: str | None
    heard_at: datetime | None


async def everybody(session: AsyncSession, workspace: str) -> tuple[Member, ...]:
    """All who have a part, by their id. Who left stays among them: that is nobody's to know."""
    places = {each.caseworker: each for each in await queries.everyone(session, workspace)}
    roles = await _roles(session, workspace, places.values())
    seen = await queries.whereabouts(session, workspace, list(roles))
    return tuple(_member(person, roles[person], places.get(person), seen.get(person)) for person in sorted(roles))


async def _roles(session: AsyncSession, workspace: str, places: Collection[Enrollment]) -> dict[str, tuple[str, ...]]:
    program = await queries.program(session, workspace)
    partners = select(ParentPartner.person).where(ParentPartner.workspace == workspace)
    held: dict[Role, set[str]] = {
        Role.CASEWORKER: {each.caseworker for each in places},
        Role.COACH: {each.coach for each in places},
        Role.SUPERVISOR: {each.supervisor for each in places},
        Role.PROGRAM_LEAD: {program.lead} if program else set(),
        Role.PARENT_PARTNER: set(await session.scalars(partners)),
    }
    return {who: tuple(role for role in Role if who in held[role]) for who in set().union(*held.values())}


def _member(person: str, roles: tuple[str, ...], place: Enrollment | None, seen: Whereabouts | None) -> Member:
    return Member(
        person=person,
        roles=roles,
        coach=place.coach if place else None,
        supervisor=place.supervisor if place else None,
        channel=place.channel if place else None,
        joined=place.agreed_to is not None if place else None,
        account=_account(seen),
        zone=seen.zone if seen else None,
        heard_at=max((at for at in (seen.checked_at, seen.asked_at) if at), default=None) if seen else None,
    )


def _account(seen: Whereabouts | None) -> str:
    if seen is None:
        return NOT_KNOWN
    return CLOSED if seen.gone else GUEST if seen.guest else OPEN


async def roster(session: AsyncSession, workspace: str) -> list[dict[str, str]]:
    """The roster as `read_roster` reads it: bringing it in again changes nothing.

    A zone stands there only where it was set on purpose; an empty one is the one that Slack knows.
    """
    places = await queries.everyone(session, workspace)
    seen = await queries.whereabouts(session, workspace, [each.caseworker for each in places])
    partners = select(ParentPartner.person).where(ParentPartner.workspace == workspace).order_by(ParentPartner.person)
    lines = [_line(each, seen.get(each.caseworker)) for each in places]
    empty = dict.fromkeys(COLUMNS, "")
    return lines + [{**empty, "caseworker": who, ROLE: PARENT_PARTNER} for who in await session.scalars(partners)]


def _line(place: Enrollment, seen: Whereabouts | None) -> dict[str, str]:
    rhythm = rhythm_of(place)
    days = " ".join(DAYS[day] for day in sorted(rhythm.days))
    on_purpose = seen is None or seen.zone != place.zone
    around = {"caseworker": place.caseworker, "coach": place.coach, "supervisor": place.supervisor}
    when = {"days": days, "time": f"{rhythm.at:%H:%M}-{rhythm.until:%H:%M}"}
    return {**around, "channel": place.channel, "zone": place.zone if on_purpose else "", **when, ROLE: ""}


def as_csv(lines: Sequence[dict[str, str]]) -> str:
    """A roster as a CSV file with its heading."""
    columns = (*COLUMNS, ROLE)
    return csv_cells.table(columns, [tuple(each[name] for name in columns) for each in lines])
