"""Forms and Home pages that people have open, and the three-second tickets that let the app open one."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.clockwork import Clock, Ids
from bot.sandbox.seed import Seed
from bot.sandbox.traffic import Feed, Payload

TRIGGER_SECONDS = 3.0
STACK_LIMIT = 3
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Trigger:
    """Leave to open one form for one person: good for three real seconds, once."""

    user: str
    made: float
    view_id: str | None
    used: bool = False


class Views:
    """Every person's stack of forms, their Home page, and what they have typed but not sent."""

    def __init__(self, seed: Seed, ids: Ids, clock: Clock, feed: Feed, steady: Callable[[], float]) -> None:
        """`steady` gives seconds that never jump, for the life of a trigger."""
        self.seed = seed
        self.installed_in = seed.team_id
        self.ids = ids
        self.clock = clock
        self.feed = feed
        self.steady = steady
        self.trigger_seconds = TRIGGER_SECONDS
        self.modals: dict[str, list[Payload]] = {}
        self.homes: dict[str, Payload] = {}
        self.errors: dict[str, dict[str, str]] = {}
        self.notices: dict[str, str | None] = {}
        self.entered: dict[str, dict[str, Payload]] = {}
        self.triggers: dict[str, Trigger] = {}

    def forget(self) -> None:
        """Close everything for everybody."""
        for kept in (self.modals, self.homes, self.errors, self.notices, self.entered, self.triggers):
            kept.clear()

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """A ticket for what this person just did; `view_id` names the view they did it in."""
        trigger_id = self.ids.new("") + "." + self.seed.team_id
        self.triggers[trigger_id] = Trigger(user=user, made=self.steady(), view_id=view_id)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger | str:
        """Use a ticket up. Gives Slack's error string when it is unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self.steady() - trigger.made > self.trigger_seconds:
            return "expired_trigger_id"
        trigger.used = True
        return trigger

    def stack(self, user: str) -> list[Payload]:
        """This person's open forms, the one on top last."""
        return self.modals.setdefault(user, [])

    def find(self, view_id: str) -> tuple[str, Payload] | None:
        """Whose view this is, and the view, whether form or Home."""
        for user, stack in self.modals.items():
            for view in stack:
                if view["id"] == view_id:
                    return user, view
        return next(((user, home) for user, home in self.homes.items() if home["id"] == view_id), None)

    def with_external_id(self, external_id: str) -> Payload | None:
        """The open view that the app gave this id of its own."""
        everything = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        return next((view for view in everything if external_id and view["external_id"] == external_id), None)

    def open(self, user: str, drawn: Payload) -> Payload:
        """Open a form alone; whatever was open before is gone."""
        self.modals[user] = []
        return self.push(user, drawn)

    def push(self, user: str, drawn: Payload) -> Payload:
        """Open a form on top of the others."""
        stack = self.stack(user)
        view = self._new_view(drawn)
        view["previous_view_id"] = stack[-1]["id"] if stack else None
        view["root_view_id"] = stack[0]["id"] if stack else view["id"]
        stack.append(view)
        self._changed(user, "view")
        return view

    def publish(self, user: str, drawn: Payload) -> Payload:
        """Draw someone's Home page; its id stays the same over time."""
        if user in self.homes:
            return self.redraw(user, self.homes[user], drawn)
        self.homes[user] = self._new_view(drawn)
        self._changed(user, "home")
        return self.homes[user]

    def redraw(self, user: str, view: Payload, drawn: Payload) -> Payload:
        """Draw a view anew in place: same id, new hash; typed values stay where block and action ids stay."""
        kept = {name: view[name] for name in ("id", "previous_view_id", "root_view_id")}
        fresh = self._new_view(drawn, view_id=view["id"])
        view.clear()
        view.update(fresh | kept)
        self._changed(user, "home" if view["type"] == "home" else "view")
        return view

    def close_from(self, user: str, view_id: str) -> list[Payload]:
        """Close a form and those above it, all of them when one says clear_on_close. Gives the closed, top first."""
        stack = self.stack(user)
        place = next((index for index, view in enumerate(stack) if view["id"] == view_id), len(stack))
        if any(view["clear_on_close"] for view in stack[place:]):
            place = 0
        return self._close(user, stack[place:])[::-1]

    def pop(self, user: str, view_id: str) -> None:
        """Close a form that was sent; the one below it shows again."""
        self._close(user, [view for view in self.stack(user) if view["id"] == view_id])

    def close_all(self, user: str) -> None:
        """Close every form this person has open."""
        self._close(user, list(self.stack(user)))

    def _close(self, user: str, views: list[Payload]) -> list[Payload]:
        self.modals[user] = [view for view in self.stack(user) if view not in views]
        for view in views:
            self.entered.pop(view["id"], None)
        self._changed(user, "view")
        return views

    def refuse(self, user: str, errors: dict[str, str]) -> None:
        """Show sentences at the blocks of the form that is open."""
        self.errors[user] = errors
        self.notices[user] = None
        self.feed.note("view", user=user)

    def apologise(self, user: str) -> None:
        """Show Slack's banner: the app did not answer as it should."""
        self.notices[user] = TROUBLE
        self.feed.note("view", user=user)

    def _changed(self, user: str, kind: str) -> None:
        if kind == "view":
            self.errors.pop(user, None)
            self.notices.pop(user, None)
        self.feed.note(kind, user=user)

    def _new_view(self, drawn: Payload, view_id: str | None = None) -> Payload:
        view_id = view_id or self.ids.new("V")
        shown: Payload = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return shown | copy.deepcopy(drawn) | self._stamps(view_id)

    def _stamps(self, view_id: str) -> Payload:
        return {
            "id": view_id,
            "team_id": self.seed.team_id,
            "app_id": self.seed.app_id,
            "app_installed_team_id": self.installed_in,
            "bot_id": self.seed.bot_id,
            "hash": f"{int(self.clock.seconds())}.{self.ids.new('').lower()}",
            "previous_view_id": None,
            "root_view_id": view_id,
            "state": {"values": {}},
        }
