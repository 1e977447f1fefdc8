"""A goal of one's own: put forward by either, agreed by both, measured on one scale, closed with a few words."""

import pytest

from tests.journeys.acts import (
    answer,
    answer_to,
    clock_to,
    home_buttons,
    marked_at,
    press_home,
    start,
    starts_at,
    texts,
)
from tests.journeys.goals_acts import AS_HOPED, GOAL, WORDS, agreed, close, say_level, say_yes, suggest
from tests.journeys.test_hard_days import has_a_hard_day
from tests.journeys.test_setting_up import enroll
from tests.world import World

OTHER = "I wait for the answer before I go on"
MONDAYS = ("2026-11-09T10:00:00-06:00", "2026-11-16T10:00:00-06:00", "2026-11-23T10:00:00-06:00")


async def test_a_goal_is_active_once_both_said_yes(http_world: World) -> None:
    """Ana suggests one; it waits for Cora, who hears of it and says yes; then it is their goal for both."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")

    await suggest(ana)
    waits = texts(await ana.home())
    await say_yes(cora)

    assert "it waits for a yes from <@UCORA>" in waits
    for person in (ana, cora):
        home = texts(await person.home())
        assert "you both said yes" in home
        assert WORDS in home


async def test_a_coach_may_suggest_one(http_world: World) -> None:
    """Cora suggests one from her list; Ana hears of it in her hours, sees the whole scale, and says yes in App Home."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")

    await suggest(cora)
    await http_world.next_nudge()
    await ana.latest_with("goal_see")
    home = texts(await ana.home())
    await press_home(ana, "goal_confirm")

    assert "it waits for your yes" in home
    assert f"3, as hoped: {AS_HOPED}" in home
    assert "you both said yes" in texts(await ana.home())


async def test_the_message_of_a_goal_holds_none_of_its_words(http_world: World) -> None:
    """Slack keeps messages; the words stay in the app."""
    await suggest(http_world.person("UANA"))

    assert WORDS not in str(await http_world.person("UCORA").inbox())


async def test_new_words_need_the_others_yes_again(http_world: World) -> None:
    """Cora changes the words: Ana sees the new ones, and says yes to just these."""
    ana, cora = await agreed(http_world)

    await cora.press_home("goal_reword")
    await cora.submit(await cora.form("goal_words"), words=OTHER)
    await http_world.settle()
    home = texts(await ana.home())
    await press_home(ana, "goal_confirm")

    assert "it waits for your yes" in home
    assert OTHER in home
    assert "you both said yes" in texts(await ana.home())


async def test_a_yes_is_a_yes_to_the_words_that_were_seen(http_world: World) -> None:
    """Ana's open window shows the old words; Cora changes them meanwhile; Ana's yes is not taken for the new ones."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await suggest(cora)
    await http_world.next_nudge()
    await ana.press("goal_see")
    form = await ana.form("goal_seen")
    await cora.press_home("goal_reword")
    await cora.submit(await cora.form("goal_words"), words=OTHER)

    sent = await ana.submit(form)

    assert "The words of that goal were changed" in str(sent)
    assert "it waits for your yes" in texts(await ana.home())


async def test_one_thing_at_a_time(http_world: World) -> None:
    """While two have an open goal, neither is offered another one."""
    ana, cora = await agreed(http_world)

    assert "goal_suggest" not in home_buttons(await ana.home())
    assert "goal_suggest" not in str([block for block in (await cora.home())["blocks"] if "UANA" in str(block)])


async def test_a_level_is_kept_and_drawn_over_time(http_world: World) -> None:
    """Two weeks, two levels: in words for both, and as a plot in Ana's App Home."""
    ana, cora = await agreed(http_world)

    await say_level(ana, "2")
    await clock_to(http_world, MONDAYS[0])
    await say_level(ana, "3")
    home = await ana.home()

    assert "Nov 2: 2 · Nov 9: 3, as hoped" in texts(home)
    assert "Nov 2: 2 · Nov 9: 3, as hoped" in texts(await cora.home())
    assert 1 == sum(block["type"] == "table" for block in home["blocks"])


