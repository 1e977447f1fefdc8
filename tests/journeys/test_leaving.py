"""Leaving stops everything at once, offers a copy and deletion, and nobody can tell that somebody left."""

import json
from pathlib import Path

from tests.journeys.acts import answer_to, ask, clock_to, home_buttons, nudged, texts, with_button
from tests.journeys.goals_acts import agreed, suggest
from tests.journeys.test_celebrations import celebrated
from tests.journeys.test_setting_up import enroll
from tests.world import World, buttons, in_one_process

IN_TWO_WEEKS = "2026-11-16T09:00:00-06:00"


async def seen_by_coach_and_supervisor(world: World, after: str) -> str:
    """Everything that Cora and Sam see of Ana, from a Monday to two weeks later, with an ask by each; ids apart."""
    ana = await nudged(world)
    if after:
        await ana.command(after)
        await world.settle()
    seen: list[object] = []
    for asker, typed in (("UCORA", "@ana kin"), ("USAM", "@ana engagement")):
        person = world.person(asker)
        seen.append(texts(await ask(person, typed)))
        seen.append(texts(await person.form("said")))
    await clock_to(world, IN_TWO_WEEKS)
    for asker in ("UCORA", "USAM"):
        person = world.person(asker)
        await person.command("status")
        seen.append(await person.told("Check-ins you asked for"))
        seen.append(texts(await person.home()))
        seen.append([each["text"] for each in await person.inbox()])
    return json.dumps(seen)


async def test_nobody_can_tell_leaving_from_silence(tmp_path: Path, http_world: World) -> None:
    """The same bytes for her coach and her supervisor, whether she is silent, paused or gone."""
    silent = await seen_by_coach_and_supervisor(http_world, "")
    for word in ("pause", "leave"):
        async with in_one_process(tmp_path / word) as world:
            assert silent == await seen_by_coach_and_supervisor(world, word)


async def test_leaving_offers_a_copy_and_deletion_at_once(http_world: World) -> None:
    """In the same breath, beside the command."""
    ana = await nudged(http_world)

    await ana.command("leave")
    await ana.told("You have left.")

    goodbye = next(each for each in reversed(await ana.inbox()) if "You have left." in each["text"])
    assert {"records_export_mine", "records_delete_mine"} <= set(buttons(goodbye))


async def test_app_home_offers_them_for_good(http_world: World) -> None:
    """After leaving, her corner still has both."""
    ana = await nudged(http_world)

    await ana.command("leave")
    await ana.told("You have left.")

    home = await ana.home()
    assert {"records_export_mine", "records_delete_mine"} <= set(home_buttons(home))
    assert "You have left, so nothing comes any more." in texts(home)


async def test_leaving_calls_off_all_that_is_owed(http_world: World) -> None:
    """An ask that waits, the clock's next question, a changed agreement: nothing comes."""
    ana = await nudged(http_world)
    await ask(http_world.person("USAM"), "@ana kin")
    before = len(await with_button(ana, "nudge_reflect"))

    await ana.command("leave")
    await clock_to(http_world, "2026-12-07T09:00:00-06:00")

    assert before >= len(await with_button(ana, "nudge_reflect"))
    assert [] == [each for each in await ana.inbox() if "agreement changed" in each["text"]]


async def test_a_small_success_is_still_hers_to_change(http_world: World) -> None:
    """Ana left; in App Home she gives the post in the channel other words, and it says these."""
    ana = await nudged(http_world)
    await celebrated(ana)
    await answer_to(ana, "leave")

    await ana.press_home("celebration_change")
    sent = await ana.submit(await ana.form("celebration_preview"), words="I asked twice")
    await http_world.settle()

    assert {} == sent["errors"]
    assert [":tada: <@UANA> shared a small success: I asked twice"] == await http_world.texts("CWINS")


async def test_a_goal_offers_only_what_somebody_who_left_can_do(http_world: World) -> None:
    """Ana left; closing her goal and deleting it are hers still, and there is no button that would only refuse her."""
    ana, _ = await agreed(http_world)
    await answer_to(ana, "leave")

    offered = [each for each in home_buttons(await ana.home()) if each.startswith("goal_")]

    assert ["goal_end", "goal_delete"] == offered


async def test_whoever_left_is_not_told_that_they_are_not_in_yet(http_world: World) -> None:
    """They were; what is said is true of strangers and of them."""
    ana = http_world.person("UANA")
    not_enrolled = "You are not enrolled for questions here. Your coach or program lead can enroll you."
    await answer_to(ana, "leave")

    told = [await answer_to(ana, word) for word in ("status", "pause", "resume", "why")]

    assert ["You are not part of a program here.", *[not_enrolled] * 3] == told


async def test_whoever_types_more_than_leave_stays(http_world: World) -> None:
    """Days off, or a cry for help, take nobody out of the program; each is answered with what may have been meant."""
    ana = http_world.person("UANA")

    days_off = await answer_to(ana, "leave dec 20 to jan 3")
    in_need = await answer_to(ana, "leave this world, I want to kill myself")

    assert "For days off, type them like this: `/coach-checkin pause dec 20 to jan 3`." in days_off
    assert "988" in in_need
    assert "home_leave" in home_buttons(await ana.home())


async def test_whoever_is_invited_anew_hears_nothing_more_before_a_yes(http_world: World) -> None:
    """Ana left, and Cora invites her again and suggests a goal: word of it comes after Ana's yes, in her hours."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer_to(ana, "leave")
    await enroll(cora, ["UANA"])
    invited = len(await ana.inbox())
    await suggest(cora)
    await clock_to(http_world, "2026-11-04T12:00:00-06:00")
    before = len(await ana.inbox())

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert invited == before
    assert [] != await with_button(ana, "goal_see")
