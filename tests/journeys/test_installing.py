"""Installed, taken out, and installed again: in one workspace, in two of one database, and in a whole organization."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import office
from bot.doctor.visit import look
from bot.services import installing, uninstalled
from bot.slack import ids
from tests import by_hand
from tests.faults.ledger import quiet, states
from tests.faults.owing import approve
from tests.journeys.acts import answer, answer_to, texts
from tests.journeys.installing import HERE, ORG, OTHER, Browser, browsing, by_oauth, there
from tests.journeys.test_chat_replies import typed
from tests.journeys.test_people_as_they_are import OUTSIDE
from tests.journeys.test_setting_up import set_up
from tests.world import Engine, Transport, World

ASKED_ABOUT = "SELECT person, asked_at FROM whereabouts ORDER BY person"
INSTALLED = "SELECT workspace, through, token, uninstalled_at FROM installations ORDER BY workspace"


def kept(world: World) -> dict[str, str]:
    """Each workspace and organization with an installation: through whom, with a token or not."""
    return {
        row["workspace"]: "out" if row["uninstalled_at"] else row["through"] or ("token" if row["token"] else "none")
        for row in by_hand.read(world.settings, INSTALLED)
    }


def owed(world: World, state: str) -> list[str]:
    """What stands in the outbox in this state, and why."""
    asked = "SELECT kind, reason FROM deliveries WHERE state = :state ORDER BY kind"
    return [f"{row['kind']} {row['reason'] or ''}".strip() for row in by_hand.read(world.settings, asked, state=state)]


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Two workspaces of one Slack."""
    transport: Transport = getattr(request, "param", "http")
    async with by_oauth(tmp_path, transport=transport) as made:
        yield made


@pytest.fixture
async def browser(world: World) -> AsyncIterator[Browser]:
    """The administrator's browser."""
    async with browsing(world) as made:
        yield made


async def out_and_told(world: World, place: str = HERE) -> None:
    """Take the app out, and wait until it knows."""
    await world.post("uninstall")

    async def look() -> bool:
        return kept(world).get(place) == "out"

    await world.eventually(look)


@pytest.mark.parametrize("world", ["http", "socket"], indirect=True)  # the pages are there over either transport
async def test_installed_taken_out_and_installed_again(world: World, browser: Browser) -> None:
    """What was owed when the app was taken out never comes; what is due afterwards does."""
    said = await browser.install(HERE)
    await world.settle()
    first = kept(world)
    await world.next_nudge()
    await answer(world.person("UANA"), "I asked first what she wanted.", "coach")
    asked = len(await world.messages("UANA"))
    await world.person("USAM").command("@ben kin")
    await world.person("USAM").submit(await world.person("USAM").form("request_preview"))
    await out_and_told(world)
    called_off, tokens = owed(world, "withdrawn"), kept(world)
    await world.post("clock", advance_seconds=timedelta(days=9).total_seconds())
    meanwhile = len(await world.messages("UANA"))
    anew = await browser.install(HERE)
    await world.post("clock", advance_seconds=timedelta(days=3).total_seconds())

    assert "The app is in your Slack now" in said
    assert {HERE: "token"} == first
    assert "nudge uninstalled" in called_off
    assert {HERE: "out"} == tokens
    assert asked == meanwhile
    assert "installed anew" in anew
    assert {HERE: "token"} == kept(world)
    assert called_off.count("nudge uninstalled") == owed(world, "withdrawn").count("nudge uninstalled")
    assert len(await world.messages("UANA")) > meanwhile


@pytest.mark.parametrize(
    ("trouble", "by", "database"),
    [
        pytest.param("drop_after", "its author", "sqlite", id="its answer was lost"),
        pytest.param("drop_after", "its author", "postgres", id="its answer was lost, on PostgreSQL"),
        pytest.param("slow", "its author", "postgres", id="it was under way"),
        pytest.param("drop_after", "the office", "postgres", id="it was erased meanwhile"),
        pytest.param("drop_before", "nobody", "sqlite", id="it had not arrived"),
    ],
)
async def test_what_was_unclear_when_it_was_taken_out_can_still_be_taken_back(
    tmp_path: Path, trouble: str, by: str, database: Engine
) -> None:
    """Nobody knows whether a small success has arrived, and the app is taken out. When it is back, it is looked for.

    Taken back, it leaves the channel; if it never arrived, it does not come late.
    """
    async with by_oauth(tmp_path, database=database) as world, browsing(world) as browser:
        await browser.install(HERE)
        await quiet(world)
        await world.post("faults", method="chat.postMessage", kind=trouble, times=2, seconds=1.5)
        await approve(world)
        await world.eventually(lambda: _met(world))
        assert world.app is not None
        await world.app.errands.drain()
        await out_and_told(world)
        off = states(world, "celebrat%")
        arrived = len(await world.messages("CWINS"))
        if by == "the office":
            await office.erase(world.settings, "UANA")
        await world.post("clock", advance_seconds=timedelta(days=9).total_seconds())
        await browser.install(HERE)
        if by == "its author":
            await world.person("UANA").press("celebration_withdraw")
        await quiet(world)

        assert ["withdrawn"] * 2 == off
        assert (trouble != "drop_before") is bool(arrived)
        assert [] == await world.messages("CWINS")


