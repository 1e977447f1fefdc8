"""An installation cannot be hijacked: it is finished once, soon, and in the browser that began it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from yarl import URL

from bot.doctor.visit import look
from bot.sandbox.authorize import ANSWER
from bot.sandbox.http_delivery import FORM, signed
from bot.settings import missing_settings
from tests import by_hand
from tests.journeys.installing import HERE, Browser, browsing, by_oauth
from tests.web.knocking import CHALLENGE
from tests.world import SECRET, World, settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOT_HERE = "This installation was not begun in this browser"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One world for all of this file: what is refused leaves nothing behind."""
    async with by_oauth(tmp_path_factory.mktemp("pages")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def browser(world: World) -> AsyncIterator[Browser]:
    """A browser without cookies."""
    async with browsing(world) as made:
        yield made


def installed(world: World) -> int:
    """How many installations are kept."""
    return by_hand.count(world.settings, "installations")


async def test_the_page_says_what_the_app_does_and_takes_nothing_from_elsewhere(browser: Browser) -> None:
    """Plain words, no script, nobody told where the administrator came from."""
    async with browser.session.get(f"{browser.world.app_url}/slack/install") as page:
        text, headers = await page.text(), page.headers

    assert "they pick who may read each reply" in text
    assert "<script" not in text
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ("no-store", "no-referrer") == (headers["Cache-Control"], headers["Referrer-Policy"])


async def test_slack_is_asked_for_what_the_manifest_names(browser: Browser) -> None:
    """And told to send back to our own address, whatever host the request named."""
    asked = await browser.begin()

    assert {"chat:write", "users:read.email"} <= set(asked.query["scope"].split(","))
    assert f"{browser.world.settings.public_url}/slack/oauth_redirect" == asked.query["redirect_uri"]


async def test_another_browser_cannot_finish_it(world: World, browser: Browser) -> None:
    """Somebody who is sent the address of an installation has no cookie for it."""
    back = await browser.allow(await browser.begin(), HERE)
    async with browsing(world) as other:
        status, page = await other.look(back)
        await other.begin()
        again = await other.look(back)

    assert (400, True) == (status, NOT_HERE in page)
    assert (400, True) == (again[0], NOT_HERE in again[1])
    assert 0 == installed(world)


async def test_it_is_too_late_after_five_minutes(world: World, browser: Browser) -> None:
    """Also in the same browser."""
    back = await browser.allow(await browser.begin(), HERE)
    await world.post("clock", advance_seconds=timedelta(minutes=5, seconds=1).total_seconds())
    status, page = await browser.look(back)

    assert (400, True) == (status, NOT_HERE in page)
    assert 0 == installed(world)


async def test_a_made_up_state_is_refused(world: World, browser: Browser) -> None:
    """And so is none, and one with a code that Slack gave for something else."""
    back = await browser.allow(await browser.begin(), HERE)
    for state in ("", "x" * 43, "%00"):
        status, _ = await browser.look(back.update_query(state=state))
        assert status == 400

    assert 0 == installed(world)


async def test_a_no_at_slacks_changes_nothing(world: World, browser: Browser) -> None:
    """It is said in words."""
    status, page = await browser.look(await browser.allow(await browser.begin(), ""))

    assert (400, True) == (status, "the installation was stopped" in page)
    assert 0 == installed(world)


async def test_a_code_that_slack_did_not_give_is_refused(world: World, browser: Browser) -> None:
    """The state is used up by it all the same."""
    begun = await browser.begin()
    made_up = URL(begun.query["redirect_uri"]).with_query(state=begun.query["state"], code="guessed")
    first, second = await browser.look(made_up), await browser.look(made_up)

    assert "Slack did not finish the installation" in first[1]
    assert NOT_HERE in second[1]
    assert 0 == installed(world)


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(browser: Browser) -> None:
    """And goes to our own pages alone."""
    async with browser.session.post(f"{browser.world.app_url}/slack/install", allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]

    assert all(each in cookie for each in ("HttpOnly", "SameSite=lax", "Path=/slack", "Max-Age=300"))


async def test_nobody_shuts_administrators_out_by_beginning_often(world: World, browser: Browser) -> None:
    """A thousand began meanwhile, which leaves nothing behind: who was before them finishes, and who comes after begins."""
    before, rows = await browser.allow(await browser.begin(), ""), by_hand.count(world.settings, "install_states")
    async with browsing(world) as stranger:
        for _ in range(20):
            await asyncio.gather(*(stranger.begin() for _ in range(50)))
    left = by_hand.count(world.settings, "install_states")
    status, page = await browser.look(before)

    assert rows == left
    assert (400, True) == (status, "the installation was stopped" in page)
    assert (await browser.begin()).query["state"]


async def test_what_is_kept_of_it_opens_nothing(world: World, browser: Browser) -> None:
    """Of a secret that was used up, the database has a fingerprint."""
    begun = await browser.begin()
    await browser.look(await browser.allow(begun, ""))
    rows = by_hand.read(world.settings, "SELECT * FROM install_states")

    assert rows
    assert begun.query["state"] not in str(rows)


async def test_it_is_finished_once_and_tokens_are_sealed(world: World, browser: Browser) -> None:
    """The same address opens no second time; no token stands in the files or in the log of the pretend Slack."""
    back = await browser.allow(await browser.begin(), HERE)
    first, second = await browser.look(back), await browser.look(back)

    assert (200, 400) == (first[0], second[0])
    assert NOT_HERE in second[1]
    assert 1 == installed(world)
    assert b"xoxb-" not in world.database_bytes()
    assert ANSWER  # the pretend Slack's own way was walked


async def test_made_up_codes_do_not_use_up_slacks_patience(world: World, browser: Browser) -> None:
    """Past some a minute Slack is not asked any more: it answers renewals by the same method."""
    before = await _exchanges(world)
    for _ in range(30):
        begun = await browser.begin()
        made_up = URL(begun.query["redirect_uri"]).with_query(state=begun.query["state"], code="guessed")
        _, said = await browser.look(made_up)

    assert "Slack did not finish the installation" in said
    assert 0 < await _exchanges(world) - before < 15


async def _exchanges(world: World) -> int:
    return len([each for each in (await world.get("log"))["entries"] if each["kind"] == "oauth.v2.access"])


async def test_the_challenge_of_a_new_address_is_answered_before_the_app_is_installed_anywhere(world: World) -> None:
    """Slack asks for it when the request URL is entered, and tells no workspace."""
    body = json.dumps(CHALLENGE)
    headers = signed(SECRET, body, time.time()) | {"Content-Type": "application/json"}
    async with world.http.post(f"{world.app_url}/slack/events", data=body, headers=headers) as answer:
        assert (200, True) == (answer.status, "say this" in await answer.text())


async def test_a_form_that_comes_after_the_app_was_taken_out_does_not_close_as_if_it_was_kept(world: World) -> None:
    """Whoever sent it reads that the app is not there any more, and has their words on the screen still."""
    block = {"type": "input", "block_id": "words", "element": {}}
    view = {"id": "V1", "state": {"values": {}}, "blocks": [block]}
    sent = {"type": "view_submission", "team": {"id": "T0GONE"}, "user": {"id": "UANA"}, "view": view}
    body = urlencode({"payload": json.dumps(sent | {"trigger_id": "1.2.3"})})
    headers = {"Content-Type": FORM} | signed(SECRET, body, time.time())
    async with world.http.post(f"{world.app_url}/slack/events", data=body, headers=headers) as answer:
        told = await answer.json()

    assert "I am not installed here any more" in told["errors"]["words"]


async def test_one_workspace_or_many(world: World) -> None:
    """Settings that say both, or not enough, stop the start with a sentence."""
    both = world.settings.model_copy(
        update={"slack_bot_token": settings_for(world.settings.data_dir, "http://x", "http").slack_bot_token}
    )
    nowhere = world.settings.model_copy(update={"public_url": "http://coaching.example.org"})

    assert ["Set SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for many, and not both."] == (
        missing_settings(both)
    )
    assert ["PUBLIC_URL is not set to an address that begins with https://."] == missing_settings(nowhere)


async def test_the_doctor_asks_nothing_with_a_token_that_is_not_there(world: World) -> None:
    """Each workspace has its own."""
    found = {each.part: each.state for each in await look(world.settings)}

    assert ("ok", "skipped") == (found["settings"], found["bot token"])
    assert "wrong" not in found.values()


async def test_in_one_workspace_there_are_no_such_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An app whose token is in its settings is installed in Slack's own pages."""
    from tests.world import in_one_process  # noqa: PLC0415

    async with in_one_process(tmp_path_factory.mktemp("one"), seeded=False) as one, browsing(one) as browser:
        assert 404 == (await browser.look(f"{one.app_url}/slack/install"))[0]
