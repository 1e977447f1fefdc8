"""The control API under /_sandbox/: how the page and the tests see the workspace and act for its people."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from typing import Any

from aiohttp import web

from bot.sandbox import forms, people, steps
from bot.sandbox.app_clock import AppClock
from bot.sandbox.events import Line
from bot.sandbox.faults import Faults
from bot.sandbox.form_state import state_values
from bot.sandbox.seed import Channel, Person
from bot.sandbox.traffic import Payload
from bot.sandbox.users import zone_known
from bot.sandbox.workspace import Impossible, Refused, Workspace

HEARTBEAT_SECONDS = 15.0
Action = Callable[[Payload], Awaitable[Payload] | Payload]


class Control:
    """Everything a watcher may see and do."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        line: Line,
        faults: Faults,
        clock: AppClock,
        transport: str,
        cut: Callable[[], Any],
    ) -> None:
        """`cut` lets socket troubles happen at once."""
        self.workspace = workspace
        self.line = line
        self.faults = faults
        self.clock = clock
        self.transport = transport
        self.cut = cut

    def routes(self, at: str = "") -> list[web.RouteDef]:
        """All addresses, below a workspace's own."""
        reads = {
            "state": self.state,
            "messages": self.messages,
            "views": self.views,
            "log": self.log,
            "steps": lambda _: steps.shown(self.workspace),
            "faults": lambda _: {"faults": self.faults.listed()},
            "clock": lambda _: self.clock.reading(),
        }
        gets = [web.get(f"{at}/_sandbox/{name}", _read(read)) for name, read in reads.items()]
        posts = [web.post(f"{at}/_sandbox/{name}", _act(action)) for name, action in self._actions().items()]
        return [*gets, web.get(f"{at}/_sandbox/events", self.events), *posts]

    def _actions(self) -> dict[str, Action]:
        return {
            "message": lambda wish: people.write(self.workspace, wish),
            "edit": lambda wish: people.edit(self.workspace, wish),
            "delete": lambda wish: people.delete(self.workspace, wish),
            "command": lambda wish: people.command(self.workspace, self.line, wish),
            "click": lambda wish: forms.click(self.workspace, self.line, wish),
            "submit": lambda wish: forms.submit(self.workspace, self.line, wish),
            "close": lambda wish: forms.close(self.workspace, self.line, wish),
            "shortcut": lambda wish: people.shortcut(self.workspace, self.line, wish),
            "home": lambda wish: people.home(self.workspace, wish),
            "step": lambda wish: steps.run(self.workspace, wish),
            "react": lambda wish: people.react(self.workspace, wish),
            "clock": self.clock.push,
            "faults": self.plan_fault,
            "people": self.change_person,
            "channels": self.change_channel,
            "uninstall": self.uninstall,
            "revoke": self.revoke,
            "access": self.change_access,
            "install": self.install,
            "reset": self.reset,
        }

    def state(self, request: web.Request) -> Payload:
        """The workspace at a glance."""
        del request
        workspace, seed, manifest = self.workspace, self.workspace.seed, self.workspace.manifest
        commands = [
            {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
            for each in manifest.commands
        ]
        shortcuts = [
            {"name": each.name, "type": each.type, "callback_id": each.callback_id, "description": each.description}
            for each in manifest.shortcuts
        ]
        app = {"id": seed.app_id, "name": seed.app_name, "bot_user": seed.bot_user}
        return {
            "team": {"id": seed.team_id, "name": seed.team_name, "domain": seed.domain},
            "app": app | {"commands": commands, "shortcuts": shortcuts, "installed": workspace.installed},
            "clock": self.clock.reading(),
            "people": [shown_person(workspace, person) for person in workspace.people.values()],
            "channels": [shown_channel(channel) for channel in workspace.channels.values()],
            "dms": [{"id": person.dm, "user": person.id} for person in workspace.people.values()],
            "homes": list(workspace.views.homes),
            "transport": self.transport,
            "app_connected": self.line.connected,
            "cursor": workspace.feed.cursor,
        }

    def messages(self, request: web.Request) -> Payload:
        """The messages of a channel or DM, oldest first, replies among them."""
        place = self.workspace.place(request.query.get("channel", ""))
        reader = request.query.get("user")
        shown = [
            message
            for message in self.workspace.messages.get(place, [])
            if reader is None or message.get("ephemeral_for", reader) == reader
        ]
        person = self.workspace.person_of_dm(place)
        name = person.name if person else self.workspace.channels[place].name
        return {"channel": {"id": place, "name": name, "type": "im" if person else "channel"}, "messages": shown}

    def views(self, request: web.Request) -> Payload:
        """The Home page and open forms of one person."""
        user = self.workspace.person(request.query.get("user", "")).id
        views = self.workspace.views
        home = views.homes.get(user)
        return {
            "home": self._with_state(home) if home else None,
            "modals": [self._with_state(view) for view in views.stack(user)],
            "errors": views.errors.get(user, {}),
            "notice": views.notices.get(user),
        }

    def _with_state(self, view: Payload) -> Payload:
        entered = self.workspace.views.entered.get(view["id"], {})
        return view | {"state": {"values": state_values(view["blocks"], entered)}}

    def log(self, request: web.Request) -> Payload:
        """The traffic after a number."""
        return {"entries": self.workspace.log.after(_number(request, "after"))}

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A stream of what changed (Server-Sent Events)."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        after = _number(request, "after", self.workspace.feed.cursor)
        try:
            async for note in self.workspace.feed.follow(after, HEARTBEAT_SECONDS):
                line = ": still here\n\n" if note is None else f"data: {json.dumps(note)}\n\n"
                await response.write(line.encode())
        except ConnectionError:
            return response
        return response

    def plan_fault(self, wish: Payload) -> Payload:
        """Let something go wrong."""
        self.faults.ask_for(wish)
        self.cut()
        return {"faults": self.faults.listed()}

    def change_person(self, wish: Payload) -> Payload:
        """Change a person's fields, or let a new one join when the id is new."""
        user = str(wish.get("id", ""))
        known = _known_fields(Person, wish)
        if not zone_known(str(wish.get("tz", "UTC"))):
            raise Impossible(f"There is no time zone {wish['tz']!r}.")
        if user not in self.workspace.people:
            defaults = {"name": user[1:].lower(), "real_name": user, "title": "", "tz": "UTC"}
            known = {"email": f"{user[1:].lower()}@{self.workspace.seed.domain}.example", **defaults, **known}
            person = Person(**known)
        else:
            person = replace(self.workspace.people[user], **known)
        self.workspace.set_person(person)
        return {"person": shown_person(self.workspace, person)}

    def change_channel(self, wish: Payload) -> Payload:
        """Archive, rename, open or delete a channel, or let only some people post; `is_member` lets the bot in or out."""
        channel_id = str(wish.get("id", ""))
        known = _known_fields(Channel, wish)
        if "members" in known:
            known["members"] = tuple(known["members"])
        before = self.workspace.channels.get(channel_id)
        if before is not None and wish.get("deleted"):
            self.workspace.delete_channel(before)
            return {"channel": shown_channel(before) | {"deleted": True}}
        if before is None and "name" not in known:
            raise Impossible(f"There is no channel {channel_id!r}; a new one needs a name.", 404)
        channel = replace(before, **known) if before else Channel(**{"members": (), **known})
        if "is_member" in wish:
            channel = self.workspace.invite_bot(channel, member=bool(wish["is_member"]))
        self.workspace.set_channel(channel)
        return {"channel": shown_channel(channel)}

    def uninstall(self, wish: Payload) -> Payload:
        """Remove the app from the workspace: it is told, unless `quietly`, and its token stops working."""
        self.workspace.uninstall(quietly=bool(wish.get("quietly")))
        return {}

    def revoke(self, wish: Payload) -> Payload:
        """Take the app's token away, as Slack or somebody with the token can."""
        del wish
        self.workspace.revoke_tokens()
        return {}

    def change_access(self, wish: Payload) -> Payload:
        """An organization's administrator lets the app into this workspace, or out of it."""
        kind = "team_access_granted" if (granted := bool(wish.get("granted"))) else "team_access_revoked"
        self.workspace.installed = True
        self.workspace.announce(kind, {"type": kind, "team_ids": [self.workspace.seed.team_id]})
        self.workspace.installed = granted
        return {}

    def install(self, wish: Payload) -> Payload:
        """Put the app back, or install it anew; `declined` names the scopes that were not allowed."""
        self.workspace.installed = True
        self.workspace.decline(*map(str, wish.get("declined", [])))
        self.workspace.feed.note("app")
        return {}

    async def reset(self, wish: Payload) -> Payload:
        """Back to the seed; the app is told the time."""
        del wish
        self.workspace.plant()
        self.faults.clear()
        self.workspace.log.entries.clear()
        for kind in ("people", "message", "view", "home", "app"):
            self.workspace.feed.note(kind)
        return await self.clock.tell()


def shown_person(workspace: Workspace, person: Person) -> Payload:
    """A person as the page lists them."""
    user = workspace.user(person)
    names = ("id", "name", "real_name", "title", "tz", "email", "deleted", "status_text", "status_emoji")
    quiet = {"dnd_until": person.next_dnd_end_ts if person.dnd_enabled else 0}
    shown = {name: getattr(person, name) for name in names} | {"tz_label": user["tz_label"], "is_bot": False} | quiet
    return shown | {name: user["profile"][name] for name in ("status_text", "status_emoji")}  # none whose time is over


def shown_channel(channel: Channel) -> Payload:
    """A channel as the page lists it."""
    names = ("id", "name", "is_private", "is_archived", "topic")
    return {name: getattr(channel, name) for name in names} | {"members": list(channel.members)}


def _known_fields(kind: type[Person] | type[Channel], wish: Payload) -> Payload:
    names = {field.name for field in fields(kind)}
    if not wish.get("id"):
        raise Impossible("Say which one: id.")
    strange = set(wish) - names - {"is_member", "deleted"}
    if strange:
        raise Impossible(f"These cannot be set: {', '.join(sorted(strange))}.")
    return {name: value for name, value in wish.items() if name in names}


def _number(request: web.Request, name: str, otherwise: int = 0) -> int:
    try:
        return int(request.query.get(name, otherwise))
    except ValueError:
        raise Impossible(f"{name} is a whole number.") from None


def _read(read: Callable[[web.Request], Payload]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def respond(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **read(request)})
        except (Impossible, Refused) as refusal:
            return refused(refusal)

    return respond


def _act(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def respond(request: web.Request) -> web.Response:
        try:
            done = action(await _wish(request))
            return web.json_response({"ok": True, **(done if isinstance(done, dict) else await done)})
        except (Impossible, Refused) as refusal:
            return refused(refusal)

    return respond


async def _wish(request: web.Request) -> Payload:
    try:
        wish = json.loads(await request.text() or "{}")
    except ValueError:
        raise Impossible("The request is not JSON.") from None
    if not isinstance(wish, dict):
        raise Impossible("The request is not a JSON object.")
    return wish


def refused(refusal: Impossible | Refused) -> web.Response:
    """A plain sentence instead of what was asked for."""
    status = refusal.status if isinstance(refusal, Impossible) else 404
    return web.json_response({"ok": False, "error": str(refusal)}, status=status)
