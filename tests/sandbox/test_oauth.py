"""The pretend Slack lets an app in by OAuth: codes once, refresh tokens once, organizations as a whole."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.sandbox.seed import CLIENT_ID, CLIENT_SECRET, DEMO_SEED
from tests.sandbox.bolt_app import over_http
from tests.sandbox.pretend_slack import Watched, eventually

BACK = "http://127.0.0.1:9/slack/oauth_redirect"
ORG = "E0PLAINS"
SEEDS = [replace(DEMO_SEED, enterprise=ORG), replace(DEMO_SEED, team_id="T0OTHER", team_name="Other", enterprise=ORG)]
Opened = Callable[..., Awaitable[Watched]]


@pytest.fixture
async def slack(opened: Opened) -> Watched:
    """Two workspaces of one organization, whose tokens last twelve hours."""
    return await opened(seed=SEEDS[0], others=(SEEDS[1],), rotating=True)


async def answered(slack: Watched, place: str, **changed: str) -> tuple[int, dict[str, str]]:
    """What the administrator's browser is sent back with."""
    asked = {"client_id": CLIENT_ID, "state": "s", "redirect_uri": BACK, "place": place} | changed
    url = f"{slack.sandbox.url}/oauth/v2/authorize/answer?{urlencode(asked)}"
    async with slack.session.get(url, allow_redirects=False) as page:
        told = parse_qs(urlsplit(page.headers.get("Location", "")).query)
        return page.status, {name: values[0] for name, values in told.items()}


