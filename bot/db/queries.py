"""The questions that the services ask of the database, each with the index that answers it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.db.among import among
from bot.db.often import DRAFT_WITH_NUDGE, ENROLLMENT_OF, HELD_SINCE, HOLDING_ENROLLMENT_OF, PEOPLE_OF
from bot.db.people_tables import Whereabouts
from bot.db.plainly import Phrase, first
from bot.db.tables import (
    Ask,
    Celebration,
    CheckIn,
    Delivery,
    Digest,
    Enrollment,
    Nudge,
    Program,
    Read,
    Reflection,
)
from bot.db.turns import held, writes
from bot.db.wire_tables import Inbound

OF_THEIR_OWN = "own:"  # the occasion of a nudge that somebody wanted for themselves


async def program(session: AsyncSession, workspace: str, *, hold: bool = False) -> Program | None:
    """The agency's program, or None before the first setup. `hold`: for a transaction that goes by it and writes."""
    if not hold:
        return await session.get(Program, workspace)
    return await session.scalar(held(session, select(Program).where(Program.workspace == workspace)))


async def programs(session: AsyncSession) -> Sequence[Program]:
    """All programs in this database."""
    return (await session.scalars(select(Program).order_by(Program.workspace))).all()


async def programs_of(session: AsyncSession, workspaces: Collection[str]) -> dict[str, Program]:
    """The programs of these workspaces; one without a setup is not in it."""
    found = await session.scalars(select(Program).where(Program.workspace.in_(workspaces)))
    return {each.workspace: each for each in found}


HEARD = exists().where(Inbound.workspace == Program.workspace, Inbound.key == bindparam("key"))
UNHEARD = Phrase(lambda _: select(Program.workspace).where(~HEARD).limit(1))
"""A program in which this key was not heard."""
PLACES = Phrase(lambda _: select(Program.holidays_of).distinct())
"""The places whose public holidays count for some program."""


async def programs_unheard(session: AsyncSession, key: str) -> Sequence[Program]:
    """The programs in which this key was not heard: one look for each, by the key of the table, in one query."""
    unheard = select(Program).where(~HEARD).order_by(Program.workspace)
    return (await session.scalars(unheard, {"key": key})).all()


async def enrollment_of(
    session: AsyncSession, workspace: str, caseworker: str, *, hold: bool = False
) -> Enrollment | None:
    """This caseworker's place in the program. `hold`: what else happens to this person waits until we are done."""
    wanted = HOLDING_ENROLLMENT_OF if hold and writes(session) else ENROLLMENT_OF
    return (await session.scalars(wanted, {"workspace": workspace, "caseworker": caseworker})).one_or_none()


async def enrollment(session: AsyncSession, enrollment_id: str) -> Enrollment:
    """An enrollment by its id, which another row pointed to."""
    return await session.get_one(Enrollment, enrollment_id)


async def hold_enrollments(session: AsyncSession, ids: Collection[str]) -> Sequence[Enrollment]:
    """These enrollments, held until the transaction ends: by their people's ids, like all that holds many (`turns.py`)."""
    of_these = select(Enrollment).where(among(session, Enrollment.id, ids))
    wanted = of_these.order_by(Enrollment.workspace, Enrollment.caseworker)
    return (await session.scalars(held(session, wanted))).all()


async def nudges(session: AsyncSession, ids: Collection[str]) -> Sequence[Nudge]:
    """These nudges, in one query."""
    return (await session.scalars(select(Nudge).where(among(session, Nudge.id, ids)))).all()


async def people_of(session: AsyncSession, workspace: str, person: str) -> Sequence[Enrollment]:
    """The enrollments where this person coaches or supervises. Who left stays in them: that is nobody's to know."""
    return (await session.scalars(PEOPLE_OF, {"workspace": workspace, "person": person})).all()


async def whereabouts(session: AsyncSession, workspace: str, people: Collection[str]) -> dict[str, Whereabouts]:
    """What Slack last said of these people; who is not in the program is not in it."""
    wanted = (Whereabouts.workspace == workspace, among(session, Whereabouts.person, people))
    return {each.person: each for each in await session.scalars(select(Whereabouts).where(*wanted))}


async def is_gone(session: AsyncSession, workspace: str, person: str) -> bool:
    """Whether Slack said that this person's account is closed."""
    row = await session.get(Whereabouts, (workspace, person))
    return row is not None and row.gone


async def everyone(session: AsyncSession, workspace: str) -> Sequence[Enrollment]:
    """All enrollments of a workspace."""
    found = await session.scalars(
        select(Enrollment).where(Enrollment.workspace == workspace).order_by(Enrollment.caseworker)
    )
    return found.all()


