"""Why a question did not come, or came late: each reason that can stand in the ledger, as words that go on after “because”."""

from datetime import date

from bot.coaching.coming import FULL
from bot.coaching.days_away import Away, in_words
from bot.coaching.language import mark, say
from bot.coaching.schedule import day_of_week

MISSED = mark("I could not send it inside your hours, so it moved to your next time")
BECAUSE = {
    "agency_closed": mark("your agency was closed that day"),
    "on_leave": mark("you were away that day"),
    "slack_away": mark("your Slack said that you were away"),
    "do_not_disturb": mark("Do Not Disturb was on in your Slack"),
    "account_closed": mark("your Slack account was closed"),
    "outside_hours": mark("it could not be sent inside your hours"),
    "too_late": mark("its time was over before Slack took it"),
    "called_off": mark("you asked me to be quiet"),
    "overtaken": mark("its next part is here already"),
    "not_reviewed": mark("your agency sends only what was reviewed"),
    "session_moved": mark("your coaching session was moved or cancelled"),
    "session_over": mark("your coaching session was over by then"),
    "gone_quiet": mark("you asked me to be quiet"),
    "agreement_changed": mark("the agreement changed, and it waits for your yes"),
    "week_full": FULL,
    "quiet_day": mark("that day was to stay quiet"),
    "already_closed": mark("you had answered it already"),
    "not_in_library": mark("its question is no longer in the library"),
    "cannot_confirm": mark("Slack did not say whether it arrived, and I do not ask twice"),
    "our_mistake": mark("something broke on our side; your program lead was told"),
    "uninstalled": mark("I was not installed in your Slack then"),
    "worker_died": mark("I was restarted in the meantime"),
}
REFUSED = mark("Slack did not take it; your program lead was told")
SLACK_IN_TROUBLE = mark("Slack was busy or could not be reached")
NOTHING_YET = mark("I have not asked you anything yet.")


def because(reason: str | None) -> str:
    """The words for why something was not sent; what is none of our reasons is a no of Slack's."""
    return say(BECAUSE.get(reason or "", REFUSED))


def late(reason: str | None) -> str:
    """The words for why something waits or waited; what is none of our reasons is a trouble of Slack's."""
    return say(BECAUSE.get(reason or "", SLACK_IN_TROUBLE))


def on_its_way(when: str, reason: str | None, *, unclear: bool) -> str:
    """Something is owed: when it comes, and why it was not here earlier, unless its time simply has not come."""
    if unclear:
        return say("One is on its way. Slack did not say whether it arrived, so I am looking.")
    waits = " " + say("It waits, because {reason}.", reason=late(reason)) if reason else ""
    return say("One is on its way: {when}.", when=when) + waits


def came(when: str, occasion: str, asked_by: str | None, reason: str | None, *, suggested_by: str | None = None) -> str:
    """The last one was here: whose wish it was, and why it came late, if it did."""
    held_up = " " + say("It came later than planned, because {reason}.", reason=late(reason)) if reason else ""
    wish = _wish(occasion, asked_by, suggested_by)
    return say("The last one came {when}, because {reason}.", when=when, reason=wish) + held_up


def _wish(occasion: str, asked_by: str | None, suggested_by: str | None) -> str:
    if asked_by is not None:
        return say("{who} asked for it", who=f"<@{asked_by}>")
    if occasion.startswith("session:"):
        return say("your coaching session comes up")
    if suggested_by is not None:
        return say("it was your time, and {who} suggested it", who=f"<@{suggested_by}>")
    return say("you wanted me to check back") if occasion.startswith("check-back:") else say("it was your time")


def left_out(day: date) -> str:
    """A day of theirs on which the agency is closed, before it and after."""
    return say("{day} is left out: your agency is closed that day.", day=day_of_week(day))


def away(span: Away) -> str:
    """Their own days away, as a line of its own."""
    return say("You are away {when}, so nothing comes then. Nobody was told.", when=in_words(span))


def slack_away(until: str | None) -> str:
    """Their status in Slack, as a line of its own."""
    if until:
        return say("Your Slack says that you are away until {when}. Nothing comes while it does.", when=until)
    return say("Your Slack says that you are away. Nothing comes while it does.")


def moved(zone: str) -> str:
    """Their hours went along with Slack's time zone, as a line of its own."""
    return say("Your Slack moved to {zone}, so your hours moved too.", zone=zone)
