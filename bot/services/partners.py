"""Give parent partners their role: invited by the program lead, in with a yes to a short agreement, and gone when they like.

They are no caseworkers: they have no place in a coach's or a supervisor's lists, and nothing comes to them on a schedule.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import reviewing
from bot.coaching.errors import AgreementChanged, NotAllowed, NotEnrolled
from bot.coaching.language import mark, say
from bot.coaching.records import days_in_words
from bot.db import queries
from bot.db.partner_tables import ParentPartner
from bot.db.tables import Enrollment
from bot.db.turns import held
from bot.services import coaches, outbox, programs
from bot.services.outbox import Kind

INVITED, A_CHANGE = "parent_partner", 100
WELCOME = mark(
    "Hi! {who} asks if you would look at the questions that caseworkers get from me, as a parent partner. It is your "
    "choice. To see what it is, type `/coach-checkin review`, or open App Home: press my name, then *Home*. "
    "I send nothing else by myself."
)


async def find(session: AsyncSession, workspace: str, person: str, *, hold: bool = False) -> ParentPartner | None:
    """This person's part as a parent partner, also after they left; `hold` keeps others from it until we are done."""
    part = select(ParentPartner).where(ParentPartner.workspace == workspace, ParentPartner.person == person)
    return await session.scalar(held(session, part) if hold else part)


async def invite(
    session: AsyncSession, workspace: str, person: str, *, by: str, anew: bool = True, now: datetime
) -> bool:
    """Ask somebody to review the questions; says whether anything is new. Raises NotAllowed for anybody but the lead.

    Whoever had left is asked anew, or with `anew=False` stays away and looks like everybody else. An invitation that was called
    off or refused before it came is owed again.
    """
    program = await programs.decided(session, workspace, hold=True)
    if by != program.lead:
        raise NotAllowed("Only the program lead can invite parent partners.")
    found = await find(session, workspace, person, hold=True)
    if found is not None and (found.left_at is None or not anew):
        if found.left_at is None and found.agreed_to is None:
            await outbox.owe_after_all(session, workspace=workspace, key=_invitation(found), now=now)
        return False
    if found is None:
        found = ParentPartner(workspace=workspace, person=person)
        await coaches.expect(session, workspace, person)
        session.add(found)
    found.invited_by, found.invited_at = by, now
    found.agreed_to = found.agreed_at = found.left_at = None
    await session.flush()
    key, about = _invitation(found), f"{INVITED}:{by}"
    await outbox.enqueue(
        session, Kind.NOTICE, person, workspace=workspace, target=person, due_at=now, key=key, about=about
    )
    return True


def _invitation(partner: ParentPartner) -> str:
    return f"{INVITED}:{partner.person}:{partner.invited_at.isoformat()}"


def welcome(about: str) -> str:
    """The one message that comes by itself."""
    return say(WELCOME, who=f"<@{about.removeprefix(f'{INVITED}:')}>")


async def mine(session: AsyncSession, workspace: str, person: str) -> ParentPartner:
    """This person's part; raises NotAllowed for those who have none or left."""
    found = await find(session, workspace, person, hold=True)
    if found is None or found.left_at is not None:
        raise NotAllowed("This is for parent partners. Your program lead can invite you.")
    return found


async def accepted(session: AsyncSession, workspace: str, person: str) -> ParentPartner:
    """The same, for those who said yes to the agreement as it is today; raises AgreementChanged for the others."""
    found = await mine(session, workspace, person)
    if not await agreed(session, found):
        raise AgreementChanged("Please read the short agreement first: type `/coach-checkin review`.")
    return found


async def agreed(session: AsyncSession, partner: ParentPartner) -> bool:
    """Whether they said yes to the agreement as it is today."""
    return partner.agreed_to == await version_now(session, partner.workspace)


async def version_now(session: AsyncSession, workspace: str) -> int:
    """The agreement of today, as one number: the version of its text, and a hundred for each change of what the agency decided."""
    program = await queries.program(session, workspace)
    return reviewing.AGREEMENT + A_CHANGE * (program.terms - 1 if program else 0)


async def terms(session: AsyncSession, workspace: str) -> str:
    """The short agreement, with the agency's own days; raises NotAllowed before the setup."""
    kept = programs.retention_of(await programs.decided(session, workspace))
    assert kept is not None  # noqa: S101 - `decided` says so
    return say(reviewing.TERMS, words=days_in_words(kept.words), facts=days_in_words(kept.facts))


async def say_yes(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """They read the agreement and take part."""
    partner = await mine(session, workspace, person)
    partner.agreed_to, partner.agreed_at = await version_now(session, workspace), now


async def leave(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Stop, at once; nobody is told. What they gave stays theirs, to copy or to delete."""
    (await mine(session, workspace, person)).left_at = now


async def enrollment_or_part(session: AsyncSession, workspace: str, person: str) -> Enrollment | None:
    """This person's place as a caseworker, or None for a parent partner without one; raises NotEnrolled for strangers."""
    found = await queries.enrollment_of(session, workspace, person, hold=True)
    if found is None and await find(session, workspace, person, hold=True) is None:
        raise NotEnrolled
    return found
