"""What the app may know about channels and read in them."""

import base64
from collections.abc import Iterable
from typing import Any

from bot.sandbox.arguments import Arguments, complaint
from bot.sandbox.seed import Channel, Person
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace, heard

HISTORY_LIMIT = 100
MOST = 999
FAMILY = {"im": "im", "channel": "channels", "group": "groups"}
TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def need_scope(workspace: Workspace, *any_of: str) -> None:
    """Refuse a call whose token lacks the scope, naming it as Slack does."""
    if not any(workspace.manifest.grants(scope) for scope in any_of):
        provided = ",".join(workspace.manifest.scopes or ())
        raise Refused("missing_scope", needed=any_of[0], provided=provided)


def known_place(workspace: Workspace, arguments: Arguments, right: str) -> str:
    """A conversation by its id, with the scope for its kind. A person's id is not one. Raises Refused."""
    channel = arguments.need("channel")
    if channel not in workspace.channels and workspace.person_of_dm(channel) is None:
        raise Refused("channel_not_found")
    need_scope(workspace, f"{FAMILY[workspace.kind(channel)]}:{right}")
    if workspace.kind(channel) == "group" and not workspace.has_bot(channel):
        raise Refused("channel_not_found")
    return channel


def open_conversation(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.open: the DM with one person."""
    users = [user for user in arguments.text("users").split(",") if user]
    if not users and arguments.text("channel"):
        person = workspace.person_of_dm(arguments.text("channel"))
        users = [person.id] if person else []
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise complaint("this workspace does not model conversations with several people")
    person = workspace.person(users[0])
    if person.deleted:
        raise Refused("user_disabled")
    full = im(workspace, person) if arguments.flag("return_im") else {"id": person.dm}
    return {"no_op": True, "already_open": True, "channel": full}


def info(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.info: one channel or DM."""
    place = known_place(workspace, arguments, "read")
    channel = conversation(workspace, place)
    if arguments.flag("include_num_members"):
        channel["num_members"] = len(workspace.members(place))
    return {"channel": channel}


def members(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.members: who is in a channel, in pages."""
    place = known_place(workspace, arguments, "read")
    return page("members", list(workspace.members(place)), arguments, HISTORY_LIMIT)


def list_conversations(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.list: the channels of the workspace, in pages."""
    return page("channels", list(_listed(workspace, arguments, workspace.seed.bot_user, all_public=True)), arguments)


def users_conversations(workspace: Workspace, arguments: Arguments) -> Payload:
    """users.conversations: the channels that the app's bot, or a person, is in."""
    user = arguments.text("user") or workspace.seed.bot_user
    if user != workspace.seed.bot_user:
        workspace.person(user)
    return page("channels", list(_listed(workspace, arguments, user, all_public=False)), arguments)


def _listed(workspace: Workspace, arguments: Arguments, user: str, *, all_public: bool) -> Iterable[Payload]:
    kinds = [kind.strip() for kind in (arguments.text("types") or "public_channel").split(",")]
    for kind in kinds:
        if kind not in TYPES:
            raise Refused("invalid_types")
        need_scope(workspace, f"{TYPES[kind]}:read")
    for channel in workspace.channels.values():
        private = "private_channel" if channel.is_private else "public_channel"
        visible = user in channel.members or (all_public and not channel.is_private)
        if private in kinds and visible and not (channel.is_archived and arguments.flag("exclude_archived")):
            yield conversation(workspace, channel.id)
    if "im" in kinds:
        yield from (im(workspace, person) for person in workspace.people.values())


def history(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.history: newest first, without replies, between `oldest` and `latest`."""
    place = readable(workspace, arguments)
    roots = [message for message in _shown(workspace, place) if _is_root(message)]
    chosen = [message for message in roots if _between(message, arguments)][::-1]
    messages = [_told(workspace, place, message, arguments) for message in chosen]
    paged = page("messages", messages, arguments, HISTORY_LIMIT)
    return paged | {"has_more": bool(paged["response_metadata"]["next_cursor"]), "pin_count": 0}


def replies(workspace: Workspace, arguments: Arguments) -> Payload:
    """conversations.replies: a message and what was answered under it, the message first."""
    place, ts = readable(workspace, arguments), arguments.need("ts")
    shown = list(_shown(workspace, place))
    if not any(message["ts"] == ts for message in shown):
        raise Refused("thread_not_found")
    parent = [message for message in shown if message["ts"] == ts]
    answers = [message for message in shown if message.get("thread_ts") == ts and _between(message, arguments)]
    messages = [_told(workspace, place, message, arguments) for message in [*parent, *answers]]
    paged = page("messages", messages, arguments, MOST)
    return paged | {"has_more": bool(paged["response_metadata"]["next_cursor"])}


def readable(workspace: Workspace, arguments: Arguments) -> str:
    """A conversation whose messages the app may read. Raises Refused."""
    place = known_place(workspace, arguments, "history")
    if not workspace.has_bot(place):
        raise Refused("not_in_channel")
    return place


def _shown(workspace: Workspace, place: str) -> Iterable[Payload]:
    return (message for message in workspace.messages.get(place, []) if "ephemeral_for" not in message)


def _is_root(message: Payload) -> bool:
    return "thread_ts" not in message or message.get("subtype") == "thread_broadcast"


def _between(message: Payload, arguments: Arguments) -> bool:
    ts, oldest, latest = float(message["ts"]), arguments.instant("oldest"), arguments.instant("latest")
    if arguments.flag("inclusive"):
        return (oldest is None or ts >= oldest) and (latest is None or ts <= latest)
    return (oldest is None or ts > oldest) and (latest is None or ts < latest)


def _told(workspace: Workspace, place: str, message: Payload, arguments: Arguments) -> Payload:
    told = heard(message)
    if arguments.flag("include_all_metadata") and "metadata" in message:
        told["metadata"] = message["metadata"]
    return told | _thread_summary(workspace, place, message)


def _thread_summary(workspace: Workspace, place: str, message: Payload) -> Payload:
    answers = [other for other in _shown(workspace, place) if other.get("thread_ts") == message["ts"]]
    if not answers:
        return {}
    users = list(dict.fromkeys(str(answer.get("user")) for answer in answers))
    return {
        "thread_ts": message["ts"],
        "reply_count": len(answers),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": answers[-1]["ts"],
    }


def page(name: str, everything: list[Any], arguments: Arguments, otherwise: int = MOST) -> Payload:
    """One page of a list, and the cursor of the next. Raises Refused(invalid_cursor)."""
    start = _read_cursor(arguments.text("cursor"))
    limit = max(1, min(arguments.number("limit", otherwise) or otherwise, MOST))
    after = start + limit
    cursor = base64.b64encode(f"next:{after}".encode()).decode() if after < len(everything) else ""
    return {name: everything[start:after], "response_metadata": {"next_cursor": cursor}}


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.b64decode(cursor, validate=True).decode().split(":")
        start = int(number)
    except ValueError:
        raise Refused("invalid_cursor") from None
    if word != "next" or start < 0:
        raise Refused("invalid_cursor")
    return start


def conversation(workspace: Workspace, place: str) -> Payload:
    """A channel or DM in Slack's form."""
    person = workspace.person_of_dm(place)
    return im(workspace, person) if person else _channel(workspace, workspace.channels[place])


def im(workspace: Workspace, person: Person) -> Payload:
    """A DM in Slack's form."""
    return {
        "id": person.dm,
        "created": 1_700_000_000,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": workspace.seed.team_id,
        "user": person.id,
        "is_user_deleted": person.deleted,
        "is_open": True,
    }


def _channel(workspace: Workspace, channel: Channel) -> Payload:
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_member": workspace.has_bot(channel.id),
        "created": 1_700_000_000,
        "creator": channel.members[0] if channel.members else "",
        "context_team_id": workspace.seed.team_id,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }
