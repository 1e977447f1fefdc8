"""Sort what can go wrong with a call to Slack into what a sender needs to know: wait, no, switched off, or unclear."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.services.messenger import Busy, Refused, SendProblem, SwitchedOff, Unclear

SHORT_WAIT = timedelta(seconds=30)
MAYBE = frozenset({"internal_error", "fatal_error"})
MOVING = frozenset({"team_added_to_org", "org_login_required", "external_channel_migrating"})
LATER = MOVING | {"service_unavailable", "request_timeout", "ekm_access_denied", "update_failed"}
NOT_OUR_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
SWITCHED_OFF = NOT_OUR_TOKEN | {"team_access_not_granted", "accesslimited", "two_factor_setup_required"}
SLOW_DOWN = frozenset({"ratelimited", "rate_limited"})


async def clearly(call: Awaitable[Any]) -> Any:
    """Await a call to Slack. Raises Busy, Refused, SwitchedOff or Unclear."""
    try:
        return await call
    except SlackApiError as error:
        raise _meaning(error) from None
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as lost:
        raise Unclear(type(lost).__name__) from None


def _meaning(error: SlackApiError) -> SendProblem:
    """What Slack meant. An answer without a readable reason (a proxy's page, half a body) leaves it unclear."""
    answer: Any = error.response
    data, status = getattr(answer, "data", None), int(getattr(answer, "status_code", getattr(answer, "status", 0)))
    reason = data.get("error") if isinstance(data, dict) else None
    if status == 429 or reason in SLOW_DOWN:
        return Busy("ratelimited", timedelta(seconds=float(answer.headers.get("Retry-After", 30))))
    if reason in LATER:
        return Busy(str(reason), SHORT_WAIT)
    if reason is None or status >= 500 or reason in MAYBE:
        return Unclear(str(reason or f"http_{status}"))
    return SwitchedOff(reason) if reason in SWITCHED_OFF else Refused(str(reason))