async def last_open_nudge(session: AsyncSession, enrollment_id: str, since: datetime) -> Nudge | None:
    """Of this person's nudges that are not closed, the one that came last since a moment, itself or in a copy that came later."""
    came = (Delivery.kind == "nudge", Delivery.state == "sent", Delivery.settled_at >= since)
    theirs = (Nudge.enrollment_id == enrollment_id, Nudge.closed_at.is_(None))
    found = select(Nudge).join(Delivery, Delivery.subject == Nudge.id).where(*theirs, *came)
    return await session.scalar(found.order_by(Delivery.settled_at.desc(), Nudge.planned_at.desc()).limit(1))


async def questions_owed(session: AsyncSession, enrollment_id: str, since: datetime) -> list[tuple[Nudge, Delivery]]:
    """This person's nudges since a moment with the messages that they owe or owed, in the order of their times."""
    owed = (
        select(Nudge, Delivery)
        .join(Delivery, Delivery.subject == Nudge.id)
        .where(Nudge.enrollment_id == enrollment_id, Nudge.planned_at >= since, Delivery.kind == "nudge")
        .order_by(Delivery.due_at)
    )
    return [(nudge, delivery) for nudge, delivery in await session.execute(owed)]


async def nudges_of_week(
    session: AsyncSession, enrollment_id: str, monday: date, sunday: date, *, but: str | None = None
) -> int:
    """How many nudges this person had, or is owed, in a local week, `but` this one; those they asked for themselves do not count."""
    counted = select(func.count()).where(
        Nudge.enrollment_id == enrollment_id,
        Nudge.local_day.between(monday, sunday),
        Nudge.occasion.not_like(f"{OF_THEIR_OWN}%"),
        *([Nudge.id != but] if but else []),
    )
    return await session.scalar(counted) or 0


async def celebrations_since(session: AsyncSession, enrollment_id: str, since: datetime) -> Sequence[Celebration]:
    """Celebrations approved since a moment and still standing."""
    found = await session.scalars(
        select(Celebration).where(
            Celebration.enrollment_id == enrollment_id,
            Celebration.approved_at >= since,
            Celebration.withdrawn_at.is_(None),
        )
    )
    return found.all()


async def celebrated(session: AsyncSession, checkin_id: str) -> bool:
    """Whether a small success of this check-in was approved and still stands."""
    standing = (Celebration.approved_at.is_not(None), Celebration.withdrawn_at.is_(None))
    found = select(Celebration.id).where(Celebration.checkin_id == checkin_id, *standing).limit(1)
    return await session.scalar(found) is not None


async def nudge(session: AsyncSession, workspace: str, nudge_id: str) -> Nudge | None:
    """A nudge of this workspace."""
    found = await session.get(Nudge, nudge_id)
    return found if found and found.workspace == workspace else None


async def delivery_of(session: AsyncSession, subject: str) -> Delivery | None:
    """The latest message for this subject."""
    latest = select(Delivery).where(Delivery.subject == subject).order_by(Delivery.due_at.desc()).limit(1)
    return (await session.scalars(latest)).one_or_none()


async def open_reflection(session: AsyncSession, nudge_id: str) -> Reflection | None:
    """The draft that was begun for this nudge."""
    drafts = select(Reflection).where(Reflection.nudge_id == nudge_id, Reflection.finished_at.is_(None)).limit(1)
    return (await session.scalars(drafts)).one_or_none()


async def draft(session: AsyncSession, reflection_id: str) -> Reflection | None:
    """A draft by its id. The nudge that it answers is read along with it, for whoever asks for that next."""
    found = (await session.execute(DRAFT_WITH_NUDGE, {"reflection": reflection_id})).first()
    return found[0] if found else None


async def own_draft(session: AsyncSession, enrollment_id: str, prompt_id: str) -> Reflection | None:
    """The latest draft of this prompt or path that its author began without a nudge."""
    wanted = (Reflection.enrollment_id == enrollment_id, Reflection.prompt_id == prompt_id)
    drafts = select(Reflection).where(*wanted, Reflection.nudge_id.is_(None), Reflection.finished_at.is_(None))
    return (await session.scalars(drafts.order_by(Reflection.started_at.desc()).limit(1))).one_or_none()


async def checkin(session: AsyncSession, checkin_id: str) -> CheckIn | None:
    """A check-in; a transaction that writes holds it, and so waits for a digest that is just being composed from it."""
    return await session.scalar(held(session, select(CheckIn).where(CheckIn.id == checkin_id)))