async def test_a_level_may_be_for_oneself(http_world: World) -> None:
    """Kept for herself, it looks to Cora like a week in which nothing was said."""
    ana, cora = await agreed(http_world)
    before = texts(await cora.home()), await answer_to(cora, "goals @ana")

    await say_level(ana, "1", "only_me")

    assert "Nov 2: 1, a first step, and it counts" in texts(await ana.home())
    assert before == (texts(await cora.home()), await answer_to(cora, "goals @ana"))


async def test_a_level_can_be_narrowed_and_the_coachs_open_home_follows(http_world: World) -> None:
    """Cora had it in App Home; Ana narrows it, and it is gone from there without Cora opening it again."""
    ana, cora = await agreed(http_world)
    await say_level(ana, "2")
    shown = texts(await cora.home())

    await say_level(ana, "2", "only_me")

    assert "Nov 2: 2" in shown
    assert "Nov 2: 2" not in texts((await cora.views())["home"])


async def test_a_level_of_an_earlier_week_can_be_taken_back(http_world: World) -> None:
    """Ana picks that week and takes its level back."""
    ana, cora = await agreed(http_world)
    await say_level(ana, "2")
    await clock_to(http_world, MONDAYS[0])
    await say_level(ana, "4")

    await say_level(ana, "none", week="2026-11-02")

    assert "Nov 2" not in texts(await cora.home())
    assert "Nov 9: 4" in texts(await cora.home())


async def test_the_level_is_asked_once_a_week_after_a_check_in(http_world: World) -> None:
    """After “Keep it” the same scale is there, with the words of the two; in that week it is not asked again."""
    ana, _ = await agreed(http_world)

    await http_world.next_nudge()
    first = await answer(ana, "I asked first.")
    await start(ana, "topic:kin")
    second = await ana.submit(await ana.walk("I asked."), audience="only_me")
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")
    next_week = await answer(ana, "I waited.")

    assert f"3: {AS_HOPED}" in str(first["view"])
    assert "goal_level" == first["view"]["callback_id"] == next_week["view"]["callback_id"]
    assert "goal_level" not in str(second)


async def test_skipping_the_level_means_nothing(http_world: World) -> None:
    """Ana closes the window: Cora's App Home is what it was."""
    ana, cora = await agreed(http_world)
    before = texts(await cora.home())

    await http_world.next_nudge()
    await answer(ana, "I asked first.")
    form = await ana.form("goal_level")
    await http_world.post("close", user="UANA", view_id=form["id"])

    assert before == texts(await cora.home())


async def test_a_closed_goal_is_asked_about_no_more(http_world: World) -> None:
    """Met: after the next check-in there is no scale."""
    ana, _ = await agreed(http_world)
    await close(ana, "met", closing="Waiting helps.")

    await http_world.next_nudge()
    sent = await answer(ana, "I asked first.")

    assert "goal_level" not in str(sent)


@pytest.mark.parametrize(("outcome", "said"), [("met", "Met"), ("outgrown", "Outgrown"), ("closed", "Let go")])
async def test_a_goal_ends_with_a_few_words_and_stays_in_the_history(
    http_world: World, outcome: str, said: str
) -> None:
    """How it ended and what Ana wrote stand in her App Home, with her levels."""
    ana, _ = await agreed(http_world)
    await say_level(ana, "4")

    await close(ana, outcome, closing="Waiting helps.", audience="both")
    home = texts(await ana.home())

    assert f"_{said} · Nov 2_" in home
    assert "Waiting helps." in home
    assert "Nov 2: 4" in home


async def test_a_closed_goal_offers_a_next_one(http_world: World) -> None:
    """The form that follows makes a goal, which waits for Cora's yes."""
    ana, _ = await agreed(http_world)
    offer = (await close(ana, "met"))["view"]

    form = (await ana.submit(offer))["view"]
    await ana.submit(form, **(GOAL | {"words": OTHER}))
    await http_world.settle()

    assert OTHER in texts(await ana.home())
    assert "it waits for a yes from <@UCORA>" in texts(await ana.home())


