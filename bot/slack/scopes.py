"""What the app asks of Slack's administrator, why, and which feature is off where they declined it: the one place for all three."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.coaching.features import Feature
from bot.slack import ids


@dataclass(frozen=True)
class Scope:
    """A permission by Slack's name, with what it is for. `feature` is what is off without it; None: the app needs it.

    `used_by` are the Web API methods and the events for which Slack wants it (docs.slack.dev/reference/scopes).
    """

    name: str
    why: str
    used_by: tuple[str, ...]
    feature: Feature | None = None


SCOPES = (
    Scope(
        "chat:write",
        "To bring questions, receipts, digests and small successes.",
        ("chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete"),
    ),
    Scope("commands", "For `/coach-checkin` and the two shortcuts.", ()),
    Scope(
        "im:history",
        "To hear a reply that is typed in the app's own direct messages, and to look there whether an unclear message arrived "
        "before it is sent again. The app reads no other direct messages.",
        ("message.im", "conversations.history"),
    ),
    Scope(
        "im:write",
        "To find the direct messages in which to look for an unclear first message, or into which a file goes.",
        ("conversations.open",),
    ),
    Scope(
        "users:read",
        "For each person's time zone and language, and to stop when an account is closed.",
        ("users.info", "users.list", "bots.info", "user_change", "team_join"),
    ),
    Scope(
        "channels:history",
        "To look in a public coach channel. Slack may not have said if a small success was posted there.",
        ("conversations.history",),
        Feature.LOOKING_BACK,
    ),
    Scope(
        "channels:read",
        "To hear when a public coach channel is closed, open again or shared with another organization, and to look before a small "
        "success goes there. `shoulder doctor` looks there if the app is in it.",
        ("conversations.info", *ids.CHANNEL_NEWS, *ids.SHARING, ids.MEMBER_JOINED, ids.MEMBER_LEFT),
        Feature.CHANNELS,
    ),
    Scope("dnd:read", "To keep quiet while somebody has Do Not Disturb on.", ("dnd.teamInfo",), Feature.DO_NOT_DISTURB),
    Scope(
        "files:write",
        "To put a person's own copy of their records into their own messages.",
        ("files.getUploadURLExternal", "files.completeUploadExternal"),
        Feature.OWN_COPY,
    ),
    Scope(
        "groups:history", "The same look in a private coach channel.", ("conversations.history",), Feature.LOOKING_BACK
    ),
    Scope(
        "groups:read",
        "The same for a private coach channel.",
        ("conversations.info", *ids.GROUP_NEWS, *ids.SHARING, ids.MEMBER_JOINED, ids.MEMBER_LEFT),
        Feature.CHANNELS,
    ),
    Scope(
        "users:read.email",
        "To import a roster that has e-mail addresses in it.",
        ("users.lookupByEmail",),
        Feature.BY_EMAIL,
    ),
)
REQUIRED = tuple(each.name for each in SCOPES if each.feature is None)
OPTIONAL = tuple(each.name for each in SCOPES if each.feature is not None)


def granted(headers: Mapping[str, str]) -> frozenset[str] | None:
    """What the token may, as the head of each of Slack's answers says; None where it does not say.

    >>> sorted(granted({"X-OAuth-Scopes": "commands,chat:write"}))
    ['chat:write', 'commands']
    """
    said = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes")
    return None if said is None else frozenset(filter(None, (each.strip() for each in said.split(","))))


def missing(granted: Collection[str]) -> tuple[str, ...]:
    """What the app cannot do without and was not given."""
    return tuple(name for name in REQUIRED if name not in granted)


def switched_off(granted: Collection[str]) -> frozenset[Feature]:
    """The features of which a scope was declined: half a feature is none, so that what the lead is told holds in every channel.

    >>> sorted(switched_off([each.name for each in SCOPES if each.name != "dnd:read"]))
    [<Feature.DO_NOT_DISTURB: 'do_not_disturb'>]
    """
    return frozenset(each.feature for each in SCOPES if each.feature is not None and each.name not in granted)
