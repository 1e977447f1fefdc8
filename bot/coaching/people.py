"""Who is who in the program, what each may do with whom, and what somebody is told who may not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from bot.coaching.audience import is_private
from bot.coaching.errors import NotAllowed, NotEnrolled
from bot.coaching.language import mark, say

_ID = re.compile(r"[UW][A-Z0-9]+")


def is_id(who: str) -> bool:
    """Whether this is somebody's Slack id, and no name that was given at the command line.

    >>> is_id("U024BE7LH"), is_id("University of Iowa")
    (True, False)
    """
    return _ID.fullmatch(who) is not None


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

    def held_by(self, person: str) -> frozenset[Role]:
        """What somebody is to this caseworker; a caseworker is nobody else to themselves, whoever is written down."""
        if person == self.caseworker:
            return frozenset({Role.CASEWORKER})
        others = ((Role.COACH, self.coach), (Role.SUPERVISOR, self.supervisor))
        return frozenset(role for role, other in others if other == person)


@dataclass(frozen=True)
class OwnPlace:
    """A caseworker's place in the program as they are shown it themselves. `id` is the enrollment's, `zone` an IANA one.

    `per_week` is what they picked, `silent` how many questions came since they last did anything.
    """

    id: str
    roles: Roles
    zone: str
    standing: Standing
    paused_until: datetime | None
    per_week: int
    silent: int


class Deed(Enum):
    """What one person of the program does with another, besides reading (which `audience` decides)."""

    ASK = "ask them for a check-in"
    SUGGEST = "suggest a question to them"
    SET_DATE = "set the date of their coaching session"
    SHARE_GOAL = "have a goal together"


@dataclass(frozen=True)
class _Terms:
    """Who may do it, and the sentences for whoever may not, has nobody to do it with, or comes before a first yes."""

    by: frozenset[Role]
    not_yours: str
    before_a_yes: str
    with_nobody: str = ""


_TERMS: Mapping[Deed, _Terms] = {
    Deed.ASK: _Terms(
        frozenset({Role.COACH, Role.SUPERVISOR}),
        mark("You can ask the people you coach or supervise. {who} is not one of them here."),
        mark("{who} has not joined yet, so I cannot write to them."),
        mark("You have nobody to ask here. Coaches and supervisors can ask their own people."),
    ),
    Deed.SUGGEST: _Terms(
        frozenset({Role.COACH}),
        mark("You can suggest questions to the people you coach. {who} is not one of them here."),
        mark("{who} has not joined yet, so I cannot write to them."),
        mark("Coaches can suggest questions to the people they coach."),
    ),
    Deed.SET_DATE: _Terms(
        frozenset({Role.CASEWORKER, Role.COACH}),
        mark("You can set dates with the people you coach. {who} is not one of them here."),
        mark("{who} has not joined yet. You can set a date once they have."),
        mark("Session dates are for coaches and the people they coach. You have nobody to coach here yet."),
    ),
    Deed.SHARE_GOAL: _Terms(
        frozenset({Role.CASEWORKER, Role.COACH}),
        mark("You can suggest goals to the people you coach. {who} is not one of them here."),
        mark("{who} has not joined yet. You can suggest a goal once they have."),
    ),
}


def may(person: str, deed: Deed, roles: Roles) -> bool:
    """Whether this person may do that with this caseworker, who alone decides what becomes of it."""
    return bool(roles.held_by(person) & _TERMS[deed].by)


def is_for_caseworkers(deed: Deed) -> bool:
    """Whether caseworkers do it too, about their own place."""
    return Role.CASEWORKER in _TERMS[deed].by


def not_yours(deed: Deed, *people: str) -> NotAllowed:
    """The refusal for somebody who named people with whom they may not do that, in the reader's language."""
    return NotAllowed(say(_TERMS[deed].not_yours, who=", ".join(f"<@{each}>" for each in people)))


def not_joined(deed: Deed, caseworker: str) -> NotEnrolled:
    """The refusal while this caseworker has never said yes to the agreement."""
    return NotEnrolled(say(_TERMS[deed].before_a_yes, who=f"<@{caseworker}>"))


def with_nobody(deed: Deed) -> NotAllowed:
    """The refusal for somebody who has nobody here with whom to do that."""
    return NotAllowed(say(_TERMS[deed].with_nobody))


def may_be_requested(topic: str, strategy: str) -> bool:
    """Bias, wellbeing and stress are never asked for by another person: they stay the caseworker's own."""
    return not is_private(topic, strategy)


def check_topic(topic: str) -> None:
    """Raise NotAllowed for a topic that nobody brings up but its caseworker."""
    if not may_be_requested(topic, ""):
        raise NotAllowed("That topic stays the caseworker’s own. Please pick another one.")


def may_enroll(person: str, *, lead: str | None, coach: str) -> bool:
    """A program lead enrolls anyone; a coach enrolls people whom they will coach themselves."""
    return person in (lead, coach)


def must_enroll(person: str, *, lead: str | None, coach: str) -> None:
    """Raise NotAllowed for somebody who may not."""
    if not may_enroll(person, lead=lead, coach=coach):
        raise NotAllowed("Only the program lead, or the person who will coach them, can enroll somebody.")


def is_paused(standing: str, until: datetime | None, now: datetime) -> bool:
    """Whether they are paused at `now`. A pause that has had its time is over, also before the clock's next turn."""
    return standing == Standing.PAUSED and (until is None or now < until)


def must_have_accepted(standing: str) -> None:
    """Raise NotEnrolled for those who left, and for those who have not said yes to the agreement."""
    if standing == Standing.LEFT:
        raise NotEnrolled
    if standing == Standing.INVITED:
        raise NotEnrolled(
            "Please read the agreement first. It is in your messages, and nothing is sent before your yes."
        )