async def test_what_is_kept_for_a_closed_channel_is_kept_while_the_app_is_out(world: World, browser: Browser) -> None:
    """Ana read that her small success goes there by itself once the channel is open: so it does, days later, with the app back.

    Meanwhile Slack is asked about nobody there.
    """
    await browser.install(HERE)
    await quiet(world)
    await world.post("channels", id="CWINS", is_archived=True)
    await approve(world)
    await world.settle()
    told = [text for text in await world.texts("UANA") if "It is kept" in text]
    await out_and_told(world)
    await world.post("clock", advance_seconds=timedelta(days=3).total_seconds())
    assert world.app is not None
    before = by_hand.read(world.settings, ASKED_ABOUT)
    await world.app.look_around()
    after = by_hand.read(world.settings, ASKED_ABOUT)
    await world.app.keep()
    await browser.install(HERE)
    await world.post("channels", id="CWINS", is_archived=False)
    await quiet(world)

    assert told
    assert before == after != []
    assert 1 == len(await world.messages("CWINS"))


async def _met(world: World) -> bool:
    """Whether no trouble is still to come, and each answer that does not come was missed."""
    return not (await world.get("faults"))["faults"]


async def test_two_workspaces_are_two_programs(world: World, browser: Browser) -> None:
    """The same person ids in both; each workspace is answered with its own token and knows its own program alone."""
    for place in (HERE, OTHER):
        await browser.install(place)
    other = there(world)
    await other.person("UANA").command("status")
    await world.person("UANA").command("status")
    at_home = await world.person("UANA").told()
    elsewhere = await other.person("UANA").told()
    await world.next_nudge()

    assert {HERE: "token", OTHER: "token"} == kept(world)
    assert "You are not part of a program here." == elsewhere != at_home
    assert await world.messages("UANA")
    assert [] == [each for each in await other.messages("UANA") if "ephemeral_for" not in each]


async def test_each_workspace_says_itself_who_its_people_are(tmp_path: Path) -> None:
    """Once a day the app asks, with that workspace's token: what became of the same id elsewhere is no news."""
    async with by_oauth(tmp_path) as world, browsing(world) as browser:
        assert world.app is not None
        await world.post("people", id="UBEN", tz="America/Denver")
        await there(world).post("people", id="UANA", deleted=True)
        for place in (HERE, OTHER):
            await browser.install(place)
        await world.post("clock", advance_seconds=3_600)  # where it was not installed it tries again in an hour

        await world.app.look_around()

        known = by_hand.read(world.settings, "SELECT person, zone, gone FROM whereabouts WHERE asked_at IS NOT NULL")
        found = {each["person"]: (each["zone"], bool(each["gone"])) for each in known}
        assert ("America/Chicago", False) == found["UANA"]
        assert ("America/Denver", False) == found["UBEN"]


async def test_a_token_that_is_taken_away_ends_it_too(world: World, browser: Browser) -> None:
    """Slack says `tokens_revoked`: the same as taking the app out; the doctor names the page where it can be installed again."""
    await browser.install(OTHER)
    await there(world).post("revoke")

    async def gone() -> bool:
        return kept(world) == {OTHER: "out"}

    assert await world.eventually(gone)
    found = {each.part: each for each in await look(world.settings, OTHER)}["bot token"]
    assert ("wrong", "The app is not installed there.") == (found.state, found.said)
    assert f"{world.settings.public_url}/slack/install" in str(found.mend)


async def test_old_news_ends_nothing(world: World, browser: Browser) -> None:
    """Word of taking out that comes after the app is back, as Slack's retries may, is looked into and let go."""
    await browser.install(HERE)
    await world.post("faults", method="events", kind="late", seconds=0.3, times=2)
    await world.post("uninstall")
    await browser.install(HERE)
    await world.eventually(lambda: _heard(world, "app_uninstalled"))
    await world.settle()

    assert {HERE: "token"} == kept(world)


