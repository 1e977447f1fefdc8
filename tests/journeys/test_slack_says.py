"""What Slack says of somebody is heeded: vacation, sickness, Do Not Disturb, another time zone, a closed account."""

from datetime import datetime
from typing import Any

import pytest

from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, texts, with_button
from tests.journeys.test_paths_of_ones_own import plans_for
from tests.journeys.test_series import finish
from tests.journeys.test_sessions import set_date
from tests.journeys.test_setting_up import enroll
from tests.world import Person, World

MONDAY_9_31, MONDAY_10_01 = "2026-11-02T09:31:00-06:00", "2026-11-02T10:01:00-06:00"
WEDNESDAY_9_31, NEXT_MONDAY_9_31 = "2026-11-04T09:31:00-06:00", "2026-11-09T09:31:00-06:00"
JUST_BEFORE = "Just before the meeting"
NO_STATUS = {"status_emoji": "", "status_text": "", "status_expiration": 0}


def seconds(when: str) -> int:
    """An ISO moment as Slack counts."""
    return int(datetime.fromisoformat(when).timestamp())


async def says(world: World, person: str, **changed: Any) -> None:
    """Somebody changes their profile in Slack, and the app has heard of it."""
    await world.post("people", id=person, **changed)
    await world.settle()


async def do_not_disturb(world: World, person: str, until: str) -> None:
    """Somebody has it on, from midnight until this moment."""
    start = seconds("2026-11-02T00:00:00-06:00")
    await says(world, person, dnd_enabled=True, next_dnd_start_ts=start, next_dnd_end_ts=seconds(until))


async def questions(person: Person) -> int:
    """How many questions stand in somebody's messages."""
    return len(await with_button(person, "nudge_reflect"))


async def calls(world: World, method: str) -> int:
    """How often the app has called this method."""
    return len([each for each in (await world.get("log"))["entries"] if each["kind"] == method])


@pytest.mark.parametrize(
    "status",
    [
        {"status_emoji": ":palm_tree:"},
        {"status_emoji": ":face_with_thermometer:", "status_text": "krank"},
        {"status_text": "On vacation"},
        {"status_text": "Out sick"},
    ],
    ids=["palm tree", "sick in any language", "in words", "sick in words"],
)
async def test_on_vacation_or_sick_nothing_comes(http_world: World, status: dict[str, str]) -> None:
    """Until Thursday: no question on Monday and Wednesday, one on the Monday after, and why tells the reason."""
    ana = http_world.person("UANA")
    await says(http_world, "UANA", **status, status_expiration=seconds("2026-11-05T00:00:00-06:00"))

    await clock_to(http_world, MONDAY_9_31)
    told = await answer_to(ana, "why")
    await clock_to(http_world, WEDNESDAY_9_31)
    before = await questions(ana)
    await clock_to(http_world, NEXT_MONDAY_9_31)

    assert "Last time nothing came, because your Slack said that you were away." in told
    assert (0, 1) == (before, await questions(ana))


async def test_another_status_keeps_nothing_back(http_world: World) -> None:
    """In a meeting, or on a call: the question comes."""
    await says(http_world, "UANA", status_emoji=":calendar:", status_text="In a meeting")

    await clock_to(http_world, MONDAY_9_31)

    assert 1 == await questions(http_world.person("UANA"))


async def test_a_status_that_is_taken_off_counts_no_more(http_world: World) -> None:
    """Back early: the next question comes."""
    await says(http_world, "UANA", status_emoji=":palm_tree:", status_expiration=seconds("2026-11-30T00:00:00-06:00"))
    await says(http_world, "UANA", **NO_STATUS)

    await clock_to(http_world, MONDAY_9_31)

    assert 1 == await questions(http_world.person("UANA"))


async def test_a_request_waits_for_the_end_of_a_vacation(http_world: World) -> None:
    """Sam asks on Tuesday, Ana is away until Thursday: it comes on Monday; meanwhile why tells the reason."""
    ana = await nudged(http_world)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    await ask(http_world.person("USAM"), "@ana kin")
    await says(http_world, "UANA", status_emoji=":palm_tree:", status_expiration=seconds("2026-11-05T00:00:00-06:00"))
    await clock_to(http_world, "2026-11-04T10:00:00-06:00")
    before, told = "asked me" in str(await ana.inbox()), await answer_to(ana, "why")

    await clock_to(http_world, NEXT_MONDAY_9_31)

    assert not before
    assert "It waits, because your Slack said that you were away." in told
    assert "<@USAM> asked me" in str(await ana.inbox())


