"""People as they are: who joins, leaves, is renamed, is a guest, moves or is of another workspace, and what follows."""

from datetime import date
from pathlib import Path

import pytest

from bot.db.record_tables import PublishedMeasures
from bot.services import standing
from tests.journeys.acts import clock_to, keep_for, nudged, texts
from tests.journeys.test_setting_up import LINES, enroll, set_up
from tests.journeys.test_slack_says import _unheard, calls, says
from tests.world import Person, World, in_one_process

OUTSIDE = "This app is for the people of this workspace"


async def test_whoever_joins_is_written_to_only_once_enrolled(http_world: World) -> None:
    """Kim joins the workspace: nothing. Lee enrolls her: the first message says who, with whom, what for and how to stop."""
    await says(http_world, "UKIM", tz="America/Chicago")
    before = await http_world.texts("UKIM")

    await enroll(http_world.person("ULEE"), ["UKIM"])
    await http_world.settle()

    said = str(await http_world.messages("UKIM"))
    assert [] == before
    assert "<@ULEE> invited you" in said
    assert "<@UCORA> as your coach" in said
    assert "short questions between coaching sessions" in said
    assert "Nothing comes before your yes, and you can pause or leave at any time" in said


@pytest.mark.parametrize("refusal", ["channel_not_found", "messages_tab_disabled"])
async def test_an_invitation_that_did_not_come_can_be_sent_again(http_world: World, refusal: str) -> None:
    """Slack refused it, and Lee read so. After the mend she enrolls Kim once more: the invitation comes, and no second one."""
    lee, kim = http_world.person("ULEE"), http_world.person("UKIM")
    await says(http_world, "UKIM", tz="America/Chicago")
    await http_world.post("faults", method="chat.postMessage", kind=f"error:{refusal}", times=1)
    await enroll(lee, ["UKIM"])
    before = len(await kim.inbox())
    for _ in range(2):
        await enroll(lee, ["UKIM"])

    assert 0 == before
    assert 1 == len(await kim.inbox())


async def test_an_invitation_that_did_not_come_can_be_sent_again_weeks_later(http_world: World) -> None:
    """What was sent is kept for a week, and the mend takes two: the refused invitation is remembered until it came, or she left."""
    lee, kim = http_world.person("ULEE"), http_world.person("UKIM")
    await says(http_world, "UKIM", tz="America/Chicago")
    await http_world.post("faults", method="chat.postMessage", kind="error:messages_tab_disabled", times=1)
    await enroll(lee, ["UKIM"])
    await keep_for(http_world, keep_deliveries=7)

    await clock_to(http_world, "2026-11-16T12:00:00-06:00")
    await enroll(lee, ["UKIM"])

    assert 1 == len([each for each in await kim.inbox() if "invited you" in texts(each)])


async def test_another_name_changes_nothing(http_world: World) -> None:
    """Ana marries and is called Ana Sol: no message, no row is different, and Slack shows the new name by itself."""
    before = len(await http_world.messages("UANA")), http_world.row_counts()

    await says(http_world, "UANA", real_name="Ana Sol", name="ana.sol")

    assert before == (len(await http_world.messages("UANA")), http_world.row_counts())


async def test_a_supervisor_who_leaves_is_told_to_the_lead(http_world: World) -> None:
    """With their people's names and the way to hand them over."""
    await says(http_world, "USAM", deleted=True)

    told = next(text for text in await http_world.texts("ULEE") if "<@USAM>" in text)
    assert "who supervises here, is closed. Their people need another supervisor: <@UANA>" in told


async def test_a_lead_who_leaves_is_told_to_nobody_in_slack(http_world: World) -> None:
    """None of them can mend that: the log says it to whoever runs the app, with `shoulder people lead`."""
    await says(http_world, "ULEE", deleted=True)

    assert [] == [text for text in await http_world.texts("UCORA") if "<@ULEE>" in text]


async def test_what_no_event_told_is_found_within_a_day(tmp_path: Path) -> None:
    """The app was away when Ana moved and Cora's account was closed: the next day's round asks Slack about each once."""
    async with in_one_process(tmp_path, beat_seconds=0.2) as world:
        await world.eventually(lambda: _asked_about_all(world, 6))
        await _unheard(world, "UANA", tz="America/Los_Angeles")
        await _unheard(world, "UCORA", deleted=True)
        await world.post("clock", advance_seconds=86_400)

        await world.eventually(lambda: _asked_about_all(world, 12))
        await world.settle()

        assert "Your Slack moved to America/Los_Angeles" in texts(await world.person("UANA").home())
        assert [1] == [text.count("who coaches here") for text in await world.texts("ULEE") if "<@UCORA>" in text]
        assert 0 == await calls(world, "users.list")