async def _heard(world: World, event: str) -> bool:
    log = (await world.get("log"))["entries"]
    return any(each["kind"] == f"events_api:{event}" for each in log)


async def test_after_its_time_nothing_is_left(world: World, browser: Browser) -> None:
    """When the longest time that the agency decided is over, rows and keys are gone; the other agency's stay."""
    for place in (HERE, OTHER):
        await browser.install(place)
    await world.next_nudge()
    await answer(world.person("UANA"), "I asked first what she wanted.", "coach")
    await out_and_told(world)
    await world.post("clock", advance_seconds=timedelta(days=1094).total_seconds())
    before = by_hand.count(world.settings, "enrollments")
    await world.post("clock", advance_seconds=timedelta(days=2).total_seconds())
    left = [table for table in by_hand.tables(world.settings) if _has(world, table, HERE)]

    assert before > 0
    assert [] == left
    assert {OTHER: "token"} == kept(world)


def _has(world: World, table: str, workspace: str) -> bool:
    rows = by_hand.read(world.settings, f"SELECT * FROM {table}")  # noqa: S608
    return any(row.get("workspace") == workspace for row in rows)


@pytest.fixture
async def organization(tmp_path: Path) -> AsyncIterator[World]:
    """Both workspaces belong to one organization."""
    async with by_oauth(tmp_path, organization=ORG) as made:
        yield made


async def test_one_installation_for_a_whole_organization(organization: World) -> None:
    """Each workspace remains a program of its own, in which forms, App Home and what is typed arrive; taking the app out ends it
    in all of them.
    """
    world, other = organization, there(organization)
    async with browsing(world) as browser:
        await browser.install(ORG)
        await world.person("UANA").command("status")
        at_home = await world.person("UANA").told()
        await other.person("UANA").command("status")
        elsewhere = await other.person("UANA").told()
        served = kept(world)
        await world.settle()
        await world.next_nudge()
        ana = world.person("UANA")
        asked = [each for each in await ana.inbox() if "ephemeral_for" not in each]
        await typed(ana, "I asked first what she wanted.")
        home = texts(await ana.home())
        await ana.press_home("home_check_in_now")
        first = await ana.submit(await ana.form("check_in_menu"), topic="topic:kin")
        looked = {each.part: each.state for each in await look(world.settings, HERE)}
        await other.post("access", granted=False)
        await world.eventually(lambda: _is(world, OTHER, "out"))
        await other.post("access", granted=True)
        await world.eventually(lambda: _is(world, OTHER, ORG))
        await out_and_told(world, ORG)
        ended = kept(world)
        await browser.install(ORG)

    assert {ORG: "token", HERE: ORG, OTHER: ORG} == served
    assert at_home != elsewhere
    assert asked
    assert "I asked first what she wanted." in home
    assert "reflection_step" == first["view"]["callback_id"]
    assert ("ok", "ok") == (looked["hotline"], looked["channels"])
    assert {ORG: "out", HERE: "out", OTHER: "out"} == ended
    assert {ORG: "token", HERE: ORG, OTHER: ORG} == kept(world)