async def test_a_status_without_an_end_is_looked_at_again(http_world: World) -> None:
    """A palm tree without an end on Monday; Slack's word that it is gone gets lost: on Wednesday the app asks, once."""
    ana = http_world.person("UANA")
    await says(http_world, "UANA", status_emoji=":palm_tree:")
    await clock_to(http_world, MONDAY_9_31)
    before = await questions(ana)
    await _unheard(http_world, "UANA", **NO_STATUS)
    looks = await calls(http_world, "users.info")

    await clock_to(http_world, WEDNESDAY_9_31)

    assert (0, 1) == (before, await questions(ana))
    assert looks + 1 == await calls(http_world, "users.info")


async def test_a_status_without_an_end_that_still_stands_counts_on(http_world: World) -> None:
    """Three weeks of a palm tree: nothing comes, and Slack is asked once for each time that was due."""
    ana = http_world.person("UANA")
    await says(http_world, "UANA", status_emoji=":palm_tree:")

    await clock_to(http_world, "2026-11-20T12:00:00-06:00")

    assert 0 == await questions(ana)
    assert await calls(http_world, "users.info") <= 6


async def _unheard(world: World, person: str, **changed: Any) -> None:
    """Somebody changes their profile while the app is not installed, so that it never hears of it."""
    await world.post("uninstall", quietly=True)
    await world.post("people", id=person, **changed)
    await world.post("install")
    await world.settle()


async def test_do_not_disturb_is_waited_out_inside_her_hours(http_world: World) -> None:
    """Until ten: Monday's question comes at ten, and why tells the reason before."""
    ana = http_world.person("UANA")
    await do_not_disturb(http_world, "UANA", "2026-11-02T10:00:00-06:00")
    await clock_to(http_world, MONDAY_9_31)
    before, told = await questions(ana), await answer_to(ana, "why")

    await clock_to(http_world, MONDAY_10_01)

    assert (
        "One is on its way: Monday, Nov 2 at 10:00 am. It waits, because Do Not Disturb was on in your Slack." in told
    )
    assert (0, 1) == (before, await questions(ana))


async def test_do_not_disturb_all_through_her_hours_lets_it_pass(http_world: World) -> None:
    """Until two in the afternoon: nothing comes that day, why says so, and Wednesday's question comes."""
    ana = http_world.person("UANA")
    await do_not_disturb(http_world, "UANA", "2026-11-02T14:00:00-06:00")
    await clock_to(http_world, "2026-11-02T14:01:00-06:00")
    before, told = await questions(ana), await answer_to(ana, "why")

    await clock_to(http_world, WEDNESDAY_9_31)

    assert "The last one did not come, because Do Not Disturb was on in your Slack." in told
    assert (0, 1) == (before, await questions(ana))


async def test_an_answer_to_her_own_deed_comes_at_once(http_world: World) -> None:
    """Do Not Disturb is on, and she answers: her receipt is there."""
    ana = await nudged(http_world)
    await do_not_disturb(http_world, "UANA", "2026-11-02T14:00:00-06:00")

    await answer(ana, "I asked first.")

    assert 1 == len(await with_button(ana, "checkin_withdraw"))


@pytest.mark.parametrize("kind", ["error:missing_scope", "ratelimited", "http_500", "drop_before", "error:fatal_error"])
async def test_where_slack_does_not_say_it_is_sent(http_world: World, kind: str) -> None:
    """No scope, a 429, an error, a cut line: the question comes at its time all the same."""
    await http_world.post("faults", method="dnd.teamInfo", kind=kind, times=50)

    await clock_to(http_world, MONDAY_9_31)

    assert 1 == await questions(http_world.person("UANA"))


async def test_after_a_no_slack_is_not_asked_each_time(http_world: World) -> None:
    """Without the scope it is asked once an hour at most: no call is wasted on a sure no."""
    await http_world.post("faults", method="dnd.teamInfo", kind="error:missing_scope", times=50)
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    before = await calls(http_world, "dnd.teamInfo")
    await clock_to(http_world, "2026-11-02T09:50:00-06:00")
    await ask(http_world.person("USAM"), "@ben kin")

    assert 1 == before == await calls(http_world, "dnd.teamInfo")


