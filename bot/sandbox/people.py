"""What a person does outside of forms: writes, types a command, calls a shortcut, opens the Home page, reacts."""

import re
from typing import Any
from uuid import uuid4

from bot.sandbox.drawing import drawn
from bot.sandbox.events import Answer, Line
from bot.sandbox.payloads import channel_name, interactive, message_surface, rich_text, slash_command
from bot.sandbox.seed import Person
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import SLACKBOT, Impossible, Refused, Workspace, heard

FAILED = {"timeout": "operation_timeout", "unreachable": "dispatch_failed", "refused": "dispatch_failed"}


def somebody(workspace: Workspace, user: Any) -> Person:
    """The person who acts. Raises Impossible(404) for strangers and for people who have left."""
    person = workspace.people.get(str(user))
    if person is None or person.deleted:
        raise Impossible(f"Nobody with the id {user!r} works here.", 404)
    return person


def spot(workspace: Workspace, person: Person, channel: Any) -> str:
    """Where they act: a channel they are in, or their own DM (also by the bot's id, or when nothing is said)."""
    if channel in (None, "", workspace.seed.bot_user):
        return person.dm
    try:
        place = workspace.place(str(channel))
    except Refused:
        raise Impossible(f"There is no channel {channel!r}.", 404) from None
    if person.id not in workspace.members(place):
        raise Impossible(f"{person.real_name} is not in {channel!r}.", 404)
    return place


def seen(workspace: Workspace, person: Person, place: str, ts: Any) -> Payload:
    """A message this person can see. Raises Impossible(404)."""
    message = workspace.find(place, str(ts))
    if message is None or message.get("ephemeral_for", person.id) != person.id:
        raise Impossible(f"{person.real_name} sees no message {ts!r} there.", 404)
    return message


def write(workspace: Workspace, wish: Payload) -> Payload:
    """Write a message in a channel or in the DM with the app."""
    person = somebody(workspace, wish.get("user"))
    place = spot(workspace, person, wish.get("channel"))
    if workspace.person_of_dm(place) is None and workspace.channels[place].is_archived:
        raise Impossible("That channel is archived.", 409)
    typed = str(wish.get("text", ""))
    if not typed and not wish.get("file"):
        raise Impossible("There is no text to send.")
    if wish.get("thread_ts") and (command := workspace.manifest.command(typed.partition(" ")[0])):
        raise Impossible(f"{command.command} is not supported in threads. Sorry!")
    message = {"user": person.id, "client_msg_id": str(uuid4()), "text": ""}
    message |= written(workspace, typed) if typed else {}
    message |= {"thread_ts": wish["thread_ts"]} if wish.get("thread_ts") else {}
    posted = workspace.post(place, message | of_a_kind(workspace, wish))
    return {"ts": posted["ts"], "channel": place}


def of_a_kind(workspace: Workspace, wish: Payload) -> Payload:
    """What makes it more than a plain message: a `file` of this name with it, `broadcast` from a thread, or typed after `me`."""
    if wish.get("file"):
        file, name = workspace.ids.new("F"), str(wish["file"])
        shown = {"id": file, "name": name, "title": name, "url_private": f"{workspace.address}/files/{file}"}
        return {"subtype": "file_share", "upload": False, "files": [shown]}
    if wish.get("broadcast") and wish.get("thread_ts"):
        return {"subtype": "thread_broadcast"}
    return {"subtype": "me_message"} if wish.get("me") else {}


def written(workspace: Workspace, typed: str) -> Payload:
    """What Slack makes of typed words: escaped text with mentions, and the same as a rich_text block."""
    text = mentions(workspace, escape(typed))
    return {"text": text, "blocks": rich_text(text, workspace.ids.new("b"))}


def edit(workspace: Workspace, wish: Payload) -> Payload:
    """Change one's own message."""
    person, place, message = own_message(workspace, wish)
    typed = str(wish.get("text", ""))
    edited = {"user": person.id, "ts": workspace.clock.stamp()}
    workspace.change(place, message, {**written(workspace, typed), "edited": edited})
    return {"ts": message["ts"], "channel": place}


def delete(workspace: Workspace, wish: Payload) -> Payload:
    """Take back one's own message."""
    _, place, message = own_message(workspace, wish)
    workspace.remove(place, message)
    return {"ts": message["ts"], "channel": place}


def own_message(workspace: Workspace, wish: Payload) -> tuple[Person, str, Payload]:
    """A message and its author. Raises Impossible when it is someone else's."""
    person = somebody(workspace, wish.get("user"))
    place = spot(workspace, person, wish.get("channel"))
    message = seen(workspace, person, place, wish.get("ts"))
    if message.get("user") != person.id:
        raise Impossible("People can change only their own messages.", 403)
    return person, place, message


async def command(workspace: Workspace, line: Line, wish: Payload) -> Payload:
    """Type a slash command; what the app answers at once is shown to this person alone, unless it says otherwise."""
    person = somebody(workspace, wish.get("user"))
    place = spot(workspace, person, wish.get("channel"))
    name, text = str(wish.get("command", "")), str(wish.get("text") or "")
    declared = workspace.manifest.command(name)
    if declared is None and workspace.manifest.events is not None:
        raise Impossible(f"{name} is not a command of this app.", 404)
    if declared is not None and declared.should_escape:
        text = mentions(workspace, text, named=True)
    answer = await line.ask("slash_commands", slash_command(workspace, person, place, name, text))
    if answer.problem is not None:
        return slackbot_says_no(workspace, person, place, name, answer)
    return {"status": answer.status, **show_reply(workspace, person, place, answer)}


