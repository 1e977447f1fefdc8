"""Install the app as an administrator does it in a browser, in any workspace of the pretend Slack, or in an organization."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bench.ports import free_port
from bot.installing import written
from bot.sandbox.authorize import ANSWER
from bot.sandbox.seed import CLIENT_ID, CLIENT_SECRET, DEMO_SEED
from bot.slack.manifest import manifest
from tests.world import Engine, Transport, World, in_one_process

HERE, OTHER, ORG = DEMO_SEED.team_id, "T0OTHER", "E0PLAINS"
OTHER_SEED = replace(DEMO_SEED, team_id=OTHER, team_name="River County Family Services", domain="river")


@dataclass
class Browser:
    """An administrator's browser: it keeps cookies and follows links."""

    world: World
    session: aiohttp.ClientSession

    async def begin(self) -> URL:
        """Press “Add to Slack”; gives Slack's address."""
        async with self.session.post(f"{self.world.app_url}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 303, await answer.text()
            return URL(answer.headers["Location"])

    async def allow(self, at: URL, place: str) -> URL:
        """Say yes on Slack's page for this place (or no, without one); gives the address to which Slack sends back."""
        async with self.session.get(at) as page:
            assert page.status == 200, await page.text()
        asked = {name: at.query[name] for name in ("client_id", "state", "redirect_uri")}
        way = at.with_path(ANSWER).with_query({**asked, "place": place})
        async with self.session.get(way, allow_redirects=False) as answer:
            return URL(answer.headers["Location"])

    async def look(self, at: URL | str) -> tuple[int, str]:
        """Open a page."""
        async with self.session.get(at, allow_redirects=False) as page:
            return page.status, await page.text()

    async def install(self, place: str) -> str:
        """The whole way; gives the last page."""
        status, page = await self.look(await self.allow(await self.begin(), place))
        assert status == 200, page
        return page


@asynccontextmanager
async def browsing(world: World) -> AsyncIterator[Browser]:
    """A browser of its own."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Browser(world, session)


@asynccontextmanager
async def by_oauth(
    folder: Path,
    *,
    transport: Transport = "http",
    database: Engine = "sqlite",
    organization: str = "",
    rotating: bool = False,
    **changed: Any,
) -> AsyncIterator[World]:
    """Two workspaces with the same people and channels; the app is installed in none. The first one's program is set up."""
    seeds = [replace(each, enterprise=organization) for each in (DEMO_SEED, OTHER_SEED)]
    port = free_port()
    given = {
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
        "slack_bot_token": SecretStr(""),
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": SecretStr(CLIENT_SECRET),
    }
    folder.mkdir(exist_ok=True)
    told = folder / "manifest.json"
    told.write_text(written(manifest(org_wide=bool(organization))), "utf-8")
    slack = {"seed": seeds[0], "others": (seeds[1],), "rotating": rotating, "manifest": told}
    async with in_one_process(folder, transport=transport, database=database, slack=slack, **given | changed) as made:
        yield made


def there(world: World, team: str = OTHER) -> World:
    """The same world, seen from another workspace of the same Slack."""
    return replace(world, url=f"{world.url}/teams/{team}")