async def test_slack_is_asked_once_for_all_who_are_due(http_world: World) -> None:
    """Five people due at the same moment: one question about Do Not Disturb, and none about each of them."""
    for name in ("UKIM", "UJO", "UMAX", "UZOE"):
        await http_world.post("people", id=name, tz="America/Chicago")
        await enroll(http_world.person("ULEE"), [name])
        await http_world.person(name).press("agreement_read")
        await http_world.person(name).submit(await http_world.person(name).form("agreement_form"))
    await http_world.settle()
    before = await calls(http_world, "users.info")

    await clock_to(http_world, MONDAY_9_31)

    assert [1] * 5 == [await questions(http_world.person(name)) for name in ("UANA", "UKIM", "UJO", "UMAX", "UZOE")]
    assert (1, before) == (await calls(http_world, "dnd.teamInfo"), await calls(http_world, "users.info"))


async def test_hours_follow_a_new_time_zone(http_world: World) -> None:
    """Ana moves to Los Angeles: her question comes at 9:30 there, and App Home and why say that her hours moved."""
    ana = http_world.person("UANA")
    await says(http_world, "UANA", tz="America/Los_Angeles")
    home, told = texts(await ana.home()), await answer_to(ana, "why")
    await clock_to(http_world, "2026-11-02T09:29:00-08:00")
    before = await questions(ana)

    await clock_to(http_world, "2026-11-02T09:31:00-08:00")

    assert (0, 1) == (before, await questions(ana))
    moved = "Your Slack moved to America/Los_Angeles, so your hours moved too."
    assert moved in home
    assert moved in told


async def test_a_move_east_inside_the_day_still_brings_the_days_question(http_world: World) -> None:
    """At 9:29 in Chicago she moves to New York, where it is 10:29: the question that was owed comes now, once."""
    ana = http_world.person("UANA")

    await says(http_world, "UANA", tz="America/New_York")
    await clock_to(http_world, "2026-11-02T12:29:00-05:00")

    assert 1 == await questions(ana)


async def test_a_move_brings_nothing_after_the_day_that_it_was_for(http_world: World) -> None:
    """Cue prompts for Tuesday's session, a reminder for Monday and the eve of Wednesday's meeting are due on Monday in Chicago.

    Early that day Ana is in London, and her next hours are on Wednesday: none of them comes then, nor a week later.
    """
    ana = http_world.person("UANA")
    await set_date(ana, "2026-11-10", "10:00")
    await plans_for(ana, "2026-11-09")
    await finish(ana, "path:meeting", day="2026-11-11")
    await clock_to(http_world, "2026-11-09T04:00:00-06:00")
    before = len(await ana.inbox())

    await says(http_world, "UANA", tz="Europe/London")
    for moment in ("2026-11-11T12:00:00+00:00", "2026-11-16T12:00:00+00:00"):
        await clock_to(http_world, moment)
    said = str(await ana.inbox())

    assert len(await ana.inbox()) > before
    assert [] == [each for each in ("Your coaching session is", "your if-then plan for", JUST_BEFORE) if each in said]


async def test_moving_back_and_forth_brings_nothing_twice(http_world: World) -> None:
    """Asked at 9:30 in Chicago, then two hours west and back again: one question that day."""
    ana = await nudged(http_world)

    for zone in ("America/Los_Angeles", "America/Chicago", "Pacific/Honolulu", "America/Chicago"):
        await says(http_world, "UANA", tz=zone)
        await http_world.post("clock", advance_seconds=1800)
    await clock_to(http_world, "2026-11-03T00:00:00-06:00")

    assert 1 == await questions(ana)


async def test_what_waits_stays_inside_the_new_hours(http_world: World) -> None:
    """Later, for 11:30 in Chicago; moved to New York it would be 12:30, after her hours: it comes on Wednesday at 9:30."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await ana.told("No rush.")
    await says(http_world, "UANA", tz="America/New_York")
    await clock_to(http_world, "2026-11-04T09:29:00-05:00")
    before = await questions(ana)

    await clock_to(http_world, "2026-11-04T09:31:00-05:00")

    assert (1, 3) == (before, await questions(ana))


async def test_a_coachs_digest_follows_too(http_world: World) -> None:
    """Cora moves to Denver: her digest comes at eight there."""
    await says(http_world, "UCORA", tz="America/Denver")
    await clock_to(http_world, "2026-11-09T07:59:00-07:00")
    before = len(await http_world.messages("UCORA"))

    await clock_to(http_world, "2026-11-09T08:01:00-07:00")

    assert before + 1 == len(await http_world.messages("UCORA"))


async def test_a_move_stands_in_the_log_without_the_place(http_world: World) -> None:
    """Lee can see that Slack moved Ana's hours, and not where to."""
    await says(http_world, "UANA", tz="Pacific/Honolulu")

    lee = http_world.person("ULEE")
    home = await lee.home()
    await lee.world.post("click", user="ULEE", view_id=home["id"], action_id="records_log")
    log = texts(await lee.form())

    assert "Slack moved the time zone of <@UANA>" in log
    assert "Honolulu" not in log


