"""The doctor's look at Slack: tokens, scopes, the clock, the manifest and the coach channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching.features import WITHOUT, Feature
from bot.doctor.findings import Finding, install_again, ok, skipped, warning, wrong
from bot.services.messenger import Busy, SendProblem, Unclear
from bot.settings import Settings
from bot.slack import ids, scopes
from bot.slack.answers import clearly
from bot.slack.connection import INSTALL_THERE, OF_ALL, Line, app_id
from bot.slack.manifest import SLACK_PATH, manifest

AGAIN = "Take the manifest of today: `shoulder manifest` (with `--host` for HTTP). Install the app with it again, and allow it."
OUTWARDS = "Let this machine reach slack.com over https (port 443), and look again."
LOOK_AGAIN = "Look again in a minute."
DRIFTING_SECONDS = 30
FIVE_MINUTES = 300
MOST_NAMED = 5
NOT_INSTALLED = "not_installed"
SOME_ADDRESS = "https://"
STOP_SHARING = "Stop sharing it with them, or enroll its people with another one."


@dataclass(frozen=True)
class Met:
    """What Slack said of our bot token: whose it is, what it may, the app's id, and what time it is there."""

    workspace: str
    team: str
    granted: frozenset[str] | None
    app_id: str | None
    slack_time: datetime | None


async def token(settings: Settings, web: AsyncWebClient, here: str = "") -> tuple[Finding, Met | None]:
    """Whether Slack takes the bot token: the one of the settings, or that with which the app speaks `here`."""
    try:
        answer = await clearly(web.auth_test())
    except Unclear as problem:
        return wrong("bot token", f"Slack cannot be reached at {web.base_url} ({problem.reason}).", OUTWARDS), None
    except Busy as problem:
        return skipped("bot token", f"Slack asks to wait ({problem.reason}).", LOOK_AGAIN), None
    except SendProblem as problem:
        if settings.many:
            said = (
                "The app is not installed there."
                if problem.reason == NOT_INSTALLED
                else f"Slack says {problem.reason}."
            )
            return wrong("bot token", said, install_again(settings)), None
        mend = "Take the bot token (xoxb-…) from *OAuth & Permissions*, and put it into SLACK_BOT_TOKEN."
        return wrong("bot token", f"Slack says {problem.reason}.", mend), None
    if not settings.many and answer.get("is_enterprise_install"):
        return wrong("bot token", OF_ALL, INSTALL_THERE), None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    met = Met(
        workspace=here if settings.many else answer["team_id"],  # an organization's token names no workspace
        team=answer.get("team", ""),
        granted=scopes.granted(headers),
        app_id=await app_id(web, answer["bot_id"]),
        slack_time=parsedate_to_datetime(headers["date"]) if "date" in headers else None,
    )
    return ok("bot token", f"It is for {met.team or met.workspace}."), met


async def way_in(settings: Settings, web: AsyncWebClient) -> Finding:
    """Whether Slack can reach us: the app token opens a socket, or a signing secret is set."""
    if settings.slack_transport == "http":
        secret = settings.slack_signing_secret.get_secret_value()
        mend = "Take it from *Basic Information*, and put it into SLACK_SIGNING_SECRET."
        return (
            ok("way in", "By HTTP. A signing secret is set.")
            if secret
            else wrong("way in", "There is no signing secret.", mend)
        )
    try:
        await clearly(web.apps_connections_open(app_token=settings.slack_app_token.get_secret_value()))
    except (Busy, Unclear) as problem:
        return skipped("way in", f"Slack did not say whether it opens a socket ({problem.reason}).", LOOK_AGAIN)
    except SendProblem as problem:
        mend = "Make an app token (xapp-…) with `connections:write` under *Basic Information*; put it into SLACK_APP_TOKEN."
        return wrong("way in", f"Slack opens no socket: {problem.reason}.", mend)
    return ok("way in", "Socket Mode: Slack opens a socket.")


def granted(met: Met) -> list[Finding]:
    """What we may against what we want; each part that is off in a line of its own."""
    if met.granted is None:
        return [skipped("scopes", "Slack did not say what the token may do.")]
    if missing := scopes.missing(met.granted):
        return [wrong("scopes", f"Not granted: {', '.join(missing)}.", AGAIN)]
    off = [warning("scopes", WITHOUT[each], f"{_wanted(each)} was declined. {AGAIN}") for each in _off(met.granted)]
    more = sorted(met.granted - {*scopes.REQUIRED, *scopes.OPTIONAL})
    if more:
        off.append(warning("scopes", f"More than the app needs: {', '.join(more)}.", "Take them out of the manifest."))
    return off or [ok("scopes", "All that the app asks for.")]


def _off(granted: frozenset[str]) -> list[Feature]:
    return sorted(scopes.switched_off(granted))


def _wanted(feature: Feature) -> str:
    return " or ".join(each.name for each in scopes.SCOPES if each.feature is feature)


def clocks(met: Met, now: datetime) -> Finding:
    """How far our clock is from Slack's: Slack's signatures count for five minutes."""
    if met.slack_time is None:
        return skipped("clock", "Slack did not say what time it is.")
    apart = abs((now - met.slack_time).total_seconds())
    if apart < DRIFTING_SECONDS:
        return ok("clock", "It agrees with Slack's.")
    said, mend = (
        f"It is {int(apart)} seconds away from Slack's.",
        "Switch on time synchronisation (NTP) on this machine.",
    )
    return wrong("clock", said, mend) if apart >= FIVE_MINUTES else warning("clock", said, mend)


