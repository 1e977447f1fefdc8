"""What Slack says of a person, as a value: odd or missing parts are nothing, never an error."""

from datetime import UTC, datetime
from typing import Any

from bot.coaching.language import of_locale
from bot.coaching.quiet import means_away
from bot.coaching.said import zone_known
from bot.services.messenger import Profile

SLACKBOT = "USLACKBOT"
LATEST = 253_402_300_799  # the end of the year 9999


def profile_of(user: dict[str, Any], here: str | None = None, organization: str | None = None) -> Profile | None:
    """A user of `users.info` or of `user_change`; None for what has no id. A zone that nobody knows is None.

    `here` is the workspace that asks, `organization` the Enterprise Grid that it belongs to: empty for none, None where
    that is not known. Whoever is of another one is an outsider.
    """
    person, zone = user.get("id"), user.get("tz")
    if not isinstance(person, str) or not person:
        return None
    status = user.get("profile") if isinstance(user.get("profile"), dict) else {}
    emoji, text = (str((status or {}).get(name) or "") for name in ("status_emoji", "status_text"))
    away = means_away(emoji, text)
    return Profile(
        person=person,
        name=str(user.get("real_name") or user.get("name") or ""),
        zone=zone if isinstance(zone, str) and zone_known(zone) else None,
        gone=bool(user.get("deleted")),
        outsider=bool(user.get("is_stranger")) or _is_of_another(user, here, organization),
        guest=bool(user.get("is_restricted")) or bool(user.get("is_ultra_restricted")),
        is_bot=bool(user.get("is_bot")) or person == SLACKBOT,
        away=away,
        language=of_locale(user["locale"]) if isinstance(user.get("locale"), str) else None,
        away_until=moment((status or {}).get("status_expiration")) if away else None,
    )


def _is_of_another(user: dict[str, Any], here: str | None, organization: str | None) -> bool:
    """By their own workspace: Slack calls nobody a stranger who is in a channel with us (docs.slack.dev/reference/objects/user-object).

    In an Enterprise Grid people of several workspaces are colleagues; where nobody knows of which one we are, all of them are.
    """
    if here is None or not is_elsewhere(user, here):
        return False
    theirs = organization_of(user)
    return theirs is None or (organization is not None and theirs != organization)


def is_elsewhere(user: dict[str, Any], here: str) -> bool:
    """Whether this person's own workspace is another one."""
    theirs = user.get("team_id")
    return isinstance(theirs, str) and theirs.startswith("T") and theirs != here


def organization_of(user: dict[str, Any]) -> str | None:
    """The Enterprise Grid that this person belongs to, if Slack says so."""
    told = user.get("enterprise_user")
    found = told.get("enterprise_id") if isinstance(told, dict) else None
    return found if isinstance(found, str) and found else None


def moment(seconds: Any) -> datetime | None:
    """Slack's Unix seconds; 0, 1 and what is no time are None."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 1 < seconds < LATEST:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC)
