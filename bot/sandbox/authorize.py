"""The page on which an administrator is asked whether the app may be installed, and the two ways off it."""

from html import escape
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.grants import Grants
from bot.sandbox.seed import CLIENT_ID

PAGE = "/oauth/v2/authorize"
ANSWER = "/oauth/v2/authorize/answer"
OWN_HOSTS = ("http://127.0.0.1", "http://localhost")


class Authorize:
    """The page, for every workspace and organization of this Slack."""

    def __init__(self, grants: Grants) -> None:
        self.grants = grants

    def routes(self) -> list[web.RouteDef]:
        """Two addresses: asking, and what was answered."""
        return [web.get(PAGE, self.ask), web.get(ANSWER, self.answer)]

    async def ask(self, request: web.Request) -> web.Response:
        """What the app asks for, and where it could be installed."""
        wrong = _wrong(request)
        if wrong:
            return web.Response(text=wrong, status=400)
        scopes = escape(request.query.get("scope", "").replace(",", ", "))
        organizations = {team.seed.enterprise for team in self.grants.teams.values() if team.seed.enterprise}
        places = [*self.grants.teams, *sorted(organizations)]
        names = {team.seed.team_id: team.seed.team_name for team in self.grants.teams.values()}
        ways = [_way(request, place, f"Allow in {names.get(place, f'the organization {place}')}") for place in places]
        shown = "".join([*ways, _way(request, "", "Cancel")])
        page = f"<!doctype html><title>Install</title><h1>Install the app</h1><p>It may: {scopes}</p><ul>{shown}</ul>"
        return web.Response(text=page, content_type="text/html")

    async def answer(self, request: web.Request) -> web.Response:
        """Back to the app, with a code or with a no."""
        place, back = request.query.get("place", ""), request.query.get("redirect_uri", "")
        wrong = _wrong(request)
        if wrong or (place and not self.grants.reached(place)):
            return web.Response(text=wrong or "unknown place", status=400)
        said = {"code": self.grants.new_code(place, back)} if place else {"error": "access_denied"}
        raise web.HTTPFound(f"{back}?{urlencode({**said, 'state': request.query.get('state', '')})}")


def _wrong(request: web.Request) -> str:
    if request.query.get("client_id") != CLIENT_ID:
        return "invalid_client_id"
    return "" if request.query.get("redirect_uri", "").startswith(OWN_HOSTS) else "bad_redirect_uri"


def _way(request: web.Request, place: str, label: str) -> str:
    kept = {name: request.query.get(name, "") for name in ("client_id", "state", "redirect_uri")}
    to = f"{ANSWER}?{urlencode({**kept, 'place': place})}"
    return f'<li><a href="{escape(to)}">{escape(label)}</a></li>'
