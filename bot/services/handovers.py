"""Somebody takes the people of a coach or supervisor over. What was shared goes along only if its caseworker says so.

Each of them is told who coaches them now, and asked once. No answer means no, and nobody is told what they said.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Audience, is_private
from bot.coaching.errors import BadChoice, NotAllowed, NotFound
from bot.coaching.language import mark, say
from bot.coaching.messages import NewCoach
from bot.coaching.people import Roles, Standing
from bot.db import queries
from bot.db.tables import CheckIn, Enrollment
from bot.db.turns import held
from bot.services import checkins, enrollments, outbox, programs
from bot.services.actions import Settle
from bot.services.enrollments import Place
from bot.services.messenger import Profile
from bot.services.outbox import State

FOR_THE_LEAD = mark("Only the program lead can hand people over.")
NOBODY_THERE = mark("{who} has no people here.")
THE_SAME = mark("Please pick two people.")
STAYS = mark(
    "{who} stays with {before}, for nobody coaches or supervises themselves. To change that, type `/coach-checkin enroll`."
)
SETTLED = mark("That is settled already. In App Home you see, and can change, who reads each answer.")


async def must_lead(session: AsyncSession, workspace: str, person: str) -> None:
    """Raise NotAllowed for anybody but the program lead."""
    program = await programs.decided(session, workspace)
    if program.lead != person:
        raise NotAllowed(FOR_THE_LEAD)


async def hand_over(
    session: AsyncSession, workspace: str, lead: str, *, before: str, after: Profile, now: datetime
) -> tuple[int, bool]:
    """Give all the people of `before` to `after`, as coach and as supervisor; says how many places changed, and whether `after`
    is one of those people.

    Nobody becomes their own coach or supervisor: such a place stays as it is. Raises NotAllowed or BadChoice.
    """
    await must_lead(session, workspace, lead)
    if before == after.person:
        raise BadChoice(THE_SAME)
    everybody = await queries.people_of(session, workspace, before)
    around = [each for each in everybody if each.caseworker != after.person]
    if not everybody:
        raise BadChoice(say(NOBODY_THERE, who=f"<@{before}>"))
    if not around:
        raise BadChoice(say(STAYS, who=f"<@{after.person}>", before=f"<@{before}>"))
    for each in around:
        place = _given(enrollments.place_of(each), before, after.person)
        zone = after.zone or "UTC"
        await enrollments.enroll(session, workspace, place, by=lead, coach_zone=zone, anew=False, now=now)
    return len(around), len(everybody) > len(around)


def _given(place: Place, before: str, after: str) -> Place:
    coach, supervisor = (after if each == before else each for each in (place.roles.coach, place.roles.supervisor))
    return replace(place, roles=Roles(place.roles.caseworker, coach, supervisor))


async def message(session: AsyncSession, enrollment_id: str, before: str) -> NewCoach | Settle:
    """Who coaches them now; and, while it is open, whether what they shared with the coach of before goes along."""
    enrollment = await queries.enrollment(session, enrollment_id)
    if enrollment.standing == Standing.LEFT:
        return Settle(State.WITHDRAWN, "gone_quiet")
    is_open = enrollment.coach_before == before
    asks = is_open and bool(await _shared(session, enrollment, before))
    supervises = enrollment.coach == enrollment.supervisor
    return NewCoach(enrollment.coach, before, asks=asks, supervises=supervises)


async def _shared(session: AsyncSession, enrollment: Enrollment, before: str) -> Sequence[CheckIn]:
    """What stands shared with that coach; but for what is about bias, stress or wellbeing, which is shared one by one alone."""
    stands = (CheckIn.enrollment_id == enrollment.id, CheckIn.reader == before, CheckIn.withdrawn_at.is_(None))
    wanted = select(CheckIn).where(*stands, CheckIn.audience == Audience.COACH).order_by(CheckIn.made_at)
    found = (await session.scalars(held(session, wanted))).all()
    return [each for each in found if not is_private(each.topic, each.strategy)]


async def pass_on(session: AsyncSession, workspace: str, caseworker: str, asked: str, *, now: datetime) -> str:
    """Their yes: the new coach reads what the one before could read, in their place. Gives the new coach.

    What was posted follows, and so does each receipt. Raises NotFound when nothing is open.
    """
    enrollment, before = await _open(session, workspace, caseworker, asked)
    for checkin in await _shared(session, enrollment, before):
        checkin.reader = enrollment.coach
        await checkins.follow(session, checkin, now)
        await checkins.leave_home_of(session, checkin, before, now)
    await _settle(session, enrollment, now)
    return enrollment.coach


async def keep(session: AsyncSession, workspace: str, caseworker: str, asked: str, *, now: datetime) -> str:
    """Their no: all stays as it is. Gives the new coach. Raises NotFound when nothing is open."""
    enrollment, _ = await _open(session, workspace, caseworker, asked)
    await _settle(session, enrollment, now)
    return enrollment.coach


async def _open(session: AsyncSession, workspace: str, caseworker: str, asked: str) -> tuple[Enrollment, str]:
    """Their place and the coach of before; `asked` are the two that the question named, so that nobody else slips in."""
    enrollment = await enrollments.accepted(session, workspace, caseworker)
    before = enrollment.coach_before
    if before is None or asked != f"{before} {enrollment.coach}":
        raise NotFound(SETTLED)
    return enrollment, before


async def _settle(session: AsyncSession, enrollment: Enrollment, now: datetime) -> None:
    enrollment.coach_before = None
    await outbox.refresh(session, subject=enrollment.id, workspace=enrollment.workspace, now=now)
