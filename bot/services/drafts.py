"""Read a draft as plain values, with its author's place and what it answers: its steps are what is saved most often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import NotEnrolled, NotFound
from bot.coaching.people import must_have_accepted
from bot.db.often import held_since
from bot.db.plainly import Phrase, Wish, rows, several
from bot.db.tables import Answer, Enrollment, Nudge, Reflection
from bot.db.turns import holding, writes
from bot.services.forgetting import is_owed, owes_nothing


@dataclass(frozen=True)
class Place:
    """What a screen needs to know of its author's place in the program."""

    id: str
    workspace: str
    caseworker: str
    coach: str
    supervisor: str
    channel: str
    zone: str
    cheer: str
    standing: str
    silent: int


@dataclass(frozen=True)
class Draft:
    """A reflection that is being answered.

    `occasion`, `asked_by` and `asked_about` are those of its nudge, if it answers one. `held_since`: a legal hold stands on
    its author's records; `owes`: a key of theirs is still to be forgotten.
    """

    id: str
    workspace: str
    enrollment_id: str
    nudge_id: str | None
    prompt_id: str
    prompt_version: int
    language: str
    translation: int
    topic: str
    strategy: str
    screen: int
    started_at: datetime
    finished_at: datetime | None
    author: str
    occasion: str | None
    asked_by: str | None
    asked_about: str | None
    held_since: datetime | None
    owes: bool


_PLACE = select(*(getattr(Enrollment, name) for name in Place.__dataclass_fields__)).where(
    Enrollment.workspace == bindparam("here"), Enrollment.caseworker == bindparam("who")
)
PLACE, HOLDING_PLACE = Phrase(lambda _: _PLACE), Phrase(lambda _: holding(_PLACE))
DRAFT = Phrase(
    lambda _: (
        select(
            *(getattr(Reflection, name) for name in list(Draft.__dataclass_fields__)[:13]),
            Enrollment.caseworker.label("author"),
            Nudge.occasion,
            Nudge.asked_by,
            Nudge.topic.label("asked_about"),
            held_since(Enrollment.workspace, Enrollment.caseworker).scalar_subquery().label("held_since"),
            is_owed(Enrollment.workspace, Enrollment.caseworker).label("owes"),
        )
        .join(Enrollment, Enrollment.id == Reflection.enrollment_id)
        .outerjoin(Nudge, Nudge.id == Reflection.nudge_id)
        .where(Reflection.id == bindparam("reflection"))
    )
)
PASSED = Phrase(
    lambda _: update(Reflection).where(Reflection.id == bindparam("reflection")).values(screen=bindparam("passed"))
)
_LEFT = (Reflection.finished_at.is_(None), exists().where(Answer.reflection_id == Reflection.id))
NOT_SILENT = Phrase(lambda _: update(Enrollment).where(Enrollment.id == bindparam("place")).values(silent=0))


async def own(session: AsyncSession, workspace: str, author: str, reflection_id: str) -> tuple[Draft, Place]:
    """A draft, for its author alone; anybody else's, and one that was finished, is not found.

    Raises NotEnrolled and NotFound. Their place is held first, and the draft read then: one person's own deeds happen one
    after the other, and each sees what the one before has done.
    """
    held = HOLDING_PLACE if writes(session) else PLACE
    places, drafts = await several(
        session, (held, {"here": workspace, "who": author}), (DRAFT, {"reflection": reflection_id})
    )
    if not places:
        raise NotEnrolled
    place = Place(*places[0])
    must_have_accepted(place.standing)
    if place.silent and writes(session):
        await rows(session, NOT_SILENT, place=place.id)
    draft = Draft(*drafts[0]) if drafts else None
    if draft is None or draft.enrollment_id != place.id or draft.finished_at is not None:
        raise NotFound
    if not draft.owes:
        owes_nothing(session, workspace, author)
    return draft, place


async def of(session: AsyncSession, reflection: Reflection, enrollment: Enrollment) -> tuple[Draft, Place]:
    """The same of a draft and a place that this transaction holds already."""
    places, drafts = await several(
        session,
        (PLACE, {"here": enrollment.workspace, "who": enrollment.caseworker}),
        (DRAFT, {"reflection": reflection.id}),
    )
    return Draft(*drafts[0]), Place(*places[0])


def passing(draft: Draft, screen: int) -> Wish:
    """This screen was answered or passed."""
    return PASSED, {"reflection": draft.id, "passed": screen}


async def begun_on(session: AsyncSession, enrollment_id: str, topic: str) -> Sequence[str]:
    """What this person began on a topic without a nudge, answered in part and left, by its prompt or path; the latest first."""
    theirs = (Reflection.enrollment_id == enrollment_id, Reflection.topic == topic, Reflection.nudge_id.is_(None))
    left = select(Reflection.prompt_id).where(*theirs, *_LEFT)
    return (await session.scalars(left.order_by(Reflection.started_at.desc()))).all()


async def is_begun(session: AsyncSession, nudge_id: str) -> bool:
    """Whether a nudge was answered in part, and left."""
    left = select(Reflection.id).where(Reflection.nudge_id == nudge_id, *_LEFT)
    return await session.scalar(left.limit(1)) is not None
