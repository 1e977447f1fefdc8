"""Whether anything is due, and when something will be: what the clock asks at every beat, in as few words as can be.

Nearly every beat finds nothing. Each of these is answered by an index, opens no transaction and holds nobody up.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select

from bot.db.among import one_of
from bot.db.due import NOT_INSTALLED
from bot.db.plainly import Phrase
from bot.db.session_tables import CoachingSession
from bot.db.tables import Coach, Delivery, Enrollment

WAITING, OPEN = "waiting", ("waiting", "unknown")


def _here(table: Any) -> ColumnElement[bool]:
    installed: ColumnElement[bool] = table.workspace.not_in(NOT_INSTALLED)
    return installed


def _come(moment: Any, table: Any) -> ColumnElement[bool]:
    return select(table.workspace).where(moment <= bindparam("now"), _here(table)).exists()


SOMEBODY = Phrase(
    lambda _: select(Enrollment.id).where(Enrollment.next_nudge_at <= bindparam("now"), _here(Enrollment)).limit(1)
)
"""Somebody whose next nudge has come."""
A_DIGEST = Phrase(
    lambda _: select(literal(1).label("due")).where(
        or_(_come(Coach.next_digest_at, Coach), _come(CoachingSession.digest_at, CoachingSession))
    )
)
"""Whether the hour of a digest has come, for the week or before a session."""
DUE_IN = Phrase(
    lambda _: (
        select(Delivery.workspace)
        .where(one_of(Delivery.state, OPEN), Delivery.due_at <= bindparam("now"), _here(Delivery))
        .group_by(Delivery.workspace)
        .order_by(func.min(Delivery.due_at))
    )
)
"""The workspaces in which something is due, the one that waits longest first."""


def _first(moment: Any, *which: ColumnElement[bool]) -> Select[Any]:
    return select(func.min(moment).label("at")).where(*which)


def _before_a_session() -> Select[Any]:
    theirs = and_(Coach.workspace == CoachingSession.workspace, Coach.person == CoachingSession.coach)
    return _first(CoachingSession.digest_at, Coach.before_sessions.is_(True), _here(Coach)).join(Coach, theirs)


NUDGE = (
    Phrase(lambda _: _first(Enrollment.next_nudge_at, _here(Enrollment))),
    Phrase(lambda _: _first(Delivery.due_at, Delivery.state == WAITING, Delivery.kind == "nudge")),
)
DIGEST = (
    Phrase(lambda _: _first(Coach.next_digest_at, Coach.before_sessions.is_(False), _here(Coach))),
    Phrase(lambda _: _before_a_session()),
)
DELIVERY = Phrase(lambda _: _first(Delivery.due_at, one_of(Delivery.state, OPEN), _here(Delivery)))

COMING = {"nudge": NUDGE, "digest": DIGEST}
"""What tells the earliest moment of a kind: of anybody's nudge, planned or put off; of any coach's digest."""
ALL_COMING = (*NUDGE, *DIGEST, DELIVERY)
"""The same of whatever is owed."""
