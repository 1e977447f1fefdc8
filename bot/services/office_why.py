"""Tell whoever runs the app why questions come to somebody or do not, as far as that is not the person's own.

A pause, days away, a quiet day, a hard day, how many they want, and that they left are theirs alone: the answer is the same
for all of these, and for somebody to whom questions come.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.db import queries
from bot.services import calendars, members, owed
from bot.services.members import Member

SOON = 7
NO_PLACE = (
    "{who} has no place as a caseworker here. `/coach-checkin enroll` or `shoulder roster import` gives them one."
)
NOT_YET = "{who} has an invitation and has not said yes yet. Nothing comes on a schedule before that."
JOINED = "{who} has said yes to the agreement. Questions come in the days and hours that they picked themselves."
CLOSED = "Their Slack account is closed, so nothing is sent. It goes on by itself if the account opens again."
DAYS_OFF = "The agency is closed on {days}: nothing comes then."
PAUSED = "Slack has asked the app to say nothing before {until} UTC."
LATE = "{count} messages are late in this workspace, the oldest since {oldest} UTC. See `shoulder outbox list`."
FAILED = "A {what} for them could not be delivered on {day}: {reason}. {mend}"
THEIRS = (
    "What they have chosen for themselves is not told here, nor whether there is anything: a pause, days away, a quiet day, "
    "how many questions they want. They can see all of it with `/coach-checkin why`."
)


@dataclass(frozen=True)
class OfficeWhy:
    """What may be told of one caseworker; `says` is all of it in sentences. Moments are in UTC."""

    person: str
    enrolled: bool
    joined: bool
    account: str
    closed_ahead: tuple[date, ...]
    slack_paused_until: datetime | None
    late: int
    failed: tuple[owed.Owed, ...]
    says: tuple[str, ...]


async def told(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> OfficeWhy:
    """All that may be told about this person's questions."""
    found = {each.person: each for each in await members.everybody(session, workspace)}.get(person)
    place = found if found is not None and found.joined is not None else None
    program = await queries.program(session, workspace)
    closed = tuple(day for day in calendars.ahead(program, now=now) if (day - now.date()).days < SOON)
    outbox = await owed.outbox(session, workspace, now=now)
    late = [each for each in outbox.counted if each.state == "late"]
    failed = await owed.failed_to(session, workspace, person, now=now)
    lines = [*_place(person, place), *_days_off(closed), *_slack(outbox.paused_until, late), *_failed(failed)]
    return OfficeWhy(
        person=person,
        enrolled=place is not None,
        joined=bool(place and place.joined),
        account=found.account if found else members.NOT_KNOWN,
        closed_ahead=closed,
        slack_paused_until=outbox.paused_until,
        late=sum(each.count for each in late),
        failed=failed,
        says=(*lines, THEIRS) if place else tuple(lines[:1]),
    )


def _place(person: str, place: Member | None) -> list[str]:
    if place is None:
        return [NO_PLACE.format(who=person)]
    standing = (JOINED if place.joined else NOT_YET).format(who=person)
    return [standing, *([CLOSED] if place.account == members.CLOSED else [])]


def _days_off(closed: tuple[date, ...]) -> list[str]:
    return [DAYS_OFF.format(days=", ".join(schedule.day_in_short(day) for day in closed))] if closed else []


def _slack(paused_until: datetime | None, late: list[owed.Counted]) -> list[str]:
    oldest = min((each.oldest for each in late), default=None)
    said = [PAUSED.format(until=f"{paused_until:%Y-%m-%d %H:%M}")] if paused_until else []
    if oldest is None:
        return said
    return [*said, LATE.format(count=sum(each.count for each in late), oldest=f"{oldest:%Y-%m-%d %H:%M}")]


def _failed(failed: tuple[owed.Owed, ...]) -> list[str]:
    return [
        FAILED.format(what=each.what, day=f"{each.due_at:%Y-%m-%d}", reason=each.reason, mend=each.mend)
        for each in failed
    ]
