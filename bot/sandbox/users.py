"""People, and what changes about channels, in the form that Slack gives to apps."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from bot.sandbox.seed import Channel, Person, Seed
from bot.sandbox.traffic import Payload

ELSEWHERE = "T0ELSEWHERE"


def user_payload(person: Person, seed: Seed, at: datetime, *, email: bool) -> Payload:
    """A person in Slack's form; the e-mail address only for an app with `users:read.email`."""
    grid = person.enterprise_id or ("" if person.team_id else seed.enterprise)
    local = at.astimezone(ZoneInfo(person.tz))
    offset = local.utcoffset()
    return {
        "id": person.id,
        "team_id": person.team_id or seed.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": zone_label(person.tz, local),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": _profile(person, at) | ({"email": person.email} if email else {}),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        **({"enterprise_user": {"id": person.id, "enterprise_id": grid}} if grid else {}),
        **({"is_stranger": True} if person.is_stranger else {}),
        "is_bot": False,
        "is_app_user": False,
        "updated": int(at.timestamp()),
        "locale": person.locale,
    }


def _profile(person: Person, at: datetime) -> Payload:
    """A status whose time is over is gone."""
    over = 0 < person.status_expiration <= at.timestamp()
    return {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": "" if over else person.status_text,
        "status_emoji": "" if over else person.status_emoji,
        "status_expiration": 0 if over else person.status_expiration,
    }


def zone_label(zone: str, local: datetime) -> str:
    """The zone's name as Slack shows it, such as Central Daylight Time."""
    family = _US_ZONES.get(zone)
    if family is None:
        return local.tzname() or zone
    return f"{family} {'Daylight' if local.dst() else 'Standard'} Time"


_US_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Mountain",
    "America/Los_Angeles": "Pacific",
}


def bot_payload(seed: Seed, at: datetime) -> Payload:
    """The app's bot user in Slack's form."""
    profile = {
        "real_name": seed.app_name,
        "display_name": seed.app_name,
        "api_app_id": seed.app_id,
        "bot_id": seed.bot_id,
    }
    return {
        "id": seed.bot_user,
        "team_id": seed.team_id,
        "name": "shoulder",
        "deleted": False,
        "real_name": seed.app_name,
        "tz": "America/Los_Angeles",
        "tz_label": "Pacific Standard Time",
        "tz_offset": -28_800,
        "profile": profile | {"status_text": "", "status_emoji": "", "status_expiration": 0},
        "is_bot": True,
        "is_app_user": False,
        "updated": int(at.timestamp()),
        "locale": "en-US",
    }


def slackbot_payload(seed: Seed) -> Payload:
    """Slackbot, which is listed like a person and says that it is no bot."""
    return {
        "id": "USLACKBOT",
        "team_id": seed.team_id,
        "name": "slackbot",
        "deleted": False,
        "real_name": "Slackbot",
        "tz": "America/Los_Angeles",
        "tz_label": "Pacific Standard Time",
        "tz_offset": -28_800,
        "profile": {"real_name": "Slackbot", "display_name": "Slackbot", "status_text": "", "status_emoji": ""},
        "is_bot": False,
        "is_app_user": False,
        "updated": 0,
        "locale": "en-US",
    }


def channel_events(before: Channel, after: Channel, seed: Seed) -> list[Payload]:
    """What the app hears when a channel changes: renamed, archived, shared, or its bot let in or out; of a private one as a group."""
    found: list[Payload] = []
    family = "group" if after.is_private else "channel"
    if before.name != after.name:
        renamed = {"id": after.id, "name": after.name, "created": 1_700_000_000}
        found.append({"type": f"{family}_rename", "channel": renamed})
    if before.is_archived != after.is_archived:
        kind = f"{family}_{'archive' if after.is_archived else 'unarchive'}"
        found.append({"type": kind, "channel": after.id, "user": after.members[0] if after.members else ""})
    if before.is_ext_shared != after.is_ext_shared:
        found.append(sharing(after))
    inside, was_inside = seed.bot_user in after.members, seed.bot_user in before.members
    if inside != was_inside:
        letter = "G" if after.is_private else "C"
        moved = {"user": seed.bot_user, "channel": after.id, "channel_type": letter, "team": seed.team_id}
        found.append({"type": "member_joined_channel" if inside else "member_left_channel", **moved})
    if was_inside and not inside:
        found.append(
            {"type": f"{family}_left", "channel": after.id, "actor_id": after.members[0] if after.members else ""}
        )
    return found


def sharing(channel: Channel) -> Payload:
    """That another organization came into a channel, or went."""
    if channel.is_ext_shared:
        return {"type": "channel_shared", "channel": channel.id, "connected_team_id": ELSEWHERE}
    gone = {"previously_connected_team_id": ELSEWHERE, "is_ext_shared": False}
    return {"type": "channel_unshared", "channel": channel.id, **gone}


def zone_known(zone: str) -> bool:
    """Whether this is the name of an IANA time zone."""
    return zone in available_timezones()