def slackbot_says_no(workspace: Workspace, person: Person, place: str, name: str, answer: Answer) -> Payload:
    """Slackbot tells the person that the command failed."""
    text = f'{name} failed with the error "{FAILED[str(answer.problem)]}"'
    workspace.post(place, {"user": SLACKBOT, "text": text, "ephemeral_for": person.id})
    return {"status": answer.status, "text": text, "problem": answer.problem}


def show_reply(workspace: Workspace, person: Person, place: str, answer: Answer) -> Payload:
    """Post what came with the acknowledgement of a command, if anything did."""
    body: Payload = answer.body if answer.body is not None else {"text": answer.text}
    text, blocks = body.get("text") or "", body.get("blocks")
    if not text and not blocks:
        return {}
    message = bot_message(workspace) | {"text": text}
    message |= {"blocks": drawn(blocks, workspace.ids)} if blocks else {}
    audience = {} if body.get("response_type") == "in_channel" else {"ephemeral_for": person.id}
    workspace.post(place, message | audience)
    return {"text": text}


async def shortcut(workspace: Workspace, line: Line, wish: Payload) -> Payload:
    """Call a shortcut: a global one, or with `ts` one on a message."""
    person = somebody(workspace, wish.get("user"))
    callback_id = str(wish.get("callback_id", ""))
    on_message = wish.get("ts") is not None
    kind = "message" if on_message else "global"
    declared = workspace.manifest.shortcut(callback_id)
    if workspace.manifest.events is not None and (declared is None or declared.type != kind):
        raise Impossible(f"The app has no {kind} shortcut {callback_id!r}.", 404)
    payload = interactive(workspace, person, "message_action" if on_message else "shortcut")
    payload |= {"callback_id": callback_id, "action_ts": workspace.clock.stamp()}
    payload |= called_on(workspace, person, wish) if on_message else {}
    payload.setdefault("trigger_id", workspace.views.new_trigger(person.id))
    return told(await line.ask("interactive", payload))


def called_on(workspace: Workspace, person: Person, wish: Payload) -> Payload:
    """The message that a message shortcut was called on."""
    place = spot(workspace, person, wish.get("channel"))
    message = seen(workspace, person, place, wish["ts"])
    surface = message_surface(workspace, person, place, message, {})
    kept = ("trigger_id", "channel", "response_url")
    return {name: surface[name] for name in kept} | {"message": heard(message), "message_ts": message["ts"]}


def home(workspace: Workspace, wish: Payload) -> Payload:
    """Open the app's Home or Messages tab."""
    person = somebody(workspace, wish.get("user"))
    tab = str(wish.get("tab") or "home")
    event: Payload = {"type": "app_home_opened", "user": person.id, "channel": person.dm, "tab": tab}
    view = workspace.views.homes.get(person.id)
    event |= {"view": view} if view is not None and tab == "home" else {}
    workspace.announce("app_home_opened", event | {"event_ts": workspace.clock.stamp()})
    return {}


def react(workspace: Workspace, wish: Payload) -> Payload:
    """Add a reaction to a message, or take it away when it is there."""
    person = somebody(workspace, wish.get("user"))
    place = spot(workspace, person, wish.get("channel"))
    message = seen(workspace, person, place, wish.get("ts"))
    name = str(wish.get("name", "")).strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise Impossible("A reaction is the name of an emoji, such as tada.")
    added = workspace.set_reaction(place, message, name, person.id, present=True)
    if not added:
        workspace.set_reaction(place, message, name, person.id, present=False)
    return {"added": added}


def told(answer: Answer) -> Payload:
    """How the app took it."""
    return {"status": answer.status} | ({"problem": answer.problem} if answer.problem else {})


def bot_message(workspace: Workspace) -> Payload:
    """What marks a message as the app's."""
    seed = workspace.seed
    return {"user": seed.bot_user, "bot_id": seed.bot_id, "app_id": seed.app_id}


def escape(text: str) -> str:
    """Slack's three escapes, which keep typed text from becoming a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mentions(workspace: Workspace, text: str, *, named: bool = False) -> str:
    """Turn @ana or @Ana Reyes into <@UANA>, and #general into <#CGENERAL>; `named` adds |ana, as in commands."""
    for person in workspace.people.values():
        tag = f"<@{person.id}|{person.name}>" if named else f"<@{person.id}>"
        pattern = rf"(?<![\w<])@(?:{re.escape(person.real_name)}|{re.escape(person.name)})\b"
        text = re.sub(pattern, tag, text, flags=re.IGNORECASE)
    for channel in workspace.channels.values():
        tag = f"<#{channel.id}|{channel_name(workspace, channel.id)}>"
        text = re.sub(rf"(?<![\w<])#{re.escape(channel.name)}\b", tag, text)
    return text