@pytest.mark.expects_errors
async def test_what_slack_says_once_is_asked_for_again_when_it_broke(
    organization: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let out, let in and taken out, and each time the database is away at first: Slack comes again, and then it is done."""
    world, other = organization, there(organization)
    async with browsing(world) as browser:
        await browser.install(ORG)
        await other.person("UANA").command("status")
        first = breaks_once(monkeypatch, uninstalled, "let_out")
        await other.post("access", granted=False)
        await world.eventually(lambda: _is(world, OTHER, "out"))
        second = breaks_once(monkeypatch, installing, "reach")
        await other.post("access", granted=True)
        await world.eventually(lambda: _is(world, OTHER, ORG))
        third = breaks_once(monkeypatch, uninstalled, "take_out")
        await out_and_told(world, ORG)

    assert [1, 1, 1] == [len(first), len(second), len(third)]
    assert {ORG: "out", OTHER: "out"} == kept(world)


def breaks_once(monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str) -> list[str]:
    """The first time it is as if the database was away; gives what broke."""
    as_it_is, broke = getattr(where, name), list[str]()

    async def once(*given: Any, **named: Any) -> Any:
        if not broke:
            broke.append(name)
            raise RuntimeError("the database is away")
        return await as_it_is(*given, **named)

    monkeypatch.setattr(where, name, once)
    return broke


@pytest.mark.parametrize(("theirs", "refused"), [(ORG, False), ("E0FAR", True)])
async def test_another_organization_is_no_colleague(organization: World, theirs: str, refused: bool) -> None:
    """Eve's workspace is of another Enterprise Grid, and she is refused; were it of ours, she would be heard.

    Whatever she presses, hers becomes no workspace of the organization that has the app.
    """
    async with browsing(organization) as browser:
        await browser.install(ORG)
        await organization.post("people", id="UEVE", team_id="T0FAR", enterprise_id=theirs)
        await organization.person("UEVE").command("status")
        told = await organization.person("UEVE").told()
        await organization.post("shortcut", user="UEVE", callback_id=ids.JUST_FINISHED_A_VISIT)
        await organization.settle()

    assert refused is (OUTSIDE in told)
    assert {ORG: "token", HERE: ORG} == kept(organization)


async def test_a_shortcut_may_be_the_first_that_a_workspace_brings(organization: World) -> None:
    """It names no workspace, so Slack is asked whether its person is of the organization."""
    async with browsing(organization) as browser:
        await browser.install(ORG)
        await there(organization).post("shortcut", user="UANA", callback_id=ids.JUST_FINISHED_A_VISIT)
        await organization.eventually(lambda: _is(organization, OTHER, ORG))


async def _is(world: World, place: str, as_: str) -> bool:
    return kept(world).get(place) == as_


async def test_tokens_that_last_twelve_hours_are_renewed_in_the_background(tmp_path: Path) -> None:
    """Days later messages still go out, and each refresh token was used once."""
    async with by_oauth(tmp_path, rotating=True) as world, browsing(world) as browser:
        await browser.install(HERE)
        await world.next_nudge()
        before = len(await world.messages("UANA"))
        await world.person("UANA").press("nudge_not_today")
        await world.post("clock", advance_seconds=timedelta(days=3).total_seconds())
        await world.person("UANA").command("status")
        told = await world.person("UANA").told()
        log = (await world.get("log"))["entries"]
        renewed = [each["response"] for each in log if each["kind"] == "oauth.v2.access"]

    assert told
    assert before
    assert len(renewed) > 2
    assert all(each["ok"] for each in renewed)


async def test_who_installs_it_says_who_leads(world: World, browser: Browser) -> None:
    """Nobody else can set the program up, until its installer names somebody; and who leads it can name the next."""
    await browser.install(OTHER)
    other = there(world)
    ana, sam, lee = (other.person(each) for each in ("UANA", "USAM", "ULEE"))
    told = [await answer_to(sam, "setup"), await answer_to(sam, "lead <@USAM>"), await answer_to(ana, "lead")]
    await ana.command("lead <@USAM>")
    told.append(await ana.told("can set the program up now"))
    await set_up(sam)
    await sam.command("lead <@ULEE>")
    told.append(await sam.told("leads this program now"))
    told.append(await answer_to(sam, "lead <@UANA>"))
    refused = await answer_to(lee, "lead <@UBOT>")

    assert ["<@UANA> leads this program and can set it up."] * 2 == told[:2]
    assert "`/coach-checkin lead @name`" in told[2]
    assert "<@USAM>" in told[3]
    assert "<@ULEE>" in told[4]
    assert "<@ULEE> leads this program and can set it up." == told[5]
    assert "cannot be part of the program" in refused


async def test_a_renewal_whose_answer_is_lost_is_told_while_there_is_time(tmp_path: Path) -> None:
    """Slack says that the refresh token was used up: the lead reads it once, and installing again mends it."""
    async with by_oauth(tmp_path, rotating=True) as world, browsing(world) as browser:
        await browser.install(HERE)
        await world.post("faults", method="oauth.v2.access", kind="error:invalid_refresh_token", times=1)
        await world.post("clock", advance_seconds=timedelta(hours=11).total_seconds())
        told = [text for text in await world.texts("ULEE") if "install me again" in text]
        ill = await look(world.settings)
        said = await browser.install(HERE)
        await world.post("clock", advance_seconds=timedelta(days=1).total_seconds())
        again = [text for text in await world.texts("ULEE") if "install me again" in text]
        well = await look(world.settings)

    assert 1 == len(told) == len(again)
    assert "What was set up before goes on as it was." in said
    assert ["wrong"] == [each.state for each in ill if each.part == "installations"]
    assert ["ok"] == [each.state for each in well if each.part == "installations"]