async def access(slack: Watched, secret: str = CLIENT_SECRET, **told: str) -> dict[str, Any]:
    """oauth.v2.access, as the SDK sends it."""
    basic = base64.b64encode(f"{CLIENT_ID}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    async with slack.session.post(f"{slack.sandbox.url}/api/oauth.v2.access", data=told, headers=headers) as answer:
        return await answer.json()


async def let_in(slack: Watched, place: str) -> dict[str, Any]:
    """The whole way; gives what Slack granted."""
    _, told = await answered(slack, place)
    return await access(slack, code=told["code"], redirect_uri=BACK)


async def test_the_page_asks_and_sends_back_with_state(slack: Watched) -> None:
    """It names the workspaces and the organization; a no is access_denied; a strange app or address is refused."""
    asked = urlencode({"client_id": CLIENT_ID, "scope": "chat:write", "redirect_uri": BACK, "state": "s"})
    async with slack.session.get(f"{slack.sandbox.url}/oauth/v2/authorize?{asked}") as page:
        text = await page.text()
    _, yes = await answered(slack, "T0OTHER")
    _, no = await answered(slack, "")

    assert all(each in text for each in ("T0OTHER", ORG, "chat:write"))
    assert (yes["state"], {"error": "access_denied", "state": "s"}) == ("s", no)
    assert 400 == (await answered(slack, "T0OTHER", client_id="x"))[0]
    assert 400 == (await answered(slack, "T0OTHER", redirect_uri="https://evil.example"))[0]


async def test_a_code_is_good_once_for_one_address(slack: Watched) -> None:
    """Slack's own error strings."""
    _, told = await answered(slack, "T0OTHER")
    errors = [
        (await access(slack, code=told["code"], redirect_uri="http://127.0.0.1/x"))["error"],
        (await access(slack, code=told["code"], redirect_uri=BACK))["error"],
        (await access(slack, secret="wrong", code="x"))["error"],
        (await access(slack, code="x", grant_type="password"))["error"],
    ]

    assert ["bad_redirect_uri", "invalid_code", "bad_client_secret", "invalid_grant_type"] == errors


async def test_the_answer_names_the_workspace_or_the_organization(slack: Watched) -> None:
    """An org-wide installation has no team."""
    one, all_ = await let_in(slack, "T0OTHER"), await let_in(slack, ORG)

    assert ("T0OTHER", False, "UBOT") == (one["team"]["id"], one["is_enterprise_install"], one["bot_user_id"])
    assert (None, ORG, True) == (all_["team"], all_["enterprise"]["id"], all_["is_enterprise_install"])


async def test_a_refresh_token_is_used_up_and_a_token_ends(slack: Watched) -> None:
    """Twelve hours; the new one works, the old one does not."""
    first = await let_in(slack, "T0OTHER")
    second = await access(slack, grant_type="refresh_token", refresh_token=first["refresh_token"])
    again = await access(slack, grant_type="refresh_token", refresh_token=first["refresh_token"])
    old = await slack.api("auth.test", token=first["access_token"])
    new = await slack.api("auth.test", token=second["access_token"])
    slack.sandbox.workspace.clock.advance(timedelta(hours=12, seconds=1))
    over = await slack.api("auth.test", token=second["access_token"])

    assert 43_200 == first["expires_in"]
    assert "invalid_refresh_token" == again["error"]
    assert ("invalid_auth", "T0OTHER", "token_expired") == (old["error"], new["team_id"], over["error"])


async def test_an_organizations_token_says_which_workspace_it_means(slack: Watched) -> None:
    """Without team_id, or with one that is not reached, nothing is done."""
    token = (await let_in(slack, ORG))["access_token"]
    said = [
        await slack.api("users.info", token=token, user="UANA", team_id=team) for team in ("T0OTHER", "", "T0NOWHERE")
    ]

    assert said[0]["user"]["team_id"] == "T0OTHER"
    assert ["missing_argument", "team_access_not_granted"] == [each["error"] for each in said[1:]]


@pytest.mark.parametrize("way", ["auth.revoke", "apps.uninstall"])
async def test_an_app_can_end_it_itself(slack: Watched, way: str) -> None:
    """Afterwards the token is of no use."""
    token = (await let_in(slack, "T0OTHER"))["access_token"]
    done = await slack.api(way, token=token, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)

    assert done["ok"]
    assert "invalid_auth" == (await slack.api("auth.test", token=token))["error"]


async def test_each_workspace_has_its_own_messages(slack: Watched) -> None:
    """The same ids in both: what is posted with one token is in one workspace."""
    token = (await let_in(slack, "T0OTHER"))["access_token"]
    await slack.api("chat.postMessage", token=token, channel="UANA", text="Hello there")
    url = f"{slack.sandbox.url}/teams/T0OTHER/_sandbox/messages?channel=UANA"
    async with slack.session.get(url) as answer:
        there = (await answer.json())["messages"]

    assert ["Hello there"] == [each["text"] for each in there]
    assert [] == await slack.texts("UANA")


async def test_no_token_or_code_is_in_the_log(slack: Watched) -> None:
    """Not in what came, nor in what was answered."""
    granted = await let_in(slack, "T0OTHER")
    await access(slack, grant_type="refresh_token", refresh_token=granted["refresh_token"])
    log = str(await slack.get("log"))

    assert "oauth.v2.access" in log
    assert all(granted[name] not in log for name in ("access_token", "refresh_token"))


async def test_an_organizations_events_name_no_workspace_it_was_installed_in(slack: Watched) -> None:
    """Where it happened stands beside it. Its token is of no workspace, and so is a view."""
    token = (await let_in(slack, ORG))["access_token"]
    whose = await slack.api("auth.test", token=token)
    async with over_http(slack) as app:
        await slack.do("home", user="UANA")
        await slack.do("message", user="UANA", channel="UBOT", text="hello")
        await eventually(lambda: app.events)

    told = app.bodies[0]
    assert (ORG, None, True) == tuple(
        told["authorizations"][0][name] for name in ("enterprise_id", "team_id", "is_enterprise_install")
    )
    assert (SEEDS[0].team_id, ORG) == (told["team_id"], told["enterprise_id"])
    assert ORG == slack.sandbox.workspace.views.installed_in
    assert (ORG, ORG, True) == (whose["team_id"], whose["enterprise_id"], whose["is_enterprise_install"])
