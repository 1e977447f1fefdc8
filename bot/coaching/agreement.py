"""What the agreement says about records: what is kept, how long, and who can see it, as it really is for this person."""

from dataclasses import dataclass

from bot.coaching.records import Retention, days_in_words


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
    return "\n".join(
        (
            f"• *What you answer*: {days_in_words(keep.words)}, sealed. You, and whoever you pick, one by one. "
            "A goal: you and your coach.",
            f"• *That you were asked and answered, and who read it*: {days_in_words(keep.facts)}. You. Whoever asked sees "
            "“answered” or “not yet”. Your program lead sees who read it and a count of people in fives, never the words.",
            f"• *Small successes*: {days_in_words(keep.celebrations)} here. Everybody in <#{terms.channel}>, or your coach "
            "alone, once you send them. Your coach can add a sentence.",
            f"• *What I sent you, and when*: {days_in_words(keep.deliveries)}. You.",
            f"• *Your yes, and what was done with records*: {days_in_words(keep.audit)}. You, and your program lead.",
            _people(terms),
            _hold(terms),
        )
    )


def _people(terms: Terms) -> str:
    if terms.coach == terms.supervisor:
        return f"• <@{terms.coach}> is your coach and your supervisor. Nothing is shared with them unless you pick it."
    return f"• Your coach is <@{terms.coach}>. Your supervisor is <@{terms.supervisor}>. They see only what you pick."


def _hold(terms: Terms) -> str:
    if terms.held_since:
        return f"• A legal hold is on your records since {terms.held_since}. Nothing is deleted until it ends."
    return "• A legal hold can stop all deleting. If one is put on your records, App Home tells you."