async def drift(settings: Settings, session: Line, met: Met) -> Finding:
    """Whether the manifest in Slack is the one that this version of the app wants; needs a configuration token."""
    key = settings.slack_config_token.get_secret_value()
    if not key or met.app_id is None:
        return skipped("manifest", "Not compared: set SLACK_CONFIG_TOKEN (xoxe.xoxp-…) for that.")
    web = AsyncWebClient(token=key, base_url=settings.slack_api_url, session=session, retry_handlers=[])
    try:
        answer = await clearly(web.api_call("apps.manifest.export", params={"app_id": met.app_id}))
    except SendProblem as problem:
        mend = "A configuration token ends after twelve hours. Make a new one at api.slack.com/apps."
        return warning("manifest", f"Slack does not show it: {problem.reason}.", mend)
    theirs = answer["manifest"]
    different = sorted(differences(wanted_there(settings, theirs), theirs))
    if not different:
        return ok("manifest", "Slack has today's.")
    named = ", ".join(different[:MOST_NAMED]) + (" …" if len(different) > MOST_NAMED else "")
    mend = f"Paste what `{command_for(settings, theirs)}` says at *App Manifest*."
    return wrong("manifest", f"Slack has another one: {named}.", mend)


def wanted_there(settings: Settings, theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Today's manifest for the same address, organization, kind of token and steps: those are the administrator's to choose."""
    return manifest(_address(settings, theirs), **_chosen(settings, theirs))


def command_for(settings: Settings, theirs: Mapping[str, Any]) -> str:
    """The command that writes that manifest, with each of its switches."""
    address = _address(settings, theirs)
    named = [f"--host {'https://…' if address == SOME_ADDRESS else address}"] if address else []
    switches = [f"--{name.replace('_', '-')}" for name, on in _chosen(settings, theirs).items() if on]
    return " ".join(["shoulder manifest", *named, *switches])


def _address(settings: Settings, theirs: Mapping[str, Any]) -> str | None:
    """Where Slack finds the app, or in Socket Mode its pages that install it; None without such pages."""
    ours = settings.public_url.rstrip("/") if settings.many else ""
    if settings.slack_transport != "http":
        return ours or None
    told = theirs.get("settings", {}).get("event_subscriptions", {}).get("request_url", "")
    return str(told).removesuffix(SLACK_PATH) or ours or SOME_ADDRESS


def _chosen(settings: Settings, theirs: Mapping[str, Any]) -> dict[str, bool]:
    in_socket_mode = settings.slack_transport != "http"
    return {
        "socket_mode": in_socket_mode and _address(settings, theirs) is not None,
        "org_wide": _is_org_wide(theirs),
        "token_rotation": bool(theirs.get("settings", {}).get("token_rotation_enabled")),
        "workflow_steps": bool(theirs.get("functions")),
    }


def _is_org_wide(theirs: Mapping[str, Any]) -> bool:
    """For an organization; one with steps for Workflow Builder has the switch in any case, and hears of organizations only then."""
    chosen = theirs.get("settings", {})
    hears = ids.LET_IN in chosen.get("event_subscriptions", {}).get("bot_events", [])
    return bool(chosen.get("org_deploy_enabled")) and (hears or not theirs.get("functions"))


def differences(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Where theirs lacks what ours has, or has it otherwise; what Slack adds by itself does not count.

    >>> differences({"a": {"b": 1, "c": ["x"]}}, {"a": {"b": 2, "c": ["x"], "d": 3}})
    ['a.b']
    """
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [each for key in ours for each in differences(ours[key], theirs.get(key), f"{at}.{key}".lstrip("."))]
    if isinstance(ours, list) and isinstance(theirs, list):
        return [] if _sorted(ours) == _sorted(theirs) else [at]
    return [] if ours == theirs else [at]


def _sorted(values: Sequence[Any]) -> list[str]:
    return sorted(str(sorted(each.items()) if isinstance(each, dict) else each) for each in values)


async def channels(web: AsyncWebClient, met: Met, wanted: Sequence[str]) -> list[Finding]:
    """Whether the app can post in each coach channel; asked only where that was allowed."""
    if not wanted:
        return [skipped("channels", "Nobody is enrolled yet.")]
    if met.granted is not None and Feature.CHANNELS in scopes.switched_off(met.granted):
        return [skipped("channels", "The app may not look at them.")]
    found = [each for channel in wanted if (each := await _channel(web, channel)) is not None]
    return found or [ok("channels", f"The app is in all {len(wanted)}." if len(wanted) > 1 else "The app is in it.")]


async def _channel(web: AsyncWebClient, channel: str) -> Finding | None:
    pick = "Enroll its people with another one, or invite the app: `/invite @Shoulder to Shoulder`."
    try:
        there = (await clearly(web.conversations_info(channel=channel)))["channel"]
    except SendProblem as problem:
        if problem.reason == "missing_scope":
            return skipped("channels", f"The app may not look at {channel}.")
        return wrong("channels", f"{channel}: Slack says {problem.reason}.", pick)
    name = f"#{there.get('name', channel)}"
    if there.get("is_archived"):
        return wrong(
            "channels", f"{name} is archived.", "Open it again in Slack, or enroll its people with another one."
        )
    if there.get("is_ext_shared"):
        return wrong("channels", f"{name} is shared with others, so no post goes there.", STOP_SHARING)
    return (
        None
        if there.get("is_member")
        else wrong("channels", f"The app is not in {name}.", "There, type `/invite @Shoulder to Shoulder`.")
    )
