"""Which rows of each class of record have had their time, in statements that are put together once.

Most days that is none, in any agency: asking must cost nearly nothing. `of` is the workspace that a purge is about, and
`before` the moment before which records of the class are old.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Delete,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.coaching.audience import Surface
from bot.coaching.people import Standing
from bot.db.among import one_of
from bot.db.celebration_tables import CelebrationRead, CoachNote
from bot.db.goal_tables import Goal, GoalRead
from bot.db.in_slack import told_in
from bot.db.plainly import Phrase
from bot.db.record_tables import Audited, LegalHold, PublishedFigures, PublishedMeasures
from bot.db.session_tables import CoachingSession
from bot.db.tables import (
    Agreement,
    Answer,
    Ask,
    Celebration,
    CheckIn,
    Delivery,
    Digest,
    Enrollment,
    Nudge,
    Read,
    Reflection,
)
from bot.services import agreements
from bot.services.nudges import CHECK_BACK
from bot.services.outbox import Kind, State

SETTLED = (State.SENT, State.WITHDRAWN, State.EXPIRED, State.FAILED)
OF: BindParameter[Any] = bindparam("of")
BEFORE: BindParameter[Any] = bindparam("before")


def _old_answers() -> ColumnElement[bool]:
    aged = or_(CheckIn.made_at < BEFORE, and_(CheckIn.id.is_(None), Reflection.started_at < BEFORE))
    theirs = (Reflection.workspace == OF, Reflection.enrollment_id.in_(free()))
    old = select(Reflection.id).outerjoin(CheckIn, CheckIn.reflection_id == Reflection.id).where(*theirs, aged)
    return Answer.reflection_id.in_(old)


def _losing_words() -> ColumnElement[bool]:
    return CheckIn.reflection_id.in_(select(Answer.reflection_id).where(_old_answers()))


def _digests_losing_words() -> Select[str | None]:
    """The lines of posted digests in which these words stand go with them."""
    stood = select(Read.digest_id).join(CheckIn, CheckIn.id == Read.checkin_id)
    return stood.where(_losing_words(), Read.surface == Surface.DIGEST, Read.digest_id.is_not(None)).distinct()


def _homes_losing_words() -> CompoundSelect[str]:
    """Authors, and the readers who had these words in App Home: an open one is not to show them until it is opened again."""
    had = (Read.surface == Surface.HOME, Read.reader == CheckIn.reader)
    readers = select(Read.reader).join(CheckIn, CheckIn.id == Read.checkin_id).where(_losing_words(), *had)
    return union(select(CheckIn.author).where(_losing_words()), readers)


def _questions_losing_drafts() -> Select[str | None]:
    """The questions below which it says that what was answered is kept."""
    left = select(Reflection.nudge_id).where(Reflection.id.in_(select(Answer.reflection_id).where(_old_answers())))
    return left.where(Reflection.finished_at.is_(None), Reflection.nudge_id.is_not(None)).distinct()


OLD_ANSWERS = Phrase(lambda _: delete(Answer).where(_old_answers()).returning(Answer.reflection_id))
DIGESTS_LOSING_WORDS = Phrase(lambda _: _digests_losing_words())
HOMES_LOSING_WORDS = Phrase(lambda _: _homes_losing_words())
QUESTIONS_LOSING_DRAFTS = Phrase(lambda _: _questions_losing_drafts())


def _old_celebrations() -> ColumnElement[bool]:
    held = held_people()
    return and_(
        Celebration.workspace == OF,
        Celebration.enrollment_id.in_(free()),
        Celebration.id.not_in(select(CoachNote.celebration_id).where(CoachNote.author.in_(held))),
        Celebration.id.not_in(select(CelebrationRead.celebration_id).where(CelebrationRead.reader.in_(held))),
        func.coalesce(Celebration.approved_at, Celebration.drafted_at) < BEFORE,
    )


def _old_and_posted() -> Select[str]:
    stands = (Celebration.approved_at.is_not(None), Celebration.withdrawn_at.is_(None))
    return select(Celebration.id).where(_old_celebrations(), *stands).order_by(Celebration.caseworker)


def _old_and_out() -> Delete:
    changing = select(Delivery.subject).where(Delivery.id.in_(_owed()))
    owed = CoachNote.id.in_(_owed()) | CoachNote.id.in_(changing)
    return delete(Celebration).where(
        _old_celebrations(),
        or_(Celebration.approved_at.is_(None), Celebration.withdrawn_at < bindparam("now")),
        Celebration.id.not_in(_owed()),
        Celebration.id.not_in(changing),
        Celebration.id.not_in(select(CoachNote.celebration_id).where(owed)),
    )


OLD_AND_POSTED = Phrase(lambda _: _old_and_posted())
OLD_AND_OUT = Phrase(lambda _: _old_and_out().returning(Celebration.id))


def _old_checkins() -> Select[str]:
    return select(CheckIn.id).where(
        CheckIn.enrollment_id.in_(free()),
        CheckIn.made_at < BEFORE,
        CheckIn.reflection_id.not_in(select(Answer.reflection_id)),
        not_held(CheckIn.asked_by),
        CheckIn.id.not_in(select(Read.checkin_id).where(Read.reader.in_(held_people()))),
    )


def _old_nudges() -> ColumnElement[bool]:
    return and_(Nudge.workspace == OF, Nudge.planned_at < BEFORE, Nudge.enrollment_id.in_(free()))


def _old_reflections() -> Delete:
    return delete(Reflection).where(
        Reflection.enrollment_id.in_(free()),
        Reflection.started_at < BEFORE,
        Reflection.id.not_in(select(CheckIn.reflection_id)),
        Reflection.id.not_in(select(Answer.reflection_id)),
        Reflection.id.not_in(_looked_back_at()),
    )


def _nudges_of_no_use() -> Delete:
    return delete(Nudge).where(
        _old_nudges(),
        Nudge.id.not_in(select(Reflection.nudge_id).where(Reflection.nudge_id.is_not(None))),
        Nudge.id.not_in(select(Ask.nudge_id)),
        Nudge.id.not_in(_owed()),
        *(not_held(each) for each in (Nudge.asked_by, Nudge.suggested_by)),
    )


def _old_sessions() -> Delete:
    aged = (CoachingSession.enrollment_id.in_(free()), CoachingSession.at < BEFORE)
    return delete(CoachingSession).where(*aged, not_held(CoachingSession.coach))


def _old_asks() -> Delete:
    return delete(Ask).where(Ask.enrollment_id.in_(free()), Ask.asked_at < BEFORE, not_held(Ask.asked_by))


LOSING_QUESTIONS = Phrase(lambda _: select(Nudge.enrollment_id).where(_old_nudges()).distinct())
LOOSEN = Phrase(
    lambda _: update(Celebration).where(Celebration.checkin_id.in_(_old_checkins())).values(checkin_id=None)
)
OLD_FACTS = (
    Phrase(lambda _: delete(Read).where(Read.checkin_id.in_(_old_checkins())).returning(Read.checkin_id)),
    Phrase(lambda _: delete(CheckIn).where(CheckIn.id.in_(_old_checkins())).returning(CheckIn.id)),
    Phrase(lambda _: _old_reflections().returning(Reflection.id)),
    Phrase(lambda _: _old_asks().returning(Ask.nudge_id)),
    Phrase(lambda _: _nudges_of_no_use().returning(Nudge.id)),
    Phrase(lambda _: _old_sessions().returning(CoachingSession.id)),
)


def _owed() -> Select[str]:
    """What a message that has not gone yet is about."""
    return select(Delivery.subject).where(Delivery.workspace == OF, ~one_of(Delivery.state, SETTLED))


def _looked_back_at() -> Select[str]:
    """The reflections that a check-back which is still to come looks back at."""
    points_at = func.substr(Nudge.occasion, len(CHECK_BACK) + 1)
    return select(points_at).where(Nudge.occasion.startswith(CHECK_BACK), Nudge.id.in_(_owed()))


def _old_deliveries() -> Delete:
    standing = select(Celebration.id).where(Celebration.withdrawn_at.is_(None))
    notes = select(CoachNote.id).where(CoachNote.withdrawn_at.is_(None))
    read_in: CompoundSelect[Any] = union(
        select(Read.digest_id).where(Read.digest_id.is_not(None)),
        select(GoalRead.digest_id).where(GoalRead.digest_id.is_not(None)),
        *told_in(OF),
    )
    with_successes = select(Celebration.enrollment_id).where(Celebration.withdrawn_at.is_(None))
    about_held = _about_held_people()
    changed = select(Delivery.id).where(Delivery.subject.in_(about_held))
    return delete(Delivery).where(
        Delivery.workspace == OF,
        one_of(Delivery.state, SETTLED),
        Delivery.settled_at < BEFORE,
        Delivery.target.not_in(held_people()),
        Delivery.subject.not_in(about_held),
        Delivery.subject.not_in(changed),
        Delivery.id.not_in(_owed()),
        or_(~one_of(Delivery.kind, (Kind.CELEBRATION, Kind.FOR_COACH)), Delivery.subject.not_in(standing)),
        or_(Delivery.kind != Kind.COACH_NOTE, Delivery.subject.not_in(notes)),
        or_(Delivery.kind != Kind.NEW_COACH, Delivery.subject.not_in(with_successes)),
        or_(Delivery.kind != Kind.DIGEST, Delivery.subject.not_in(read_in)),
        ~agreements.waits_for_a_yes(),
    )


def _empty_digests() -> Delete:
    owed = select(Delivery.subject).where(Delivery.kind == Kind.DIGEST)
    aged = (Digest.workspace == OF, Digest.until < BEFORE)
    return delete(Digest).where(*aged, Digest.id.not_in(owed), Digest.coach.not_in(held_people()))


OLD_DELIVERIES = Phrase(lambda _: _old_deliveries().returning(Delivery.id))
EMPTY_DIGESTS = Phrase(lambda _: _empty_digests().returning(Digest.id))


def _about_held_people() -> Select[str]:
    """Whatever a message can be about that concerns somebody under a hold, whoever it went to."""
    held = held_people()
    theirs = select(Enrollment.id).where(Enrollment.workspace == OF, Enrollment.caseworker.in_(held))
    shown = select(CheckIn.id).where(CheckIn.enrollment_id.in_(theirs))
    found = union(
        theirs,
        shown,
        told := select(Celebration.id).where(Celebration.enrollment_id.in_(theirs)),
        select(CoachNote.id).where(or_(CoachNote.celebration_id.in_(told), CoachNote.author.in_(held))),
        select(Nudge.id).where(
            or_(Nudge.enrollment_id.in_(theirs), Nudge.asked_by.in_(held), Nudge.suggested_by.in_(held))
        ),
        select(Read.digest_id).where(Read.checkin_id.in_(shown), Read.digest_id.is_not(None)),
        select(Goal.id).where(or_(Goal.enrollment_id.in_(theirs), Goal.coach.in_(held))),
    ).subquery()
    return select(found.c.id)


def _old_deeds() -> Delete:
    aged = (Audited.workspace == OF, Audited.at < BEFORE)
    return delete(Audited).where(*aged, not_held(Audited.person), not_held(Audited.actor))


def _old_holds() -> Delete:
    over = (LegalHold.workspace == OF, LegalHold.lifted_at < BEFORE)
    return delete(LegalHold).where(*over, not_held(LegalHold.person), not_held(LegalHold.placed_by))


def _old_months(table: type[PublishedFigures] | type[PublishedMeasures]) -> Delete:
    return delete(table).where(table.workspace == OF, table.month < bindparam("month"))


def _old_agreements() -> Delete:
    here = select(Enrollment.id).where(Enrollment.standing != Standing.LEFT)
    counts = and_(Agreement.enrollment_id.in_(here), Agreement.said == "yes")
    return delete(Agreement).where(Agreement.enrollment_id.in_(free()), Agreement.said_at < BEFORE, ~counts)


OLD_DEEDS = (
    Phrase(lambda _: _old_deeds().returning(Audited.id)),
    Phrase(lambda _: _old_holds().returning(LegalHold.id)),
    Phrase(lambda _: _old_months(PublishedFigures).returning(PublishedFigures.month)),
    Phrase(lambda _: _old_months(PublishedMeasures).returning(PublishedMeasures.month)),
    Phrase(lambda _: _old_agreements().returning(Agreement.enrollment_id)),
)
AWAY = Phrase(lambda _: select(Enrollment.id).where(Enrollment.away.is_not(None), Enrollment.id.in_(free())))
NEW_NO_MORE = Phrase(
    lambda _: update(Enrollment).where(Enrollment.new_since <= BEFORE, Enrollment.id.in_(free())).values(new_since=None)
)


def held_people() -> Select[str | None]:
    """Whom a hold covers by name, in the workspace that the phrase is about."""
    standing = (LegalHold.workspace == OF, LegalHold.lifted_at.is_(None))
    return select(LegalHold.person).where(*standing, LegalHold.person.is_not(None))


def not_held(who: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """Whether this column names nobody, or somebody whom no hold covers."""
    return or_(who.is_(None), who.not_in(held_people()))


def free() -> Select[str]:
    """The enrollments that no hold covers."""
    return select(Enrollment.id).where(Enrollment.workspace == OF, Enrollment.caseworker.not_in(held_people()))
