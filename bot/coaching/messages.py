"""What the app says, as values: who it is for and what it holds. How it looks in Slack is drawn elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.coaching.audience import Audience, Circle, Sharing
from bot.coaching.digest import Digest
from bot.coaching.language import mark, say


@dataclass(frozen=True)
class Nudge:
    """A prompt put to a caseworker. `asked_by` names the person who asked for it, if it was not the clock.

    `suggested_by` names the coach who suggested that the clock bring it; `note` says that fewer come for now.
    `goes_on` is the title of a part of something that the caseworker began; `session` says when the coaching session is
    that this one gets them ready for; `plan_for` is the day for which it brings an if-then plan back.
    """

    nudge_id: str
    question: str
    topic: str
    readers: str
    reviewed: bool
    asked_by: str | None = None
    suggested_by: str | None = None
    note: str = ""
    checking_back: bool = False
    goes_on: str = ""
    session: str = ""
    plan_for: str = ""


@dataclass(frozen=True)
class ShallIPause:
    """After a while without a word: whether a pause would help, and what comes of not pressing anything."""

    nudge_id: str
    question: str
    line: str


@dataclass(frozen=True)
class ClosedNudge:
    """A nudge that is over or put off: one kind line in the place of its buttons. `begun`: the nudge, where a draft was left."""

    question: str
    topic: str
    line: str
    begun: str = ""


@dataclass(frozen=True)
class Invitation:
    """The first message: who enrolled this person, why, and that nothing comes before a yes."""

    enrollment_id: str
    invited_by: str
    coach: str


@dataclass(frozen=True)
class AgreementChanged:
    """To somebody who said yes to an older agreement: the new one waits, and so does everything else."""

    enrollment_id: str


@dataclass(frozen=True)
class Receipt:
    """What became of a reply: kept, who can read it, and what its author can do with it. Never the words.

    `reads` says who was shown it, and when, in words. `note` is a word of cheer for those who like it in private.
    `by_office`: it was the agency's office that deleted it, and not its author. `kept_back`: some of it is the author's alone.
    """

    checkin_id: str
    topic: str
    sharing: Sharing
    reads: tuple[str, ...]
    may_celebrate: bool
    withdrawn: bool
    circle: Circle
    typed_in_chat: bool = False
    note: str = ""
    by_office: bool = False
    kept_back: bool = False


@dataclass(frozen=True)
class Celebration:
    """A small success in its owner's words, for the coach channel; `note` is the sentence that the coach `note_by` added."""

    celebration_id: str
    caseworker: str
    words: str
    line: str
    note: str = ""
    note_by: str = ""


@dataclass(frozen=True)
class ForCoach:
    """A small success for this coach alone; `wrote` is the note that they wrote back, if any."""

    celebration_id: str
    caseworker: str
    words: str
    wrote: str = ""


@dataclass(frozen=True)
class CoachNote:
    """To the owner of a small success: what their coach wrote to them about it. `day`: when it was sent, in words."""

    coach: str
    day: str
    words: str


@dataclass(frozen=True)
class Celebrated:
    """To its owner: where their small success stands (in the channel, or with the `coach` alone), and how to take it back.

    `purged`: it was withdrawn because its time was over, `by_office`: because their agency's office deleted it.
    """

    celebration_id: str
    channel: str
    withdrawn: bool
    purged: bool = False
    by_office: bool = False
    coach: str | None = None


@dataclass(frozen=True)
class CoachDigest:
    """What a coach's people chose to share, in a week or before a session, with the topics' names as people know them.

    `choices` says how an answer that was picked is shown in the coach's language; what is kept is the same in every one.
    """

    digest: Digest
    topic_names: dict[str, str]
    topic_labels: dict[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GoalWaits:
    """To one of two: the other put forward a goal, or other words for it, and it waits for their yes. Never its words."""

    goal_id: str
    other: str


@dataclass(frozen=True)
class NewCoach:
    """To a caseworker: who coaches them now. `asks`: whether what they shared with the coach `before` goes along is open.

    `supervises`: the new coach is their supervisor too, which counts for a yes.
    """

    coach: str
    before: str
    asks: bool
    supervises: bool = False


@dataclass(frozen=True)
class ReadyToAsk:
    """To somebody whom a workflow names as asker: what would be sent to whom, before anything is. `asker` is its reader."""

    delivery_id: str
    asker: str
    caseworker: str
    question: str
    topic: str


@dataclass(frozen=True)
class Offer:
    """To somebody whom a workflow names: a check-in of their own is one click away. Nobody else is told of it."""

    enrollment_id: str


@dataclass(frozen=True)
class Notice:
    """One plain sentence that somebody needs to know. `again` is a message that was not delivered and that they can have sent again."""

    line: str
    again: str = ""


Message = (
    Nudge
    | ShallIPause
    | ClosedNudge
    | Invitation
    | AgreementChanged
    | Receipt
    | Celebration
    | ForCoach
    | CoachNote
    | Celebrated
    | CoachDigest
    | GoalWaits
    | NewCoach
    | ReadyToAsk
    | Offer
    | Notice
)

NO_RUSH = mark("Still here if you want it. No rush.")
ANSWERED_BELOW = mark("You answered this one in the chat. Its receipt is below.")
MASTERY = mark("Mastery takes time. A small step is a step.")
BOTH = mark("Your coach is your supervisor too, and cannot.")
WITHDRAWN = mark("You took this back. Its words are gone from here.")
DELETED_BY_OFFICE = mark("Your agency's office deleted this. Its words are gone from here.")


def readers(audience: Audience, reader: str | None, circle: Circle) -> str:
    """Who can read it, as a sentence for the author; people are named by their Slack id, with all that they are today."""
    if audience is Audience.ONLY_ME or reader is None:
        both = f" {say(BOTH)}" if circle.coach_supervises else ""
        return say("Only you can read this.") + both
    return say(
        "You and {person}, {who}, can read this.", person=f"<@{reader}>", who=_is_today(reader, audience, circle)
    )


def _is_today(reader: str, audience: Audience, circle: Circle) -> str:
    """Words are for the person whom their author named, who may have been their coach then and not be it now."""
    held = [
        role
        for role, person in ((say("your coach"), circle.coach), (say("your supervisor"), circle.supervisor))
        if person == reader
    ]
    before = {Audience.COACH: say("who was your coach then"), Audience.SUPERVISOR: say("who was your supervisor then")}
    return say(" and ").join(held) or before[audience]


def before_answering(*, coach_supervises: bool, coach: str, private: bool, asked_by: str | None) -> str:
    """The line under each question that says who may come to read the answer."""
    both = " " + say("{coach} is your coach and your supervisor.", coach=f"<@{coach}>") if coach_supervises else ""
    if asked_by is not None:
        asker = f"<@{asked_by}>"
        kept = say("You pick who can read it. You can keep it, or skip: {asker} sees “not yet” for both.", asker=asker)
        return kept + both
    if private or coach_supervises:
        return say("Only you can read it, unless you share it.") + both
    return say("You pick who can read it: only you, or your coach.") + both


def who_can_help(hotline: str, on_call: str, helpline: str) -> str:
    """People who can help when a program cannot, by the agency's own lines."""
    first = say("If it cannot wait, call people, not me: 911, or 988 (call or text).")
    return f"{first} {hotline}. {on_call}. {helpline}."
