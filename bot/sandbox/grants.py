"""Where the app was installed by OAuth: codes that are good once, tokens, and refresh tokens that are used up by using them."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox.clockwork import Clock
from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Refused, Workspace

CODE_SECONDS = 600.0
TOKEN_SECONDS = 43_200
"""Twelve hours: how long a token lasts where tokens are rotated (docs.slack.dev/authentication/using-token-rotation)."""


@dataclass
class Grant:
    """The app in one workspace, or in an organization (`place` is its id); who holds the token speaks there."""

    place: str
    org_wide: bool
    token: str = ""
    refresh_token: str = ""
    expires_at: float | None = None


@dataclass
class Grants:
    """All workspaces of this Slack, and what was granted in each of them."""

    clock: Clock
    rotating: bool = False
    teams: dict[str, Workspace] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, float]] = field(default_factory=dict)
    held: list[Grant] = field(default_factory=list)

    def new_code(self, place: str, redirect_uri: str) -> str:
        """A code for what an administrator has just said yes to."""
        code = secrets.token_hex(16)
        self.codes[code] = (place, redirect_uri, self.clock.seconds())
        return code

    def exchange(self, code: str, redirect_uri: str) -> Grant:
        """A token for a code, which is used up by it. Raises Refused."""
        place, meant, made = self.codes.pop(code, ("", "", 0.0))
        if not place or self.clock.seconds() - made > CODE_SECONDS:
            raise Refused("invalid_code")
        if redirect_uri != meant:
            raise Refused("bad_redirect_uri")
        self.revoke(place)
        self.held.append(grant := Grant(place, org_wide=place not in self.teams))
        self._fill(grant)
        for team in self.reached(place):
            team.installed, team.org_wide, team.views.installed_in = True, grant.org_wide, place
        return grant

    def renew(self, refresh_token: str) -> Grant:
        """A fresh token for a refresh token, which is used up by it. Raises Refused."""
        found = [grant for grant in self.held if grant.refresh_token and grant.refresh_token == refresh_token]
        if not found:
            raise Refused("invalid_refresh_token")
        self._fill(found[0])
        return found[0]

    def _fill(self, grant: Grant) -> None:
        kind = "xoxe.xoxb-" if self.rotating else "xoxb-"
        grant.token = kind + secrets.token_hex(12)
        if self.rotating:
            grant.refresh_token = "xoxe-1-" + secrets.token_hex(12)
            grant.expires_at = self.clock.seconds() + TOKEN_SECONDS

    def of(self, token: str) -> Grant | None:
        """Whose token this is; None for a strange or a revoked one. Raises Refused when its time is over."""
        grant = next((each for each in self.held if each.token == token), None)
        if grant is not None and grant.expires_at is not None and grant.expires_at <= self.clock.seconds():
            raise Refused("token_expired")
        return grant

    def reached(self, place: str) -> list[Workspace]:
        """The workspace of this id, or all of an organization's."""
        if place in self.teams:
            return [self.teams[place]]
        return [team for team in self.teams.values() if place and team.seed.enterprise == place]

    def revoke(self, place: str) -> None:
        """The tokens of this place are worth nothing from now on."""
        self.held = [grant for grant in self.held if grant.place != place]

    def meant(self, grant: Grant, team_id: str) -> Workspace:
        """Which workspace a call is about. Raises Refused where an organization's token does not say."""
        reached = {team.seed.team_id: team for team in self.reached(grant.place) if team.installed}
        if team_id and grant.org_wide and team_id not in reached:
            raise Refused("team_access_not_granted")
        found = reached.get(team_id) if grant.org_wide else next(iter(reached.values()), None)
        if found is None:
            raise Refused("missing_argument" if grant.org_wide else "account_inactive")
        return found


def described(grants: Grants, grant: Grant, scopes: list[str]) -> Payload:
    """What oauth.v2.access answers."""
    team = grants.reached(grant.place)[0]
    seed, org = team.seed, team.seed.enterprise
    rotating = {"refresh_token": grant.refresh_token, "expires_in": TOKEN_SECONDS} if grant.refresh_token else {}
    return {
        "access_token": grant.token,
        "token_type": "bot",
        "scope": ",".join(scopes),
        "bot_user_id": seed.bot_user,
        "app_id": seed.app_id,
        "team": None if grant.org_wide else {"id": seed.team_id, "name": seed.team_name},
        "enterprise": {"id": org, "name": org} if org else None,
        "is_enterprise_install": grant.org_wide,
        "authed_user": {"id": seed.people[0].id},
        **rotating,
    }