async def checkin_of_nudge(session: AsyncSession, nudge_id: str) -> CheckIn | None:
    """The check-in that answered this nudge."""
    answered = select(CheckIn).join(Reflection).where(Reflection.nudge_id == nudge_id).limit(1)
    return (await session.scalars(answered)).one_or_none()


async def checkins_of(
    session: AsyncSession, enrollment_id: str, limit: int, *, before: datetime | None = None
) -> Sequence[CheckIn]:
    """One caseworker's check-ins that still stand (made before a moment), newest first."""
    earlier = [CheckIn.made_at < before] if before else []
    found = await session.scalars(
        select(CheckIn)
        .where(CheckIn.enrollment_id == enrollment_id, CheckIn.withdrawn_at.is_(None), *earlier)
        .order_by(CheckIn.made_at.desc())
        .limit(limit)
    )
    return found.all()


async def shared_with(
    session: AsyncSession, workspace: str, reader: str, since: datetime, until: datetime, *, hold: bool = False
) -> Sequence[CheckIn]:
    """The check-ins that this person may read, from a stretch of time, oldest first.

    `hold`: nobody changes them, or who may read them, before it is written down where they were shown.
    """
    wanted = (
        select(CheckIn)
        .where(
            CheckIn.workspace == workspace,
            CheckIn.reader == reader,
            CheckIn.made_at >= since,
            CheckIn.made_at < until,
            CheckIn.withdrawn_at.is_(None),
        )
        .order_by(CheckIn.made_at)
    )
    return (await session.scalars(held(session, wanted, shared=True) if hold else wanted)).all()


async def shared_late(
    session: AsyncSession, workspace: str, reader: str, since: datetime, before: datetime, now: datetime
) -> Sequence[CheckIn]:
    """Check-ins made between `since` and `before` that this person may read and no digest until `now` has had; held."""
    shown = select(Read.checkin_id).where(Read.reader == reader, Read.surface == Surface.DIGEST, Read.read_at < now)
    made = await shared_with(session, workspace, reader, since, before, hold=True)
    had = set(await session.scalars(shown.where(Read.checkin_id.in_([each.id for each in made]))))
    return [each for each in made if each.id not in had]


async def shown_already(session: AsyncSession, reader: str, checkins: Sequence[str]) -> Collection[str]:
    """Those of these check-ins whose words this person was shown, wherever it was."""
    wanted = select(Read.checkin_id).where(Read.reader == reader, Read.checkin_id.in_(checkins))
    return set(await session.scalars(wanted))


async def still_in_digest(session: AsyncSession, digest_id: str, coach: str) -> Sequence[CheckIn]:
    """The check-ins that stood in this digest and that its coach may read still, oldest first."""
    stood = select(Read.checkin_id).where(Read.digest_id == digest_id, Read.surface == Surface.DIGEST)
    wanted = (CheckIn.id.in_(stood), CheckIn.reader == coach, CheckIn.withdrawn_at.is_(None))
    return (await session.scalars(select(CheckIn).where(*wanted).order_by(CheckIn.made_at))).all()


async def last_digest(session: AsyncSession, workspace: str, coach: str) -> Digest | None:
    """This coach's latest weekly digest."""
    weekly = (Digest.workspace == workspace, Digest.coach == coach, Digest.about == "")
    latest = select(Digest).where(*weekly).order_by(Digest.until.desc())
    return (await session.scalars(latest.limit(1))).one_or_none()


async def reads_of(session: AsyncSession, checkin_id: str) -> Sequence[Read]:
    """Who was shown the words of a check-in, and when."""
    return (await session.scalars(select(Read).where(Read.checkin_id == checkin_id).order_by(Read.read_at))).all()


async def held_since(session: AsyncSession, workspace: str, person: str) -> datetime | None:
    """Since when a legal hold stands on this person's records, or on everybody's."""
    found = await first(session, HELD_SINCE, workspace=workspace, person=person)
    return found.since if found else None


async def asks_by(session: AsyncSession, workspace: str, asked_by: str, since: datetime) -> Sequence[Ask]:
    """The check-ins that this person asked for, newest first."""
    found = await session.scalars(
        select(Ask)
        .where(Ask.workspace == workspace, Ask.asked_by == asked_by, Ask.asked_at >= since)
        .order_by(Ask.asked_at.desc())
    )
    return found.all()


async def digest_of(session: AsyncSession, digest_id: str) -> Digest:
    """A digest by its id."""
    return await session.get_one(Digest, digest_id)
