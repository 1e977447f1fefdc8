"""The pages on which an administrator installs the app: what it does, what it keeps, and how the installation went.

Plain pages of our own, without a script and without anything from elsewhere.
"""

from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.app import App
from bot.services import installing
from bot.services.installations import Granted
from bot.services.installing import LASTS
from bot.services.messenger import SendProblem
from bot.slack import scopes
from bot.slack.manifest import INSTALLED_PATH
from bot.slack.oauth import Leave

log = structlog.get_logger()

INSTALL = "/slack/install"
COOKIE = "shoulder_install"
NAME = "Shoulder to Shoulder"
LOOK = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1.2rem;color:#1f2d29;"
    "background:#fbfaf7}h1{font-size:1.6rem}button,a.button{font:inherit;color:#fff;background:#2f5d50;border:0;"
    "border-radius:.4rem;padding:.6rem 1.2rem;text-decoration:none;cursor:pointer}a{color:#2f5d50}"
)
OFFER = """
<p>This app keeps coaching alive between coaching sessions, for child-welfare caseworkers, their coaches and their
supervisors. It asks short questions in hours that each caseworker picks, brings coaches a weekly digest of what was shared,
and celebrates small successes.</p>
<h2>Privacy</h2>
<p>What a caseworker writes is theirs: they pick who may read each reply, and it is kept sealed. The app asks for no names
and no case facts, and nobody gets a message before your program has invited them.</p>
<form method="post"><button>Add to Slack</button></form>
<p>Slack then shows you all that the app may do, and asks you. If your workspace is part of an Enterprise organization, its
administrator can install the app for all workspaces at once.</p>
"""
DONE = """
<p>The app is in your Slack now. Nobody has been sent a message.</p>
<p>Next: you can set the program up now, with <code>/coach-checkin setup</code> in Slack, and lead it then. If somebody else
will lead it, type <code>/coach-checkin lead @name</code> first: then they set it up.</p>
"""
DONE_IN_MANY = """
<p>The app is in your organization now. Nobody has been sent a message.</p>
<p>Next: in each workspace, whoever will lead the program there types <code>/coach-checkin setup</code> in Slack.</p>
"""
AGAIN = """
<p>The app is installed anew, and its old tokens are gone. What was set up before goes on as it was.</p>
"""
SAID_NO = "Slack says that the installation was stopped. Nothing was changed."
NOT_BEGUN_HERE = (
    "This installation was not begun in this browser, was finished already, or took longer than five minutes. "
    "Nothing was changed. Please begin again here."
)
SLACK_SAYS_NO = "Slack did not finish the installation. Nothing was changed. Please begin again here."
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}


def routes(app: App) -> list[Route]:
    """The pages, where the app is installed by OAuth; also when Slack reaches it over Socket Mode."""
    if app.placed.leave is None:
        return []
    return [
        Route(INSTALL, offer, methods=["GET"]),
        Route(INSTALL, begin, methods=["POST"]),
        Route(INSTALLED_PATH, finish, methods=["GET"]),
    ]


async def offer(_: Request) -> Response:
    """What the app does, what it keeps, and the way to Slack."""
    return _page("Add it to your Slack", OFFER)


async def begin(request: Request) -> Response:
    """Off to Slack, with a secret in the address and another one in this browser."""
    app, leave = _of(request)
    begun = installing.begin(leave.key, now=app.clock())
    answer = RedirectResponse(leave.address(begun.state), status_code=303, headers={"Cache-Control": "no-store"})
    lasts = int(LASTS.total_seconds())
    secure = leave.back.startswith("https://")
    answer.set_cookie(COOKIE, begun.browser, lasts, path="/slack", secure=secure, httponly=True, samesite="lax")
    return answer


async def finish(request: Request) -> Response:
    """Back from Slack: only in the browser that began it, and only once."""
    app, leave = _of(request)
    state, browser = request.query_params.get("state", ""), request.cookies.get(COOKIE, "")
    async with app.database.begin() as session:
        ours = await installing.finish(session, leave.key, state, browser, now=app.clock())
    if not ours:
        return _problem(NOT_BEGUN_HERE)
    if "error" in request.query_params:
        return _problem(SAID_NO)
    try:
        granted = await leave.exchange(request.query_params.get("code", ""))
    except SendProblem as problem:
        log.warning("not_installed", reason=problem.reason)
        return _problem(SLACK_SAYS_NO)
    off = scopes.switched_off(granted.scopes.split(","))
    again = await installing.install(app.database, app.library, granted, off=off, now=app.clock())
    log.info("installed", workspace=granted.workspace, again=again)
    return _installed(granted, again=again)


def _installed(granted: Granted, *, again: bool) -> Response:
    app_id = granted.app_id if granted.app_id and granted.app_id.isalnum() else ""
    to = f"https://slack.com/app_redirect?app={app_id}&team={granted.workspace}"
    way = f'<p><a class="button" href="{escape(to)}">Open it in Slack</a></p>' if app_id else ""
    new = DONE_IN_MANY if granted.workspace.startswith("E") else DONE
    answer = _page("It is installed", (AGAIN if again else new) + way)
    answer.delete_cookie(COOKIE, path="/slack")
    return answer


def _of(request: Request) -> tuple[App, Leave]:
    app: App = request.app.state.app
    assert app.placed.leave is not None  # noqa: S101 - else there are no such pages
    return app, app.placed.leave


def _problem(sentence: str) -> Response:
    way = f'<p><a class="button" href="{INSTALL}">Begin again</a></p>'
    return _page("It is not installed", f"<p>{escape(sentence)}</p>{way}", status=400)


def _page(title: str, content: str, *, status: int = 200) -> Response:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title} · {NAME}</title>'
    body = f"<h1>{NAME}: {title[0].lower()}{title[1:]}</h1>{content}"
    page = f'<!doctype html><html lang="en"><head>{head}<style>{LOOK}</style></head><body>{body}</body></html>'
    return HTMLResponse(page, status_code=status, headers=HEADERS)
