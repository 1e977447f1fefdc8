"""What the app may know about people and the workspace, and how it opens forms and reacts."""

import re

from bot.sandbox.api_conversations import page
from bot.sandbox.arguments import Arguments, complaint
from bot.sandbox.traffic import Payload
from bot.sandbox.users import bot_payload, slackbot_payload
from bot.sandbox.workspace import SLACKBOT, Refused, Workspace

DND_USERS = 50


def auth_test(workspace: Workspace, arguments: Arguments) -> Payload:
    """auth.test: whose token this is; an organization's has its id where a workspace's would stand."""
    del arguments
    seed = workspace.seed
    return {
        "url": f"https://{seed.domain}.slack.com/",
        "team": seed.team_name,
        "user": "shoulder",
        "team_id": seed.enterprise if workspace.org_wide else seed.team_id,
        "user_id": seed.bot_user,
        "bot_id": seed.bot_id,
        "is_enterprise_install": workspace.org_wide,
        **({"enterprise_id": seed.enterprise} if seed.enterprise else {}),
    }


def user_info(workspace: Workspace, arguments: Arguments) -> Payload:
    """users.info: one person; the locale only on request."""
    user = _member(workspace, arguments.need("user"))
    return {"user": user if arguments.flag("include_locale") else _without_locale(user)}


def users_list(workspace: Workspace, arguments: Arguments) -> Payload:
    """users.list: everyone, bots and people who left among them, in pages."""
    ids = [*(each.id for each in workspace.people.values() if not each.is_stranger), workspace.seed.bot_user, SLACKBOT]
    everyone = [_member(workspace, user) for user in ids]
    if not arguments.flag("include_locale"):
        everyone = [_without_locale(user) for user in everyone]
    paged = page("members", everyone, arguments)
    return paged | {"cache_ts": int(workspace.clock.seconds())}


def lookup_by_email(workspace: Workspace, arguments: Arguments) -> Payload:
    """users.lookupByEmail: the active person with this address."""
    email = arguments.need("email").lower()
    for person in workspace.people.values():
        if not person.is_stranger and person.email.lower() == email and not person.deleted:
            return {"user": _without_locale(workspace.user(person))}
    raise Refused("users_not_found")


def _member(workspace: Workspace, user: str) -> Payload:
    if user == workspace.seed.bot_user:
        return bot_payload(workspace.seed, workspace.clock.now())
    if user == SLACKBOT:
        return slackbot_payload(workspace.seed)
    return workspace.user(workspace.person(user))


def _without_locale(user: Payload) -> Payload:
    return {name: value for name, value in user.items() if name != "locale"}


def dnd_info(workspace: Workspace, arguments: Arguments) -> Payload:
    """dnd.info: one person's Do Not Disturb hours."""
    return _dnd(workspace, arguments.need("user"))


def dnd_team_info(workspace: Workspace, arguments: Arguments) -> Payload:
    """dnd.teamInfo: the same for up to 50 people; unknown ids are left out."""
    users = [user for user in arguments.text("users").split(",") if user]
    if not users:
        raise Refused("no_users_provided")
    if len(users) > DND_USERS:
        raise complaint(f"no more than {DND_USERS} items allowed [json-pointer:/users]")
    return {"users": {user: _dnd(workspace, user) for user in users if user in workspace.people}}


def _dnd(workspace: Workspace, user: str) -> Payload:
    person = workspace.person(user)
    return {
        "dnd_enabled": person.dnd_enabled,
        "next_dnd_start_ts": person.next_dnd_start_ts,
        "next_dnd_end_ts": person.next_dnd_end_ts,
    }


def team_info(workspace: Workspace, arguments: Arguments) -> Payload:
    """team.info: the workspace."""
    seed = workspace.seed
    if arguments.text("team") not in ("", seed.team_id):
        raise Refused("team_not_found")
    return {"team": {"id": seed.team_id, "name": seed.team_name, "domain": seed.domain, "email_domain": ""}}


def bots_info(workspace: Workspace, arguments: Arguments) -> Payload:
    """bots.info: the app's bot."""
    seed = workspace.seed
    if arguments.text("bot") not in ("", seed.bot_id):
        raise Refused("bot_not_found")
    bot = {"id": seed.bot_id, "deleted": False, "name": seed.app_name, "updated": 1_700_000_000}
    return {"bot": bot | {"app_id": seed.app_id, "user_id": seed.bot_user, "icons": {}}}


def add_reaction(workspace: Workspace, arguments: Arguments) -> Payload:
    """reactions.add: react as the bot."""
    return _react(workspace, arguments, "already_reacted", present=True)


def remove_reaction(workspace: Workspace, arguments: Arguments) -> Payload:
    """reactions.remove: take the bot's reaction away."""
    return _react(workspace, arguments, "no_reaction", present=False)


def _react(workspace: Workspace, arguments: Arguments, nothing_to_do: str, *, present: bool) -> Payload:
    name = arguments.need("name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise Refused("invalid_name")
    place, ts = arguments.text("channel"), arguments.text("timestamp")
    if not place or not ts:
        raise Refused("no_item_specified")
    message = workspace.find(workspace.place(place), ts)
    if message is None or "ephemeral_for" in message or not workspace.has_bot(place):
        raise Refused("message_not_found")
    if not workspace.set_reaction(place, message, name, workspace.seed.bot_user, present=present):
        raise Refused(nothing_to_do)
    return {}
