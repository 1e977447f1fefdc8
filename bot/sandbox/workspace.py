"""The single truth about the pretend workspace: its people, channels, messages and clock."""

import copy
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.sandbox.clockwork import Clock, Ids
from bot.sandbox.manifest import Manifest
from bot.sandbox.seed import DEMO_SEED, Channel, Person, Seed
from bot.sandbox.traffic import Feed, Log, Payload
from bot.sandbox.users import channel_events, user_payload
from bot.sandbox.views import Views

SLACKBOT = "USLACKBOT"


class Refused(Exception):
    """Slack says no: `error` is Slack's own string, `more` what comes with it in the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        """Keep the error string and the fields that go beside it."""
        super().__init__(error)
        self.error = error
        self.more = more


class Impossible(Exception):
    """A person cannot do this here; the sentence says why, `status` is the HTTP status for it."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        """Keep the sentence and the status."""
        super().__init__(sentence)
        self.status = status


class Workspace:
    """People, channels, messages, open forms, the clock, and who is told when something happens."""

    def __init__(
        self,
        *,
        seed: Seed = DEMO_SEED,
        manifest: Manifest | None = None,
        start_at: datetime | None = None,
        real: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        beside: "Workspace | None" = None,
    ) -> None:
        """`real` gives Unix seconds, `steady` seconds that never jump (for the 3-second rules).

        `beside` another workspace of the same Slack: they have one clock, and no id is given in both.
        """
        self.seed = seed
        self.manifest = self._asked = manifest or Manifest()
        self.clock: Clock = beside.clock if beside else Clock(real, start_at)
        self.ids: Ids = beside.ids if beside else Ids(real)
        self.feed = Feed()
        self.log = Log(self.clock, self.feed)
        self.views = Views(seed, self.ids, self.clock, self.feed, steady)
        self.tell_app: list[Callable[[str, Payload], None]] = []
        self.installed = True
        self.org_wide = False  # served by its organization's installation
        self.forget_tokens: Callable[[], None] = lambda: None
        self.address = ""
        self.tickets: set[str] = set()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Payload]] = {}
        self.response_urls: dict[str, Payload] = {}
        self.files: dict[str, Payload] = {}
        self.executions: dict[str, Payload] = {}
        self.plant()

    def plant(self) -> None:
        """Put the seed in place and forget everything else but the names already given."""
        self.people = {person.id: person for person in self.seed.people}
        self.channels = {channel.id: channel for channel in self.seed.channels}
        self.messages = {}
        self.response_urls = {}
        self.files = {}
        self.executions = {}
        self.installed = True
        self.views.forget()
        self.clock.restart()

    def person(self, user: str) -> Person:
        """The person with this id. Raises Refused("user_not_found")."""
        if user not in self.people:
            raise Refused("user_not_found")
        return self.people[user]

    def person_of_dm(self, channel: str) -> Person | None:
        """Whose conversation with the app this is, if it is one."""
        return self.people.get("U" + channel[1:]) if channel.startswith("D") else None

    def place(self, channel: str) -> str:
        """The id under which a place keeps its messages; a person's id stands for their DM. Raises Refused."""
        if channel in self.people:
            return self.people[channel].dm
        if channel in self.channels or self.person_of_dm(channel):
            return channel
        raise Refused("channel_not_found")

    def members(self, place: str) -> tuple[str, ...]:
        """Who is in a channel or a DM."""
        person = self.person_of_dm(place)
        return (person.id, self.seed.bot_user) if person else self.channels[place].members

    def has_bot(self, place: str) -> bool:
        """Whether the app's bot is in this channel or DM."""
        return self.seed.bot_user in self.members(place)

    def post(self, place: str, message: Payload) -> Payload:
        """Add a message with a new ts, and tell the app as far as it listens there."""
        posted = {"type": "message", "ts": self.clock.stamp(), "team": self.seed.team_id, **message}
        self.messages.setdefault(place, []).append(posted)
        self.feed.note("message", channel=place, user=posted.get("ephemeral_for"))
        if "ephemeral_for" not in posted:
            self.announce_message(place, heard(posted) | {"event_ts": posted["ts"]})
        return posted

    def find(self, place: str, ts: str) -> Payload | None:
        """The message with this ts in this place, ephemeral ones included."""
        return next((message for message in self.messages.get(place, []) if message["ts"] == ts), None)

    def change(self, place: str, message: Payload, new: Payload) -> None:
        """Replace a message's fields (a value of None takes the field away) and tell the app."""
        before = copy.deepcopy(message)
        message.update(new)
        for name in [name for name, value in message.items() if value is None]:
            del message[name]
        self.feed.note("message_changed", channel=place, user=message.get("ephemeral_for"))
        if "ephemeral_for" not in message:
            self._announce_edit(place, "message_changed", before, {"message": heard(message)})

    def remove(self, place: str, message: Payload) -> None:
        """Take a message away and tell the app."""
        self.messages[place].remove(message)
        self.feed.note("message_deleted", channel=place, user=message.get("ephemeral_for"))
        if "ephemeral_for" not in message:
            self._announce_edit(place, "message_deleted", message, {"deleted_ts": message["ts"]})

    def set_reaction(self, place: str, message: Payload, name: str, user: str, *, present: bool) -> bool:
        """Add or take away one person's reaction. False when it already was as asked."""
        reactions: list[Payload] = message.setdefault("reactions", [])
        entry = next((reaction for reaction in reactions if reaction["name"] == name), None)
        if present == (entry is not None and user in entry["users"]):
            return False
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            reactions.append(entry)
        entry["users"] = [*entry["users"], user] if present else [other for other in entry["users"] if other != user]
        entry["count"] = len(entry["users"])
        message["reactions"] = [reaction for reaction in reactions if reaction["users"]]
        self.feed.note("reaction", channel=place)
        self._announce_reaction(place, message, name, user, present=present)
        return True

    def set_person(self, person: Person) -> None:
        """Change or add a person and tell the app."""
        kind = "user_change" if person.id in self.people else "team_join"
        self.people[person.id] = person
        self.feed.note("people", user=person.id)
        if not person.is_stranger:  # whoever is of another workspace neither joins this one nor changes here
            self.announce(kind, {"type": kind, "user": self.user(person), "event_ts": self.clock.stamp()})

    def uninstall(self, *, quietly: bool = False) -> None:
        """Remove the app: it hears so once (or, `quietly`, misses it), and then nothing more."""
        bot = self.seed.bot_user
        if not quietly:
            self.announce("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
            self.announce("app_uninstalled", {"type": "app_uninstalled"})
        self._end()

    def revoke_tokens(self) -> None:
        """Take the bot's token away: the app hears of the token, and nothing more."""
        bot = self.seed.bot_user
        self.announce("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
        self._end()

    def _end(self) -> None:
        self.installed = False
        self.forget_tokens()
        self.feed.note("app")

    def decline(self, *scopes: str) -> None:
        """Install the app without these scopes; those that were declined before are granted now, unless they are among them."""
        self.manifest = self._asked.without(*scopes) if scopes else self._asked

    def set_channel(self, channel: Channel) -> None:
        """Change or add a channel and tell the app what it may know."""
        before = self.channels.get(channel.id, channel)
        self.channels[channel.id] = channel
        self.feed.note("people", channel=channel.id)
        for event in channel_events(before, channel, self.seed):
            self.announce(event["type"], event | {"event_ts": self.clock.stamp()})

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with all that stands in it, and tell the app."""
        del self.channels[channel.id]
        self.messages.pop(channel.id, None)
        self.feed.note("people", channel=channel.id)
        kind = "group_deleted" if channel.is_private else "channel_deleted"
        self.announce(kind, {"type": kind, "channel": channel.id, "event_ts": self.clock.stamp()})

    def invite_bot(self, channel: Channel, *, member: bool) -> Channel:
        """The channel with the bot in it, or out of it; the caller saves it."""
        others = tuple(user for user in channel.members if user != self.seed.bot_user)
        return replace(channel, members=(*others, self.seed.bot_user) if member else others)

    def new_response_url(self, place: str, user: str, ts: str | None) -> str:
        """An address that takes five answers in thirty minutes; `ts` names the message it may replace."""
        key = self.ids.new("r")
        self.response_urls[key] = {"place": place, "user": user, "ts": ts, "uses": 0, "made": self.clock.seconds()}
        return f"{self.address}/response/{key}"

    def announce(self, name: str, event: Payload) -> None:
        """Send an event to the app when it is installed and its manifest subscribes to it."""
        if self.installed and self.manifest.hears(name):
            for tell in self.tell_app:
                tell(name, event)

    def announce_message(self, place: str, event: Payload) -> None:
        """Send a message event to the app when its bot is in that place."""
        kind = self.kind(place)
        if self.has_bot(place):
            self.announce(f"message.{_SUBSCRIPTIONS[kind]}", event | {"channel": place, "channel_type": kind})

    def kind(self, place: str) -> str:
        """Slack's channel_type: im, channel (public) or group (private)."""
        if self.person_of_dm(place):
            return "im"
        return "group" if self.channels[place].is_private else "channel"

    def user(self, person: Person) -> Payload:
        """A person as users.info gives them."""
        from_clock = self.clock.now()
        return user_payload(person, self.seed, from_clock, email=self.manifest.grants("users:read.email"))

    def _announce_edit(self, place: str, subtype: str, before: Payload, more: Payload) -> None:
        ts = self.clock.stamp()
        event = {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts}
        self.announce_message(place, event | more | {"previous_message": heard(before)})

    def _announce_reaction(self, place: str, message: Payload, name: str, user: str, *, present: bool) -> None:
        kind = "reaction_added" if present else "reaction_removed"
        item = {"type": "message", "channel": place, "ts": message["ts"]}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "event_ts": self.clock.stamp()}
        if self.has_bot(place):
            self.announce(kind, event | ({"item_user": message["user"]} if "user" in message else {}))


_SUBSCRIPTIONS = {"im": "im", "channel": "channels", "group": "groups"}


def heard(message: Payload) -> Payload:
    """The message as others receive it: without its metadata, which must be asked for."""
    return copy.deepcopy({name: value for name, value in message.items() if name != "metadata"})
