"""What an agency may decline when it installs the app, and what the program lead is told of it then."""

from collections.abc import Collection
from enum import StrEnum

from bot.coaching.language import mark, say


class Feature(StrEnum):
    """A part of the app that works only where Slack's administrator allowed it. Everything else works without it."""

    DO_NOT_DISTURB = "do_not_disturb"
    LOOKING_BACK = "looking_back"
    BY_EMAIL = "by_email"
    OWN_COPY = "own_copy"
    CHANNELS = "channels"


WITHOUT: dict[Feature, str] = {
    Feature.DO_NOT_DISTURB: mark("I cannot see who has Do Not Disturb on. I keep to each person's own hours."),
    Feature.LOOKING_BACK: mark(
        "When Slack does not say whether a small success was posted, I cannot look. I do not post it again, and I tell its owner."
    ),
    Feature.BY_EMAIL: mark("I cannot find people by e-mail address. A roster needs their Slack ids."),
    Feature.OWN_COPY: mark(
        "I cannot put a copy of their own records into somebody's messages. I tell them whom to ask for it."
    ),
    Feature.CHANNELS: mark(
        "I do not hear when a coach channel is closed or opened. I find out when I post there, and try again each day. I cannot see "
        "whether another organization is in it."
    ),
}
"""What does not work without it, and what happens in its place: sentences for the program lead and for `shoulder doctor`."""
OPENING = mark("When I was installed, some of what I asked for was declined. I work without it:")
MEND = mark("To change that, a Slack administrator can install me again and allow it. Nobody else was told.")


def in_words(off: Collection[Feature]) -> str:
    """What a program lead is told once of what is off."""
    return "\n".join([say(OPENING), *(f"• {say(WITHOUT[each])}" for each in Feature if each in off), say(MEND)])
