"""Ask Slack for leave to be in a workspace: where to send an administrator, and what Slack gives for the answer.

The addresses and calls are slack_sdk's; the flow around them, and what is kept, are our own (ARCHITECTURE.md says why).
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.installations import Fresh, Granted
from bot.services.messenger import Refused
from bot.settings import Settings
from bot.slack.answers import clearly
from bot.slack.limits import Buckets, a_minute
from bot.slack.manifest import INSTALLED_PATH
from bot.slack.scopes import OPTIONAL, REQUIRED

AN_ID = re.compile(r"[ETA][A-Z0-9]{2,30}")
CODES_A_MINUTE, ANYBODYS = 30, "codes"
BOT_TOKENS = ("xoxb-", "xoxe.xoxb-")


@dataclass(frozen=True)
class Leave:
    """The app as Slack knows it, and a line to Slack without a token: what asking for leave takes."""

    settings: Settings
    line: AsyncWebClient
    clock: Callable[[], datetime]
    exchanges: Buckets = field(default_factory=lambda: Buckets(a_minute(CODES_A_MINUTE)))

    def address(self, state: str) -> str:
        """Where Slack asks an administrator for all that the manifest names; what is optional they may decline there."""
        slack = self.settings.slack_api_url.removesuffix("/").removesuffix("/api")
        asked = AuthorizeUrlGenerator(
            client_id=quote(self.settings.slack_client_id),
            redirect_uri=quote(self.back, safe=""),
            scopes=[*REQUIRED, *OPTIONAL],
            authorization_url=f"{slack}/oauth/v2/authorize",
        )
        return asked.generate(state)

    @property
    def key(self) -> bytes:
        """What an installation that is begun is signed with: every process of ours knows it, and nobody else."""
        return self.settings.slack_client_secret.get_secret_value().encode()

    @property
    def back(self) -> str:
        """Where Slack sends the administrator back to: always our own address, whatever a request calls us."""
        return self.settings.public_url.rstrip("/") + INSTALLED_PATH

    async def exchange(self, code: str) -> Granted:
        """What was granted, for the code that Slack sent along. Raises SendProblem.

        Anybody can bring a code that Slack never gave. Past some of them a minute Slack is not asked: it would soon answer
        nothing any more, not even who renews a token.
        """
        now = self.clock()
        if not self.exchanges.has(ANYBODYS, now):
            raise Refused("too_many_codes")
        self.exchanges.take(ANYBODYS, now)
        answer = await self._access(code=code, redirect_uri=self.back)
        workspace, fresh = where(answer), self._fresh(answer)
        here = await clearly(AsyncWebClient(**self._like_the_line(), token=fresh.token).auth_test())
        if workspace not in (here.get("team_id"), here.get("enterprise_id")):
            raise Refused("another_workspace")
        ids = {name: _text(answer, name) for name in ("app_id", "bot_user_id", "scope")}
        who = {"app_id": ids["app_id"], "bot_id": here.get("bot_id"), "bot_user": ids["bot_user_id"]}
        named = {"name": _of(answer, "team", "name"), "by": _of(answer, "authed_user", "id")}
        return Granted(workspace, scopes=ids["scope"] or "", fresh=fresh, **who, **named)

    async def renew(self, refresh_token: str) -> Fresh:
        """A fresh token for one that will end. The refresh token is used up by this. Raises SendProblem."""
        return self._fresh(await self._access(grant_type="refresh_token", refresh_token=refresh_token))

    async def _access(self, **told: str) -> Any:
        ours = f"{self.settings.slack_client_id}:{self.settings.slack_client_secret.get_secret_value()}"
        # Not `oauth_v2_access`: it names us by a part of aiohttp that will go.
        named = {"Authorization": f"Basic {b64encode(ours.encode()).decode()}"}
        return await clearly(self.line.api_call("oauth.v2.access", data=told, headers=named))

    def _fresh(self, answer: Any) -> Fresh:
        """The bot's token, which is all that we ask for. Raises Refused for an answer without one."""
        token, lasts = _text(answer, "access_token") or "", answer.get("expires_in")
        if not token.startswith(BOT_TOKENS):
            raise Refused("no_bot_token")
        until = self.clock() + timedelta(seconds=int(lasts)) if lasts else None
        return Fresh(token, _text(answer, "refresh_token"), until)

    def _like_the_line(self) -> dict[str, Any]:
        line = self.line
        names = ("base_url", "session", "timeout", "retry_handlers", "logger")
        return {name: getattr(line, name) for name in names}


def where(answer: Any) -> str:
    """The workspace, or for an org-wide installation the organization. Raises Refused where Slack names neither."""
    place = answer.get("enterprise") if answer.get("is_enterprise_install") else answer.get("team")
    found = place.get("id") if isinstance(place, dict) else None
    if not isinstance(found, str) or not AN_ID.fullmatch(found):
        raise Refused("no_workspace")
    return found


def _of(answer: Any, part: str, name: str) -> str | None:
    found = answer.get(part)
    return _text(found, name) if isinstance(found, dict) else None


def _text(answer: Any, name: str) -> str | None:
    found = answer.get(name)
    return found if isinstance(found, str) and found else None