async def test_a_zone_that_was_set_on_purpose_stays(http_world: World) -> None:
    """Pat's roster line says Central, her Slack says Denver: when her Slack moves, her hours do not."""
    from bot.services import roster  # noqa: PLC0415 - the office's way in, which has no Slack form

    await http_world.post("people", id="UPAT", tz="America/Denver")
    app = http_world.app
    assert app is not None
    line = "caseworker,coach,supervisor,channel,zone,days,time\nUPAT,UCORA,USAM,CWINS,Central,Mon,9:30"
    await roster.import_roster(app.database, app.courier.messenger, "T0SHOULDER", line, now=app.clock())
    pat = http_world.person("UPAT")
    await http_world.settle()
    await pat.press("agreement_read")
    await pat.submit(await pat.form("agreement_form"), days=["0"])

    await says(http_world, "UPAT", tz="America/Los_Angeles")

    assert "(America/Chicago)" in await answer_to(pat, "why")


async def test_a_closed_account_is_asked_nothing_and_told_once(http_world: World) -> None:
    """Ana's account is closed: for three weeks nothing is planned for her, and Lee has read it once."""
    await says(http_world, "UANA", deleted=True)

    await clock_to(http_world, "2026-11-23T12:00:00-06:00")

    said = [text for text in await http_world.texts("ULEE") if "<@UANA>" in text]
    assert [
        "The Slack account of <@UANA> is closed. I write to them no more. If it opens again, I go on by myself."
    ] == said
    assert 0 == await questions(http_world.person("UANA"))


async def test_an_account_that_opens_again_goes_on(http_world: World) -> None:
    """Closed on Monday, open on Tuesday: Wednesday's question comes."""
    await says(http_world, "UANA", deleted=True)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    await says(http_world, "UANA", deleted=False)

    await clock_to(http_world, WEDNESDAY_9_31)

    assert 1 == await questions(http_world.person("UANA"))


async def test_a_request_to_a_closed_account_tells_nobody_again(http_world: World) -> None:
    """Sam asks Ana all the same and is told the same as ever; nothing is sent, and Lee hears no more of it."""
    await says(http_world, "UANA", deleted=True)
    before = len(await http_world.messages("ULEE"))

    await ask(http_world.person("USAM"), "@ana kin")
    await clock_to(http_world, WEDNESDAY_9_31)

    assert before == len(await http_world.messages("ULEE"))


async def test_a_closed_account_that_the_event_did_not_tell_of_is_told_once_too(http_world: World) -> None:
    """Slack's word got lost; the first refusal tells the lead, and nothing is planned after it."""
    await _unheard(http_world, "UANA", deleted=True)

    await clock_to(http_world, "2026-11-23T12:00:00-06:00")

    assert 1 == len([text for text in await http_world.texts("ULEE") if "<@UANA>" in text])


async def test_a_coach_whose_account_is_closed_is_named_as_such(http_world: World) -> None:
    """Lee reads that Cora's people need another coach; no digest is owed to her any more."""
    await says(http_world, "UCORA", deleted=True)

    await clock_to(http_world, "2026-11-23T12:00:00-06:00")

    said = [text for text in await http_world.texts("ULEE") if "<@UCORA>" in text]
    assert 1 == len(said)
    assert "Their people need another coach" in said[0]


async def test_changes_of_strangers_are_let_go(http_world: World) -> None:
    """Pat is not in the program: her moves, vacations and goodbyes write nothing."""
    before = http_world.row_counts()

    await says(http_world, "UPAT", tz="Pacific/Honolulu", status_emoji=":palm_tree:")
    await says(http_world, "UPAT", deleted=True)

    assert before == http_world.row_counts()


async def test_older_news_changes_nothing(http_world: World) -> None:
    """Two moves whose events come in the wrong order: the later move counts."""
    await http_world.post("faults", method="events", kind="late", times=1, seconds=0.5)
    await http_world.post("people", id="UANA", tz="Pacific/Honolulu")
    await http_world.post("people", id="UANA", tz="America/Denver")

    async def both_heard() -> bool:
        entries = (await http_world.get("log"))["entries"]
        return 2 == len([each for each in entries if "user_change" in str(each["request"]) and each["status"] == 200])

    await http_world.eventually(both_heard)
    await http_world.settle()

    assert "(America/Denver)" in await answer_to(http_world.person("UANA"), "why")
