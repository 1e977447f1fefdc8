"""What an agency may decline when it installs the app, and what the program lead is told of it then."""

from enum import StrEnum


class Feature(StrEnum):
    """A part of the app that works only where Slack's administrator allowed it. Everything else works without it."""

    DO_NOT_DISTURB = "do_not_disturb"
    LOOKING_BACK = "looking_back"
    BY_EMAIL = "by_email"
    OWN_COPY = "own_copy"
    CHANNELS = "channels"


WITHOUT: dict[Feature, str] = {
    Feature.DO_NOT_DISTURB: ("I cannot see who has Do Not Disturb on. I keep to each person's own hours."),
    Feature.LOOKING_BACK: (
        "When Slack does not say whether a small success was posted, I cannot look. I do not post it again, and I tell its owner."
    ),
    Feature.BY_EMAIL: ("I cannot find people by e-mail address. A roster needs their Slack ids."),
    Feature.OWN_COPY: (
        "I cannot put a copy of their own records into somebody's messages. I tell them whom to ask for it."
    ),
    Feature.CHANNELS: "I cannot look at a coach channel before I post there. I find out when I post.",
}
"""What does not work without it, and what happens in its place: sentences for the program lead and for `shoulder doctor`."""
