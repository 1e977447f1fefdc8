"""Carry messages to Slack and tell plainly what came of it: done, wait, no, or unclear."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching.features import Feature
from bot.coaching.messages import Message
from bot.coaching.prompts import Library
from bot.services.messenger import Busy, Posted, Profile, Refused, Soon, SwitchedOff, Unclear, nobody
from bot.services.standing import Corner
from bot.slack import ids
from bot.slack.answers import clearly
from bot.slack.do_not_disturb import DoNotDisturb
from bot.slack.home import home, without_tables
from bot.slack.people import is_elsewhere, organization_of, profile_of
from bot.slack.posts import variants

NOT_THERE = frozenset({"message_not_found"})
OUT_OF_REACH = NOT_THERE | {"channel_not_found"}
NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
TOO_RICH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
NOT_DRAWN = frozenset({"invalid_blocks", "invalid_arguments"})
LOOK_BACK = 200
Sent = TypeVar("Sent")
LOOK_AGAIN = timedelta(seconds=30)


class SlackMessenger:
    """The way out. Its client must not retry by itself: a repeated post would be a second message.

    Where the app is in many workspaces, `there` gives the way into each.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        off: Callable[[], frozenset[Feature]] = frozenset,
        there: Callable[[str], "SlackMessenger"] | None = None,
        here: str | None = None,
    ) -> None:
        """`off` says what we were not allowed: it is not even asked for. `here` is the workspace, where it is known."""
        self._client = client
        self._off = off
        self._there = there
        self._here = here
        self._organization: str | None = None
        self._do_not_disturb = DoNotDisturb(client)

    @property
    def off(self) -> frozenset[Feature]:
        """What was declined when the app was installed."""
        return self._off()

    def within(self, workspace: str) -> "SlackMessenger":
        """The way into this workspace, with its token."""
        return self if self._there is None else self._there(workspace)

    async def let_in(self) -> bool:
        """Whether Slack accepts our token."""
        try:
            await clearly(self._client.auth_test())
        except (Refused, SwitchedOff):
            return False
        return True

    async def quiet_until(
        self, people: Collection[str], now: datetime, *, soon: Soon = nobody
    ) -> Mapping[str, datetime]:
        """Who of these has Do Not Disturb on, and until when."""
        if Feature.DO_NOT_DISTURB in self.off:
            return {}
        return await self._do_not_disturb.until(people, now, soon)

    async def post(self, channel: str, message: Message, *, delivery: str) -> Posted:
        """Post once. A workspace that cannot draw some block gets the next plainer way to say it."""
        return await _as_drawn(message, lambda said: self._post(channel, said, _naming(delivery)))

    async def _post(self, channel: str, said: dict[str, Any], metadata: dict[str, Any]) -> Posted:
        whole = {"channel": channel, "metadata": metadata, "unfurl_links": False, "unfurl_media": False, **said}
        # As chat_postMessage does it, without its search for the SDK's own block objects in our plain ones.
        answer = await clearly(self._client.api_call("chat.postMessage", json=whole))
        return Posted(answer["channel"], answer["ts"])

    async def is_shared_with_others(self, channel: str) -> bool:
        """Whether people of another organization are in this channel, as Slack says now."""
        if Feature.CHANNELS in self.off:
            return False
        try:
            there = await clearly(self._client.conversations_info(channel=channel))
        except Refused:
            return False  # we are not in it, or it is gone: so Slack says to the post, too, and somebody is told then
        except Unclear as problem:
            raise Busy(problem.reason, LOOK_AGAIN) from problem  # nothing was posted
        return bool(there["channel"].get("is_ext_shared"))

    async def update(self, posted: Posted, message: Message, *, delivery: str) -> None:
        """Change what stands there. Somebody who deleted the message meanwhile has our respect; a channel that we cannot see any
        more still shows it."""
        await _as_drawn(message, lambda said: self._update(posted, said, _naming(delivery)))

    async def _update(self, posted: Posted, said: dict[str, Any], metadata: dict[str, Any]) -> None:
        update = self._client.chat_update(channel=posted.channel, ts=posted.ts, metadata=metadata, **said)
        await _unless(NOT_THERE if posted.channel.startswith(("C", "G")) else OUT_OF_REACH, update)

    async def hand_over(self, person: str, name: str, content: bytes, said: str) -> None:
        """Upload a file into the conversation with this person."""
        opened = await clearly(self._client.conversations_open(users=person))
        await clearly(
            self._client.files_upload_v2(
                channel=opened["channel"]["id"], filename=name, content=content, initial_comment=said
            )
        )

    async def remove(self, posted: Posted) -> None:
        """Take it away; gone already is fine. A channel that we cannot see any more still shows the message: that is not."""
        await _unless(NOT_THERE, self._client.chat_delete(channel=posted.channel, ts=posted.ts))

    async def publish(self, corner: Corner, library: Library) -> None:
        """Draw App Home anew for the person whose corner this is."""
        await draw_home(self._client, corner.person, home(corner, library))

    async def find(self, channel: str, *, delivery: str, since: datetime) -> Posted | None:
        """Look through the channel's latest messages for this delivery's id."""
        if Feature.LOOKING_BACK in self.off and channel.startswith(("C", "G")):
            raise Refused("missing_scope")
        place = await self._place(channel)
        cursor = None
        while True:
            page = await clearly(
                self._client.conversations_history(
                    channel=place,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=LOOK_BACK,
                    cursor=cursor,
                )
            )
            for message in page["messages"]:
                if _is(message, delivery):
                    return Posted(place, message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _place(self, channel: str) -> str:
        """A person's direct messages have an id of their own, which history wants."""
        if channel.startswith(("U", "W")):
            opened: dict[str, Any] = await clearly(self._client.conversations_open(users=channel))
            return str(opened["channel"]["id"])
        return channel

    async def profile(self, person: str) -> Profile | None:
        """Who this is, by Slack id or by e-mail address: by the latter Slack says all but their language, so it is asked once more."""
        try:
            if "@" in person:
                person = (await clearly(self._client.users_lookupByEmail(email=person)))["user"]["id"]
            answer = await clearly(self._client.users_info(user=person, include_locale=True))
        except Refused as refused:
            if refused.reason in NOBODY:
                return None
            raise
        user = answer["user"]
        if self._here is not None and is_elsewhere(user, self._here) and organization_of(user):
            return profile_of(user, self._here, await self._whose())
        return profile_of(user, self._here)

    async def _whose(self) -> str:
        """The Enterprise Grid that this workspace belongs to, empty for none: asked once, when somebody of a Grid comes from elsewhere."""
        if self._organization is None:
            self._organization = str((await clearly(self._client.auth_test())).get("enterprise_id") or "")
        return self._organization


def _naming(delivery: str) -> dict[str, Any]:
    """Metadata by which this delivery is found again in the channel's history."""
    return {"event_type": ids.DELIVERY_EVENT, "event_payload": {ids.DELIVERY_KEY: delivery}}


async def _as_drawn(message: Message, send: Callable[[dict[str, Any]], Awaitable[Sent]]) -> Sent:
    """Send it in the richest way that this workspace draws: the plainest has nothing in it that it could refuse to."""
    *richer, plainest = variants(message)
    for way in richer:
        try:
            return await send(way.as_arguments())
        except Refused as refused:
            if refused.reason not in TOO_RICH:
                raise
    return await send(plainest.as_arguments())


async def draw_home(client: AsyncWebClient, person: str, view: dict[str, Any]) -> None:
    """Publish App Home; without its table, where a workspace draws none. Raises what Slack's no means."""
    try:
        await clearly(client.views_publish(user_id=person, view=view))
    except Refused as refused:
        if refused.reason not in NOT_DRAWN:
            raise
        await clearly(client.views_publish(user_id=person, view=without_tables(view)))


def _is(message: dict[str, Any], delivery: str) -> bool:
    metadata = message.get("metadata") or {}
    return bool((metadata.get("event_payload") or {}).get(ids.DELIVERY_KEY) == delivery)


async def _unless(harmless: frozenset[str], call: Awaitable[Any]) -> None:
    try:
        await clearly(call)
    except Refused as refused:
        if refused.reason not in harmless:
            raise