async def test_closing_words_may_be_for_oneself(http_world: World) -> None:
    """Cora reads that it ended, and not what Ana kept."""
    ana, cora = await agreed(http_world)

    await close(ana, "met", closing="Waiting helps.", audience="only_me")
    told = await answer_to(cora, "goals @ana")

    assert "met." in told
    assert "Waiting helps." not in told
    assert "Waiting helps." in texts(await ana.home())


async def test_a_new_coach_has_not_seen_it_and_says_yes_anew(http_world: World) -> None:
    """Ana gets another coach: the goal waits until she shows it; levels said to Cora stay with Cora."""
    ana, _ = await agreed(http_world)
    await say_level(ana, "2")
    sam = http_world.person("USAM")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")
    unseen = texts(await sam.home())

    await press_home(ana, "goal_show_to_new_coach")
    await say_yes(sam)

    assert WORDS not in unseen
    assert WORDS in texts(await sam.home())
    assert "you both said yes" in texts(await sam.home())
    assert "Nov 2: 2" not in texts(await sam.home())
    assert "Nov 2: 2" in texts(await ana.home())


async def test_the_coach_of_before_sees_it_no_more(http_world: World) -> None:
    """Cora coaches Ana no longer: no goal of Ana's in App Home, which is drawn anew by itself, and none by command."""
    await agreed(http_world)
    cora = http_world.person("UCORA")
    open_page = await cora.home()
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    assert WORDS in texts(open_page)
    assert WORDS not in texts((await cora.views())["home"])
    assert WORDS not in texts(await cora.home())
    assert WORDS not in await answer_to(cora, "goals @ana")


async def test_a_goal_that_is_deleted_is_gone_for_both(http_world: World) -> None:
    """Its words leave Cora's open App Home too, and the disk."""
    ana, cora = await agreed(http_world)
    await cora.home()

    await press_home(ana, "goal_delete")

    assert WORDS not in texts((await cora.views())["home"])
    assert WORDS not in texts(await ana.home())


async def test_who_was_shown_it_is_told(http_world: World) -> None:
    """Ana sees that Cora was shown it, and when; the lead's log says so without a word of it."""
    ana, cora = await agreed(http_world)
    await cora.home()

    assert "Shown to <@UCORA> on Monday, Nov 2" in texts(await ana.home())


async def test_what_may_point_to_a_family_is_not_kept(http_world: World) -> None:
    """The guard marks it at its field, and nothing is saved."""
    ana = http_world.person("UANA")
    await ana.press_home("goal_suggest")

    sent = await ana.submit(await ana.form("goal_words"), **(GOAL | {"words": "I call Maria Gonzalez at 555-201-3344"}))

    assert marked_at(sent["view"], "words")
    assert "None yet" in texts(await ana.home())


async def test_whoever_is_hurting_meets_people_who_can_help(http_world: World) -> None:
    """At a boundary the words are not kept, and the lines to call are there."""
    ana = http_world.person("UANA")
    await ana.press_home("goal_suggest")

    sent = await ana.submit(await ana.form("goal_words"), **(GOAL | {"level_1": "I want to kill myself"}))

    assert "988" in texts(sent["view"])
    assert "None yet" in texts(await ana.home())


async def test_a_coach_suggests_nothing_on_stress(http_world: World) -> None:
    """That topic is the caseworker's own: it is not on Cora's menu, and on Ana's it is."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    menus = {}
    for person in (ana, cora):
        await person.press_home("goal_suggest")
        menus[person.id] = str(await person.form("goal_words"))

    assert '"sts"' in menus["UANA"].replace("'", '"')
    assert '"sts"' not in menus["UCORA"].replace("'", '"')


async def test_a_hard_day_means_no_message_of_a_goal_either(http_world: World) -> None:
    """Cora suggests one while all is quiet: nothing comes to Ana until she is back."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await has_a_hard_day(ana, "three_days")
    before = len(await ana.inbox())

    await suggest(cora)
    await clock_to(http_world, "2026-11-04T23:00:00-06:00")

    assert before == len(await ana.inbox())


