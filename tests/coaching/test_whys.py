"""Why a question did not come, or came late, in plain words: every reason has a sentence, and no sentence blames."""

import pytest

from bot.coaching import whys

WHEN = "Monday, Nov 2 at 10:00 am"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("agency_closed", "your agency was closed that day"),
        ("on_leave", "you were away that day"),
        ("slack_away", "your Slack said that you were away"),
        ("do_not_disturb", "Do Not Disturb was on in your Slack"),
        ("account_closed", "your Slack account was closed"),
        ("outside_hours", "it could not be sent inside your hours"),
        ("too_late", "its time was over before Slack took it"),
        ("called_off", "you asked me to be quiet"),
        ("gone_quiet", "you asked me to be quiet"),
        ("agreement_changed", "the agreement changed, and it waits for your yes"),
        ("week_full", "you already had your questions for the week"),
        ("quiet_day", "that day was to stay quiet"),
        ("already_closed", "you had answered it already"),
        ("not_in_library", "its question is no longer in the library"),
        ("cannot_confirm", "Slack did not say whether it arrived, and I do not ask twice"),
        ("our_mistake", "something broke on our side; your program lead was told"),
        ("worker_died", "I was restarted in the meantime"),
        ("channel_not_found", "Slack did not take it; your program lead was told"),
        (None, "Slack did not take it; your program lead was told"),
    ],
)
def test_each_reason_has_its_words(reason, words):
    """Word by word, so that whoever changes one sees all of them."""
    assert whys.because(reason) == words


def test_what_waits_for_its_time_has_no_excuse():
    """Nothing held it up: it is simply not its time yet."""
    assert whys.on_its_way(WHEN, None, unclear=False) == f"One is on its way: {WHEN}."


def test_what_is_held_up_says_by_what():
    """By a reason of ours, or by a trouble of Slack's."""
    assert whys.on_its_way(WHEN, "do_not_disturb", unclear=False).endswith(
        "It waits, because Do Not Disturb was on in your Slack."
    )
    assert whys.on_its_way(WHEN, "ratelimited", unclear=False).endswith(
        "It waits, because Slack was busy or could not be reached."
    )


def test_what_may_have_arrived_is_not_promised():
    """Slack gave no answer: it is being looked for."""
    told = whys.on_its_way(WHEN, "TimeoutError", unclear=True)

    assert told == "One is on its way. Slack did not say whether it arrived, so I am looking."


@pytest.mark.parametrize(
    ("occasion", "asked_by", "because"),
    [
        ("day:2026-11-02", None, "it was your time"),
        ("check-back:r1", None, "you wanted me to check back"),
        ("ask:USAM:2026-11-02", "USAM", "<@USAM> asked for it"),
    ],
)
def test_what_came_says_whose_wish_it_was(occasion, asked_by, because):
    """The clock's, their own, or another person's."""
    assert whys.came(WHEN, occasion, asked_by, None) == f"The last one came {WHEN}, because {because}."


def test_what_came_late_says_why():
    """After the wish, what held it up."""
    told = whys.came(WHEN, "day:2026-11-02", None, "do_not_disturb")

    assert told.endswith("It came later than planned, because Do Not Disturb was on in your Slack.")
