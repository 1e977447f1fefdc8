"""Why a question did not come, or came late: each reason that can stand in the ledger, as words that go on after “because”."""

from datetime import date

from bot.coaching.days_away import Away, day_in_words, in_words

MISSED = "I could not send it inside your hours, so it moved to your next time"
BECAUSE = {
    "agency_closed": "your agency was closed that day",
    "on_leave": "you were away that day",
    "slack_away": "your Slack said that you were away",
    "do_not_disturb": "Do Not Disturb was on in your Slack",
    "account_closed": "your Slack account was closed",
    "outside_hours": "it could not be sent inside your hours",
    "too_late": "its time was over before Slack took it",
    "called_off": "you asked me to be quiet",
    "gone_quiet": "you asked me to be quiet",
    "agreement_changed": "the agreement changed, and it waits for your yes",
    "quiet_day": "that day was to stay quiet",
    "already_closed": "you had answered it already",
    "not_in_library": "its question is no longer in the library",
}
REFUSED = "Slack did not take it; your program lead was told"


def because(reason: str | None) -> str:
    """The words for a reason; what is none of ours is an answer of Slack's."""
    return BECAUSE.get(reason or "", REFUSED)


def waits(reason: str | None) -> str:
    """Why something that is on its way was not here earlier; nothing when it is simply not its time yet."""
    return f" It waits, because {BECAUSE[reason]}." if reason in BECAUSE else ""


def left_out(day: date) -> str:
    """A day of theirs on which the agency is closed, before it and after."""
    return f"{day_in_words(day)} is left out: your agency is closed that day."


def away(span: Away) -> str:
    """Their own days away, as a line of its own."""
    return f"You are away {in_words(span)}, so nothing comes then. Nobody was told."


def moved(zone: str) -> str:
    """Their hours went along with Slack's time zone, as a line of its own."""
    return f"Your Slack moved to {zone}, so your hours moved too."
