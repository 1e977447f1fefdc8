"""What nearly every click asks of the database, put together once: half of what a small question costs is putting it together."""

from sqlalchemy import bindparam, func, or_, select

from bot.db.record_tables import LegalHold
from bot.db.tables import Enrollment, Nudge, Reflection
from bot.db.turns import holding

ENROLLMENT_OF = select(Enrollment).where(
    Enrollment.workspace == bindparam("workspace"), Enrollment.caseworker == bindparam("caseworker")
)
HOLDING_ENROLLMENT_OF = holding(ENROLLMENT_OF)
PEOPLE_OF = (
    select(Enrollment)
    .where(
        Enrollment.workspace == bindparam("workspace"),
        or_(Enrollment.coach == bindparam("person"), Enrollment.supervisor == bindparam("person")),
    )
    .order_by(Enrollment.caseworker)
)
DRAFT_WITH_NUDGE = (
    select(Reflection, Nudge)
    .outerjoin(Nudge, Nudge.id == Reflection.nudge_id)
    .where(Reflection.id == bindparam("reflection"))
)
HELD_SINCE = select(func.min(LegalHold.placed_at)).where(
    LegalHold.workspace == bindparam("workspace"),
    LegalHold.lifted_at.is_(None),
    or_(LegalHold.person == bindparam("person"), LegalHold.person.is_(None)),
)
