"""What the agreement says about records: what is kept, how long, and who can see it, as it really is for this person."""

from dataclasses import dataclass
from enum import StrEnum

from bot.coaching.language import say
from bot.coaching.records import Retention, days_in_words


class Said(StrEnum):
    """A caseworker's word on the agreement."""

    YES = "yes"
    NOT_NOW = "not_now"
    LEFT = "left"


@dataclass(frozen=True)
class Terms:
    """What decides it: the agency's days, and the people and the channel of one caseworker, as Slack ids.

    `held_since` is the day, in words, on which a legal hold was put on their records; None without one.
    """

    retention: Retention
    coach: str
    supervisor: str
    channel: str
    held_since: str | None = None


def version_of(text: int, terms: int) -> str:
    """The agreement's version: of its text in the library, then of what the agency decided."""
    return f"{text}.{terms}"


def table(terms: Terms) -> str:
    """One line for each class of record: what it is, how long, who sees it. Nothing is promised that is not so."""
    keep = terms.retention
    lines = (
        say(
            "*What you answer*: {days}, sealed. You, and whoever you pick, one by one. A goal: you and your coach.",
            days=days_in_words(keep.words),
        ),
        say(
            "*That you were asked and answered, and who read it*: {days}. You. Whoever asked sees “answered” or “not yet”. "
            "Your program lead sees who read it and a count of people in fives, never the words.",
            days=days_in_words(keep.facts),
        ),
        say(
            "*Small successes*: {days} here. Everybody in {channel}, or your coach alone, once you send them. Your coach "
            "can add a sentence.",
            days=days_in_words(keep.celebrations),
            channel=f"<#{terms.channel}>",
        ),
        say("*What I sent you, and when*: {days}. You.", days=days_in_words(keep.deliveries)),
        say(
            "*Your yes, and what was done with records*: {days}. You, and your program lead.",
            days=days_in_words(keep.audit),
        ),
        _people(terms),
        _hold(terms),
    )
    return "\n".join(f"• {line}" for line in lines)


def _people(terms: Terms) -> str:
    coach, supervisor = f"<@{terms.coach}>", f"<@{terms.supervisor}>"
    if terms.coach == terms.supervisor:
        return say(
            "{coach} is your coach and your supervisor. Nothing is shared with them unless you pick it.", coach=coach
        )
    return say(
        "Your coach is {coach}. Your supervisor is {supervisor}. They see only what you pick.",
        coach=coach,
        supervisor=supervisor,
    )


def _hold(terms: Terms) -> str:
    if terms.held_since:
        return say(
            "A legal hold is on your records since {day}. Nothing is deleted until it ends.", day=terms.held_since
        )
    return say("A legal hold can stop all deleting. If one is put on your records, App Home tells you.")
