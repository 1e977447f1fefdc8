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
    "session_moved": "your coaching session was moved or cancelled",
    "gone_quiet": "you asked me to be quiet",
    "agreement_changed": "the agreement changed, and it waits for your yes",
    "quiet_day": "that day was to stay quiet",
    "already_closed": "you had answered it already",
    "not_in_library": "its question is no longer in the library",
    "cannot_confirm": "Slack did not say whether it arrived, and I do not ask twice",
    "our_mistake": "something broke on our side; your program lead was told",
    "worker_died": "I was started anew meanwhile",
}
REFUSED = "Slack did not take it; your program lead was told"
SLACK_IN_TROUBLE = "Slack was busy or could not be reached"
NOTHING_YET = "I have not asked you anything yet."


def because(reason: str | None) -> str:
    """The words for why something was not sent; what is none of our reasons is a no of Slack's."""
    return BECAUSE.get(reason or "", REFUSED)


def late(reason: str | None) -> str:
    """The words for why something waits or waited; what is none of our reasons is a trouble of Slack's."""
    return BECAUSE.get(reason or "", SLACK_IN_TROUBLE)


def on_its_way(when: str, reason: str | None, *, unclear: bool) -> str:
    """Something is owed: when it comes, and why it was not here earlier, unless its time simply has not come."""
    if unclear:
        return "One is on its way. Slack did not say whether it arrived, so I am looking."
    waits = f" It waits, because {late(reason)}." if reason else ""
    return f"One is on its way: {when}.{waits}"


def came(when: str, occasion: str, asked_by: str | None, reason: str | None, *, suggested_by: str | None = None) -> str:
    """The last one was here: whose wish it was, and why it came late, if it did."""
    held_up = f" It came later than planned, because {late(reason)}." if reason else ""
    return f"The last one came {when}, because {_wish(occasion, asked_by, suggested_by)}.{held_up}"


def _wish(occasion: str, asked_by: str | None, suggested_by: str | None) -> str:
    if asked_by is not None:
        return f"<@{asked_by}> asked for it"
    if occasion.startswith("session:"):
        return "your coaching session comes up"
    if suggested_by is not None:
        return f"it was your time, and <@{suggested_by}> suggested it"
    return "you wanted me to check back" if occasion.startswith("check-back:") else "it was your time"


def left_out(day: date) -> str:
    """A day of theirs on which the agency is closed, before it and after."""
    return f"{day_in_words(day)} is left out: your agency is closed that day."


def away(span: Away) -> str:
    """Their own days away, as a line of its own."""
    return f"You are away {in_words(span)}, so nothing comes then. Nobody was told."


def suggested(coach: str) -> str:
    """A question that their coach suggested waits for them, as a line of its own."""
    return f"A question that <@{coach}> suggested comes next."


def slack_away(until: str | None) -> str:
    """Their status in Slack, as a line of its own."""
    return f"Your Slack says that you are away{f' until {until}' if until else ''}. Nothing comes while it does."


def moved(zone: str) -> str:
    """Their hours went along with Slack's time zone, as a line of its own."""
    return f"Your Slack moved to {zone}, so your hours moved too."
