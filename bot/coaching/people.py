"""Who is who in the program, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum

from bot.coaching.audience import is_private


class Role(StrEnum):
    """A person's place in the program. One person may hold several."""

    CASEWORKER = "caseworker"
    COACH = "coach"
    SUPERVISOR = "supervisor"
    PROGRAM_LEAD = "program lead"
    PARENT_PARTNER = "parent partner"


class Standing(StrEnum):
    """Where an enrollment is: invited, yes said, quiet for a while, or left."""

    INVITED = "invited"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True)
class Roles:
    """The people of one enrollment, as Slack ids."""

    caseworker: str
    coach: str
    supervisor: str


def may_request_checkin(person: str, roles: Roles) -> bool:
    """A coach or supervisor may ask; the caseworker alone decides what to answer."""
    return person in (roles.coach, roles.supervisor) and person != roles.caseworker


def may_be_requested(topic: str, strategy: str) -> bool:
    """Bias, wellbeing and stress are never asked for by another person: they stay the caseworker's own."""
    return not is_private(topic, strategy)


def may_enroll(person: str, *, lead: str | None, coach: str) -> bool:
    """A program lead enrolls anyone; a coach enrolls people whom they will coach themselves."""
    return person in (lead, coach)
