"""What nearly every click asks of the database, put together once: half of what a small question costs is putting it together."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select

from bot.coaching.people import Role, Standing
from bot.db.partner_tables import ParentPartner
from bot.db.people_tables import Language
from bot.db.plainly import Phrase
from bot.db.record_tables import LegalHold
from bot.db.tables import Enrollment, Nudge, Program, Reflection
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


def held_since(workspace: Any, person: Any) -> Select[Any]:
    """Since when a legal hold stands on this person's records, or on everybody's."""
    theirs = or_(LegalHold.person == person, LegalHold.person.is_(None))
    standing = (LegalHold.workspace == workspace, LegalHold.lifted_at.is_(None), theirs)
    return select(func.min(LegalHold.placed_at).label("since")).where(*standing)


HELD_SINCE = Phrase(lambda _: held_since(bindparam("workspace"), bindparam("person")))


def _somebody(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a row like this one in the workspace that is asked about."""
    return exists().where(*which)


_HERE: BindParameter[str] = bindparam("workspace")
_THEM: BindParameter[str] = bindparam("person")
_PLACE = Enrollment.workspace == _HERE
ROLES_OF = select(
    _somebody(_PLACE, Enrollment.caseworker == _THEM, Enrollment.standing != Standing.LEFT).label(Role.CASEWORKER),
    _somebody(_PLACE, Enrollment.coach == _THEM).label(Role.COACH),
    _somebody(_PLACE, Enrollment.supervisor == _THEM).label(Role.SUPERVISOR),
    _somebody(Program.workspace == _HERE, Program.lead == _THEM).label(Role.PROGRAM_LEAD),
    _somebody(ParentPartner.workspace == _HERE, ParentPartner.person == _THEM, ParentPartner.left_at.is_(None)).label(
        Role.PARENT_PARTNER
    ),
)
"""For each role, in the order of `Role`, whether this person holds it."""
ROLES = Phrase(lambda _: ROLES_OF)
ROLES_AND_LINES = Phrase(
    lambda _: ROLES_OF.add_columns(
        *(
            select(line).where(Program.workspace == _HERE).scalar_subquery().label(line.key)
            for line in (Program.hotline, Program.on_call, Program.helpline)
        )
    )
)
"""The same, and whom the program says to call; nothing for these before its setup."""
LANGUAGE_OF = Phrase(
    lambda _: select(Language.language).where(
        Language.workspace == bindparam("workspace"), Language.person == bindparam("person")
    )
)