async def test_rewording_again_and_again_sends_one_message(http_world: World) -> None:
    """Cora changes the words three times in a week: Ana has one message, and the latest words."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await suggest(cora)
    await http_world.next_nudge()
    for words in ("I ask", "I wait", OTHER):
        await cora.press_home("goal_reword")
        await cora.submit(await cora.form("goal_words"), words=words)
        await http_world.settle()

    assert 1 == sum("goal_see" in str(each) for each in await ana.inbox())
    assert OTHER in texts(await ana.home())


async def test_goals_by_command_with_a_chart(http_world: World) -> None:
    """Words for everybody, and from the second week on Slack's own chart."""
    ana, _ = await agreed(http_world)
    await say_level(ana, "2")
    await clock_to(http_world, MONDAYS[0])
    await say_level(ana, "3")

    told = await answer_to(ana, "goals")
    chart = [block for block in (await ana.inbox())[-1]["blocks"] if block["type"] == "data_visualization"]

    assert "Nov 2: 2 · Nov 9: 3, as hoped" in told
    assert [2, 3] == [point["value"] for point in chart[0]["chart"]["series"][0]["data"]]


async def test_the_clocks_questions_come_from_the_goals_topic(http_world: World) -> None:
    """With a goal on meetings, the next question is about meetings; after it has ended, it may be about anything."""
    ana, _ = await agreed(http_world, topic="meetings")

    await http_world.next_nudge()
    asked = str(await ana.latest_with("nudge_reflect"))

    assert "meetings" in asked.lower()


async def test_who_left_looks_like_everybody_else(http_world: World) -> None:
    """Ana leaves: the goal stands for Cora as before, and Ana can still see and delete it."""
    ana, cora = await agreed(http_world)
    before = texts(await cora.home())
    await ana.command("leave")
    await http_world.settle()

    assert before == texts(await cora.home())
    assert WORDS in texts(await ana.home())


async def test_the_supervisor_sees_no_goal(http_world: World) -> None:
    """Nowhere, whatever Sam looks at."""
    ana, _ = await agreed(http_world)
    await say_level(ana, "2")
    sam = http_world.person("USAM")

    told = await answer_to(sam, "goals @ana")
    await sam.home()

    assert WORDS not in await sam.everything() + told


async def test_a_level_that_she_kept_for_herself_starts_there_again(http_world: World) -> None:
    """Ana said “Only me”, and opens the scale once more to change it: a quick click shares nothing."""
    ana, _ = await agreed(http_world)
    await say_level(ana, "2", "only_me")

    await ana.press_home("goal_say_level")
    form = await ana.form("goal_level")

    assert "only_me" == starts_at(form, "audience")


async def test_nothing_starts_with_a_coach_who_is_the_supervisor_too(http_world: World) -> None:
    """Cora is both: a level, the words at the end, and a small success that Ana likes in private start with nobody else."""
    ana, _ = await agreed(http_world)
    await enroll(http_world.person("ULEE"), ["UANA"], supervisor="UCORA")
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), cheer="private")
    await http_world.settle()  # her App Home is drawn anew
    await ana.press_home("goal_say_level")
    level = await ana.form("goal_level")
    await http_world.post("close", user="UANA", view_id=level["id"])
    await ana.press_home("goal_end")
    end = await ana.form("goal_end_form")
    await http_world.post("close", user="UANA", view_id=end["id"])

    await ana.command("kin")
    preview = (await ana.submit(await ana.walk("I asked."), audience="only_me", success="I waited"))["view"]

    assert ["only_me", "only_me", "later"] == [
        starts_at(level, "audience"),
        starts_at(end, "audience"),
        starts_at(preview, "where"),
    ]
    assert "<@UCORA>, my coach and my supervisor, and I" in texts(end)
