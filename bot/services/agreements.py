"""Keep the agreement honest: whoever said yes to an older one is asked again, once, before anything else is sent."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.agreement import Said, Terms, version_of
from bot.coaching.errors import AgreementChanged
from bot.coaching.people import Standing
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.due import Due
from bot.db.tables import Agreement, Delivery, Enrollment, Program
from bot.services import outbox, programs
from bot.services.outbox import Kind, State

NAME = "agreement"


@dataclass(frozen=True)
class Page:
    """The agreement as one person is shown it: which version of the text, of what the agency `decided`, and what fills it.

    `joined`: they have said yes to just this one, and open it to change their days and hours.
    """

    text: int
    decided: int
    hotline: str
    on_call: str
    privacy_contact: str
    terms: Terms
    joined: bool

    @property
    def version(self) -> str:
        """Both numbers, as a yes is written down with them."""
        return version_of(self.text, self.decided)

    @property
    def shown(self) -> str:
        """A mark of all that the form shows: another coach or a legal hold changes it, though the version stays."""
        seen = (self.version, self.hotline, self.on_call, self.privacy_contact, self.terms)
        return sha256(repr(seen).encode()).hexdigest()[:16]


async def version_now(session: AsyncSession, library: Library, workspace: str) -> str:
    """The version that holds today."""
    return version_with(library, await queries.program(session, workspace))


def version_with(library: Library, program: Program | None) -> str:
    """The version that holds with what this program has decided."""
    return version_of(library.paths[NAME].version, program.terms if program else 1)


async def holds(session: AsyncSession, library: Library, enrollment: Enrollment) -> bool:
    """Whether this person has said yes to the agreement as it is today."""
    return enrollment.agreed_to == await version_now(session, library, enrollment.workspace)


async def must_hold(session: AsyncSession, library: Library, enrollment: Enrollment) -> Enrollment:
    """The same enrollment; raises AgreementChanged when their yes was to another agreement."""
    if not await holds(session, library, enrollment):
        raise AgreementChanged
    return enrollment


async def invite(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> None:
    """Owe the invitation, with the agreement behind it: one for each time that they are invited."""
    await _owe(session, Kind.INVITATION, enrollment, _invitation(enrollment), now)


async def invite_after_all(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> None:
    """Owe an invitation that was called off or refused before it came; whoever was reached is not written to again."""
    if enrollment.standing == Standing.INVITED:
        await outbox.owe_after_all(session, workspace=enrollment.workspace, key=_invitation(enrollment), now=now)


async def _owe(session: AsyncSession, kind: Kind, whose: Enrollment | Due, key: str, now: datetime) -> bool:
    workspace, target = whose.workspace, whose.caseworker
    return await outbox.enqueue(session, kind, whose.id, workspace=workspace, target=target, due_at=now, key=key)


def _invitation(enrollment: Enrollment) -> str:
    return f"invitation:{enrollment.id}:{enrollment.invited_at.isoformat()}"


async def ask_again(session: AsyncSession, library: Library, enrollment: Enrollment | Due, *, now: datetime) -> None:
    """Owe the one message that says the agreement changed. It comes once for each version, whatever the answer.

    Nothing else comes before a yes to it: what a closed account, or an uninstall, called off before it came is owed again.
    """
    key = f"agreement:{enrollment.id}:{await version_now(session, library, enrollment.workspace)}"
    if not await _owe(session, Kind.AGREEMENT, enrollment, key, now):
        await outbox.owe_after_all(session, workspace=enrollment.workspace, key=key, now=now)


def waits_for_a_yes() -> ColumnElement[bool]:
    """Whether a message asked for a yes that is still to come, as a part of another question; of invitations, one that never came.

    As long as it is remembered, nobody is asked for the same yes a second time, and what never came can be sent after all.
    """
    never_came = and_(Delivery.kind == Kind.INVITATION, Delivery.state != State.SENT)
    after_it = (Agreement.said == Said.YES, Agreement.said_at >= Delivery.settled_at)
    return and_(
        or_(Delivery.kind == Kind.AGREEMENT, never_came),
        exists().where(Enrollment.id == Delivery.subject, Enrollment.standing != Standing.LEFT),
        ~exists().where(Agreement.enrollment_id == Delivery.subject, *after_it),
    )


async def record(
    session: AsyncSession, enrollment: Enrollment, said: Said, *, version: int, terms: int | None = None, now: datetime
) -> int:
    """Write down a yes, a “not now” or a goodbye, with the version it was said to; gives its terms (else those of today)."""
    if terms is None:
        program = await queries.program(session, enrollment.workspace)
        terms = program.terms if program else 1
    session.add(
        Agreement(
            workspace=enrollment.workspace,
            enrollment_id=enrollment.id,
            version=version,
            terms=terms,
            said=said,
            said_at=now,
        )
    )
    return terms


async def page(session: AsyncSession, library: Library, enrollment: Enrollment) -> Page:
    """The agreement as it is today, for this person; raises NotAllowed before the setup."""
    program = await programs.decided(session, enrollment.workspace)
    return Page(
        text=library.paths[NAME].version,
        decided=program.terms,
        hotline=program.hotline,
        on_call=program.on_call,
        privacy_contact=program.privacy_contact,
        terms=await terms_of(session, program, enrollment),
        joined=enrollment.standing != Standing.INVITED and await holds(session, library, enrollment),
    )


async def terms_of(session: AsyncSession, program: Program, enrollment: Enrollment) -> Terms:
    """What decides the agreement's table for this person."""
    held = await queries.held_since(session, enrollment.workspace, enrollment.caseworker)
    return Terms(
        retention=programs.retention_of(program) or programs.NOT_DECIDED,
        coach=enrollment.coach,
        supervisor=enrollment.supervisor,
        channel=enrollment.channel,
        held_since=schedule.day_in_words(held, enrollment.zone) if held else None,
    )
