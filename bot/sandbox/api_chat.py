"""What the app posts, changes and takes back."""

from typing import Any

from bot.sandbox.arguments import Arguments, complaint
from bot.sandbox.blockkit import Fault, check_metadata, message_faults
from bot.sandbox.blockkit_shapes import Reading
from bot.sandbox.drawing import drawn
from bot.sandbox.people import bot_message
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace, heard

POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000


def post_message(workspace: Workspace, arguments: Arguments) -> Payload:
    """chat.postMessage: a message in a channel, or in a person's DM when the channel is their id."""
    place = writable(workspace, arguments.need("channel"))
    message = bot_message(workspace) | content(workspace, arguments)
    message |= thread(workspace, place, arguments)
    if arguments.get("metadata") is not None:
        message["metadata"] = sound_metadata(arguments.get("metadata"))
    posted = workspace.post(place, message)
    return {"channel": place, "ts": posted["ts"], "message": heard(posted)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Payload:
    """chat.postEphemeral: a message that one person in the channel sees, for a while."""
    place = writable(workspace, arguments.need("channel"))
    if arguments.need("user") not in workspace.members(place):
        raise Refused("user_not_in_channel")
    message = bot_message(workspace) | content(workspace, arguments) | {"ephemeral_for": arguments.text("user")}
    return {"message_ts": workspace.post(place, message)["ts"]}


def update(workspace: Workspace, arguments: Arguments) -> Payload:
    """chat.update: change a message of the app's own. Text without blocks takes the old blocks away."""
    place, message = own_message(workspace, arguments, "cant_update_message")
    if place in workspace.channels and workspace.channels[place].is_archived:
        raise Refused("is_inactive")
    if len(arguments.text("text")) > UPDATE_CHARACTERS:
        raise Refused("msg_too_long")
    new = content(workspace, arguments)
    edited = {"user": workspace.seed.bot_user, "ts": workspace.clock.stamp()}
    if arguments.get("metadata") is not None:
        new["metadata"] = sound_metadata(arguments.get("metadata"))
    workspace.change(place, message, {"blocks": None, **new, "edited": edited})
    return {"channel": place, "ts": message["ts"], "text": message["text"], "message": heard(message)}


def delete(workspace: Workspace, arguments: Arguments) -> Payload:
    """chat.delete: take a message of the app's own away."""
    place, message = own_message(workspace, arguments, "cant_delete_message")
    workspace.remove(place, message)
    return {"channel": place, "ts": message["ts"]}


def get_permalink(workspace: Workspace, arguments: Arguments) -> Payload:
    """chat.getPermalink: the address of a message."""
    place, message = _there(workspace, arguments.need("channel"), arguments.need("message_ts"))
    link = f"https://{workspace.seed.domain}.slack.com/archives/{place}/p{message['ts'].replace('.', '')}"
    return {"channel": place, "permalink": link + thread_query(place, message)}


def thread_query(place: str, message: Payload) -> str:
    """What a permalink carries for a reply."""
    return f"?thread_ts={message['thread_ts']}&cid={place}" if "thread_ts" in message else ""


def writable(workspace: Workspace, channel: str) -> str:
    """Where the app may post: DMs, channels it is in, public ones with chat:write.public. Raises Refused."""
    if channel == workspace.seed.bot_user:
        raise Refused("cannot_dm_bot")
    place = workspace.place(channel)
    person = workspace.person_of_dm(place)
    if person is not None:
        if person.deleted:
            raise Refused("channel_not_found")
        if not workspace.manifest.messages_tab:
            raise Refused("messages_tab_disabled")
        return place
    _refuse_closed_channel(workspace, place)
    return place


def _refuse_closed_channel(workspace: Workspace, place: str) -> None:
    channel = workspace.channels[place]
    inside = workspace.has_bot(place)
    if channel.is_private and not inside:
        raise Refused("channel_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_restricted:
        raise Refused("restricted_action")
    if not inside and not workspace.manifest.grants("chat:write.public"):
        raise Refused("not_in_channel")


def content(workspace: Workspace, arguments: Arguments) -> Payload:
    """Text and blocks, checked, and drawn as Slack keeps them. Raises Refused."""
    arguments.refuse_what_is_not_modelled()
    text, blocks = arguments.text("text"), arguments.get("blocks")
    if not text and not blocks:
        raise Refused("no_text")
    if blocks is not None and not isinstance(blocks, list):
        raise complaint("must provide an array [json-pointer:/blocks]", "invalid_blocks_format")
    refuse_blocks(message_faults(blocks, None))
    stored: Payload = {"text": text[:POST_CHARACTERS]}
    return stored | ({"blocks": drawn(blocks, workspace.ids)} if blocks else {})


def refuse_blocks(faults: list[Fault]) -> None:
    """Raise Slack's invalid_blocks when there are faults."""
    if faults:
        sentences = [str(fault) for fault in faults]
        messages = [f"[ERROR] {sentence}" for sentence in sentences]
        raise Refused("invalid_blocks", errors=sentences, response_metadata={"messages": messages})


def sound_metadata(metadata: Any) -> Payload:
    """Message metadata of a form that Slack keeps. Raises Refused."""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    reading = Reading("message")
    check_metadata(metadata, "/metadata", reading)
    if any(fault.pointer == "/metadata" and "characters" in fault.message for fault in reading.faults):
        raise Refused("metadata_too_large")
    if reading.faults:
        raise complaint(str(reading.faults[0]), "invalid_metadata_schema")
    return metadata


def thread(workspace: Workspace, place: str, arguments: Arguments) -> Payload:
    """Which thread a reply belongs to. Raises Refused when there is no such message."""
    ts = arguments.text("thread_ts")
    if not ts:
        return {}
    parent = workspace.find(place, ts)
    if parent is None or "ephemeral_for" in parent:
        raise Refused("cannot_reply_to_message")
    root = parent.get("thread_ts", ts)
    return {"thread_ts": root} | ({"subtype": "thread_broadcast"} if arguments.flag("reply_broadcast") else {})


def own_message(workspace: Workspace, arguments: Arguments, not_ours: str) -> tuple[str, Payload]:
    """One of the app's own messages, by channel id and ts. Raises Refused."""
    place, message = _there(workspace, arguments.need("channel"), arguments.need("ts"))
    if message.get("bot_id") != workspace.seed.bot_id:
        raise Refused(not_ours)
    return place, message


def _there(workspace: Workspace, place: str, ts: str) -> tuple[str, Payload]:
    """A message that all of its channel can see, and the channel's id. Raises Refused."""
    channel = workspace.channels.get(place)
    if channel is None and workspace.person_of_dm(place) is None:
        raise Refused("channel_not_found")
    if channel is not None and channel.is_private and not workspace.has_bot(place):
        raise Refused("channel_not_found")
    message = workspace.find(place, ts)
    if message is None or "ephemeral_for" in message:
        raise Refused("message_not_found")
    return place, message