async def _asked_about_all(world: World, times: int) -> bool:
    return await calls(world, "users.info") >= times


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_an_outside_coach_sees_their_own_people_alone(http_world: World, kind: str) -> None:
    """Cora is a guest: her people are there, Sam's Pat is not, nor numbers of the program; and she enrolls nobody."""
    cora = http_world.person("UCORA")
    await enroll(http_world.person("ULEE"), ["UPAT"], coach="USAM", supervisor="ULEE")
    as_colleague = await _numbers(http_world)
    await says(http_world, "UCORA", **{kind: True})

    home = texts(await cora.home())
    await cora.command("enroll")
    told = await cora.told("You are a guest")

    assert as_colleague is not None
    assert await _numbers(http_world) is None
    assert "<@UANA>" in home
    assert "<@UPAT>" not in await cora.everything()
    assert "You are a guest in this Slack, so <@ULEE> enrolls people. Please ask them." == told


async def _numbers(world: World) -> object:
    """What Cora's App Home holds about the whole program, when a month was counted."""
    assert world.app is not None
    async with world.app.here.read() as session:
        session.add(PublishedMeasures(workspace="T0SHOULDER", month=date(2026, 10, 1), measures={}))
        found = await standing.corner(session, world.app.library, "T0SHOULDER", "UCORA", now=world.app.clock())
    return found.gap


async def test_no_guest_sets_a_program_up(tmp_path: Path) -> None:
    """Whoever is first leads it; a guest is refused, and somebody who works here is not."""
    async with in_one_process(tmp_path, seeded=False) as world:
        await world.post("people", id="UCORA", is_restricted=True)
        await world.person("UCORA").command("setup")
        told = await world.person("UCORA").told()

        await set_up(world.person("ULEE"))

        assert "Guests cannot lead a program. Somebody who works here can set it up." == told
        assert LINES["hotline"] in str(await _setup_again(world.person("ULEE")))


async def _setup_again(lead: Person) -> dict[str, object]:
    await lead.command("setup")
    return await lead.form("setup_form")


async def test_somebody_of_another_workspace_is_refused_at_every_door(http_world: World) -> None:
    """Eve comes through Slack Connect: a command, App Home, a message and a shortcut say why; nothing is kept.

    She is in a channel with the app, so Slack calls her no stranger; her workspace says where she is from.
    """
    await http_world.post("people", id="UEVE", team_id="T0OTHER")
    eve, rows = http_world.person("UEVE"), http_world.row_counts()

    await eve.command("setup")
    command = await eve.told()
    home = texts(await eve.home())
    await eve.say("I want to tell you about my visit.")
    message = await eve.told(OUTSIDE)
    await http_world.post("shortcut", user="UEVE", callback_id="just_finished_a_visit")
    shortcut = texts(await eve.form("said"))

    assert [True] * 4 == [OUTSIDE in each for each in (command, home, message, shortcut)]
    assert rows == http_world.row_counts()
    assert 1 == await _calls_about(http_world, "UEVE")


async def test_a_form_and_a_button_from_another_workspace_are_refused(http_world: World) -> None:
    """Slack says of both whose workspace they come from; nobody is asked, and nothing is kept."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    form = await ana.form()
    await http_world.post("people", id="UANA", is_stranger=True, team_id="T0OTHER")
    rows = http_world.row_counts()

    sent = await ana.answer("I asked first.")
    await ana.press("nudge_not_today")
    told = await ana.told(OUTSIDE)

    assert [True] == [OUTSIDE in each for each in sent["errors"].values()]
    assert form["id"] == (await ana.form())["id"]
    assert told
    assert rows == http_world.row_counts()


async def _calls_about(world: World, person: str) -> int:
    entries = (await world.get("log"))["entries"]
    return len([each for each in entries if each["kind"] == "users.info" and person in str(each)])


async def test_somebody_of_another_workspace_is_enrolled_nowhere(http_world: World) -> None:
    """As caseworker, coach or supervisor; nor does she take anybody over."""
    await http_world.post("people", id="UEVE", is_stranger=True, team_id="T0OTHER", real_name="Eve")
    lee = http_world.person("ULEE")

    for given in ({"caseworkers": ["UEVE"]}, {"coach": "UEVE"}, {"supervisor": "UEVE"}):
        sent = await enroll(lee, **{"caseworkers": ["UPAT"], **given})  # type: ignore[arg-type]

        assert "Eve cannot be part of the program" in str(sent["errors"])
        await http_world.post("close", user="ULEE", view_id=(await lee.form())["id"])
